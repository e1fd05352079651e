"""What people say of stories: reports that are not of one, and stories that are the same. It stays so."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from store.membership import Membership

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable, Sequence

    from store.writer import Job


@dataclass(frozen=True, slots=True)
class Moved:
    """What a person moved, as `put_back` needs it."""

    rows: tuple[tuple[int, int | None], ...]
    """Articles that are in another story now, each with the one that it was in."""
    fixed: tuple[int, ...]
    """Articles that are fixed now and were not before."""
    rev: int
    """The archive's rev after it."""

    @property
    def changed(self) -> int:
        """How many articles are in another story now; 0 where there was nothing to do."""
        return len(self.rows)


def split(article_ids: Sequence[int]) -> Job[Moved]:
    """Give the job that takes articles out of their stories: each stands alone, and those left behind stay together.

    Nothing but a person brings any of them together again; a later report may join either.
    """

    def job(connection: sqlite3.Connection) -> Moved:
        change = _Change(connection, article_ids)
        for article in article_ids:
            change.members.leave(article)
        return change.done()

    return job


def join(article_ids: Sequence[int]) -> Job[Moved]:
    """Give the job that makes the stories of articles one, which nothing but a person takes apart again."""

    def job(connection: sqlite3.Connection) -> Moved:
        change = _Change(connection, article_ids)
        present = [one for one in article_ids if one in change.before]
        if len(set(present)) > 1:
            change.members.join(present)
        return change.done()

    return job


def put_back(moved: Moved) -> Job[int]:
    """Give the job that undoes `split` or `join`; it gives the archive's rev."""

    def job(connection: sqlite3.Connection) -> int:
        members = Membership(connection, _next_rev(connection))
        stories = {members.story_of(article) for article, _ in moved.rows} | {story for _, story in moved.rows}
        for article, story in moved.rows:
            members.put(article, story)
        for story in stories:
            if story is not None:
                members.tidy(story)
        connection.executemany("DELETE FROM story_fixed WHERE article = ?", [(one,) for one in moved.fixed])
        return _bump(connection)

    return job


class _Change:
    """One thing that a person says, from what it was before."""

    def __init__(self, connection: sqlite3.Connection, articles: Iterable[int]) -> None:
        self._connection = connection
        self.members = Membership(connection, _next_rev(connection))
        self.before: dict[int, int | None] = {}
        for article in articles:
            story = self.members.story_of(article)
            touched = [article] if story is None else self.members.reports(story)
            self.before |= {one: story for one in touched if self._is_there(one)}

    def done(self) -> Moved:
        """Fix what was touched, if anything changed."""
        rows = tuple((one, old) for one, old in self.before.items() if self.members.story_of(one) != old)
        if not rows:
            return Moved((), (), _next_rev(self._connection) - 1)
        fixed = tuple(one for one in self.before if not self.members.is_fixed(one))
        self._connection.executemany(
            "INSERT INTO story_fixed VALUES (?, CAST(strftime('%s') AS INTEGER))", [(one,) for one in fixed]
        )
        return Moved(rows, fixed, _bump(self._connection))

    def _is_there(self, article: int) -> bool:
        sql = "SELECT 1 FROM headlines WHERE id = ?"
        return self._connection.execute(sql, (article,)).fetchone() is not None


def _next_rev(connection: sqlite3.Connection) -> int:
    return int(connection.execute("SELECT rev + 1 FROM meta").fetchone()[0])


def _bump(connection: sqlite3.Connection) -> int:
    return int(connection.execute("UPDATE meta SET rev = rev + 1 RETURNING rev").fetchone()[0])
