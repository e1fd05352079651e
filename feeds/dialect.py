"""What feedparser does otherwise here. `feeds.xmlfeed` imports this for its effect, before it parses anything."""
# ruff: noqa: SLF001 - feedparser has no other place to change any of it

from __future__ import annotations

from typing import Any

import feedparser.api
import feedparser.mixin

_Parser: Any = feedparser.mixin._FeedParserMixin


def _start_media_description(parser: Any, attributes: dict[str, str]) -> None:
    parser.push_content("media_description", attributes, "text/plain", 1)


def _end_media_description(parser: Any) -> None:
    parser.pop_content("media_description")


def _end_language(parser: Any) -> None:
    language = parser.pop("language")
    if not parser.inentry:
        parser.lang = language


# feedparser prefers libxml2's driver where one is installed; that one loads external entities (its issue 107).
feedparser.api.PREFERRED_XML_PARSERS[:] = ["xml.sax.expatreader"]
# A guid is an opaque string: resolved like a link, it would change with the address a redirect leads to.
_Parser.can_be_relative_uri = _Parser.can_be_relative_uri - {"id"}
# The caption of a picture is no text of the article: as a second description it would become its body.
_Parser._start_media_description = _start_media_description
_Parser._end_media_description = _end_media_description
# The dc:language of an item is the language of that item only, not of all that follow.
_Parser._end_language = _Parser._end_dc_language = _end_language
