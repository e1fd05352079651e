"""Asks the archive for pages of the headline list, and has the list take them."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from store.query import EVERYTHING, Filter
from tui.pages import PAGE, Page, oldest_page, page_around, read_page, reports_below

if TYPE_CHECKING:
    from store.query import Node
    from tui.data import ArchiveThread
    from tui.widgets.headlines import HeadlineList


class Paging:
    """Pages of one query, each report a row or each story one, from the newest to the oldest."""

    def __init__(self, view: HeadlineList, data: ArchiveThread, muted: tuple[Node, ...] = ()) -> None:
        """Take the list to feed, the archive to ask, and what is left out of every query that doesn't ask for it."""
        self.view = view
        self.muted = muted
        self.where: Filter = replace(EVERYTHING, muted=muted)
        self._data = data
        self._generation = 0

    @property
    def grouped(self) -> bool:
        """Whether each story is one row."""
        return self.view.besides.grouped

    @grouped.setter
    def grouped(self, grouped: bool) -> None:
        self.view.besides.grouped = grouped

    async def older(self) -> None:
        """Fetch the page below the rows held."""
        window = self.view.window
        if not window.rows or window.at_oldest:
            return
        generation, last = self._generation, window.last
        page = await self._page(self.where, before=last)
        if generation == self._generation and self.view.window.last == last:
            self._know(page)
            self.view.add_older(page.rows, at_oldest=len(page.rows) < PAGE)

    async def oldest(self) -> None:
        """Go to the oldest page, the cursor on its last row."""
        where, grouped = self.where, self.grouped
        page = await self._data.ask(lambda reader: oldest_page(reader, where, grouped=grouped))
        self._generation += 1
        self._know(page)
        self.view.show(page.rows, at_newest=len(page.rows) < PAGE, at_oldest=True, cursor=-1)

    async def jump(self, article_id: int) -> None:
        """Put the cursor on an article of the query that may be far from the rows held."""
        self._show_around(*await self._around(article_id))

    async def _around(self, article_id: int) -> tuple[Page, int]:
        """Ask for the page round an article, and how many of its rows stand above it."""
        where, grouped = self.where, self.grouped
        return await self._data.ask(lambda reader: page_around(reader, where, article_id, grouped=grouped))

    def _show_around(self, page: Page, above: int) -> None:
        """Show a page with the cursor below so many of its rows."""
        self._generation += 1
        self._know(page)
        newest, oldest = above < PAGE // 2, len(page.rows) - above < PAGE
        self.view.show(page.rows, at_newest=newest, at_oldest=oldest, cursor=above)

    async def unfold(self) -> bool:
        """Show the other reports of the story under the cursor below it; gives False where there are none."""
        window = self.view.window
        row = window.current
        if row is None or row.story is None or row.id in window.below or row.id in window.opened:
            return False
        generation = self._generation
        page = await self._data.ask(lambda reader: reports_below(reader, row))
        index = self.view.window.index_of(row.id)
        if generation != self._generation or index is None or not page.rows:
            return False
        self._know(page)
        self.view.unfold(index, page.rows)
        return True

    def fold(self) -> bool:
        """Put away the reports of the story under the cursor; gives False where none are shown."""
        window = self.view.window
        story = window.current.story if window.current is not None else None
        rows = (index for index, row in enumerate(window.rows) if row.id in window.opened and row.story == story)
        index = next(rows, None) if story is not None else None
        if index is not None:
            self.view.fold(index)
        return index is not None

    def _fold(self) -> None:
        """Take away rows whose story has a newer one by now."""
        stale = self.view.window.stale() if self.grouped else []
        if stale:
            self.view.drop(stale)

    async def _page(
        self, where: Filter, *, before: int | None = None, after: int | None = None, limit: int = PAGE
    ) -> Page:
        """Ask for a page as the list shows it."""
        grouped = self.grouped
        return await self._data.ask(
            lambda reader: read_page(reader, where, grouped=grouped, before=before, after=after, limit=limit)
        )

    def _know(self, page: Page) -> None:
        """Have the list know what stands on a page's lines."""
        self.view.besides.know(page.details, page.reports)
