"""What happened where: a cue and a literal place in one clause, and nothing on less evidence."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from tagger.clues import BREAK, DAY, EVENTS, FLOATING, MEANWHILE, YEAR
from tagger.dates import day_of, is_background
from tagger.recipients import state_of
from tagger.sentences import shares
from tagger.unreal import is_unreal

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from datetime import datetime

    from tagger.claims import Claim
    from tagger.entries import Entry
    from tagger.lexicon import EventCue, Lexicon
    from tagger.places import Toponym
    from tagger.sentences import Sentence
    from tagger.sites import Site

_CLAUSE_BREAK = re.compile(
    r";|—|, (?:while|whereas|but|although|though|and (?:said|the|that))\b|\b(?:while|whereas)\b|: "
    r"|, as (?!well|part|of|an?\b|if)"
)
_MEANWHILE = re.compile(r"\bc(?:ame|omes?|oming) (?:[\w-]+ ){0,4}?(?:as|after|amid|before|when)\b")
_ATTEMPT = re.compile(
    r"\b(?:fail(?:ed|ing|s|ure)?|attempt(?:s|ed|ing)?|try|tries|tried|trying|aim(?:s|ed|ing)?|"
    r"seek(?:s|ing)?|sought|unable|effort|bid|battle|fight\w*|"
    r"hop(?:es?|ed|ing)|want(?:s|ed)?|push(?:es|ed|ing)?) (?:to|for|at|in) (?:\w+ )?\Z"
)
_ON_THE_GROUND = re.compile(r"\b(?:ground|infantry|armou?red|repell\w*|repuls\w*|fend\w* off)\b[^,.;]{0,30}\Z")
_DESCRIBED = re.compile(
    r"(?:-|\b(?:in|of|to|from|near|across|inside|for|the|a|an|newly|recently|temporarily|still) )\Z", re.IGNORECASE
)
CLUES: Final = {BREAK: [_CLAUSE_BREAK], MEANWHILE: [_MEANWHILE]}
_WEAPON = re.compile(r"(?:missiles?|rockets?|drones?|artillery|shells|bombs?|mortars?)\Z", re.IGNORECASE)
_USED = re.compile(
    r"\b(?:hits?|hitting|struck|strik(?:e|es|ing)|fir(?:e|ed|ing)|launch\w*|fell|fall(?:s|ing)?|land(?:s|ed|ing)|"
    r"rain(?:s|ed|ing)|slam\w*|crash\w*|explo\w*|detonat\w*|kill\w*|wound\w*|injur\w*|damag\w*|destr\w*|attack\w*|"
    r"target\w*|shot|down(?:ed|ing)|intercept\w*|drop(?:s|ped|ping)|pound\w*|barrage|bombard\w*|shell(?:ed|ing)|"
    r"flew|flying|overhead|blasts?|raids?|rocked|under)\b",
    re.IGNORECASE,
)
_REACH: Final = 160
_LINK = re.compile(
    r"(?:, (?:just )?(?:(?:north|south)?(?:east|west)?(?:north|south)?) of (?:the )?[A-Z][\w'-]+)?"
    r",? ?(?:and |or |та |і |и |й |as well as )?(?:in |near |around |outside |at |від |у |в )?"
    r"(?:the )?(?:cit(?:y|ies) of |towns? of |villages? of |regions? of )?"
)
_LONGEST_LINK: Final = 48


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
    toponyms: Sequence[Toponym],
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
        toponyms: all places of the text, literal or not, in order.
        lexicon: the words for events.
        published: the day of publication, to which a date is old or not.
        get: the entry of the index with an id.
    """
    found: list[Happening] = []
    for s, places, claim, named in zip(sentences, sites, claims, shares(toponyms, sentences), strict=True):
        if not s.clues >> EVENTS and not s.clues & FLOATING:
            continue
        states = named if any(t.entry.kind == "country" or t.entry.capital for t in named) else ()
        if not states and not places:
            continue
        cues = _cues(folded, s, lexicon)
        if not cues:
            continue
        found += _happenings(folded, s, cues, places, states, claim, published, get)
    return found


