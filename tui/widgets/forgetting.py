"""Lets go of what a screen has drawn once it is closed."""

from __future__ import annotations

from textual._styles_cache import StylesCache


def forget_drawn() -> None:
    """Have Textual let go of the widgets that are gone.

    It works out backgrounds in a method that remembers a thousand answers, each with the cache of a widget's lines that
    asked for it (`StylesCache.get_inner_outer`, Textual 8.2): closed screens would stay in memory by the dozen.
    """
    clear = getattr(StylesCache.get_inner_outer, "cache_clear", None)
    if clear is not None:  # a later Textual may remember less
        clear()
