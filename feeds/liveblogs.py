"""Live blogs that the articles of a feed link to: found by their addresses, offered to the reader, never followed."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from feeds.errors import ParseError
from feeds.html import to_plain
from feeds.identity import canonical_link
from feeds.sources.liveblog import MARKS, read
from feeds.sources.pages import decoded
from store.models import LiveLink
from store.text import clean_line

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import datetime

    from feeds.parsed import Entry, Headers
    from store.models import ArticleDraft
    from store.reader import Reader

__all__ = ["MARKS", "is_live", "linked", "live_links", "live_page", "unfollowed"]

MOST = 5
"""Live blogs that are offered at a time."""
_FRESH = timedelta(days=2)
# How the addresses of live blogs look: /live/…, …-live-updates-…, /live-news/…, liveblog, ticker and their kin.
_ADDRESS = re.compile(
    r"(?:^|[/_-])(?:live-?blogs?|liveticker|newsblog|live-?updates?|live-?news|live-?coverage|en-?direct(?:o|e)?"
    r"|en-vivo|onla[iy]n|onlayn-?translyaciya|khronika|hronika)(?:[/_.-]|$)|/live/[^/]|[/-]live[/-]\d|[/-]as-it-happened",
    re.IGNORECASE,
)
_NONE = re.compile(
    r"[/.](?:video|audio|watch|radio|tv|podcasts?|sports?|football|mp3|m3u8?|pls)(?:[/.?-]|$)", re.IGNORECASE
)


def is_live(url: str) -> bool:
    """Tell whether `url` looks like that of a live blog; a stream of sound or pictures is none."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return False
    return bool(_ADDRESS.search(parts.path)) and not _NONE.search(parts.path)


def linked(entries: Iterable[Entry]) -> tuple[str, ...]:
    """Give the addresses of live blogs that entries are, or link to; each once, in the order they come."""
    found: dict[str, str] = {}
    for entry in entries:
        for url in _links(entry):
            if len(found) < MOST and is_live(url):
                whole = url.partition("#")[0]
                found.setdefault(canonical_link(whole), whole)
    return tuple(found.values())


def live_links(drafts: Iterable[ArticleDraft], now: datetime) -> tuple[LiveLink, ...]:
    """Give the live blogs that new articles are, or link to; each once. Articles of days ago link to what is over."""
    found: dict[str, LiveLink] = {}
    for draft in drafts:
        if draft.published is not None and draft.published < now - _FRESH:
            continue
        for url in (draft.url or "", *draft.links):
            if len(found) < MOST and is_live(url):
                whole = url.partition("#")[0]
                found.setdefault(canonical_link(whole), LiveLink(whole, canonical_link(whole), draft.title))
    return tuple(found.values())


def unfollowed(reader: Reader, found: tuple[LiveLink, ...]) -> tuple[LiveLink, ...]:
    """Give what is no feed of the config already.

    Raises:
        ArchiveError: The archive can't be read.
    """
    followed = {canonical_link(feed.url) for feed in reader.feeds()}
    return tuple(one for one in found if one.key not in followed)


def live_page(body: bytes, headers: Headers, url: str, now: datetime) -> LiveLink | None:
    """Give the live blog that a page holds, as the page says itself; None where there is none, or it is over."""
    try:
        blog = read(decoded(body, headers), url)
    except ParseError:
        return None
    if blog.ended is not None and blog.ended < now:
        return None
    whole = (blog.link or url).partition("#")[0]
    return LiveLink(whole, canonical_link(whole), clean_line(blog.title, 200))


def _links(entry: Entry) -> Iterator[str]:
    if entry.link:
        yield entry.link
    for text in (entry.summary, entry.content):
        if text is not None and text.html and "href" in text.value:
            yield from to_plain(text.value, entry.base).links
