"""Whose words the reports of stories are, as rows of the archive; `store.credits` says how a text tells it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from store import documents

if TYPE_CHECKING:
    import sqlite3

COPY = "copy:"
"""What a reason starts with where a text is that of another report, whose id follows."""


def note(connection: sqlite3.Connection, article: int, copied: int | None = None) -> None:
    """Write whose words a report is.

    A copy has the origin of what it copies. Where the copy credits somebody and the other does not, both are theirs.

    Args:
        connection: inside a transaction.
        article: the report; nothing is written where there is none of that id, or its text is damaged.
        copied: another report with the same text.
    """
    from store.credits import origin_of  # whoever reads does without

    row = connection.execute(
        "SELECT f.label, f.url, h.url, d.data FROM headlines h JOIN feeds f ON f.id = h.feed_id"
        " JOIN documents d ON d.id = h.id WHERE h.id = ?",
        (article,),
    ).fetchone()
    if row is None:
        return
    outlet, feed, url, data = row
    document = documents.readable(data, connection)
    if document is None:
        return
    text = document.body or document.summary
    origin = origin_of(outlet=outlet, feed=feed, url=url, author=document.author, text=text, credit=document.credit)
    name, reason = origin.name, str(origin.reason)
    theirs = None if copied is None else _of(connection, copied)
    if theirs is not None and origin.reason == "credit" and theirs[1] == "own":
        _write(connection, copied, name, f"{COPY}{article}")
    elif theirs is not None and origin.reason == "own" and theirs[0] != name:
        name, reason = theirs[0], f"{COPY}{copied}"
    _write(connection, article, name, reason)


def is_known(connection: sqlite3.Connection, article: int) -> bool:
    """Tell whether it is written whose words a report is: it is, once it was of a story."""
    return _of(connection, article) is not None


def drop(connection: sqlite3.Connection, article: int) -> None:
    """Forget whose words a report is."""
    connection.execute("DELETE FROM origins WHERE article = ?", (article,))


def _of(connection: sqlite3.Connection, article: int) -> tuple[str, str] | None:
    row: tuple[str, str] | None = connection.execute(
        "SELECT origin, reason FROM origins WHERE article = ?", (article,)
    ).fetchone()
    return row


def _write(connection: sqlite3.Connection, article: int | None, name: str, reason: str) -> None:
    connection.execute("INSERT OR REPLACE INTO origins VALUES (?, ?, ?)", (article, name, reason))
