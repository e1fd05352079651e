"""Which reports are of one story, as ``headlines.story`` has it.

A story's id is that of its first report, its least. A report that stands alone has none. `join` and `leave` keep that
so; what a person has fixed is moved by nothing else.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from store import origins

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable


class Membership:
    """Puts reports into stories and takes them out, within an open transaction."""

    def __init__(self, connection: sqlite3.Connection, rev: int) -> None:
        """Give every row that changes the archive's new `rev`."""
        self._connection = connection
        self._rev = rev
        self.changed = 0
        """How many rows were written."""

    def story_of(self, article: int) -> int | None:
        """Give the story of a report; None where it stands alone or is gone."""
        row = self._connection.execute("SELECT story FROM headlines WHERE id = ?", (article,)).fetchone()
        return None if row is None else row[0]

    def reports(self, story: int, limit: int = -1) -> list[int]:
        """Give the reports of a story, the newest first."""
        sql = "SELECT id FROM headlines WHERE story = ? ORDER BY id DESC LIMIT ?"
        return [row[0] for row in self._connection.execute(sql, (story, limit))]

    def is_fixed(self, article: int) -> bool:
        """Tell whether a person has said where a report belongs."""
        sql = "SELECT 1 FROM story_fixed WHERE article = ?"
        return self._connection.execute(sql, (article,)).fetchone() is not None

    def join(self, articles: Iterable[int]) -> int:
        """Make the stories of `articles` one, and give its id; each of them must be there."""
        ids = list(dict.fromkeys(articles))
        stories = {one: self.story_of(one) for one in ids}
        story = min(known or one for one, known in stories.items())
        for old in {known for known in stories.values() if known is not None and known != story}:
            self._rename(old, story)
        for one, known in stories.items():
            if known is None:
                self.put(one, story)
        if self.story_of(story) is None:
            self.put(story, story)
        return story

    def leave(self, article: int) -> None:
        """Take a report out of its story, if it has one."""
        story = self.story_of(article)
        if story is not None:
            self.put(article, None)
            self.tidy(story)

    def tidy(self, story: int) -> None:
        """Name a story after its first report again; one that is left over has no story."""
        first, number = self._connection.execute(
            "SELECT MIN(id), COUNT(*) FROM headlines WHERE story = ?", (story,)
        ).fetchone()
        if number == 1:
            self.put(first, None)
        elif number and first != story:
            self._rename(story, first)

    def _rename(self, old: int, new: int) -> None:
        sql = "UPDATE headlines SET story = ?, rev = ? WHERE story = ?"
        self.changed += self._connection.execute(sql, (new, self._rev, old)).rowcount

    def put(self, article: int, story: int | None) -> None:
        """Write which story a report is of; `tidy` the story that it was in."""
        sql = "UPDATE headlines SET story = ?, rev = ? WHERE id = ?"
        self.changed += self._connection.execute(sql, (story, self._rev, article)).rowcount
        if story is not None and not origins.is_known(self._connection, article):
            origins.note(self._connection, article)
