"""What part of the world the map shows, and where on the screen a place lies.

The projection is equirectangular, true at the latitude in the middle of the view: a degree east is as wide as it is
there, which is right to a few hundredths over one theatre of war (Snyder 1987, "Map Projections: A Working Manual",
section 12).
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from math import cos, radians
from typing import Final

from tui.atlas.borders import LEVELS

DOTS_WIDE: Final = 2
"""Dots a character cell is wide, in braille."""
DOTS_HIGH: Final = 4
"""Dots a character cell is high; a cell is about twice as high as wide, so dots are square."""
NEAREST: Final = 0.002
"""Degrees a dot at the highest zoom: some 220 m."""
FARTHEST: Final = 0.9
"""Degrees a dot at the lowest zoom: 200 columns show the whole world."""
_STEEPEST: Final = 75.0
_POLE: Final = 85.0
"""Latitude beyond which there is no land to draw, to the north."""


@dataclass(frozen=True, slots=True)
class View:
    """A part of the world in a field of character cells."""

    longitude: float
    """Of the middle, in degrees east."""
    latitude: float
    """Of the middle, in degrees north."""
    scale: float
    """Degrees of latitude a dot is high."""
    width: int
    """Cells across."""
    height: int
    """Cells down."""

    @property
    def stretch(self) -> float:
        """Degrees of longitude a dot is wide."""
        return self.scale / cos(radians(max(-_STEEPEST, min(self.latitude, _STEEPEST))))

    @property
    def west(self) -> float:
        """Longitude of the left edge."""
        return self.longitude - self.width * DOTS_WIDE * self.stretch / 2

    @property
    def east(self) -> float:
        """Longitude of the right edge."""
        return self.longitude + self.width * DOTS_WIDE * self.stretch / 2

    @property
    def north(self) -> float:
        """Latitude of the upper edge."""
        return self.latitude + self.height * DOTS_HIGH * self.scale / 2

    @property
    def south(self) -> float:
        """Latitude of the lower edge."""
        return self.latitude - self.height * DOTS_HIGH * self.scale / 2

    @property
    def level(self) -> int:
        """The coarsest level of borders whose lines look right at this scale."""
        return next((level for level, off in enumerate(LEVELS) if off <= self.scale * 1.5), len(LEVELS) - 1)

    def cell(self, longitude: float, latitude: float) -> tuple[int, int] | None:
        """Give column and row of a place, or None where it is out of sight."""
        column = int((longitude - self.west) / self.stretch // DOTS_WIDE)
        row = int((self.north - latitude) / self.scale // DOTS_HIGH)
        return (column, row) if 0 <= column < self.width and 0 <= row < self.height else None

    def resized(self, width: int, height: int) -> View:
        """Give the same middle and scale in a field of another size."""
        other = replace(self, width=max(1, width), height=max(1, height))
        return other.centred(self.longitude, self.latitude)

    def centred(self, longitude: float, latitude: float) -> View:
        """Give the same scale round another middle, or as near to it as nothing beyond the poles is in sight."""
        most = max(0.0, _POLE - self.height * DOTS_HIGH * self.scale / 2)
        return replace(self, longitude=max(-180.0, min(longitude, 180.0)), latitude=max(-most, min(latitude, most)))

    def panned(self, columns: float, rows: float) -> View:
        """Give the view moved by so many cells to the east and to the south."""
        return self.centred(
            self.longitude + columns * DOTS_WIDE * self.stretch, self.latitude - rows * DOTS_HIGH * self.scale
        )

    def zoomed(self, factor: float) -> View:
        """Give the view `factor` times as near, round the same middle."""
        other = replace(self, scale=max(NEAREST, min(self.scale / factor, FARTHEST)))
        return other.centred(self.longitude, self.latitude)

    def zoomed_on(self, factor: float, longitude: float, latitude: float) -> View:
        """Give the view `factor` times as near, with a place where it is on the screen."""
        nearer = self.zoomed(factor)
        share = nearer.scale / self.scale
        return nearer.centred(
            longitude + (self.longitude - longitude) * share, latitude + (self.latitude - latitude) * share
        )
