"""The rows of new articles, gathered over one transaction and then written table by table.

One statement for all rows of a table costs half of one statement a row, and every index is walked in order.
"""

from __future__ import annotations

from operator import itemgetter
from typing import TYPE_CHECKING, Any

from store import documents
from store.folding import index_form
from store.happenings import add_events

if TYPE_CHECKING:
    import sqlite3

    from store.documents import Document
    from store.happenings import Row

_LIMIT = 500
"""Articles held back at most: a poll may bring more than memory should hold twice."""

_TABLES = {
    "headlines": "INSERT INTO headlines(id, feed_id, title, url, published, first_seen, dateline, event, status, rev)"
    " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
    "documents": "INSERT INTO documents VALUES (?, ?)",
    "entries": "INSERT INTO entries(article, content_hash, link_mark, title_mark, aliases) VALUES (?, ?, ?, ?, ?)",
    "identities": "INSERT INTO identities(feed_id, key_hash, article) VALUES (?, ?, ?)",
}
# A command in the first column makes it a deletion, and then the other values must be those that were indexed.
_INDEX = "INSERT INTO search(search, rowid, title, body, author, tags) VALUES (?, ?, ?, ?, ?, ?)"

Indexed = tuple[str, str, str, str]
"""Title, body, author and tags, each as the search index holds it."""


class Batch:
    """What is to be written of new articles, and of any article into the search index."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        """Start with nothing; `connection` is inside a transaction."""
        self._connection = connection
        self._rows: dict[str, list[tuple[Any, ...]]] = {table: [] for table in _TABLES}
        self._events: list[tuple[int, list[Row]]] = []
        self._index: list[tuple[str | None, int, str, str, str, str]] = []

    def add(self, table: str, *row: Any) -> None:
        """Hold a row of a table of `_TABLES` back."""
        self._rows[table].append(row)

    def add_events(self, article: int, rows: list[Row]) -> None:
        """Hold ticker rows of a new article back."""
        self._events.append((article, rows))

    def unindex(self, article: int, old: Indexed) -> None:
        """Have a row taken out of the search index; FTS5 must be told exactly what stands there."""
        self._index.append(("delete", article, *old))

    def index(self, article: int, new: Indexed) -> None:
        """Have a row put into the search index."""
        self._index.append((None, article, *new))
        if len(self._index) >= _LIMIT:
            self.write()
            self.write_index()

    def write(self) -> None:
        """Write what is held back, so that it can be read; the search index only where it is long."""
        for table, rows in self._rows.items():
            if rows:
                self._connection.executemany(_TABLES[table], rows)
                rows.clear()
        add_events(self._connection, self._events)
        self._events.clear()

    def write_index(self) -> None:
        """Write to the search index, in the order of ids: FTS5 starts a new segment with each step back."""
        self._connection.executemany(_INDEX, sorted(self._index, key=itemgetter(1)))
        self._index.clear()


def indexed(title: str, document: Document) -> Indexed:
    """Give what the search index holds of an article."""
    body = documents.searchable(document.summary, document.body)
    return index_form(title), index_form(body), index_form(document.author or ""), document.index
