"""What is read of the headline list: pages of it, single rows, counts."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from store import rows
from store.models import Count
from store.muting import asked
from store.reading import Reading
from store.search import select
from store.selection import union

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from store.models import Headline
    from store.query import Filter

_CHUNK = 500  # values in one IN (...)


class HeadlineReading(Reading):
    """The part of the reader that knows the list."""

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

    def ids(self, where: Filter, *, before: int | None = None, limit: int = 50) -> list[int]:
        """Give the ids of the matching rows next older than `before`, the newest first, `limit` at most."""
        with self._reading():
            inner, values = union(select(self._connection, where), after=None, before=before)
            found = self._connection.execute(f"{inner} ORDER BY 1 DESC LIMIT ?", (*values, limit)).fetchall()
        return [row[0] for row in found]

    def count(self, where: Filter, cap: int | None = None) -> Count:
        """Count the rows that match, up to `cap`; exactly with None."""
        if asked(where) is None and cap is None:
            return Count(int(self._one("SELECT articles FROM meta")))
        return self._count(where, None, cap)

    def newer_than(self, where: Filter, article_id: int, cap: int = 1000) -> Count:
        """Count the matching rows that arrived after `article_id`, up to `cap`."""
        return self._count(where, article_id, cap)

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
