"""What speaks for one reading of a name: the countries a text speaks of, the names beside it, fame, population."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from tagger.entries import ALTERNATE, Candidate, Entry

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping, Sequence

    from tagger.match import Match

_CHAIN = re.compile(r"(?:,?(?: located)? in| \(|,)? (?:the )?\Z")
_STATE_OFFICE = re.compile(
    r"(?:'s)? (?:[Ss]tate\b(?! (?:[Mm]edia|[Tt]elevision|[Tt]V|[Ss]ecurity))|[Gg]overnor|Gov\.|[Ll]t\. [Gg]ov|"
    r"[Ss]heriff|"
    r"[Ll]egislature|Primary\b|[Ss]enate\b|[Rr]unoff|GOP\b|[Cc]ounty\b|"
    r"[Ss]ecretary of [Ss]tate|[Rr]epublicans?\b|[Dd]emocrats?\b)"
)
_STATE_OFFICE_OF = re.compile(r"\b(?:[Gg]overnor|[Ss]heriff|[Ll]egislature|[Ss]tate) of \Z")
_STATE_POLITICS = re.compile(
    r"\b(?:Senate|House) (?:[Pp]rimary|[Rr]ace|[Ss]eat|[Rr]unoff|candidate)|\b(?:GOP|Republicans?|Democrats?)\b"
)
_GOVERNED = re.compile(r"(?:'s)? (?:Gov\.|[Gg]overnor|[Ll]t\. [Gg]ov|[Ll]egislature|[Aa]ttorney [Gg]eneral|state\b)")
_LOCAL_NEWS = re.compile(
    r"(?:'s)? (?:police\b|man\b|woman\b|teen|firefighters|fire department|city council|school board|high school|"
    r"councillor|council(?:man|woman)|courthouse)"
)
_WORLD_FAME = 3
_SMALL = 0.3
_FAR = 12
"""Characters that may stand between a town and the region that holds it."""
_NEAR_STATE, _STATE_OF_OFFICE = 4.5, 8.0
"""What lifts a state above the country of its name: a town of it in the text, and an office that only states have."""
_PROOF = (0.0, 0.0, 0.3, 1.0, 1.5)
"""What more other names must say for a region before a name that is known so well is another place's; see `_fame`."""
_NAMED = (3.0, 3.0, 3.0, 2.0, 2.0)
"""What lifts the readings in a region that the text names, by how well the best of them is known."""
_OUTLET = 6.0
"""What lifts a city of the outlet's own country above one abroad that nothing else in the text speaks for."""
_LESS_PROOF = (0.0, 0.0, 0.3, 0.3, 0.6)
"""The same where nothing else in the text speaks for the country of the well-known place."""


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
    evidence: Mapping[str, float] = field(default_factory=dict)
    """What the names alone speak for: a weight by country."""
    outlet: str | None = None
    """The ISO code of the outlet's country."""
    own: Mapping[int, float] = field(default_factory=dict)
    """What of it each ambiguous name gave to the country of its best known reading, by the identity of the name."""


def survey(matches: Sequence[Match], likely: Collection[str], home: Sequence[str], country: str | None) -> Setting:
    """Weigh the countries that a text speaks of: unmistakable names most, then `home`, `likely` and the outlet's."""
    weights: defaultdict[str, float] = defaultdict(float)
    near: set[str] = set()
    named: set[str] = set()
    own: defaultdict[int, float] = defaultdict(float)
    for m in matches:
        best = m.name.famous
        entry = best.entry
        if entry.country is None or (m.flags and entry.kind not in ("country", "adj")):
            continue
        weight = m.name.weight
        weights[entry.country] += weight
        if len(m.name.places) > 1:
            own[id(m.name)] += weight
        if entry.type == "place" and entry.strength >= 2 and entry.region_id and not best.bits & ALTERNATE:
            near.add(entry.region_id)
        if entry.kind == "region":
            named.add(entry.id)
    evidence = dict(weights)
    support, small, heard = _votes(matches)
    if not likely:
        for code, share in small.items():
            weights[code] += _SMALL * share
    for code in home:
        weights[code] += 1.0
    for code in likely:
        weights[code] += 0.5
    if country:
        weights[country] += 0.5
    total = sum(weights.values())
    spread = {c: w + 2 * w / total for c, w in weights.items()} if total else {}
    chance = 0.25 + 0.05 * heard
    return Setting(spread, frozenset(near | named), frozenset(named), support, chance, evidence, country, own)


def _votes(matches: Sequence[Match]) -> tuple[Mapping[str, float], Mapping[str, float], int]:
    """Give what the names speak for, each once: by region; by country, those of small places; and how many do."""
    regions: defaultdict[str, float] = defaultdict(float)
    countries: defaultdict[str, float] = defaultdict(float)
    names = {id(m.name): m.name for m in matches if m.name.homes}
    for name in names.values():
        little = name.famous.entry.strength < 2
        for region, country, share in name.homes:
            regions[region] += share
            if little:
                countries[country] += share
    return regions, countries, len(names)


def score(c: Candidate, setting: Setting) -> float:
    """Score one reading: context first, fame next, population last."""
    e = c.entry
    return c.standing + min(4.0, setting.countries.get(e.country or "", 0.0))


