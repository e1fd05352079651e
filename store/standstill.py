"""Why a running archiver holds its polls up, as readers of the archive may see it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from store.models import Standstill
from store.surrogates import storable
from store.times import moment, seconds

if TYPE_CHECKING:
    import sqlite3

    from store.writer import Job


def note_standstill(standstill: Standstill | None) -> Job[None]:
    """Give the job that writes down why polls are held up and since when, or with None that they are not."""

    def job(connection: sqlite3.Connection) -> None:
        reason = storable(standstill.reason) if standstill else None
        since = seconds(standstill.since) if standstill else None
        connection.execute(
            "UPDATE meta SET standstill = ?1, standstill_since = ?2, rev = rev + 1, feeds_rev = rev + 1"
            " WHERE standstill IS NOT ?1 OR standstill_since IS NOT ?2",
            (reason, since),
        )

    return job


def current(connection: sqlite3.Connection) -> Standstill | None:
    """Give what holds the archiver up, or None."""
    reason, since = connection.execute("SELECT standstill, standstill_since FROM meta").fetchone()
    when = moment(since)
    return Standstill(when, reason) if reason is not None and when is not None else None
