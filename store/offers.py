"""Live blogs that articles of configured feeds link to: offered to the reader, followed or dismissed by a person.

At most `MOST_OFFERS` are kept, those that were linked to last; a person's no is kept as long.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from store.models import OfferedBlog
from store.surrogates import storable
from store.times import moment, seconds

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Sequence
    from datetime import datetime

    from store.models import LiveLink
    from store.writer import Job

MOST_OFFERS = 200
_OFFERED = (
    "SELECT o.id, o.url, o.title, COALESCE(f.label, ''), o.first_seen, o.last_seen, o.state, COALESCE(f.url, '')"
    " FROM live_offers o"
    " LEFT JOIN feeds f ON f.id = o.feed_id"
    " WHERE NOT EXISTS (SELECT 1 FROM feeds c WHERE c.url = o.url AND c.configured = 1)"
)


def note(connection: sqlite3.Connection, feed_id: int, found: Sequence[LiveLink], now: int) -> None:
    """Note within a transaction what articles of a feed link to. What a person decided stays decided."""
    if not found:
        return
    connection.executemany(
        "INSERT INTO live_offers(key, url, title, feed_id, first_seen, last_seen, state)"
        " VALUES (?, ?, ?, ?, ?, ?, 'offered') ON CONFLICT(key) DO UPDATE SET last_seen = MAX(last_seen, ?)",
        [(storable(one.key), storable(one.url), storable(one.title), feed_id, now, now, now) for one in found],
    )
    connection.execute(
        "DELETE FROM live_offers WHERE id IN (SELECT id FROM live_offers ORDER BY last_seen DESC, id DESC"
        " LIMIT -1 OFFSET ?)",
        (MOST_OFFERS,),
    )


def offer(feed_id: int, found: LiveLink, now: datetime) -> Job[None]:
    """Give the job that notes one live blog, found on the page behind an article of a feed."""

    def job(connection: sqlite3.Connection) -> None:
        note(connection, feed_id, (found,), seconds(now))

    return job


def decide(number: int, state: Literal["followed", "dismissed"]) -> Job[bool]:
    """Give the job that notes a person's decision; it gives whether there is such an offer."""

    def job(connection: sqlite3.Connection) -> bool:
        return connection.execute("UPDATE live_offers SET state = ? WHERE id = ?", (state, number)).rowcount > 0

    return job


def offered(connection: sqlite3.Connection, since: datetime | None = None) -> list[OfferedBlog]:
    """Give what is offered and not decided, what was linked to last first; `since` leaves out what is older."""
    rows = connection.execute(
        f"{_OFFERED} AND o.state = 'offered' AND o.last_seen >= ? ORDER BY o.last_seen DESC, o.id DESC",
        (0 if since is None else seconds(since),),
    )
    return [_blog(*row) for row in rows]


def decided(connection: sqlite3.Connection) -> list[OfferedBlog]:
    """Give what a person followed or dismissed, what was linked to last first."""
    rows = connection.execute(f"{_OFFERED} AND o.state <> 'offered' ORDER BY o.last_seen DESC, o.id DESC")
    return [_blog(*row) for row in rows]


def _blog(number: int, url: str, title: str, source: str, first: int, last: int, state: str, feed: str) -> OfferedBlog:
    return OfferedBlog(number, url, title, source, moment(first), moment(last), state, feed)
