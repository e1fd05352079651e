"""What stands with an article because of a person: where it belongs, and what their watches found in it.

It goes along where articles are exported and imported; read and starred do so by themselves.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from store.membership import Membership
from store.surrogates import storable
from store.times import moment, seconds

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Mapping
    from datetime import datetime


@dataclass(frozen=True, slots=True)
class FoundBy:
    """An alert."""

    watch: str
    """The watch's name."""
    revision: int
    """How many versions the article had by then."""
    made: datetime
    seen: datetime | None
    """When somebody looked at it."""


@dataclass(frozen=True, slots=True)
class Deeds:
    """What people and their watches did with one article."""

    fixed: bool = False
    """Whether a person said which story it is of, or that it is of none."""
    found: tuple[FoundBy, ...] = ()

    def __bool__(self) -> bool:
        """Tell whether there is anything."""
        return self.fixed or bool(self.found)


NOTHING = Deeds()


def of(connection: sqlite3.Connection, article: int) -> Deeds:
    """Give what was done with an article."""
    rows = connection.execute(
        "SELECT watch, revision, made, seen FROM alerts WHERE article = ? ORDER BY id", (article,)
    ).fetchall()
    return Deeds(
        Membership(connection, 0).is_fixed(article),
        tuple(FoundBy(watch, number, moment(made), moment(seen)) for watch, number, made, seen in rows),
    )


def bring(
    connection: sqlite3.Connection, article: int, done: Deeds, story: int | None, anchors: Mapping[int, int]
) -> None:
    """Do the same with an article here; what a person said of it here already counts more, and nothing is told again.

    Args:
        connection: inside a transaction.
        article: the article here.
        done: what was done with it elsewhere.
        story: the story that it is of there.
        anchors: for stories there, a report of each that is here.
    """
    connection.executemany(
        "INSERT OR IGNORE INTO alerts(watch, article, revision, made, seen, told, ran) VALUES (?, ?, ?, ?4, ?, ?4, ?4)",
        [(storable(one.watch), article, one.revision, seconds(one.made), seconds(one.seen)) for one in done.found],
    )
    members = Membership(connection, connection.execute("SELECT rev + 1 FROM meta").fetchone()[0])
    if not done.fixed or members.is_fixed(article):
        return
    anchor = article if story is None else anchors.get(story, article)
    if story is None or anchor != article:
        members.leave(article)
    if anchor != article:
        members.join((anchor, article))
    connection.execute("INSERT INTO story_fixed VALUES (?, unixepoch())", (article,))
