"""The desk's actions that only concern its panes: which one has the keys, and how much room it gets."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from textual import on

from tui.screens.parts import ORDER, DeskParts
from tui.widgets.panes import Panes

if TYPE_CHECKING:
    from textual import events


class PaneActions(DeskParts):
    """Goes from pane to pane, and shares the room among them."""

    def keyed(self) -> None:
        """Hear of a key before anything is done about it: whoever presses one looks at what is drawn now."""
        self._headlines.keyed()

    def on_descendant_focus(self, event: events.DescendantFocus) -> None:
        """Follow the focus: mark the pane's name, show it, and count the stay in the reader."""
        if event.widget.id in ORDER:
            self._stand_in(event.widget.id)
            self._reading.stay()

    @on(Panes.Arranged)
    def _arranged(self, message: Panes.Arranged) -> None:
        memory = self._session.memory
        memory.keep(replace(memory.now, sizes=message.sizes, zoomed=message.zoomed, lower=message.lower))

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
