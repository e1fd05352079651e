"""Mends what can be made anew: the search index, counters, the ticker's rows, indexes, rows without counterpart.

All of it is one transaction: a repair that fails or is killed leaves the archive as it was.
"""

from __future__ import annotations

import contextlib
import sqlite3
from collections.abc import Callable
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from store import documents, tokens
from store.batch import Batch, indexed
from store.compression import decompress
from store.connection import connect_writer, translate
from store.copying import set_aside
from store.happenings import Places, event_rows, replace_events
from store.models import Tags
from store.rows import require_text
from store.rules import COUNTERS, REFERENCES, TEXTLESS

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from store.doctor import Finding

Progress = Callable[[int, int], None]
"""Told how many articles are done, of how many."""


def repair(path: Path, findings: Sequence[Finding], progress: Progress) -> Path:
    """Mend what `findings` of `store.doctor.examine` name, after a copy of the archive beside it.

    The caller holds the archive's lease.

    Gives:
        The copy, ``NAME.before-fix.TIME.backup``.

    Raises:
        ArchiveFull: no room for the copy or the repair; nothing was changed.
        ArchiveError: the archive can't be used.
    """
    backup = path.with_name(f"{path.name}.before-fix.{datetime.now(UTC):%Y%m%dT%H%M%S%f}.backup")
    set_aside(path, backup)
    broken = {finding.subject for finding in findings if finding.faults}
    try:
        with contextlib.closing(connect_writer(path)) as connection:
            connection.execute("BEGIN IMMEDIATE")
            if "pages" in broken:
                connection.execute("REINDEX")
            mend(connection, progress, rebuild=bool(broken - {"counters"}))
            connection.execute("COMMIT")
            connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").close()
    except sqlite3.Error as error:
        raise translate(error, path) from error
    return backup


def mend(connection: sqlite3.Connection, progress: Progress, *, rebuild: bool) -> None:
    """Make every rule of `store.rules` hold, within an open transaction; with `rebuild` index and ticker too.

    Raises:
        sqlite3.Error: a page can't be read or written.
    """
    connection.execute("PRAGMA defer_foreign_keys = ON")
    for rule in REFERENCES:
        for statement in rule.mend:
            connection.execute(statement)
    if rebuild:
        _give_texts(connection)
        _drop_unreadable_bodies(connection)
        _rebuild(connection, progress)
    for rule in COUNTERS:
        for statement in rule.mend:
            connection.execute(statement)
    connection.execute("UPDATE meta SET rev = rev + 1, feeds_rev = rev + 1")


def _give_texts(connection: sqlite3.Connection) -> None:
    """Give an empty text to every article without one: its headline stays, and the feed may bring the rest."""
    rows = connection.execute(f"SELECT id, feed_id, first_seen {TEXTLESS}").fetchall()
    for article, feed_id, first_seen in rows:
        data = documents.encode(_empty(feed_id, first_seen))
        connection.execute("INSERT INTO documents VALUES (?, ?)", (article, data))


def _rebuild(connection: sqlite3.Connection, progress: Progress) -> None:
    """Read every article and write its rows of index and ticker anew."""
    connection.execute("INSERT INTO search(search) VALUES ('delete-all')")
    batch, places = Batch(connection), Places(connection)
    total: int = connection.execute("SELECT COUNT(*) FROM headlines").fetchone()[0]
    figures = done = after = 0
    page = "SELECT id, feed_id, title, published, first_seen FROM headlines WHERE id > ? ORDER BY id LIMIT 500"
    while rows := connection.execute(page, (after,)).fetchall():
        for article, feed_id, title, published, first_seen in rows:
            document = _document(connection, article, feed_id, first_seen)
            batch.index(article, indexed(title, document))
            replace_events(connection, article, event_rows(document.tags, min(published, first_seen), places))
            figures += len(document.tags.figures)
        done, after = done + len(rows), rows[-1][0]
        progress(done, total)
    batch.write_index()
    connection.execute("UPDATE meta SET figures = ?", (figures,))


def _document(connection: sqlite3.Connection, article: int, feed_id: int, first_seen: int) -> documents.Document:
    """Give an article's document; one that can't be read is made empty."""
    (data,) = connection.execute("SELECT data FROM documents WHERE id = ?", (article,)).fetchone()
    try:
        document = documents.decode(data, connection)
        require_text(document.summary, document.body, document.author, document.index)
    except (ValueError, TypeError, LookupError):
        document = _empty(feed_id, first_seen)
        connection.execute("UPDATE documents SET data = ? WHERE id = ?", (documents.encode(document), article))
        # With an unknown content, the feed's next copy of the entry brings the text back.
        connection.execute("UPDATE entries SET content_hash = x'' WHERE article = ?", (article,))
    return document


def _empty(feed_id: int, first_seen: int) -> documents.Document:
    return documents.Document(
        summary="",
        body=None,
        author=None,
        guid=None,
        published_raw=None,
        published_source="feed",
        updated=None,
        lang=None,
        links=(),
        seen_at=first_seen,
        index=f"{tokens.EVERY} {tokens.feed(feed_id)}",
        tags=Tags(),
    )


def _drop_unreadable_bodies(connection: sqlite3.Connection) -> None:
    """Forget bodies of feeds that are damaged: nothing can be read from them again."""
    damaged = []
    for digest, data in connection.execute("SELECT hash, data FROM raw_bodies"):
        try:
            decompress(data)
        except (ValueError, TypeError):
            damaged.append((digest,))
    connection.executemany("DELETE FROM sightings WHERE hash = ?", damaged)
    connection.executemany("DELETE FROM raw_bodies WHERE hash = ?", damaged)
