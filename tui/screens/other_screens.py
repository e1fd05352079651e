"""The desk's ways to other screens, and what they bring back."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from tui.screens.parts import DeskParts

if TYPE_CHECKING:
    from store.models import ActivePlace, Alert, FeedState


class OtherScreens(DeskParts):
    """Opens other screens over the desk; each is loaded when it is first wanted."""

    def action_feeds(self) -> None:
        """Show how each feed does; a feed chosen there filters the headlines."""
        from tui.screens.feeds import FeedsScreen

        self.app.push_screen(FeedsScreen(self._session), self._feed_chosen)

    def _feed_chosen(self, feed: FeedState | None) -> None:
        """Show the articles of a feed."""
        if feed is not None:
            self._only("source", feed.name)

    def action_alerts(self) -> None:
        """Show what watches found; the article of an alert chosen there is read."""
        from tui.screens.alerts import AlertsScreen

        self.app.push_screen(AlertsScreen(self._session), self._alert_chosen)

    def _alert_chosen(self, alert: Alert | None) -> None:
        """Read the article of an alert, which is seen by that."""
        if alert is None:
            return
        index = self._headlines.window.index_of(alert.article)
        if index is not None:
            self._headlines.go_to(index)
        self.action_pane("reader")
        self._reading.choose(alert.article)
        self._jobs.append(partial(self._session.marks.see_alerts, [alert.id], seen=True), "see")

    def action_map(self) -> None:
        """Show where things happen; a place chosen there filters the headlines."""
        from tui.screens.map import MapScreen

        self.app.push_screen(MapScreen(self._session), self._place_chosen)

    def _place_chosen(self, place: ActivePlace | None) -> None:
        """Show what concerns a place."""
        if place is not None:
            self._only("place", place.place)

    def action_help(self) -> None:
        """Show keys and signs."""
        from tui.screens.help import HelpScreen

        self.app.push_screen(HelpScreen(self._session.settings.keymap))
