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
_AGAINST = re.compile(r"[\"”]? (?:on|against) (?:the )?")
_LINKS: Final = {
    "strike": _AGAINST,
    "battle": _AGAINST,
    "military_aid": _GIVEN,
    "sanctions": _GIVEN,
    "diplomacy": re.compile(rf"(?:{_WORDS}{{0,3}}? to)? (?:the )?"),
    "evacuation": re.compile(rf"(?:{_WORDS}{{0,4}}? (?:from|to|into|for|out of))? (?:the |neighbou?ring )?"),
}
"""What may stand between the words for an event and the state that it happens to."""
_VISIT = re.compile(r"(?:\w+ )?visit", re.IGNORECASE)
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
        if inside or (gap >= 0 and link.fullmatch(folded, end, t.start)):
            return _state(t, get) if link is _GIVEN or t.entry.kind == "country" else None
    return None


def _state(t: Toponym, get: Callable[[str], Entry | None]) -> Entry | None:
    """Give the country that a name stands for: itself, or that of a capital."""
    if t.entry.kind == "country":
        return t.entry
    return get(f"iso:{t.entry.country}") if t.entry.capital and t.entry.country else None
