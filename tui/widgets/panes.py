"""The three panes' arrangement: side by side, stacked, or one at a time."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal

from textual.containers import Container
from textual.message import Message

if TYPE_CHECKING:
    from collections.abc import Mapping

    from textual.widget import Widget

Layout = Literal["wide", "stacked"]

WIDE: Final = 160
"""From this width on, three panes stand side by side."""
MEDIUM: Final = 100
"""From this width on, headlines stand over article and cities; below, one pane has the screen."""
_WEIGHTS: Final[Mapping[Layout, Mapping[str, int]]] = {
    "wide": {"headlines": 25, "reader": 13, "ticker": 12},
    "stacked": {"headlines": 11, "reader": 14, "ticker": 10},
}
_LOWER: Final = 12
_STEP: Final = 3
_LEAST: Final = 4
_MOST: Final = 40


class Panes(Container):
    """Holds the panes and shares the room among them."""

    @dataclass
    class Arranged(Message):
        """Somebody gave panes other sizes, or the whole room to one."""

        sizes: dict[Layout, dict[str, int]]
        zoomed: str
        """The pane that has the whole room, empty for none."""

    def __init__(
        self, *panes: Widget, sizes: Mapping[Layout, Mapping[str, int]] | None = None, zoomed: str = ""
    ) -> None:
        """Take the panes in their order, and the sizes and the zoom that they had the last time."""
        super().__init__(*panes, id="panes")
        names = [pane.id for pane in panes]
        self.zoomed = zoomed in names
        self.current = zoomed if self.zoomed else "headlines"
        for pane in panes:  # which is what the focus goes to at first
            pane.set_class(pane.id == self.current, "-current")
        self._weights: dict[Layout, dict[str, int]] = {
            layout: {pane: _bounded((sizes or {}).get(layout, {}).get(pane, weight)) for pane, weight in usual.items()}
            for layout, usual in _WEIGHTS.items()
        }

    @property
    def alone(self) -> bool:
        """True while one pane has the whole room."""
        return self.zoomed or self.app.size.width < MEDIUM

    def select(self, pane: str) -> None:
        """Make a pane the current one, and show it if it was hidden."""
        if pane == self.current:
            return
        self.current = pane
        if self.alone:
            self._arrange()
        else:  # all of them are in sight: laying them out again would cost a key as much as a resize
            self._mark()
        if self.zoomed:
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
        self.post_message(self.Arranged(sizes, self.current if self.zoomed else ""))

    def on_mount(self) -> None:
        """Arrange for the first time."""
        self._arrange()

    def on_resize(self) -> None:
        """Arrange for another width."""
        self._arrange()

    def _mark(self) -> None:
        """Mark the current pane."""
        for pane in self.children:
            pane.set_class(pane.id == self.current, "-current")

    def _arrange(self) -> None:
        """Show the panes that have room, and share it by weight."""
        alone = self.alone
        for pane in self.children:
            pane.display = not alone or pane.id == self.current
        self._mark()
        wide = self.app.size.width >= WIDE
        self.set_class(alone, "-alone")
        self.set_class(wide and not alone, "-wide")
        self.set_class(not wide and not alone, "-stacked")
        if alone:
            self.styles.grid_columns = self.styles.grid_rows = "1fr"
        elif wide:
            self.styles.grid_columns = " ".join(f"{weight}fr" for weight in self._weights["wide"].values())
            self.styles.grid_rows = "1fr"
        else:
            weights = self._weights["stacked"]
            self.styles.grid_columns = f"{weights['reader']}fr {weights['ticker']}fr"
            self.styles.grid_rows = f"{weights['headlines']}fr {_LOWER}fr"


def _bounded(weight: int) -> int:
    """Give a weight that leaves room for the other panes."""
    return max(_LEAST, min(_MOST, weight))
