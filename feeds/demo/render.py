"""Writes an outlet's dispatches as RSS 2.0, Atom (RFC 4287) or JSON Feed 1.1, and one dispatch as a page."""

from __future__ import annotations

import json
from dataclasses import dataclass
from email.utils import format_datetime
from html import escape
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from feeds.demo.model import Dispatch, Outlet, Version

NOTICE = "Demonstration text written for Dateline. This outlet does not exist."
CONTENT_TYPES = {"rss": "application/rss+xml", "atom": "application/atom+xml", "json": "application/feed+json"}

# Prefixes are written out: ElementTree's own are a registry that belongs to the whole process.
_ATOM = {"xmlns": "http://www.w3.org/2005/Atom"}
_RSS = {
    "version": "2.0",
    "xmlns:atom": "http://www.w3.org/2005/Atom",
    "xmlns:content": "http://purl.org/rss/1.0/modules/content/",
    "xmlns:dc": "http://purl.org/dc/elements/1.1/",
}


@dataclass(frozen=True, slots=True)
class Edition:
    """Everything that goes into one body of an outlet's feed."""

    outlet: Outlet
    base: str
    """URL of the server, without a slash at the end."""
    entries: Sequence[tuple[Dispatch, Version]]
    """Newest first."""

    def link(self, dispatch: Dispatch) -> str:
        """Give the URL of the page that shows the dispatch."""
        return f"{self.base}/{self.outlet.id}/{dispatch.id}"

    @property
    def updated(self) -> datetime | None:
        """When the newest change was made; None while nothing is published."""
        return max((version.at for _, version in self.entries), default=None)


def render(edition: Edition) -> bytes:
    """Give the feed's body in the outlet's format, UTF-8."""
    return {"rss": _rss, "atom": _atom, "json": _json}[edition.outlet.format](edition)


def page(outlet: Outlet, dispatch: Dispatch, version: Version) -> bytes:
    """Give an HTML page with one dispatch, so that its link leads somewhere while the demo runs."""
    return (
        f'<!DOCTYPE html><html lang="{escape(dispatch.lang)}"><head><meta charset="utf-8">'
        f"<title>{escape(version.title)}</title></head><body><article><h1>{escape(version.title)}</h1>"
        f"<p><time>{version.at.isoformat()}</time> {escape(outlet.name)}</p>{_html(version)}</article>"
        f"<footer><p>{NOTICE}</p></footer></body></html>"
    ).encode()


def guid(dispatch: Dispatch) -> str:
    """Give the identity of a dispatch, the same in every format and on every port."""
    return f"urn:dateline:demo:{dispatch.id}"


def _html(version: Version) -> str:
    return "".join(f"<p>{escape(paragraph, quote=False)}</p>" for paragraph in version.paragraphs)


def _rss(edition: Edition) -> bytes:
    outlet = edition.outlet
    root = ET.Element("rss", _RSS)
    channel = ET.SubElement(root, "channel")
    _child(channel, "title", outlet.name)
    _child(channel, "link", f"{edition.base}/{outlet.id}")
    _child(channel, "description", NOTICE)
    _child(channel, "language", outlet.lang)
    for dispatch, version in edition.entries:
        item = ET.SubElement(channel, "item", {"xml:lang": dispatch.lang})
        _child(item, "title", version.title)
        _child(item, "link", edition.link(dispatch))
        _child(item, "guid", guid(dispatch), isPermaLink="false")
        _child(item, "pubDate", format_datetime(dispatch.published))
        _child(item, "dc:language", dispatch.lang)
        if version.at > dispatch.published:
            _child(item, "atom:updated", version.at.isoformat())
        if dispatch.author:
            _child(item, "dc:creator", dispatch.author)
        if dispatch.credit:
            _child(item, "source", dispatch.credit.name, url=f"{edition.base}/feeds/{dispatch.credit.id}")
        _child(item, "description", version.paragraphs[0])
        if len(version.paragraphs) > 1:
            _child(item, "content:encoded", _html(version))
    return _document(root)


def _atom(edition: Edition) -> bytes:
    outlet = edition.outlet
    root = ET.Element("feed", {**_ATOM, "xml:lang": outlet.lang})
    _child(root, "id", f"urn:dateline:demo:{outlet.id}")
    _child(root, "title", outlet.name)
    _child(root, "subtitle", NOTICE)
    if edition.updated:
        _child(root, "updated", edition.updated.isoformat())
    author = ET.SubElement(root, "author")
    _child(author, "name", outlet.name)
    for dispatch, version in edition.entries:
        entry = ET.SubElement(root, "entry", {"xml:lang": dispatch.lang})
        _child(entry, "id", guid(dispatch))
        _child(entry, "title", version.title)
        ET.SubElement(entry, "link", rel="alternate", href=edition.link(dispatch))
        _child(entry, "published", dispatch.published.isoformat())
        _child(entry, "updated", version.at.isoformat())
        if dispatch.author:
            _child(ET.SubElement(entry, "author"), "name", dispatch.author)
        if dispatch.credit:
            source = ET.SubElement(entry, "source")
            _child(source, "id", f"urn:dateline:demo:{dispatch.credit.id}")
            _child(source, "title", dispatch.credit.name)
        _child(entry, "summary", version.paragraphs[0])
        if len(version.paragraphs) > 1:
            _child(entry, "content", _html(version), type="html")
    return _document(root)


def _json(edition: Edition) -> bytes:
    outlet = edition.outlet
    items = []
    for dispatch, version in edition.entries:
        item: dict[str, object] = {
            "id": guid(dispatch),
            "url": edition.link(dispatch),
            "title": version.title,
            "summary": version.paragraphs[0],
            "content_html": _html(version),
            "date_published": dispatch.published.isoformat(),
            "date_modified": version.at.isoformat(),
            "language": dispatch.lang,
        }
        if dispatch.author:
            item["authors"] = [{"name": dispatch.author}]
        items.append(item)
    feed = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": outlet.name,
        "description": NOTICE,
        "home_page_url": f"{edition.base}/{outlet.id}",
        "language": outlet.lang,
        "items": items,
    }
    return json.dumps(feed, ensure_ascii=False, indent=1).encode()


def _child(parent: ET.Element, tag: str, text: str, **attributes: str) -> None:
    ET.SubElement(parent, tag, attributes).text = text


def _document(root: ET.Element) -> bytes:
    ET.indent(root, " ")
    body: bytes = ET.tostring(root, encoding="utf-8", xml_declaration=True)
    return body
