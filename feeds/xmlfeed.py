"""RSS, RDF and Atom, by feedparser: a decoded document to a `ParsedFeed`."""

from __future__ import annotations

import calendar
import io
import re
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import feedparser

import feeds.dialect  # noqa: F401 - for its effect on feedparser
from feeds import dates
from feeds.errors import ParseError
from feeds.html import web_url
from feeds.parsed import Entry, ParsedFeed, RawText
from feeds.rhythm import declared

if TYPE_CHECKING:
    import time

_REFERENCE = re.compile(r"&#(?:[xX]([0-9a-fA-F]{1,8})|([0-9]{1,8}));")
_PAIR = re.compile("[\ud800-\udbff][\udc00-\udfff]")
_LAST = 0x10FFFF
_OPENED = re.compile(r"<(?:\w+:)?(?:item|entry)[\s>]")
_CLOSED = re.compile(r"</(?:\w+:)?(?:item|entry)\s*>")
_HTML_PAGE = re.compile(r"\s*(?:<!--.{0,2000}?-->\s*)*<(?:!doctype\s+html|html)\b", re.IGNORECASE | re.DOTALL)
_OPML = re.compile(r"<opml[\s>]", re.IGNORECASE)
_HEAD = 4_096
_MAIL = re.compile(r"[^\s()]+@[^\s()]+ +\((.+)\)")
_DATES = ("published", "updated", "created")
_EMPTY = re.compile(r"<(item|entry)(?:\s*/>|\s*>\s*</\1\s*>)")
_MAX_EMPTY = 1_000
_GIANT_TAG = re.compile(r"<(\w[\w:.-]*)[^<>]{65536,}>")
_MAX_ATTRIBUTES = 1_000
_POLE = 90.0


def parse_xml(text: str, url: str, language: str | None) -> ParsedFeed:
    """Read an XML feed.

    Args:
        text: The document, decoded and without characters that XML forbids.
        url: Where it came from, for relative links.
        language: The Content-Language header.

    Raises:
        ParseError: It is something else, or nothing in it can be read.
    """
    result = _feedparser(text, url, language)
    entries: list[Any] = list(result["entries"])
    complete = not result["bozo"]
    version = str(dict.get(result, "version") or "")
    if not entries and (not version or not complete):
        raise ParseError(_what_else(text, result))
    if not complete and _cut_inside_entry(text):
        entries = entries[:-1]  # a half entry would be stored with half a link, and once more when it is whole
    feed = result["feed"]
    feed_language = _string(dict.get(feed, "language"))
    return ParsedFeed(
        title=_string(dict.get(feed, "title")) or "",
        link=web_url(_string(dict.get(feed, "link")), url),
        lang=feed_language,
        entries=tuple(_entry(entry, url, feed_language) for entry in entries),
        version=version or "xml",
        complete=complete,
        note=None if complete else f"malformed XML ({_fault(result)}); read as far as possible",
        ttl_s=_ttl(dict.get(feed, "ttl")),
        declared=declared(text),
        withdrawn=tuple(dict.get(feed, "withdrawn") or ()),
    )


def _feedparser(text: str, url: str, language: str | None) -> Any:
    headers = {"content-type": "application/xml; charset=utf-8", "content-location": url}
    if language:
        headers["content-language"] = language
    text = _GIANT_TAG.sub(_without_flood, _without_empty(_sound_references(text)))
    data = io.BytesIO(text.encode("utf-8", "replace"))
    return feedparser.parse(data, response_headers=headers, sanitize_html=False, resolve_relative_uris=False)


def _sound_references(text: str) -> str:
    """Resolve references to surrogates, and replace those beyond Unicode: both make feedparser raise."""
    if "&#" not in text:
        return text
    text = _REFERENCE.sub(_resolved, text)
    return _PAIR.sub(lambda pair: pair[0].encode("utf-16-le", "surrogatepass").decode("utf-16-le"), text)


def _without_empty(text: str) -> str:
    """Take out entries without anything in them where there are more of them than any slip explains."""
    rest, count = _EMPTY.subn("", text)
    return rest if count > _MAX_EMPTY else text


def _without_flood(tag: re.Match[str]) -> str:
    """Take the attributes from a tag with more of them than any format has: feedparser's time is their square."""
    if tag[0].count("=") <= _MAX_ATTRIBUTES:
        return tag[0]
    return f"<{tag[1]}/>" if tag[0].endswith("/>") else f"<{tag[1]}>"


def _resolved(match: re.Match[str]) -> str:
    number = int(match[1], 16) if match[1] else int(match[2])
    if number > _LAST:
        return "\ufffd"
    return chr(number) if 0xD800 <= number <= 0xDFFF else match[0]


