"""Names in text: every occurrence of every name at word boundaries, the longest where they overlap."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from tagger.spelling import fold, is_cyrillic

if TYPE_CHECKING:
    from tagger.index import Candidate, NameIndex


@dataclass(frozen=True, slots=True)
class Match:
    """One occurrence of a name, with all its readings."""

    start: int
    end: int
    flags: int
    readings: tuple[Candidate, ...]


@dataclass(frozen=True, slots=True)
class Source:
    """A text with what every stage needs of it."""

    text: str
    """Masked text: noise is blanked, offsets are those of the original."""
    folded: str
    cyrillic: bool
    """True where most letters seem Cyrillic."""


def prepare(masked: str) -> Source:
    """Fold a masked text once for all stages."""
    return Source(masked, fold(masked), is_cyrillic(masked[:2000]))


def find_names(index: NameIndex, source: Source) -> list[Match]:
    """Give the names in a text in order, none overlapping: at each place the longest, then the next free one."""
    folded = source.folded
    size = len(folded)
    spans: list[tuple[int, int, int]] = []
    for start, end, number in index.find(folded):
        if start and _joined(folded[start - 1], folded[start]):
            continue
        if end < size and _joined(folded[end], folded[end - 1]):
            continue
        spans.append((start, -end, number))
    spans.sort()
    matches: list[Match] = []
    free = owner = 0
    for start, minus_end, number in spans:
        if start < free:
            # "Ukraine's military" is an actor, and its "Ukraine" is still a place.
            if start == owner and folded.startswith("'s ", -minus_end):
                matches.append(Match(start, -minus_end, index.flags(number), index.readings(number)))
            continue
        free, owner = -minus_end, start
        matches.append(Match(start, free, index.flags(number), index.readings(number)))
    return matches


def _joined(outside: str, inside: str) -> bool:
    """Tell whether a character belongs to the same word as its neighbour inside the name."""
    return outside.isalnum() and (inside.isalnum() or outside.isdigit())
