"""`Filter` to SQL: as much as possible becomes one FTS5 match, walked newest first; the rest are conditions on rows.

Where one of several things must hold and the index can't tell all of them, each is a selection of its own, and SQLite
merges them in order.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from store.muting import asked
from store.selection import Condition, Selection, joined

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Sequence

    from store.query import Filter


def select(connection: sqlite3.Connection, wanted: Filter, among: Sequence[int] | None = None) -> tuple[Selection, ...]:
    """Translate a filter; a row is wanted that any of the selections has.

    The connection is asked for the ids behind names and feeds, and how many rows are starred, read and the like.

    Args:
        connection: of the archive.
        wanted: which rows.
        among: only rows with these ids, a few hundred at most; None for all.

    Raises:
        sqlite3.Error: the archive can't be read.
    """
    narrowed = [] if among is None else [_among(among)]
    root = asked(wanted)
    if root is None:
        return (joined(connection, narrowed),)
    from store.conditions import Compiler  # the list as a whole begins without what it takes to read a filter

    return Compiler(connection, wanted.now).compile(root, narrowed)


def _among(ids: Sequence[int]) -> Condition:
    marks = ", ".join("?" * len(ids))
    return Condition(where=f"h.id IN ({marks})", values=tuple(ids), listed=True)