def _what_else(text: str, result: Any) -> str:
    head = text[:_HEAD]
    if _HTML_PAGE.match(head):
        return "an HTML page, not a feed"
    if _OPML.search(head):
        return "a list of feeds (OPML), not a feed; import it instead"
    if result["bozo"]:
        return f"malformed XML: {_fault(result)}"
    return "not a feed"


def _fault(result: Any) -> str:
    """Give expat's words and the line, without the document's own text."""
    error = dict.get(result, "bozo_exception")
    message = getattr(error, "getMessage", lambda: type(error).__name__)()
    line = getattr(error, "getLineNumber", lambda: None)()
    return f"{message}, line {line}" if line else str(message)


def _cut_inside_entry(text: str) -> bool:
    opened = closed = -1
    for match in _OPENED.finditer(text):
        opened = match.start()
    for match in _CLOSED.finditer(text):
        closed = match.start()
    return opened > closed


def _entry(entry: Any, url: str, feed_language: str | None) -> Entry:
    get = dict.get  # feedparser's own falls back to other keys, and warns
    title = get(entry, "title_detail") or {}
    contents = get(entry, "content") or ()
    content = max(contents, key=lambda part: len(part.get("value") or ""), default=None)
    summary = get(entry, "summary_detail") or (None if content else get(entry, "media_description_detail"))
    base = _string((content or summary or title).get("base")) or url
    written = [text for name in _DATES if (text := _string(get(entry, name)))]
    return Entry(
        guid=_string(get(entry, "id")),
        link=_link(entry, base),
        title=RawText(_string(get(entry, "title")) or "", html=title.get("type") != "text/plain"),
        summary=_raw_text(summary),
        content=_raw_text(content),
        author=_authors(entry),
        published=next((time for name in _DATES if (time := _time(entry, name))), None),
        published_raw=written[0] if written else None,
        updated=_time(entry, "updated"),
        lang=_string(get(entry, "language")) or _string((content or title).get("language")) or feed_language,
        base=base,
        categories=tuple(term for tag in get(entry, "tags") or () if (term := _string(tag.get("term")))),
        point=_point(entry),
        source=_source(entry),
    )


def _source(entry: Any) -> tuple[str | None, str | None]:
    """Give name and address of the feed that an entry was taken from."""
    source = dict.get(entry, "source") or {}
    return _string(source.get("title")), web_url(_string(source.get("href")) or _string(source.get("link")), "")


def _point(entry: Any) -> tuple[float, float] | None:
    """Give latitude and longitude by GeoRSS or W3C Basic Geo; 0, 0 is what software writes that knows no place."""
    where = dict.get(entry, "where") or {}
    try:
        if where.get("type") == "Point":
            longitude, latitude = (float(number) for number in where["coordinates"][:2])
        else:
            latitude, longitude = float(entry["geo_lat"]), float(entry["geo_long"])
    except (ValueError, TypeError, KeyError):
        return None
    if not (abs(latitude) <= _POLE and abs(longitude) <= 2 * _POLE) or not (latitude or longitude):
        return None
    return latitude, longitude


def _link(entry: Any, base: str) -> str | None:
    """Give the entry's link; a guid stands in for one only where it is a whole URL."""
    return web_url(_string(dict.get(entry, "link")), "" if dict.get(entry, "guidislink") else base)


def _raw_text(detail: Any) -> RawText | None:
    value = _string(detail.get("value")) if detail else None
    return RawText(value, html=detail.get("type") != "text/plain") if value else None


def _authors(entry: Any) -> str | None:
    whole = _string(dict.get(entry, "author"))
    if whole is not None and (mail := _MAIL.fullmatch(whole.strip())):
        return str(mail[1])  # feedparser cuts addresses of long top-level domains in the middle
    people = dict.get(entry, "authors") or ()
    names = dict.fromkeys(name for person in people if (name := _string(person.get("name"))))
    return ", ".join(names) or whole


def _string(value: object) -> str | None:
    """Give a non-empty text that can be stored: lone surrogates replaced."""
    if not isinstance(value, str) or not value.strip():
        return None
    return value.encode("utf-8", "replace").decode("utf-8") if not value.isascii() else value


def _time(entry: Any, name: str) -> datetime | None:
    """Give a date of the entry; feedparser knows some forms that `dates` does not."""
    raw = _string(dict.get(entry, name))
    if raw is not None and dates.is_date(raw):
        return dates.read(raw)
    value: time.struct_time | None = dict.get(entry, f"{name}_parsed")
    if value is None:
        return None
    try:
        return datetime.fromtimestamp(calendar.timegm(value), UTC)
    except (ValueError, OverflowError, OSError):
        return None


def _ttl(value: object) -> int | None:
    """Give RSS 2.0's ``ttl`` (minutes) in seconds, or None where it makes no sense."""
    text = value.strip() if isinstance(value, str) else ""
    return int(text) * 60 if text.isascii() and text.isdigit() and len(text) < 7 and int(text) > 0 else None
