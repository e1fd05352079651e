"""Whole texts from the pages behind articles: which are wanted, what came of each, and into which article it goes.

The list of wanted pages stands in the archive, so that it outlives the program. It is bounded: of more than
`MOST_WAITING`, those that wait longest are given up.
"""

from __future__ import annotations

import sqlite3
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from store import compression, documents
from store.batch import Batch, indexed
from store.connection import connect_reader, translate
from store.happenings import Places, dateline, event_rows, replace_events
from store.identities import key_hash, look_up
from store.models import WantedPage
from store.names import save_names
from store.noise import Lines
from store.surrogates import storable
from store.times import moment, seconds
from store.tokens import tokens_of
from store.watching import note_former

if TYPE_CHECKING:
    from datetime import datetime
    from pathlib import Path
    from types import TracebackType

    from store.documents import Document
    from store.models import PageText, PollOutcome
    from store.writer import Job

MOST_WAITING = 20_000
"""Pages that wait to be fetched, at most."""
_GIVEN_UP = "too many pages were waiting"
_WAITING = (
    "SELECT p.article, h.url, h.title, h.published, p.tries, e.content_hash, d.data, f.country, f.id FROM pages p"
    " JOIN headlines h ON h.id = p.article JOIN entries e ON e.article = p.article"
    " JOIN documents d ON d.id = p.article JOIN feeds f ON f.id = h.feed_id"
    " WHERE p.due <= ? AND h.url IS NOT NULL ORDER BY p.due DESC, p.article DESC LIMIT ?"
)
_STORED = (
    "SELECT h.feed_id, h.title, h.published, h.first_seen, h.revisions, d.data, e.content_hash FROM headlines h"
    " JOIN entries e ON e.article = h.id JOIN documents d ON d.id = h.id WHERE h.id = ?"
)


class WantedPages:
    """Reads the list of wanted pages through one read-only connection of its own."""

    def __init__(self, path: Path) -> None:
        """Open the archive at `path`.

        Raises:
            ArchiveError: it can't be read.
        """
        self._connection = connect_reader(path)
        self._path = path

    def __enter__(self) -> WantedPages:
        """Give the list itself."""
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        """Close the connection."""
        self._connection.close()

    def due(self, now: datetime, limit: int) -> list[WantedPage]:
        """Give pages that may be fetched by `now`, at most `limit`; the newest articles first.

        Raises:
            ArchiveError: the archive can't be read.
        """
        try:
            rows = self._connection.execute(_WAITING, (seconds(now), limit)).fetchall()
            return [self._wanted(*row) for row in rows]
        except sqlite3.Error as error:
            raise translate(error, self._path) from error

    def _wanted(
        self,
        article: int,
        url: str,
        title: str,
        published: int,
        tries: int,
        version: bytes,
        data: bytes,
        country: str,
        feed_id: int,
    ) -> WantedPage:
        document = documents.decode(data, self._connection)
        return WantedPage(
            *(
                article,
                url,
                title,
                document.body or document.summary,
                moment(published),
                document.lang,
                country,
                tries,
                version,
                feed_id,
            )
        )


def want(connection: sqlite3.Connection, outcome: PollOutcome) -> None:
    """Note within a poll's transaction which of its articles want their page; a changed one wants it anew."""
    wanted = [key_hash(draft.key) for draft in outcome.drafts if draft.wants_page]
    if not wanted:
        return
    now = seconds(outcome.polled_at)
    found = look_up(connection, outcome.feed_id, wanted).values()
    connection.executemany(
        "INSERT OR REPLACE INTO pages(article, due, tries, words) VALUES (?, ?, 0, NULL)",
        [(entry.article_id, now) for entry in found],
    )


def give_up() -> Job[int]:
    """Give the job that gives those up that wait longest, where more wait than `MOST_WAITING`; it gives how many."""

    def job(connection: sqlite3.Connection) -> int:
        return connection.execute(
            "UPDATE pages SET due = NULL, words = ? WHERE article IN"
            " (SELECT article FROM pages WHERE due IS NOT NULL ORDER BY article DESC LIMIT -1 OFFSET ?)",
            (_GIVEN_UP, MOST_WAITING),
        ).rowcount

    return job


