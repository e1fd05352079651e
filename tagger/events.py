"""What happened where: a cue and a literal place in one clause, and nothing on less evidence."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from tagger.clues import BREAK, DAY, EVENTS, FLOATING, HYPOTHETICAL, YEAR
from tagger.dates import day_of, is_background

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from tagger.claims import Claim
    from tagger.entries import Entry
    from tagger.lexicon import EventCue, Lexicon
    from tagger.sentences import Sentence
    from tagger.sites import Site

_CLAUSE_BREAK = re.compile(
    r";|—|, (?:while|whereas|but|although|though|and (?:said|the|that))\b|\b(?:while|whereas)\b|: "
)
_HYPOTHETICAL = re.compile(
    r"\b(?:would|could|might|[Ii]f|[Uu]nless|Should|plans? to|planned to|intends? to|threat(?:s|ens?|ened)? "
    r"(?:to|of)|prevent|avoid|fears? of|expected? (?:further|more|to)|never|[Яя]кщо|[Яя]кби|[Ее]сли)\b[^,;]{0,40}\Z"
)
_NEGATED = re.compile(
    r"\b(?:(?:no|without)(?! (?:fewer|less|more|doubt|longer|matter|wonder|stranger)\b)(?: [\w-]+){0,2}"
    r"|(?:not|n't|never|nobody|none)(?! only\b)(?: (?:yet|been|be|being|have|has|had|was|were|even|so far|"
    r"managed? to|able to|[a-z]+ly)){0,3}"
    r"|(?:not|n't|never|without)(?: \w+){0,3} any(?: \w+)?"
    r"|no (?:evidence|signs?|indication|confirmation|reports?) (?:of|that)(?: [\w'-]+){0,6}"
    r"|(?:не|без|нема|немає|нет) (?:було|были|было|жодних|никаких)?) ?\Z",
    re.IGNORECASE,
)
_NEGATED_AFTER = re.compile(
    r" (?:did|do|does|had|have|has|was|were|is|are)(?:n't| not| never) (?!stop|ceas|end|let|only|just|confirm|verif)"
)
_GIVEN_UP = re.compile(
    r"(?:(?: (?!(?:and|as|after|when|that|which|since|but|while|meant|forced|led|saw|until)\b)[\w'-]+){0,6}"
    r"(?:, [^,.;]{2,50},)? "
    r"(?:was|were|been|being|are|is|be)(?: \w+)?)?"
    r" (?:cancell?ed|called off|postponed|scrapped|foiled|thwarted|averted|скасован\w*|отменен\w*)\b"
)
_GIVING_UP = re.compile(
    r"\b(?:cancel(?:s|l?ed|l?ing)?|call(?:s|ed|ing)? off|postpon(?:e|es|ed|ing)|scrap(?:s|ped)|"
    r"foil(?:s|ed)?|thwart(?:s|ed)?|avert(?:s|ed)?) (?:[\w'-]+ ){0,3}\Z"
)
_CAMP = re.compile(r"\b(?:camps? (?:for|of)|таб[іо]р\w*(?: для)?|лагер\w*(?: для)?) \Z", re.IGNORECASE)
_ATTEMPT = re.compile(
    r"\b(?:fail(?:ed|ing|s|ure)?|attempt(?:s|ed|ing)?|try|tries|tried|trying|aim(?:s|ed|ing)?|"
    r"seek(?:s|ing)?|sought|unable|effort|bid|battle|fight\w*|"
    r"hop(?:es?|ed|ing)|want(?:s|ed)?|push(?:es|ed|ing)?) (?:to|for|at|in) (?:\w+ )?\Z"
)
_ON_THE_GROUND = re.compile(r"\b(?:ground|infantry|armou?red|repell\w*|repuls\w*|fend\w* off)\b[^,.;]{0,30}\Z")
_DESCRIBED = re.compile(
    r"(?:-|\b(?:in|of|to|from|near|across|inside|for|the|a|an|newly|recently|temporarily|still) )\Z", re.IGNORECASE
)
CLUES: Final = {HYPOTHETICAL: [_HYPOTHETICAL], BREAK: [_CLAUSE_BREAK]}
CLUE_WORDS: Final = {
    HYPOTHETICAL: (
        *("no ", "not ", "n't ", "without", "never", "nobody", "none ", "не ", "без ", "нема", "нет "),
        *(
            "cancel",
            "call off",
            "calls off",
            "called off",
            "calling off",
            "postpon",
            "scrap",
            "foil",
            "thwart",
            "avert",
        ),
        *("camp for ", "camps for ", "camp of ", "табір", "табор", "лагер", "скасован", "отменен"),
    )
}
_REACH: Final = 160
_LINK = re.compile(r",? ?(?:and |or |та |і |и |as well as |in |near )?(?:the )?(?:cit(?:y|ies) of |towns? of )?")
_LONGEST_LINK: Final = 24


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
    lexicon: Lexicon,
    published: datetime | None,
) -> list[Happening]:
    """Give the events as the sentences of a text tell them, in order; `sites` and `claims` belong to the sentences."""
    found: list[Happening] = []
    for s, places, claim in zip(sentences, sites, claims, strict=True):
        if not places:
            continue
        if not s.clues >> EVENTS and not s.clues & FLOATING:
            continue
        cues = _cues(folded, s, lexicon)
        if not cues:
            continue
        time = day_of(folded[s.start : s.end], published) if s.clues & DAY else None
        breaks = [m.span() for m in _CLAUSE_BREAK.finditer(folded, s.start, s.end)] if s.clues & BREAK else []
        for event_type, cue in cues:
            if s.clues & YEAR and is_background(_clause(folded, s, cue, breaks), published):
                continue
            for site in _scenes(folded, places, cue, breaks):
                said = claim.at(cue.start())
                found.append(Happening(site.entry, event_type, said, s.start, s.end, time, site.mention))
    return found


def _cues(folded: str, s: Sentence, lexicon: Lexicon) -> list[tuple[str, re.Match[str]]]:
    """Give (type, match) of every cue that is no hypothesis, in order of the text."""
    doubtful = s.clues & HYPOTHETICAL
    return [
        (_weighed(folded, s, event_type, m), m)
        for event_type, m in _matches(folded, s, lexicon.events)
        if not (doubtful and _is_unreal(folded, s, event_type, m))
        and not (event_type == "control" and _is_attribute(folded, s, m))
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


def _is_unreal(folded: str, s: Sentence, event_type: str, m: re.Match[str]) -> bool:
    """Tell whether the words round a cue say that it may happen, or that it did not."""
    head = folded[max(s.start, m.start() - 60) : m.start()]
    return (
        _HYPOTHETICAL.search(head) is not None
        or _NEGATED.search(head) is not None
        or _NEGATED_AFTER.match(folded, m.end(), s.end) is not None
        or _GIVEN_UP.match(folded, m.end(), s.end) is not None
        or _GIVING_UP.search(head) is not None
        or (event_type == "evacuation" and _CAMP.search(head) is not None)
    )


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


def _gap(p: Site, cue: re.Match[str]) -> int:
    return max(p.start - cue.end(), cue.start() - p.end, 0)


def _divided(p: Site, start: int, end: int, breaks: Sequence[tuple[int, int]]) -> bool:
    """Tell whether a clause ends between a place and a cue from `start` to `end`."""
    first, last = (p.end, start) if p.end <= start else (end, p.start)
    return any(first <= a and b <= last for a, b in breaks)


def _listed(folded: str, first: Site, second: Site) -> bool:
    return second.start - first.end <= _LONGEST_LINK and _LINK.fullmatch(folded, first.end, second.start) is not None
