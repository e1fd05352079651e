"""The one pass that tells every later stage which of its patterns have a chance."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tagger import (
    beside,
    bodies,
    boilerplate,
    claims,
    clues,
    dates,
    fates,
    figurative,
    headlines,
    numbers,
    roles,
    scenes,
    sites,
    speakers,
    unreal,
)
from tagger.prefilter import Prefilter

if TYPE_CHECKING:
    from collections.abc import Iterable

    from tagger.lexicon import Lexicon


def make_scanner(lexicon: Lexicon) -> Prefilter:
    """Give the prefilter of all patterns that the stages search whole sentences for."""
    patterns = {
        clues.HEDGED: [lexicon.unverified],
        clues.DENIED: [lexicon.denied],
        clues.FLOATING: [cue.floating for cue in lexicon.events if cue.floating],
    }
    words: dict[int, Iterable[str]] = {}
    for stage in (bodies, boilerplate, claims, dates, scenes, speakers, unreal):
        patterns |= stage.CLUES
    for lookout in (
        beside,
        bodies,
        boilerplate,
        dates,
        fates,
        figurative,
        headlines,
        numbers,
        roles,
        sites,
        speakers,
        unreal,
    ):
        words |= lookout.CLUE_WORDS
    for i, cue in enumerate(lexicon.events):
        words[1 << clues.EVENTS + i] = cue.heads
    return Prefilter(patterns, words)