def holder_of(folded: str, m: Match, following: Match) -> Entry | None:
    """Give the region or country that directly follows a name: "Moscow, Idaho", "Lysychansk in Luhansk province"."""
    gap = folded[m.end : following.start]
    if len(gap) > _FAR or not gap.startswith((",", " in ", " (", " located in ")) or not _CHAIN.match(gap):
        return None
    best = following.name.famous.entry
    if best.type != "place" or best.kind not in ("region", "country"):
        return None
    # "Atlanta, Georgia": of the country and the state of one name, the one that holds the town.
    others = (c.entry for c in following.name.places if c.entry.kind in ("region", "country"))
    held = (e for e in (best, *others) if any(holds(e, c.entry) for c in m.name.places))
    return next(held, best)


def lifted(
    folded: str, m: Match, candidates: Sequence[Candidate], setting: Setting, holder: Entry | None
) -> Mapping[str, float]:
    """Give what the words beside a name and the other names of the text add to its readings, by id of the entry."""
    lifts = region_lifts(m, candidates, setting)
    if _is_local(folded, m, candidates, setting):
        for c in candidates:
            if c.entry.kind == "city" and c.entry.country == setting.outlet and not c.bits & ALTERNATE:
                lifts[c.entry.id] = lifts.get(c.entry.id, 0.0) + _OUTLET
    for entry_id, lift in state_lifts(folded, m, candidates, setting, holder).items():
        lifts[entry_id] = lifts.get(entry_id, 0.0) + lift
    return lifts


def state_lifts(
    folded: str, m: Match, candidates: Sequence[Candidate], setting: Setting, holder: Entry | None
) -> Mapping[str, float]:
    """Give what lifts a state above the country or city of its name: Georgia, New York. By id of the entry."""
    states = [c.entry.id for c in candidates if c.entry.kind == "region"]
    if not states or len(states) == len(candidates):
        return {}
    if any(c.entry.kind == "country" for c in candidates):
        office = is_state_in_politics(folded, m)
        near = {i for i in states if i in setting.near or any(_is_beside(i, n) for n in setting.named)}
        return {i: _STATE_OF_OFFICE if office else _NEAR_STATE for i in states if office or i in near}
    listed = holder is not None and holder.kind == "region" and not any(holds(holder, c.entry) for c in candidates)
    return dict.fromkeys(states, _STATE_OF_OFFICE) if listed or _GOVERNED.match(folded, m.end) else {}


def _is_beside(state: str, named: str) -> bool:
    """Tell whether two first-level regions, by their ids, are of one country: "Georgia, Tennessee and Ohio"."""
    return state != named and state.partition(".")[0] == named.partition(".")[0]


def is_state_in_politics(folded: str, m: Match) -> bool:
    """Tell whether the words beside a name speak of offices and votes that only states have."""
    return (
        _STATE_OFFICE.match(folded, m.end) is not None
        or _STATE_OFFICE_OF.search(folded, max(0, m.start - 16), m.start) is not None
        or _STATE_POLITICS.search(folded, max(0, m.start - 80), m.end + 80) is not None
    )


def region_lifts(m: Match, candidates: Sequence[Candidate], setting: Setting) -> dict[str, float]:
    """Give what lifts the readings in regions that other names of the text speak for, by id of the entry."""
    own = {region: share for region, _, share in m.name.homes}
    famous = max(candidates, key=_fame)
    fame = famous.fame
    confirmed = _is_confirmed(m, famous, setting)
    least = setting.chance + (_PROOF if confirmed else _LESS_PROOF)[fame]
    lifts = {}
    for c in candidates:
        lift = 0.0
        if c.entry.region_id in setting.near:
            lift = _NAMED[fame] if c.entry.region_id in setting.named else 1.0
        region = c.entry.region_id or c.entry.id
        others = setting.support.get(region, 0.0) - own.get(region, 0.0)
        if others > least and not (fame > 2 and c.bits & ALTERNATE):
            lift += min(3.0 if confirmed else 5.0, 2.0 * others)
        if lift:
            lifts[c.entry.id] = lift
    return lifts


def _is_local(folded: str, m: Match, candidates: Sequence[Candidate], setting: Setting) -> bool:
    """Tell whether a name may be a city of the outlet's own country: "London police" in an Ontario paper.

    A paper of the same country that reports a war abroad means Odesa or Athens, unless its words are those of a town's
    own news, and nothing else in the text speaks for the country abroad.
    """
    if setting.outlet is None:
        return False
    famous = max(candidates, key=_fame)
    if _is_confirmed(m, famous, setting):
        return False
    name = folded[m.start : m.end]
    return famous.fame < _WORLD_FAME or any(_LOCAL_NEWS.match(folded, at) for at in _ends(folded, name))


def _ends(folded: str, name: str) -> Iterator[int]:
    """Give where each mention of a name ends."""
    at = folded.find(name)
    while at >= 0:
        at += len(name)
        yield at
        at = folded.find(name, at)


def _is_confirmed(m: Match, famous: Candidate, setting: Setting) -> bool:
    """Tell whether other names of the text speak for the country of a name's best known place."""
    return setting.evidence.get(famous.entry.country or "", 0.0) > setting.own.get(id(m.name), 0.0)


def _fame(c: Candidate) -> int:
    return c.fame


def holds(holder: Entry, e: Entry) -> bool:
    """Tell whether a region or country holds a place."""
    return e.id != holder.id and (
        e.region_id == holder.id or (holder.kind == "country" and e.country == holder.country)
    )
