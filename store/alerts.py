"""The alerts: written once for each watch and article, read by whoever tells of them, marked as seen by people."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal

from store.models import Alert
from store.rows import require_text
from store.times import moment, seconds

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Sequence
    from datetime import datetime

    from store.watching import Sight
    from store.writer import Job

Step = Literal["told", "ran"]
"""What is done about an alert: it is rung and shown for, and its command is started."""
_COLUMNS = "a.id, a.watch, a.article, a.revision, a.made, a.seen, h.title, f.label"
_TABLES = "alerts a CROSS JOIN headlines h ON h.id = a.article CROSS JOIN feeds f ON f.id = h.feed_id"


def record(sight: Sight, now: datetime) -> Job[int]:
    """Give the job that writes what was seen, and that it was seen, in one transaction; it gives how many are new.

    What a watch found before is not found again, nor what a watch found that is no longer there.
    """

    def job(connection: sqlite3.Connection) -> int:
        before = connection.total_changes
        connection.executemany(
            "INSERT OR IGNORE INTO alerts(watch, article, revision, made)"
            " SELECT w.name, h.id, h.revisions, ? FROM watches w CROSS JOIN headlines h"
            " WHERE w.name = ? AND w.query = ? AND h.id = ?",
            [(seconds(now), *match) for match in sight.matches],
        )
        made = connection.total_changes - before
        connection.execute("UPDATE watches SET upto = ? WHERE upto < ?", (sight.upto, sight.upto))
        connection.executemany("DELETE FROM former WHERE article = ? AND rev = ?", sight.changed)
        return made

    return job


def settle(alerts: Sequence[int], step: Step, now: datetime) -> Job[None]:
    """Give the job that notes of alerts that this step is taken, or that there is none to take."""

    def job(connection: sqlite3.Connection) -> None:
        connection.executemany(
            f"UPDATE alerts SET {step} = ? WHERE id = ? AND {step} IS NULL",  # noqa: S608 - our own names
            [(seconds(now), alert) for alert in alerts],
        )

    return job


def mark_seen(alerts: Sequence[int], now: datetime | None) -> Job[int]:
    """Give the job that marks alerts as seen `now`, or with None as not seen; it gives how many that changed."""

    def job(connection: sqlite3.Connection) -> int:
        test = "IS NULL" if now is not None else "IS NOT NULL"
        return connection.executemany(
            f"UPDATE alerts SET seen = ? WHERE id = ? AND seen {test}",  # noqa: S608 - our own words
            [(seconds(now), alert) for alert in alerts],
        ).rowcount

    return job


def see_all(upto: int, now: datetime) -> Job[int]:
    """Give the job that marks every alert up to the id `upto` as seen; it gives how many that changed."""

    def job(connection: sqlite3.Connection) -> int:
        return connection.execute(
            "UPDATE alerts SET seen = ? WHERE seen IS NULL AND id <= ?", (seconds(now), upto)
        ).rowcount

    return job


def newest(
    connection: sqlite3.Connection,
    *,
    before: int | None,
    after: int | None,
    since: datetime | None,
    watch: str | None,
    unseen: bool,
    limit: int,
) -> list[Alert]:
    """Give alerts, the newest first; see `store.reader.Reader.alerts`."""
    asked: list[tuple[str, Any]] = [
        ("a.id < ?", before),
        ("a.id > ?", after),
        ("a.made >= ?", seconds(since)),
        ("a.watch = ?", watch),
    ]
    tests = [(words, value) for words, value in asked if value is not None]
    where = " AND ".join([words for words, _ in tests] + ["a.seen IS NULL"] * unseen) or "1"
    rows = connection.execute(
        f"SELECT {_COLUMNS} FROM {_TABLES} WHERE {where} ORDER BY a.id DESC LIMIT ?",  # noqa: S608 - our own words
        (*(value for _, value in tests), limit),
    )
    return [_alert(row) for row in rows]


def due(connection: sqlite3.Connection, step: Step, limit: int) -> list[Alert]:
    """Give alerts of which a step is still to be taken, in the order of arrival."""
    index = {"told": "alerts_untold", "ran": "alerts_unrun"}[step]
    rows = connection.execute(
        f"SELECT {_COLUMNS} FROM {_TABLES.replace(' a ', f' a INDEXED BY {index} ', 1)}"  # noqa: S608 - our own words
        f" WHERE a.{step} IS NULL ORDER BY a.id LIMIT ?",
        (limit,),
    )
    return [_alert(row) for row in rows]


def unseen(connection: sqlite3.Connection, cap: int) -> int:
    """Count the alerts that nobody has seen, up to `cap`."""
    sql = "SELECT COUNT(*) FROM (SELECT 1 FROM alerts WHERE seen IS NULL LIMIT ?)"
    return int(connection.execute(sql, (cap,)).fetchone()[0])


def last(connection: sqlite3.Connection) -> int:
    """Give the id of the newest alert; 0 where there is none."""
    return int(connection.execute("SELECT COALESCE(MAX(id), 0) FROM alerts").fetchone()[0])


def _alert(row: tuple[Any, ...]) -> Alert:
    identifier, watch, article, revision, made, seen, title, source = row
    require_text(watch, title, source)
    return Alert(identifier, watch, article, revision, moment(made), moment(seen), title, source)
