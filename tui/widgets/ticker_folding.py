"""What several outlets report in the same words, and several events of one sentence, as one happening. Pure."""

from __future__ import annotations

import re
from math import isfinite
from typing import TYPE_CHECKING, Final

from store.records import record

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from store.models import Figure, TickerLine

ALIKE: Final = 0.75
"""Share of common words from which two sentences are taken for the same one (Jaccard index)."""
_WORD = re.compile(r"\w+")
_PREFIX: Final = {"about": "~", "more_than": ">", "at_least": "≥", "up_to": "≤"}
_TELLING: Final = (
    "killed",
    "killed_and_wounded",
    "wounded",
    "missing",
    "captured",
    "evacuated",
    "displaced",
    "trapped",
)


@record
class Happening:
    """One thing that happened, as told first."""

    line: TickerLine
    """The earliest report: later reprints neither move it nor change its time."""
    types: tuple[str, ...]
    """Every type of event that its words speak of."""
    others: int
    """Further outlets with the same words."""

    @property
    def figure(self) -> str:
        """The most telling number, short: ``≥100 killed``; empty where there is none."""
        return short_figure(self.line.figures)


def fold(lines: Sequence[TickerLine], limit: int) -> tuple[Happening, ...]:
    """Give the newest `limit` happenings of a city's `lines`, both newest first."""
    groups: list[tuple[frozenset[str], list[TickerLine]]] = []
    for line in lines:
        words = frozenset(_WORD.findall(line.text.casefold()))
        same = next((group for seen, group in groups if _same(line, words, group[0], seen)), None)
        if same is None:
            groups.append((words, [line]))
        else:
            same.append(line)
    made = [_happening(group) for _, group in groups]
    return tuple(sorted(made, key=lambda one: (one.line.time, one.line.id), reverse=True)[:limit])


def short_figure(figures: Sequence[Figure]) -> str:
    """Give the most telling of `figures` in a few cells, or nothing."""
    telling = (one for one in figures if one.value is not None and isfinite(one.value) and one.measure in _TELLING)
    best = min(telling, key=lambda figure: _TELLING.index(figure.measure), default=None)
    if best is None or best.value is None:
        return ""
    number = f"{int(best.value):,}" if best.value == int(best.value) else f"{best.value:,}"
    return f"{_PREFIX.get(best.modifier, '')}{number} {best.measure.replace('_', ' ')}"


def _same(line: TickerLine, words: frozenset[str], other: TickerLine, theirs: frozenset[str]) -> bool:
    """Tell whether two lines say the same: another status or number is another thing, whatever the words."""
    if line.status != other.status or any(word.isdigit() for word in words ^ theirs):
        return False
    return line.text == other.text or len(words & theirs) >= ALIKE * len(words | theirs) > 0


def _happening(group: Sequence[TickerLine]) -> Happening:
    """Make one of lines that say the same, newest first."""
    first = min(group, key=lambda line: (line.time, line.id))
    return Happening(first, tuple(_types(first, group)), len({line.source for line in group}) - 1)


def _types(first: TickerLine, group: Sequence[TickerLine]) -> Iterator[str]:
    """Give the types that the first report speaks of: casualties last, for a number may follow them."""
    events = [line for line in group if line.article == first.article]
    yield from dict.fromkeys(line.type for line in sorted(events, key=lambda one: (one.type == "casualties", one.id)))
