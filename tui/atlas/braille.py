"""Lines as dots, and dots as braille characters: two by four of them in each character cell."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from tui.atlas.view import DOTS_HIGH, DOTS_WIDE

if TYPE_CHECKING:
    from collections.abc import Iterable

    from tui.atlas.borders import Kind, Line
    from tui.atlas.view import View

_BITS: Final = ((0x01, 0x08), (0x02, 0x10), (0x04, 0x20), (0x40, 0x80))
"""The bit of each dot, by row and column (Unicode 15, block "Braille Patterns")."""
_BLANK: Final = 0x2800
_RANK: Final[dict[Kind, int]] = {"province": 1, "coast": 2, "country": 3}
"""Which kind gives a cell its colour where several cross it."""
_LEAST: Final = 6
"""Dots that a boundary of provinces is long at least: where provinces are smaller, it is dust."""
_KINDS: Final[tuple[Kind | None, ...]] = (None, "province", "coast", "country")

Row = list[tuple[str, "Kind | None"]]
"""A row of the map as stretches of characters of one kind; None is bare ground."""


def draw(lines: Iterable[Line], view: View) -> list[Row]:
    """Give the rows of the map, each as wide as the view."""
    width, height = view.width * DOTS_WIDE, view.height * DOTS_HIGH
    bits = bytearray(view.width * view.height)
    ranks = bytearray(view.width * view.height)
    west, north, right, down = view.west, view.north, 1 / view.stretch, 1 / view.scale
    for line in lines:
        if line.kind == "province" and max((line.east - line.west) * right, (line.north - line.south) * down) < _LEAST:
            continue
        rank = _RANK[line.kind]
        before: tuple[int, int] | None = None
        for longitude, latitude in zip(line.longitudes, line.latitudes, strict=True):
            dot = (int((longitude - west) * right // 1), int((north - latitude) * down // 1))
            if before is not None and dot != before:
                _stretch(bits, ranks, rank, before, dot, width, height)
            before = dot
    return [_row(bits, ranks, start, view.width) for start in range(0, len(bits), view.width)]


def _stretch(
    bits: bytearray, ranks: bytearray, rank: int, start: tuple[int, int], end: tuple[int, int], width: int, height: int
) -> None:
    """Set the dots from `start` to `end`, as far as they lie within the field."""
    (ax, ay), (bx, by) = start, end
    if (ax < 0 and bx < 0) or (ax >= width and bx >= width) or (ay < 0 and by < 0) or (ay >= height and by >= height):
        return
    steps = max(abs(bx - ax), abs(by - ay))
    first, last = _inside(ax, bx, steps, width), _inside(ay, by, steps, height)
    across = width // DOTS_WIDE
    for step in range(max(first[0], last[0]), min(first[1], last[1]) + 1):
        x, y = ax + (bx - ax) * step // steps, ay + (by - ay) * step // steps
        if 0 <= x < width and 0 <= y < height:
            cell = (y >> 2) * across + (x >> 1)
            bits[cell] |= _BITS[y & 3][x & 1]
            if ranks[cell] < rank:
                ranks[cell] = rank


def _inside(start: int, end: int, steps: int, size: int) -> tuple[int, int]:
    """Give the first and last of `steps` on the way from `start` to `end` that may lie within 0 to `size`."""
    if start == end:
        return 0, steps
    ways = sorted((edge - start) * steps / (end - start) for edge in (-1, size))
    return max(0, int(ways[0]) - 1), min(steps, int(ways[1]) + 1)


def _row(bits: bytearray, ranks: bytearray, start: int, width: int) -> Row:
    row: Row = []
    run, kind = "", 0
    for cell in range(start, start + width):
        if ranks[cell] != kind:
            if run:
                row.append((run, _KINDS[kind]))
            run, kind = "", ranks[cell]
        run += chr(_BLANK + bits[cell]) if bits[cell] else " "
    return [*row, (run, _KINDS[kind])]
