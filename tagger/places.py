"""Which place a name means, if any: candidates scored by the countries the text speaks of, and by its neighbours."""

from __future__ import annotations

import math
import re
from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from tagger.beside import ends_other_name, inside_other_name, listed_after, surname_follows, word_before
from tagger.index import ALTERNATE, GIVEN, INFLECTED, SURNAME, Candidate, Entry

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from tagger.lexicon import Lexicon
    from tagger.match import Match, Source

_AFTER = re.compile(r"[ ]([^\W\d_][\w'’]*)")
_CHAIN = re.compile(r"(?:,? in| \(|,)? (?:the )?\Z")
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
_STATE_OFFICE = re.compile(
    r"(?:'s)? (?:[Ss]tate\b(?! (?:[Mm]edia|[Tt]elevision|[Tt]V|[Ss]ecurity))|[Gg]overnor|Gov\.|[Ll]t\. [Gg]ov|"
    r"[Ss]heriff|"
    r"[Ll]egislature|[Ss]ecretary of [Ss]tate|[Rr]epublicans?\b|[Dd]emocrats?\b)"
)
_STATE_OFFICE_OF = re.compile(r"\b(?:[Gg]overnor|[Ss]heriff|[Ll]egislature|[Ss]tate) of \Z")
_NEAR_STATE, _STATE_OF_OFFICE = 4.5, 8.0
"""What lifts a state above the country of its name: a town of it in the text, and an office that only states have."""
_ENOUGH: Final = 1.0


@dataclass(frozen=True, slots=True)
class Toponym:
    """One mention of a place, resolved."""

    start: int
    end: int
    entry: Entry


@dataclass(frozen=True, slots=True)
class Setting:
    """What a text is about: a weight by country, made before any name is resolved."""

    countries: Mapping[str, float]
    near: frozenset[str]
    """First-level regions that the text names or whose well-known places it names."""


def survey(matches: Sequence[Match], likely: Iterable[str], home: Sequence[str], country: str | None) -> Setting:
    """Weigh the countries that a text speaks of: unmistakable names most, then `home`, `likely` and the outlet's."""
    weights: defaultdict[str, float] = defaultdict(float)
    near: set[str] = set()
    for m in matches:
        best = m.readings[0] if len(m.readings) == 1 else max(m.readings, key=_fame)
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
            near.add(entry.id)
    for code in home:
        weights[code] += 1.0
    for code in likely:
        weights[code] += 0.5
    if country:
        weights[country] += 0.5
    total = sum(weights.values())
    spread = {c: w + 2 * w / total for c, w in weights.items()} if total else {}
    return Setting(spread, frozenset(near))


def resolve_places(source: Source, matches: Sequence[Match], setting: Setting, lexicon: Lexicon) -> list[Toponym]:
    """Give the places that a text names; `matches` must not hold the names of persons any more."""
    found: list[Toponym] = []
    for i, m in enumerate(matches):
        candidates = [r for r in m.readings if r.entry.type == "place" and not r.bits & SURNAME]
        if not candidates or _is_modifier(source.folded, m):
            continue
        holder = _holder(source.folded, m, matches[i + 1]) if i + 1 < len(matches) else None
        best = candidates[0]
        if len(candidates) > 1:
            lifts = _state_lifts(source.folded, m, candidates, setting)
            best = max(candidates, key=lambda c: _score(c, setting, holder) + lifts.get(c.entry.id, 0.0))
        listed = bool(found) and listed_after(source.folded, found[-1], m, best.entry)
        if _accepted(source, m, best, setting, holder, listed, lexicon):
            found.append(Toponym(m.start, m.end, best.entry))
    return found


def _fame(reading: Candidate) -> tuple[int, int, int]:
    entry = reading.entry
    return entry.strength - (1 if reading.bits & (ALTERNATE | SURNAME) else 0), entry.type != "place", entry.population


