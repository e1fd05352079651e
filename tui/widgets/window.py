"""The stretch of a query's rows that the headline list holds: pure, so it is the same for none, one and a million."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import datetime

    from store.models import Headline

LIMIT = 1_200
"""Rows kept at most; those farthest from the cursor are let go and fetched again when wanted."""
MARGIN = 100
"""Rows to the window's edge at which the next page is wanted."""


class Window:
    """Rows in sight and around it, newest first, with a cursor that stays on its article."""

    def __init__(self) -> None:
        """Start with no rows, before the first page has come."""
        self.rows: list[Headline] = []
        self.at_newest = True
        """True while no newer row of the query is known to exist beyond `rows`."""
        self.at_oldest = True
        """True while `rows` reaches the query's oldest row."""
        self.cursor = 0
        self.top = 0
        """Index of the first row in sight."""
        self.following = True
        """True while new rows may flow in at the top."""
        self.opened: set[int] = set()
        """Ids of rows below which the other reports of their story stand."""
        self.below: set[int] = set()
        """Ids of those reports: they are out of order."""
        self.earliest: datetime | None = None
        """When the oldest article was published that `rows` held since they were last replaced."""

    @property
    def current(self) -> Headline | None:
        """The row under the cursor."""
        return self.rows[self.cursor] if self.cursor < len(self.rows) else None

    @property
    def first(self) -> int:
        """Id of the newest row in order, 0 where there is none."""
        return next((row.id for row in self.rows if row.id not in self.below), 0)

    @property
    def last(self) -> int:
        """Id of the oldest row in order, 0 where there is none."""
        return next((row.id for row in reversed(self.rows) if row.id not in self.below), 0)

    @property
    def wants_older(self) -> bool:
        """True where the cursor or the view nears the known end of the rows."""
        return not self.at_oldest and max(self.cursor, self.top) + MARGIN >= len(self.rows)

    @property
    def wants_newer(self) -> bool:
        """True where the cursor or the view nears the known head of the rows, and newer ones exist."""
        return not self.at_newest and min(self.cursor, self.top) < MARGIN

    def replace(self, rows: Sequence[Headline], *, at_newest: bool, at_oldest: bool, cursor: int = 0) -> None:
        """Take other `rows`, with the cursor on index `cursor` (counted from the end where negative)."""
        self.rows = list(rows)
        self.opened, self.below = set(), set()
        self.earliest = None
        self._note(rows)
        self.at_newest, self.at_oldest = at_newest, at_oldest
        self.cursor = max(0, len(self.rows) + cursor if cursor < 0 else min(cursor, len(self.rows) - 1))
        self.top = 0
        self.following = at_newest and self.cursor == 0

    def add_newer(self, rows: Sequence[Headline], *, at_newest: bool, height: int) -> None:
        """Put `rows` in front. Following, they flow into view; else nothing that is in sight moves.

        The cursor stays on its article either way. A flow ends where it would push the cursor below the last of
        `height` lines.
        """
        added = len(rows)
        self.cursor += added if self.rows else 0
        self.rows[:0] = rows
        self._note(rows)
        self.at_newest = at_newest
        if self.following:
            self.top = max(0, self.cursor - height + 1)
            self.following = self.top == 0
        else:
            self.top += added
        if len(self.rows) > LIMIT:
            keep = max(LIMIT, self.top + height + MARGIN)
            self.at_oldest = self.at_oldest and len(self.rows) <= keep
            del self.rows[keep:]

    def add_older(self, rows: Sequence[Headline], *, at_oldest: bool) -> None:
        """Put `rows` at the end."""
        self.rows.extend(rows)
        self._note(rows)
        self.at_oldest = at_oldest
        spare = min(len(self.rows) - LIMIT, min(self.top, self.cursor) - MARGIN)
        if spare > 0:
            del self.rows[:spare]
            self.top -= spare
            self.cursor -= spare
            self.at_newest = False
            self.following = False

    def put_below(self, index: int, rows: Sequence[Headline]) -> None:
        """Put reports below the row at `index`; the cursor stays on its article."""
        held = {row.id for row in self.rows}
        rows = [row for row in rows if row.id not in held]
        self.rows[index + 1 : index + 1] = rows
        self.opened.add(self.rows[index].id)
        self.below.update(row.id for row in rows)
        self.cursor += len(rows) if self.cursor > index else 0
        self.top += len(rows) if self.top > index else 0

    def stale(self) -> list[int]:
        """Give the ids of rows whose story has a newer row, but for the one under the cursor and those put below."""
        told: set[int] = set()
        old = []
        for index, row in enumerate(self.rows):
            if row.story is None or row.id in self.below:
                continue
            if row.story in told and index != self.cursor:
                old.append(row.id)
            told.add(row.story)
        return old

    def _note(self, rows: Sequence[Headline]) -> None:
        """Remember the earliest time among `rows`."""
        times = [row.published for row in rows]
        self.earliest = min([*times, self.earliest] if self.earliest else times, default=None)

    def patch(self, rows: Iterable[Headline]) -> list[int]:
        """Replace rows that stand here already; give their indices."""
        by_id = {row.id: row for row in rows}
        found = [i for i, row in enumerate(self.rows) if row.id in by_id]
        for index in found:
            self.rows[index] = by_id[self.rows[index].id]
        return found

    def drop(self, article_ids: Iterable[int]) -> None:
        """Let go of rows that are no longer in the archive; the cursor stays on its article or takes the next one."""
        gone = set(article_ids)
        above = sum(1 for row in self.rows[: self.cursor] if row.id in gone)
        out_of_view = sum(1 for row in self.rows[: self.top] if row.id in gone)
        self.rows = [row for row in self.rows if row.id not in gone]
        self.cursor = max(0, min(self.cursor - above, len(self.rows) - 1))
        self.top = max(0, self.top - out_of_view)

    def move(self, delta: int, height: int) -> None:
        """Move the cursor by `delta` rows, as far as there are rows, and keep it in a view of `height` lines."""
        self.cursor = max(0, min(self.cursor + delta, len(self.rows) - 1))
        self.following = self.at_newest and self.cursor == 0
        self.reveal(height)

    def scroll(self, delta: int, height: int) -> None:
        """Move the view by `delta` lines and take the cursor along where it would leave the view."""
        self.top = max(0, min(self.top + delta, len(self.rows) - height))
        self.cursor = max(self.top, min(self.cursor, self.top + height - 1, len(self.rows) - 1))
        self.following = self.at_newest and self.cursor == 0

    def reveal(self, height: int) -> None:
        """Bring the cursor into a view of `height` lines, and leave no empty lines that rows could fill."""
        height = max(1, height)
        self.top = max(0, min(self.top, len(self.rows) - height))
        if self.cursor < self.top:
            self.top = self.cursor
        elif self.cursor >= self.top + height:
            self.top = self.cursor - height + 1

    def index_of(self, article_id: int) -> int | None:
        """Give the index of an article's row, or None where it is not among the rows held."""
        return next((i for i, row in enumerate(self.rows) if row.id == article_id), None)

    def unread_from(self, step: int) -> int | None:
        """Give the index of the next unread row below (`step` 1) or above (-1) the cursor, or None."""
        span = range(self.cursor + 1, len(self.rows)) if step > 0 else range(self.cursor - 1, -1, -1)
        return next((i for i in span if not self.rows[i].read), None)
