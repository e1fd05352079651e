"""Which of the places in a sentence the words for an event belong to: the nearest in their clause, with its list."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from tagger.clues import BREAK, MEANWHILE

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tagger.sentences import Sentence
    from tagger.sites import Site

_CLAUSE_BREAK = re.compile(
    r";|—|, (?:while|whereas|but|although|though|and (?:said|the|that))\b|\b(?:while(?! \w+ing\b)|whereas)\b|: "
    r"|,? (?:чтобы|щоб|дабы)\b|, as (?!well|part|of|an?\b|if)|, (?:а|але|но|тогда как|тоді як|хотя|хоча)\b"
)
_MEANWHILE = re.compile(
    r"\bc(?:ame|omes?|oming) (?:[\w-]+ ){0,4}?(?:as|after|amid|before|when)\b|\b(?:hours|days|weeks|a day|"
    r"the same day|a week|a month) (?:after|before|that|as)\b"
)
_LINK = re.compile(
    r"(?:, (?:just )?(?:(?:north|south)?(?:east|west)?(?:north|south)?) of (?:the )?[A-Z][\w'-]+)?"
    r"(?: (?:region|province|oblast|district)s?)?"
    r"(?:,? (?:and|or|та|і|и|й|as well as|and also|plus|а также|а також|&) |, |/ ?)"
    r"(?:in |near |around |outside |at |from |into |against |over |від |у |в |во |на |по |під |под )?"
    r"(?:the )?(?:(?:central|eastern|western|northern|southern|nearby|neighbou?ring) )?"
    r"(?:cit(?:y|ies) of |towns? of |villages? of |regions? of |(?:cit(?:y|ies)|towns?|villages?) )?"
)
_PURPOSE = re.compile(r"\b(?:чтобы|щоб|дабы|in order to)\b")
_AT_TARGET = re.compile(
    r"(?: (?:region|province|oblast))? (?:at|on|into|towards?|against|hit|struck) (?:[\w-]+ ){0,3}?"
)
_LONGEST_LINK: Final = 48
_REACH: Final = 120
_ADVERBS: Final = ("In ", "At ", "Near ", "Outside ", "У ", "В ", "На ", "Під ", "Под ", "Біля ")
_OPENING: Final = 20
"""Code points within which a place that opens a sentence is the scene of all of it."""
_OPENERS: Final = tuple(
    f"{word} " for word in ("While", "Although", "Though", "Despite", "Even as", "Whereas", "Хоча", "Хотя")
)
"""Words that open a sentence with a lesser clause, which its first comma ends."""
CLUES: Final = {BREAK: [_CLAUSE_BREAK], MEANWHILE: [_MEANWHILE]}
Breaks = list[tuple[int, int]]


def clause_breaks(folded: str, s: Sentence) -> Breaks:
    """Give the spans at which a clause of a sentence ends, in order."""
    breaks = [m.span() for m in _CLAUSE_BREAK.finditer(folded, s.start, s.end)] if s.clues & BREAK else []
    if folded.startswith(_OPENERS, s.start):
        comma = folded.find(", ", s.start, s.end)
        if comma > 0:
            breaks = sorted([*breaks, (comma, comma + 2)])
    return breaks


def clause_of(s: Sentence, cue: re.Match[str], breaks: Breaks) -> tuple[int, int]:
    """Give start and end of the clause of a sentence that holds `cue`."""
    start, end = s.start, s.end
    for first, last in breaks:
        if last <= cue.start():
            start = last
        elif first >= cue.end():
            end = first
            break
    return start, end


def scenes(folded: str, s: Sentence, places: Sequence[Site], cue: re.Match[str], breaks: Breaks) -> list[Site]:
    """Give the places that a cue belongs to: the nearest in its clause, with those listed beside it."""
    start, end = cue.span()
    gap, best = _REACH + 1, None
    for p in places:
        distance = max(p.start - end, start - p.end, 0)
        if distance < gap and not (breaks and _divided(p, start, end, breaks)):
            gap, best = distance, p
    if best is None:
        if len(places) != 1:
            return []
        only = places[0]
        opens = only.start - s.start <= _OPENING and folded.startswith(_ADVERBS, s.start)
        near = opens or _gap(only, cue) <= _REACH
        return [only] if near and not _is_aim(folded, only, cue) else []
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


def on_this_side(folded: str, s: Sentence, places: Sequence[Site], cue: re.Match[str]) -> Sequence[Site]:
    """Leave out what a sentence only tells of besides: "The strikes came as leaders met in Geneva"."""
    if not s.clues & MEANWHILE:
        return places
    turn = _MEANWHILE.search(folded, s.start, s.end)
    if turn is None:
        return places
    return [p for p in places if (p.start < turn.start()) == (cue.start() < turn.start())]


def target_behind(folded: str, places: Sequence[Site], origin: Site) -> Site | None:
    """Give the place that is hit from the place before it: "rockets fired from Belgorod at Sumy"."""
    following = next((p for p in places if p.start >= origin.end), None)
    if following is None or _AT_TARGET.fullmatch(folded, origin.end, following.start) is None:
        return None
    return following


def _is_aim(folded: str, p: Site, cue: re.Match[str]) -> bool:
    """Tell whether a place stands in a purpose clause behind the cue: "нанесла удар, чтобы зачистить Харьков"."""
    return p.start > cue.end() and _PURPOSE.search(folded, cue.end(), p.start) is not None


def _gap(p: Site, cue: re.Match[str]) -> int:
    return max(p.start - cue.end(), cue.start() - p.end, 0)


def _divided(p: Site, start: int, end: int, breaks: Breaks) -> bool:
    """Tell whether a clause ends between a place and a cue from `start` to `end`."""
    first, last = (p.end, start) if p.end <= start else (end, p.start)
    return any(first <= a and b <= last for a, b in breaks)


def _listed(folded: str, first: Site, second: Site) -> bool:
    return second.start - first.end <= _LONGEST_LINK and _LINK.fullmatch(folded, first.end, second.start) is not None
