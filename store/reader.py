"""Everything that is ever read, over one read-only connection and without long transactions."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from store import feed_rows, rows, standstill
from store.alert_reading import AlertReading
from store.errors import QueryInterrupted
from store.identities import known_entries
from store.models import ArchiveStatus, Count
from store.place_reading import PlaceReading
from store.search import select
from store.suggestion_reading import SuggestionReading
from store.selection import union
from store.snapshots import Snapshot, changes, snapshot

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from store.models import Article, FeedState, Headline, KnownEntry, Revision
    from store.query import Filter

__all__ = ["QueryInterrupted", "Reader"]

_CHUNK = 500  # values in one IN (...)

class Reader(PlaceReading, AlertReading, SuggestionReading):
    """One read-only connection; usable from any one thread at a time.

    Every method raises `ArchiveError` where the archive can't be read, and `QueryInterrupted` where `interrupt` was
    called meanwhile.
    """

    def headlines(
        self, where: Filter, *, before: int | None = None, after: int | None = None, limit: int = 50
    ) -> list[Headline]:
        """Give a page of the list, newest arrival first.

        Args:
            where: which rows.
            before: the rows next older than this id.
            after: the rows next newer than this id.
            limit: how many at most.
        """
        if after is not None:
            return self._page(where, after=after, before=before, order="ASC", limit=limit)[::-1]
        return self._page(where, after=None, before=before, order="DESC", limit=limit)

    def oldest(self, where: Filter, limit: int = 50) -> list[Headline]:
        """Give the last page of the list, newest first."""
        return self._page(where, after=None, before=None, order="ASC", limit=limit)[::-1]

    def headlines_by_id(self, ids: Sequence[int]) -> list[Headline]:
        """Give the headlines of those `ids` that exist, in the order of `ids`."""
        with self._reading():
            found = {}
            for chunk in _chunks(list(dict.fromkeys(ids))):
                marks = ",".join("?" * len(chunk))
                sql = (
                    f"SELECT {rows.HEADLINE} FROM headlines h JOIN feeds f ON f.id = h.feed_id WHERE h.id IN ({marks})"  # noqa: S608
                )
                found.update({row[0]: rows.headline(row) for row in self._connection.execute(sql, chunk)})
        return [found[one] for one in dict.fromkeys(ids) if one in found]

    def count(self, where: Filter, cap: int | None = None) -> Count:
        """Count the rows that match, up to `cap`; exactly with None."""
        if not where and cap is None:
            return Count(int(self._one("SELECT articles FROM meta")))
        return self._count(where, None, cap)

    def newer_than(self, where: Filter, article_id: int, cap: int = 1000) -> Count:
        """Count the matching rows that arrived after `article_id`, up to `cap`."""
        return self._count(where, article_id, cap)

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

    def _page(self, where: Filter, *, after: int | None, before: int | None, order: str, limit: int) -> list[Headline]:
        with self._reading():
            chosen, *others = select(self._connection, where)
            if others:
                sql, values = union((chosen, *others), after=after, before=before)
                found = self._connection.execute(f"{sql} ORDER BY 1 {order} LIMIT ?", (*values, limit)).fetchall()
                return self.headlines_by_id([row[0] for row in found])
            tables, condition, values = chosen.parts(after=after, before=before)
            sql = (
                f"SELECT {rows.HEADLINE} FROM {tables} CROSS JOIN feeds f ON f.id = h.feed_id"  # noqa: S608
                f" WHERE {condition} ORDER BY {chosen.key} {order} LIMIT ?"
            )
            return [rows.headline(row) for row in self._connection.execute(sql, (*values, limit))]

    def _count(self, where: Filter, after: int | None, cap: int | None) -> Count:
        with self._reading():
            inner, values = union(select(self._connection, where), after=after, before=None)
            if cap is None:
                sql = f"SELECT COUNT(*) FROM ({inner})"  # noqa: S608
                return Count(self._connection.execute(sql, values).fetchone()[0])
            # Merged in order, they needn't be gathered before the first one counts.
            sql = f"SELECT COUNT(*) FROM ({inner} ORDER BY 1 DESC LIMIT ?)"  # noqa: S608
            value = self._connection.execute(sql, (*values, cap + 1)).fetchone()[0]
        return Count(min(value, cap), value > cap)


def _chunks(values: Sequence[Any]) -> Iterator[Sequence[Any]]:
    for start in range(0, len(values), _CHUNK):
        yield values[start : start + _CHUNK]
