"""Which names stand on the map, and where: the busiest places first, none over another."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from rich.cells import cell_len

from tui.widgets.cells import clip

if TYPE_CHECKING:
    from collections.abc import Sequence

    from store.models import ActivePlace
    from tui.atlas.view import View

SIGNS: Final = ("·", "•", "●", "◉")
"""Signs of a place, by how busy it is: each stands for four times the events of the one before."""
_STEP: Final = 4
_LONGEST: Final = 24


@dataclass(frozen=True, slots=True)
class Label:
    """A place on the map."""

    index: int
    """Which of the places it is."""
    column: int
    row: int
    sign: str
    name: str
    """Empty where there is no room for it."""
    start: int
    """Column where the name begins."""

    def covers(self, column: int) -> bool:
        """Whether the sign or the name stands in a column."""
        return column == self.column or self.start <= column < self.start + cell_len(self.name)


def sign(events: int) -> str:
    """Give the sign for a number of events: ``·`` from 1, ``•`` from 4, ``●`` from 16, ``◉`` from 64."""
    level = 0
    while level < len(SIGNS) - 1 and events >= _STEP ** (level + 1):
        level += 1
    return SIGNS[level]


def label(places: Sequence[ActivePlace], view: View, selected: int | None) -> list[Label]:
    """Give the places in sight, `selected` first and then by events, each with its name where there is room.

    A name stands right of its sign, else left of it. Places whose sign would fall on a
    busier one's sign or name are left out.
    """
    taken: dict[int, list[tuple[int, int]]] = {}
    found = []
    order = sorted(range(len(places)), key=lambda index: (index != selected, -places[index].events, index))
    for index in order:
        place = places[index]
        cell = view.cell(place.longitude, place.latitude)
        if cell is None or not _free(taken, cell[1], cell[0], cell[0] + 1):
            continue
        column, row = cell
        taken.setdefault(row, []).append((column, column + 1))
        name = clip(place.place, _LONGEST)
        start = _room(taken, row, column, cell_len(name), view.width)
        if start is None:
            name, start = "", column
        else:
            taken[row].append((start, start + cell_len(name)))
        found.append(Label(index, column, row, sign(place.events), name, start))
    return found


def _room(taken: dict[int, list[tuple[int, int]]], row: int, column: int, length: int, width: int) -> int | None:
    """Give the column where a name fits beside its sign, a cell's space on both sides, or None."""
    for start in (column + 2, column - 1 - length):
        if start >= 0 and start + length <= width and _free(taken, row, start - 1, start + length + 1, but=column):
            return start
    return None


def _free(taken: dict[int, list[tuple[int, int]]], row: int, start: int, end: int, *, but: int | None = None) -> bool:
    """Whether nothing stands in those columns of a row, but the sign in column `but`."""
    spans = taken.get(row, ())
    return all(end <= first or last <= start for first, last in spans if (first, last) != (but, (but or 0) + 1))
