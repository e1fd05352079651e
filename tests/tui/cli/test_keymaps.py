"""Keymaps, and what is wrong with them."""

from __future__ import annotations

import re

import pytest

from tui.actions import ACTIONS
from tui.config.keymaps import faults, is_key, keymap
from tui.presets import PRESETS
from tui.settings import THEMES


def test_every_key_of_the_table_of_actions_is_a_key() -> None:
    assert [key for action in ACTIONS for key in action.keys if not is_key(key)] == []


@pytest.mark.parametrize("key", ["b", "B", "ctrl+o", "ctrl+shift+left", "f12", "comma", "exclamation_mark", "é", "?"])
def test_letters_signs_and_named_keys_can_be_used(key: str) -> None:
    assert is_key(key)


@pytest.mark.parametrize("key", ["", "notakey", "control+o", "f25", "Enter", "ctrl+"])
def test_what_no_terminal_sends_can_not(key: str) -> None:
    assert not is_key(key)


def test_keys_that_two_actions_swap_do_not_collide() -> None:
    assert list(faults({"star": "o", "open": "s"})) == []


def test_a_key_of_the_feeds_screen_may_be_one_of_the_desk() -> None:
    assert list(faults({"poll-feed": "s"})) == []
    assert [name for name, _ in faults({"poll-feed": "j"})] == ["poll-feed"]


def test_a_key_that_an_action_has_anyway_is_no_fault() -> None:
    assert list(faults({"leave-feeds": "ctrl+g,escape,f,q"})) == []


@pytest.mark.parametrize("name", PRESETS)
def test_the_keys_of_a_preset_can_be_pressed_and_none_does_two_things(name: str) -> None:
    assert list(faults(keymap(name))) == []


def test_a_table_begins_from_the_preset_that_it_names() -> None:
    keys = keymap({"preset": "vim", "star": "f"})
    assert keys == {**PRESETS["vim"], "star": "f"}


@pytest.mark.parametrize(
    ("value", "words"),
    [
        ("vi", '"default", "vim", "emacs"'),
        ({"preset": "nano"}, '"nano" is none of'),
        ({"preset": "vim", "staar": "f"}, 'did you mean "star"'),
        (7, "not a whole number"),
        ({"star": ""}, "empty"),
    ],
)
def test_what_is_no_keymap_is_refused_in_words(value: object, words: str) -> None:
    with pytest.raises(ValueError, match=re.escape(words)):
        keymap(value)


def test_the_themes_named_are_those_there_are() -> None:
    from textual.theme import BUILTIN_THEMES

    from tui.themes import THEMES as OURS

    assert set(THEMES) == {*BUILTIN_THEMES, *(theme.name for theme in OURS)}