def _score(c: Candidate, setting: Setting, holder: Entry | None) -> float:
    """Score one reading: context first, fame next, population last."""
    e = c.entry
    score = 1.2 * e.strength + 0.25 * math.log10(e.population + 10)
    score += min(4.0, setting.countries.get(e.country or "", 0.0))
    if e.kind in ("country", "region", "water"):
        score += 3.0
    if e.region_id in setting.near:
        score += 1.0
    if c.bits & ALTERNATE:
        score -= 2.0
    if c.bits & INFLECTED:
        score -= 0.5
    if holder is not None and _holds(holder, e):
        score += 6.0
    return score


def _holder(folded: str, m: Match, following: Match) -> Entry | None:
    """Give the region or country that directly follows a name: "Moscow, Idaho", "Lysychansk in Luhansk province"."""
    gap = folded[m.end : following.start]
    if len(gap) > 9 or not gap.startswith((",", " in ", " (")) or not _CHAIN.match(gap):
        return None
    best = max(following.readings, key=_fame).entry
    return best if best.type == "place" and best.kind in ("region", "country") else None


def _state_lifts(folded: str, m: Match, candidates: Sequence[Candidate], setting: Setting) -> Mapping[str, float]:
    """Give what lifts a state that shares its name with a country above it: Georgia. By id of the entry."""
    if not any(c.entry.kind == "country" for c in candidates):
        return {}
    if _STATE_OFFICE.match(folded, m.end) or _STATE_OFFICE_OF.search(folded, max(0, m.start - 16), m.start):
        return {c.entry.id: _STATE_OF_OFFICE for c in candidates if c.entry.kind == "region"}
    return {c.entry.id: _NEAR_STATE for c in candidates if c.entry.kind == "region" and c.entry.id in setting.near}


def _holds(holder: Entry, e: Entry) -> bool:
    return e.id != holder.id and (
        e.region_id == holder.id or (holder.kind == "country" and e.country == holder.country)
    )


def _is_modifier(folded: str, m: Match) -> bool:
    """Tell whether a country's initials only qualify the next word ("US president")."""
    if folded[m.start : m.end] not in _MODIFIED:
        return False
    after = _AFTER.match(folded, m.end)
    if after is None:
        return folded[m.end : m.end + 1] == "-" and not folded.startswith(("-based", "-led", "-backed"), m.end)
    word = after[1]
    if folded[max(0, m.start - 4) : m.start].lower() == "the " and word.endswith("ed"):
        return False
    return word not in _FREE_WORDS and word not in _VERBS


def _accepted(
    source: Source, m: Match, best: Candidate, setting: Setting, holder: Entry | None, listed: bool, lexicon: Lexicon
) -> bool:
    """Decide whether the name is a place here at all."""
    e = best.entry
    folded = source.folded
    if holder is not None and _holds(holder, e):
        return True
    before = word_before(folded, m.start)
    after = _AFTER.match(folded, m.end)
    if inside_other_name(before, after, m, e, lexicon) or ends_other_name(folded, before, m, e, lexicon):
        return False
    located = listed or before.lower() in lexicon.locative
    context = setting.countries.get(e.country or "", 0.0)
    if e.kind in ("country", "region", "water", "facility", "other") and e.strength == 3:
        return not m.flags & GIVEN or located or after is None or not surname_follows(after[1], e, lexicon)
    if m.flags:
        if e.strength < max(r.entry.strength for r in m.readings if r.entry.type == "place"):
            return False  # "Nice" is the French city or no place, never a hamlet
        return (located or bool(_REGION_WORDS.match(folded, m.end))) and context >= _ENOUGH and e.strength >= 1
    if best.bits & ALTERNATE:
        return context >= _ENOUGH and (located or e.strength >= 2 or context >= 3)
    if e.strength >= 2:
        return e.strength == 3 or context > 0 or located or e.population >= 300_000
    proud = before[:1].isupper() or (after is not None and after[1][0].isupper())
    if m.end - m.start < 4 or (proud and not located):
        return False
    sure = located or (source.cyrillic and " " in folded[m.start : m.end])
    return context >= (_ENOUGH if sure else 3.0) and not (source.cyrillic and not located and m.end - m.start < 6)
