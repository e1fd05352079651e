"""What happened where: a cue and a literal place in one clause, and nothing on less evidence."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from tagger.clues import EVENTS, FLOATING, YEAR
from tagger.dates import day_of, is_background
from tagger.meanings import meaning, meaning_at
from tagger.recipients import is_imposed_on, states_hit
from tagger.scenes import clause_breaks, clause_of, on_this_side, scenes, target_behind
from tagger.sentences import shares

if TYPE_CHECKING:
    import re
    from collections.abc import Callable, Iterator, Sequence
    from datetime import datetime

    from tagger.claims import Claim
    from tagger.entries import Entry
    from tagger.lexicon import EventCue, Lexicon
    from tagger.places import Toponym
    from tagger.recipients import People
    from tagger.scenes import Breaks
    from tagger.sentences import Sentence
    from tagger.sites import Site


_TOLL: Final = ("casualties", "damage")
"""What a strike brings."""


@dataclass(frozen=True, slots=True)
class Happening:
    """One event at a place; `mention` is the offset of the place's name, or None where it is implied."""

    entry: Entry
    type: str
    claim: Claim
    start: int
    end: int
    time: str | None
    mention: int | None


def find_events(
    folded: str,
    sentences: Sequence[Sentence],
    sites: Sequence[Sequence[Site]],
    claims: Sequence[Claim],
    named: tuple[Sequence[Toponym], Sequence[People]],
    lexicon: Lexicon,
    published: datetime | None,
    get: Callable[[str], Entry | None],
) -> list[Happening]:
    """Give the events as the sentences of a text tell them, in order.

    Args:
        folded: the folded text.
        sentences: its sentences.
        sites: the scenes in each sentence.
        claims: who vouches for each sentence.
        named: all places of the text, literal or not, and the adjectives of countries in it, both in order.
        lexicon: the words for events.
        published: the day of publication, to which a date is old or not.
        get: the entry of the index with an id.
    """
    found: list[Happening] = []
    shared = zip(shares(named[0], sentences), shares(named[1], sentences), strict=True)
    for s, places, claim, (toponyms, peoples) in zip(sentences, sites, claims, shared, strict=True):
        if not s.clues >> EVENTS and not s.clues & FLOATING:
            continue
        states = toponyms if any(t.entry.kind == "country" or t.entry.capital for t in toponyms) else ()
        if not states and not places and not peoples:
            continue
        cues = _cues(folded, s, lexicon)
        if not cues:
            continue
        found += _happenings(folded, s, cues, places, states, peoples, claim, published, get)
    return found


def _happenings(
    folded: str,
    s: Sentence,
    cues: Sequence[tuple[str, re.Match[str]]],
    places: Sequence[Site],
    states: Sequence[Toponym],
    peoples: Sequence[People],
    claim: Claim,
    published: datetime | None,
    get: Callable[[str], Entry | None],
) -> Iterator[Happening]:
    """Give what a sentence tells by its cues; the others are as in `find_events`."""
    time = day_of(folded, s, published)
    breaks = clause_breaks(folded, s)
    struck: Sequence[Entry] = ()
    for event_type, cue in sorted(cues, key=_toll_last) if not places else cues:
        if s.clues & YEAR and _is_old(folded, s, cue, breaks, published):
            continue
        if claim.voices and _names_source(folded, claim, cue):
            continue
        adjectives = peoples if not places or event_type in ("sanctions", "military_aid") else ()
        hit: Sequence[Entry] = (
            states_hit(folded, event_type, cue, states, adjectives, get) if states or adjectives else ()
        )
        if event_type == "strike":
            struck = hit or struck
        elif not hit and not places and event_type in _TOLL:
            hit = struck  # "nine were killed in strikes on Ukraine"
        for state in hit:
            yield Happening(state, event_type, claim.at(cue.start()), s.start, s.end, time, None)
        if hit:
            continue
        for p in scenes(folded, s, on_this_side(folded, s, places, cue), cue, breaks) if places else ():
            if event_type == "sanctions" and not is_imposed_on(folded, cue, p.start):
                continue
            kind = meaning_at(folded, s, event_type, cue, p)
            if kind != event_type and (target := target_behind(folded, places, p)) is not None:
                yield Happening(target.entry, event_type, claim.at(cue.start()), s.start, s.end, time, target.mention)
            said = claim.at(cue.start())
            if kind == "statement" and said.status == "claimed":
                said = replace(said, status="reported")  # that somebody speaks is the outlet's own word
            yield Happening(p.entry, kind, said, s.start, s.end, time, p.mention)


def _is_old(folded: str, s: Sentence, cue: re.Match[str], breaks: Breaks, published: datetime | None) -> bool:
    start, end = clause_of(s, cue, breaks)
    return is_background(folded[start:end], cue.start() - start, published)


def _names_source(folded: str, claim: Claim, cue: re.Match[str]) -> bool:
    """Tell whether a cue stands in the words for a speaker: "War crimes in Sumy – ambassador"."""
    return any(
        start <= cue.start() < start + len(name) and folded.startswith(name, start) for start, name in claim.voices
    )


def _toll_last(told: tuple[str, re.Match[str]]) -> bool:
    return told[0] in _TOLL


def _cues(folded: str, s: Sentence, lexicon: Lexicon) -> list[tuple[str, re.Match[str]]]:
    """Give (type, match) of every cue that is no hypothesis, in order of the text."""
    weighed = ((meaning(folded, s, event_type, m), m) for event_type, m in _matches(folded, s, lexicon.events))
    cues = [(event_type, m) for event_type, m in weighed if event_type is not None]
    given = [m.span() for event_type, m in cues if event_type == "military_aid"]
    if not given:
        return cues
    return [(t, m) for t, m in cues if t != "strike" or not any(a <= m.start() and m.end() <= b for a, b in given)]


def _matches(folded: str, s: Sentence, cues: Sequence[EventCue]) -> list[tuple[str, re.Match[str]]]:
    """Give type and match of every cue in order of the text, then of the types; of one type none overlap."""
    found = []
    for start, _, bits in s.hits:
        bits >>= EVENTS
        while bits:
            rank = (bits & -bits).bit_length() - 1
            bits &= bits - 1
            m = cues[rank].anchored.match(folded, start, s.end)
            if m is not None:
                found.append((start, rank, m))
    if s.clues & FLOATING:
        for rank, cue in enumerate(cues):
            floating = cue.floating.finditer(folded, s.start, s.end) if cue.floating else ()
            found += [(m.start(), rank, m) for m in floating]
    if len(found) > 1:
        found.sort(key=_place_and_rank)
    kept = []
    free: dict[int, int] = {}
    for start, rank, m in found:
        if start >= free.get(rank, s.start):
            free[rank] = m.end()
            kept.append((cues[rank].type, m))
    return kept


def _place_and_rank(found: tuple[int, int, re.Match[str]]) -> tuple[int, int]:
    return found[:2]
