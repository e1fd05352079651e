"""The desk's actions on stories: one line for each, its reports below, and what people say belongs together."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from tui.screens.mark_actions import MarkActions
from tui.views import toggle_unread
from tui.wording import count_of

if TYPE_CHECKING:
    from store.story_jobs import Moved


class StoryActions(MarkActions):
    """Groups the list by story, and joins and splits stories."""

    def action_stories(self) -> None:
        """Show each story as one line, or each report again."""
        grouped = not self._listing.grouped
        memory = self._session.memory
        memory.keep(replace(memory.now, grouped=grouped))
        self.action_pane("headlines")
        self._listing.grouped = grouped  # at once: a filter that comes before the rows is grouped too
        self._filtering.then(partial(self._listing.group, grouped=grouped))

    def action_unfold(self) -> None:
        """Show the reports of a story below its line."""
        if self.focused is self._headlines:
            self._filtering.then(self._unfold)

    async def _unfold(self) -> None:
        if not self._listing.grouped:
            self.say("Each report has a line of its own here. S groups them by story.")
        elif not await self._listing.unfold():
            self.say("There is no other report of this.")

    def action_fold(self) -> None:
        """Put the reports of a story away again."""
        if self.focused is self._headlines and not self._listing.fold():
            self.say("No reports are shown below this line.")

    def action_join(self) -> None:
        """Make one story of the marked lines."""
        ids = list(self._headlines.besides.marked)
        if len(ids) < 2:
            self.say("Mark two lines or more first: v marks, J then joins their stories.")
        else:
            self._jobs.append(partial(self._join, ids), "stories")

    def action_split(self) -> None:
        """Take the marked reports, or the one under the cursor, out of their story."""
        current = self._headlines.window.current
        ids = list(self._headlines.besides.marked) or ([current.id] if current is not None else [])
        if ids:
            self._jobs.append(partial(self._split, ids), "stories")

    async def _join(self, ids: list[int]) -> None:
        moved = await self._session.marks.join(ids)
        await self._moved_reports(moved, f"{count_of(len(ids), 'line')} joined into one story", "They are one already.")

    async def _split(self, ids: list[int]) -> None:
        moved = await self._session.marks.split(ids)
        words = f"{count_of(len(ids), 'report')} taken out of {'its' if len(ids) == 1 else 'their'} story"
        await self._moved_reports(moved, words, "It stands alone already." if len(ids) == 1 else "They stand alone.")

    async def _moved_reports(self, moved: Moved, words: str, nothing: str) -> None:
        """Say what became of stories, show it, and remember how to take it back."""
        if not moved.changed:
            self.say(nothing)
            return
        self._headlines.besides.marked.clear()
        self._bulk.undo.note(words, partial(self._put_back, moved))
        await self._listing.again()
        self.say(f"{words}.")

    async def _put_back(self, moved: Moved) -> None:
        await self._session.marks.put_back(moved)
        await self._listing.again()

    def action_hide_read(self) -> None:
        """Leave out what is read, or show it again."""
        self.action_pane("headlines")
        text = toggle_unread(self._filtering.text)
        if text:
            self._filtering.show(text)
        else:
            self._filtering.back()
