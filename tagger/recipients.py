"""The state that something happens to: who gets the aid or the sanctions, what is attacked, fled or visited."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from tagger.entries import Entry
    from tagger.places import Toponym

_WORDS: Final = r"(?: (?!and\b|but\b|while\b|as\b|after\b)[\w'-]+)"
_GIVEN = re.compile(rf"{_WORDS}{{0,5}}? (?:to|for|on|against|with) (?:the )?")
_IMPOSED = re.compile(rf"(?:{_WORDS}{{0,5}}? (?:on|against|for))? (?:the )?")
_AGAINST = re.compile(r"[\"”]? (?:on|against) (?:the )?")
_ATTACKS = re.compile(
    r"(?:attack(?:s|ed|ing)|invad(?:es|ed|ing)|bomb(?:ed|ing)|shell(?:ed|ing)|pound(?:ed|ing)|struck)\Z", re.IGNORECASE
)
_LONG_AGO = re.compile(r"\b(?:[Ss]ince|[Aa]fter|[Bb]efore|[Ww]hen|[Uu]ntil|that|which|who)\b[^,.;]{0,40}\Z")
_OF_ITS = re.compile(rf"{_WORDS}{{0,4}}? (?:of |in |on )?(?:the )?")
_ASSETS = re.compile(
    r"'s (?:[\w-]+ ){0,2}(?:infrastructure|cit(?:y|ies)|towns|villages|power|energy|grid|electricity|hospitals|"
    r"schools|ports?|railways?|bridges|airfields?|airbases?|depots|refiner(?:y|ies))\b"
)
_LINKS: Final = {
    "strike": _AGAINST,
    "battle": _AGAINST,
    "military_aid": _GIVEN,
    "sanctions": _IMPOSED,
    "diplomacy": re.compile(rf"(?:{_WORDS}{{0,3}}? to)? (?:the )?"),
    "evacuation": re.compile(rf"(?:{_WORDS}{{0,4}}? (?:from|to|into|for|out of))? (?:the |neighbou?ring )?"),
    "damage": _OF_ITS,
}
"""What may stand between the words for an event and the state that it happens to."""
_VISIT = re.compile(r"(?:\w+ )?(?:visit|trip|tour|travel)", re.IGNORECASE)
_REACH: Final = 60


def state_of(
    folded: str, event_type: str, cue: re.Match[str], toponyms: Sequence[Toponym], get: Callable[[str], Entry | None]
) -> Entry | None:
    """Give the state that an event happens to, rather than a place where it happens.

    Args:
        folded: the folded text.
        event_type: the type of the event.
        cue: the words for it.
        toponyms: the places that its sentence names, literal or not, in order.
        get: the entry of the index with an id.
    """
    link = _LINKS.get(event_type)
    if link is None or (event_type == "diplomacy" and not _VISIT.match(cue[0])):
        return None
    start, end = cue.span()
    for t in toponyms:
        gap = t.start - end
        if gap > _REACH:
            break
        inside = link is _GIVEN and start < t.start < end
        if inside or (gap >= 0 and _happens_to(folded, event_type, cue, t)):
            return _state(t, get) if link in (_GIVEN, _IMPOSED) or t.entry.kind == "country" else None
    return None


def _happens_to(folded: str, event_type: str, cue: re.Match[str], t: Toponym) -> bool:
    """Tell whether the words between a cue and a name after it make the name what the event happens to."""
    end = cue.end()
    if event_type in ("damage", "strike") and folded.startswith("'s", t.end):
        return _ASSETS.match(folded, t.end) is not None and _OF_ITS.fullmatch(folded, end, t.start) is not None
    if event_type in ("strike", "battle") and t.start == end + 1 and _ATTACKS.match(cue[0]):
        return _LONG_AGO.search(folded, max(0, cue.start() - 60), cue.start()) is None
    return event_type != "damage" and _LINKS[event_type].fullmatch(folded, end, t.start) is not None


def _state(t: Toponym, get: Callable[[str], Entry | None]) -> Entry | None:
    """Give the country that a name stands for: itself, or that of a capital."""
    if t.entry.kind == "country":
        return t.entry
    return get(f"iso:{t.entry.country}") if t.entry.capital and t.entry.country else None
