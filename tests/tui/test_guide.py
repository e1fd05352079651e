"""The few lines that somebody who is new here sees."""

from __future__ import annotations

from tui.guide import guide


def test_it_names_keys_that_work_as_the_keymap_has_them() -> None:
    assert "j down · k up · Enter read · Tab next pane" in guide({})
    assert "f filter, such as city:Kyiv since:6h" in guide({"filter": "f"})


def test_every_line_fits_a_narrow_pane() -> None:
    assert max(map(len, guide({}))) <= 56
    assert any("? all keys" in line for line in guide({}))
