"""Rows of the archive as the data classes that readers get."""

from __future__ import annotations

from dataclasses import fields
from typing import TYPE_CHECKING, Any

from store import versions
from store.documents import decode
from store.lines import noise_spans
from store.models import Article, Headline, Revision, article_text
from store.noise import learned
from store.times import moment

if TYPE_CHECKING:
    import sqlite3

HEADLINE = (
    "h.id, h.feed_id, f.label, h.title, h.url, h.published, h.first_seen, h.dateline, h.event, h.status,"
    " h.read, h.starred, h.revisions, h.rev, f.affiliation, f.country, h.withdrawn, h.story"
)
"""The columns that `headline` reads, of ``headlines h`` and ``feeds f``."""

_ARTICLE = (
    "SELECT f.id, f.url, f.label, f.affiliation, f.country, h.title, h.url, h.published, h.first_seen, h.read,"
    " h.starred, h.revisions, h.story, h.withdrawn,"
    " p.words, p.asked IS NOT NULL, d.data FROM headlines h CROSS JOIN feeds f ON f.id = h.feed_id"
    " CROSS JOIN documents d ON d.id = h.id LEFT JOIN pages p ON p.article = h.id WHERE h.id = ?"
)


def headline(row: tuple[Any, ...]) -> Headline:
    """Give the headline in a row of the columns `HEADLINE`."""
    values = dict(zip(_FIELDS, row, strict=True))
    require_text(*row[2:5], *row[7:10])
    values["published"], values["first_seen"] = moment(row[5]), moment(row[6])
    values["read"], values["starred"], values["withdrawn"] = bool(row[10]), bool(row[11]), row[16] is not None
    return Headline(**values)


_FIELDS = tuple(field.name for field in fields(Headline))


def article(connection: sqlite3.Connection, article_id: int) -> Article | None:
    """Give an article whole, or None where there is none of that id."""
    row = connection.execute(_ARTICLE, (article_id,)).fetchone()
    if row is None:
        return None
    feed_id, feed, label, affiliation, country, title, url, published, first_seen, read, starred, *rest = row
    revisions, story, withdrawn, page, fetching, data = rest
    document = decode(data, connection)
    require_text(feed, label, affiliation, country, title, url, page)
    text = article_text(title, document.summary, document.body)
    return Article(
        id=article_id,
        feed=feed,
        source=label,
        title=title,
        url=url,
        author=document.author,
        published=moment(published),
        published_source=document.published_source,
        first_seen=moment(first_seen),
        updated=moment(document.updated),
        lang=document.lang,
        summary=document.summary,
        body=document.body,
        links=document.links,
        read=bool(read),
        starred=bool(starred),
        revisions=revisions,
        story=story,
        affiliation=affiliation,
        country=country,
        tags=document.tags,
        withdrawn=moment(withdrawn),
        fetching=bool(fetching),
        point=document.point,
        parent=document.parent,
        noise=noise_spans(text, len(title) + 2, learned(connection, feed_id)),
        page=page,
    )


def revisions(connection: sqlite3.Connection, article_id: int) -> list[Revision]:
    """Give every version of an article, the first one first; empty where there is none of that id."""
    row = connection.execute(
        "SELECT h.title, h.revisions, d.data FROM headlines h CROSS JOIN documents d ON d.id = h.id WHERE h.id = ?",
        (article_id,),
    ).fetchone()
    if row is None:
        return []
    title, number, newest = row
    earlier = [
        Revision(one.number, moment(one.seen_at), one.title, one.summary, one.body, one.tags)
        for one in versions.kept(connection, article_id)
    ]
    now = decode(newest, connection)
    return [*earlier, Revision(number, moment(now.seen_at), title, now.summary, now.body, now.tags)]


def require_text(*values: object) -> None:
    """Refuse what a damaged page gives for a text: a column's type binds nobody in SQLite.

    Raises:
        TypeError: a value is neither text nor None.
    """
    for value in values:
        if value is not None and type(value) is not str:
            raise TypeError("a text is none")
