"""Feed documents into an archive without HTTP: parsed, identified, matched and committed as a poll does it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from functools import partial
from typing import TYPE_CHECKING

from feeds.drafts import Context, draft
from feeds.identity import identify
from feeds.matching import match_with
from feeds.parser import parse
from feeds.trivial import sift
from store.jobs import commit_poll, sync_feeds
from store.models import FeedSettings, PollOutcome
from store.query import EVERYTHING
from store.reader import Reader
from store.writer import Writer

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from feeds.parsed import Entry
    from store.models import Headline, PollReceipt

START = datetime(2026, 3, 1, tzinfo=UTC)
URL = "http://wire.example/feed"


class Replay:
    """One feed, polled on a simulated clock that goes on a quarter of an hour with each poll."""

    def __init__(self, path: Path) -> None:
        self._writer = Writer(path)
        self.reader = Reader(path)
        self.now = START
        (self.feed,) = self._writer.submit(sync_feeds([FeedSettings(URL)], START)).result()

    def __enter__(self) -> Replay:
        return self

    def __exit__(self, *_: object) -> None:
        self.reader.close()
        self._writer.close()

    def poll(self, body: str | bytes, at: datetime | None = None) -> PollReceipt:
        """Read one document.

        Raises:
            ParseError: It is no feed.
        """
        data = body.encode() if isinstance(body, str) else body
        return self.take(parse(data, (), URL).entries, at)

    def take(self, entries: Sequence[Entry], at: datetime | None = None) -> PollReceipt:
        """Commit the entries of one document."""
        self.now = at or self.now + timedelta(minutes=15)
        identified = identify(entries)
        matched = match_with(identified, partial(self.reader.known_entries, self.feed.id))
        made = tuple(draft(task, Context(self.now, None), None) for task in matched.tasks())
        drafts, seen = sift(self.reader, matched.known_changed(), made)
        outcome = PollOutcome(
            feed_id=self.feed.id,
            polled_at=self.now,
            next_poll=self.now,
            interval_s=900,
            state="ok",
            failures=0,
            error=None,
            http_status=200,
            ok=True,
            drafts=drafts,
            sightings=(*matched.sightings(), *seen),
            shared_keys=matched.shared,
        )
        return self._writer.submit(commit_poll(outcome)).result()

    @property
    def stored(self) -> list[Headline]:
        """All articles, oldest arrival first."""
        return self.reader.headlines(EVERYTHING, limit=100_000)[::-1]

    @property
    def titles(self) -> list[str]:
        """The titles of all articles, oldest arrival first."""
        return [headline.title for headline in self.stored]

    def versions(self, article: int) -> list[str]:
        """The titles of all versions of an article, oldest first."""
        return [revision.title for revision in self.reader.revisions(article)]