def _happenings(
    folded: str,
    s: Sentence,
    cues: Sequence[tuple[str, re.Match[str]]],
    places: Sequence[Site],
    states: Sequence[Toponym],
    claim: Claim,
    published: datetime | None,
    get: Callable[[str], Entry | None],
) -> Iterator[Happening]:
    """Give what a sentence tells by its cues; the others are as in `find_events`."""
    time = day_of(folded[s.start : s.end], published) if s.clues & DAY else None
    breaks = [m.span() for m in _CLAUSE_BREAK.finditer(folded, s.start, s.end)] if s.clues & BREAK else []
    for event_type, cue in cues:
        if s.clues & YEAR and is_background(_clause(folded, s, cue, breaks), published):
            continue
        state = state_of(folded, event_type, cue, states, get) if states else None
        if state is not None:
            yield Happening(state, event_type, claim.at(cue.start()), s.start, s.end, time, None)
            continue
        for p in _scenes(folded, _on_this_side(folded, s, places, cue), cue, breaks) if places else ():
            yield Happening(p.entry, event_type, claim.at(cue.start()), s.start, s.end, time, p.mention)


def _cues(folded: str, s: Sentence, lexicon: Lexicon) -> list[tuple[str, re.Match[str]]]:
    """Give (type, match) of every cue that is no hypothesis, in order of the text."""
    return [
        (_weighed(folded, s, event_type, m), m)
        for event_type, m in _matches(folded, s, lexicon.events)
        if not is_unreal(folded, s, event_type, m)
        and not (event_type == "control" and _is_attribute(folded, s, m))
        and not (event_type == "strike" and _WEAPON.match(m[0]) and not _USED.search(folded, s.start, s.end))
    ]


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


def _is_attribute(folded: str, s: Sentence, m: re.Match[str]) -> bool:
    """Tell whether a participle only describes: "the recently-captured city", "in occupied Transnistria"."""
    return m[0].endswith("ed") and _DESCRIBED.search(folded[max(s.start, m.start() - 12) : m.start()]) is not None


def _weighed(folded: str, s: Sentence, event_type: str, m: re.Match[str]) -> str:
    """Give the type that a cue means beside the words before it: a failed attempt to capture is a battle."""
    head = folded[max(s.start, m.start() - 40) : m.start()]
    if event_type == "control" and _ATTEMPT.search(head):
        return "battle"
    if event_type == "strike" and m[0].lower().startswith("attack") and _ON_THE_GROUND.search(head):
        return "battle"
    return event_type


def _clause(folded: str, s: Sentence, cue: re.Match[str], breaks: Sequence[tuple[int, int]]) -> str:
    start, end = s.start, s.end
    for first, last in breaks:
        if last <= cue.start():
            start = last
        elif first >= cue.end():
            end = first
            break
    return folded[start:end]


def _scenes(folded: str, places: Sequence[Site], cue: re.Match[str], breaks: Sequence[tuple[int, int]]) -> list[Site]:
    """Give the places that a cue belongs to: the nearest in its clause, with those listed beside it."""
    start, end = cue.span()
    gap, best = _REACH + 1, None
    for p in places:
        distance = max(p.start - end, start - p.end, 0)
        if distance < gap and not (breaks and _divided(p, start, end, breaks)):
            gap, best = distance, p
    if best is None:
        return [places[0]] if len(places) == 1 and _gap(places[0], cue) <= _REACH else []
    if len(places) == 1:
        return [best]
    group = [best]
    at = places.index(best)
    for i in range(at + 1, len(places)):
        if not _listed(folded, places[i - 1], places[i]):
            break
        group.append(places[i])
    for i in range(at - 1, -1, -1):
        if not _listed(folded, places[i], places[i + 1]):
            break
        group.append(places[i])
    return group


def _on_this_side(folded: str, s: Sentence, places: Sequence[Site], cue: re.Match[str]) -> Sequence[Site]:
    """Leave out what a sentence only tells of besides: "The strikes came as leaders met in Geneva"."""
    if not s.clues & MEANWHILE:
        return places
    turn = _MEANWHILE.search(folded, s.start, s.end)
    if turn is None:
        return places
    return [p for p in places if (p.start < turn.start()) == (cue.start() < turn.start())]


def _gap(p: Site, cue: re.Match[str]) -> int:
    return max(p.start - cue.end(), cue.start() - p.end, 0)


def _divided(p: Site, start: int, end: int, breaks: Sequence[tuple[int, int]]) -> bool:
    """Tell whether a clause ends between a place and a cue from `start` to `end`."""
    first, last = (p.end, start) if p.end <= start else (end, p.start)
    return any(first <= a and b <= last for a, b in breaks)


def _listed(folded: str, first: Site, second: Site) -> bool:
    return second.start - first.end <= _LONGEST_LINK and _LINK.fullmatch(folded, first.end, second.start) is not None
