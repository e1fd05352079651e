"""A row of the map: ground, signs and names, put together from left to right. Pure."""

from __future__ import annotations

from math import log10
from typing import TYPE_CHECKING, Final

from rich.cells import cell_len

from tui.atlas.view import DOTS_WIDE

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from tui.atlas.braille import Row
    from tui.atlas.labels import Label
    from tui.atlas.names import Name
    from tui.atlas.view import View

Part = tuple[str, str]
"""Text and the name of its style."""
_GROUND: Final = "coast"
_KM: Final = 111.195
"""Kilometres a degree of latitude (mean Earth radius of 6371.0088 km, IUGG)."""
_BAR: Final = 24


def compose(row: Row, labels: Sequence[Label], selected: int | None, names: Sequence[Name] = ()) -> list[Part]:
    """Give a row of ground with the `names` of countries and the signs and names of `labels` on it.

    No border stands between a sign and its name.
    """
    pieces = [(one.start, one.text, "area") for one in names]
    signs = {one.column for one in labels}
    for one in labels:
        style = "selected" if one.index == selected else "name"
        pieces.append((one.column, one.sign, "selected" if one.index == selected else "sign"))
        if one.name:
            pieces.append((one.start, one.name, style))
            gap = one.column + (1 if one.start > one.column else -1)
            if gap not in signs:
                pieces.append((gap, " ", _GROUND))
    return overlay(row, pieces)


def overlay(row: Iterable[tuple[str, str | None]], pieces: Iterable[tuple[int, str, str]]) -> list[Part]:
    """Give a row with `pieces` on it: a column, a text and its style each, which must not overlap."""
    characters = [(char, kind or _GROUND) for text, kind in row for char in text]
    found: list[Part] = []
    at = 0
    for column, text, style in sorted(pieces):
        found += _runs(characters[at:column])
        found.append((text, style))
        at = column + cell_len(text)
    return found + list(_runs(characters[at:]))


def scale_bar(view: View) -> tuple[int, str, str]:
    """Give a piece that tells how long so many cells are: ``├───┤ 100 km``."""
    cell = DOTS_WIDE * view.scale * _KM
    longest = cell * max(3, min(_BAR, view.width // 4))
    power = 10 ** int(log10(longest) // 1)
    length = next(step * power for step in (5, 2, 1) if step * power <= longest)
    cells = max(1, round(length / cell) - 1)
    words = f"{length:g} km" if length >= 1 else f"{length * 1000:g} m"
    return 1, f"├{'─' * (cells - 1)}┤ {words}", "scale"


def _runs(characters: Sequence[tuple[str, str]]) -> Iterator[Part]:
    """Give characters of one style together."""
    text, style = "", ""
    for char, kind in characters:
        if kind != style and text:
            yield text, style
            text = ""
        text, style = text + char, kind
    if text:
        yield text, style
