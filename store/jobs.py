"""Everything that is ever written, as jobs for the `Writer`: each function gives a function of the connection."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, TypeVar

from store import feed_rows, identities, offers, pages
from store.compression import compress
from store.ingest import Ingest
from store.models import PollReceipt
from store.names import save_names
from store.removal import remove
from store.surrogates import storable
from store.times import seconds

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Sequence
    from datetime import datetime

    from store.models import ArticleDraft, FeedSettings, FeedState, KnownName, PollOutcome, RawBody
    from store.writer import Job

T = TypeVar("T")


def sync_feeds(feeds: Sequence[FeedSettings], now: datetime) -> Job[tuple[FeedState, ...]]:
    """Give the job that writes the config's list of feeds; it gives their states in that order.

    What is known of a feed stays. Feeds that are configured no longer stay with their articles, but are not given.
    A feed never seen before is due at once: its ``next_poll`` is `now`.
    """

    def job(connection: sqlite3.Connection) -> tuple[FeedState, ...]:
        if feed_rows.configure(connection, feeds):
            connection.execute("UPDATE feeds SET next_poll = ? WHERE next_poll IS NULL", (seconds(now),))
            _bump(connection, feeds=True)
        return feed_rows.configured(connection)

    return job


def keep_raw(feed_id: int, raw: RawBody, received: datetime) -> Job[None]:
    """Give the job that keeps a body as received: its bytes once, its headers each time."""

    def job(connection: sqlite3.Connection) -> None:
        known = connection.execute("SELECT 1 FROM raw_bodies WHERE hash = ?", (raw.hash,)).fetchone()
        if known is None:
            connection.execute("INSERT INTO raw_bodies VALUES (?, ?, ?)", (raw.hash, len(raw.data), compress(raw.data)))
        headers = compress(json.dumps(raw.headers).encode())
        connection.execute(
            "INSERT INTO sightings(feed_id, received, hash, headers, url) VALUES (?, ?, ?, ?, ?)",
            (feed_id, seconds(received), raw.hash, headers, storable(raw.url)),
        )

    return job


def prune_raw(before: datetime) -> Job[int]:
    """Give the job that drops sightings older than `before` and bodies no longer sighted; it gives how many bodies."""

    def job(connection: sqlite3.Connection) -> int:
        hashes = connection.execute(
            "SELECT DISTINCT hash FROM sightings WHERE received < ?", (seconds(before),)
        ).fetchall()
        connection.execute("DELETE FROM sightings WHERE received < ?", (seconds(before),))
        dropped = connection.executemany(
            "DELETE FROM raw_bodies WHERE hash = ? AND NOT EXISTS"
            " (SELECT 1 FROM sightings s WHERE s.hash = raw_bodies.hash)",
            hashes,
        )
        return max(dropped.rowcount, 0)

    return job


def commit_poll(outcome: PollOutcome) -> Job[PollReceipt]:
    """Give the job that writes one poll of one feed: articles, index, tags, names, validators, schedule.

    Running it twice changes nothing the second time but the times of the poll: a key with the same content is known,
    a key with other content is another version of its article.

    Raises:
        LookupError: (the job) there is no such feed.
    """

    def job(connection: sqlite3.Connection) -> PollReceipt:
        feed_rows.require(connection, outcome.feed_id)
        save_names(connection, outcome.names)
        ingest = Ingest(connection, outcome.feed_id, seconds(outcome.polled_at), outcome.names)
        ingest.add(outcome.drafts)
        pages.want(connection, outcome)
        ingest.withdraw(outcome.withdrawn)
        ingest.restore(outcome.returned)
        for sighting in outcome.sightings:
            identities.resight(connection, outcome.feed_id, sighting)
        identities.share(connection, outcome.feed_id, outcome.shared_keys)
        offers.note(connection, outcome.feed_id, outcome.live, seconds(outcome.polled_at))
        feed_rows.record(connection, outcome, ingest.new)
        ingest.finish()
        return PollReceipt(ingest.new, ingest.revised, ingest.rev)

    return job


def commit_entries(
    feed_id: int,
    seen: datetime,
    drafts: Sequence[ArticleDraft],
    names: Sequence[KnownName],
    shared_keys: Sequence[str],
) -> Job[PollReceipt]:
    """Give the job that writes articles of a feed as if they had come at `seen`, and nothing about the feed's polls.

    Raises:
        LookupError: (the job) there is no such feed.
    """

    def job(connection: sqlite3.Connection) -> PollReceipt:
        feed_rows.require(connection, feed_id)
        save_names(connection, names)
        ingest = Ingest(connection, feed_id, seconds(seen), names)
        ingest.add(drafts)
        identities.share(connection, feed_id, tuple(shared_keys))
        connection.execute("UPDATE feeds SET articles = articles + ? WHERE id = ?", (ingest.new, feed_id))
        ingest.finish()
        return PollReceipt(ingest.new, ingest.revised, ingest.rev)

    return job


def set_paused(feed_id: int, paused: bool) -> Job[bool]:
    """Give the job that pauses a feed or lets it go on; it gives whether that changed anything.

    A running archiver notices within a second. A feed that goes on is polled when it falls due, or at once.

    Raises:
        LookupError: (the job) there is no such feed.
    """

    def job(connection: sqlite3.Connection) -> bool:
        feed_rows.require(connection, feed_id)
        changed = feed_rows.pause(connection, feed_id, paused)
        if changed:
            _wish(connection)
        return changed

    return job


def ask_poll(feed_id: int) -> Job[None]:
    """Give the job that asks for a poll of a feed now; a running archiver begins it within a second.

    Without one, the wish stands until the next archiver runs. A feed that is paused is polled once and stays paused;
    what a server forbade with Retry-After stays forbidden until then.

    Raises:
        LookupError: (the job) there is no such feed.
    """

    def job(connection: sqlite3.Connection) -> None:
        feed_rows.require(connection, feed_id)
        feed_rows.ask(connection, feed_id)
        _wish(connection)

    return job


def restore_health(states: Sequence[FeedState]) -> Job[None]:
    """Give the job that puts feeds back to `states`: for polls that failed because our own network was down."""

    def job(connection: sqlite3.Connection) -> None:
        feed_rows.restore(connection, states)
        _bump(connection, feeds=True)

    return job


def set_read(article_ids: Sequence[int], read: bool) -> Job[int]:
    """Give the job that marks articles read or unread; it gives the archive's rev, higher only if a mark changed.

    Whoever reads an article has seen the alerts about it.
    """
    mark = _mark("read", article_ids, read)

    def job(connection: sqlite3.Connection) -> int:
        if read:
            sql = "UPDATE alerts SET seen = unixepoch() WHERE article = ? AND seen IS NULL"
            connection.executemany(sql, [(article,) for article in article_ids])
        return mark(connection)

    return job


def set_starred(article_ids: Sequence[int], starred: bool) -> Job[int]:
    """Give the job that stars articles or takes their stars; it gives the archive's rev."""
    return _mark("starred", article_ids, starred)


