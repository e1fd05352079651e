"""The ``[desk]`` and ``[[watch]]`` sections of the config, checked."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Mapping

Notice = Literal["bell", "desktop", "command"]
"""How a watch tells of a match."""


THEMES = (
    *("dateline", "dateline-light", "textual-dark", "textual-light", "nord", "gruvbox", "catppuccin-mocha", "dracula"),
    *("tokyo-night", "monokai", "flexoki", "catppuccin-latte", "catppuccin-frappe", "catppuccin-macchiato"),
    *("solarized-light", "solarized-dark", "rose-pine", "rose-pine-moon", "rose-pine-dawn", "atom-one-dark"),
    *("atom-one-light", "ansi-dark", "ansi-light"),
)
"""Our themes, and those that Textual ships: named here, because reading a config must not load Textual."""


@dataclass(frozen=True, slots=True)
class DeskSettings:
    """How the desk looks and which keys it takes."""

    theme: str = "dateline"
    """A theme name: ``dateline``, ``dateline-light`` or any that Textual ships."""
    keymap: Mapping[str, str] = field(default_factory=dict)
    """Action id to key (``{"open": "ctrl+o"}``); empty for the default keys."""
    ticker_window: timedelta = timedelta(hours=24)
    """How far back the ticker's counts and sparklines reach; whole hours."""


@dataclass(frozen=True, slots=True)
class WatchSettings:
    """One ``[[watch]]`` table: a query whose new matches somebody wants to hear of."""

    name: str
    query: str
    notify: tuple[Notice, ...] = ("bell",)
    command: tuple[str, ...] = ()
    """The command's arguments; it takes the article as JSON on its standard input."""
