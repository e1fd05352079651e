"""Where a sentence plays: its literal places that may be the scene of it, or the one that "the city" means."""

from __future__ import annotations

import re
from bisect import bisect_left, insort
from typing import TYPE_CHECKING, Final, NamedTuple

from tagger.clues import STAND_IN
from tagger.owners import bare, belongs, is_government_s, words_before

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tagger.entries import Entry
    from tagger.places import Toponym
    from tagger.sentences import Sentence

_OFFICE_AFTER = re.compile(
    r"(?:'s)? (?:[Rr]egional |[Cc]ity |patrol |military )?(?:police|officials?|council|mayor|"
    r"governor|authorities|prosecutors?|"
    r"government|administration|garrison|envoys?|ambassadors?|diplomats?|ministers?|presidents?|spokes\w+|leaders?|"
    r"embassy|(?:missile )?cruiser|frigate|warship|destroyer|submarine)\b"
)
_BESIDE = re.compile(
    r",? (?:just )?(?:near|outside|close to|(?:north|south|east|west)[a-z]* of) "
    r"(?:the (?:capital|city|town)(?: of)? )?"
)
_NEAR_PLACE = re.compile(
    r",? (?:near|outside|north|south|east|west|close) (?:of |to )?(?:the (?:\w+ )?(?:capital|city|town|"
    r"village)(?: of)?,? )?\Z"
)


_HELD = re.compile(
    r",?(?: in| \(|) ?(?:the |central |eastern |western |northern |southern )?(?:region of |province of )?"
)
_PINNED = re.compile(
    r",? (?:(?:port |port city|resort|resort city|village|settlement|suburb|hub) of|"
    r"near|in|at|outside|around|region of|province of|city of|town of) (?:the (?:town|"
    r"city|village|settlement) of )?"
)
_PART_OF = re.compile(
    r" (?:district|neighbou?rhood|suburb|quarter|microdistrict|area|community|camp) (?:of|in) (?:the (?:city|"
    r"town) of )?"
)
_APPOSED = re.compile(r", (?![^,.;:]*\b(?:and|was|were|is|are|has|had)\b)[^,.;:]{2,90} (?:in|of) (?:the )?")
_DIVISIONS: Final = (" region of ", " province of ")
_LOCATING: Final = frozenset(
    (
        *("in", "In", "at", "At", "near", "Near", "across", "Across", "inside", "Inside", "throughout", "Throughout"),
        *("over", "Over", "around", "Around", "outside", "Outside", "у", "в", "У", "В", "во", "по", "під", "под"),
        *("над", "біля"),
    )
)


_EVERYWHERE = re.compile(r"\b(?:[Aa]cross|[Tt]hroughout|по всій|по всей) \Z")


_NOMINAL_PLACE = re.compile(
    r"\b(?:the|The|that|That|this|This) (?:(?!border\b)[\w-]+ ){0,2}?(capital|city|town|village|region|port|area|"
    r"plant|station|settlement|province|oblast|enclave|peninsula|strip|steelworks|complex|factory|"
    r"airport)\b(?! of (?:the )?[A-Z])|\b(?:there|"
    r"There)\b(?! (?:is|are|was|were|has|have|had|will|would|"
    r"could|can|may|might|should|must|remain|seem|'s)\w*\b)"
)


CLUE_WORDS: Final = {
    STAND_IN: (
        *("capital", "city", "town", "village", "region", "port", "area", "plant", "station"),
        *("settlement", "province", "oblast", "enclave", "there", "peninsula", "strip", "steelworks", "complex"),
        *("factory", "airport"),
    )
}
_GOES_ON = re.compile(
    r"(?:Dozens|Hundreds|Scores|Thousands|Several|Many|Local|Rescuers|Residents|Witnesses|Footage|Video|Images|The|"
    r"At least|More than|About|Some|Another|Its|It|One|Two|Three|Four|Five|Six|Seven|Eight|Nine|Ten|\d+) "
)
_KINDS: Final = {
    "capital": ("city",),
    "city": ("city", "town"),
    "town": ("town", "city", "village"),
    "village": ("village", "town"),
    "port": ("city", "town"),
    "settlement": ("village", "town"),
    "region": ("region",),
    "province": ("region",),
    "oblast": ("region",),
    "enclave": ("region",),
    "peninsula": ("region",),
    "strip": ("region",),
    "steelworks": ("facility",),
    "complex": ("facility",),
    "factory": ("facility",),
    "airport": ("facility",),
    "plant": ("facility",),
    "station": ("facility",),
}


class Site(NamedTuple):
    """A place in a sentence at which something may happen."""

    start: int
    end: int
    entry: Entry
    mention: int | None


def sites_in(folded: str, s: Sentence, literal: Sequence[Toponym], seen: Sequence[Toponym]) -> list[Site]:
    """Give the places in a sentence that may be the scene of it; failing any, the one that "the city" means.

    Args:
        folded: the folded text.
        s: the sentence.
        literal: the literal places in it.
        seen: the literal places before its end, in order.
    """
    sites: list[Site] = []
    for i, t in enumerate(literal):
        kept = sites[:-1] if sites and _is_finer(folded, sites[-1], t) else sites
        if _is_site(folded, s, t, literal[i + 1] if i + 1 < len(literal) else None, kept):
            sites = [*kept, Site(t.start, t.end, t.entry, t.start)]
    if any(x.entry.kind != "country" for x in sites):
        held = {x.entry.country for x in sites if x.entry.kind != "country"}
        sites = [
            x
            for x in sites
            if x.entry.kind != "country" or x.entry.country not in held or _EVERYWHERE.search(folded, s.start, x.start)
        ]
    stand_ins = _NOMINAL_PLACE.finditer(folded, s.start, s.end) if s.clues & STAND_IN else ()
    for m in stand_ins:
        implied = _implied(folded, m, seen)
        if implied is None or any(x.entry.id == implied.entry.id for x in sites):
            continue
        # "The region, near the capital Damascus, …" plays in the region.
        sites = [x for x in sites if not _BESIDE.fullmatch(folded, m.end(), x.start)]
        if not sites or implied.start >= s.start or implied.entry.kind == "facility":
            insort(sites, Site(m.start(), m.end(), implied.entry, None), key=_start)
    return sites


