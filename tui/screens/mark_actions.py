"""The desk's actions on marked articles, and the way back from what was done."""

from __future__ import annotations

from tui.screens.article_actions import ArticleActions
from tui.screens.filter_actions import FilterActions
from tui.screens.reading import article_under

UNDO = "undo"
DEEDS = ("read", "star", "stories")
"""Groups of jobs that can be taken back once they are done."""


class MarkActions(ArticleActions, FilterActions):
    """Marks lines of the list; what is then done to an article is done to all of them."""

    def action_mark(self) -> None:
        """Mark the line under the cursor, or take its mark away, and go on to the next."""
        row = self._headlines.window.current
        if row is None:
            return
        self._headlines.besides.toggle(row.id)
        self._headlines.move(1)
        self._marks_changed()

    def action_mark_to_here(self) -> None:
        """Mark every line from the last one marked to the cursor."""
        window, marked = self._headlines.window, self._headlines.besides.marked
        start = window.index_of(next(reversed(marked))) if marked else window.cursor
        if window.current is None:
            return
        if start is None:
            self.say("The last marked line is too far away. Mark one nearer by first.")
            return
        first, last = sorted((start, window.cursor))
        self._headlines.besides.mark(row.id for row in window.rows[first : last + 1])
        self._marks_changed()

    def action_article(self, deed: str) -> None:
        """Do something with all marked articles; without marks, with the one that the focused pane stands on."""
        from tui.screens.bulk import BULK, EVEN_ALONE

        ids = list(self._headlines.besides.marked) if self.focused is self._headlines else []
        alone = article_under(self.focused, self._headlines, self._reader, self._ticker)
        if deed in BULK and ids:
            self._bulk.do(deed, ids)
        elif deed in EVEN_ALONE and alone is not None:
            self._bulk.do(deed, [alone])
        else:
            super().action_article(deed)

    def action_back(self) -> None:
        """Take all marks away; without any, back as ever."""
        if self.focused is self._headlines and self._headlines.besides.marked:
            self._headlines.besides.marked.clear()
            self._marks_changed()
        else:
            super().action_back()

    def action_undo(self) -> None:
        """Take the last deed back."""
        self._jobs.append(self._take_back, UNDO)

    async def _take_back(self) -> None:
        await self._jobs.ended(DEEDS)
        done = self._bulk.undo.last()
        if done is None:
            self.say("There is nothing to take back.")
            return
        await done.back()
        self.say(f"Taken back: {done.words}.")

    def _marks_changed(self) -> None:
        """Draw the marks, and how many there are."""
        self._headlines.refresh()
        self._listing.caption()
