"""Everything that is ever read, over one read-only connection and without long transactions."""

from __future__ import annotations

from typing import TYPE_CHECKING

from store import feed_rows, noise, offers, rows, standstill
from store.alert_reading import AlertReading
from store.detail_reading import DetailReading
from store.errors import QueryInterrupted
from store.models import ArchiveStatus
from store.place_reading import PlaceReading
from store.snapshots import Snapshot, changes, snapshot
from store.story_reading import StoryReading
from store.suggestion_reading import SuggestionReading

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from store.models import Article, FeedState, KnownEntry, OfferedBlog, Revision

__all__ = ["QueryInterrupted", "Reader"]


class Reader(StoryReading, PlaceReading, AlertReading, SuggestionReading, DetailReading):
    """One read-only connection; usable from any one thread at a time.

    Every method raises `ArchiveError` where the archive can't be read, and `QueryInterrupted` where `interrupt` was
    called meanwhile.
    """

    def article(self, article_id: int) -> Article | None:
        """Give an article whole, or None where there is none of that id."""
        with self._reading():
            return rows.article(self._connection, article_id)

    def articles(self, ids: Sequence[int]) -> list[Article]:
        """Give those of `ids` that exist whole, in the order of `ids`."""
        with self._reading():
            found = (rows.article(self._connection, one) for one in ids)
            return [article for article in found if article is not None]

    def revisions(self, article_id: int) -> list[Revision]:
        """Give every version of an article, the first one first; empty where there is none of that id."""
        with self._reading():
            return rows.revisions(self._connection, article_id)

    def offered_blogs(self, since: datetime | None = None) -> list[OfferedBlog]:
        """Give the live blogs that are offered, linked to last first; none from before `since`."""
        with self._reading():
            return offers.offered(self._connection, since)

    def learned_noise(self, feed_id: int) -> frozenset[bytes]:
        """Give the keys (`store.lines.line_key`) of the lines that are noise in a feed."""
        with self._reading():
            return noise.learned(self._connection, feed_id)

    def feeds(self) -> list[FeedState]:
        """Give the configured feeds in the order of the config."""
        with self._reading():
            return list(feed_rows.configured(self._connection))

    def status(self) -> ArchiveStatus:
        """Give the archive's totals. `places` counts settlements, regions and countries; `bytes` includes the WAL."""
        with self._reading():
            counts = "articles, revisions, events, figures, (SELECT COUNT(*) FROM names WHERE kind = 'place')"
            articles, revisions, events, figures, places = self._connection.execute(
                f"SELECT {counts} FROM meta"  # noqa: S608
            ).fetchone()
            feeds = feed_rows.configured(self._connection)
            still, last = standstill.current(self._connection), standstill.last(self._connection)
        files = (self.path, self.path.with_name(f"{self.path.name}-wal"))
        polls = [feed.last_poll for feed in feeds if feed.last_poll is not None]
        return ArchiveStatus(
            articles=articles,
            revisions=revisions,
            places=places,
            events=events,
            figures=figures,
            feeds=feeds,
            path=str(self.path),
            bytes=sum(file.stat().st_size for file in files if file.exists()),
            schema=self._one("PRAGMA user_version"),
            last_poll=max(polls, default=None),
            standstill=still,
            last_standstill=last,
        )

    def known_entries(self, feed_id: int, keys: Sequence[str]) -> dict[str, KnownEntry]:
        """Give what the archive holds under those identity keys of a feed; keys it doesn't hold are left out."""
        from store.identities import known_entries

        with self._reading():
            return known_entries(self._connection, feed_id, keys)

    def snapshot(self) -> Snapshot:
        """Give the archive's counters as of one commit."""
        with self._reading():
            return snapshot(self._connection)

    def changes(self, then: Snapshot, cap: int) -> tuple[Snapshot, tuple[int, ...]]:
        """Give the counters now, and the ids (up to `cap`) of rows that were there `then` and changed since."""
        with self._reading():
            return changes(self._connection, then, cap)
