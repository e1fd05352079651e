"""What is wrong with a keymap: keys that no terminal sends, and keys that two actions would share."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING

from tui.actions import ACTIONS

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from tui.actions import Action

_SCREENS = (("app", "desk", "pane"), ("app", "feeds", "pane"))
"""Whose keys are listened to together."""
_MODIFIERS = re.compile(r"(?:(?:ctrl|shift|alt)\+)*")
_NAMED = frozenset(
    (
        *("escape", "enter", "return", "tab", "space", "backspace", "delete", "insert", "home", "end"),
        *("pageup", "pagedown", "up", "down", "left", "right"),
        *("slash", "backslash", "at", "minus", "plus", "underscore", "circumflex_accent"),
    )
)
_FUNCTION = re.compile(r"f(?:[1-9]|1\d|2[0-4])")


def faults(keymap: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """Give the id of each action whose keys can't be used, and why in words."""
    for name, keys in keymap.items():
        wrong = [key for key in _split(keys) if not is_key(key)]
        if wrong:
            yield name, f'no key is called "{wrong[0]}"; write a letter, or a name such as "ctrl+o", "f5", "full_stop"'
            continue
        for key in _split(keys):
            other = _sharing(name, key, keymap)
            if other is not None:
                yield name, f'"{key}" is already the key of the action {other.id!r} ({other.help})'
                break


def is_key(name: str) -> bool:
    """Tell whether `name` is a key as Textual calls it: a character, or its Unicode name, or a key with a name."""
    bare = name[len((_MODIFIERS.match(name) or [""])[0]) :]
    if len(bare) == 1:
        return bare.isprintable()
    if bare in _NAMED or _FUNCTION.fullmatch(bare):
        return True
    try:
        unicodedata.lookup(bare.replace("_", " "))
    except KeyError:
        return False
    return bare.islower()


def _sharing(name: str, key: str, keymap: Mapping[str, str]) -> Action | None:
    """Give another action that listens to `key` where the one called `name` does, or None."""
    owner = next(action.owner for action in ACTIONS if action.id == name)
    heard = {one for screen in _SCREENS if owner in screen for one in screen}
    for action in ACTIONS:
        keys = _split(keymap[action.id]) if action.id in keymap else action.keys
        if action.id != name and action.owner in heard and key in keys:
            return action
    return None


def _split(keys: str) -> tuple[str, ...]:
    return tuple(key.strip() for key in keys.split(","))
