"""What a fetch of one feed gives, in words, without storing anything: ``dateline feeds check``."""

from __future__ import annotations

import time
from dataclasses import dataclass, replace
from http import HTTPStatus
from typing import TYPE_CHECKING

from feeds.discovery import live_blogs
from feeds.errors import FeedError
from feeds.fetcher import Fetcher, Validators
from feeds.outcomes import status_words
from feeds.workers import Workers
from store.text import clean_line

if TYPE_CHECKING:
    from datetime import datetime

    from feeds.fetcher import Fetched
    from feeds.settings import PollingSettings
    from feeds.worker import Document
    from store.models import FeedSettings


@dataclass(frozen=True, slots=True)
class FeedCheck:
    """What one look at a feed gave."""

    url: str
    ok: bool
    words: str
    """One line a person understands."""
    http_status: int | None = None
    moved_to: str | None = None
    """Where the feed has moved for good, by permanent redirects."""
    title: str | None = None
    format: str | None = None
    """Such as ``rss20``, ``atom10`` or ``json11``."""
    entries: int = 0
    newest: datetime | None = None
    conditional: bool = False
    """True where the server gives validators, so that unchanged polls cost next to nothing."""
    seconds: float = 0.0
    live: tuple[str, ...] = ()
    """Addresses of what look like live blogs, which its entries link to."""


async def check(feed: FeedSettings, polling: PollingSettings) -> FeedCheck:
    """Fetch and read `feed` once; a failure is a result, not an exception."""
    started = time.monotonic()
    workers = Workers(None, count=1)
    try:
        fetched = await Fetcher(polling).fetch(feed, Validators())
        if fetched.status != HTTPStatus.OK:
            return FeedCheck(feed.url, False, status_words(fetched), fetched.status, seconds=time.monotonic() - started)
        document = await workers.parse(feed.kind, fetched.body, fetched.headers, fetched.url)
        found = _described(feed, fetched, document, time.monotonic() - started)
        return replace(found, live=await live_blogs(document, workers))
    except FeedError as error:
        return FeedCheck(feed.url, False, clean_line(str(error)), seconds=time.monotonic() - started)
    finally:
        await workers.close()


def _described(feed: FeedSettings, fetched: Fetched, document: Document, seconds: float) -> FeedCheck:
    parsed = document.feed
    newest = max((item.entry.published for item in document.identified if item.entry.published), default=None)
    names = {key.lower() for key, _ in fetched.headers}
    conditional = parsed.complete and not names.isdisjoint({"etag", "last-modified"})
    count = len(document.identified)
    words = [f"{parsed.version}, {count} {'entry' if count == 1 else 'entries'}"]
    words += [f"newest {newest:%Y-%m-%d %H:%M} UTC"] if newest else []
    words += [] if conditional else ["no validators, so every poll fetches all of it"]
    words += [f"moved for good to {fetched.url}"] if fetched.moved else []
    words += [parsed.note] if parsed.note else []
    return FeedCheck(
        url=feed.url,
        ok=True,
        words=clean_line("; ".join(words)),
        http_status=fetched.status,
        moved_to=fetched.url if fetched.moved else None,
        title=clean_line(parsed.title) or None,
        format=parsed.version,
        entries=count,
        newest=newest,
        conditional=conditional,
        seconds=seconds,
    )
