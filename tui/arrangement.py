"""Which panes have room: three side by side, two of them stacked, or one alone. Pure."""

from __future__ import annotations

from typing import Final

WIDE: Final = 160
"""From this width on, three panes stand side by side."""
MEDIUM: Final = 100
"""From this width on, headlines stand over the article or the cities; below, one pane has the screen."""
PANES: Final = ("headlines", "reader", "ticker")


def panes_in_sight(width: int, current: str, lower: str, *, zoomed: bool) -> tuple[str, ...]:
    """Give the panes that have room on a screen of so many columns.

    Args:
        width: the screen's, in cells.
        current: the pane that is worked in.
        lower: the pane that stands below the headlines where two have room.
        zoomed: whether the current pane has all the room.
    """
    if zoomed or width < MEDIUM:
        return (current,)
    return ("headlines", lower) if width < WIDE else PANES
