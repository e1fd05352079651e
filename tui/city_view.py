"""What a city's page tells: who says what there, which figures stand, who is said to hold it. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from store.text import clean_line
from tui.widgets.ticker_folding import fold
from tui.wording import figure

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from store.models import CityRecord, TickerLine
    from tui.widgets.ticker_folding import Happening

AT_A_TIME: Final = 60
"""Lines among which the same words are looked for: comparing each with each takes the square of their number."""
MOST_CLAIMS: Final = 12
"""Claims shown of each claimant."""


@dataclass(frozen=True, slots=True)
class Claimant:
    """Somebody who says what happened, and what they say, newest first."""

    name: str
    lines: int
    claims: tuple[Happening, ...]


@dataclass(frozen=True, slots=True)
class Told:
    """A figure, as told last."""

    words: str
    by: str | None
    status: str
    line: TickerLine
    others: int
    """Further outlets with the same figure of the same claimant."""


@dataclass(frozen=True, slots=True)
class Outlet:
    """A source, and how much of what is known comes from it."""

    name: str
    articles: int
    latest: TickerLine


@dataclass(frozen=True, slots=True)
class CityView:
    """All parts of a city's page."""

    record: CityRecord
    timeline: tuple[Happening, ...]
    claimants: tuple[Claimant, ...]
    figures: tuple[Told, ...]
    control: tuple[Happening, ...]
    outlets: tuple[Outlet, ...]


def city_view(record: CityRecord) -> CityView:
    """Arrange a city's record by what people ask of it; everything newest first."""
    return CityView(
        record=record,
        timeline=_folded(record.lines),
        claimants=_claimants(record.lines),
        figures=_figures(record.lines),
        control=_folded(record.control),
        outlets=_outlets(record.lines),
    )


def _folded(lines: Sequence[TickerLine]) -> tuple[Happening, ...]:
    parts = (lines[start : start + AT_A_TIME] for start in range(0, len(lines), AT_A_TIME))
    return tuple(happening for part in parts for happening in fold(part, AT_A_TIME))


def _claimants(lines: Iterable[TickerLine]) -> tuple[Claimant, ...]:
    """Group lines by who says so; whoever spoke last comes first."""
    said: dict[str, list[TickerLine]] = {}
    for line in lines:
        if line.by and (name := clean_line(line.by, 80)):
            said.setdefault(name.casefold(), []).append(line)
    return tuple(
        Claimant(clean_line(its[0].by or "", 80), len(its), fold(its[:AT_A_TIME], MOST_CLAIMS)) for its in said.values()
    )


def _figures(lines: Iterable[TickerLine]) -> tuple[Told, ...]:
    """Give each figure once for each claimant and status."""
    told: dict[tuple[str, str | None, str], list[TickerLine]] = {}
    for line in lines:
        for one in line.figures:
            told.setdefault((figure(one), one.by or line.by, one.status), []).append(line)
    return tuple(
        Told(words, by, status, its[0], len({line.source for line in its}) - 1)
        for (words, by, status), its in told.items()
    )


def _outlets(lines: Iterable[TickerLine]) -> tuple[Outlet, ...]:
    """Count the articles of each outlet; the one with most comes first."""
    found: dict[str, list[TickerLine]] = {}
    for line in lines:
        found.setdefault(line.source, []).append(line)
    outlets = (Outlet(name, len({line.article for line in its}), its[0]) for name, its in found.items())
    return tuple(sorted(outlets, key=lambda outlet: (-outlet.articles, outlet.name)))
