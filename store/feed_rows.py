"""Rows of the ``feeds`` table: configured, polled, read back."""

from __future__ import annotations

from dataclasses import fields
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from store.models import FeedState
from store.rows import require_text
from store.surrogates import storable
from store.text import cut
from store.times import moment, seconds

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Sequence

    from store.models import FeedSettings, PollOutcome

DEFAULT_INTERVAL_S = 600
"""The interval written for a feed that was never polled and has none of its own."""

_ADDRESS_LIMIT = 60

_FIELDS = tuple(field.name for field in fields(FeedState))
# A paused feed keeps its health underneath, and shows it again when it goes on.
_EXPRESSIONS = {"name": "label", "state": "CASE WHEN paused THEN 'paused' ELSE state END"}
_TEXTS = ("url", "name", "kind", "state", "country", "affiliation", "error", "etag", "last_modified", "moved", "rhythm")
_COLUMNS = ", ".join(_EXPRESSIONS.get(name, name) for name in _FIELDS)


def configured(connection: sqlite3.Connection) -> tuple[FeedState, ...]:
    """Give the configured feeds in the order of the config."""
    rows = connection.execute(f"SELECT {_COLUMNS} FROM feeds WHERE configured = 1 ORDER BY position")  # noqa: S608
    return tuple(_state(row) for row in rows)


def configure(connection: sqlite3.Connection, feeds: Sequence[FeedSettings]) -> bool:
    """Write the config's list of feeds, keeping what is known of each; give whether anything changed."""
    wanted = {feed.url: feed for feed in reversed(feeds)}  # of two tables with one URL, the first counts
    order = list(dict.fromkeys(feed.url for feed in feeds))
    before = connection.total_changes
    for position, url in enumerate(order):
        _configure(connection, wanted[url], position)
    known = connection.execute("SELECT id, url FROM feeds WHERE configured = 1").fetchall()
    gone = [(row[0],) for row in known if row[1] not in wanted]
    connection.executemany("UPDATE feeds SET configured = 0 WHERE id = ?", gone)
    return connection.total_changes != before


def require(connection: sqlite3.Connection, feed_id: int) -> None:
    """Make sure that a feed exists.

    Raises:
        LookupError: it doesn't.
    """
    if connection.execute("SELECT 1 FROM feeds WHERE id = ?", (feed_id,)).fetchone() is None:
        raise LookupError(f"no feed has the id {feed_id}")


def record(connection: sqlite3.Connection, outcome: PollOutcome, new: int) -> None:
    """Write what a poll says of its feed.

    Validators and body hash change only with a complete answer, and then as a whole: a stale one would make the
    server say "not modified" of articles that we never saw.

    Args:
        connection: inside a transaction.
        outcome: the poll, of a feed that exists.
        new: how many articles it brought.
    """
    sql = "SELECT name, title, url FROM feeds WHERE id = ?"
    name, title, url = connection.execute(sql, (outcome.feed_id,)).fetchone()
    title = storable(outcome.title) or title
    polled = seconds(outcome.polled_at)
    connection.execute(
        "UPDATE feeds SET title = ?, label = ?, state = ?, last_poll = ?, next_poll = ?, interval_s = ?, failures = ?,"
        " error = ?, http_status = ?, retry_after = ?, retry_host = ?, articles = articles + ?,"
        " moved = COALESCE(?, moved), rhythm = COALESCE(?, rhythm) WHERE id = ?",
        (
            *(title, _label(name, title, url), outcome.state, polled, seconds(outcome.next_poll), outcome.interval_s),
            *(outcome.failures, storable(outcome.error), outcome.http_status, seconds(outcome.retry_after)),
            *(storable(outcome.retry_host), new),
            *(storable(outcome.moved), storable(outcome.rhythm), outcome.feed_id),
        ),
    )
    began = outcome.polled_at.timestamp()
    connection.execute("UPDATE feeds SET asked = NULL WHERE id = ? AND asked <= ?", (outcome.feed_id, began))
    if outcome.ok:
        connection.execute(
            "UPDATE feeds SET last_success = ?, etag = ?, last_modified = ?, body_hash = ? WHERE id = ?",
            (polled, storable(outcome.etag), storable(outcome.last_modified), outcome.body_hash, outcome.feed_id),
        )


