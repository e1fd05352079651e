"""Live blogs that the articles of a feed link to: found by their addresses, offered to the reader, never followed."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from feeds.html import to_plain
from feeds.identity import canonical_link

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from feeds.parsed import Entry

MOST = 5
"""Live blogs that are offered at a time."""
# How the addresses of live blogs look: /live/…, …-live-updates-…, /live-news/…, liveblog, ticker and their kin.
_ADDRESS = re.compile(
    r"(?:^|[/_-])(?:live-?blogs?|liveticker|newsblog|live-?updates?|live-?news|live-?coverage|en-?direct(?:o|e)?"
    r"|en-vivo|onla[iy]n|onlayn-?translyaciya|khronika|hronika)(?:[/_.-]|$)|/live/[^/]|[/-]live[/-]\d|[/-]as-it-happened",
    re.IGNORECASE,
)
_NONE = re.compile(
    r"[/.](?:video|audio|watch|radio|tv|podcasts?|sports?|football|mp3|m3u8?|pls)(?:[/.?-]|$)", re.IGNORECASE
)


def is_live(url: str) -> bool:
    """Tell whether `url` looks like that of a live blog; a stream of sound or pictures is none."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return False
    return bool(_ADDRESS.search(parts.path)) and not _NONE.search(parts.path)


def linked(entries: Iterable[Entry]) -> tuple[str, ...]:
    """Give the addresses of live blogs that entries are, or link to; each once, in the order they come."""
    found: dict[str, str] = {}
    for entry in entries:
        for url in _links(entry):
            if len(found) < MOST and is_live(url):
                whole = url.partition("#")[0]
                found.setdefault(canonical_link(whole), whole)
    return tuple(found.values())


def _links(entry: Entry) -> Iterator[str]:
    if entry.link:
        yield entry.link
    for text in (entry.summary, entry.content):
        if text is not None and text.html and "href" in text.value:
            yield from to_plain(text.value, entry.base).links
