"""Which place a name means, if any: candidates scored by the countries the text speaks of, and by its neighbours."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import TYPE_CHECKING, Final

from tagger.beside import (
    borne_by_people,
    ends_other_name,
    goes_on,
    in_name_with_of,
    inside_other_name,
    is_in_quotation_marks,
    is_inside_initials,
    is_part_of_name,
    is_ship,
    listed_after,
    opens_other_name,
    proud,
    qualifies_next,
    stands_as_place,
    surname_follows,
    word_before,
)
from tagger.candidates import holder_of, holds, is_state_in_politics, lifted, score
from tagger.clues import SHIP
from tagger.entries import ALTERNATE, FAMILY, GIVEN, Candidate, Entry

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from tagger.candidates import Setting
    from tagger.lexicon import Lexicon
    from tagger.match import Match, Source

_AFTER = re.compile(r"[ ]([^\W\d_][\w'’]*)")
_MODIFIED = frozenset({"US", "U.S.", "UK", "U.K."})
_FREE_WORDS: Final = frozenset(
    (
        *("and", "or", "but", "to", "in", "on", "at", "for", "with", "by", "from", "as", "that", "which", "who"),
        *("has", "had", "have", "is", "was", "are", "were", "be", "been", "will", "would", "could", "can", "may"),
        *("should", "must", "did", "does", "do", "not", "also", "never", "since", "after", "before", "while", "when"),
        *("if", "than", "then", "of", "into", "over"),
    )
)
_VERBS: Final = frozenset(
    ["said", "says", "warned", "warns", "told", "wants", "sent", "sends", "believes", "accused", "launched"]
)
_REGION_WORDS = re.compile(
    r" (?:[Rr]egion|[Pp]rovince|[Oo]blast|[Gg]overnorate|[Dd]istrict|[Rr]aion|[Ss]tate|[Cc]ity|[Aa]irport)\b"
)
_YEAR = re.compile(r" (?:19|20)\d\d\b")
_SEVERAL = re.compile("[ -]")
_ENOUGH: Final = 1.0
_LARGE: Final = 300_000


@dataclass(frozen=True, slots=True)
class Toponym:
    """One mention of a place, resolved."""

    start: int
    end: int
    entry: Entry
    rule: str = ""
    """Why the name is a place here: a key of `tagger.rules.PLACES`."""


def resolve_places(source: Source, matches: Sequence[Match], setting: Setting, lexicon: Lexicon) -> list[Toponym]:
    """Give the places that a text names; `matches` must not hold the names of persons any more."""
    folded = source.folded
    found: list[Toponym] = []
    doubtful: list[Toponym] = []
    borne = borne_by_people(folded, matches, lexicon)
    holders = _holders(folded, matches)
    settled = _settled(folded, matches, holders)
    for m in matches:
        if not m.name.places or (found and m.start < found[-1].end):
            continue
        name = folded[m.start : m.end]
        if (name in _MODIFIED and _is_modifier(folded, m)) or (name in borne and m.start not in holders):
            continue
        holder = holders.get(m.start) or settled.get(name)
        best = _best(folded, m, setting, holder)
        listed = bool(found) and listed_after(folded, found[-1], m, best.entry)
        if found and _follows_town(folded, found[-1], m, best.entry):
            rule: str | None = "region-of-town"
        else:
            rule = _rule(source, m, best, setting, holder, listed, lexicon)
        if rule is not None:
            (found if rule else doubtful).append(Toponym(m.start, m.end, best.entry, rule))
    return _with_repeated(found, doubtful) if doubtful else found


def _best(folded: str, m: Match, setting: Setting, holder: Entry | None) -> Candidate:
    """Give the most likely of the places that go by a name."""
    candidates: Sequence[Candidate] = m.name.places
    if holder is not None:
        candidates = _held(holder, candidates)
    if len(candidates) == 1:
        return candidates[0]
    lifts = lifted(folded, m, candidates, setting, holder)
    return max(candidates, key=lambda c: score(c, setting) + lifts.get(c.entry.id, 0.0))


def _with_repeated(found: Sequence[Toponym], doubtful: Sequence[Toponym]) -> list[Toponym]:
    """Give `found` and those of `doubtful` whose place the text names elsewhere beyond doubt, in order."""
    again = [replace(t, rule="again") for t in doubtful if t.entry.id in {f.entry.id for f in found}]
    return sorted([*found, *again], key=_start) if again else list(found)


def _start(t: Toponym) -> int:
    return t.start


def _holders(folded: str, matches: Sequence[Match]) -> dict[int, Entry]:
    """Give the region or country that stands beside a name, by the offset of the name."""
    held = {}
    for m, following in pairwise(matches):
        if following.start - m.end < 13 and (holder := holder_of(folded, m, following)):
            held[m.start] = holder
    for m, following in pairwise(matches) if held else ():
        shared = held.get(following.start)
        if shared and m.start not in held and _shares_holder(folded, m, following, shared):
            held[m.start] = shared
    return held


def _shares_holder(folded: str, m: Match, following: Match, holder: Entry) -> bool:
    """Tell whether the first of two towns is held too: "Nashville and Cordova, Tennessee"."""
    joined = folded[m.end : following.start] == " and " and m.name.famous.entry.strength < 3
    return joined and any(holds(holder, c.entry) for c in m.name.places)


def _held(holder: Entry, candidates: Sequence[Candidate]) -> Sequence[Candidate]:
    """Give the readings that a region or country holds; "Russia, US" are two countries and no hamlet in the second."""
    if holder.kind == "country" and any(c.entry.kind == "country" for c in candidates):
        return candidates
    return [c for c in candidates if holds(holder, c.entry)] or candidates


def _settled(folded: str, matches: Sequence[Match], holders: Mapping[int, Entry]) -> dict[str, Entry]:
    """Give the region that a name stood beside once: "Dublin" is the one of "Dublin, Ga." in the whole text."""
    if not holders:
        return {}
    names: dict[str, Entry] = {}
    for m in matches:
        holder = holders.get(m.start)
        if holder is not None and any(holds(holder, r.entry) for r in m.readings):
            names.setdefault(folded[m.start : m.end], holder)
    return names


def _follows_town(folded: str, town: Toponym, m: Match, e: Entry) -> bool:
    """Tell whether the name is the region of the place before it: "Lexington, Ky."."""
    return folded[town.end : m.start] == ", " and e.kind == "region" and holds(e, town.entry)


def _is_modifier(folded: str, m: Match) -> bool:
    """Tell whether the initials of a country only qualify the next word ("US president")."""
    if "$" in (folded[m.start - 1 : m.start], folded[m.end : m.end + 1]):
        return True
    after = _AFTER.match(folded, m.end)
    if after is None:
        return folded[m.end : m.end + 1] == "-" and not folded.startswith(("-based", "-led", "-backed"), m.end)
    word = after[1]
    if folded[max(0, m.start - 4) : m.start].lower() == "the " and word.endswith("ed"):
        return False
    return word not in _FREE_WORDS and word not in _VERBS


def _rule(
    source: Source, m: Match, best: Candidate, setting: Setting, holder: Entry | None, listed: bool, lexicon: Lexicon
) -> str | None:
    """Give the rule by which the name is a place here, or None; see `tagger.rules`."""
    e = best.entry
    folded = source.folded
    if holder is not None and holds(holder, e):
        return "held"
    if (source.clues & SHIP and is_ship(folded, m, e)) or is_inside_initials(folded, m):
        return None
    before = word_before(folded, m.start)
    after = _AFTER.match(folded, m.end)
    if _in_other_name(source, m, e, before, after, lexicon):
        return None
    located = listed or before.lower() in lexicon.locative
    context = setting.countries.get(e.country or "", 0.0)
    if e.kind in ("country", "region", "water", "facility", "other") and e.strength == 3:
        person = m.flags & GIVEN and not located and after is not None and surname_follows(after[1], e, lexicon)
        return None if person else "known"
    located = located or stands_as_place(folded, m)
    if m.flags & ~FAMILY:
        if e.strength < max(r.entry.strength for r in m.readings if r.entry.type == "place"):
            return None  # "Nice" is the French city or no place, never a hamlet
        sure = (located or _REGION_WORDS.match(folded, m.end)) and context >= _ENOUGH and e.strength >= 1
        return "word" if sure and not in_name_with_of(folded, m, before) and not _YEAR.match(folded, m.end) else None
    if e.kind == "region" and not best.bits & ALTERNATE:
        if e.country is None:
            return "known"
        office = context >= _ENOUGH or located or is_state_in_politics(folded, m)
        return "region" if office else None
    if best.bits & ALTERNATE:
        if not located and goes_on(folded, m) and not _REGION_WORDS.match(folded, m.end):
            return None
        located = located or (e.kind == "region" and _REGION_WORDS.match(folded, m.end) is not None)
        trusted = context >= _ENOUGH and (located or e.strength >= 2 or context >= 3)
        return "alternate" if trusted or (located and e.strength == 3) else None
    if e.strength >= 2:
        return _rule_of_known(e, context, listed, located)
    return _rule_of_small(source, m, context, listed, located, proud(before, after))


def _rule_of_small(source: Source, m: Match, context: float, listed: bool, located: bool, capitals: bool) -> str | None:
    """Give the rule for a place that few know; nothing where it is one only if the text names it so elsewhere."""
    if m.end - m.start < 4 or is_part_of_name(source.folded, m):
        return None
    if any(r.entry.type == "adj" for r in m.readings):
        return None  # "Canadian" is a town in Texas only beside its state
    doubt = None if m.flags or source.cyrillic else ""
    if not located and (capitals or m.flags):
        before = word_before(source.folded, m.start)
        return None if before[:1].isupper() and not before.isupper() else doubt
    sure = located or (source.cyrillic and _SEVERAL.search(source.folded, m.start, m.end) is not None)
    if context < (_ENOUGH if sure else 3.0) or (source.cyrillic and not located and m.end - m.start < 6):
        return doubt
    return "listed" if listed else "located" if sure else "context"


def _in_other_name(
    source: Source, m: Match, e: Entry, before: str, after: re.Match[str] | None, lexicon: Lexicon
) -> bool:
    """Tell whether the name is part of a longer one, or an adjective."""
    folded = source.folded
    if inside_other_name(before, after, m, e, lexicon) or ends_other_name(folded, before, m, e, lexicon):
        return True
    if e.kind != "country" and opens_other_name(folded, m):
        return True
    return source.cyrillic and (is_in_quotation_marks(folded, m) or qualifies_next(folded, before, m, e))


def _rule_of_known(e: Entry, context: float, listed: bool, located: bool) -> str | None:
    """Give the rule for a place that readers of war news know."""
    if e.strength == 3:
        return "known"
    if listed:
        return "listed"
    return "context" if context > 0 else "located" if located else "known" if e.population >= _LARGE else None
