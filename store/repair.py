"""Mends what can be made anew: the search index, counters, the ticker's rows, indexes, rows without counterpart.

All of it is one transaction: a repair that fails or is killed leaves the archive as it was.
"""

from __future__ import annotations

import contextlib
import sqlite3
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from store import documents, tokens
from store.batch import Batch, indexed
from store.compression import decompress, digest, stored
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


@dataclass(frozen=True, slots=True)
class Repaired:
    """What a repair came to."""

    backup: Path
    """The archive as it was before, ``NAME.before-fix.TIME.backup``."""
    lost: int
    """Texts that could not be read and are empty now."""


def repair(path: Path, findings: Sequence[Finding], progress: Progress) -> Repaired:
    """Mend what `findings` of `store.doctor.examine` name, after a copy of the archive beside it.

    The caller holds the archive's lease.

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
            lost = mend(connection, progress, rebuild=bool(broken - {"counters"}))
            connection.execute("COMMIT")
            connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").close()
    except sqlite3.Error as error:
        raise translate(error, path) from error
    return Repaired(backup, lost)


def mend(connection: sqlite3.Connection, progress: Progress, *, rebuild: bool) -> int:
    """Make every rule of `store.rules` hold, within an open transaction; with `rebuild` index and ticker too.

    Gives:
        How many texts could not be read; they are empty now.

    Raises:
        sqlite3.Error: a page can't be read or written.
    """
    connection.execute("PRAGMA defer_foreign_keys = ON")
    for rule in REFERENCES:
        for statement in rule.mend:
            connection.execute(statement)
    lost = 0
    if rebuild:
        lost = _give_texts(connection)
        _copy_dictionaries(connection)
        _drop_unreadable_bodies(connection)
        lost += _rebuild(connection, progress)
    for rule in COUNTERS:
        for statement in rule.mend:
            connection.execute(statement)
    connection.execute("UPDATE meta SET rev = rev + 1, feeds_rev = rev + 1")
    return lost


def _give_texts(connection: sqlite3.Connection) -> int:
    """Give an empty text to every article without one: its headline stays, and the feed may bring the rest."""
    rows = connection.execute(f"SELECT id, feed_id, first_seen {TEXTLESS}").fetchall()
    for article, feed_id, first_seen in rows:
        data = documents.encode(_empty(feed_id, first_seen))
        connection.execute("INSERT INTO documents VALUES (?, ?)", (article, data))
        _forget_content(connection, article)
    return len(rows)


def _forget_content(connection: sqlite3.Connection, article: int) -> None:
    """Have the feed's next copy of an entry, whatever it says, count as news and bring the text back."""
    connection.execute("UPDATE entries SET content_hash = x'' WHERE article = ?", (article,))


def _copy_dictionaries(connection: sqlite3.Connection) -> None:
    """Make both copies of each dictionary the one that is sound."""
    rows = connection.execute("SELECT id FROM dictionaries UNION SELECT id FROM spares").fetchall()
    for (number,) in rows:
        try:
            data = stored(connection, number)
        except ValueError:  # what it was used for is lost, which each text tells
            continue
        connection.execute("INSERT OR IGNORE INTO dictionaries VALUES (?, 0, ?)", (number, data))
        connection.execute("UPDATE dictionaries SET data = ? WHERE id = ?", (data, number))
        connection.execute("INSERT OR REPLACE INTO spares VALUES (?, ?, ?)", (number, digest(data), data))


def _rebuild(connection: sqlite3.Connection, progress: Progress) -> int:
    """Read every article and write its rows of index and ticker anew; give how many texts can't be read."""
    connection.execute("INSERT INTO search(search) VALUES ('delete-all')")
    batch, places = Batch(connection), Places(connection)
    total: int = connection.execute("SELECT COUNT(*) FROM headlines").fetchone()[0]
    figures = done = after = lost = 0
    page = "SELECT id, feed_id, title, published, first_seen FROM headlines WHERE id > ? ORDER BY id LIMIT 500"
    while rows := connection.execute(page, (after,)).fetchall():
        for article, feed_id, title, published, first_seen in rows:
            document = _document(connection, article)
            if document is None:
                document = _empty(feed_id, first_seen)
                connection.execute("UPDATE documents SET data = ? WHERE id = ?", (documents.encode(document), article))
                _forget_content(connection, article)
                lost += 1
            batch.index(article, indexed(title, document))
            replace_events(connection, article, event_rows(document.tags, min(published, first_seen), places))
            figures += len(document.tags.figures)
        done, after = done + len(rows), rows[-1][0]
        progress(done, total)
    batch.write_index()
    connection.execute("UPDATE meta SET figures = ?", (figures,))
    return lost


def _document(connection: sqlite3.Connection, article: int) -> documents.Document | None:
    """Give an article's document, or None where it can't be read."""
    (data,) = connection.execute("SELECT data FROM documents WHERE id = ?", (article,)).fetchone()
    try:
        document = documents.decode(data, connection)
        require_text(document.summary, document.body, document.author, document.index)
    except (ValueError, TypeError, LookupError):
        return None
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
    for key, data in connection.execute("SELECT hash, data FROM raw_bodies"):
        try:
            decompress(data)
        except (ValueError, TypeError):
            damaged.append((key,))
    connection.executemany("DELETE FROM sightings WHERE hash = ?", damaged)
    connection.executemany("DELETE FROM raw_bodies WHERE hash = ?", damaged)
