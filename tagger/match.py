"""Names in text: every occurrence of every name at word boundaries, the longest where they overlap."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from tagger.boilerplate import blank, noise_spans
from tagger.clues import NOISE
from tagger.spelling import fold, is_cyrillic

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tagger.entries import Candidate
    from tagger.index import NameIndex
    from tagger.names import Name
    from tagger.prefilter import Prefilter


class Match(NamedTuple):
    """One occurrence of a name, with all its readings."""

    start: int
    end: int
    flags: int
    readings: tuple[Candidate, ...]
    name: Name


@dataclass(frozen=True, slots=True)
class Source:
    """A text with what every stage needs of it."""

    folded: str
    """Folded text, its noise blanked; offsets are those of the original."""
    low: str
    """The same in lower case, for patterns of many words: `re.IGNORECASE` would make them several times slower."""
    cyrillic: bool
    """True where its head holds Cyrillic letters."""
    hits: Sequence[tuple[int, int, int]]
    """What the prefilter found: (start, end, bits), by end."""
    clues: int
    """All bits of the hits."""


def prepare(text: str, scanner: Prefilter, noise: Sequence[tuple[int, int]] = ()) -> Source:
    """Fold a text, scan it for clues and blank its noise, that which is known and what is found, for all stages."""
    folded = fold(text)
    low = folded.lower()
    hits = scanner.scan(low)
    clues = 0
    for _, _, bits in hits:
        clues |= bits
    found = noise_spans(text, hits) if clues & NOISE else []
    if found or noise:
        folded = blank(folded, sorted([*noise, *found]))
        low = folded.lower()
    return Source(folded, low, not folded.isascii() and is_cyrillic(folded[:2000]), hits, clues)


def find_names(index: NameIndex, source: Source) -> list[Match]:
    """Give the names in a text in order, none overlapping: at each place the longest, then the next free one."""
    folded = source.folded
    size = len(folded)
    spans: list[tuple[int, int, int]] = []
    for start, end, number in index.find(folded):
        # Written out rather than called: this is the innermost loop of all.
        if start and (outside := folded[start - 1]).isalnum() and (folded[start].isalnum() or outside.isdigit()):
            continue
        if end < size and (outside := folded[end]).isalnum() and (folded[end - 1].isalnum() or outside.isdigit()):
            continue
        spans.append((start, -end, number))
    spans.sort()
    matches: list[Match] = []
    free = owner = 0
    for start, minus_end, number in spans:
        if start >= free:
            free, owner = -minus_end, start
        elif start != owner or not folded.startswith("'s ", -minus_end):
            # "Ukraine's military" is an actor, and its "Ukraine" is still a place.
            continue
        name = index.name(number)
        matches.append(Match(start, -minus_end, name.flags, name.readings, name))
    return matches
