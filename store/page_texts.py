"""The text of the page behind an article, on its way into that article and into everything that follows from it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from store import compression, documents
from store.batch import Batch, indexed
from store.grouping import Grouping
from store.happenings import Places, dateline, event_rows, replace_events
from store.names import save_names
from store.noise import Lines
from store.surrogates import storable
from store.times import moment, seconds
from store.tokens import tokens_of
from store.watching import note_former

if TYPE_CHECKING:
    import sqlite3

    from store.documents import Document
    from store.models import PageText
    from store.writer import Job

_STORED = (
    "SELECT h.feed_id, h.title, h.published, h.first_seen, h.revisions, d.data, e.content_hash FROM headlines h"
    " JOIN entries e ON e.article = h.id JOIN documents d ON d.id = h.id WHERE h.id = ?"
)


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
        old = documents.readable(row[-2], connection)
        if old is None:
            return False
        save_names(connection, text.names)
        _write(connection, storable(text), row, old)
        return True

    return job


def _write(connection: sqlite3.Connection, text: PageText, row: tuple[Any, ...], old: Document) -> None:
    """Write a page's text into the article that `row` of `_STORED` holds, and into everything that follows from it."""
    feed_id, title, published, first_seen, revisions, *_ = row
    article, places = text.page.article_id, Places(connection, text.names)
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
    connection.execute("UPDATE documents SET data = ? WHERE id = ?", (encoded, article))
    _write_headline(connection, text, published)
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
        lines.complete(text.body, text.tags, old.body or old.summary)
        lines.finish()
    _regroup(connection, article, first_seen)
    batch = Batch(connection)
    batch.unindex(article, former)
    batch.index(article, indexed(title, new))
    batch.write_index()


def _write_headline(connection: sqlite3.Connection, text: PageText, published: int) -> None:
    first = next(iter(text.tags.events), None)
    connection.execute(
        "UPDATE headlines SET url = ?, published = ?, dateline = ?, event = ?, status = ?,"
        " rev = (SELECT rev + 1 FROM meta) WHERE id = ?",
        (
            *(text.url or text.page.url, published, dateline(text.tags)),
            *(first and first.type, first and first.status, text.page.article_id),
        ),
    )


def _regroup(connection: sqlite3.Connection, article: int, first_seen: int) -> None:
    """Find the article's story by what it says now, as of when it came."""
    grouping = Grouping(connection, first_seen, connection.execute("SELECT rev FROM meta").fetchone()[0])
    grouping.revised(article)
    grouping.finish()


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
