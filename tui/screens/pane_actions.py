"""The desk's actions that only concern its panes: which one has the keys, and how much room it gets."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.screen import Screen

from tui.widgets.bars import PANES

if TYPE_CHECKING:
    from tui.widgets.bars import StatusBar
    from tui.widgets.filter_bar import FilterBar
    from tui.widgets.headlines import HeadlineList
    from tui.widgets.panes import Panes

ORDER = tuple(pane for pane, _, _ in PANES)
"""The panes' ids, as Tab goes through them."""


class PaneActions(Screen[None]):
    """A screen with panes and a filter bar."""

    _bar: FilterBar
    _panes: Panes
    _headlines: HeadlineList
    _status: StatusBar

    def keyed(self) -> None:
        """Hear of a key before anything is done about it: whoever presses one looks at what is drawn now."""
        self._headlines.keyed()

    def say(self, words: str) -> None:
        """Say something on the status line for a moment."""
        self._status.say(words)

    def action_pane(self, pane: str) -> None:
        """Go to a pane, which shows it where one pane has the screen."""
        self._bar.close()
        self._panes.select(pane)
        self._panes.query_one(f"#{pane}").focus()

    def action_next_pane(self) -> None:
        """Go to the next pane."""
        self.action_pane(ORDER[(ORDER.index(self._panes.current) + 1) % len(ORDER)])

    def action_previous_pane(self) -> None:
        """Go to the pane before."""
        self.action_pane(ORDER[ORDER.index(self._panes.current) - 1])

    def action_zoom(self) -> None:
        """Give the pane the whole screen, or share it again."""
        self._panes.zoom()

    def action_resize(self, step: int) -> None:
        """Make the pane larger or smaller."""
        self._panes.resize(step)
