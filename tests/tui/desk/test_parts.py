"""Styles of what a widget draws itself: worked out when it is drawn, and again when the widget is styled anew."""

from __future__ import annotations

from typing import ClassVar

import pytest
from textual.app import App, ComposeResult

from tui.widgets.parts import Parts

from .settling import settled


class Line(Parts, can_focus=True):
    """A widget with two parts."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {"line--mark", "line--word"}


class Lines(App[None]):
    """Two such widgets."""

    CSS = """
    Line > .line--mark { color: red; }
    Line:focus > .line--mark { color: green; }
    Line.-late > .line--mark { color: blue; }
    """
    AUTO_FOCUS = None

    def compose(self) -> ComposeResult:
        """Lay them out."""
        yield Line(id="one")
        yield Line(id="two", classes="pane")


def colour(line: Line) -> str:
    """Give the name of the colour that the mark is drawn in."""
    style = line.get_component_rich_style("line--mark", partial=True)
    assert style.color is not None
    return {"#ff0000": "red", "#008000": "green", "#0000ff": "blue"}[style.color.get_truecolor().hex]


async def test_parts_follow_the_focus_and_the_classes_of_their_widget() -> None:
    async with Lines().run_test() as pilot:
        one, two = pilot.app.query(Line)
        assert (colour(one), colour(two)) == ("red", "red")
        one.focus()
        await settled(pilot.app)
        assert (colour(one), colour(two)) == ("green", "red")
        two.add_class("-late")
        await settled(pilot.app)
        assert (colour(one), colour(two)) == ("green", "blue")


async def test_nothing_is_styled_before_it_is_drawn() -> None:
    async with Lines().run_test() as pilot:
        line = pilot.app.query(Line).first()
        assert not line._component_styles
        colour(line)
        assert set(line._component_styles) == {"line--mark"}


async def test_a_style_is_kept_while_lines_are_drawn_again() -> None:
    async with Lines().run_test() as pilot:
        line = pilot.app.query(Line).first()
        before = line.get_component_rich_style("line--mark")
        line.refresh()
        assert line.get_component_rich_style("line--mark") is before


async def test_an_unknown_part_is_a_mistake() -> None:
    async with Lines().run_test() as pilot:
        with pytest.raises(KeyError, match="line--none"):
            pilot.app.query(Line).first().get_component_rich_style("line--none")
