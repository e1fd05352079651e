"""The ``[desk]``, ``[[filter]]`` and ``[[mute]]`` sections of the config, checked."""

from __future__ import annotations

from dataclasses import field
from datetime import timedelta
from typing import TYPE_CHECKING

from store.records import record

if TYPE_CHECKING:
    from collections.abc import Mapping

THEMES = (
    *("dateline", "dateline-light", "dateline-ansi", "dateline-ansi-light"),
    *("textual-dark", "textual-light", "nord", "gruvbox", "catppuccin-mocha", "dracula"),
    *("tokyo-night", "monokai", "flexoki", "catppuccin-latte", "catppuccin-frappe", "catppuccin-macchiato"),
    *("solarized-light", "solarized-dark", "rose-pine", "rose-pine-moon", "rose-pine-dawn", "atom-one-dark"),
    *("atom-one-light", "ansi-dark", "ansi-light"),
)
"""Our themes, and those that Textual ships: named here, because reading a config must not load Textual."""


FILTER_KEYS = ("5", "6", "7", "8", "9")
"""The keys that saved filters can have."""


@record
class DeskSettings:
    """How the desk looks and which keys it takes."""

    theme: str = "dateline"
    """A theme name: ``dateline``, ``dateline-light`` or any that Textual ships."""
    keymap: Mapping[str, str] = field(default_factory=dict)
    """Action id to key (``{"open": "ctrl+o"}``); empty for the default keys."""
    ticker_window: timedelta = timedelta(hours=24)
    """How far back the ticker's counts and sparklines reach; whole hours."""
    save_folder: str = ""
    """Where articles are saved as Markdown; empty for ``Documents/Dateline`` in the home folder."""


@record
class Mute:
    """One ``[[mute]]`` table: what is left out of the headlines and of watches."""

    query: str
    name: str = ""


@record
class SavedFilter:
    """One ``[[filter]]`` table: a query with a name."""

    name: str
    query: str
    key: str = ""
    """``5`` to ``9``; empty for whichever of them is free."""
