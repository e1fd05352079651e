"""How alike two reports are: a pure score of what they share, each thing as much as it is rare.

What two reports share counts by its kind (`WEIGHTS`) and by how rare it is in the news of these days; the sum is set
against what each of them holds: the cosine of two weighted vectors, less the further apart they were published. Words
mean nothing between two languages: there, only what the tagger found is compared.
"""

from __future__ import annotations

import math
from bisect import bisect_right
from typing import TYPE_CHECKING, NamedTuple

from store.features import KINDS, flat, measured
from store.shingles import share

if TYPE_CHECKING:
    from collections.abc import Callable

    from store.features import Features, Flat

    Rarity = Callable[[int], float]
    """How rare a token is, from 0 (everywhere) to 1 (never seen)."""

WEIGHTS = dict(zip(KINDS, (1.0, 0.5, 0.5, 0.7, 0.6, 0.5), strict=True))
"""What a token of each kind counts before its rarity."""
_WEIGHTS = tuple(WEIGHTS.values())
_WORDS = KINDS.index("places")
"""Kinds before this one are words of a language."""
WINDOW_H = 72
"""Reports further apart than these hours are never of one story by themselves."""
LATE = 0.4
"""The share of the score that is lost at the end of the window."""
TOLD = 0.2
"""Score from which two reports tell one event."""
DOUBT = 2.0
"""How many telling things shared halve the doubt that what is shared is chance."""
ROUNDUP = 0.5
"""What is left of the score where one of the two tells of many things."""
AGAIN_H = 12
"""An outlet's reports further apart than these hours are columns, or tell how it went on."""
COPIED = 0.55
"""Containment from which one text is a copy of another."""
FEWEST = 2
"""Telling things that two reports must share."""
TELLING = 0.5
"""Rarity from which a thing tells a story."""
FEWEST_ARTICLES = 500
"""Rarities are never reckoned among fewer articles than this."""


class Likeness(NamedTuple):
    """What comparing two reports gives."""

    score: float
    """From 0 to 1."""
    copied: float
    """The share, from 0 to 1, of the shorter text that stands in the other."""
    shared: int
    """How many telling things they share."""

    @property
    def is_copy(self) -> bool:
        """Whether one text is a copy of the other."""
        return self.copied >= COPIED

    @property
    def is_same(self) -> bool:
        """Whether both tell one event."""
        return self.is_copy or (self.score >= TOLD and self.shared >= FEWEST)


def rarity_of(number: float, articles: int) -> float:
    """Give how rare a token is that so many of so many articles hold, from 0 (all of them) to 1 (none)."""
    return max(0.0, 1 - math.log1p(number) / math.log1p(max(articles, FEWEST_ARTICLES)))


def sized(features: Features, rarity: Rarity) -> Features:
    """Give the same features with the lengths of their vectors."""
    squares = [
        weight * weight * sum([rarity(token) ** 2 for token in some])
        for weight, some in zip(_WEIGHTS, features.tokens, strict=True)
    ]
    return measured(features, math.sqrt(sum(squares)) or 1.0, math.sqrt(sum(squares[_WORDS:])) or 1.0)


def compare(one: Features, other: Features, rarity: Rarity) -> Likeness:
    """Compare two reports that are `sized`; the order of the two means nothing."""
    return Comparison(one, rarity).with_(flat(other))


class Comparison:
    """One report, which is compared with many."""

    def __init__(self, report: Features, rarity: Rarity) -> None:
        """Take a report that is `sized`."""
        self._report = report
        self._rarity = rarity
        self._weights = {token: weight for weight, some in zip(_WEIGHTS, report.tokens, strict=True) for token in some}
        self._tokens = frozenset(self._weights)
        self._tags = frozenset().union(*report.tokens[_WORDS:])
        self._shingles = frozenset(report.shingles)

    def with_(self, other: Flat) -> Likeness:
        """Compare it with another report that is `sized`."""
        one = self._report
        gap = abs(one.hour - other.hour)
        if gap > WINDOW_H or (one.feed == other.feed and (gap > AGAIN_H or _are_apart(one, other))):
            return Likeness(0.0, 0.0, 0)
        foreign = bool(one.lang and other.lang and one.lang != other.lang)
        total, shared = self._shared(other, words=not foreign)
        score = min(1.0, total / (one.tag_size * other.tag_size if foreign else one.size * other.size))
        score *= (1 - LATE * gap / WINDOW_H) * shared / (shared + DOUBT)
        if one.roundup or other.roundup:
            score *= ROUNDUP
        shingles = other.numbers[other.ends[-1] :]
        return Likeness(score, share(one.shingles, shingles, self._shingles.intersection(shingles)), shared)

    def _shared(self, other: Flat, *, words: bool) -> tuple[float, int]:
        """Give the product of the two vectors, and how many telling things both hold; with or without words."""
        numbers, ends = other.numbers, other.ends
        mine, start = (self._tokens, 0) if words else (self._tags, ends[_WORDS - 1])
        total, shared = 0.0, 0
        for token in mine.intersection(numbers[start : ends[-1]]):
            rare = self._rarity(token)
            weight = _WEIGHTS[bisect_right(ends, numbers.index(token, start))]
            total += self._weights[token] * weight * rare * rare
            shared += rare >= TELLING
        return total, shared


def _are_apart(one: Features, other: Flat) -> bool:
    """Tell whether two reports of one feed are no reports of one event, whatever they share.

    So are updates of a live blog, two roundups, and reports that name places but none that is the same.
    """
    if (one.update and other.update) or (one.roundup and other.roundup):
        return True
    here, there = one.tokens[_WORDS], other.numbers[other.ends[_WORDS - 1] : other.ends[_WORDS]]
    return bool(here and there) and here.isdisjoint(there)
