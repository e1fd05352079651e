"""What became of the counted: killed, wounded, destroyed …, by the verb beside the number."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from store.models import Measure
    from tagger.numbers import Number

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


THINGS = re.compile(
    r"\b(?:missiles?|rockets?|drones?|uavs?|shells?|bombs?|airstrikes?|strikes?|attacks?|salvos?|"
    r"projectiles?|mortars?|ракет\w*|дрон\w*|безпілотник\w*|беспилотник\w*|бомб\w*)\Z",
    re.IGNORECASE,
)


_AREA = re.compile(
    r"\b(?:square (?:km|kilomet\w+|miles)|sq\.? ?(?:km|miles)|settlements?|villages?|towns?)\Z", re.IGNORECASE
)


_TOLL = re.compile(
    r"\b(?:death toll|toll|number of (?:dead|deaths|fatalities|those killed))\b[^.;\d]{0,50}\Z", re.IGNORECASE
)


_PASSIVE_GAP: Final = 70


_ACTIVE_GAP: Final = 45


def fate_of(folded: str, n: Number, end: int, left: int, right: int, unit: str) -> Measure | None:
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
        THINGS.search(unit)
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
