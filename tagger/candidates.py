"""What speaks for one reading of a name: the countries a text speaks of, the names beside it, fame, population."""

from __future__ import annotations

import math
import re
from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from tagger.entries import ALTERNATE, INFLECTED, Candidate, Entry

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from tagger.match import Match

_CHAIN = re.compile(r"(?:,? in| \(|,)? (?:the )?\Z")
_STATE_OFFICE = re.compile(
    r"(?:'s)? (?:[Ss]tate\b(?! (?:[Mm]edia|[Tt]elevision|[Tt]V|[Ss]ecurity))|[Gg]overnor|Gov\.|[Ll]t\. [Gg]ov|"
    r"[Ss]heriff|"
    r"[Ll]egislature|[Ss]ecretary of [Ss]tate|[Rr]epublicans?\b|[Dd]emocrats?\b)"
)
_STATE_OFFICE_OF = re.compile(r"\b(?:[Gg]overnor|[Ss]heriff|[Ll]egislature|[Ss]tate) of \Z")
_SMALL = 0.3
_PROOF = (0.0, 0.0, 0.3, 0.6, 1.2)
"""What more other names must say for a region before a name that is known so well is another place's; see `_fame`."""
_NEAR_STATE, _STATE_OF_OFFICE = 4.5, 8.0
"""What lifts a state above the country of its name: a town of it in the text, and an office that only states have."""


@dataclass(frozen=True, slots=True)
class Setting:
    """What a text is about: a weight by country, made before any name is resolved."""

    countries: Mapping[str, float]
    near: frozenset[str]
    """First-level regions that the text names or whose well-known places it names."""
    named: frozenset[str] = frozenset()
    """Those of them that the text itself names."""
    support: Mapping[str, float] = field(default_factory=dict)
    """How many names of the text, in shares, speak for each first-level region."""
    chance: float = 0.0
    """What of it chance alone may give."""


def survey(matches: Sequence[Match], likely: Iterable[str], home: Sequence[str], country: str | None) -> Setting:
    """Weigh the countries that a text speaks of: unmistakable names most, then `home`, `likely` and the outlet's."""
    weights: defaultdict[str, float] = defaultdict(float)
    near: set[str] = set()
    named: set[str] = set()
    support: defaultdict[str, float] = defaultdict(float)
    heard: set[int] = set()
    small = not likely
    for m in matches:
        best = m.name.famous
        if m.name.homes and id(m.name) not in heard:
            heard.add(id(m.name))
            for region, code, share in m.name.homes:
                support[region] += share
                if best.entry.strength < 2 and small:
                    weights[code] += _SMALL * share
        entry = best.entry
        if entry.country is None or (m.flags and entry.kind not in ("country", "adj")):
            continue
        if entry.type == "adj" or entry.kind == "country":
            weights[entry.country] += 1.5
        elif entry.type == "actor":
            weights[entry.country] += 0.5
        elif entry.strength >= 2 and not best.bits & ALTERNATE:
            weights[entry.country] += 1.0
            if entry.region_id:
                near.add(entry.region_id)
        if entry.kind == "region":
            named.add(entry.id)
    for code in home:
        weights[code] += 1.0
    for code in likely:
        weights[code] += 0.5
    if country:
        weights[country] += 0.5
    total = sum(weights.values())
    spread = {c: w + 2 * w / total for c, w in weights.items()} if total else {}
    return Setting(spread, frozenset(near | named), frozenset(named), support, 0.25 + 0.05 * len(heard))


def score(c: Candidate, setting: Setting) -> float:
    """Score one reading: context first, fame next, population last."""
    e = c.entry
    value = 1.2 * e.strength + 0.25 * math.log10(e.population + 10)
    value += min(4.0, setting.countries.get(e.country or "", 0.0))
    if e.kind in ("country", "region", "water"):
        value += 3.0
    if e.region_id in setting.near:
        value += 3.0 if e.region_id in setting.named else 1.0
    if c.bits & ALTERNATE:
        value -= 2.0
    if c.bits & INFLECTED:
        value -= 0.5
    return value


def holder_of(folded: str, m: Match, following: Match) -> Entry | None:
    """Give the region or country that directly follows a name: "Moscow, Idaho", "Lysychansk in Luhansk province"."""
    gap = folded[m.end : following.start]
    if len(gap) > 9 or not gap.startswith((",", " in ", " (")) or not _CHAIN.match(gap):
        return None
    best = following.name.famous.entry
    return best if best.type == "place" and best.kind in ("region", "country") else None


def state_lifts(folded: str, m: Match, candidates: Sequence[Candidate], setting: Setting) -> Mapping[str, float]:
    """Give what lifts a state that shares its name with a country above it: Georgia. By id of the entry."""
    if not any(c.entry.kind == "country" for c in candidates):
        return {}
    if _STATE_OFFICE.match(folded, m.end) or _STATE_OFFICE_OF.search(folded, max(0, m.start - 16), m.start):
        return {c.entry.id: _STATE_OF_OFFICE for c in candidates if c.entry.kind == "region"}
    return {c.entry.id: _NEAR_STATE for c in candidates if c.entry.kind == "region" and c.entry.id in setting.near}


def region_lifts(m: Match, candidates: Sequence[Candidate], setting: Setting) -> Mapping[str, float]:
    """Give what lifts the readings in regions that other names of the text speak for, by id of the entry."""
    own = {region: share for region, _, share in m.name.homes}
    fame = max(_fame(c) for c in candidates)
    least = setting.chance + _PROOF[fame]
    lifts = {}
    for c in candidates:
        if fame > 2 and c.bits & ALTERNATE:
            continue
        region = c.entry.region_id or c.entry.id
        others = setting.support.get(region, 0.0) - own.get(region, 0.0)
        if others > least:
            lifts[c.entry.id] = min(3.0, 2.0 * others)
    return lifts


def _fame(c: Candidate) -> int:
    """Give how well a reading is known: 1 to 3, and 4 for a country or region that everybody knows."""
    if c.bits & ALTERNATE:
        return 0
    return c.entry.strength + (c.entry.strength == 3 and c.entry.kind in ("country", "region"))


def holds(holder: Entry, e: Entry) -> bool:
    """Tell whether a region or country holds a place."""
    return e.id != holder.id and (
        e.region_id == holder.id or (holder.kind == "country" and e.country == holder.country)
    )
