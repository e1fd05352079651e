"""The archive's counters at one commit, and what changed since another."""

from __future__ import annotations

from typing import TYPE_CHECKING

from store.records import record

if TYPE_CHECKING:
    import sqlite3


@record
class Snapshot:
    """The archive's counters as of one commit."""

    rev: int
    feeds_rev: int
    """The rev of the last change to feeds."""
    newest_id: int
    """The highest article id ever given."""
    articles: int


def snapshot(connection: sqlite3.Connection) -> Snapshot:
    """Give the counters as they are now."""
    return Snapshot(*connection.execute("SELECT rev, feeds_rev, last_article, articles FROM meta").fetchone())


def changes(connection: sqlite3.Connection, then: Snapshot, cap: int) -> tuple[Snapshot, tuple[int, ...]]:
    """Give the counters now, and the ids (up to `cap`) of rows that were there `then` and changed since."""
    connection.execute("BEGIN")  # both answers must be of one and the same commit
    try:
        now = snapshot(connection)
        changed = connection.execute(
            "SELECT id FROM headlines WHERE rev > ? AND +id <= ? ORDER BY rev DESC LIMIT ?",
            (then.rev, then.newest_id, cap),
        ).fetchall()
    finally:
        connection.execute("COMMIT")
    return now, tuple(row[0] for row in changed)
