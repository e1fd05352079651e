"""The three panes' arrangement: side by side, stacked, or one at a time."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from textual.containers import Container

if TYPE_CHECKING:
    from textual.widget import Widget

WIDE: Final = 160
"""From this width on, three panes stand side by side."""
MEDIUM: Final = 100
"""From this width on, headlines stand over article and cities; below, one pane has the screen."""
_WEIGHTS: Final = {"headlines": 25, "reader": 13, "ticker": 12}
_MEDIUM_WEIGHTS: Final = {"headlines": 11, "reader": 14, "ticker": 10}
_LOWER: Final = 12
_STEP: Final = 3
_LEAST: Final = 4
_MOST: Final = 40


class Panes(Container):
    """Holds the panes and shares the room among them."""

    def __init__(self, *panes: Widget) -> None:
        """Take the panes in their order."""
        super().__init__(*panes, id="panes")
        self.current = "headlines"
        self.zoomed = False
        self._weights = dict(_WEIGHTS)
        self._medium_weights = dict(_MEDIUM_WEIGHTS)

    @property
    def alone(self) -> bool:
        """True while one pane has the whole room."""
        return self.zoomed or self.app.size.width < MEDIUM

    def select(self, pane: str) -> None:
        """Make a pane the current one, and show it if it was hidden."""
        self.current = pane
        self._arrange()

    def zoom(self) -> None:
        """Give the current pane all the room, or share it again."""
        self.zoomed = not self.zoomed
        self._arrange()

    def resize(self, step: int) -> None:
        """Make the current pane larger (`step` 1) or smaller (-1)."""
        weights = self._weights if self.app.size.width >= WIDE else self._medium_weights
        weights[self.current] = max(_LEAST, min(_MOST, weights[self.current] + step * _STEP))
        self._arrange()

    def on_mount(self) -> None:
        """Arrange for the first time."""
        self._arrange()

    def on_resize(self) -> None:
        """Arrange for another width."""
        self._arrange()

    def _arrange(self) -> None:
        """Show the panes that have room, and share it by weight."""
        alone = self.alone
        for pane in self.children:
            pane.display = not alone or pane.id == self.current
            pane.set_class(pane.id == self.current, "-current")
        wide = self.app.size.width >= WIDE
        self.set_class(alone, "-alone")
        self.set_class(wide and not alone, "-wide")
        self.set_class(not wide and not alone, "-stacked")
        if alone:
            self.styles.grid_columns = self.styles.grid_rows = "1fr"
        elif wide:
            self.styles.grid_columns = " ".join(f"{weight}fr" for weight in self._weights.values())
            self.styles.grid_rows = "1fr"
        else:
            weights = self._medium_weights
            self.styles.grid_columns = f"{weights['reader']}fr {weights['ticker']}fr"
            self.styles.grid_rows = f"{weights['headlines']}fr {_LOWER}fr"
