"""Tests what came into the archive against the watches: only that, never what was there before.

What is to be tested stands in a small search index of its own, in memory, under the same name as the archive's. So a
watch's query is the very SQL of a search, and costs the same whether the archive holds a thousand articles or a
million. An article that changed is tested twice, as it is and as it was (`note_former`): only what matches now and
did not before is news.
"""

from __future__ import annotations

import json
import logging
import sqlite3
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from store import documents, tokens
from store.batch import indexed
from store.conditions import quote
from store.connection import connect_reader, translate
from store.errors import QueryError
from store.query import parse
from store.schema import inspect
from store.search import select

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from pathlib import Path
    from types import TracebackType

    from store.batch import Indexed
    from store.query import Filter
    from store.writer import Job

log = logging.getLogger(__name__)
ROUND = 500
"""Articles that one look tests at most."""
_INDEX = (
    "CREATE VIRTUAL TABLE temp.search USING fts5(body, title, author, tags, content='', columnsize=0,"
    " tokenize='unicode61 remove_diacritics 2')"
)
_ALL = f"{{tags}} : {quote(tokens.EVERY)}"
_CHANGED = "SELECT article, rev, title, body, author, tags FROM former ORDER BY rev, article LIMIT ?"


@dataclass(frozen=True, slots=True)
class Sight:
    """What one look at the archive saw."""

    matches: tuple[tuple[str, str, int], ...]
    """Name and query of a watch with the article that it found, in the order in which articles came."""
    upto: int
    """The newest article that was tested."""
    rev: int
    """The archive's rev at that moment."""
    changed: tuple[tuple[int, int], ...]
    """The changed articles that were tested, each with the rev of its change."""
    more: bool
    """Whether there is more to test."""


@dataclass(frozen=True, slots=True)
class _Watch:
    name: str
    query: str
    upto: int
    rev: int
    where: Filter


