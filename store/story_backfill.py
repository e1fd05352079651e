"""Stories of what came lately in an archive that has none yet, or whose index was made anew."""

from __future__ import annotations

from typing import TYPE_CHECKING

from store.grouping import KEPT_S, Grouping

if TYPE_CHECKING:
    import sqlite3
    from datetime import datetime

    from store.writer import Job


def catch_up(now: datetime, limit: int = 50) -> Job[int]:
    """Give the job that puts up to `limit` articles into the index that came lately and are not there.

    So it is after an archive was brought forward or repaired. The job gives how many it did; run it until it gives 0.
    """

    def job(connection: sqlite3.Connection) -> int:
        moment = int(now.timestamp())
        # Arrival order is id order, so the walk back ends at the first article old enough.
        rows = connection.execute(
            "SELECT id, story FROM headlines NOT INDEXED WHERE id > COALESCE((SELECT id FROM headlines NOT INDEXED"
            " WHERE first_seen < ? ORDER BY id DESC LIMIT 1), 0) AND NOT EXISTS"
            " (SELECT 1 FROM story_features WHERE article = id) ORDER BY id LIMIT ?",
            (moment - KEPT_S, limit),
        ).fetchall()
        grouping = Grouping(connection, moment, connection.execute("SELECT rev + 1 FROM meta").fetchone()[0])
        for article, story in rows:
            seen = grouping.add(article) if story is None else grouping.keep(article)
            if not seen:  # it would be looked for again and again
                grouping.pass_over(article)
        grouping.finish()
        if grouping.changed:
            connection.execute("UPDATE meta SET rev = rev + 1")
        return len(rows)

    return job
