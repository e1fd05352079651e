"""Feeds the headline list: pages of the query from the archive, what arrives, and the filter with its way back."""

from __future__ import annotations

import copy
from typing import TYPE_CHECKING

from store.highlight import Highlighter
from store.models import Count
from store.query import EVERYTHING, Filter, parse
from tui.first import PAGE
from tui.widgets import signs

if TYPE_CHECKING:
    from collections.abc import Sequence

    from store.models import Headline
    from store.reader import Reader as ArchiveReader
    from tui.data import ArchiveThread
    from tui.widgets.headlines import HeadlineList
    from tui.widgets.matches import Find
    from tui.widgets.window import Window

COUNT_CAP = 1000
"""Matches are counted up to here: enough for people, and cheap at any size."""


class Listing:
    """Keeps a `HeadlineList` in step with a filter and an archive that grows."""

    def __init__(self, view: HeadlineList, data: ArchiveThread, follow_key: str = ".") -> None:
        """Take the list to feed, the archive to ask, and the key that makes the list follow."""
        self.view = view
        self._follow_key = follow_key
        self.where: Filter = EVERYTHING
        self.text = ""
        """The filter as it was typed."""
        self.matches: Count | None = None
        self.pending = Count(0)
        """Matching articles that arrived and are not shown."""
        self._data = data
        self._generation = 0
        self._newest = 0
        self._before: tuple[Filter, str, Count | None, Window, int] | None = None

    # --- the filter --------------------------------------------------------------------------------------------

    def remember(self) -> None:
        """Keep filter, rows and cursor to come back to, unless some are kept already."""
        if self._before is None:
            window = copy.copy(self.view.window)
            window.rows = list(window.rows)
            self._before = (self.where, self.text, self.matches, window, self._newest)

    def forget(self) -> None:
        """Let go of what `remember` kept."""
        self._before = None

    def go_back(self) -> None:
        """Show what `remember` kept, exactly as it was."""
        if self._before is None:
            return
        self.where, self.text, self.matches, window, self._newest = self._before
        self.view.find = self.find
        self._before = None
        self._generation += 1
        self.view.restore(window)
        self.caption()

    async def filter(self, where: Filter, text: str) -> None:
        """Show what matches `where`, which was typed as `text`; `count` tells how much that is."""
        await self.load(where, text)
        self.matches = None
        self.caption()

    async def count(self) -> Count | None:
        """Count what matches and write it on the list's edge; None where nothing is filtered."""
        where = self.where
        matches = await self._data.ask(lambda reader: reader.count(where, COUNT_CAP)) if where else None
        if where is self.where:
            self.matches = matches
            self.caption()
        return matches

    async def any_match(self, where: Filter) -> bool:
        """Tell whether anything matches `where`."""
        return bool(await self._data.ask(lambda reader: reader.headlines(where, limit=1)))

    async def load(self, where: Filter, text: str) -> None:
        """Show the newest page of `where`."""
        rows = await self._data.ask(lambda reader: reader.headlines(where, limit=PAGE))
        self.where, self.text = where, text
        self.view.find = self.find
        self.begin(rows)

    def begin(self, rows: Sequence[Headline]) -> None:
        """Show `rows`, the newest page of the filter."""
        self._generation += 1
        self._newest = rows[0].id if rows else 0
        self.pending = Count(0)
        self.view.show(rows, at_newest=True, at_oldest=len(rows) < PAGE)
        self.caption()

    @property
    def find(self) -> Find:
        """What tells the words of a text that the filter matched."""
        return Highlighter(self.where).spans

    # --- pages -------------------------------------------------------------------------------------------------

    async def older(self) -> None:
        """Fetch the page below the rows held."""
        window = self.view.window
        if not window.rows or window.at_oldest:
            return
        generation, last, where = self._generation, window.rows[-1].id, self.where
        rows = await self._data.ask(lambda reader: reader.headlines(where, before=last, limit=PAGE))
        if generation == self._generation and self.view.window.rows[-1].id == last:
            self.view.add_older(rows, at_oldest=len(rows) < PAGE)

    async def newer(self) -> None:
        """Fetch the page above the rows held."""
        window = self.view.window
        generation, where = self._generation, self.where
        first = window.rows[0].id if window.rows else 0
        rows = await self._data.ask(lambda reader: _newer(reader, where, first))
        held = self.view.window.rows
        if generation != self._generation or (held[0].id if held else 0) != first:
            return
        at_newest = len(rows) < PAGE
        self.view.add_newer(rows, at_newest=at_newest)
        self.caught_up()

    def caught_up(self) -> None:
        """Count as new only what is above the rows in sight, and was never in sight."""
        window = self.view.window
        if window.rows and window.at_newest:
            self._newest = max(self._newest, window.rows[window.top].id)
            self.pending = Count(sum(1 for row in window.rows[: window.top] if row.id > self._newest))
            self.caption()

    async def newest(self) -> None:
        """Go to the newest page, and follow."""
        await self.load(self.where, self.text)
        self.view.follow()

    async def oldest(self) -> None:
        """Go to the oldest page, the cursor on its last row."""
        where = self.where
        rows = await self._data.ask(lambda reader: reader.oldest(where, PAGE))
        self._generation += 1
        self.view.show(rows, at_newest=len(rows) < PAGE, at_oldest=True, cursor=-1)

    async def unread(self, step: int) -> Headline | None:
        """Go to the next unread row below (`step` 1) or above (-1) the cursor; gives it, or None if there is none."""
        window = self.view.window
        index = window.unread_from(step)
        if index is not None:
            self.view.go_to(index)
            return self.view.window.current
        if not window.rows or (window.at_oldest if step > 0 else window.at_newest):
            return None
        where = parse(f"({self.text}) is:unread" if self.text else "is:unread")
        edge = window.rows[-1].id if step > 0 else window.rows[0].id
        key = {"before": edge} if step > 0 else {"after": edge}
        found = await self._data.ask(lambda reader: reader.headlines(where, limit=1, **key))
        if found:
            await self.jump(found[0].id)
        return self.view.window.current if found else None

    async def jump(self, article_id: int) -> None:
        """Put the cursor on an article of the query that may be far from the rows held."""
        where = self.where
        above = await self._data.ask(lambda reader: reader.headlines(where, after=article_id, limit=PAGE // 2))
        below = await self._data.ask(lambda reader: reader.headlines(where, before=article_id + 1, limit=PAGE))
        self._generation += 1
        newest, oldest = len(above) < PAGE // 2, len(below) < PAGE
        self.view.show([*above, *below], at_newest=newest, at_oldest=oldest, cursor=len(above))

    # --- what arrives ------------------------------------------------------------------------------------------

    async def arrived(self) -> None:
        """Go to the newest row where the list follows; else count what is new and leave everything in its place."""
        if self.view.unattended and await self._followed():
            self.view.follow()
        elif self.view.window.at_newest and not self.view.window.rows:
            await self.newer()
        else:
            where, newest = self.where, self._newest
            self.pending = await self._data.ask(lambda reader: reader.newer_than(where, newest, COUNT_CAP))
            window = self.view.window
            window.at_newest = window.at_newest and not self.pending.value
        if self.where:
            where = self.where
            self.matches = await self._data.ask(lambda reader: reader.count(where, COUNT_CAP))
        self.caption()

    async def _followed(self) -> bool:
        """Show the newest page, unless a key was pressed while it was read."""
        generation, where = self._generation, self.where
        rows = await self._data.ask(lambda reader: reader.headlines(where, limit=PAGE))
        if generation != self._generation or not self.view.unattended:
            return False
        self.begin(rows)
        return True

    async def changed(self, article_ids: Sequence[int] | None) -> None:
        """Draw the rows of changed articles again; None for "any of them", and for articles that were removed."""
        shown = [row.id for row in self.view.window.rows]
        ids = shown if article_ids is None else list(set(article_ids).intersection(shown))
        if not ids:
            return
        rows = await self._data.ask(lambda reader: reader.headlines_by_id(ids))
        self.view.patch(rows)
        gone = set(ids) - {row.id for row in rows}
        if gone:
            self.view.drop(gone)

    def caption(self) -> None:
        """Write filter, count and the number of new articles on the list's edge."""
        words = "1 Headlines"
        if self.text:
            words += f" · {self.text}"
        if self.matches is not None and self.text:
            words += f" · {self.matches}"
        if self.pending.value:
            words += f" · {signs.NEW} {self.pending} new"
        words += " · live" if self.view.live else f" · {self._follow_key} to follow"
        self.view.behind = self.pending.value > 0
        self.view.title(words)


def _newer(reader: ArchiveReader, where: Filter, first: int) -> list[Headline]:
    """Give the page above `first`; the newest page where the list is still empty."""
    return reader.headlines(where, after=first, limit=PAGE) if first else reader.headlines(where, limit=PAGE)
