"""What lies under the places of the map: borders as rows of characters, and where countries' names have room."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from tui.atlas import areas, borders
from tui.atlas.braille import draw

if TYPE_CHECKING:
    from collections.abc import Container

    from tui.atlas.areas import Site
    from tui.atlas.borders import Kind
    from tui.atlas.braille import Row
    from tui.atlas.view import View


class Ground(NamedTuple):
    """The ground of a view."""

    rows: list[Row]
    sites: list[Site]


def ground(view: View, kinds: Container[Kind] = borders.KINDS) -> Ground:
    """Give the ground of a view with borders of some kinds; reads files where need be, so not for the loop."""
    found = borders.lines(view.level).within(view.west, view.south, view.east, view.north, kinds)
    rows = draw(found, view)
    return Ground(rows, areas.sites(view, rows))


def forget() -> None:
    """Give the memory of borders and areas back, once no map is drawn any more."""
    borders.forget()
    areas.forget()
