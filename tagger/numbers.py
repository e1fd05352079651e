"""Numbers of people and things in running text, as digits and as words; not dates, ages, distances or model numbers."""

from __future__ import annotations

import math
import re
from bisect import bisect_left
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from tagger.beside import word_before
from tagger.clues import NUMERAL
from tagger.numerals import SLAVIC, SLAVIC_TENS, SLAVIC_UNITS, TENS, UNITS, scale_of, value_of, word_value
from tagger.uncounted import counts_nothing

if TYPE_CHECKING:
    from collections.abc import Sequence

    from store.models import Modifier
    from tagger.match import Source
    from tagger.sentences import Sentence

_DIGITS = r"\d{1,3}(?:[,\u00a0 ]\d{3})+(?!\d)(?:\.\d+)?|\d+(?:[.,]\d+)?"
_SMALL = "|".join((*UNITS[1:], *TENS))
_WORDS = (
    rf"(?:(?:{'|'.join(TENS)})-(?:{'|'.join(UNITS[1:10])})|(?:{_SMALL})"
    rf"|(?:{'|'.join(SLAVIC_TENS)}) (?:{'|'.join(SLAVIC_UNITS)})(?!\w)"
    rf"|{'|'.join(sorted(SLAVIC, key=len, reverse=True))})"
)
_SCALE = (
    r"(?:[ -]?(?:hundred|thousand|million|billion|trillion)\b|(?:m|bn|b|tn|k| ?mln| ?bln)\b|[ ]?(?:тисяч[і]?|"
    r"тысяч[и]?|тис\.?|тыс\.?|(?:млн|млрд|трлн)\.?|мільйон(?:ів|а|и)?|миллион(?:ов|а)?|мільярд(?:ів|а|и)?|"
    r"миллиард(?:ов|а)?)(?!\w))?"
)
_VAGUE = (
    r"(?:tens|hundreds|scores|dozens) of (?:thousands|millions)|(?:dozens|"
    r"scores|hundreds|thousands|millions|сотні|сотни|десятки|тисячі|тысячи|сотень|сотен|"
    r"десятків|десятков|кілька десятків|несколько десятков)(?=[ ,.;]|$)"
    r"|several dozen|several hundred|a handful"
)
_NUMBER = re.compile(
    rf"(?P<currency>[$€£₴¥₽₪] ?)?(?<![\w.,/])(?P<prefix>[a-zа-яіїєґ]{{1,6}}-)?"
    rf"(?:(?P<dozen>(?!\d)(?:(?:a|{_SMALL}) )?dozen\b(?!s))|(?P<vague>(?!\d)(?:{_VAGUE}))|(?P<a>(?:half |"
    rf"quarter of )?a (?=hundred|"
    rf"thousand|million|billion))?(?P<low>{_DIGITS}|{_WORDS}(?!\w)|(?<=a )(?=hundred|thousand|"
    rf"million|billion))(?P<scale>{_SCALE})"
    rf"(?:(?: to | ?[-–—] ?| or )(?P<high>{_DIGITS}|{_WORDS}(?!\w))(?P<scale2>{_SCALE}))?)"
)
# Begins with a class of characters and no repetition of it, so that the search for it skips all others at once.
_DIGITS_RUN = re.compile("[0-9][0-9]*")
_MOST_PREFIX: Final = 6
"""Longest prefix, in letters, that makes a number a model's or a compound: "T-72", "mid-1990s"."""
_NUMERALS: Final = (
    *(*UNITS[1:], *TENS, *SLAVIC, "hundred", "thousand", "million", "billion", "dozen", "scores", "handful"),
    *("several", "сотн", "десятк", "тисяч", "тысяч"),
)
CLUE_WORDS: Final = {NUMERAL: _NUMERALS}
_PHRASES: Final[tuple[tuple[Modifier, str], ...]] = (
    (
        "at_least",
        (
            "at least|no fewer than|no less than|a minimum of|щонайменше|не менше|не менее|как минимум|"
            "по меньшей мере|принаймні"
        ),
    ),
    ("more_than", "more than|over|upwards of|exceeding|above|понад|більше|більш як|более|свыше|больше"),
    ("up_to", "up to|as many as|as much as|as high as|a maximum of|no more than|до"),
    (
        "about",
        (
            "about|around|approximately|approx|nearly|almost|roughly|an estimated|estimated|close to|"
            "some|близько|приблизно|майже|около|примерно|почти|порядка"
        ),
    ),
)
_ARTICLES: Final = ("the", "an", "a", "another", "some")
_MODIFIERS: Final = tuple(
    (name, re.compile(rf"(?:\b(?:{words})) (?:(?:{'|'.join(_ARTICLES)}) )?\Z")) for name, words in _PHRASES
)
_MODIFIER_ENDS: Final = frozenset(
    (*_ARTICLES, *(phrase.split(" ")[-1] for _, words in _PHRASES for phrase in words.split("|")))
)
_THOUSAND: Final = 1_000
_INSIDE: Final = "_.,/"
"""Marks after which no number begins, as after a letter or digit."""
_SHARES: Final = {"h": 0.5, "q": 0.25}
"""What "half a million" and "a quarter of a million" are of a million."""
_DIGIT: Final = "0123456789"
_CURRENCIES: Final = "$€£₴¥₽₪"


