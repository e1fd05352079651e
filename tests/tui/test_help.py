"""The help's text: keys after the keymap, found by words, in as many columns as there is room for."""

from __future__ import annotations

import pytest
from rich.cells import cell_len

from tui.actions import ACTIONS
from tui.widgets.help_columns import GAP, Section, lay_out, narrowed, sections

EVERY = sections({})


def lines(shown: tuple[Section, ...], columns: int, width: int) -> list[str]:
    return lay_out(shown, columns, width).plain.split("\n")


@pytest.mark.parametrize(("columns", "width"), [(1, 70), (2, 108), (2, 143), (3, 209)])
def test_every_section_stands_in_one_piece_and_nothing_is_cut(columns: int, width: int) -> None:
    made = lines(EVERY, columns, width)
    assert max(map(cell_len, made)) <= width
    edge = (width - GAP * (columns - 1)) // columns + GAP
    sides = ["\n".join(line[side * edge : (side + 1) * edge].rstrip() for line in made) for side in range(columns)]
    blocks = [block.split("\n") for side in sides for block in side.strip("\n").split("\n\n")]
    assert [block[0] for block in blocks] == [section.heading for section in EVERY]
    for block, section in zip(blocks, EVERY, strict=True):
        said = " ".join(" ".join(block).split())
        assert all(" ".join(key.split()) in said and words in said for key, words in section.entries)


def test_columns_are_about_equally_high() -> None:
    one, two, three = (len(lines(EVERY, columns, 70 * columns)) for columns in (1, 2, 3))
    assert two < one * 0.6
    assert three < one * 0.45


def test_the_keymap_says_which_keys_stand_there() -> None:
    entries = {words: key for section in sections({"star": "ctrl+o"}) for key, words in section.entries}
    assert entries["Star or unstar"] == "Ctrl+o"


def test_actions_without_a_key_stand_there_once_the_keymap_gives_them_one() -> None:
    theme = next(action for action in ACTIONS if not action.keys)
    assert not any(theme.help == words for section in EVERY for _, words in section.entries)
    assert any(theme.help == words for section in sections({theme.id: "f9"}) for _, words in section.entries)


def test_words_find_lines_by_key_meaning_and_heading() -> None:
    assert [words for one in narrowed(EVERY, "STAR unstar") for _, words in one.entries] == ["Star or unstar"]
    assert [one.heading for one in narrowed(EVERY, "on the map nearer")] == ["On the map"]
    assert any(key == "Ctrl+f" for one in narrowed(EVERY, "ctrl+f") for key, _ in one.entries)
    assert narrowed(EVERY, "") == EVERY
    assert narrowed(EVERY, "no such words") == ()
