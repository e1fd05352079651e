"""The notice that takes the desk's place in a terminal too small for it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from rich.style import Style
from textual.widget import Widget

from tui.widgets.cells import clip, strip

if TYPE_CHECKING:
    from textual.strip import Strip

LEAST_WIDTH: Final = 60
LEAST_HEIGHT: Final = 15


class TooSmall(Widget):
    """Says how large the terminal is and how large it has to be."""

    ALLOW_SELECT = False

    def render_line(self, y: int) -> Strip:
        """Draw one line of the notice."""
        here = self.app.size
        lines = (
            "The terminal is too small for the desk.",
            f"It is {here.width}x{here.height} and needs {LEAST_WIDTH}x{LEAST_HEIGHT}.",
            "Make it larger, or press q to quit.",
        )
        words = lines[y] if y < len(lines) else ""
        return strip([(clip(words, self.size.width), Style())], self.size.width, self.rich_style + Style())
