"""The desk's actions on the cities: from a line to its article, from a city to its headlines."""

from __future__ import annotations

from textual import on

from tui.screens.parts import DeskParts
from tui.widgets.ticker import Ticker


class TickerActions(DeskParts):
    """Follows what is chosen among the cities."""

    @on(Ticker.LineChosen)
    def _line_chosen(self, message: Ticker.LineChosen) -> None:
        index = self._headlines.window.index_of(message.article_id)
        if index is not None:
            self._headlines.go_to(index)
        self.action_pane("reader")
        self._reading.choose(message.article_id, message.evidence)

    @on(Ticker.CityChosen)
    def _city_chosen(self, message: Ticker.CityChosen) -> None:
        self._only("place", message.place)
