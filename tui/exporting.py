"""The forms that articles are exported in: each takes articles and gives pieces of text to be written in order."""

from __future__ import annotations

import csv
import io
import re
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any
from uuid import NAMESPACE_URL, uuid5
from xml.sax.saxutils import escape, quoteattr

from store.text import strip_controls
from tui import jsonshape
from tui.output import json_line
from tui.wording import claim, figure, moment

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from store.dumps import Dump
    from store.models import Article, Event

CSV_COLUMNS = (
    *("id", "published", "first_seen", "source", "feed", "title", "url", "author", "lang"),
    *("places", "actors", "events", "figures", "read", "starred", "revisions", "summary"),
)
# https://owasp.org/www-community/attacks/CSV_Injection, with the wide forms that spreadsheets take for the same.
_FORMULA = tuple("=+-@\t\r\n|%＝＋－＠")
_MARKDOWN = re.compile(r"([\\`*_{}\[\]<>#|~&])")
_INDENT = re.compile(r"^[ \t]+", re.MULTILINE)
_BLOCK = re.compile(r"^(\d{0,9})([-+=:.)])", re.MULTILINE)  # what a list or an underline begins with
_XML_ILLEGAL = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")  # XML 1.0, section 2.2


def jsonl(dumps: Iterable[Dump]) -> Iterator[str]:
    """Give one JSON object a line, with everything: the form to keep, and to import elsewhere."""
    for dump in dumps:
        yield json_line(_whole(dump)) + "\n"


def table(articles: Iterable[Article]) -> Iterator[str]:
    """Give CSV (RFC 4180) with a head row; no cell can run as a spreadsheet's formula."""
    yield _csv_row(CSV_COLUMNS)
    for article in articles:
        yield _csv_row(_cells(article))


def geojson(articles: Iterable[Article]) -> Iterator[str]:
    """Give a GeoJSON collection (RFC 7946) with a point for each event whose place has coordinates."""
    yield '{"type":"FeatureCollection","features":[\n'
    comma = ""
    for article in articles:
        for feature in _features(article):
            yield f"{comma}{json_line(feature)}"
            comma = ",\n"
    yield "\n]}\n"


def atom(articles: Iterable[Article]) -> Iterator[str]:
    """Give an Atom feed (RFC 4287)."""
    now = jsonshape.stamp(datetime.now(UTC))
    yield '<?xml version="1.0" encoding="utf-8"?>\n<feed xmlns="http://www.w3.org/2005/Atom">\n'
    yield f"<id>urn:dateline:export</id><title>Dateline</title><updated>{now}</updated>\n"
    for article in articles:
        yield _entry(article)
    yield "</feed>\n"


def markdown(articles: Iterable[Article]) -> Iterator[str]:
    """Give Markdown for reading and quoting."""
    for article in articles:
        yield note(article)


def note(article: Article) -> str:
    """Give one article as a section of Markdown (CommonMark 0.31): nothing in its text is markup."""
    url = strip_controls(article.url or "")
    link = f" · <{url}>" if url and not re.search(r"[<>\s]", url) else ""
    events = (
        f"- {_md(event.place)}: {_md(claim(event.type, event.status, event.by))}\n" for event in article.tags.events
    )
    return (
        f"## {_md(article.title)}\n\n{_md(article.source)} · {moment(article.published)} UTC{link}\n\n"
        f"{_md(article.body or article.summary)}\n\n{''.join(events)}" + ("\n" if article.tags.events else "")
    )


FORMATS: Mapping[str, Callable[[Iterable[Article]], Iterator[str]]] = {
    "csv": table,
    "geojson": geojson,
    "atom": atom,
    "md": markdown,
}
"""Every form but `jsonl`, which takes more than articles."""


def _whole(dump: Dump) -> dict[str, Any]:
    """Give an article as `search --json` does, and what only an import needs."""
    shape = {
        **jsonshape.article(dump.article),
        **jsonshape.explained(dump.article.tags),
        "guid": dump.guid,
        "links": list(dump.article.links),
        "published_raw": dump.published_raw,
        "content_hash": dump.content_hash.hex(),
    }
    if dump.versions:
        shape["versions"] = [jsonshape.revision(version) for version in dump.versions]
    if dump.deeds.fixed:
        shape["story_fixed"] = True
    if dump.deeds.found:
        shape["alerts"] = [jsonshape.found_by(one) for one in dump.deeds.found]
    return shape


def _csv_row(cells: Iterable[object]) -> str:
    line = io.StringIO()
    csv.writer(line).writerow([_cell(cell) for cell in cells])
    return line.getvalue()


def _cell(value: object) -> str:
    text = strip_controls("" if value is None else str(value))
    return f"'{text}" if text.startswith(_FORMULA) else text


def _cells(article: Article) -> tuple[object, ...]:
    tags = article.tags
    return (
        article.id,
        jsonshape.stamp(article.published),
        jsonshape.stamp(article.first_seen),
        article.source,
        article.feed,
        article.title,
        article.url,
        article.author,
        article.lang,
        _joined(place.name for place in tags.places),
        _joined(actor.name for actor in tags.actors),
        _joined(f"{event.place}: {claim(event.type, event.status, event.by)}" for event in tags.events),
        _joined(figure(one) for one in tags.figures),
        int(article.read),
        int(article.starred),
        article.revisions,
        article.summary,
    )


def _joined(words: Iterable[str]) -> str:
    return "; ".join(dict.fromkeys(words))


def _features(article: Article) -> Iterator[dict[str, Any]]:
    points = {one.id: (one.lon, one.lat) for one in article.tags.places if one.lon is not None and one.lat is not None}
    for event in article.tags.events:
        if event.place_id in points:
            yield {
                "type": "Feature",
                "geometry": {"type": "Point", "coordinates": points[event.place_id]},
                "properties": _properties(article, event),
            }


def _properties(article: Article, event: Event) -> dict[str, Any]:
    return {
        **jsonshape.event(event),
        "article": article.id,
        "title": article.title,
        "url": article.url,
        "source": article.source,
        "published": jsonshape.stamp(article.published),
    }


def _entry(article: Article) -> str:
    link = f"<link href={quoteattr(_xml_legal(article.url))}/>" if article.url else ""
    published = jsonshape.stamp(article.published)
    # An id must be unlike those of other archives, and the same in every export (RFC 4287, section 4.2.6).
    identity = uuid5(NAMESPACE_URL, f"{article.feed} {article.id} {jsonshape.stamp(article.first_seen)}")
    return (
        f"<entry><id>{identity.urn}</id><title>{_xml(article.title)}</title>{link}"
        f"<author><name>{_xml(article.author or article.source)}</name></author>"
        f"<published>{published}</published><updated>{jsonshape.stamp(article.updated) or published}</updated>"
        f"<source><id>{_xml(article.feed)}</id><title>{_xml(article.source)}</title></source>"
        f'<content type="text">{_xml(article.body or article.summary)}</content></entry>\n'
    )


def _xml(text: str) -> str:
    return escape(_xml_legal(text))


def _xml_legal(text: str) -> str:
    return _XML_ILLEGAL.sub("", strip_controls(text))


def _md(text: str) -> str:
    text = _INDENT.sub("", _MARKDOWN.sub(r"\\\1", strip_controls(text)))
    return _BLOCK.sub(r"\1\\\2", text)
