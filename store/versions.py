"""Superseded versions of articles: kept with their text and tags, read, and tagged again."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from store import documents

if TYPE_CHECKING:
    import sqlite3

    from store.documents import Document
    from store.models import Tags

MAX_VERSIONS_A_DAY = 24
"""Versions of one article that are kept of one day; the newest always is."""
_DAY_S = 86_400


class StoredVersion(NamedTuple):
    """One superseded version."""

    number: int
    seen_at: int
    """Epoch seconds."""
    title: str
    summary: str
    body: str | None
    tags: Tags | None
    """None in archives that are older than the tags of versions, and where it was tagged nowhere."""


def keep(
    connection: sqlite3.Connection, article: int, number: int, title: str, old: Document, *, now: int, dictionary: int
) -> bool:
    """Keep the version that is about to be replaced, and tell whether it was kept.

    A text that changes with every request (a time, a random token) would fill the disk: of such an article only
    the first `MAX_VERSIONS_A_DAY` are kept, and the newest.
    """
    recent = connection.execute(
        "SELECT COUNT(*) FROM revisions WHERE article = ? AND seen_at > ?", (article, now - _DAY_S)
    ).fetchone()[0]
    if recent >= MAX_VERSIONS_A_DAY:
        return False
    data = documents.encode_version(title, old.summary, old.body, old.tags, dictionary)
    connection.execute("INSERT INTO revisions VALUES (?, ?, ?, ?)", (article, number, old.seen_at, data))
    return True


def kept(connection: sqlite3.Connection, article: int) -> list[StoredVersion]:
    """Give the superseded versions of an article, the first one first."""
    rows = connection.execute(
        "SELECT number, seen_at, data FROM revisions WHERE article = ? ORDER BY number", (article,)
    )
    return [
        StoredVersion(number, seen_at, *documents.decode_version(data, connection)) for number, seen_at, data in rows
    ]


def replace_tags(connection: sqlite3.Connection, article: int, number: int, tags: Tags | None, dictionary: int) -> None:
    """Give a superseded version other tags, or none."""
    where = "article = ? AND number = ?"
    row = connection.execute(f"SELECT data FROM revisions WHERE {where}", (article, number)).fetchone()  # noqa: S608
    if row is None:
        return
    title, summary, body, old = documents.decode_version(row[0], connection)
    if tags != old:
        data = documents.encode_version(title, summary, body, tags, dictionary)
        connection.execute(f"UPDATE revisions SET data = ? WHERE {where}", (data, article, number))  # noqa: S608
