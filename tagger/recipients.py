"""The state that something happens to: who gets the aid or the sanctions, what is attacked, fled or visited."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING, Final, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from tagger.entries import Entry
    from tagger.match import Match
    from tagger.places import Toponym

_WORDS: Final = r"(?: (?!and\b|but\b|while\b|as\b|after\b)[\w'-]+)"
_GIVEN = re.compile(rf"{_WORDS}{{0,5}}? (?:to|for|on|against|with) (?:the )?")
_IMPOSED = re.compile(rf"(?:{_WORDS}{{0,5}}? (?:on|against|for))? (?:the )?")
_AGAINST = re.compile(r"[\"”]? (?:on|against) (?:the )?")
_ATTACKS = re.compile(
    r"(?:attack(?:s|ed|ing)|invad(?:es|ed|ing)|bomb(?:ed|ing)|shell(?:ed|ing)|pound(?:ed|ing)|struck)\Z", re.IGNORECASE
)
_DEFENCE = re.compile(r"fight|fought|battl|defen|hostilit|combat", re.IGNORECASE)
_LONG_AGO = re.compile(r"\b(?:[Ss]ince|[Aa]fter|[Bb]efore|[Ww]hen|[Uu]ntil|that|which|who)\b[^,.;]{0,40}\Z")
_OF_ITS = re.compile(rf"{_WORDS}{{0,4}}? (?:of |in |on )?(?:the )?")
_ASSETS = re.compile(
    r" (?:[\w-]+ ){0,2}(?:infrastructure|cit(?:y|ies)|towns|villages|power|energy|grid|electricity|hospitals|schools|"
    r"ports?|rail|railways?|bridges|airfields?|airbases?|depots|refiner(?:y|ies)|installations|facilities|"
    r"territory|soil)\b"
)
"""What a country has that may be hit anywhere in it."""
_HIT_ASSETS = re.compile(rf"{_ASSETS.pattern}(?: (?:was|were|are|being|been|have|has|had))* ")
_CIVILIANS = re.compile(
    r" (?:civilians?|children|people|women|residents|villagers|families)(?: (?:was|were|are|being|been|have|has|had))* "
)
_ON_ITS = re.compile(
    rf"{_WORDS}{{0,5}}?(?: (?:on|against|of|at|in|across|to))? (?:the |more |several |key |critical )?"
)
_FORCES = re.compile(r" (?:[\w-]+ ){0,2}(?:forces|troops|army|military|soldiers|government|aircraft|pilots|units)\b")
_LIST: Final = (", ", " and ", ", and ", " or ")
_LINKS: Final = {
    "strike": _AGAINST,
    "battle": _AGAINST,
    "military_aid": _GIVEN,
    "sanctions": _IMPOSED,
    "diplomacy": re.compile(rf"(?:{_WORDS}{{0,3}}? to)? (?:the )?"),
    "evacuation": re.compile(rf"(?:{_WORDS}{{0,4}}? (?:from|to|into|for|out of))? (?:the |neighbou?ring )?"),
    "damage": _OF_ITS,
    "casualties": _OF_ITS,
    "humanitarian": re.compile(rf"{_WORDS}{{0,3}}? (?:to|for) (?:the )?"),
    "other": re.compile(
        r"(?: (?!and\b|but\b|while\b|as\b|after\b)[\w',.-]+){0,6}? (?:to|into) (?:the |neighbou?ring )?"
        r"(?:(?:countries|states|nations|members) (?:like|such as|including) )?"
    ),
}
"""What may stand between the words for an event and the state that it happens to."""
_VISIT = re.compile(r"(?:\w+ )?(?:visit|trip|tour|travel)", re.IGNORECASE)
_REACH: Final = 60


class People(NamedTuple):
    """An adjective or a people's name in the text: "Russian", "Ukrainians"."""

    start: int
    end: int
    country: str
    """ISO code."""


def peoples_in(folded: str, matches: Sequence[Match]) -> list[People]:
    """Give the adjectives of countries among the names of a text, in order; "Ukrainian forces" begins with one."""
    found = []
    for m in matches:
        for e in (r.entry for r in m.readings) if m.name.national else ():
            if e.country and e.type == "adj":
                found.append(People(m.start, m.end, e.country))
                break
            if e.country and e.kind == "armed_force" and (blank := folded.find(" ", m.start, m.end)) > 0:
                found.append(People(m.start, blank, e.country))
                break
    return found


