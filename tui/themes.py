"""The desk's own themes: a dark one that is calm at three in the morning, a light one, and both in 16 colours.

The latter two name the terminal's own colours, so that they look as its user set them up.
"""

from __future__ import annotations

from typing import Final

from textual.theme import Theme

_ANSI: Final = {
    "quiet": "ansi_white",
    "rule": "ansi_bright_black",
    "place": "ansi_cyan",
    "figure": "ansi_magenta",
    "ansi-background": "ansi_black",
    "ansi-foreground": "ansi_white",
    "input-cursor-text-style": "reverse",
    "input-selection-background": "ansi_blue",
    "input-selection-foreground": "ansi_bright_white",
}

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
ANSI_DARK: Final = Theme(
    name="dateline-ansi",
    dark=True,
    ansi=True,
    primary="ansi_yellow",
    secondary="ansi_bright_blue",
    accent="ansi_bright_yellow",
    success="ansi_green",
    warning="ansi_yellow",
    error="ansi_bright_red",
    foreground="ansi_default",
    background="ansi_default",
    surface="ansi_default",
    panel="ansi_bright_black",
    boost="ansi_default",
    variables={**_ANSI, "block-cursor-foreground": "ansi_black", "block-cursor-background": "ansi_white"},
)
ANSI_LIGHT: Final = Theme(
    name="dateline-ansi-light",
    dark=False,
    ansi=True,
    primary="ansi_red",
    secondary="ansi_blue",
    accent="ansi_red",
    success="ansi_green",
    warning="ansi_magenta",
    error="ansi_red",
    foreground="ansi_default",
    background="ansi_default",
    surface="ansi_default",
    panel="ansi_white",
    boost="ansi_default",
    variables={
        **_ANSI,
        "quiet": "ansi_bright_black",
        "rule": "ansi_white",
        "block-cursor-foreground": "ansi_bright_white",
        "block-cursor-background": "ansi_blue",
    },
)
THEMES: Final = (DARK, LIGHT, ANSI_DARK, ANSI_LIGHT)
"""All of them, the default first."""
_OTHER: Final = {
    DARK.name: LIGHT.name,
    LIGHT.name: DARK.name,
    ANSI_DARK.name: ANSI_LIGHT.name,
    ANSI_LIGHT.name: ANSI_DARK.name,
}
_IN_16: Final = {DARK.name: ANSI_DARK.name, LIGHT.name: ANSI_LIGHT.name}
_FALLBACK: Final = {"quiet": "#8b95a5", "rule": "#5a6575", "place": "#3fa08c", "figure": "#b070a0"}


def fallback_variables(*, ansi: bool) -> dict[str, str]:
    """Give our own colour variables for themes that others made; `ansi` for those in the terminal's own colours."""
    return {name: _ANSI[name] for name in _FALLBACK} if ansi else dict(_FALLBACK)


def fitting(theme: str, colours: str | None) -> str:
    """Give the theme that a terminal can show: ours in 16 colours where it has no more, else `theme` itself.

    `colours` is the terminal's colour system as Rich names it; None for none at all.
    """
    return _IN_16.get(theme, theme) if colours == "standard" else theme


def other(theme: str, *, dark: bool) -> str:
    """Give the light theme for a dark one and the reverse; of themes that others made, ours."""
    return _OTHER.get(theme, LIGHT.name if dark else DARK.name)
