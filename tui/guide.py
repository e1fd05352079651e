"""What somebody who is new here needs to know, in a few lines: shown where the article will be, while there is none."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tui.actions import hints

if TYPE_CHECKING:
    from collections.abc import Mapping

_ROWS = (
    (("down", "down"), ("up", "up"), ("choose", "read"), ("next-pane", "next pane")),
    (("filter", "filter, such as city:Kyiv since:6h"),),
    (("map", "map"), ("city", "a city's page"), ("stories", "stories"), ("alerts", "alerts")),
    (("help", "all keys"), ("palette", "all commands"), ("quit", "quit")),
)
"""Actions and words of each line."""


def guide(keymap: Mapping[str, str]) -> tuple[str, ...]:
    """Give the lines, with the keys that `keymap` gives the actions."""
    rows = (" · ".join(f"{key} {word}" for key, word in hints(keymap, row)) for row in _ROWS)
    return ("Choose a headline to read it here.", "", *rows, "", "Feeds and settings: dateline config path")
