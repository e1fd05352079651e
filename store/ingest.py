"""Articles into the archive: a new one, another version of one, one taken out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from store import documents, identities
from store.documents import Document
from store.folding import index_form
from store.happenings import add_events, dateline, event_rows, replace_events
from store.surrogates import storable
from store.times import seconds
from store.tokens import tokens_of

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable

    from store.models import ArticleDraft, PublishedSource

MAX_VERSIONS_A_DAY = 24
"""Versions of one article that are kept of one day; the newest always is."""
_DAY_S = 86_400


class Ingest:
    """Writes the drafts of one poll within an open transaction, and counts what it did."""

    def __init__(self, connection: sqlite3.Connection, feed_id: int, now: int) -> None:
        """Start from the archive's counters; `finish` writes them back.

        Args:
            connection: inside a transaction.
            feed_id: where the drafts come from.
            now: when they arrived, epoch seconds.
        """
        self._connection = connection
        self._feed_id = feed_id
        self._now = now
        self._regions: dict[str, str | None] = {}
        self.rev, self._last = connection.execute("SELECT rev + 1, last_article FROM meta").fetchone()
        self.new = self.revised = self._events = self._figures = 0

    def add(self, draft: ArticleDraft) -> None:
        """Store a draft: as a new article, as another version of one, or not at all where nothing changed."""
        known = identities.find(self._connection, self._feed_id, draft.key)
        try:
            if known is None:
                self._insert(draft)
            elif known.content_hash != draft.content_hash:
                self._revise(draft, known.article_id)
        except UnicodeEncodeError:
            # Half a surrogate pair can't be stored as UTF-8. One such text must not cost a feed all its articles.
            self.add(storable(draft))
            return
        article = self._last if known is None else known.article_id
        identities.remember(self._connection, self._feed_id, article, draft, new=known is None)

    def withdraw(self, articles: Iterable[int]) -> None:
        """Mark articles that their publisher took back (RFC 6721); nothing of them is dropped."""
        self._mark_withdrawn(articles, self._now)

    def restore(self, articles: Iterable[int]) -> None:
        """Take the mark from articles that are there again."""
        self._mark_withdrawn(articles, None)

    def _mark_withdrawn(self, articles: Iterable[int], when: int | None) -> None:
        for article in articles:
            self._connection.execute(
                "UPDATE headlines SET withdrawn = ?, rev = ? WHERE id = ? AND feed_id = ?",
                (when, self.rev, article, self._feed_id),
            )
            self._connection.execute("UPDATE entries SET withdrawn = ? WHERE article = ?", (when is not None, article))

    def finish(self) -> None:
        """Write the counters back."""
        self._connection.execute(
            "UPDATE meta SET rev = ?, feeds_rev = ?, last_article = ?, articles = articles + ?,"
            " revisions = revisions + ?, events = events + ?, figures = figures + ?",
            (self.rev, self.rev, self._last, self.new, self.revised, self._events, self._figures),
        )

    def _insert(self, draft: ArticleDraft) -> None:
        published = seconds(draft.published)
        document = self._document(draft, "first_seen" if published is None else "feed", seconds(draft.updated))
        data = documents.encode(document)
        _check(draft)
        self._last += 1
        article = self._last
        time = self._now if published is None else published
        execute = self._connection.execute
        execute(
            "INSERT INTO headlines(id, feed_id, title, url, published, first_seen, dateline, event, status, rev)"
            " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (article, self._feed_id, draft.title, draft.url, time, self._now, *_gist(draft), self.rev),
        )
        execute("INSERT INTO documents VALUES (?, ?)", (article, data))
        _index(self._connection, article, draft.title, document)
        rows = event_rows(self._connection, draft.tags, min(time, self._now)) if draft.tags.events else []
        if rows:
            add_events(self._connection, article, rows)
        self.new += 1
        self._events += len(rows)
        self._figures += len(draft.tags.figures)

    def _revise(self, draft: ArticleDraft, article: int) -> None:
        execute = self._connection.execute
        row = execute(
            "SELECT h.title, h.published, h.first_seen, h.revisions, d.data FROM headlines h"
            " JOIN documents d ON d.id = h.id WHERE h.id = ?",
            (article,),
        ).fetchone()
        if row is None:  # it was pruned, and must not come back
            return
        title, published, first_seen, number, data = row
        old = documents.decode(data)
        published, document = self._next_version(draft, old, published)
        data = documents.encode(document)
        _check(draft)
        kept = self._keep_version(article, number, title, old)
        execute("UPDATE documents SET data = ? WHERE id = ?", (data, article))
        execute(
            "UPDATE headlines SET title = ?, url = ?, published = ?, dateline = ?, event = ?, status = ?,"
            " revisions = revisions + ?, rev = ? WHERE id = ?",
            (draft.title, draft.url, published, *_gist(draft), kept, self.rev, article),
        )
        unindex(self._connection, article, title, old)
        _index(self._connection, article, draft.title, document)
        rows = event_rows(self._connection, draft.tags, min(published, first_seen))
        self._events += replace_events(self._connection, article, rows)
        self._figures += len(draft.tags.figures) - len(old.tags.figures)
        self.revised += kept

    def _keep_version(self, article: int, number: int, title: str, old: Document) -> int:
        """Keep the version that is about to be replaced, and give how many were kept: 1 or 0.

        A text that changes with every request (a time, a random token) would fill the disk: of such an article only
        the first `MAX_VERSIONS_A_DAY` are kept, and the newest.
        """
        recent = self._connection.execute(
            "SELECT COUNT(*) FROM revisions WHERE article = ? AND seen_at > ?", (article, self._now - _DAY_S)
        ).fetchone()[0]
        if recent >= MAX_VERSIONS_A_DAY:
            return 0
        self._connection.execute(
            "INSERT INTO revisions VALUES (?, ?, ?, ?)", (article, number, old.seen_at, _version(title, old))
        )
        return 1

    def _next_version(self, draft: ArticleDraft, old: Document, published: int) -> tuple[int, Document]:
        """Give when the article counts as published, and its new document."""
        source, claimed, updated = old.published_source, seconds(draft.published), seconds(draft.updated)
        if source == "first_seen" and claimed is not None and claimed <= published:
            published, source = claimed, "feed"
        if updated is None:
            # A publication date that moves is an update: the article keeps its place in time.
            updated = old.updated if claimed in (None, published) else claimed
        return published, self._document(draft, source, updated)

    def _document(self, draft: ArticleDraft, source: PublishedSource, updated: int | None) -> Document:
        index = tokens_of(
            draft.tags,
            feed_id=self._feed_id,
            language=draft.lang,
            fulltext=bool(draft.body),
            region_of=self._region_of,
        )
        return Document(
            summary=draft.summary,
            body=draft.body,
            author=draft.author,
            guid=draft.guid,
            published_raw=draft.published_raw,
            published_source=source,
            updated=updated,
            lang=draft.lang,
            links=draft.links,
            seen_at=self._now,
            index=index,
            tags=draft.tags,
            point=draft.point,
        )

    def _region_of(self, place_id: str) -> str | None:
        if place_id not in self._regions:
            row = self._connection.execute("SELECT region_id FROM names WHERE id = ?", (place_id,)).fetchone()
            self._regions[place_id] = row[0] if row else None
        return self._regions[place_id]


def remove(connection: sqlite3.Connection, article: int) -> None:
    """Take an article out of every table but ``identities``, and out of the counters."""
    row = connection.execute(
        "SELECT h.title, h.feed_id, h.revisions, d.data"
        " FROM headlines h JOIN documents d ON d.id = h.id WHERE h.id = ?",
        (article,),
    ).fetchone()
    title, feed_id, revisions, data = row
    document = documents.decode(data)
    unindex(connection, article, title, document)
    events = -replace_events(connection, article, [])
    for table, column in (("headlines", "id"), ("documents", "id"), ("revisions", "article")):
        connection.execute(f"DELETE FROM {table} WHERE {column} = ?", (article,))  # noqa: S608 - our own names
    connection.execute("UPDATE feeds SET articles = articles - 1 WHERE id = ?", (feed_id,))
    connection.execute(
        "UPDATE meta SET articles = articles - 1, revisions = revisions - ?, events = events - ?,"
        " figures = figures - ?",
        (revisions - 1, events, len(document.tags.figures)),
    )


def unindex(connection: sqlite3.Connection, article: int, title: str, old: Document) -> None:
    """Take a row out of the search index; FTS5 must be told exactly what stands there."""
    connection.execute(
        "INSERT INTO search(search, rowid, title, body, author, tags) VALUES ('delete', ?, ?, ?, ?, ?)",
        (article, *_indexed(title, old)),
    )


def _index(connection: sqlite3.Connection, article: int, title: str, document: Document) -> None:
    connection.execute(
        "INSERT INTO search(rowid, title, body, author, tags) VALUES (?, ?, ?, ?, ?)",
        (article, *_indexed(title, document)),
    )


def _indexed(title: str, document: Document) -> tuple[str, str, str, str]:
    body = documents.searchable(document.summary, document.body)
    return index_form(title), index_form(body), index_form(document.author or ""), document.index


def _version(title: str, document: Document) -> bytes:
    return documents.encode_version(title, document.summary, document.body)


def _gist(draft: ArticleDraft) -> tuple[str | None, str | None, str | None]:
    if not draft.tags.events:
        return dateline(draft.tags), None, None
    first = draft.tags.events[0]
    return dateline(draft.tags), first.type, first.status


def _check(draft: ArticleDraft) -> None:
    """Fail before anything is written where a text that stands outside the document can't be stored."""
    f"{draft.title}{draft.url}".encode()
