"""What became of the counted: killed, wounded, destroyed …, by the verb beside the number."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal

from tagger.clues import FATE
from tagger.counted import is_hardware, is_people
from tagger.prefilter import alternatives, heads

if TYPE_CHECKING:
    from collections.abc import Sequence

    from store.models import Measure
    from tagger.numbers import Number
    from tagger.sentences import Sentence

_FATE: Final[tuple[tuple[Measure | Literal["lost"], str], ...]] = (
    (
        "killed_and_wounded",
        (
            r"kill(?:ed|ing|s)? (?:and|or|and/or) (?:wound|injur)(?:ed|ing|s|es)|dead (?:and|or) (?:wounded|injured)|"
            r"casualt\w+|killed or captured|killed, (?:wounded|injured),? (?:and|or) captured"
        ),
    ),
    (
        "killed",
        (
            r"kill(?:ed|ings?|s)?|dead|died|dies|dying|deaths?|fatalit\w+|slain|murder(?:ed|s)|massacred|executed|"
            r"beheaded|assassinated|eliminated|perished|lives|bodies|corpses|buried|гине|гинуть|загибел\w*|"
            r"гибел\w*|загин\w*|погиб\w*|вбит\w*|убит\w*|жертв\w*|ліквідова\w*|"
            r"ликвидирова\w*"
        ),
    ),
    (
        "wounded",
        (
            r"wound(?:ed|ing|s)?|injur(?:ed|ing|ies|es)|hurt|maimed|hospitali[sz]ed|in hospital|"
            r"taken to (?:the |a )?hospitals?|госп[иі]тал[иі]з\w+|поранен\w*|ранен\w*|постражда\w*|"
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
            r"displac\w+|(?:from|out of) their homes|uprooted|fled|fleeing|flee|refugees?|crossed (?:into|"
            r"the border)|left (?:the country|"
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
            r"destroy(?:ed|s|ing)?|demolished|wrecked|burned|burnt|razed|damaged|знищен\w*|знищил\w*|уничтож\w*|"
            r"зруйнов\w*|разруш\w*"
        ),
    ),
    ("lost", r"lost|loses?|losing|втрати(?:в|ла|ли)|потеря(?:л|ла|ли)"),
    ("fired", r"fired|launched|launching|firing|rained|unleashed|dropped|випусти\w*|выпусти\w*|запусти\w*"),
    ("controlled_area", r"liberated|recaptured|retaken|seized|occupied|control(?:led|s)?|звільнен\w*|освобожден\w*"),
)


_FATES = re.compile("|".join(rf"(?P<f{i}>(?:{pattern})(?!\w))" for i, (_, pattern) in enumerate(_FATE)))
CLUE_WORDS: Final = {FATE: frozenset().union(*(heads(p) for _, fates in _FATE for p in alternatives(fates)))}
_STOP = re.compile(
    r"[;.:]|, (?:while|but|as|after|who|which|and (?:the|a|his|her|their))\b|\b(?:while|after|as|when|since|help\w*)\b"
    r"|\bhad included?\b"
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
    r"\b(?:death toll|toll|number of (?:dead|deaths|fatalities|those killed))\b[^.;\d]{0,90}\Z", re.IGNORECASE
)


_SICK = re.compile(r" (?:new |more )?(?:infected|infections|cases|positive|sick)\b")
_AUXILIARY = re.compile(
    r"(?: (?:more|others?|another|people|of (?:them|whom|which)|were|was|are|is|have|has|had|been|being|be|also|left|"
    r"reportedly|still|then|later|now|seriously|critically|lightly|badly|slightly|severely|confirmed|feared|"
    r"було|були|был[ио]?))* "
)
_ANOTHER = re.compile(r"(?: [\w'-]+){0,2}(?:,? and|,? while|;|,) ?")
"""Between a verb and a number that has a verb of its own: "three died, and twenty were hurt"."""
_TURN = re.compile(r"\b(?:while|after|as|when|since|before)\b")
_PASSIVE = re.compile(r"\b(?:were|was|are|is|been|being|be|get|got)\b")
_OBJECT = re.compile(r" (?:an?|the|at least|more than|some|several|his|her|its|their|dozens|hundreds|\d+)\b")
"""What follows a verb that its subject does to somebody else: "two gunmen killed a guard"."""
_DEEDS: Final = ("killed", "wounded", "captured", "destroyed")
_NEAR: Final = 30
_PASSIVE_GAP: Final = 70


_ACTIVE_GAP: Final = 45


@dataclass(frozen=True, slots=True)
class Fate:
    """One word or phrase that says what became of somebody or something."""

    start: int
    end: int
    measure: Measure | Literal["lost"]


def find_fates(low: str, s: Sentence) -> list[Fate]:
    """Give the fates that a sentence of a text in lower case tells, in order, none overlapping."""
    found: list[Fate] = []
    if not s.clues & FATE:
        return found
    free = s.start
    for start in sorted(start for start, _, bits in s.hits if bits & FATE):
        if start < free or (start > s.start and (low[start - 1].isalnum() or low[start - 1] == "_")):
            continue
        m = _FATES.match(low, start, s.end)
        if m:
            free = m.end()
            found.append(Fate(start, free, _FATE[int((m.lastgroup or "f0")[1:])][0]))
    return found


def fate_of(
    folded: str, n: Number, end: int, left: int, right: int, unit: str, fates: Sequence[Fate]
) -> Measure | None:
    """Give what the clause says became of the counted: by a verb after the noun, else by one before the number."""
    head = folded[max(left, n.start - _ACTIVE_GAP) : n.start]
    if _TOLL.search(folded[max(left, n.start - 110) : n.start]):
        return None if _SICK.match(folded, n.end) else "killed"
    after = _first_after(folded, n.end, min(right, end + _PASSIVE_GAP), fates)
    before = _last_before(head, n.start, fates)
    if before and before.measure == "lost":
        near = n.start - before.end <= _NEAR and "," not in folded[before.end : n.start]
        return _lost(unit) if near else None
    measure: Measure | Literal["lost"]
    if after and before and after.end <= end and n.start - before.end <= _NEAR:
        measure = before.measure  # "killed 50 prisoners": the noun is a fate too
    elif before and n.start == before.end + 1 and before.measure == "shot_down":
        measure = before.measure  # "shot down two missiles fired from …"
    elif after and (after.start <= end + 2 or _AUXILIARY.fullmatch(folded, end, after.start)):
        measure = after.measure
    elif (
        before
        and not (after and _ANOTHER.fullmatch(folded, before.end, n.start))
        and (not after or n.start - before.end <= 22 or after.start - end > 45)
    ):
        measure = before.measure
    elif after:
        measure = after.measure
    else:
        return None
    return _of_unit(measure, unit, told_before=before is not None, downed="down" in head)


def _of_unit(measure: Measure | Literal["lost"], unit: str, *, told_before: bool, downed: bool) -> Measure | None:
    """Give what a fate means for what is counted: tanks are not killed, missiles destroy rather than are destroyed."""
    if measure == "lost":
        return None
    if measure == "killed" and is_hardware(unit):
        return "destroyed"
    if measure == "destroyed" and is_people(unit):
        return "killed"
    if measure == "controlled_area" and not _AREA.search(unit):
        return None
    if THINGS.search(unit) and measure in ("killed", "wounded", "killed_and_wounded", "destroyed") and not downed:
        return "destroyed" if measure == "destroyed" and told_before else "fired"
    return measure


def _first_after(folded: str, start: int, end: int, fates: Sequence[Fate]) -> Fate | None:
    """Give the first fate after a noun in its clause."""
    for fate in fates:
        if fate.start >= start and fate.measure != "lost":
            clear = fate.end <= end and not _STOP.search(folded, start, fate.start)
            return fate if clear and not _is_deed(folded, start, fate) else None
    return None


def _is_deed(folded: str, start: int, fate: Fate) -> bool:
    """Tell whether the counted do it to others: "two gunmen killed a guard", "five soldiers came to evacuate them"."""
    if folded.startswith("to ", fate.start - 3):
        return fate.measure in (*_DEEDS, "evacuated")
    if fate.measure in _DEEDS and folded.endswith("ing", start, fate.end) and folded[fate.start] not in "dD":
        return True
    active = fate.measure in _DEEDS and _OBJECT.match(folded, fate.end) is not None
    return active and _PASSIVE.search(folded, start, fate.start) is None


def _lost(unit: str) -> Measure | None:
    """Give what losing means: soldiers are killed, tanks are destroyed, a game or a vote is nothing to us."""
    if is_people(unit):
        return "killed"
    return "destroyed" if is_hardware(unit) else None


def _last_before(head: str, end: int, fates: Sequence[Fate]) -> Fate | None:
    """Give the last fate before a number in its clause, whose `head` ends at `end`."""
    start = end - len(head) + max(head.rfind(";"), head.rfind(":"), head.rfind(". ")) + 1
    for fate in reversed(fates):
        if fate.end <= end:
            near = fate.start >= start and not _TURN.search(head, len(head) - (end - fate.end))
            return fate if near else None
    return None
