"""New tags for stored articles: their texts out, their tags in, batch by batch, and how far that has come.

A run that was cut short goes on where it stopped, as long as it is the same tagger that asks.
"""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from store import compression, documents, versions
from store.batch import Batch, indexed
from store.connection import ADVICE, translate
from store.errors import ArchiveCorrupt
from store.grouping import Grouping
from store.happenings import Places, dateline, event_rows, replace_events
from store.models import article_text
from store.names import save_names
from store.schema import open_reader
from store.times import moment
from store.tokens import tokens_of
from store.window import empty_index

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import datetime
    from pathlib import Path
    from types import TracebackType

    from store.documents import Document
    from store.models import KnownName, Tags
    from store.writer import Job

_STORED = (
    "SELECT h.id, h.title, h.published, h.first_seen, h.feed_id, h.revisions, f.country, d.data FROM headlines h"
    " CROSS JOIN feeds f ON f.id = h.feed_id CROSS JOIN documents d ON d.id = h.id WHERE h.id "
)


@dataclass(frozen=True, slots=True)
class StoredText:
    """What the tagger needs of a stored article."""

    article: int
    title: str
    text: str
    """What offsets of tags count in: title, blank line, body or summary."""
    published: datetime
    lang: str | None
    country: str | None
    """The outlet's ISO code."""
    feed_id: int
    version: int = 0
    """Number of a superseded version; 0 for the article as it is."""


@dataclass(frozen=True, slots=True)
class Retagging:
    """How far a run has come."""

    upto: int
    """The last article done; 0 at the start."""
    left: int
    """How many articles are still to do."""


def begin(mark: str) -> Job[Retagging]:
    """Give the job that starts a run, or goes on with the one that another process with the same `mark` began.

    Args:
        mark: tells one tagger with its names from another.
    """

    def job(connection: sqlite3.Connection) -> Retagging:
        connection.execute("DELETE FROM retagging WHERE mark <> ?", (mark,))
        connection.execute("INSERT OR IGNORE INTO retagging(id, mark) VALUES (1, ?)", (mark,))
        upto = connection.execute("SELECT upto FROM retagging").fetchone()[0]
        if upto == 0:  # stories are found anew, from the first article on
            empty_index(connection)
        left = connection.execute("SELECT COUNT(*) FROM headlines WHERE id > ?", (upto,)).fetchone()[0]
        return Retagging(upto, left)

    return job


def finish() -> Job[None]:
    """Give the job that ends a run, so that the next one starts from the first article."""

    def job(connection: sqlite3.Connection) -> None:
        connection.execute("DELETE FROM retagging")

    return job


class TextReader:
    """Gives the texts of stored articles, over one read-only connection of its own."""

    def __init__(self, path: Path) -> None:
        """Open the archive at `path`.

        Raises:
            ArchiveError: it is missing, damaged, something else or too new.
        """
        self._connection = open_reader(path)
        self._path = path

    def __enter__(self) -> TextReader:
        """Give the reader itself."""
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        """Close the connection."""
        self._connection.close()

    def after(self, article: int, limit: int) -> list[StoredText]:
        """Give the articles with the next higher ids, in that order, at most `limit` of them, each with its versions.

        Raises:
            ArchiveError: the archive can't be read.
        """
        try:
            rows = self._connection.execute(f"{_STORED} > ? ORDER BY h.id LIMIT ?", (article, limit)).fetchall()
            return [text for row in rows for text in self._stored(row)]
        except sqlite3.Error as error:
            raise translate(error, self._path) from error
        except (ValueError, TypeError, LookupError) as error:
            raise ArchiveCorrupt(f"{self._path}: damaged: a row makes no sense ({error}); {ADVICE}") from error

    def _stored(self, row: tuple[Any, ...]) -> Iterator[StoredText]:
        """Give the article of a row, then its superseded versions."""
        article, title, published, _, feed_id, revisions, country, data = row
        document = documents.decode(data, self._connection)
        text = article_text(title, document.summary, document.body)
        newest = StoredText(article, title, text, moment(published), document.lang, country or None, feed_id)
        yield newest
        for old in versions.kept(self._connection, article) if revisions > 1 else ():
            text = article_text(old.title, old.summary, old.body)
            yield replace(newest, title=old.title, text=text, version=old.number)