def pause(connection: sqlite3.Connection, feed_id: int, paused: bool) -> bool:
    """Pause a feed or let it go on; give whether that changed anything."""
    sql = "UPDATE feeds SET paused = ?, asked = NULL WHERE id = ? AND paused <> ?"
    return connection.execute(sql, (paused, feed_id, paused)).rowcount > 0


def ask(connection: sqlite3.Connection, feed_id: int) -> None:
    """Write down that a poll is wanted now."""
    # The time is the archiver's measure of which polls answer the wish, so it comes from the same clock as theirs.
    # In milliseconds: two wishes are told apart by their times.
    now = "ROUND((julianday('now') - 2440587.5) * 86400, 3)"
    connection.execute(f"UPDATE feeds SET asked = {now} WHERE id = ?", (feed_id,))  # noqa: S608


def wishes(connection: sqlite3.Connection) -> tuple[set[int], dict[int, int]]:
    """Give the ids of paused feeds, and of those that a poll is wanted of, with the time of the wish."""
    rows = connection.execute("SELECT id, paused, asked FROM feeds WHERE paused OR asked IS NOT NULL").fetchall()
    return {row[0] for row in rows if row[1]}, {row[0]: row[2] for row in rows if row[2] is not None}


def restore(connection: sqlite3.Connection, states: Sequence[FeedState]) -> None:
    """Put the health and the schedule of feeds back to `states`, as if the polls since had not been."""
    connection.executemany(
        "UPDATE feeds SET state = ?, last_poll = ?, next_poll = ?, interval_s = ?, failures = ?, error = ?,"
        " http_status = ?, retry_after = ?, retry_host = ? WHERE id = ?",
        [
            (
                *("ok" if one.state == "paused" else one.state, seconds(one.last_poll), seconds(one.next_poll)),
                *(one.interval_s, one.failures, storable(one.error), one.http_status, seconds(one.retry_after)),
                *(storable(one.retry_host), one.id),
            )
            for one in states
        ],
    )


def _configure(connection: sqlite3.Connection, feed: FeedSettings, position: int) -> None:
    row = connection.execute(
        "SELECT id, title, position, name, kind, country, affiliation, interval_s, configured FROM feeds WHERE url = ?",
        (feed.url,),
    ).fetchone()
    if row is None:
        connection.execute(
            "INSERT INTO feeds(url, configured, position, name, label, kind, country, affiliation, interval_s)"
            " VALUES (?, 1, ?, ?, ?, ?, ?, ?, ?)",
            (
                *(feed.url, position, feed.name, _label(feed.name, "", feed.url), feed.kind),
                *(feed.country, feed.affiliation, feed.interval_s or DEFAULT_INTERVAL_S),
            ),
        )
        return
    interval = feed.interval_s or row[7]
    values = (position, feed.name, feed.kind, feed.country, feed.affiliation, interval, 1)
    if values != row[2:]:
        connection.execute(
            "UPDATE feeds SET position = ?, name = ?, kind = ?, country = ?, affiliation = ?, interval_s = ?,"
            " configured = ?, label = ? WHERE id = ?",
            (*values, _label(feed.name, row[1], feed.url), row[0]),
        )


def _label(name: str, title: str, url: str) -> str:
    return name or title or _address(url)


def _address(url: str) -> str:
    """Give host and path of `url`: enough to tell the feeds of one host apart, short enough for a column."""
    parts = urlsplit(url)
    if not parts.hostname:
        return cut(url, _ADDRESS_LIMIT)
    return cut(parts.hostname.removeprefix("www.") + parts.path.rstrip("/"), _ADDRESS_LIMIT)


def _state(row: tuple[Any, ...]) -> FeedState:
    values = dict(zip(_FIELDS, row, strict=True))
    require_text(*(values[name] for name in _TEXTS))
    for name in ("last_poll", "last_success", "next_poll", "retry_after", "asked"):
        values[name] = moment(values[name])
    return FeedState(**values)
