"""What a feed document says, before anything is cleaned: the vocabulary between parsers and the pipeline."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from feeds.rhythm import UNDECLARED, Declared

if TYPE_CHECKING:
    from datetime import datetime

Headers = tuple[tuple[str, str], ...]
"""Response headers as received, in order; names as the server wrote them."""


def header(headers: Headers, name: str) -> str | None:
    """Give the first value of the header `name`, in any case, or None."""
    wanted = name.lower()
    return next((value for key, value in headers if key.lower() == wanted), None)


@dataclass(frozen=True, slots=True)
class RawText:
    """A text as the feed gives it, still untrusted."""

    value: str
    html: bool
    """True where `value` is markup, so that tags and entities in it mean something."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry of a feed document, untouched but for character decoding."""

    guid: str | None
    link: str | None
    """An absolute http(s) URL, or None."""
    title: RawText
    summary: RawText | None
    content: RawText | None
    author: str | None
    published: datetime | None
    published_raw: str | None
    updated: datetime | None
    lang: str | None
    base: str
    """The URL that relative links in `summary` and `content` start from."""
    categories: tuple[str, ...] = ()
    point: tuple[float, float] | None = None
    """Latitude and longitude in degrees, where the entry gives a point."""
    source: tuple[str | None, str | None] = (None, None)
    """Name and address of where the entry came from, as it says itself (RSS 2.0 and Atom ``source``)."""
    parent: str | None = None
    """The headline of the live blog that it is an update of."""


@dataclass(frozen=True, slots=True)
class ParsedFeed:
    """One feed document."""

    title: str
    link: str | None
    lang: str | None
    entries: tuple[Entry, ...]
    """In the order of the document."""
    version: str
    """The format, such as ``rss20``, ``atom10`` or ``json11``."""
    complete: bool
    """True for a well-formed document; only then may its validators be stored."""
    note: str | None = None
    """What is wrong with a document that is not `complete`, in words."""
    ttl_s: int | None = None
    """Seconds the publisher asks to wait between polls (RSS 2.0 ``ttl``)."""
    declared: Declared = UNDECLARED
    """What else the publisher says about the feed's rhythm."""
    withdrawn: tuple[str, ...] = ()
    """Guids of entries that the publisher took back (RFC 6721)."""
    parts: tuple[str, ...] = ()
    """Addresses of the documents that hold the entries, where this one only names them."""
    ended: datetime | None = None
    """When the publisher's coverage ends or ended, as far as it says so."""
