"""The ``[[mute]]`` tables of a config as conditions: for the desk, for commands, and for watches."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from store.muting import names_muted
from store.query import parse

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from store.query import Filter, Node
    from tui.config import Config
    from tui.settings import Mute


def nodes(mutes: Sequence[Mute]) -> tuple[Node, ...]:
    """Give what each of `mutes` leaves out."""
    roots = (parse(mute.query).root for mute in mutes)
    return tuple(root for root in roots if root is not None)


def by_wish(where: Filter, load: Callable[[], Config]) -> Filter:
    """Give a command's filter: nothing is left out of it, unless it says itself what is to become of what is muted.

    Raises:
        ConfigError: It does, and the config that `load` gives can't be used.
    """
    return replace(where, muted=nodes(load().mutes)) if names_muted(where) else where


def watched(query: str, mutes: Sequence[Mute]) -> str:
    """Give a watch's query without what is muted."""
    return " ".join([f"({query})", *(f"-({mute.query})" for mute in mutes)]) if mutes else query
