"""Makes the file of the areas of countries, by which their names are placed, from Natural Earth (public domain).

Get the package as `tui.atlas.make` says, and run ``python -m tui.atlas.make_areas world-atlas-2.0.2.tgz``.

Natural Earth draws who holds a place, not whose it is: Crimea, a part of its Russia, goes to Ukraine here, and parts
that hardly anybody takes for countries of their own go to the one that they are in.
"""

from __future__ import annotations

import gzip
import json
import sys
import tarfile
from itertools import pairwise
from typing import TYPE_CHECKING, Any, Final

from tui.atlas.areas import OFF, PATH, SCALE
from tui.atlas.make import Line, simplify, topology_arcs

if TYPE_CHECKING:
    from collections.abc import Iterator

_CRIMEA: Final = (32.0, 44.0, 37.0, 46.4)
"""A box that of all Russia only Crimea lies in: west, south, east, north."""
_WHOSE: Final = {
    "Somaliland": "Somalia",
    "N. Cyprus": "Cyprus",
    "Cyprus U.N. Buffer Zone": "Cyprus",
    "Baikonur": "Kazakhstan",
}
_NAMES: Final = {"United States of America": "United States", "Macedonia": "North Macedonia", "eSwatini": "Eswatini"}
_NOBODY: Final = "Antarctica"
_ROUND: Final = 360.0
_ALONE: Final = "Kosovo"
"""The one without a number of its own (ISO 3166-1) that many have recognised."""
_LEAST: Final = 0.01
"""Square degrees of an island that could hold a name, at least; of each country the largest part stays anyway."""


def main(package: str) -> None:
    """Write the file from the npm package."""
    with tarfile.open(package) as files:
        file = files.extractfile("package/countries-10m.json")
        if file is None:
            raise SystemExit("no countries in the package")
        topology: dict[str, Any] = json.load(file)
    rings: dict[str, list[Line]] = {}
    for name, ring in _outlines(topology):
        rings.setdefault(name, []).append(ring)
    data = {name: [_packed(ring) for ring in _worth(rings[name])] for name in sorted(rings)}
    PATH.write_bytes(gzip.compress(json.dumps(data, separators=(",", ":")).encode(), 9, mtime=0))


def _outlines(topology: dict[str, Any]) -> Iterator[tuple[str, Line]]:
    """Give each ring of each country, with the country's name."""
    arcs = topology_arcs(topology)
    for geometry in topology["objects"]["countries"]["geometries"]:
        name = geometry["properties"]["name"]
        if name == _NOBODY or ("id" not in geometry and name not in (*_WHOSE, _ALONE)):
            continue
        owner = _WHOSE.get(name, _NAMES.get(name, name))
        parts = geometry["arcs"] if geometry["type"] == "MultiPolygon" else [geometry["arcs"]]
        for ring in (ring for part in parts for ring in part):
            points = [point for number in ring for point in _arc(arcs, number)]
            for piece in _cut(points):
                yield "Ukraine" if owner == "Russia" and _is_crimea(piece) else owner, piece


def _arc(arcs: list[Line], number: int) -> Line:
    """Give an arc; a negative number is one the other way round (its complement)."""
    return arcs[number] if number >= 0 else arcs[~number][::-1]


def _cut(ring: Line) -> Iterator[Line]:
    """Give a ring in pieces that lie on the map: one that goes on beyond 180 degrees comes in again at the other edge.

    What is beyond an edge is pushed onto it, where it encloses nothing.
    """
    turn = 0.0
    whole = ring[:1]
    for (before, _), (x, y) in pairwise(ring):
        turn += _ROUND if before - x > _ROUND / 2 else -_ROUND if x - before > _ROUND / 2 else 0.0
        whole.append((x + turn, y))
    for shift in (0.0, -_ROUND, _ROUND):
        piece = [(max(-180.0, min(x + shift, 180.0)), y) for x, y in whole]
        if _size(piece):
            yield piece


def _is_crimea(ring: Line) -> bool:
    west, south, east, north = _CRIMEA
    return all(west <= x <= east and south <= y <= north for x, y in ring)


def _worth(rings: list[Line]) -> list[Line]:
    """Give the rings in which a name could stand, and the largest."""
    largest = max(rings, key=_size)
    return [ring for ring in rings if ring is largest or _size(ring) >= _LEAST]


def _size(ring: Line) -> float:
    """Give what a ring encloses, in square degrees (the shoelace formula)."""
    pairs = zip(ring, [*ring[1:], ring[0]], strict=True)
    return abs(sum(ax * by - bx * ay for (ax, ay), (bx, by) in pairs)) / 2


def _packed(ring: Line) -> list[int]:
    """Give a ring as whole numbers, each point but the first as the step from the one before."""
    middle = len(ring) // 2  # a closed line has no length, by which its points could be told apart
    points = [*simplify(ring[: middle + 1], OFF), *simplify(ring[middle:], OFF)[1:]]
    found, before = [], (0, 0)
    for x, y in points:
        at = round(x * SCALE), round(y * SCALE)
        found += [at[0] - before[0], at[1] - before[1]]
        before = at
    return found


if __name__ == "__main__":
    main(*sys.argv[1:])
