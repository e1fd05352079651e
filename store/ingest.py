"""Articles into the archive: a new one, another version of one, one taken out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from store import compression, documents, identities, versions
from store.batch import Batch, indexed
from store.documents import Document
from store.grouping import Grouping
from store.happenings import Places, dateline, event_rows, replace_events
from store.identities import key_hash
from store.noise import Lines
from store.surrogates import storable
from store.times import moment, seconds
from store.tokens import tokens_of
from store.watching import note_former
from store.wording import Wording

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable, Sequence

    from store.models import ArticleDraft, KnownEntry, KnownName, PublishedSource


class Ingest:
    """Writes the drafts of one poll within an open transaction, and counts what it did."""

    def __init__(self, connection: sqlite3.Connection, feed_id: int, now: int, names: Sequence[KnownName] = ()) -> None:
        """Start from the archive's counters; `finish` writes the counters and the search index.

        Args:
            connection: inside a transaction.
            feed_id: where the drafts come from.
            now: when they arrived, epoch seconds.
            names: of places that the drafts mention, stored already; others are looked up.
        """
        self._connection = connection
        self._feed_id = feed_id
        self._now = now
        self._places = Places(connection, names)
        self._batch = Batch(connection)
        self._lines = Lines(connection, feed_id, now)
        self._fresh: set[bytes] = set()
        self._years: set[int] = set()
        self._dictionary = compression.newest(connection)
        self.rev, self._last = connection.execute("SELECT rev + 1, last_article FROM meta").fetchone()
        self._first = self._last
        self._grouping = Grouping(connection, now, self.rev)
        self.new = self.revised = self._events = self._figures = 0

    def add(self, drafts: Sequence[ArticleDraft]) -> None:
        """Store drafts: each as a new article, as another version of one, or not at all where nothing changed."""
        hashes = {key_hash(key): None for draft in drafts for key in (draft.key, *draft.aliases)}
        known = identities.look_up(self._connection, self._feed_id, list(hashes))
        for draft in drafts:
            try:
                self._add(draft, known)
            except UnicodeEncodeError:
                # Half a surrogate pair can't be stored as UTF-8. One such text must not cost a feed all its articles.
                self._add(storable(draft), known)
        self._batch.write()

    def _add(self, draft: ArticleDraft, known: dict[bytes, KnownEntry]) -> None:
        hashed = key_hash(draft.key)
        entry = known.get(hashed)
        if hashed in self._fresh:  # a draft before this one leads here
            self._batch.write()
            entry = identities.look_up(self._connection, self._feed_id, [hashed]).get(hashed)
        aliases = dict.fromkeys(map(key_hash, draft.aliases))
        if entry is None:
            self._insert(draft)
            self._identify(draft, hashed, [alias for alias in aliases if alias != hashed], known)
        else:
            if not self._fresh.isdisjoint(aliases):
                self._batch.write()
            if entry.content_hash != draft.content_hash:
                self._revise(draft, entry.article_id)
            identities.remember(self._connection, self._feed_id, entry.article_id, draft)
        self._fresh.add(hashed)
        self._fresh.update(aliases)

    def _identify(
        self, draft: ArticleDraft, hashed: bytes, aliases: list[bytes], known: dict[bytes, KnownEntry]
    ) -> None:
        """Note what tells a new article, and every key that leads to it, also those that led to another one."""
        article, batch = self._last, self._batch
        plain = [alias for alias in aliases if alias not in known and alias not in self._fresh]
        batch.add("entries", article, draft.content_hash, draft.link_mark, draft.title_mark, len(plain))
        for key in (hashed, *plain):
            batch.add("identities", self._feed_id, key, article)
        if len(plain) < len(aliases):
            batch.write()
            identities.lead(self._connection, self._feed_id, article, draft.aliases)

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
        """Find the stories of what is new or changed, and write the counters and the search index."""
        execute = self._connection.execute
        self._grouping.finish()
        self._connection.executemany("INSERT OR IGNORE INTO years VALUES (?)", [(year,) for year in self._years])
        if any(self._first < number <= self._last for number in compression.LEARN_AT):
            compression.learn(self._connection, self._last)
        execute(
            "UPDATE meta SET rev = ?, feeds_rev = ?, last_article = ?, articles = articles + ?,"
            " revisions = revisions + ?, events = events + ?, figures = figures + ?",
            (self.rev, self.rev, self._last, self.new, self.revised, self._events, self._figures),
        )
        self._lines.finish()
        # Last of all: FTS5 writes out what it has gathered as soon as another statement opens a savepoint.
        self._batch.write_index()

    def _insert(self, draft: ArticleDraft) -> None:
        published = seconds(draft.published)
        time = self._now if published is None else published
        source: PublishedSource = "first_seen" if published is None else "feed"
        document = self._document(draft, source, time, seconds(draft.updated))
        data = documents.encode(document, self._dictionary)
        _check(draft)
        self._last += 1
        article, batch = self._last, self._batch
        batch.add(
            "headlines",
            *(article, self._feed_id, draft.title, draft.url, time, self._now, *_gist(draft), self.rev),
        )
        batch.add("documents", article, data)
        if draft.tags.events:
            rows = event_rows(draft.tags, min(time, self._now), self._places)
            batch.add_events(article, rows)
            self._events += len(rows)
        if draft.parent is None:  # updates of a live blog are parts of one article
            self._lines.add(draft.body or draft.summary, draft.tags)
        self.new += 1
        self._grouping.arrived(article, self._wording(draft, time))
        self._figures += len(draft.tags.figures)
        batch.index(article, indexed(draft.title, document))

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
        old = documents.decode(data, self._connection)
        published, document = self._next_version(draft, old, published)
        data = documents.encode(document, self._dictionary)
        _check(draft)
        kept = versions.keep(self._connection, article, number, title, old, now=self._now, dictionary=self._dictionary)
        execute("UPDATE documents SET data = ? WHERE id = ?", (data, article))
        execute(
            "UPDATE headlines SET title = ?, url = ?, published = ?, dateline = ?, event = ?, status = ?,"
            " revisions = revisions + ?, rev = ? WHERE id = ?",
            (draft.title, draft.url, published, *_gist(draft), kept, self.rev, article),
        )
        former = indexed(title, old)
        note_former(self._connection, article, former)
        self._batch.unindex(article, former)
        self._batch.index(article, indexed(draft.title, document))
        rows = event_rows(draft.tags, min(published, first_seen), self._places)
        self._events += replace_events(self._connection, article, rows)
        self._figures += len(draft.tags.figures) - len(old.tags.figures)
        self.revised += kept
        self._grouping.revised(article, self._wording(draft, min(published, first_seen)))

    def _wording(self, draft: ArticleDraft, published: int) -> Wording:
        return Wording(
            *(self._feed_id, min(published, self._now), draft.title, draft.body or draft.summary),
            *(draft.lang, draft.tags, draft.parent is not None, draft.compared),
        )

    def _next_version(self, draft: ArticleDraft, old: Document, published: int) -> tuple[int, Document]:
        """Give when the article counts as published, and its new document."""
        source, claimed, updated = old.published_source, seconds(draft.published), seconds(draft.updated)
        if source == "first_seen" and claimed is not None and claimed <= published:
            published, source = claimed, "feed"
        if updated is None:
            # A publication date that moves is an update: the article keeps its place in time.
            updated = old.updated if claimed in (None, published) else claimed
        return published, self._document(draft, source, published, updated, revised=True)

    def _document(
        self,
        draft: ArticleDraft,
        source: PublishedSource,
        published: int,
        updated: int | None,
        *,
        revised: bool = False,
    ) -> Document:
        index = tokens_of(
            draft.tags,
            feed_id=self._feed_id,
            published=published,
            language=draft.lang,
            fulltext=bool(draft.body),
            revised=revised,
            region_of=self._places.region_of,
        )
        self._years.add(moment(published).year)
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
            parent=draft.parent,
            credit=draft.credit,
        )


def _gist(draft: ArticleDraft) -> tuple[str | None, str | None, str | None]:
    if not draft.tags.events:
        return dateline(draft.tags), None, None
    first = draft.tags.events[0]
    return dateline(draft.tags), first.type, first.status


def _check(draft: ArticleDraft) -> None:
    """Fail before anything is written where a text that stands outside the document can't be stored."""
    f"{draft.title}{draft.url}".encode()
