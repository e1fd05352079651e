"""The desk's actions on an article: shown in the reader, marked, opened, explained."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from textual import on

from tui.screens.parts import DeskParts
from tui.screens.reading import article_under
from tui.widgets.headlines import HeadlineList
from tui.widgets.reader import Reader

if TYPE_CHECKING:
    from store.models import Correction


class ArticleActions(DeskParts):
    """Shows the article that is wanted, and does something with it."""

    @on(HeadlineList.Moved)
    def _moved(self, message: HeadlineList.Moved) -> None:
        self._reading.rest(message.headline)

    @on(HeadlineList.Chosen)
    def _chosen(self, message: HeadlineList.Chosen) -> None:
        self.action_pane("reader")
        self._reading.choose(message.headline.id)

    @on(Reader.Left)
    def _left(self) -> None:
        self._go_unread(1)

    @on(Reader.Said)
    def _said(self, message: Reader.Said) -> None:
        self.say(message.words)

    @on(Reader.LinkChosen)
    def _link_chosen(self, message: Reader.LinkChosen) -> None:
        self._deeds.open_link(message.url)

    def action_links(self) -> None:
        """Ask which of the article's links to open."""
        self.action_pane("reader")
        self._reader.ask_link()

    def action_article(self, deed: str) -> None:
        """Do something with the article that the focused pane stands on: see `tui.screens.deeds.DEEDS`."""
        article = article_under(self.focused, self._headlines, self._reader, self._ticker)
        if article is None:
            self._jobs.say("There is no article here. Go to one first.")
        else:
            self._deeds.do(deed, article)

    def action_correct(self) -> None:
        """Say of a name in the article in the reader that it is no place, or which place it means."""
        article = self._reader.article
        if article is None or not article.tags.places:
            self.say("This article names no place." if article is not None else "There is no article here.")
            return
        from tui.screens.correcting import CorrectingScreen

        self.app.push_screen(CorrectingScreen(self._session, article), self._corrected)

    def _corrected(self, correction: Correction | None) -> None:
        """Keep what was said."""
        if correction is not None:
            self._jobs.append(partial(self._deeds.correct, correction), "correct")

    def action_changes(self) -> None:
        """Show what a revised article changed, or its text again."""
        self._reading.toggle_changes()

    def action_why(self) -> None:
        """Show why each tag of the article stands, or its text again."""
        self._reading.toggle_reasons()

    def action_toggle_tags(self) -> None:
        """Highlight tags, or not."""
        self._reader.toggle_highlight()