def prune_articles(before: datetime, batch: int = 250) -> Job[int]:
    """Give the job that drops up to `batch` articles that arrived before `before`; it gives how many it dropped.

    Starred ones stay. What is dropped stays known, so a feed that still carries it doesn't bring it back.
    Run it until it gives 0; each run is one short transaction.
    """

    def job(connection: sqlite3.Connection) -> int:
        # Arrival order is id order, so the walk ends at the first article young enough.
        rows = connection.execute(
            "SELECT id, first_seen FROM headlines NOT INDEXED WHERE starred = 0 ORDER BY id LIMIT ?", (batch,)
        ).fetchall()
        old = [row[0] for row in rows if row[1] < seconds(before)]
        if old:
            remove(connection, old)
            _bump(connection, feeds=True)
        return len(old)

    return job


def _mark(column: str, article_ids: Sequence[int], value: bool) -> Job[int]:
    def job(connection: sqlite3.Connection) -> int:
        rev: int = connection.execute("SELECT rev + 1 FROM meta").fetchone()[0]
        changed = connection.executemany(
            f"UPDATE headlines SET {column} = ?, rev = ? WHERE id = ? AND {column} <> ?",  # noqa: S608 - our own names
            [(value, rev, article, value) for article in article_ids],
        ).rowcount
        return _bump(connection, feeds=False) if changed > 0 else rev - 1

    return job


def _wish(connection: sqlite3.Connection) -> None:
    connection.execute("UPDATE meta SET control = control + 1")
    _bump(connection, feeds=True)


def _bump(connection: sqlite3.Connection, *, feeds: bool) -> int:
    connection.execute("UPDATE meta SET rev = rev + 1")
    if feeds:
        connection.execute("UPDATE meta SET feeds_rev = rev")
    rev: int = connection.execute("SELECT rev FROM meta").fetchone()[0]
    return rev
