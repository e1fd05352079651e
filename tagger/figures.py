"""Who claims which number of what: the number's noun, the verb that says what became of it, place, claimant, status."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from tagger.numbers import Number, find_numbers

if TYPE_CHECKING:
    from collections.abc import Sequence

    from store.models import Measure
    from tagger.claims import Claim
    from tagger.events import Site
    from tagger.sentences import Sentence

_FATE: Final[tuple[tuple[Measure, str], ...]] = (
    ("killed_and_wounded", r"killed (?:and|or|and/or) (?:wounded|injured)|casualt\w+|killed or captured"),
    (
        "killed",
        (
            r"kill(?:ed|ing|s)?|dead|died|dies|deaths?|fatalit\w+|slain|murdered|massacred|executed|"
            r"eliminated|perished|lives|bodies|загин\w*|погиб\w*|вбит\w*|убит\w*|жертв\w*|ліквідова\w*|"
            r"ликвидирова\w*"
        ),
    ),
    (
        "wounded",
        (
            r"wound(?:ed|ing|s)?|injur(?:ed|ing|ies|es)|hurt|hospitali[sz]ed|поранен\w*|ранен\w*|постражда\w*|"
            r"пострада\w*|травмова\w*"
        ),
    ),
    ("missing", r"missing|unaccounted|зникл\w*|пропал\w*"),
    (
        "captured",
        (
            r"captured|taken (?:prisoner|hostage|captive)|prisoners?(?: of war)?|pows?|hostages?|detained|"
            r"arrested|kidnapped|abducted|surrendered|полонен\w*|пленн\w*|затриман\w*|задержан\w*"
        ),
    ),
    ("trapped", r"trapped|sheltering|stranded|besieged|stuck|under the rubble|заблокован\w*"),
    ("evacuated", r"evacuat(?:ed|ing|es?)|евакуйов\w*|эвакуир\w*"),
    (
        "displaced",
        (
            r"displac\w+|fled|fleeing|flee|refugees?|crossed (?:into|the border)|left (?:the country|"
            r"their homes|ukraine)|forced from|homeless|біженц\w*|беженц\w*|переселен\w*"
        ),
    ),
    (
        "shot_down",
        (
            r"shot down|shoot down|shooting down|downed|intercept\w+|збит\w*|збил\w*|сбит\w*|сбил\w*|"
            r"перехопл\w*|перехвач\w*|знищил\w* (?=\w+ безпілот)"
        ),
    ),
    (
        "destroyed",
        (
            r"destroy\w*|demolished|wrecked|burned|burnt|razed|damaged|знищен\w*|знищил\w*|уничтож\w*|"
            r"зруйнов\w*|разруш\w*"
        ),
    ),
    ("fired", r"fired|launched|launching|firing|rained|unleashed|dropped|випусти\w*|выпусти\w*|запусти\w*"),
    ("controlled_area", r"liberated|recaptured|retaken|seized|occupied|control(?:led|s)?|звільнен\w*|освобожден\w*"),
)
_FATES = re.compile(
    "|".join(rf"(?P<f{i}>(?<!\w)(?:{pattern})(?!\w))" for i, (_, pattern) in enumerate(_FATE)), re.IGNORECASE
)
_NOUN = re.compile(
    r"((?: (?!(?:and|or|but|have|has|had|were|was|are|is|in|on|at|of|from|by|with|for|who|that|"
    r"which|to|after|as|when|while|since|during|near|inside|before|amid|along|under|against|"
    r"between|among|about|because|where|across|into)\b)[^\W\d][\w'-]*){0,4})"
)
_OF_NOUN = re.compile(r" of(?: the)?((?: (?!(?:and|or|have|has|had|were|was|are|is|in|on|at)\b)[^\W\d][\w'-]*){1,3})")
_VERBISH = re.compile(
    r"\b(?:were|was|are|is|have|has|had|been|being|killed|wounded|injured|dead|died|missing|"
    r"captured|destroyed|damaged|displaced|trapped|evacuated|fled|remain|remained|remains|"
    r"crossed|hit|struck|sheltering|arrived|left|shot|taken|per|said|says|would|will|could|live|"
    r"lived|entered|took|launched|fired|over|overnight|still|so|far|now|also|yesterday|today|"
    r"загин\w*|погиб\w*|поранен\w*|ранен\w*)\b.*",
    re.IGNORECASE,
)
_THINGS = re.compile(
    r"\b(?:missiles?|rockets?|drones?|uavs?|shells?|bombs?|airstrikes?|strikes?|attacks?|salvos?|"
    r"projectiles?|mortars?|ракет\w*|дрон\w*|безпілотник\w*|беспилотник\w*|бомб\w*)\Z",
    re.IGNORECASE,
)
_AREA = re.compile(
    r"\b(?:square (?:km|kilomet\w+|miles)|sq\.? ?(?:km|miles)|settlements?|villages?|towns?)\Z", re.IGNORECASE
)
_MONEY = re.compile(
    r"\A ?(?:dollars|euros|pounds|hryvnias?|rubles|roubles|usd|eur|доларів|долларов|євро|евро|гривень|рублей)\b",
    re.IGNORECASE,
)
_COUNTED = re.compile(
    r"\A(?:\w+ ){0,3}?(?:people|persons?|civilians?|troops|soldiers|fighters|men|women|children|"
    r"residents|inhabitants|families|houses|homes|buildings|hospitals?|schools?|apartments?|"
    r"cars?|vehicles?|tanks?|"
    r"settlements?|villages?|towns?|cities|households|patients|students|workers|journalists|"
    r"personnel|members|militants|mercenaries|others|victims|aircraft|planes|jets|helicopters|"
    r"ships|vessels|"
    r"battalions?|brigades?|pieces|systems|launchers|guns|tonnes?|tons?|barrels|countries|states|"
    r"stations?|facilities|sites|targets|trucks?|ambulances?|casualties|prisoners|hostages|bodies|"
    r"percent|per cent|"
    r"людей|осіб|человек|цивільних|мирних|мирных|дітей|детей|військових|военных|солдат\w*|будинк\w*|"
    r"домов|машин|автівок|танк\w*|областях|областей|жителей|мешканців)\b",
    re.IGNORECASE,
)
_PART = re.compile(r"\b(?:including|among them|of whom|of which|зокрема|серед них|в том числе|у тому числі) \Z")
_TOLL = re.compile(
    r"\b(?:death toll|toll|number of (?:dead|deaths|fatalities|those killed))\b[^.;\d]{0,50}\Z", re.IGNORECASE
)
_PASSIVE_GAP: Final = 70
_ACTIVE_GAP: Final = 45


@dataclass(frozen=True, slots=True)
class Count:
    """One figure before it becomes a `store.models.Figure`."""

    start: int
    end: int
    value: float | None
    modifier: str
    measure: Measure
    unit: str
    place: str | None
    claim: Claim


def find_figures(
    folded: str,
    sentences: Sequence[Sentence],
    sites: Sequence[Sequence[Site]],
    claims: Sequence[Claim],
    context: Sequence[str | None],
) -> list[Count]:
    """Give the figures of a text in order.

    Args:
        folded: the folded text.
        sentences: its sentences.
        sites: the scenes in each sentence.
        claims: who vouches for each sentence.
        context: the name of the place that each sentence is about where it names none.
    """
    found: list[Count] = []
    for s, places, claim, about in zip(sentences, sites, claims, context, strict=True):
        numbers = list(find_numbers(folded, s.start, s.end))
        previous: Count | None = None
        for i, n in enumerate(numbers):
            left = numbers[i - 1].end if i else s.start
            right = _next_start(folded, numbers, i, s.end)
            count = _count(folded, n, left, right, claim.at(n.start), _nearest(places, n) or about, previous)
            if count is not None:
                found.append(count)
                previous = count
    return found


def _next_start(folded: str, numbers: Sequence[Number], i: int, end: int) -> int:
    """Give where the next number starts that counts something of its own; at most two parts are passed over."""
    for other in numbers[i + 1 : i + 4]:
        if not _is_part(folded, other):
            return other.start
    return end if len(numbers) <= i + 4 else numbers[i + 4].start


def _is_part(folded: str, n: Number) -> bool:
    """Tell whether a number only counts a part of the one before: "including three children", "30 of them"."""
    return bool(_PART.search(folded[max(0, n.start - 14) : n.start])) or folded.startswith(" of them", n.end)


def _joined(folded: str, n: Number, previous: Count | None) -> bool:
    """Tell whether a number shares the verb of the one before: "120 fighters and 60 mercenaries"."""
    return previous is not None and folded[previous.end : n.start] in (" and ", ", ", ", and ", " і ", " и ", " та ")


def _nearest(places: Sequence[Site], n: Number) -> str | None:
    if not places:
        return None
    return min(places, key=lambda p: max(p.start - n.end, n.start - p.end, 0)).entry.name


def _count(
    folded: str, n: Number, left: int, right: int, claim: Claim, place: str | None, previous: Count | None
) -> Count | None:
    """Give the figure that a number stands for, or None where it counts nothing we know."""
    unit, end = _unit(folded, n, right)
    tail = folded[n.end : n.end + 12]
    measure: Measure | None
    if n.money or _MONEY.match(tail):
        measure, unit = "money", unit or "money"
    else:
        measure = _fate(folded, n, end, left, right, unit)
    if measure is None and _THINGS.search(unit):
        measure = "fired"
    if measure is None and tail.startswith(("%", " percent", " per cent", " відсотк", " процент")):
        measure, unit = "other", "percent"
        end = max(end, n.end + 1)
    if previous is not None and (
        _is_part(folded, n)
        or (measure is None and (unit.startswith(("others", "more")) or _joined(folded, n, previous)))
    ):
        measure = previous.measure
    if measure is None:
        if not _COUNTED.match(unit):
            return None
        measure = "other"
    return Count(n.start, end, n.value, n.modifier, measure, unit or _default_unit(measure), place, claim)


def _default_unit(measure: Measure) -> str:
    return (
        "people" if measure in ("killed", "wounded", "missing", "captured", "trapped", "displaced", "evacuated") else ""
    )


def _unit(folded: str, n: Number, right: int) -> tuple[str, int]:
    """Give the counted noun and where it ends."""
    limit = min(right, n.end + 60)
    m = _NOUN.match(folded, n.end, limit)
    phrase = m[1] if m else ""
    if not phrase.strip():
        of = _OF_NOUN.match(folded, n.end, limit)
        if of is None:
            return "", n.end
        noun = _VERBISH.sub("", of[1]).rstrip()
        return noun.strip(), of.start(1) + len(noun) if noun else n.end
    noun = _VERBISH.sub("", phrase).rstrip()
    end = n.end + len(noun)
    more = _OF_NOUN.match(folded, end, limit) if noun else None
    if more and _THINGS.search(_VERBISH.sub("", more[1]).rstrip()):
        noun = _VERBISH.sub("", more[0]).rstrip()
        return folded[n.end : end + len(noun)].strip(), end + len(noun)
    return noun.strip(), end


def _fate(folded: str, n: Number, end: int, left: int, right: int, unit: str) -> Measure | None:
    """Give what the clause says became of the counted: by a verb after the noun, else by one before the number."""
    head = folded[max(left, n.start - _ACTIVE_GAP) : n.start]
    if _TOLL.search(folded[max(left, n.start - 70) : n.start]):
        return "killed"
    after = _first_after(folded, n.end, min(right, end + _PASSIVE_GAP))
    before = _last_before(head)
    measure: Measure | None
    if after and after[1] <= end + 2:
        measure = after[0]
    elif before and (not after or before[1] <= 22 or after[1] - end > 45):
        measure = before[0]
    elif after:
        measure = after[0]
    else:
        return None
    if measure == "controlled_area" and not _AREA.search(unit):
        return None
    if (
        _THINGS.search(unit)
        and measure in ("killed", "wounded", "killed_and_wounded", "destroyed")
        and "down" not in head
    ):
        return "destroyed" if measure == "destroyed" and before else "fired"
    return measure


def _first_after(folded: str, start: int, end: int) -> tuple[Measure, int] | None:
    """Give the first fate after a noun in its clause and its offset."""
    stop = re.compile(
        r"[;.:]|, (?:while|but|as|after|who|which|and (?:the|a|his|her|their))\b|\b(?:while|after|as|when|since)\b"
    ).search(folded, start, end)
    m = _FATES.search(folded, start, stop.start() if stop else end)
    return (_measure(m), m.start()) if m else None


def _last_before(head: str) -> tuple[Measure, int] | None:
    """Give the last fate before a number in its clause and its distance."""
    cut = max(head.rfind(";"), head.rfind(":"), head.rfind(". "))
    found = None
    for m in _FATES.finditer(head, cut + 1):
        found = m
    if found is None:
        return None
    return _measure(found), len(head) - found.end()


def _measure(m: re.Match[str]) -> Measure:
    group = m.lastgroup or "f0"
    return _FATE[int(group[1:])][0]
