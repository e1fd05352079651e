"""Taking articles out of the archive."""

from __future__ import annotations

from typing import TYPE_CHECKING

from store import documents
from store.batch import Batch, indexed
from store.happenings import replace_events

if TYPE_CHECKING:
    import sqlite3

    from store.documents import Document


def remove(connection: sqlite3.Connection, article: int) -> None:
    """Take an article out of every table but ``identities``, and out of the counters."""
    row = connection.execute(
        "SELECT h.title, h.feed_id, h.revisions, d.data"
        " FROM headlines h JOIN documents d ON d.id = h.id WHERE h.id = ?",
        (article,),
    ).fetchone()
    title, feed_id, revisions, data = row
    document = documents.decode(data, connection)
    unindex(connection, article, title, document)
    events = -replace_events(connection, article, [])
    for table, column in (("headlines", "id"), ("documents", "id"), ("revisions", "article"), ("pages", "article")):
        connection.execute(f"DELETE FROM {table} WHERE {column} = ?", (article,))  # noqa: S608 - our own names
    connection.execute("UPDATE feeds SET articles = articles - 1 WHERE id = ?", (feed_id,))
    connection.execute(
        "UPDATE meta SET articles = articles - 1, revisions = revisions - ?, events = events - ?,"
        " figures = figures - ?",
        (revisions - 1, events, len(document.tags.figures)),
    )


def unindex(connection: sqlite3.Connection, article: int, title: str, old: Document) -> None:
    """Take a row out of the search index; FTS5 must be told exactly what stands there."""
    batch = Batch(connection)
    batch.unindex(article, indexed(title, old))
    batch.write_index()
