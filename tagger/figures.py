"""Who claims which number of what: the number's noun, the verb that says what became of it, place, claimant, status."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from tagger.counted import is_counted, is_hardware, is_people, up_to_counted
from tagger.fates import THINGS, fate_of, find_fates
from tagger.numbers import Number, find_cores, find_numbers
from tagger.uncounted import PER_CENT

if TYPE_CHECKING:
    from collections.abc import Sequence

    from store.models import Measure
    from tagger.claims import Claim
    from tagger.fates import Fate
    from tagger.match import Source
    from tagger.sentences import Sentence
    from tagger.sites import Site

_NOUN = re.compile(
    r"((?: (?!(?:and|or|but|have|has|had|were|was|are|is|in|on|at|of|from|by|with|for|who|that|"
    r"which|to|after|as|when|while|since|during|near|inside|before|amid|along|under|against|"
    r"between|among|about|because|where|across|into|"
    r"і|и|й|та|або|или|в|у|на|за|під|под|над|з|із|с|со|до|від|от|по|при|через|для|як|как|що|что|але|но|після|"
    r"после)\b)(?:U\.[SK]\.|[^\W\d][\w'-]*)){0,4})"
)
_OF_NOUN = re.compile(
    r" of(?: the)?((?: (?!(?:and|or|have|has|had|were|was|are|is|in|on|at|by|from|to|with|for|who|"
    r"that)\b)[^\W\d][\w'-]*){1,3})"
)
_VERBISH = re.compile(
    r"\b(?:were|was|are|is|have|has|had|been|being|may|might|must|can|should|fell|flew|rained|hit|come|came|killed|"
    r"wounded|injured|dead|died|missing|"
    r"lie|lay|stand|stood|captured|destroyed|damaged|displaced|trapped|evacuated|fled|remain|remained|remains|"
    r"crossed|hit|struck|sheltering|arrived|left|shot|taken|per|said|says|would|will|could|live|"
    r"lived|entered|took|launched|fired|over|overnight|still|so|far|now|also|yesterday|today|"
    r"freed|released|found|helped|there|here|arrayed|massed|included?|"
    r"загин\w*|погиб\w*|поранен\w*|ранен\w*)\b.*",
    re.IGNORECASE,
)
_MONEY = re.compile(
    r"\A ?(?:of )?(?:dollars|euros|pounds|hryvnias?|rubles|roubles|usd|eur|доларів|долларов|дол\b|євро|евро|гривень|"
    r"гривні|гривен|грн|рублей|рублів|руб|тенге|злотых|злотих)\b",
    re.IGNORECASE,
)
_PART = re.compile(
    r"\b(?:includ(?:ing|es?|ed)|comprising|among them|of whom|of which|зокрема|серед них|среди них|в том числе|"
    r"у тому числі|із них|из них) \Z"
)
_NUMBER_OF = re.compile(
    r"\bnumber of ([\w' -]{3,50}?)(?: (?:in|at|on) [\w' -]{2,45}?)? "
    r"(?:(?:does|did|is|was|has|had|have|may|could|will|not|as high as|exceed\w*|reach\w*|r[io]sen?|risen|grew|grown|"
    r"climbed|fell|fallen|stands?|stood|be|been|now|at|to|by|of) )+\Z"
)
_SHARE = re.compile(r" (?:from|who|of (?:them|whom)|are|were|in|to)\b")
_TIMES = re.compile(r"(?:more )?(?:times|раз\w*)\b")


_JOINTS: Final = (" and ", ", ", ", and ", " і ", " и ", " та ")
_SHARED: Final = ("killed", "wounded", "captured", "missing", "evacuated", "shot_down")


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
    source: Source,
    sentences: Sequence[Sentence],
    sites: Sequence[Sequence[Site]],
    claims: Sequence[Claim],
    context: Sequence[str | None],
) -> list[Count]:
    """Give the figures of a text in order.

    Args:
        source: the prepared text.
        sentences: its sentences.
        sites: the scenes in each sentence.
        claims: who vouches for each sentence.
        context: the name of the place that each sentence is about where it names none.
    """
    found: list[Count] = []
    folded = source.folded
    cores = find_cores(source)
    for s, places, claim, about in zip(sentences, sites, claims, context, strict=True):
        numbers = find_numbers(source, s, cores)
        if not numbers:
            continue
        fates = find_fates(source.low, s)
        previous: Count | None = None
        for i, n in enumerate(numbers):
            left = numbers[i - 1].end if i else s.start
            right = _next_start(folded, numbers, i, s.end)
            counted = _counted(folded, n, left, right, previous, fates)
            if counted is not None:
                measure, unit, end = counted
                place = _nearest(places, n) or about
                if found and measure in _SHARED and _waits(folded, n, found[-1]):
                    found[-1] = replace(found[-1], measure=measure)
                previous = Count(n.start, end, n.value, n.modifier, measure, unit, place, claim.at(n.start))
                found.append(previous)
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
    return previous is not None and folded[previous.end : n.start] in _JOINTS


def _waits(folded: str, n: Number, previous: Count) -> bool:
    """Tell whether the count before has no verb but that behind this one: "two drivers and three guards were hurt"."""
    return previous.measure == "other" and is_people(previous.unit) and folded[previous.end : n.start] in _JOINTS


def _has_own_fate(n: Number, fates: Sequence[Fate]) -> bool:
    """Tell whether what became of a part stands right behind its number: "including 20 killed and 30 wounded"."""
    return any(fate.start == n.end + 1 for fate in fates)


def _is_share(folded: str, n: Number) -> bool:
    """Tell whether a number without a noun is one more part of what was counted: "and 1,000 who are in Germany"."""
    return folded.endswith((" and ", ", "), 0, n.start) and _SHARE.match(folded, n.end) is not None


def _nearest(places: Sequence[Site], n: Number) -> str | None:
    if not places:
        return None
    return min(places, key=lambda p: max(p.start - n.end, n.start - p.end, 0)).entry.name


def _counted(
    folded: str, n: Number, left: int, right: int, previous: Count | None, fates: Sequence[Fate]
) -> tuple[Measure, str, int] | None:
    """Give measure, unit and end of the figure that a number stands for, or None where it counts nothing we know."""
    unit, end = _unit(folded, n, right)
    if _TIMES.match(unit):
        return None
    tail = folded[n.end : n.end + 12]
    measure: Measure | None
    if n.money or _MONEY.match(tail):
        measure, unit = "money", unit or "money"
    else:
        measure = fate_of(folded, n, end, left, right, unit, fates)
    if measure is None and THINGS.search(unit):
        measure = "fired"
    if not n.money and (percent := PER_CENT.match(tail)):
        measure, unit = "other", "percent"
        end = max(end, n.end + len(percent[0]))
    if previous is not None and (
        (_is_part(folded, n) and not _has_own_fate(n, fates))
        or (measure is None and (unit.startswith(("others", "more")) or _joined(folded, n, previous)))
        or (measure is None and not unit and _is_share(folded, n))
    ):
        measure = "destroyed" if previous.measure == "killed" and is_hardware(unit) else previous.measure
    if measure is None:
        number_of = None if unit else _NUMBER_OF.search(folded, max(left, n.start - 120), n.start)
        unit = number_of[1] if number_of else unit
        if not is_counted(unit):
            return None
        measure = "other"
    return measure, unit or _default_unit(measure), end


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
    noun = up_to_counted(_VERBISH.sub("", phrase).rstrip())
    end = n.end + len(noun)
    more = _OF_NOUN.match(folded, end, limit) if noun else None
    if more and THINGS.search(_VERBISH.sub("", more[1]).rstrip()):
        noun = _VERBISH.sub("", more[0]).rstrip()
        return folded[n.end : end + len(noun)].strip(), end + len(noun)
    return noun.strip(), end