def retag(tagged: Sequence[tuple[StoredText, Tags]], names: Sequence[KnownName], upto: int) -> Job[int]:
    """Give the job that replaces the tags of articles; it gives how many articles have other tags now.

    An article whose text changed meanwhile, or that is gone, is left as it is: it was tagged when it changed.

    Args:
        tagged: articles as `TextReader` gave them, in that order, with their tags.
        names: every place and actor that the tags mention, with the regions and countries that hold them.
        upto: the highest id of an article that is done with this.
    """

    def job(connection: sqlite3.Connection) -> int:
        save_names(connection, names)
        run = _Run(connection, names)
        for stored, tags in tagged:
            run.replace(stored, tags)
        run.group([stored.article for stored, _ in tagged])
        connection.execute("UPDATE retagging SET upto = ?", (upto,))
        run.finish()
        return run.changed

    return job


class _Run:
    """One batch, inside its transaction."""

    def __init__(self, connection: sqlite3.Connection, names: Sequence[KnownName]) -> None:
        self._connection = connection
        self._places = Places(connection, names)
        self._batch = Batch(connection)
        self._dictionary = compression.newest(connection)
        self._rev = connection.execute("SELECT rev + 1 FROM meta").fetchone()[0]
        self.changed = self._events = self._figures = self._moved = 0

    def replace(self, stored: StoredText, tags: Tags) -> None:
        """Give an article new tags, or a version of one."""
        if stored.version:
            versions.replace_tags(self._connection, stored.article, stored.version, tags, self._dictionary)
            return
        row = self._connection.execute(f"{_STORED} = ?", (stored.article,)).fetchone()
        if row is None:
            return
        article, title, published, first_seen, feed_id, revisions, _, data = row
        old = documents.decode(data, self._connection)
        if article_text(title, old.summary, old.body) != stored.text:
            return
        index = tokens_of(
            tags,
            feed_id=feed_id,
            published=published,
            language=old.lang,
            fulltext=bool(old.body),
            revised=revisions > 1,
            region_of=self._places.region_of,
        )
        new = replace(old, tags=tags, index=index)
        # Rows of the ticker also hold what the gazetteer says of a place, so they are compared by themselves.
        rows = event_rows(tags, min(published, first_seen), self._places)
        before = self._connection.total_changes
        self._events += replace_events(self._connection, article, rows)
        if new != old or self._connection.total_changes != before:
            self._write(article, title, old, new)

    def _write(self, article: int, title: str, old: Document, new: Document) -> None:
        first = new.tags.events[0] if new.tags.events else None
        self._connection.execute(
            "UPDATE headlines SET dateline = ?, event = ?, status = ?, rev = ? WHERE id = ?",
            (dateline(new.tags), first and first.type, first and first.status, self._rev, article),
        )
        data = documents.encode(new, self._dictionary)
        self._connection.execute("UPDATE documents SET data = ? WHERE id = ?", (data, article))
        if new.index != old.index:
            self._batch.unindex(article, indexed(title, old))
            self._batch.index(article, indexed(title, new))
        self._figures += len(new.tags.figures) - len(old.tags.figures)
        self.changed += 1

    def group(self, articles: Sequence[int]) -> None:
        """Find the stories of articles as if they came now, one after the other."""
        for article in articles:
            row = self._connection.execute("SELECT first_seen FROM headlines WHERE id = ?", (article,)).fetchone()
            if row is not None:
                grouping = Grouping(self._connection, row[0], self._rev)
                grouping.add(article)
                grouping.finish()
                self._moved += grouping.changed

    def finish(self) -> None:
        """Write the counters and the search index."""
        if self.changed or self._moved:
            self._connection.execute(
                "UPDATE meta SET rev = ?, events = events + ?, figures = figures + ?",
                (self._rev, self._events, self._figures),
            )
            self._batch.write_index()
