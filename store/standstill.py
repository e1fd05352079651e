"""When and why archivers held their polls up, as readers of the archive may see it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from store.models import Standstill
from store.surrogates import storable
from store.times import moment, seconds

if TYPE_CHECKING:
    import sqlite3
    from datetime import datetime

    from store.writer import Job

_KEPT = 100
_COLUMNS = "since, reason, cause, until"


def note_standstill(standstill: Standstill | None, now: datetime) -> Job[None]:
    """Give the job that writes down why polls are or were held up, or with None that they no longer are.

    Whatever held them up before is over by `now`.
    """

    def job(connection: sqlite3.Connection) -> None:
        before = connection.total_changes
        if standstill is not None:
            connection.execute("DELETE FROM standstills WHERE since = ?", (seconds(standstill.since),))
        connection.execute("UPDATE standstills SET until = MAX(since, ?) WHERE until IS NULL", (seconds(now),))
        if standstill is not None:
            connection.execute(
                f"INSERT INTO standstills({_COLUMNS}) VALUES (?, ?, ?, ?)",  # noqa: S608 - our own names
                (
                    *(seconds(standstill.since), storable(standstill.reason), standstill.cause),
                    seconds(standstill.until),
                ),
            )
            kept = "SELECT since FROM standstills ORDER BY since DESC LIMIT ?"
            connection.execute(f"DELETE FROM standstills WHERE since NOT IN ({kept})", (_KEPT,))  # noqa: S608
        if connection.total_changes != before:
            connection.execute("UPDATE meta SET rev = rev + 1, feeds_rev = rev + 1")

    return job


def current(connection: sqlite3.Connection) -> Standstill | None:
    """Give what holds the archiver up, or None."""
    return _one(connection, "until IS NULL")


def last(connection: sqlite3.Connection) -> Standstill | None:
    """Give what held an archiver up the last time, and is over, or None."""
    return _one(connection, "until IS NOT NULL")


def _one(connection: sqlite3.Connection, condition: str) -> Standstill | None:
    sql = f"SELECT {_COLUMNS} FROM standstills WHERE {condition} ORDER BY since DESC LIMIT 1"  # noqa: S608
    row: tuple[Any, ...] | None = connection.execute(sql).fetchone()
    return None if row is None else Standstill(moment(row[0]), row[1], row[2], moment(row[3]))
