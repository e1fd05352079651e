"""Marks many articles as read or unread at once, and tells exactly which that changed, so that it can be undone."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Sequence

    from store.writer import Job


class Swept(NamedTuple):
    """What one transaction changed."""

    articles: list[int]
    alerts: list[int]
    """Alerts that count as seen now, because their articles do as read."""


def sweep(article_ids: Sequence[int], read: bool) -> Job[Swept]:
    """Give the job that marks articles read or unread in one transaction: a few thousand at most, so that it is short.

    Whoever reads an article has seen the alerts about it; articles marked unread leave theirs as they are.
    """
    ids = json.dumps(list(article_ids))

    def job(connection: sqlite3.Connection) -> Swept:
        changed = connection.execute(
            "UPDATE headlines SET read = ?1, rev = (SELECT rev + 1 FROM meta)"
            " WHERE id IN (SELECT value FROM json_each(?2)) AND read <> ?1 RETURNING id",
            (read, ids),
        ).fetchall()
        if changed:
            connection.execute("UPDATE meta SET rev = rev + 1")
        seen: list[tuple[int]] = []
        if read:
            seen = connection.execute(
                "UPDATE alerts SET seen = unixepoch() WHERE article IN (SELECT value FROM json_each(?))"
                " AND seen IS NULL RETURNING id",
                (ids,),
            ).fetchall()
        return Swept([row[0] for row in changed], [row[0] for row in seen])

    return job
