"""How much of one text stands in another: word shingles, hashed, of which the smallest are kept.

A shingle is four words in a row. Of each text at most `KEPT` of the smallest hashes are kept (a bottom-k sketch:
Broder, "On the resemblance and containment of documents", 1997). Below the greatest hash kept, the sketch holds every
shingle of its text, so two sketches can be compared there exactly, and that stretch is a fair sample of the texts.
"""

from __future__ import annotations

from bisect import bisect_right
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

KEPT = 96
"""Shingles kept of one text: a text of a hundred words is kept whole."""
WORDS = 4
"""Words in one shingle: short enough that one changed word in ten leaves half of the shingles as they were."""
FEWEST = 6
"""Shingles that a comparison must rest on; with fewer, nothing is said to be contained."""
_MASK = 0xFFFFFFFF
_FACTOR = 0x9E3779B1
_SQUARE, _CUBE = _FACTOR**2 & _MASK, _FACTOR**3 & _MASK


def sketch(words: Sequence[int]) -> tuple[int, ...]:
    """Give the smallest hashes, in order, of the shingles of a text; empty for one shorter than a shingle.

    Args:
        words: the hashes of its words, 32 bits each, in the order of the text.
    """
    if len(words) < WORDS:
        return ()
    rows = zip(*(words[start:] for start in range(WORDS)), strict=False)
    # One hash of four is spread evenly over 32 bits by the finish of MurmurHash3; a call for each would take as long.
    mixed = [(one * _CUBE + two * _SQUARE + three * _FACTOR + four) & _MASK for one, two, three, four in rows]
    mixed = [((one ^ one >> 16) * 0x85EBCA6B) & _MASK for one in mixed]
    mixed = [((one ^ one >> 13) * 0xC2B2AE35) & _MASK for one in mixed]
    return tuple(sorted({one ^ one >> 16 for one in mixed})[:KEPT])


def containment(one: Sequence[int], other: Sequence[int]) -> float:
    """Give the share, from 0 to 1, of the shorter text's shingles that stand in the longer one, as two sketches tell.

    The order of the arguments means nothing.
    """
    return share(one, other, set(one).intersection(other))


def share(one: Sequence[int], other: Sequence[int], common: Collection[int]) -> float:
    """Give what `containment` does of two sketches with what they have in common."""
    if not common:
        return 0.0
    # A sketch that isn't full holds all of its text's shingles, however great.
    bound = min(sketched[-1] if len(sketched) >= KEPT else _MASK for sketched in (one, other))
    fewer = min(bisect_right(one, bound), bisect_right(other, bound))
    return sum(shingle <= bound for shingle in common) / fewer if fewer >= FEWEST else 0.0
