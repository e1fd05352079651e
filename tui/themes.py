"""The desk's own two themes: a dark one that is calm at three in the morning, and a light one."""

from __future__ import annotations

from typing import Final

from textual.theme import Theme

DARK: Final = Theme(
    name="dateline",
    dark=True,
    primary="#e3a857",
    secondary="#7fb0d0",
    accent="#f0c987",
    success="#86b889",
    warning="#e8c06a",
    error="#e07a68",
    foreground="#d8dce3",
    background="#0d1117",
    surface="#121821",
    panel="#1c2532",
    variables={"quiet": "#8b95a5", "rule": "#2c3746", "place": "#7cc4b2", "figure": "#d9a0c9"},
)
LIGHT: Final = Theme(
    name="dateline-light",
    dark=False,
    primary="#8a5200",
    secondary="#1f5f8b",
    accent="#704200",
    success="#2c6e3a",
    warning="#7d5a00",
    error="#a4281b",
    foreground="#1d232b",
    background="#faf8f3",
    surface="#f2efe7",
    panel="#e2ddd0",
    variables={"quiet": "#5e6672", "rule": "#c9c3b4", "place": "#11695a", "figure": "#8a2f74"},
)
THEMES: Final = (DARK, LIGHT)
"""Both themes, the default first."""
FALLBACK_VARIABLES: Final = {"quiet": "#8b95a5", "rule": "#5a6575", "place": "#3fa08c", "figure": "#b070a0"}
"""Our own colour variables for themes that others made."""
