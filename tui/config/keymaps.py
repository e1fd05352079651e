"""Keymaps of the config: how one is read, and what is wrong with it, such as a key that two actions would share."""

from __future__ import annotations

import re
import string
import unicodedata
from typing import TYPE_CHECKING

from tui.actions import ACTIONS
from tui.config.values import choice, kind_of, nearest, required, text
from tui.presets import PRESETS

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from tui.actions import Action

_SCREENS = (
    ("app", "desk", "pane"),
    ("app", "feeds", "pane"),
    ("app", "alerts", "pane"),
    ("app", "city", "pane"),
    ("app", "map-screen", "map"),
)
"""Whose keys are listened to together."""
_MODIFIERS = re.compile(r"(?:(?:ctrl|shift|alt)\+)*")
_NAMED = frozenset(
    (
        *("escape", "enter", "return", "tab", "space", "backspace", "delete", "insert", "home", "end"),
        *("pageup", "pagedown", "up", "down", "left", "right"),
        *("slash", "backslash", "at", "minus", "plus", "underscore", "circumflex_accent"),
    )
)
_SIGNS = frozenset(unicodedata.name(char).lower().translate({45: 95, 32: 95}) for char in string.punctuation)
"""Signs of ASCII by name, blanks and hyphens alike as underscores."""
_FUNCTION = re.compile(r"f(?:[1-9]|1\d|2[0-4])")


def keymap(value: object) -> Mapping[str, str]:
    """Read a preset's name, or a table of action = "key", in which ``preset`` names the one to begin from.

    Raises:
        ValueError: it is neither, or names an action or a preset that there is not.
    """
    preset = choice(*PRESETS)
    if isinstance(value, str):
        return dict(PRESETS[preset(value)])
    if not isinstance(value, dict):
        words = 'must be "default", "vim", "emacs" or a table of action = "key"'
        raise ValueError(f"{words}, not {kind_of(value)}")  # noqa: TRY004 - as every reader of a value
    actions = [action.id for action in ACTIONS]
    keys = dict(PRESETS[preset(value.get("preset", "default"))])
    for name, key in value.items():
        if name == "preset":
            continue
        if name not in actions:
            raise ValueError(f"unknown action {name!r}; {nearest(name, actions)}")
        keys[name] = required(text)(key)
    return keys


def faults(keymap: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """Give the id of each action whose keys can't be used, and why in words."""
    for name, keys in keymap.items():
        wrong = [key for key in _split(keys) if not is_key(key)]
        if wrong:
            yield name, f'no key is called "{wrong[0]}"; write a letter, or a name such as "ctrl+o", "f5", "full_stop"'
            continue
        own = next(action.keys for action in ACTIONS if action.id == name)
        for key in _split(keys):
            if key in own:  # as we ship it; where another action was moved onto it, that one is told of
                continue
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
    if bare in _SIGNS:
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
