"""Whether the terminal shows colours."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Mapping, MutableMapping

LEAST_COLOURS: Final = 8


def has_colours(environ: Mapping[str, str]) -> bool:
    """Tell whether the terminal shows colours and the user wants them (no-color.org, terminfo)."""
    if environ.get("NO_COLOR"):
        return False
    if environ.get("COLORTERM"):
        return True
    term = environ.get("TERM", "")
    if term in ("", "dumb", "unknown"):
        return False
    import curses

    try:
        curses.setupterm(term, sys.__stdout__.fileno() if sys.__stdout__ is not None else 1)
        return curses.tigetnum("colors") >= LEAST_COLOURS
    except (curses.error, ValueError, OSError):
        return not term.startswith("vt")


def settle(environ: MutableMapping[str, str]) -> None:
    """Have ``NO_COLOR`` stand in `environ` exactly where no colours are drawn.

    Textual draws a terminal without colours in 24-bit ones, and takes an empty ``NO_COLOR``, which by the rule
    (no-color.org) says nothing, for a wish.
    """
    if has_colours(environ):
        environ.pop("NO_COLOR", None)
    else:
        environ["NO_COLOR"] = "1"
