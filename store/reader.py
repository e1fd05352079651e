"""Everything that is ever read, over one read-only connection and without long transactions."""

from __future__ import annotations

import contextlib
import sqlite3
from typing import TYPE_CHECKING, Any

from store import feed_rows, names, rows, standstill, ticker
from store.connection import ADVICE, translate
from store.errors import ArchiveCorrupt, QueryInterrupted
from store.identities import known_entries
from store.models import ArchiveStatus, Count
from store.resolving import unknown_names
from store.schema import open_reader
from store.search import select
from store.selection import union
from store.snapshots import Snapshot, changes, snapshot

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import datetime, timedelta
    from pathlib import Path
    from types import TracebackType

    from store.models import Article, CityTicker, FeedState, Headline, KnownEntry, NameKind, Revision, TickerLine
    from store.query import Filter, Term

__all__ = ["QueryInterrupted", "Reader"]

_CHUNK = 500  # values in one IN (...)


class Reader:
    """One read-only connection; usable from any one thread at a time.

    Every method raises `ArchiveError` where the archive can't be read, and `QueryInterrupted` where `interrupt` was
    called meanwhile.
    """

    def __init__(self, path: Path) -> None:
        """Open the archive at `path`.

        Raises:
            ArchiveError: it is missing, damaged, something else or too new; see `store.schema.inspect`.
        """
        self.path = path
        self._connection = open_reader(path)

    def close(self) -> None:
        """Close the connection."""
        self._connection.close()

    def __enter__(self) -> Reader:
        """Give the reader itself."""
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        """Close the connection."""
        self.close()

    def interrupt(self) -> None:
        """Cancel a query that runs in another thread; it raises `QueryInterrupted`. Without one, nothing happens."""
        with contextlib.suppress(sqlite3.ProgrammingError):  # closed: nothing runs any more
            self._connection.interrupt()

    def rev(self) -> int:
        """Give the archive's rev: it goes up with every commit that changes what readers see."""
        return int(self._one("SELECT rev FROM meta"))

    def data_version(self) -> int:
        """Give a number that differs after any other connection's commit; 10 µs to ask."""
        return int(self._one("PRAGMA data_version"))

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

    def ticker(
        self, *, since: datetime | None = None, place: str | None = None, after: int | None = None, limit: int = 50
    ) -> list[TickerLine]:
        """Give lines of the per-city ticker, newest publication first; see `store.ticker.lines`."""
        with self._reading():
            return ticker.lines(self._connection, since=since, place=place, after=after, limit=limit)

    def cities(self, *, now: datetime, window: timedelta, limit: int = 50, lines: int = 3) -> list[CityTicker]:
        """Give the cities with events in the `window` before `now`, the one with the latest event first."""
        with self._reading():
            return ticker.cities(self._connection, now=now, window=window, limit=limit, line_count=lines)

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

    def resolve(self, kind: NameKind, text: str) -> tuple[str, ...]:
        """Give the ids of every place or actor with that spelling, whatever its case and diacritics."""
        with self._reading():
            return names.resolve(self._connection, kind, text)

    def alias_names(self, kind: NameKind, prefix: str, limit: int = 20) -> list[str]:
        """Give the names of which any spelling starts with `prefix`, for suggestions."""
        with self._reading():
            return names.suggestions(self._connection, kind, prefix, limit)

    def unknown_names(self, where: Filter) -> dict[Term, list[str]]:
        """Give the terms of `where` whose name nothing in the archive has, each with names that may have been meant."""
        with self._reading():
            return unknown_names(self._connection, where.terms)

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

    def _one(self, sql: str) -> Any:
        with self._reading():
            return self._connection.execute(sql).fetchone()[0]

    @contextlib.contextmanager
    def _reading(self) -> Iterator[None]:
        try:
            yield
        except sqlite3.Error as error:
            if getattr(error, "sqlite_errorcode", None) == sqlite3.SQLITE_INTERRUPT:
                raise QueryInterrupted(str(error)) from error
            raise translate(error, self.path) from error
        except (ValueError, TypeError, ArithmeticError, LookupError) as error:  # SQLite trusts what a page says
            raise ArchiveCorrupt(f"{self.path}: damaged: a row makes no sense ({error}); {ADVICE}") from error


def _chunks(values: Sequence[Any]) -> Iterator[Sequence[Any]]:
    for start in range(0, len(values), _CHUNK):
        yield values[start : start + _CHUNK]
