"""Where countries lie, and where in a view there is room for their names."""

from __future__ import annotations

import gzip
import json
from array import array
from dataclasses import dataclass
from functools import lru_cache
from itertools import accumulate, pairwise
from math import ceil
from pathlib import Path
from typing import TYPE_CHECKING, Final, NamedTuple

from tui.atlas.view import DOTS_HIGH, DOTS_WIDE
from tui.heap import give_back

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from tui.atlas.braille import Row
    from tui.atlas.view import View

PATH: Final = Path(__file__).with_name("data") / "areas.gz"
SCALE: Final = 100
"""Units a degree, in the file."""
OFF: Final = 0.06
"""How far, in degrees, an outline may be from the truth."""
_BORDERS: Final = ("coast", "country")


@dataclass(frozen=True, slots=True)
class Area:
    """A country. In degrees."""

    name: str
    rings: tuple[tuple[array[float], array[float]], ...]
    """Longitudes and latitudes of each outline; what lies in two of them is a hole."""
    west: float
    south: float
    east: float
    north: float


class Run(NamedTuple):
    """Cells side by side within one row; the last is not among them."""

    row: int
    start: int
    end: int


class Site(NamedTuple):
    """A country in sight: where its name could stand."""

    name: str
    column: float
    row: float
    """The middle of what is in sight of it."""
    runs: tuple[Run, ...]
    """Cells within it on which no border lies, each run as long as the name at least."""


@lru_cache(maxsize=1)
def areas() -> tuple[Area, ...]:
    """Give all countries; read in some hundredths of a second, and kept until `forget`."""
    data: dict[str, list[list[int]]] = json.loads(gzip.decompress(PATH.read_bytes()))
    found = tuple(_area(name, rings) for name, rings in data.items())
    give_back()
    return found


def forget() -> None:
    """Give the memory of the areas back, once no map is drawn any more."""
    if areas.cache_info().currsize:
        areas.cache_clear()
        give_back()


def sites(view: View, ground: Sequence[Row]) -> list[Site]:
    """Give the countries in sight whose name has room, borders being where they are in the `ground`."""
    free = [_free(row) for row in ground[:-1]]  # the last row tells the scale
    found = (_site(area, view, free) for area in areas() if _in_sight(area, view))
    return [site for site in found if site is not None]


def _area(name: str, packed: list[list[int]]) -> Area:
    rings = tuple((_degrees(numbers[::2]), _degrees(numbers[1::2])) for numbers in packed)
    longitudes, latitudes = [x for xs, _ in rings for x in xs], [y for _, ys in rings for y in ys]
    return Area(name, rings, min(longitudes), min(latitudes), max(longitudes), max(latitudes))


def _degrees(steps: list[int]) -> array[float]:
    return array("f", (at / SCALE for at in accumulate(steps)))


def _in_sight(area: Area, view: View) -> bool:
    return area.west <= view.east and area.east >= view.west and area.south <= view.north and area.north >= view.south


def _free(row: Row) -> bytearray:
    """Give for each cell whether a name may stand there: not on a coast or the border of a country."""
    return bytearray(kind not in _BORDERS for text, kind in row for _ in text)


def _site(area: Area, view: View, free: Sequence[bytearray]) -> Site | None:
    """Give where in a country its name could stand; None where there is no room for it."""
    inside = _inside(area, view, len(free))
    cells = sum(map(len, inside.values()))
    if not cells:
        return None
    row = sum(row * len(columns) for row, columns in inside.items()) / cells
    column = sum(sum(columns) for columns in inside.values()) / cells
    # The outline may be off by so many cells, so a name keeps so far from it.
    across, down = round(OFF / view.stretch / DOTS_WIDE), round(OFF / view.scale / DOTS_HIGH)
    runs = [
        Run(at, start, end)
        for at in inside
        for start, end in _runs(inside, at, down, free[at], view.width)
        if end - start - 2 * across >= len(area.name)
    ]
    kept = tuple(Run(at, start + across, end - across) for at, start, end in runs)
    return Site(area.name, column, row, kept) if kept else None


def _inside(area: Area, view: View, height: int) -> dict[int, list[int]]:
    """Give the columns that lie within a country, for each row of the view that has any."""
    crossings: dict[int, list[float]] = {}
    for longitudes, latitudes in area.rings:
        points = [
            ((x - view.west) / view.stretch / DOTS_WIDE, (view.north - y) / view.scale / DOTS_HIGH - 0.5)
            for x, y in zip(longitudes, latitudes, strict=True)
        ]
        for (ax, ay), (bx, by) in pairwise([*points, points[0]]):
            for row in range(max(0, ceil(min(ay, by))), min(height, ceil(max(ay, by)))):
                crossings.setdefault(row, []).append(ax + (bx - ax) * (row - ay) / (by - ay))
    found = {}
    for row, xs in sorted(crossings.items()):
        columns = [column for start, end in _pairs(xs) for column in range(*_clipped(start, end, view.width))]
        if columns:
            found[row] = columns
    return found


def _pairs(crossings: list[float]) -> Iterator[tuple[float, float]]:
    """Give the stretches between an outline that is crossed and the next one: what lies in one is within."""
    ordered = sorted(crossings)
    return zip(ordered[::2], ordered[1::2], strict=False)


def _clipped(start: float, end: float, width: int) -> tuple[int, int]:
    return max(0, ceil(start)), min(width, int(end))


def _runs(inside: dict[int, list[int]], row: int, down: int, free: bytearray, width: int) -> Iterator[tuple[int, int]]:
    """Give the runs of free cells that lie within, as do those `down` rows above and below where they are in sight."""
    allowed = bytearray(width)
    for column in inside[row]:
        allowed[column] = free[column]
    last = max(inside)
    for other in range(max(0, row - down), min(last, row + down) + 1):
        if other != row:
            there = bytearray(width)
            for column in inside.get(other, ()):
                there[column] = 1
            allowed = bytearray(map(int.__and__, allowed, there))
    start = -1
    while (start := allowed.find(1, start + 1)) >= 0:
        end = allowed.find(0, start)
        end = width if end < 0 else end
        yield start, end
        start = end - 1 if end < width else width
