"""The kind ``feed``: RSS, RDF, Atom and JSON Feed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from feeds.errors import UnsupportedKind
from feeds.parser import parse

if TYPE_CHECKING:
    from feeds.parsed import Headers, ParsedFeed
    from store.models import FeedKind


def read(kind: FeedKind, body: bytes, headers: Headers, url: str) -> ParsedFeed:
    """Read `body` as the configured `kind` of source; ``auto`` is a feed.

    Raises:
        UnsupportedKind: This version has no reader for `kind`.
        ParseError: The body is no feed.
    """
    if kind not in ("auto", "feed"):
        raise UnsupportedKind(f"kind {kind} is not supported by this version")
    return parse(body, headers, url)
