"""What can still be read of a damaged archive, into a new one; the damaged file is only read.

Rows are read one table after the other. Where a page is damaged, the rows behind it are looked for by their ids: tables
are trees, so a damaged leaf hides only its own rows. The search index, counters and the like are made anew.
"""

from __future__ import annotations

import contextlib
import os
import sqlite3
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from store.connection import connect_writer, translate
from store.copying import new_file
from store.errors import ArchiveCorrupt
from store.repair import mend
from store.schema import inspect, prepare

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from store.repair import Progress

_MADE_ANEW = ("search", "sqlite_", "_sqlite", "hours", "years", "meta", "story_index", "story_features", "former")
_TYPES: dict[str, tuple[type, ...]] = {"INTEGER": (int,), "TEXT": (str,), "BLOB": (bytes,), "REAL": (float, int)}
_MOST_GAPS = 100_000
_FARTHEST = 2**62
_FAULTS = (sqlite3.Error, UnicodeDecodeError, OverflowError)

Row = tuple[Any, ...]


@dataclass(slots=True)
class Salvaged:
    """What came of one table."""

    table: str
    rows: int = 0
    gaps: int = 0
    """Stretches of it that can't be read."""


def salvage(path: Path, target: Path, progress: Progress) -> tuple[list[Salvaged], int]:
    """Copy what can be read of the archive at `path` into a new archive at `target`.

    Gives:
        What came of each table, and how many articles have lost their text.

    Raises:
        ArchiveCorrupt: nothing of it can be read.
        ArchiveTooNew: a newer version wrote it.
        ArchiveFull: `target` can't be written.
        OSError: `target` is there already, or can't be made.
    """
    with contextlib.closing(_open(path)) as source, new_file(target) as draft:
        draft.unlink()
        prepare(draft)
        try:
            with contextlib.closing(connect_writer(draft)) as connection:
                connection.execute("PRAGMA foreign_keys = OFF").close()
                connection.execute("BEGIN IMMEDIATE")
                found = [_copy(source, connection, table) for table in _tables(connection)]
                _copy_totals(source, connection)
                lost = mend(connection, progress, rebuild=True)
                connection.execute("COMMIT")
                connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").close()
        except sqlite3.Error as error:
            raise translate(error, target) from error
    return found, lost


def _open(path: Path) -> sqlite3.Connection:
    """Open a damaged archive as far as it can be: with the commits in its log, else as the file stands."""
    with contextlib.suppress(ArchiveCorrupt):  # which is why we are here
        inspect(path)
    for mode in ("ro", "ro&immutable=1"):
        uri = f"file:{quote(os.fsencode(path))}?mode={mode}"
        with contextlib.suppress(*_FAULTS):
            connection = sqlite3.connect(uri, uri=True, isolation_level=None)
            try:
                connection.execute("PRAGMA writable_schema = ON").close()  # one damaged entry must not hide all tables
                if connection.execute("SELECT COUNT(*) FROM headlines LIMIT 0").fetchall() == []:
                    connection.text_factory = _decoded
                    return connection
            except BaseException:
                connection.close()
                raise
    raise ArchiveCorrupt(f"{path}: none of its tables can be read; put a backup in its place")


def _decoded(text: bytes) -> str:
    return text.decode("utf-8", "replace")


def _tables(connection: sqlite3.Connection) -> list[str]:
    """Give the names of the tables to copy, those first that others refer to."""
    rows = connection.execute("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY rowid")
    return [row[0] for row in rows if not row[0].startswith(_MADE_ANEW)]


def _copy(source: sqlite3.Connection, to: sqlite3.Connection, table: str) -> Salvaged:
    """Copy the readable rows of one table, without those whose values are of another kind than their columns."""
    result = Salvaged(table)
    try:
        there = {row[1] for row in source.execute(f"PRAGMA table_info({table})")}
    except _FAULTS:
        there = set()
    info = [row for row in to.execute(f"PRAGMA table_info({table})") if row[1] in there]
    if not info:
        result.gaps = 1
        return result
    columns = ", ".join(row[1] for row in info)
    kinds = [(_TYPES.get(row[2], (object,)), bool(row[3])) for row in info]
    keys = ", ".join(row[1] for row in sorted(info, key=lambda row: int(row[5])) if row[5])
    walk = _by_key(source, table, columns, keys, result)
    if to.execute("SELECT wr FROM pragma_table_list WHERE name = ?", (table,)).fetchone()[0] == 0:
        walk = _by_id(source, table, columns, result)
    marks = ", ".join("?" * len(info))
    before = to.total_changes
    to.executemany(
        f"INSERT OR IGNORE INTO {table}({columns}) VALUES ({marks})",  # noqa: S608 - names of our own schema
        (row for row in walk if _is_sound(row, kinds)),
    )
    result.rows = to.total_changes - before
    return result


def _by_id(source: sqlite3.Connection, table: str, columns: str, result: Salvaged) -> Iterator[Row]:
    """Give the rows of a table in the order of their ids; after a gap, from the next id that can be read."""
    sql = f"SELECT rowid, {columns} FROM {table} WHERE rowid > ? ORDER BY rowid"  # noqa: S608 - our own names
    last: int | None = -(2**63)
    while last is not None and result.gaps < _MOST_GAPS:
        try:
            for row in source.execute(sql, (last,)):
                if row[0] <= last:  # a page that leads back would be read for ever
                    break
                last = row[0]
                yield row[1:]
            else:
                return
        except _FAULTS:
            pass
        result.gaps += 1
        last = _behind(source, f"{sql} LIMIT 1", max(last, 0))


def _behind(source: sqlite3.Connection, sql: str, last: int) -> int | None:
    """Give the least id behind `last` from which a row can be read; None where there is none any more."""

    def readable(start: int) -> bool | None:  # None where no row is behind `start`
        try:
            row = source.execute(sql, (start,)).fetchone()
        except _FAULTS:
            return False
        return None if row is None else row[0] > start

    step = 1
    while readable(last + step) is False:
        step *= 2
        if step > _FARTHEST:
            return None
    low, high = last + step // 2, last + step
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (middle, high) if readable(middle) is False else (low, middle)
    return high if readable(high) else None


def _by_key(source: sqlite3.Connection, table: str, columns: str, keys: str, result: Salvaged) -> Iterator[Row]:
    """Give the rows of a table without ids, from its first key on and, where there is a gap, from its last key back."""
    backwards = ", ".join(f"{key} DESC" for key in keys.split(", "))
    for order in (keys, backwards):
        try:
            yield from source.execute(f"SELECT {columns} FROM {table} ORDER BY {order}")  # noqa: S608 - our own names
        except _FAULTS:
            result.gaps = 1
            continue
        return


def _is_sound(row: Row, kinds: list[tuple[tuple[type, ...], bool]]) -> bool:
    """Tell whether each value is of its column's kind: a column's type binds nobody in SQLite."""
    return all(
        not required if value is None else isinstance(value, kind)
        for value, (kind, required) in zip(row, kinds, strict=True)
    )


def _copy_totals(source: sqlite3.Connection, to: sqlite3.Connection) -> None:
    """Keep the numbers that nothing else tells: ids must not be given twice, and readers follow ``rev``."""
    with contextlib.suppress(*_FAULTS):
        row = source.execute("SELECT rev, feeds_rev, last_article, control FROM meta").fetchone()
        if row is not None and all(type(value) is int and 0 <= value < _FARTHEST for value in row):
            to.execute("UPDATE meta SET rev = ?, feeds_rev = ?, last_article = ?, control = ?", row)
