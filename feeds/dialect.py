"""What feedparser does otherwise here. `feeds.xmlfeed` imports this for its effect, before it parses anything."""
# ruff: noqa: SLF001 - feedparser has no other place to change any of it

from __future__ import annotations

import functools
from typing import Any

import feedparser.api
import feedparser.mixin
from feedparser.namespaces import georss

_mixin: Any = feedparser.mixin
_Parser: Any = _mixin._FeedParserMixin
_MOST_TAGS = 100
_MOST_TOMBSTONES = 1_000
_add_tag = _Parser._add_tag
_read_point: Any = georss._parse_georss_point


def _start_media_description(parser: Any, attributes: dict[str, str]) -> None:
    parser.push_content("media_description", attributes, "text/plain", 1)


def _end_media_description(parser: Any) -> None:
    parser.pop_content("media_description")


def _end_language(parser: Any) -> None:
    language = parser.pop("language")
    if not parser.inentry:
        parser.lang = language


def _add_few_tags(parser: Any, term: str | None, scheme: str | None, label: str | None) -> None:
    if len(parser._get_context().setdefault("tags", [])) < _MOST_TAGS:
        _add_tag(parser, term, scheme, label)


def _start_deleted_entry(parser: Any, attributes: dict[str, str]) -> None:
    found = parser.feeddata.setdefault("withdrawn", [])
    if attributes.get("ref") and len(found) < _MOST_TOMBSTONES:
        found.append(attributes["ref"])


def _read_whole_point(value: str, *args: Any, **options: Any) -> Any:
    numbers = len(value.replace(",", " ").split())
    return _read_point(value, *args, **options) if numbers in (2, 3) else None


# feedparser prefers libxml2's driver where one is installed; that one loads external entities (its issue 107).
feedparser.api.PREFERRED_XML_PARSERS[:] = ["feeds.expat"]
# The base of every element is worked out anew from the one around it, which takes a sixth of all the time.
_mixin.make_safe_absolute_uri = functools.lru_cache(maxsize=256)(_mixin.make_safe_absolute_uri)
# A guid is an opaque string: resolved like a link, it would change with the address a redirect leads to.
_Parser.can_be_relative_uri = _Parser.can_be_relative_uri - {"id"}
# The caption of a picture is no text of the article: as a second description it would become its body.
_Parser._start_media_description = _start_media_description
_Parser._end_media_description = _end_media_description
# The dc:language of an item is the language of that item only, not of all that follow.
_Parser._end_language = _Parser._end_dc_language = _end_language
# Each new category is compared with all before it: the time that an item with thousands takes is their square.
_Parser._add_tag = _add_few_tags
# Tombstones of entries (RFC 6721), which it doesn't know.
_Parser.namespaces["http://purl.org/atompub/tombstones/1.0"] = "at"
setattr(_Parser, "_start_at_deleted-entry", _start_deleted_entry)
# Of more numbers than a point has (a comma in place of the decimal point makes four), it would take the first two.
georss._parse_georss_point = _read_whole_point
