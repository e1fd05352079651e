"""Feeds the headline list: pages of the query from the archive, what arrives, and the filter with its way back."""

from __future__ import annotations

import copy
from dataclasses import replace
from typing import TYPE_CHECKING

from store.models import Count
from store.muting import names_muted
from store.query import Filter, parse
from tui.pages import FIRST, PAGE, Page, rows_again
from tui.screens.paging import Paging
from tui.views import is_view, view_words
from tui.widgets import signs
from tui.wording import count_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from store.models import Headline
    from store.query import Node
    from tui.data import ArchiveThread
    from tui.widgets.headlines import HeadlineList
    from tui.widgets.matches import Find
    from tui.widgets.window import Window

COUNT_CAP = 1000
"""Matches are counted up to here: enough for people, and cheap at any size."""


class Listing(Paging):
    """Keeps a `HeadlineList` in step with a filter and an archive that grows."""

    def __init__(
        self, view: HeadlineList, data: ArchiveThread, follow_key: str = ".", muted: tuple[Node, ...] = ()
    ) -> None:
        """Take the list to feed, the archive to ask, the key that makes the list follow, and what is muted."""
        super().__init__(view, data, muted)
        self._follow_key = follow_key
        self.text = ""
        """The filter as it was typed."""
        self.matches: Count | None = None
        self.pending = Count(0)
        """Matching articles that arrived and are not shown."""
        self._newest = 0
        self.newest_seen = 0
        """The newest article that was ever in sight, whatever the filter; 0 where none was."""
        self._before: list[tuple[Filter, str, Count | None, Window, int, bool]] = []

    # --- the filter --------------------------------------------------------------------------------------------

    def remember(self) -> None:
        """Keep filter, rows and cursor to come back to."""
        window = copy.copy(self.view.window)
        window.rows = list(window.rows)
        window.opened, window.below = set(window.opened), set(window.below)
        self._before.append((self.where, self.text, self.matches, window, self._newest, self.grouped))

    def forget(self) -> None:
        """Let go of all that `remember` kept."""
        self._before.clear()

    def forget_but_first(self) -> None:
        """Let go of what `remember` kept, but for what it kept first."""
        del self._before[1:]

    def go_back(self) -> None:
        """Show what `remember` kept last, exactly as it was."""
        if not self._before:
            return
        self.where, self.text, self.matches, window, self._newest, self.grouped = self._before.pop()
        self.view.find = self.find
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
        where = replace(where, muted=self.muted)
        return bool(await self._data.ask(lambda reader: reader.headlines(where, limit=1)))

    async def load(self, where: Filter, text: str) -> None:
        """Show the newest page of `where`."""
        where = replace(where, muted=self.muted)
        page = await self._first(where)
        self.where, self.text = where, text
        self.view.find = self.find
        self.begin(page)

    def begin(self, page: Page) -> None:
        """Show the newest page of the filter."""
        self._generation += 1
        self._newest = page.rows[0].id if page.rows else 0
        self.newest_seen = max(self.newest_seen, self._newest)
        self.pending = Count(0)
        self._know(page)
        self.view.show(page.rows, at_newest=True, at_oldest=page.last)
        self.caption()

    async def group(self, *, grouped: bool) -> None:
        """Show each story as one row, or each report; the cursor stays on its article as far as that has a row."""
        self.grouped = grouped
        await self.again()

    async def again(self) -> None:
        """Read the rows around the cursor again; where it goes elsewhere meanwhile, those around it there."""
        while (current := self._current()) is not None:
            around = await self._around(current)
            if self._current() == current:
                self._show_around(*around)
                self.caption()
                return
        await self.load(self.where, self.text)

    def _current(self) -> int | None:
        """Give the article under the cursor; None at the top of all, where what comes next belongs."""
        window = self.view.window
        at_top = window.cursor == 0 and window.at_newest
        return window.current.id if window.current is not None and not at_top else None

    @property
    def find(self) -> Find:
        """What tells the words of a text that the filter matched."""
        from store.highlight import Highlighter

        return Highlighter(self.where).spans

    # --- pages -------------------------------------------------------------------------------------------------

    async def newer(self) -> None:
        """Fetch the page above the rows held; the newest page where the list is still empty."""
        generation, first = self._generation, self.view.window.first
        page = await self._page(self.where, after=first or None)
        if generation != self._generation or self.view.window.first != first:
            return
        self._know(page)
        self.view.add_newer(page.rows, at_newest=len(page.rows) < PAGE)
        self._fold()
        self.caught_up()

    def caught_up(self) -> None:
        """Count as new only what is above the rows in sight, and was never in sight."""
        window = self.view.window
        if window.rows and window.at_newest:
            self._newest = max(self._newest, window.rows[window.top].id)
            self.newest_seen = max(self.newest_seen, self._newest)
            self.pending = Count(sum(1 for row in window.rows[: window.top] if row.id > self._newest))
            self.caption()

    async def newest(self) -> None:
        """Go to the newest page, and follow."""
        await self.load(self.where, self.text)
        self.view.follow()

    async def unread(self, step: int) -> Headline | None:
        """Go to the next unread row below (`step` 1) or above (-1) the cursor; gives it, or None if there is none."""
        window = self.view.window
        index = window.unread_from(step)
        if index is not None:
            self.view.go_to(index)
            return self.view.window.current
        if not window.rows or (window.at_oldest if step > 0 else window.at_newest):
            return None
        text = f"({self.text}) is:unread" if self.text else "is:unread"
        where = replace(parse(text), muted=self.muted)
        edge = window.last if step > 0 else window.first
        key = {"before": edge} if step > 0 else {"after": edge}
        found = await self._data.ask(lambda reader: reader.headlines(where, limit=1, **key))
        if found:
            await self.jump(found[0].id)
        return self.view.window.current if found else None

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

    async def _first(self, where: Filter) -> Page:
        """Ask for the newest page of `where`, no larger than makes the wait short."""
        return await self._page(where, limit=max(FIRST, self.view.page))

    async def _followed(self) -> bool:
        """Show the newest page, unless a key was pressed while it was read."""
        generation = self._generation
        page = await self._first(self.where)
        if generation != self._generation or not self.view.unattended:
            return False
        self.begin(page)
        return True

    async def changed(self, article_ids: Sequence[int] | None) -> None:
        """Draw the rows of changed articles again; None for "any of them", and for articles that were removed."""
        shown = [row.id for row in self.view.window.rows]
        ids = shown if article_ids is None else list(set(article_ids).intersection(shown))
        if not ids:
            return
        page = await self._data.ask(lambda reader: rows_again(reader, ids))
        self._know(page)
        self.view.patch(page.rows)
        gone = set(ids) - {row.id for row in page.rows}
        if gone:
            self.view.drop(gone)
        self._fold()

    def caption(self) -> None:
        """Write filter, count and the number of new articles on the list's edge."""
        words = f"1 {view_words(self.text, grouped=self.grouped)}"
        if self.matches is not None and self.text:
            words += f" · {self.matches}"
        if self.view.besides.marked:
            words += f" · {signs.MARKED} {len(self.view.besides.marked)} marked"
        if self.pending.value:
            words += f" · {signs.NEW} {self.pending} new"
        if self.muted and not names_muted(self.where):
            words += f" · {count_of(len(self.muted), 'mute')}"
        if is_view(self.text):
            words += " · Esc goes back"
        words += " · live" if self.view.live else f" · {self._follow_key} to follow"
        self.view.behind = self.pending.value > 0
        self.view.title(words)
