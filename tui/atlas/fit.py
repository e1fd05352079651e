"""Where the map opens: on the theatre that most of the events lie in."""

from __future__ import annotations

from math import cos, radians
from typing import TYPE_CHECKING, Final

from tui.atlas.view import DOTS_HIGH, DOTS_WIDE, FARTHEST, NEAREST, View

if TYPE_CHECKING:
    from collections.abc import Sequence

    from store.models import ActivePlace

_REACH: Final = 9.0
"""Degrees round the busiest places that belong to the same theatre."""
_KEPT: Final = 0.96
"""Share of the theatre's events that must be in sight."""
_MARGIN: Final = 1.25
_LEAST: Final = 1.2
"""Degrees that the view is high at least: one city alone shows its surroundings."""
_WORLD: Final = (10.0, 25.0)


def fit(places: Sequence[ActivePlace], width: int, height: int) -> View:
    """Give a view of the theatre that the places with the most events lie in; without places, the world."""
    width, height = max(1, width), max(1, height)
    theatre = _theatre(places)
    if not theatre:
        return View(*_WORLD, FARTHEST, width, height).centred(*_WORLD)
    west, east = _bounds([(place.longitude, place.events) for place in theatre])
    south, north = _bounds([(place.latitude, place.events) for place in theatre])
    longitude, latitude = (west + east) / 2, (south + north) / 2
    high = max(north - south, _LEAST) * _MARGIN / (height * DOTS_HIGH)
    wide = (east - west) * cos(radians(latitude)) * _MARGIN / (width * DOTS_WIDE)
    found = View(longitude, latitude, max(NEAREST, min(max(high, wide), FARTHEST)), width, height)
    return found.centred(longitude, latitude)


def _theatre(places: Sequence[ActivePlace]) -> list[ActivePlace]:
    """Give the places near the one that has the most events round it, itself included."""
    best: list[ActivePlace] = []
    for place in sorted(places, key=lambda one: -one.events)[:_CENTRES]:
        near = [one for one in places if _near(place, one)]
        if sum(one.events for one in near) > sum(one.events for one in best):
            best = near
    return best


_CENTRES: Final = 12
"""So many of the busiest places are tried as a theatre's middle."""


def _near(place: ActivePlace, other: ActivePlace) -> bool:
    east = (place.longitude - other.longitude) * cos(radians(place.latitude))
    return abs(east) <= _REACH and abs(place.latitude - other.latitude) <= _REACH


def _bounds(values: list[tuple[float, int]]) -> tuple[float, float]:
    """Give the narrowest bounds, by giving up the outermost values, that hold the share that must be in sight."""
    values.sort()
    spare = sum(events for _, events in values) * (1 - _KEPT)
    first, last = 0, len(values) - 1
    while first < last:
        left, right = values[first + 1][0] - values[first][0], values[last][0] - values[last - 1][0]
        lost = values[first][1] if left >= right else values[last][1]
        if lost > spare:
            break
        spare -= lost
        first, last = (first + 1, last) if left >= right else (first, last - 1)
    return values[first][0], values[last][0]
