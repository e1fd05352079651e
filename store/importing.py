"""Articles that come from another archive or another reader, written as if they had arrived here then."""

from __future__ import annotations

from dataclasses import dataclass, replace
from hashlib import blake2b
from typing import TYPE_CHECKING, NamedTuple

from store import deeds, identities, versions
from store.deeds import NOTHING, Deeds
from store.ingest import Ingest
from store.membership import Membership
from store.names import save_names
from store.surrogates import storable
from store.text import cut
from store.times import seconds

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Mapping, Sequence
    from datetime import datetime

    from store.models import ArticleDraft, KnownName
    from store.writer import Job

_LABEL_LIMIT = 60
_INTERVAL_S = 600


@dataclass(frozen=True, slots=True)
class Version:
    """A superseded version of an article."""

    seen_at: datetime
    title: str
    summary: str
    body: str | None


@dataclass(frozen=True, slots=True)
class Arrival:
    """One article that is new here."""

    feed_id: int
    draft: ArticleDraft
    """Its newest version."""
    seen: datetime
    """When its first version arrived."""
    earlier: tuple[Version, ...] = ()
    """The versions before `draft`, the first one first."""
    changed: datetime | None = None
    """When the newest version arrived; None for `seen`."""
    read: bool = False
    starred: bool = False
    withdrawn: datetime | None = None
    wanted_id: int | None = None
    """The id it had, which it keeps where every article here has a lower one."""
    story: int | None = None
    """The story it was in there."""
    deeds: Deeds = NOTHING
    """What people and their watches did with it."""


@dataclass(frozen=True, slots=True)
class Mark:
    """What is known of an article that is here already."""

    article: int
    read: bool
    starred: bool
    deeds: Deeds = NOTHING
    story: int | None = None
    """The story it was in elsewhere."""


class Brought(NamedTuple):
    """What came in."""

    new: int
    anchors: dict[int, int]
    """For stories elsewhere, a report of each that is here."""


def add_feeds(titles: Mapping[str, str]) -> Job[dict[str, int]]:
    """Give the job that makes sure of a feed for each URL, not configured where it is new; it gives their ids."""

    def job(connection: sqlite3.Connection) -> dict[str, int]:
        ids = {}
        for url, title in titles.items():
            shown = storable(title)
            connection.execute(
                "INSERT INTO feeds(url, configured, position, name, title, label, kind, country, affiliation,"
                " interval_s) VALUES (?, 0, 0, '', ?, ?, 'auto', '', '', ?) ON CONFLICT(url) DO NOTHING",
                (storable(url), shown, shown or cut(storable(url), _LABEL_LIMIT), _INTERVAL_S),
            )
            ids[url] = connection.execute("SELECT id FROM feeds WHERE url = ?", (storable(url),)).fetchone()[0]
        return ids

    return job


def is_empty(connection: sqlite3.Connection) -> bool:
    """(A job.) Tell whether no article was ever stored."""
    last: int = connection.execute("SELECT last_article FROM meta").fetchone()[0]
    return last == 0


def bring_in(
    arrivals: Sequence[Arrival],
    marks: Sequence[Mark],
    names: Sequence[KnownName],
    shared: Mapping[int, Sequence[str]],
    anchors: Mapping[int, int],
    keep_ids: bool,
) -> Job[Brought]:
    """Give the job that stores articles in the order of `arrivals`.

    Args:
        arrivals: articles whose keys no article has.
        marks: what was done with articles that are here; a mark is set, and never taken away.
        names: every place and actor that `arrivals` mention.
        shared: keys by feed that stand on several entries.
        anchors: what came in before gave.
        keep_ids: True where the archive holds nothing else.
    """

    def job(connection: sqlite3.Connection) -> Brought:
        save_names(connection, names)
        new = 0
        known = {mark.story: mark.article for mark in marks if mark.story is not None} | dict(anchors)
        for arrival in arrivals:
            article = _store(connection, arrival, names, keep_ids=keep_ids)
            if article is not None:
                new += 1
                if arrival.story is not None:
                    known.setdefault(arrival.story, article)
                deeds.bring(connection, article, arrival.deeds, arrival.story, known)
        for feed_id, keys in shared.items():
            identities.share(connection, feed_id, keys)
        _mark(connection, marks, known)
        return Brought(new, known)

    return job


def _mark(connection: sqlite3.Connection, marks: Sequence[Mark], anchors: Mapping[int, int]) -> None:
    rev = connection.execute("SELECT rev + 1 FROM meta").fetchone()[0]
    connection.executemany(
        "UPDATE headlines SET read = MAX(read, ?1), starred = MAX(starred, ?2), rev = ?3"
        " WHERE id = ?4 AND (read < ?1 OR starred < ?2)",
        [(mark.read, mark.starred, rev, mark.article) for mark in marks],
    )
    for mark in marks:
        deeds.bring(connection, mark.article, mark.deeds, mark.story, anchors)
    connection.execute("UPDATE meta SET rev = ?1, feeds_rev = ?1", (rev,))


def _store(
    connection: sqlite3.Connection, arrival: Arrival, names: Sequence[KnownName], *, keep_ids: bool
) -> int | None:
    """Store an article with all its versions; give its id, or None where another one came with its key meanwhile."""
    if keep_ids and arrival.wanted_id is not None:
        before = arrival.wanted_id - 1
        connection.execute("UPDATE meta SET last_article = ?1 WHERE last_article < ?1", (before,))
    history = [
        (version.seen_at, _as_draft(arrival.draft, version, number)) for number, version in enumerate(arrival.earlier)
    ]
    history.append((arrival.changed or arrival.seen, arrival.draft))
    new = 0
    for seen, draft in ((arrival.seen, history[0][1]), *history[1:]):
        ingest = Ingest(connection, arrival.feed_id, seconds(seen), names)
        ingest.add([draft])
        ingest.finish()
        new += ingest.new
    if not new:
        return None
    (article,) = connection.execute("SELECT last_article FROM meta").fetchone()
    for version in versions.kept(connection, article):  # they were stored with the tags of the newest
        versions.replace_tags(connection, article, version.number, None, 0)
    connection.execute(
        "UPDATE headlines SET read = ?, starred = ?, withdrawn = ? WHERE id = ?",
        (arrival.read, arrival.starred, seconds(arrival.withdrawn), article),
    )
    if keep_ids and article == arrival.wanted_id:
        _regroup(connection, article, arrival.story)
    if arrival.withdrawn is not None:
        connection.execute("UPDATE entries SET withdrawn = 1 WHERE article = ?", (article,))
    connection.execute("UPDATE feeds SET articles = articles + 1 WHERE id = ?", (arrival.feed_id,))
    return int(article)


def _regroup(connection: sqlite3.Connection, article: int, story: int | None) -> None:
    """Put an article into the story that it was in; where the first report of that didn't come along, leave it be."""
    is_first = story in (None, article)
    there = connection.execute("SELECT 1 FROM headlines WHERE id = ? AND id < ?", (story, article)).fetchone()
    if is_first or there is not None:
        members = Membership(connection, connection.execute("SELECT rev + 1 FROM meta").fetchone()[0])
        members.leave(article)
        if story is not None and not is_first:
            members.join((story, article))


def _as_draft(draft: ArticleDraft, version: Version, number: int) -> ArticleDraft:
    """Give an old version as it would have been stored then; its hash only has to differ from the next one's."""
    return replace(
        draft,
        title=version.title,
        summary=version.summary,
        body=version.body,
        content_hash=blake2b(b"%d" % number + draft.content_hash, digest_size=16).digest(),
    )
