"""The panes' arrangement: three side by side, two of them stacked, or one at a time."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal

from textual.containers import Container
from textual.message import Message

from tui.arrangement import MEDIUM, WIDE, panes_in_sight

if TYPE_CHECKING:
    from collections.abc import Mapping

    from textual.widget import Widget

Layout = Literal["wide", "stacked"]

_WEIGHTS: Final[Mapping[Layout, Mapping[str, int]]] = {
    "wide": {"headlines": 25, "reader": 13, "ticker": 12},
    "stacked": {"headlines": 12, "reader": 12, "ticker": 12},
}
_STEP: Final = 3
_LEAST: Final = 4
_MOST: Final = 40


class Panes(Container):
    """Holds the panes and shares the room among them."""

    @dataclass
    class Arranged(Message):
        """Somebody gave panes other sizes, the whole room to one, or the lower place to another."""

        sizes: dict[Layout, dict[str, int]]
        zoomed: str
        """The pane that has the whole room, empty for none."""
        lower: str
        """The pane that stands below the headlines where two have room."""

    def __init__(
        self,
        *panes: Widget,
        sizes: Mapping[Layout, Mapping[str, int]] | None = None,
        zoomed: str = "",
        lower: str = "reader",
    ) -> None:
        """Take the panes in their order, and the sizes, the zoom and the lower pane that they had the last time."""
        super().__init__(*panes, id="panes")
        names = [pane.id for pane in panes]
        self.zoomed = zoomed in names
        self.current = zoomed if self.zoomed else "headlines"
        self._lower = next((name for name in (self.current, lower) if name in names[1:]), "reader")
        for pane in panes:  # which is what the focus goes to at first
            pane.set_class(pane.id == self.current, "-current", update=False)
        self._weights: dict[Layout, dict[str, int]] = {
            layout: {pane: _bounded((sizes or {}).get(layout, {}).get(pane, weight)) for pane, weight in usual.items()}
            for layout, usual in _WEIGHTS.items()
        }

    @property
    def alone(self) -> bool:
        """True while one pane has the whole room."""
        return self.zoomed or self.app.size.width < MEDIUM

    @property
    def in_sight(self) -> tuple[str, ...]:
        """The panes that have room."""
        return panes_in_sight(self.app.size.width, self.current, self._lower, zoomed=self.zoomed)

    def select(self, pane: str) -> None:
        """Make a pane the current one, and show it if it was hidden."""
        if pane == self.current:
            return
        self.current = pane
        lower, self._lower = self._lower, self._lower if pane == "headlines" else pane
        if self.alone or (lower != self._lower and self.app.size.width < WIDE):
            self._arrange()
        else:  # it is in sight: laying all of them out again would cost a key as much as a resize
            self._mark()
        if self.zoomed or lower != self._lower:
            self._tell()

    def zoom(self) -> None:
        """Give the current pane all the room, or share it again."""
        self.zoomed = not self.zoomed
        self._arrange()
        self._tell()

    def resize(self, step: int) -> None:
        """Make the current pane larger (`step` 1) or smaller (-1)."""
        weights = self._weights["wide" if self.app.size.width >= WIDE else "stacked"]
        weights[self.current] = _bounded(weights[self.current] + step * _STEP)
        self._arrange()
        self._tell()

    def _tell(self) -> None:
        """Tell how the panes are arranged now."""
        sizes: dict[Layout, dict[str, int]] = {layout: dict(weights) for layout, weights in self._weights.items()}
        self.post_message(self.Arranged(sizes, self.current if self.zoomed else "", self._lower))

    def on_mount(self) -> None:
        """Arrange for the first time."""
        self._arrange()

    def on_resize(self) -> None:
        """Arrange for another width."""
        self._arrange()

    def _mark(self) -> None:
        """Mark the current pane."""
        for pane in self.children:
            pane.set_class(pane.id == self.current, "-current", update=False)  # no style depends on it

    def _arrange(self) -> None:
        """Show the panes that have room, and share it by weight."""
        shown = self.in_sight
        for pane in self.children:
            pane.display = pane.id in shown
        self._mark()
        layout: Layout = "wide" if len(shown) > 2 else "stacked"
        shares = " ".join(f"{self._weights[layout][pane]}fr" for pane in shown) if len(shown) > 1 else "1fr"
        self.set_class(layout == "wide", "-wide")
        self.set_class(len(shown) == 2, "-stacked")
        self.styles.grid_columns = shares if layout == "wide" else "1fr"
        self.styles.grid_rows = "1fr" if layout == "wide" else shares


def _bounded(weight: int) -> int:
    """Give a weight that leaves room for the other panes."""
    return max(_LEAST, min(_MOST, weight))
