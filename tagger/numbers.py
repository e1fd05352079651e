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
    r"(?:[ -]?(?:hundred|thousand|million|billion|trillion)\b|(?:m|bn|b|tn|k)\b|[ ]?(?:тисяч[і]?|"
    r"тысяч[и]?|тис\.?|тыс\.?|(?:млн|млрд|трлн)\.?|мільйон(?:ів|а|и)?|миллион(?:ов|а)?|мільярд(?:ів|а|и)?|миллиард(?:ов|а)?)(?!\w))?"
)
_VAGUE = (
    r"(?:tens|hundreds|scores|dozens) of (?:thousands|millions)|(?:dozens|"
    r"scores|hundreds|thousands|millions|сотні|сотни|десятки|тисячі|тысячи|сотень|сотен|"
    r"десятків|десятков|кілька десятків|несколько десятков)(?=[ ,.;]|$)"
    r"|several dozen|several hundred|a handful"
)
_NUMBER = re.compile(
    rf"(?P<currency>[$€£₴¥₽₪] ?)?(?<![\w.,/])(?P<prefix>[a-zа-яіїєґ]{{1,6}}-)?"
    rf"(?:(?P<dozen>(?!\d)(?:(?:a|{_SMALL}) )?dozen\b(?!s))|(?P<vague>(?!\d)(?:{_VAGUE}))|(?P<a>(?:half )?a (?=hundred|"
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
_NOT_COUNT = re.compile(
    r"(?:st|nd|rd|th)\b|[-–]?(?:year|month|week|day|hour|minute|km|kilomet|met(?:er|re)|mile|"
    r"mm|cm|kg|pound|foot|feet|point|storey|story|seat|page|member|man|strong|ton|kg)\w*[- ](?:old|"
    r"long|strong|deep|high|wide)"
    r"|[- ](?:years?|months?|weeks?|days?|hours?|minutes?|seconds?|decades?|centur\w+|km|kms|"
    r"kilomet\w+|met(?:er|re)s?|miles?|mm|cm|kg|kilograms?|kilos?|pounds?|lbs?|feet|foot|degrees?|"
    r"[ap]\.?m\b|o'clock|knots|kph|mph|mw|gw|gmt|utc)\b"
    r"|\s?(?:km|kg|mm|cm|am|pm|%?\s?-?year)\b|:\d|/\d|\.\d+\.|[-–]?(?:го|й|я|е|му|річн|летн)\b|"
    r"[- ](?:рок|рік|год|лет|місяц|месяц|тижн|недел|дні|днів|день|дня|дней|годин|час|хвилин|"
    r"минут|км|кілометр|километр|метр|кг)\w*"
    r"|(?:[- ](?:january|february|march|april|may|june|july|august|september|october|november|"
    r"december|січня|лютого|березня|квітня|травня|червня|липня|серпня|вересня|жовтня|листопада|"
    r"грудня|"
    r"января|февраля|марта|апреля|мая|июня|июля|августа|сентября|октября|ноября|декабря)\b)|(?:-[a-zа-я])",
)
_NOT_BEFORE = re.compile(
    r"(?:\b(?:January|February|March|April|May|June|July|August|September|October|November|December|"
    r"Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept|Sep|Oct|Nov|Dec|No|Type|Mark|Mk|Model|Class|Project|Phase|Stage|Part|"
    r"Article|Resolution|Chapter|Day|Group|"
    r"Section|Channel|"
    r"Route|Highway|Boeing|Airbus|Flight|aged?|age of|number|since|until|at|by|in|from|of|between|"
    r"as of) |\baged? \d{1,3}(?:,| and| or) |\b(?:since|until|by|from) |[#№]\s?|\.|\b(?:no|not|any|this|that|"
    r"which|each|every|"
    r"the) )\Z"
)
_ORDINAL_UNIT = re.compile(r"(?:st|nd|rd|th)\b")
_THOUSAND: Final = 1_000
_YEAR = re.compile(r"(?:19|20)\d\d\Z")
_INSIDE: Final = "_.,/"
"""Marks after which no number begins, as after a letter or digit."""
_DIGIT: Final = "0123456789"
_CURRENCIES: Final = "$€£₴¥₽₪"
PER_CENT = re.compile(r" ?%| per ?cent\b| відсотк\w*| процент\w*")
_NAME_BEFORE = re.compile(r"[A-ZА-ЯІЇЄҐ][\w'-]+(?:,| \() ?\Z")
_LIST_NUMBER = re.compile(r"\.\s+[A-ZА-Я]|\)")
_COUNTED = re.compile(" (?:people|civilians|troops|soldiers|men|children|tanks|drones|missiles)")
_ONE_NAMED = re.compile(r", [A-ZА-ЯІЇЄҐ]")
_ANY_ONE = re.compile(r"\b(?:according to|no|any|every|the|this|that|which|each|only) \Z")
_PLAIN_WORD = re.compile(" [a-zа-яіїєґ]{3,}")
_ONE_OF = re.compile(r" (?:of|another|day|time|point|side|side's|way|thing|more|month|year|week|reason|hand)\b")


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
        if m["prefix"] or _refused(source, m, s.start):
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
        if low.endswith("half ", free, start):
            start -= 5
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


def _refused(source: Source, m: re.Match[str], start: int) -> bool:
    """Tell whether the number is a date, an age, a distance, a model, an ordinal, a list number …."""
    if m["currency"]:
        return source.folded[m.end() : m.end() + 1].isalpha()  # "$20G"
    if m["vague"] or m["dozen"]:
        return False
    low = m["low"] or ""
    if low[:1] == "0" and low[1:2].isdigit():
        return True  # "09.15 …": a time of day
    after = source.folded[m.end() : m.end() + 24]
    head = source.folded[max(start, m.start() - 16) : m.start()]
    plain = low.isdigit() and not m["scale"]
    if plain and _YEAR.match(low) and not _COUNTED.match(after):
        return True
    if after[:1] == "'" or after[:1].isalpha() or _NOT_COUNT.match(source.low, m.end(), m.end() + 24):
        return True
    if plain and m.start() == start and _LIST_NUMBER.match(after):
        return True
    if low == "one" and (
        _ONE_OF.match(after)
        or not after.startswith((" ", ",", "."))
        or _ONE_NAMED.match(after)
        or _ANY_ONE.search(head.lower())
    ):
        return True
    if plain and after.startswith((",", ")")) and _NAME_BEFORE.search(head):
        return True  # "Jane Roe, 24, …": an age
    before = None if PER_CENT.match(after) else _NOT_BEFORE.search(head)
    if before and (plain or _ORDINAL_UNIT.match(after)):
        word = before[0].strip().lower()
        return not (
            word in ("of", "in", "by", "from", "at", "the", "that", "since", "until", "between")
            and _PLAIN_WORD.match(after)
        )
    return False


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
    total = value * (scale or 1) * (0.5 if (m["a"] or "").startswith("half") else 1)
    return total if math.isfinite(total) else None  # four hundred digits are no count of anything
