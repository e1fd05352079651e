"""The lines of the map: coasts, borders of countries and boundaries of provinces, at three degrees of detail."""

from __future__ import annotations

import gzip
import json
from array import array
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Final, Literal

if TYPE_CHECKING:
    from collections.abc import Iterator

Kind = Literal["coast", "country", "province"]

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


def path(level: int) -> Path:
    """Give the file of a level."""
    return FOLDER / f"borders-{level}.json.gz"


@lru_cache(maxsize=1)
def lines(level: int) -> tuple[Line, ...]:
    """Give all lines of a level: 0 is the coarsest, ``len(LEVELS) - 1`` the finest; read in up to 0.15 s.

    Only the level drawn last is kept (1 to 13 MB), and that until `forget`.
    """
    kinds: dict[Kind, list[list[int]]] = json.loads(gzip.decompress(path(level).read_bytes()))["lines"]
    return tuple(piece for kind, many in kinds.items() for numbers in many for piece in _pieces(kind, numbers))


def forget() -> None:
    """Give the memory of the lines back, once no map is drawn any more."""
    lines.cache_clear()


def _pieces(kind: Kind, numbers: list[int]) -> Iterator[Line]:
    """Give a line of the file, where each point is the step from the one before, in pieces that share their ends."""
    x = y = 0
    longitudes, latitudes = array("f"), array("f")
    for dx, dy in zip(numbers[::2], numbers[1::2], strict=True):
        x, y = x + dx, y + dy
        longitudes.append(x / SCALE)
        latitudes.append(y / SCALE)
    for start in range(0, max(1, len(longitudes) - 1), _PIECE):
        east_west, north_south = longitudes[start : start + _PIECE + 1], latitudes[start : start + _PIECE + 1]
        box = (min(east_west), min(north_south), max(east_west), max(north_south))
        yield Line(kind, east_west, north_south, *box)
