"""Which of the reports that arrived lately hold a token: an index in memory, made of the features that are stored.

It belongs to a connection that writes and lives as long as it. Nobody but whoever holds the archive's lease puts
reports in, so that the first and the last of them tell whether it still mirrors the archive; after a transaction that
was rolled back it doesn't, and is made anew. Under each token stand the reports by the hour they were published in.
"""

from __future__ import annotations

from array import array
from bisect import bisect_left, insort
from typing import TYPE_CHECKING

from store.connection import WriterConnection
from store.features import found_by, unpack

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable

_SHIFT = 40
_ARTICLE = (1 << _SHIFT) - 1
_FEWEST_DEAD = 1_000
"""Reports that left, from which on it is worth to take their entries out."""


class Window:
    """The reports of the last days, each under all its tokens."""

    def __init__(self) -> None:
        """Begin with none."""
        self._holders: dict[int, array[int]] = {}
        self._articles: list[int] = []
        self._dropped = 0
        # Of reports that were dropped some entries are left, none of them published later than this.
        self._dropped_upto = 0

    @property
    def bounds(self) -> tuple[int, int] | None:
        """The first and the last report; None where there is none."""
        return (self._articles[0], self._articles[-1]) if self._articles else None

    @property
    def span(self) -> int:
        """About how many reports there are: ids are given without gaps."""
        return self._articles[-1] - self._articles[0] if self._articles else 0

    def oldest(self, number: int) -> list[int]:
        """Give the reports that arrived first, up to so many."""
        return self._articles[:number]

    def add(self, article: int, hour: int, tokens: Iterable[int]) -> None:
        """Put a report in that is not there, published in that hour since 1970."""
        if not self._articles or article > self._articles[-1]:
            self._articles.append(article)
        elif (at := bisect_left(self._articles, article)) == len(self._articles) or self._articles[at] != article:
            self._articles.insert(at, article)
        entry = hour << _SHIFT | article
        holders = self._holders
        for token in tokens:
            some = holders.get(token)
            if some is None:
                holders[token] = array("Q", (entry,))
            elif some[-1] < entry:
                some.append(entry)
            else:
                insort(some, entry)

    def forget(self, article: int, hour: int, tokens: Iterable[int]) -> None:
        """Take a report out, wherever it stands."""
        at = bisect_left(self._articles, article)
        if self._articles[at : at + 1] == [article]:
            del self._articles[at]
        entry = hour << _SHIFT | article
        for token in tokens:
            some = self._holders.get(token)
            if some is None:
                continue
            at = bisect_left(some, entry)
            if some[at : at + 1] == array("Q", (entry,)):
                del some[at]
            if not some:
                del self._holders[token]

    def drop(self, hour: int) -> int:
        """Take the report out that arrived first, in that hour since 1970 or before; give its id."""
        article = self._articles.pop(0)
        self._dropped += 1
        self._dropped_upto = max(self._dropped_upto, (hour + 1) << _SHIFT)
        if self._dropped >= max(_FEWEST_DEAD, len(self._articles) // 2):
            self._sweep()
        return article

    def latest(self, tokens: Iterable[int], first: int, last: int, limit: int) -> dict[int, list[int]]:
        """Give for each token the reports of those hours that hold it, the `limit` latest of them."""
        low, high = first << _SHIFT, (last + 1) << _SHIFT
        found: dict[int, list[int]] = {}
        for token in tokens:
            some = self._holders.get(token)
            if some is None:
                found[token] = []
                continue
            end = len(some) if some[-1] < high else bisect_left(some, high)
            start = max(0, end - limit)
            if start < end and some[start] < low:
                start = bisect_left(some, low, start, end)
            if start < end and some[start] < self._dropped_upto:
                found[token] = self._living(some[bisect_left(some, low, 0, end) : end])[-limit:]
            else:
                found[token] = [entry & _ARTICLE for entry in some[start:end]]
        return found

    def _living(self, some: array[int]) -> list[int]:
        first = self._articles[0] if self._articles else _ARTICLE
        return [article for entry in some if (article := entry & _ARTICLE) >= first]

    def _sweep(self) -> None:
        """Take out what is left of reports that were dropped."""
        first = self._articles[0] if self._articles else _ARTICLE
        kept = {}
        for token, some in self._holders.items():
            if some[0] >= self._dropped_upto:
                kept[token] = some
            elif living := [entry for entry in some if entry & _ARTICLE >= first]:
                kept[token] = array("Q", living)
        self._holders = kept
        self._dropped = self._dropped_upto = 0


def window_of(connection: sqlite3.Connection) -> Window:
    """Give the window of a connection, inside a transaction; it is read from the archive where there is none yet."""
    held = connection.window if isinstance(connection, WriterConnection) else None
    sql = "SELECT (SELECT MIN(article) FROM story_features), (SELECT MAX(article) FROM story_features)"
    first, last = connection.execute(sql).fetchone()
    if held is None or held.bounds != (None if first is None else (first, last)):
        held = _read(connection)
        if isinstance(connection, WriterConnection):
            connection.window = held
    return held


def forget(connection: sqlite3.Connection, article: int) -> None:
    """Take an article out of the index; it stays in its story."""
    row = connection.execute("SELECT data FROM story_features WHERE article = ?", (article,)).fetchone()
    if row is None:
        return
    connection.execute("DELETE FROM story_features WHERE article = ?", (article,))
    if isinstance(connection, WriterConnection) and connection.window is not None:
        old = unpack(row[0])
        connection.window.forget(article, old.hour if old else 0, found_by(old) if old else ())


def empty_index(connection: sqlite3.Connection) -> None:
    """Take every article out of the index; all stay in their stories."""
    connection.execute("DELETE FROM story_index")
    connection.execute("DELETE FROM story_features")


def _read(connection: sqlite3.Connection) -> Window:
    window = Window()
    # Earlier versions kept the index in a table.
    connection.execute("DELETE FROM story_index")
    for article, data in connection.execute("SELECT article, data FROM story_features ORDER BY article"):
        features = unpack(data)
        window.add(article, 0 if features is None else features.hour, () if features is None else found_by(features))
    return window