@dataclass(frozen=True, slots=True)
class Number:
    """One number in the text; ``start`` includes its modifier."""

    start: int
    digits: int
    """Offset of the number itself."""
    end: int
    value: float | None
    modifier: Modifier
    money: bool


def find_cores(source: Source) -> list[int]:
    """Give the offsets at which a number may begin but for its currency, prefix or article, in order."""
    low = source.low
    digits = [m.start() for m in _DIGITS_RUN.finditer(low)]
    if not source.clues & NUMERAL:
        return digits
    words = [at for at, _, bits in source.hits if bits & NUMERAL and not (at and low[at - 1].isalnum())]
    return sorted([*digits, *words])


def find_numbers(source: Source, s: Sentence, cores: Sequence[int]) -> list[Number]:
    """Give the numbers in a sentence that may count something; `cores` are where they may begin in the text."""
    low = source.low
    found: list[Number] = []
    free = s.start
    for core in cores[bisect_left(cores, s.start) : bisect_left(cores, s.end)]:
        if core < free:
            continue
        m = _number_at(low, core, free, s.end)
        if m is None:
            continue
        free = m.end()
        if m["prefix"] or counts_nothing(source, m, s.start):
            continue
        at, modifier = _modified(low, m.start(), s.start)
        found.append(Number(at, m.start(), free, _value(m), "vague" if m["vague"] else modifier, bool(m["currency"])))
    return found


def _number_at(low: str, core: int, free: int, end: int) -> re.Match[str] | None:
    """Give the number whose first digit or word stands at `core`, with what belongs to it before that."""
    mark = low[core - 1] if core > free else ""
    if mark.isalnum() or (mark and mark in _INSIDE):
        return None
    if mark == ":" and core > 1 and low[core - 2] in _DIGIT and low[core] in _DIGIT:  # the minutes of a time of day
        return None
    start = core
    if mark == "-":
        first = max(free, core - 1 - _MOST_PREFIX)
        start = core - 1
        while start > first and low[start - 1].isalpha():
            start -= 1
    elif mark == " " and core - 2 >= free and low[core - 2] == "a" and low[core] not in _DIGIT:
        start = core - 2
        if low.endswith(("half ", "quarter of "), free, start):
            start -= 5 if low.endswith("half ", free, start) else 11
    if start - 1 > free and low[start - 1] == " " and low[start - 2] in _CURRENCIES:
        start -= 1
    if start > free and low[start - 1] in _CURRENCIES:
        start -= 1
    return _NUMBER.match(low, start, end) or (_NUMBER.match(low, core, end) if start < core else None)


def _modified(low: str, at: int, start: int) -> tuple[int, Modifier]:
    """Give where the words begin that modify the number at `at` in the sentence from `start`, and what they say."""
    if word_before(low, at) not in _MODIFIER_ENDS:
        return at, "exact"
    head = low[max(start, at - 24) : at]
    for name, pattern in _MODIFIERS:
        before = pattern.search(head)
        if before:
            return at - len(head) + before.start(), name
    return at, "exact"


def _value(m: re.Match[str]) -> float | None:
    if m["vague"]:
        return None
    if m["dozen"]:
        head = m["dozen"].removesuffix("dozen").strip()
        return 12.0 * (1 if head in ("", "a") else word_value(head))
    scale = scale_of(m["scale"]) or (scale_of(m["scale2"]) if m["high"] else None)
    value = 1.0 if not m["low"] else value_of(m["low"])
    if not scale and m["high"] and value < _THOUSAND <= value_of(m["high"]) and m["high"][-4:-3] == ",":
        scale = _THOUSAND  # "70 to 80,000"
    total = value * (scale or 1) * _SHARES.get((m["a"] or "")[:1], 1)
    return total if math.isfinite(total) else None  # four hundred digits are no count of anything
