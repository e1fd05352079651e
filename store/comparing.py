"""The search index against one that is built anew from the articles, word by word.

FTS5's own integrity check compares nothing where an index keeps no content. The new index is a draft in a temporary
file; the archive is only read.
"""

from __future__ import annotations

import re
from itertools import zip_longest
from typing import TYPE_CHECKING

from store import documents
from store.batch import indexed
from store.rows import require_text

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator

_VOCABULARY = "SELECT term, col, doc, cnt FROM temp.{} ORDER BY term, col"


def allow_draft(connection: sqlite3.Connection) -> None:
    """Let a reader's connection keep a temporary index in a file; to be called outside of a transaction."""
    connection.execute("PRAGMA query_only = OFF").close()  # the archive itself is still open for reading only
    connection.execute("PRAGMA temp_store = FILE").close()


def compare(connection: sqlite3.Connection) -> Iterator[str]:
    """Give what is wrong with the index, in words; nothing where every word stands where it should.

    Raises:
        sqlite3.Error: a page can't be read, or there is no room for the draft.
    """
    _build(connection)
    for name, table in (("held", "'main', 'search'"), ("due", "'temp', 'draft'")):
        connection.execute(f"CREATE VIRTUAL TABLE temp.{name} USING fts5vocab({table}, 'col')")
    pair = (connection.execute(_VOCABULARY.format(name)) for name in ("held", "due"))
    wrong = next((held or due for held, due in zip_longest(*pair) if held != due), None)
    if wrong is not None:
        yield f"words that stand elsewhere in it than in the articles; the first is '{wrong[0]}' in column {wrong[1]}"


def _build(connection: sqlite3.Connection) -> None:
    """Index every article whose text can be read."""
    sql: str = connection.execute("SELECT sql FROM main.sqlite_master WHERE name = 'search'").fetchone()[0]
    sql = re.sub(r"TABLE\s+\S+", "TABLE temp.draft", sql, count=1)
    connection.execute(re.sub(r",\s*prefix\s*=\s*'[^']*'", "", sql))  # which only makes the same words quicker to find
    articles = connection.execute(
        "SELECT h.id, h.title, d.data FROM headlines h JOIN documents d ON d.id = h.id ORDER BY h.id"
    )
    connection.executemany(
        "INSERT INTO temp.draft(rowid, title, body, author, tags) VALUES (?, ?, ?, ?, ?)",
        (row for row in (_row(connection, *article) for article in articles) if row is not None),
    )


def _row(
    connection: sqlite3.Connection, article: int, title: str, data: bytes
) -> tuple[int, str, str, str, str] | None:
    try:
        require_text(title)
        return article, *indexed(title, documents.decode(data, connection))
    except (ValueError, TypeError, LookupError):
        return None
