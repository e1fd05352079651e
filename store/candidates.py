"""Which reports may tell the same event as another one: those that share what is rare these days. Pure."""

from __future__ import annotations

from heapq import nlargest
from itertools import chain
from typing import TYPE_CHECKING, NamedTuple

from store.features import sampled
from store.likeness import WEIGHTS, WINDOW_H, rarity_of, sized

if TYPE_CHECKING:
    from store.features import Features
    from store.window import Window

CANDIDATES = 12
"""Reports that one is compared with."""
_ROWS = 32
"""The latest reports looked at under one token."""
_FINDING = 0.35
"""Rarity from which a token finds candidates."""
_KINDS = (*WEIGHTS.values(), 1.0)
"""What a token of each kind, and a shingle, counts."""

_Rows = dict[int, list[int]]
"""The latest reports that hold a token, by token."""


class Seen(NamedTuple):
    """A report beside what lately arrived."""

    features: Features
    """What it is compared by, `sized`."""
    rarity: dict[int, float]
    """How rare each of its tokens is."""
    rows: _Rows


def see(features: Features, window: Window) -> Seen:
    """Look at a report beside those in a window, which it is not in."""
    first, last = features.hour - WINDOW_H, features.hour + WINDOW_H
    tokens = chain(*features.tokens, sampled(features.shingles))
    rows = window.latest(tokens, first, last, _ROWS)
    rarity = _rarities(rows, window.span)
    return Seen(sized(features, rarity.__getitem__), rarity, rows)


def candidates(seen: Seen) -> list[int]:
    """Give the articles that share most of what is rare with a report."""
    rows, rarity = seen.rows, seen.rarity
    found: dict[int, float] = {}
    for weight, tokens in zip(_KINDS, (*seen.features.tokens, sampled(seen.features.shingles)), strict=True):
        for token in tokens:
            rare = rarity[token]
            if rare >= _FINDING:
                worth = weight * rare**2
                for other in rows[token]:
                    found[other] = found.get(other, 0.0) + worth
    return [other for _, other in nlargest(CANDIDATES, zip(found.values(), found, strict=True))]


def _rarities(rows: _Rows, articles: int) -> dict[int, float]:
    """Give how rare each token is among the articles of the window."""
    few: dict[int, float] = {}
    found = {}
    for token, some in rows.items():
        number = len(some)
        if number >= _ROWS:  # how closely the latest of them follow each other tells how many there are
            found[token] = rarity_of(number * max(1.0, articles / (1 + max(some) - min(some))), articles)
            continue
        if number not in few:
            few[number] = rarity_of(number, articles)
        found[token] = few[number]
    return found
