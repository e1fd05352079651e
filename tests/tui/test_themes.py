"""Which theme a terminal gets, and that every theme has a colour for everything."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tui.themes import THEMES, fallback_variables, fitting, other

OWN = ("quiet", "rule", "place", "figure")


@pytest.mark.parametrize(
    ("theme", "colours", "shown"),
    [
        ("dateline", "truecolor", "dateline"),
        ("dateline", "256", "dateline"),
        ("dateline", "standard", "dateline-ansi"),
        ("dateline-light", "standard", "dateline-ansi-light"),
        ("nord", "standard", "nord"),
        ("dateline", None, "dateline"),
    ],
)
def test_a_terminal_with_16_colours_gets_ours_in_its_own_colours(theme: str, colours: str | None, shown: str) -> None:
    assert fitting(theme, colours) == shown


def test_light_and_dark_change_places_within_their_kind() -> None:
    for theme in THEMES:
        assert other(other(theme.name, dark=theme.dark), dark=not theme.dark) == theme.name
    assert other("nord", dark=True) == "dateline-light"


def test_every_theme_knows_our_own_colours() -> None:
    for theme in THEMES:
        assert set(OWN) <= set(theme.variables)
    assert set(fallback_variables(ansi=True)) == set(fallback_variables(ansi=False)) == set(OWN)


def test_a_theme_in_the_terminal_s_colours_names_no_others() -> None:
    for theme in THEMES:
        if theme.ansi:
            colours = [theme.primary, theme.panel, theme.foreground, *(theme.variables[name] for name in OWN)]
            assert all(str(colour).startswith("ansi_") for colour in colours)


def test_the_styles_name_no_colour_but_by_a_variable() -> None:
    styles = (Path(__file__).parents[2] / "tui" / "app.tcss").read_text("utf-8")
    assert not re.findall(r"color: (?!\$)[^;]+;|background: (?!\$)[^;]+;", styles)
