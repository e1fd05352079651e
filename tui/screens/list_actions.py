"""The desk's actions on the list of headlines: its pages, the newest, the next unread."""

from __future__ import annotations

from textual import on

from tui.screens.parts import DeskParts
from tui.widgets.headlines import HeadlineList


class ListActions(DeskParts):
    """Gives the list the rows it asks for, and goes through them."""

    @on(HeadlineList.WantOlder)
    def _older(self) -> None:
        self._jobs.start(self._listing.older, "older")

    @on(HeadlineList.WantNewer)
    def _newer(self) -> None:
        self._jobs.start(self._listing.newer, "newer")

    @on(HeadlineList.WantOldest)
    def _oldest(self) -> None:
        self._filtering.then(self._listing.oldest)

    @on(HeadlineList.WantNewest)
    def _newest(self) -> None:
        self._filtering.then(self._listing.newest)

    @on(HeadlineList.CaughtUp)
    def _caught_up(self) -> None:
        self._listing.caught_up()

    @on(HeadlineList.FollowChanged)
    def _follow_changed(self) -> None:
        self._listing.caption()

    def action_live(self) -> None:
        """To the newest article, and follow."""
        self.action_pane("headlines")
        self._filtering.then(self._listing.newest)

    def action_next_unread(self) -> None:
        """To the next unread article."""
        self._go_unread(1)

    def action_previous_unread(self) -> None:
        """To the previous unread article."""
        self._go_unread(-1)
