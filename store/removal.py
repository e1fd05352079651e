"""Taking articles out of the archive."""

from __future__ import annotations

from typing import TYPE_CHECKING

from store import documents, origins
from store.batch import Batch, indexed
from store.happenings import replace_events
from store.membership import Membership
from store.window import forget

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable


def remove(connection: sqlite3.Connection, articles: Iterable[int]) -> None:
    """Take articles out of every table but ``identities`` and ``entries``, and out of the counters."""
    batch = Batch(connection)
    members = Membership(connection, connection.execute("SELECT rev + 1 FROM meta").fetchone()[0])
    stories: dict[int, None] = {}
    for article in articles:
        forget(connection, article)
        if (story := members.story_of(article)) is not None:
            stories[story] = None
        origins.drop(connection, article)
        connection.execute("DELETE FROM story_fixed WHERE article = ?", (article,))
        _remove(connection, article, batch)
    for story in stories:  # once for all: naming a story anew writes each of its reports
        members.tidy(story)
    batch.write_index()  # at the end: with each statement in between, FTS5 would write out what it has gathered


def _remove(connection: sqlite3.Connection, article: int, batch: Batch) -> None:
    row = connection.execute(
        "SELECT h.title, h.feed_id, h.revisions, d.data"
        " FROM headlines h JOIN documents d ON d.id = h.id WHERE h.id = ?",
        (article,),
    ).fetchone()
    title, feed_id, revisions, data = row
    document = documents.decode(data, connection)
    batch.unindex(article, indexed(title, document))
    events = -replace_events(connection, article, [])
    for table in ("headlines", "documents"):
        connection.execute(f"DELETE FROM {table} WHERE id = ?", (article,))  # noqa: S608 - our own names
    for table in ("revisions", "pages", "alerts", "former"):
        connection.execute(f"DELETE FROM {table} WHERE article = ?", (article,))  # noqa: S608 - our own names
    connection.execute("UPDATE feeds SET articles = articles - 1 WHERE id = ?", (feed_id,))
    connection.execute(
        "UPDATE meta SET articles = articles - 1, revisions = revisions - ?, events = events - ?,"
        " figures = figures - ?",
        (revisions - 1, events, len(document.tags.figures)),
    )