class Lookout:
    """Tests articles against the watches, over one connection of its own; usable from one thread at a time."""

    def __init__(self, path: Path) -> None:
        """Open the archive at `path`.

        Raises:
            ArchiveError: it is missing, damaged, something else or too new.
        """
        inspect(path)
        self._path = path
        self._version = -1
        self._filters: dict[str, Filter | None] = {}
        try:
            self._connection = connect_reader(path)
            self._connection.execute("PRAGMA query_only = OFF").close()  # the archive itself is open for reading only
            self._connection.execute(_INDEX).close()
        except sqlite3.Error as error:
            raise translate(error, path) from error

    def __enter__(self) -> Lookout:
        """Give the lookout itself."""
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        """Close the connection."""
        self._connection.close()

    def look(self) -> Sight | None:
        """Give what is to be written about articles not yet tested; None where there are none.

        Asking costs some 10 µs for as long as nothing was committed.

        Raises:
            ArchiveError: the archive can't be read.
        """
        try:
            version: int = self._connection.execute("PRAGMA data_version").fetchone()[0]
            if version == self._version:
                return None
            self._connection.execute("BEGIN").close()  # all answers must be of one and the same commit
            try:
                sight = self._sight()
            finally:
                self._connection.execute("COMMIT").close()
        except sqlite3.Error as error:
            raise translate(error, self._path) from error
        if sight is None:
            self._version = version
        return sight

    def _sight(self) -> Sight | None:
        watches = self._watches()
        if not watches:
            return None
        last, rev = self._connection.execute("SELECT last_article, rev FROM meta").fetchone()
        low = min(watch.upto for watch in watches)
        rows = self._connection.execute(
            "SELECT h.id, h.title, d.data FROM headlines h CROSS JOIN documents d ON d.id = h.id"
            " WHERE h.id > ? ORDER BY h.id LIMIT ?",
            (low, ROUND),
        ).fetchall()
        top = last if len(rows) < ROUND else rows[-1][0]
        former = self._connection.execute(_CHANGED, (ROUND,)).fetchall()
        if top == low and not former and all(watch.upto == top for watch in watches):
            return None
        now = self._indexed(rows)
        then = {row[0]: (row[1], row[2:]) for row in former if row[0] <= low}
        found = [*self._arrived(watches, now, top), *self._changed(watches, then)]
        return Sight(
            tuple(found),
            upto=top,
            rev=rev,
            changed=tuple((row[0], row[1]) for row in former if row[0] <= top),
            more=top < last or len(former) == ROUND,
        )

    def _watches(self) -> list[_Watch]:
        rows = self._connection.execute("SELECT name, query, upto, rev FROM watches").fetchall()
        filters = {query: self._filters.get(query) or _parsed(query) for _, query, *_ in rows}
        self._filters = filters
        return [
            _Watch(name, query, upto, rev, where)
            for name, query, upto, rev in rows
            if (where := filters[query]) is not None
        ]

    def _arrived(
        self, watches: Sequence[_Watch], now: Mapping[int, Indexed], top: int
    ) -> Iterable[tuple[str, str, int]]:
        self._fill(now)
        found = [
            (article, watch) for watch in watches for article in self._matching(watch) if watch.upto < article <= top
        ]
        return [(watch.name, watch.query, article) for article, watch in sorted(found, key=lambda one: one[0])]

    def _changed(
        self, watches: Sequence[_Watch], then: Mapping[int, tuple[int, Indexed]]
    ) -> Iterable[tuple[str, str, int]]:
        """Give what matches now and did not before, in the order in which it changed."""
        if not then:
            return []
        self._fill(self._current(then))
        found = {
            watch: {article for article in self._matching(watch) if then[article][0] > watch.rev} for watch in watches
        }
        self._fill({article: then[article][1] for article in set().union(*found.values())})
        news = {watch: its.difference(self._matching(watch)) for watch, its in found.items() if its}
        return [(watch.name, watch.query, article) for article in then for watch in news if article in news[watch]]

    def _current(self, articles: Iterable[int]) -> dict[int, Indexed]:
        sql = (
            "SELECT id, title, data FROM headlines CROSS JOIN documents USING (id)"
            " WHERE id IN (SELECT value FROM json_each(?))"
        )
        return self._indexed(self._connection.execute(sql, (json.dumps(list(articles)),)).fetchall())

    def _indexed(self, rows: Iterable[tuple[int, str, bytes]]) -> dict[int, Indexed]:
        """Give what is tested of each article; one whose text is lost is left out."""
        read = {article: (title, documents.readable(data, self._connection)) for article, title, data in rows}
        if lost := [article for article, (_, document) in read.items() if document is None]:
            log.warning("articles that can't be read are not watched: %s", lost)
        return {article: indexed(title, text) for article, (title, text) in read.items() if text is not None}

    def _fill(self, rows: Mapping[int, Indexed]) -> None:
        self._connection.execute("INSERT INTO temp.search(search) VALUES ('delete-all')").close()
        self._connection.executemany(
            "INSERT INTO temp.search(rowid, title, body, author, tags) VALUES (?, ?, ?, ?, ?)",
            [(article, *words) for article, words in rows.items()],
        ).close()

    def _matching(self, watch: _Watch) -> set[int]:
        found: set[int] = set()
        for selection in select(self._connection, watch.where):
            small = replace(selection, match=selection.match or _ALL, index=None, listed=False)
            tables, condition, values = small.parts(after=None, before=None, bare=True)
            rows = self._connection.execute(f"SELECT {small.key} FROM {tables} WHERE {condition}", values)  # noqa: S608
            found.update(row[0] for row in rows)
        return found


def _parsed(query: str) -> Filter | None:
    """Read a query; None for one of a version that knew more: the config of this one has no such watch."""
    try:
        return parse(query)
    except QueryError:
        return None


def sync_watches(watches: Sequence[tuple[str, str]]) -> Job[None]:
    """Give the job that writes the names and queries that are watched for.

    A watch that is new, or asks for something else than before, begins with the next article: it finds nothing in what
    is there already.
    """

    def job(connection: sqlite3.Connection) -> None:
        known = set(connection.execute("SELECT name, query FROM watches"))
        wanted = dict(watches)
        gone = [(name,) for name, query in known if wanted.get(name) != query]
        connection.executemany("DELETE FROM watches WHERE name = ?", gone)
        connection.executemany(
            "INSERT INTO watches(name, query, upto, rev) SELECT ?, ?, last_article, rev FROM meta",
            [(name, query) for name, query in wanted.items() if (name, query) not in known],
        )
        if known and not wanted:
            connection.execute("DELETE FROM former")

    return job


def note_former(connection: sqlite3.Connection, article: int, words: Indexed) -> None:
    """Keep what the search index held of an article that is about to change, if anything is watched for.

    Of several changes the first counts: what was tested last is what stood before it.
    """
    connection.execute(
        "INSERT INTO former SELECT ?, rev + 1, ?, ?, ?, ? FROM meta WHERE EXISTS (SELECT 1 FROM watches)"
        " ON CONFLICT(article) DO UPDATE SET rev = excluded.rev",
        (article, *words),
    )
