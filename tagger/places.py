"""Which place a name means, if any: candidates scored by the countries the text speaks of, and by its neighbours."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Final

from tagger.beside import (
    borne_by_people,
    ends_other_name,
    inside_other_name,
    listed_after,
    opens_other_name,
    qualifies_next,
    surname_follows,
    word_before,
)
from tagger.candidates import holder_of, holds, region_lifts, score, state_lifts
from tagger.entries import ALTERNATE, GIVEN, Candidate, Entry

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from tagger.candidates import Setting
    from tagger.lexicon import Lexicon
    from tagger.match import Match, Source

_AFTER = re.compile(r"[ ]([^\W\d_][\w'’]*)")
_MODIFIED = frozenset({"US", "U.S.", "UK", "U.K."})
_FREE_WORDS: Final = frozenset(
    [
        "and",
        "or",
        "but",
        "to",
        "in",
        "on",
        "at",
        "for",
        "with",
        "by",
        "from",
        "as",
        "that",
        "which",
        "who",
        "has",
        "had",
        "have",
        "is",
        "was",
        "are",
        "were",
        "be",
        "been",
        "will",
        "would",
        "could",
        "can",
        "may",
        "should",
        "must",
        "did",
        "does",
        "do",
        "not",
        "also",
        "never",
        "since",
        "after",
        "before",
        "while",
        "when",
        "if",
        "than",
        "then",
        "of",
        "into",
        "over",
    ]
)
_VERBS: Final = frozenset(
    ["said", "says", "warned", "warns", "told", "wants", "sent", "sends", "believes", "accused", "launched"]
)
_REGION_WORDS = re.compile(
    r" (?:[Rr]egion|[Pp]rovince|[Oo]blast|[Gg]overnorate|[Dd]istrict|[Rr]aion|[Ss]tate|[Cc]ity|[Aa]irport)\b"
)
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
    borne = borne_by_people(folded, matches, lexicon)
    holders = _holders(folded, matches)
    settled = _settled(folded, matches, holders)
    for m in matches:
        candidates: Sequence[Candidate] = m.name.places
        if not candidates or _is_modifier(folded, m):
            continue
        name = folded[m.start : m.end]
        holder = holders.get(m.start) or settled.get(name)
        if holder is not None:
            candidates = _held(holder, candidates)
        best = candidates[0]
        if len(candidates) > 1:
            lifts = state_lifts(folded, m, candidates, setting)
            near = region_lifts(m, candidates, setting)
            best = max(
                candidates,
                key=lambda c: score(c, setting) + lifts.get(c.entry.id, 0.0) + near.get(c.entry.id, 0.0),
            )
        if name in borne and m.start not in holders:
            continue
        listed = bool(found) and listed_after(folded, found[-1], m, best.entry)
        if found and _follows_town(folded, found[-1], m, best.entry):
            rule: str | None = "region-of-town"
        else:
            rule = _rule(source, m, best, setting, holder, listed, lexicon)
        if rule:
            found.append(Toponym(m.start, m.end, best.entry, rule))
    return found


def _holders(folded: str, matches: Sequence[Match]) -> dict[int, Entry]:
    """Give the region or country that stands beside a name, by the offset of the name."""
    held = {}
    for m, following in pairwise(matches):
        if following.start - m.end < 10 and (holder := holder_of(folded, m, following)):
            held[m.start] = holder
    return held


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
    """Tell whether a country's initials only qualify the next word ("US president")."""
    if folded[m.start : m.end] not in _MODIFIED:
        return False
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
    before = word_before(folded, m.start)
    after = _AFTER.match(folded, m.end)
    if _in_other_name(source, m, e, before, after, lexicon):
        return None
    located = listed or before.lower() in lexicon.locative
    context = setting.countries.get(e.country or "", 0.0)
    if e.kind in ("country", "region", "water", "facility", "other") and e.strength == 3:
        person = m.flags & GIVEN and not located and after is not None and surname_follows(after[1], e, lexicon)
        return None if person else "known"
    if m.flags:
        if e.strength < max(r.entry.strength for r in m.readings if r.entry.type == "place"):
            return None  # "Nice" is the French city or no place, never a hamlet
        sure = (located or _REGION_WORDS.match(folded, m.end)) and context >= _ENOUGH and e.strength >= 1
        return "word" if sure else None
    if e.kind == "region":
        return "region" if context >= _ENOUGH or located else None
    if best.bits & ALTERNATE:
        trusted = context >= _ENOUGH and (located or e.strength >= 2 or context >= 3)
        return "alternate" if trusted or (located and e.strength == 3) else None
    if e.strength >= 2:
        return _rule_of_known(e, context, listed, located)
    proud = before[:1].isupper() or (after is not None and after[1][0].isupper())
    if m.end - m.start < 4 or (proud and not located):
        return None
    sure = located or (source.cyrillic and " " in folded[m.start : m.end])
    if context < (_ENOUGH if sure else 3.0) or (source.cyrillic and not located and m.end - m.start < 6):
        return None
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
    return source.cyrillic and e.strength < 3 and e.kind != "region" and qualifies_next(folded, before, m)


def _rule_of_known(e: Entry, context: float, listed: bool, located: bool) -> str | None:
    """Give the rule for a place that readers of war news know."""
    if e.strength == 3:
        return "known"
    if listed:
        return "listed"
    if context > 0:
        return "context"
    return "located" if located else "known" if e.population >= _LARGE else None
