"""The few lines that somebody who is new here sees."""

from __future__ import annotations

from tui.guide import guide


def test_it_names_keys_that_work_as_the_keymap_has_them() -> None:
    assert ("j k", "down and up") in guide({})
    assert ("f", "filter, such as city:Kyiv since:6h") in guide({"filter": "f"})


def test_every_line_fits_a_narrow_pane() -> None:
    assert max(len(f"{key}  {words}") for key, words in guide({})) <= 50
    assert ("?", "all keys") in guide({})
