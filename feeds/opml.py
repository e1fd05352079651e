"""OPML 2.0 (http://opml.org/spec2.opml): lists of feeds from and to other readers."""

from __future__ import annotations

from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET
from xml.parsers import expat
from xml.sax.saxutils import quoteattr

from feeds.errors import ParseError
from feeds.html import web_url
from store.models import FeedSettings
from store.text import clean_line

if TYPE_CHECKING:
    from collections.abc import Iterable

MAX_BYTES = 10 * 1024 * 1024


def read_opml(data: bytes) -> tuple[FeedSettings, ...]:
    """Give the feeds of an OPML list in its order, each once, folders left out.

    Raises:
        ParseError: It is no OPML, is too large, or declares a document type (where entity bombs hide).
    """
    if len(data) > MAX_BYTES:
        raise ParseError(f"the list is larger than {MAX_BYTES // 2**20} MiB")
    builder = ET.TreeBuilder()
    parser = expat.ParserCreate()
    parser.StartDoctypeDeclHandler = _refuse
    parser.StartElementHandler = builder.start
    parser.EndElementHandler = builder.end
    try:
        parser.Parse(data, True)
        root = builder.close()
    except (expat.ExpatError, AssertionError) as error:
        raise ParseError(f"malformed OPML: {error}") from error
    if root.tag.lower() != "opml":
        raise ParseError("not a list of feeds (OPML)")
    feeds: dict[str, FeedSettings] = {}
    for outline in root.iter("outline"):
        url = web_url(outline.get("xmlUrl") or outline.get("xmlurl"), "")
        if url:
            name = clean_line(outline.get("title") or outline.get("text") or "", 200)
            feeds.setdefault(url, FeedSettings(url=url, name=name))
    return tuple(feeds.values())


def write_opml(feeds: Iterable[FeedSettings]) -> str:
    """Give `feeds` as an OPML 2.0 document; passwords in URLs and headers are left out."""
    lines = ['<?xml version="1.0" encoding="UTF-8"?>', '<opml version="2.0">', "<head><title>Dateline</title></head>"]
    lines.append("<body>")
    for feed in feeds:
        name = quoteattr(feed.name or _public(feed.url))
        lines.append(f'<outline type="rss" text={name} title={name} xmlUrl={quoteattr(_public(feed.url))}/>')
    return "\n".join([*lines, "</body>", "</opml>", ""])


def _public(url: str) -> str:
    """Give `url` without the user name and password in it."""
    scheme, mark, rest = url.partition("://")
    host, slash, path = rest.partition("/")
    return f"{scheme}{mark}{host.rpartition('@')[2]}{slash}{path}"


def _refuse(*_: object) -> None:
    raise ParseError("the list declares a document type, which is refused")