def _start(site: Site) -> int:
    return site.start


def all_sites(folded: str, sentences: Sequence[Sentence], literal: Sequence[Toponym]) -> list[list[Site]]:
    """Give the sites of every sentence; `literal` are the literal places of the text in order."""
    starts = [t.start for t in literal]
    sites = []
    previous: tuple[int, Site] | None = None
    for s in sentences:
        first, last = bisect_left(starts, s.start), bisect_left(starts, s.end)
        found: list[Site] = []
        if first < last or s.clues & STAND_IN:
            found = sites_in(folded, s, literal[first:last], literal[max(0, last - 12) : last])
        if not found and first == last and previous and previous[0] == s.paragraph and _GOES_ON.match(folded, s.start):
            found = [Site(s.start, s.start, previous[1].entry, None)]
        previous = (s.paragraph, found[0]) if len(found) == 1 and found[0].entry.kind != "country" else None
        sites.append(found)
    return sites


def standing_places(sentences: Sequence[Sentence], sites: Sequence[Sequence[Site]]) -> list[str | None]:
    """Give for each sentence the place that the text last spoke of in the same paragraph or the one before."""
    names: list[str | None] = []
    last: str | None = None
    at = -9
    for s, places in zip(sentences, sites, strict=True):
        names.append(last if s.paragraph - at <= 1 else None)
        if places:
            last, at = places[-1].entry.name, s.paragraph
    return names


def _is_site(folded: str, s: Sentence, t: Toponym, following: Toponym | None, sites: Sequence[Site]) -> bool:
    """Tell whether something may be said to happen at this mention of a place."""
    before = words_before(folded, s.start, t.start)
    if _OFFICE_AFTER.match(folded, t.end) or belongs(folded, s, t, before):
        return False
    if folded.startswith(("R-", "D-"), t.start - 2) and t.entry.kind == "region":
        return False  # "Jane Roe, R-Texas": a party and a state
    if folded.startswith("-", t.end) and not folded.startswith("-", t.end + 1):
        return False
    possessive = folded.startswith(("'s ", "' "), t.end)
    if _is_wide(t.entry) and (possessive or not _is_located(before)):
        return False
    if possessive and following is not None and following.start - t.end < 12:
        return False
    if possessive and t.entry.capital and is_government_s(folded, t.end):
        return False
    return not sites or not _only_places(folded, sites[-1], t)


def _only_places(folded: str, site: Site, t: Toponym) -> bool:
    """Tell whether a place only says where the one before is: "Lysychansk in Luhansk province", "Irpin, near Kyiv"."""
    if _coarse(t.entry) and _HELD.fullmatch(folded, site.end, t.start):
        return True
    gap = folded[site.end : t.start]
    if _coarse(t.entry) and site.entry.country == t.entry.country and folded.startswith(",", t.end):
        return _APPOSED.fullmatch(gap) is not None  # "Raqqa, the capital of the caliphate in eastern Syria, fell"
    if _PART_OF.fullmatch(gap):
        return True
    coarse = _coarse(site.entry) and not t.entry.capital
    return len(gap) < 45 and not coarse and " and " not in gap and _NEAR_PLACE.search(gap) is not None


def _is_located(words: list[str]) -> bool:
    if words[-1:] == ["the"]:
        words = words[:-1]
    return bool(words) and (words[-1] if words[-1].isalpha() else bare(words[-1])) in _LOCATING


def _is_finer(folded: str, site: Site, t: Toponym) -> bool:
    """Tell whether a place says where in the region before it: "eastern Ukraine, near Izium"."""
    if not _coarse(site.entry) and site.entry.kind != "water":
        return False
    pinned = _PINNED.fullmatch(folded, site.end, t.start)
    if pinned is not None and t.entry.capital and "near" in pinned[0]:
        return False  # "Ghouta, near Damascus"
    return pinned is not None and (not _coarse(t.entry) or pinned[0] in _DIVISIONS)


def _is_wide(e: Entry) -> bool:
    """Tell whether a name is so wide that things happen there only where the text says "in" or "across" it."""
    return e.kind == "country" or (e.kind == "region" and not e.country)


def _coarse(e: Entry) -> bool:
    return e.kind in ("region", "country")


def _implied(folded: str, m: re.Match[str], seen: Sequence[Toponym]) -> Toponym | None:
    """Give the last place that "the capital", "the town" or "there" can mean."""
    noun = m[1]
    kinds = _KINDS.get(noun) if noun else None
    for t in reversed(seen):
        if t.start > m.start():
            continue
        if m.start() - t.start > 900:
            return None
        if _NEAR_PLACE.search(folded[max(0, t.start - 40) : t.start]):
            continue
        if t.entry.kind == "country" or (noun == "capital" and not t.entry.capital):
            continue
        if kinds is None or t.entry.kind in kinds:
            return t
    return None
