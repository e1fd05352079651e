"""The desk's actions on its filter: typed, kept, dropped."""

from __future__ import annotations

from textual import on
from textual.events import DescendantFocus

from tui.screens.parts import DeskParts
from tui.widgets.bars import HintBar
from tui.widgets.chips import Chips
from tui.widgets.filter_bar import TYPING_HINTS, FilterBar
from tui.widgets.suggestions import Suggestions


class FilterActions(DeskParts):
    """Carries what happens in the filter bar to the filter."""

    @on(DescendantFocus, "#query")
    def _typing(self) -> None:
        self.query_one(HintBar).show(TYPING_HINTS)

    @on(FilterBar.Typed)
    def _typed(self, message: FilterBar.Typed) -> None:
        self._filtering.typed(message.query, at_end=message.at_end)
        self._completing.typed()

    @on(FilterBar.Took)
    def _took(self, message: FilterBar.Took) -> None:
        self._completing.take(message.suggestion)

    @on(Suggestions.Clicked)
    def _clicked(self, message: Suggestions.Clicked) -> None:
        self._completing.take(message.suggestion)

    @on(Chips.Removed)
    def _chip_removed(self, message: Chips.Removed) -> None:
        self._filtering.take_off(message.index)

    @on(Chips.Left)
    def _chips_left(self) -> None:
        self.action_pane("headlines")

    @on(FilterBar.Kept)
    def _kept(self, message: FilterBar.Kept) -> None:
        self._filtering.keep(message.query)

    @on(FilterBar.Dropped)
    def _dropped(self) -> None:
        self._filtering.back()
        self._headlines.focus()

    def action_filter(self) -> None:
        """Filter as you type."""
        self.action_pane("headlines")
        self._filtering.open()

    def action_chips(self) -> None:
        """Go to the parts of the filter, to take some of them off."""
        if not self._bar.enter_chips():
            self.say("Nothing is filtered.")

    def action_back(self) -> None:
        """Back to the headlines; there, clear the filter."""
        if self._panes.current != "headlines":
            self.action_pane("headlines")
        elif not self._filtering.back() and self._panes.zoomed:
            self._panes.zoom()
