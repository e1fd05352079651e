"""The kind ``sitemap``: sitemaps, their indexes (https://www.sitemaps.org/protocol.html) and Google's news extension.

Namespaces count by their usual prefix or their address, because news sitemaps are often careless about them.
"""

from __future__ import annotations

import re
import zlib
from datetime import UTC, datetime
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit
from xml.parsers import expat

from feeds import dates
from feeds.errors import ParseError
from feeds.html import web_url
from feeds.parsed import Entry, ParsedFeed, RawText

if TYPE_CHECKING:
    from collections.abc import Iterable

ROOTS = (b"urlset", b"sitemapindex")
"""Names of the outermost element."""
GZIP = b"\x1f\x8b"
MOST_PAGES = 1_000
"""Pages of a sitemap without news that are taken: the newest."""
MOST_PARTS = 3
"""Sitemaps of an index that are read at a poll."""
_LARGEST = 52_428_800  # 50 MB uncompressed, by the protocol
_ROOT = re.compile(r"<(?:[\w.-]{1,20}:)?(urlset|sitemapindex)[\s>]")
_ITEMS = ("url", "sitemap")
_FIELDS = frozenset(("loc", "lastmod", "title", "publication_date", "language", "keywords", "name"))
_NEWS = frozenset(("title", "publication_date", "language", "keywords", "name"))
_WORDS = re.compile(r"[\s_+-]+")
_NUMBERS = re.compile(r"[\W\d]*")
_EXTENSION = re.compile(r"\.\w{2,5}\Z")
_OLDEST = datetime.min.replace(tzinfo=UTC)

Fields = dict[str, str]


def unpacked(body: bytes) -> bytes:
    """Give a sitemap that is kept as a gzip file, unpacked.

    Raises:
        ParseError: It is cut, damaged or larger than the protocol allows.
    """
    reader = zlib.decompressobj(31)
    try:
        data = reader.decompress(body, _LARGEST + 1)
    except zlib.error as error:
        raise ParseError("a damaged gzip file") from error
    if len(data) > _LARGEST:
        raise ParseError("a gzip file that is larger than 50 MB unpacked")
    if not reader.eof:
        raise ParseError("a gzip file that is cut")
    return data


def read(text: str, url: str) -> ParsedFeed:
    """Read a sitemap, or an index of sitemaps, whose entries stand in the documents its `parts` name.

    Raises:
        ParseError: It is something else, or nothing in it can be read.
    """
    root = _ROOT.search(text)
    if root is None:
        raise ParseError("not a sitemap")
    found, fault = _items(text)
    if fault and not found:
        raise ParseError(f"malformed XML: {fault}")
    note = f"malformed XML ({fault}); read as far as possible" if fault else None
    if root[1] == "sitemapindex":
        return _index(found, url, note)
    pages, left = _chosen(found)
    if left:
        note = "; ".join(filter(None, (note, f"no news sitemap: the newest {MOST_PAGES:,} of its pages are read")))
    return ParsedFeed(
        title=next((fields["name"] for fields in found if fields.get("name")), ""),
        link=None,
        lang=None,
        entries=tuple(entry for fields in pages if (entry := _entry(fields, url))),
        version="sitemap",
        complete=not fault,
        note=note,
    )


def _index(found: list[Fields], url: str, note: str | None) -> ParsedFeed:
    host = urlsplit(url).netloc
    # Those of other hosts are none of this site's to name, by the protocol.
    places = {
        place: fields
        for fields in found
        if (place := web_url(fields.get("loc"), url)) and urlsplit(place).netloc == host and place != url
    }
    newest = sorted(places, key=lambda place: _time(places[place].get("lastmod")) or _OLDEST, reverse=True)
    chosen = sorted(newest, key=lambda place: "news" not in urlsplit(place).path.lower())[:MOST_PARTS]
    if not chosen:
        raise ParseError("an index of sitemaps that names none of its own site")
    said = f"an index of {len(found):,} sitemaps, of which {len(chosen)} are read"
    return ParsedFeed(
        title="",
        link=None,
        lang=None,
        entries=(),
        version="sitemapindex",
        complete=False,  # its validators say nothing of the sitemaps that it names
        note="; ".join(filter(None, (note, said))),
        parts=tuple(chosen),
    )


class _Reader:
    """Gathers the fields of each item; what stands in other elements doesn't count."""

    def __init__(self) -> None:
        self.items: list[Fields] = []
        self._item: Fields | None = None
        self._path: list[str] = []
        self._text: list[str] = []

    def start(self, name: str, _attributes: dict[str, str]) -> None:
        local = name.rpartition(":")[2].lower()
        self._path.append(local)
        self._text = []
        if local in _ITEMS and len(self._path) == 2:
            self._item = {}

    def end(self, _name: str) -> None:
        local = self._path.pop()
        if self._item is None:
            return
        if local in _ITEMS and len(self._path) == 1:
            self.items.append(self._item)
            self._item = None
        elif local in _FIELDS and ((local in _NEWS) == ("news" in self._path)):
            self._item.setdefault(local, "".join(self._text).strip())
        self._text = []

    def data(self, text: str) -> None:
        self._text.append(text)


def _items(text: str) -> tuple[list[Fields], str | None]:
    """Give the fields of each item as far as the document is well formed, and what is wrong with it."""
    reader = _Reader()
    parser = expat.ParserCreate("utf-8")
    parser.StartElementHandler = reader.start
    parser.EndElementHandler = reader.end
    parser.CharacterDataHandler = reader.data
    try:
        parser.Parse(text.encode("utf-8", "replace"), True)
    except expat.ExpatError as error:
        return reader.items, f"{expat.errors.messages[error.code]}, line {error.lineno}"
    return reader.items, None


def _chosen(found: list[Fields]) -> tuple[list[Fields], int]:
    """Give the news, or the newest pages where there is none, and how many are left out."""
    news = [fields for fields in found if fields.get("title") or fields.get("publication_date")]
    if news:
        return news, 0
    pages = sorted(found, key=lambda fields: _time(fields.get("lastmod")) or _OLDEST, reverse=True)
    return pages[:MOST_PAGES], len(pages[MOST_PAGES:])


def _entry(fields: Fields, url: str) -> Entry | None:
    link = web_url(fields.get("loc"), url)
    if link is None:
        return None
    raw = fields.get("publication_date") or fields.get("lastmod") or None
    return Entry(
        guid=None,
        link=link,
        title=RawText(fields.get("title") or _from_address(link), html=False),
        summary=None,
        content=None,
        author=None,
        published=_time(raw),
        published_raw=raw,
        updated=_time(fields.get("lastmod")),
        lang=fields.get("language") or None,
        base=link,
        categories=tuple(filter(None, map(str.strip, (fields.get("keywords") or "").split(",")))),
    )


def _from_address(link: str) -> str:
    """Give the words in the last part of an address, for a page without title; an empty text where it has none."""
    segments: Iterable[str] = reversed(unquote(urlsplit(link).path).split("/"))
    for segment in segments:
        words = _WORDS.sub(" ", _EXTENSION.sub("", segment)).strip()
        if " " in words and not _NUMBERS.fullmatch(words):
            return words[0].upper() + words[1:]
    return ""


def _time(raw: str | None) -> datetime | None:
    return dates.read(raw) if raw else None