def put_off(page: WantedPage, due: datetime, tries: int) -> Job[None]:
    """Give the job that tries a page again at `due`, and notes how often it was tried."""

    def job(connection: sqlite3.Connection) -> None:
        sql = "UPDATE pages SET due = ?, tries = ? WHERE article = ? AND due IS NOT NULL"
        connection.execute(sql, (seconds(due), tries, page.article_id))

    return job


def settle(page: WantedPage, words: str) -> Job[None]:
    """Give the job that notes why an article has no text from its page, in `words`."""

    def job(connection: sqlite3.Connection) -> None:
        article = page.article_id
        changed = connection.execute("UPDATE pages SET due = NULL, words = ? WHERE article = ?", (words, article))
        if changed.rowcount:
            connection.execute("UPDATE headlines SET rev = (SELECT rev + 1 FROM meta) WHERE id = ?", (article,))
            connection.execute("UPDATE meta SET rev = rev + 1")

    return job


def fill(text: PageText) -> Job[bool]:
    """Give the job that puts the text of a page into its article; it gives whether it did.

    Only the version that the page was fetched for takes it, and only where the feed gives no longer text itself. The
    feed's own words about author, language and date count before those of the page. It is no revision: nothing that
    was there is replaced.
    """

    def job(connection: sqlite3.Connection) -> bool:
        row = connection.execute(_STORED, (text.page.article_id,)).fetchone()
        if row is None or row[-1] != text.page.version:  # it was pruned, or edited and so wants its page anew
            return False
        save_names(connection, text.names)
        _write(connection, storable(text), row)
        return True

    return job


def _write(connection: sqlite3.Connection, text: PageText, row: tuple[Any, ...]) -> None:
    """Write a page's text into the article that `row` of `_STORED` holds, and into everything that follows from it."""
    feed_id, title, published, first_seen, revisions, data, _ = row
    article, places = text.page.article_id, Places(connection, text.names)
    old = documents.decode(data, connection)
    published, new = _filled(old, text, published)
    index = tokens_of(
        new.tags,
        feed_id=feed_id,
        published=published,
        language=new.lang,
        fulltext=True,
        revised=revisions > 1,
        region_of=places.region_of,
    )
    new = replace(new, index=index)
    encoded = documents.encode(new, compression.newest(connection))
    events = replace_events(connection, article, event_rows(new.tags, min(published, first_seen), places))
    first = next(iter(new.tags.events), None)
    connection.execute("UPDATE documents SET data = ? WHERE id = ?", (encoded, article))
    connection.execute(
        "UPDATE headlines SET url = ?, published = ?, dateline = ?, event = ?, status = ?,"
        " rev = (SELECT rev + 1 FROM meta) WHERE id = ?",
        (
            text.url or text.page.url,
            published,
            dateline(new.tags),
            first and first.type,
            first and first.status,
            article,
        ),
    )
    connection.execute("INSERT OR IGNORE INTO years VALUES (?)", (moment(published).year,))
    connection.execute("DELETE FROM pages WHERE article = ?", (article,))
    former = indexed(title, old)
    note_former(connection, article, former)
    connection.execute(
        "UPDATE meta SET rev = rev + 1, events = events + ?, figures = figures + ?",
        (events, len(new.tags.figures) - len(old.tags.figures)),
    )
    if revisions == 1:
        lines = Lines(connection, feed_id, first_seen)
        lines.complete(text.body, old.body or old.summary)
        lines.finish()
    batch = Batch(connection)
    batch.unindex(article, former)
    batch.index(article, indexed(title, new))
    batch.write_index()


def _filled(old: Document, text: PageText, published: int) -> tuple[int, Document]:
    """Give when the article counts as published, and its document with the page's text."""
    source, claimed = old.published_source, seconds(text.published)
    if source == "first_seen" and claimed is not None and claimed <= published:
        published, source = claimed, "page"
    return published, replace(
        old,
        body=text.body,
        author=old.author or text.author,
        lang=old.lang or text.lang,
        published_source=source,
        tags=text.tags,
    )
