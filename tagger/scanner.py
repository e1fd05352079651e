"""The one pass that tells every later stage which of its patterns have a chance."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tagger import actors, boilerplate, claims, clues, dates, events, numbers, sites
from tagger.prefilter import Prefilter

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tagger.lexicon import Lexicon


def make_scanner(lexicon: Lexicon) -> Prefilter:
    """Give the prefilter of all patterns that the stages search whole sentences for."""
    patterns = {clues.HEDGED: [lexicon.unverified], clues.DENIED: [lexicon.denied]}
    words: dict[int, Sequence[str]] = {}
    for stage in (actors, boilerplate, claims, dates, events):
        patterns |= stage.CLUES
    for lookout in (boilerplate, claims, dates, events, numbers, sites):
        words |= lookout.CLUE_WORDS
    for i, pattern in enumerate(lexicon.events.values()):
        patterns[1 << clues.EVENTS + i] = [pattern]
    return Prefilter(patterns, words)
