"""From a body and its headers to a `ParsedFeed`. Pure, but no match for a hostile document: see `workers`."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from feeds import charset
from feeds.errors import ParseError
from feeds.parsed import header

if TYPE_CHECKING:
    from feeds.parsed import Headers, ParsedFeed


def parse(body: bytes, headers: Headers, url: str) -> ParsedFeed:
    """Read a feed document of any format, by its content; the Content-Type only helps with the character set.

    Args:
        body: The document without content coding.
        headers: The response headers.
        url: Where it came from after redirects; relative links start there.

    Raises:
        ParseError: It is no feed, or nothing in it can be read; the message says what it is instead.
    """
    decoded = charset.decode(body, header(headers, "content-type"))
    if not decoded.text:
        raise ParseError("an empty answer")
    try:
        parsed = _read(decoded.text, headers, url)
    except ParseError:
        raise
    except Exception as error:  # feedparser raises whatever its inner parsers raise on hostile documents
        raise ParseError(f"the parser gave up: {type(error).__name__}") from error
    if decoded.exact or not parsed.complete:
        return parsed
    return replace(parsed, complete=False, note="bytes that are no text in any declared character set were replaced")


def _read(text: str, headers: Headers, url: str) -> ParsedFeed:
    if text[0] in "{[":
        from feeds.jsonfeed import parse_json

        return parse_json(text, url)
    from feeds.xmlfeed import parse_xml  # feedparser takes a while to import, and JSON needs none of it

    return parse_xml(text, url, header(headers, "content-language"))
