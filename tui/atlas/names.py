"""Where the names of countries stand: in the middle of what is in sight, where no place has a sign or a name. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from rich.cells import cell_len

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from tui.atlas.areas import Run, Site
    from tui.atlas.labels import Label


class Name(NamedTuple):
    """A country's name on the map."""

    row: int
    start: int
    text: str
    """In capitals, which tell it from a city's."""


def country_names(sites: Iterable[Site], labels: Sequence[Label]) -> list[Name]:
    """Give the names for which `labels` leave room: a cell at least between a name and whatever else there is."""
    taken: dict[int, list[tuple[int, int]]] = {}
    for one in labels:
        start, end = min(one.column, one.start), max(one.column + 1, one.start + cell_len(one.name))
        taken.setdefault(one.row, []).append((start, end))
    found = (_best(site, taken) for site in sites)
    return [name for name in found if name is not None]


def _best(site: Site, taken: dict[int, list[tuple[int, int]]]) -> Name | None:
    """Give a country's name as near to the middle as it can stand."""
    length = len(site.name)
    wanted = site.column - length / 2
    found: list[tuple[float, Name]] = []
    for run in site.runs:
        for first, end in _left(run, taken.get(run.row, ())):
            last = end - 1 - length
            if last <= first:
                continue
            start = max(first + 1, min(round(wanted), last))
            off = (start - wanted) ** 2 / 4 + (run.row - site.row) ** 2  # a cell is twice as high as wide
            found.append((off, Name(run.row, start, site.name.upper())))
    return min(found)[1] if found else None


def _left(run: Run, taken: Iterable[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """Give what is left of a run where others have taken their cells."""
    at = run.start
    for start, end in sorted(taken):
        if start > at:
            yield at, min(start, run.end)
        at = max(at, end)
    if at < run.end:
        yield at, run.end