def states_hit(
    folded: str,
    event_type: str,
    cue: re.Match[str],
    toponyms: Sequence[Toponym],
    peoples: Sequence[People],
    get: Callable[[str], Entry | None],
) -> list[Entry]:
    """Give the states that an event happens to, rather than places where it happens.

    Args:
        folded: the folded text.
        event_type: the type of the event.
        cue: the words for it.
        toponyms: the places that its sentence names, literal or not, in order.
        peoples: the adjectives of countries in it, in order.
        get: the entry of the index with an id.
    """
    link = _LINKS.get(event_type)
    if link is None or (event_type == "diplomacy" and not _VISIT.match(cue[0])):
        return []
    start, end = cue.span()
    for i, t in enumerate(toponyms):
        gap = t.start - end
        if gap > _REACH:
            break
        inside = link is _GIVEN and start < t.start < end
        if inside or (gap >= 0 and _happens_to(folded, event_type, cue, t)):
            to_capital = link in (_GIVEN, _IMPOSED)
            found = [_state(t, get) if to_capital or t.entry.kind == "country" else None]
            found += [_state(x, get) for x in _listed(folded, toponyms[i:]) if x.entry.kind == "country"]
            return [e for e in found if e is not None]
    for people in peoples:
        if people.start - end > _REACH:
            break
        if _falls_on(folded, event_type, cue, people):
            state = get(f"iso:{people.country}")
            return [state] if state else []
    return []


def is_imposed_on(folded: str, cue: re.Match[str], start: int) -> bool:
    """Tell whether the sanctions that a cue tells of fall on the place at `start`."""
    return start >= cue.end() and _IMPOSED.fullmatch(folded, cue.end(), start) is not None


def _listed(folded: str, toponyms: Sequence[Toponym]) -> list[Toponym]:
    """Give the places listed behind the first: "Romania, Poland and Germany"."""
    found = []
    for before, t in pairwise(toponyms):
        if folded[before.end : t.start] not in _LIST:
            break
        found.append(t)
    return found


def _happens_to(folded: str, event_type: str, cue: re.Match[str], t: Toponym) -> bool:
    """Tell whether the words between a cue and a name after it make the name what the event happens to."""
    end = cue.end()
    if event_type in ("damage", "strike") and folded.startswith("'s", t.end):
        return _ASSETS.match(folded, t.end + 2) is not None and _OF_ITS.fullmatch(folded, end, t.start) is not None
    if event_type == "casualties":
        return False
    if event_type == "battle" and _DEFENCE.match(cue[0]):
        return False
    if event_type in ("strike", "battle") and t.start == end + 1 and _ATTACKS.match(cue[0]):
        return _LONG_AGO.search(folded, max(0, cue.start() - 60), cue.start()) is None
    return event_type != "damage" and _LINKS[event_type].fullmatch(folded, end, t.start) is not None


def _falls_on(folded: str, event_type: str, cue: re.Match[str], people: People) -> bool:
    """Tell whether an event falls on what is called by its country: "strikes on Ukrainian power plants"."""
    start, end = cue.span()
    inside = start < people.start < end
    if people.start < end and not inside:
        between = folded[people.end : start]
        if event_type == "casualties":
            return _CIVILIANS.fullmatch(between) is not None
        return event_type in ("damage", "strike") and _HIT_ASSETS.fullmatch(between) is not None
    match event_type:
        case "damage" | "strike":
            linked = _ON_ITS.fullmatch(folded, end, people.start) is not None
            return linked and _ASSETS.match(folded, people.end) is not None
        case "sanctions":
            return _IMPOSED.fullmatch(folded, end, people.start) is not None and folded.startswith(" ", people.end)
        case "military_aid":
            linked = inside or _GIVEN.fullmatch(folded, end, people.start) is not None
            return linked and _FORCES.match(folded, people.end) is not None
    return False


def _state(t: Toponym, get: Callable[[str], Entry | None]) -> Entry | None:
    """Give the country that a name stands for: itself, or that of a capital."""
    if t.entry.kind == "country":
        return t.entry
    return get(f"iso:{t.entry.country}") if t.entry.capital and t.entry.country else None
