"""Which module reads a source: by its configured kind, or by what came where that is ``auto``."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from feeds.errors import ParseError
from feeds.parser import parse
from feeds.sources import liveblog, sitemap, telegram
from feeds.sources.pages import decoded

if TYPE_CHECKING:
    from collections.abc import Callable

    from feeds.parsed import Headers, ParsedFeed
    from store.models import FeedKind

_HEAD = 4_096
# The first element of a document: what stands before it, and how it is called.
_ROOT = re.compile(
    rb"(?:\xef\xbb\xbf)?\s*(?:<!--.{0,2000}?-->\s*|<\?[^>]{0,500}>\s*)*<(!doctype\s+html|[\w.:-]+)",
    re.IGNORECASE | re.DOTALL,
)
_PAGES = (b"!doctype", b"html", b"head", b"body")


def read(kind: FeedKind, body: bytes, headers: Headers, url: str) -> ParsedFeed:
    """Read `body` as the configured `kind` of source.

    Args:
        kind: What it is; with ``auto`` it is what it looks like.
        body: The document without content coding.
        headers: The response headers.
        url: Where it came from after redirects.

    Raises:
        ParseError: It is nothing of that kind; the message says what it is instead.
    """
    guessed = kind == "auto"
    if guessed:
        kind = kind_of(body, url)
    if kind in ("auto", "feed"):
        return parse(body, headers, url)
    if kind == "sitemap" and body.startswith(sitemap.GZIP):
        body = sitemap.unpacked(body)
    text = decoded(body, headers)
    if not text:
        raise ParseError("an empty answer")
    try:
        found = _READERS[kind](text, url)
    except ParseError:
        raise
    except Exception as error:  # as with feeds: parsers raise whatever they like on hostile documents
        raise ParseError(f"the parser gave up: {type(error).__name__}") from error
    if guessed and kind == "liveblog" and (elsewhere := liveblog.elsewhere(found, url)):
        raise ParseError(f"a page that only shows a live blog, which stands at {elsewhere}")
    return found


def kind_of(body: bytes, url: str) -> FeedKind:
    """Give the kind of source that a document is, by its content; ``feed`` where it is nothing else we know.

    A plain page is never found, because an error page would be one too.
    """
    if body.startswith(sitemap.GZIP):
        return "sitemap"
    root = _ROOT.match(body[:_HEAD])
    name = root[1].lower() if root else b""
    if name.startswith(_PAGES):
        if telegram.MARK in body or telegram.preview(url):
            return "telegram"
        return "liveblog" if any(mark in body for mark in liveblog.MARKS) else "feed"
    return "sitemap" if name.rpartition(b":")[2] in sitemap.ROOTS else "feed"


def _read_page(text: str, url: str) -> ParsedFeed:
    from feeds.sources.page import read as read_page  # it is rarely wanted

    return read_page(text, url)


_READERS: dict[FeedKind, Callable[[str, str], ParsedFeed]] = {
    "page": _read_page,
    "liveblog": liveblog.read,
    "sitemap": sitemap.read,
    "telegram": telegram.read,
}
