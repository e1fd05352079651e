"""Keymaps, and what is wrong with them."""

from __future__ import annotations

import pytest

from tui.actions import ACTIONS
from tui.config.keymaps import faults, is_key
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


def test_the_themes_named_are_those_there_are() -> None:
    from textual.theme import BUILTIN_THEMES

    from tui.themes import THEMES as OURS

    assert set(THEMES) == {*BUILTIN_THEMES, *(theme.name for theme in OURS)}
