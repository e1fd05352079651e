"""The lines of the map: coasts, borders of countries and boundaries of provinces, at three degrees of detail."""

from __future__ import annotations

import gzip
import sys
from array import array
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import accumulate, repeat
from math import inf
from operator import truediv
from pathlib import Path
from typing import TYPE_CHECKING, Final, Literal, get_args

from tui.heap import give_back

if TYPE_CHECKING:
    from collections.abc import Container, Iterator

Kind = Literal["coast", "country", "province"]

KINDS: Final[tuple[Kind, ...]] = get_args(Kind)
"""The kinds in the order in which a file has them."""
FOLDER: Final = Path(__file__).with_name("data")
SCALE: Final = 1000
"""Units a degree, in the files."""
LEVELS: Final = (0.25, 0.06, 0.015)
"""How far, in degrees, the lines of each level may be from the truth, the coarsest first."""
_PIECE: Final = 64


@dataclass(frozen=True, slots=True)
class Line:
    """A piece of a line, short enough that its box tells whether it is in sight. In degrees."""

    kind: Kind
    longitudes: array[float]
    latitudes: array[float]
    west: float
    south: float
    east: float
    north: float


@dataclass(frozen=True, slots=True)
class Borders:
    """The lines of a level, in pieces. All are numbers in flat arrays: ten thousand objects take five times as much."""

    longitudes: array[float]
    """Of the points of all lines, in degrees east."""
    latitudes: array[float]
    """Of the same points, in degrees north."""
    kinds: bytearray = field(default_factory=bytearray)
    """The kind of each piece, by its place in `KINDS`."""
    starts: array[int] = field(default_factory=lambda: array("i"))
    """The first point of each piece."""
    ends: array[int] = field(default_factory=lambda: array("i"))
    """The point after the last of each piece; the last is the next piece's first where a line goes on."""
    boxes: tuple[array[float], ...] = field(default_factory=lambda: tuple(array("f") for _ in range(4)))
    """How far each piece reaches: to the west, the south, the east and the north."""

    def __iter__(self) -> Iterator[Line]:
        """Give all pieces."""
        return self.within(-inf, -inf, inf, inf)

    def within(
        self, west: float, south: float, east: float, north: float, kinds: Container[Kind] = KINDS
    ) -> Iterator[Line]:
        """Give the pieces of some kinds whose box meets a box, in degrees."""
        wanted = [kind in kinds for kind in KINDS]
        for index, (left, low, right, high) in enumerate(zip(*self.boxes, strict=True)):
            if left <= east and right >= west and low <= north and high >= south and wanted[self.kinds[index]]:
                points = slice(self.starts[index], self.ends[index])
                kind = KINDS[self.kinds[index]]
                yield Line(kind, self.longitudes[points], self.latitudes[points], left, low, right, high)

    def add(self, kind: int, first: int, length: int) -> None:
        """Take `length` points from `first` on as a line, in pieces that share their ends."""
        last = first + length
        for start in range(first, max(first + 1, last - 1), _PIECE):
            end = min(start + _PIECE + 1, last)
            east_west, north_south = self.longitudes[start:end], self.latitudes[start:end]
            self.kinds.append(kind)
            self.starts.append(start)
            self.ends.append(end)
            reach = (min(east_west), min(north_south), max(east_west), max(north_south))
            for values, value in zip(self.boxes, reach, strict=True):
                values.append(value)


def path(level: int) -> Path:
    """Give the file of a level."""
    return FOLDER / f"borders-{level}.gz"


@lru_cache(maxsize=1)
def lines(level: int) -> Borders:
    """Give all lines of a level: 0 is the coarsest, ``len(LEVELS) - 1`` the finest; read in up to 0.1 s.

    Only the level drawn last is kept (0.1 to 2 MiB), and that until `forget`.
    """
    found = unpack(gzip.decompress(path(level).read_bytes()))
    give_back()  # reading takes twice what the lines do
    return found


def forget() -> None:
    """Give the memory of the lines back, once no map is drawn any more."""
    if lines.cache_info().currsize:
        lines.cache_clear()
        give_back()


def unpack(data: bytes) -> Borders:
    """Read a level, as `tui.atlas.make.pack` writes it.

    All are whole numbers of four bytes, little end first: how many lines of each kind there are, how many points
    each line has, the longitude of each point and then the latitude of each, as the step from the point before.
    """
    numbers = array("i", data)
    if sys.byteorder == "big":
        numbers.byteswap()
    at = len(KINDS) + sum(numbers[: len(KINDS)])
    lengths, half = numbers[len(KINDS) : at], (len(numbers) - at) // 2
    borders = Borders(_degrees(numbers[at : at + half]), _degrees(numbers[at + half :]))
    kinds = (kind for kind, many in enumerate(numbers[: len(KINDS)]) for _ in range(many))
    for kind, length, end in zip(kinds, lengths, accumulate(lengths), strict=True):
        borders.add(kind, end - length, length)
    return borders


def _degrees(steps: array[int]) -> array[float]:
    return array("f", map(truediv, accumulate(steps), repeat(SCALE)))
