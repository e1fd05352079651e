"""Numbers of people and things in running text, as digits and as words; not dates, ages, distances or model numbers."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from tagger.clues import NUMERAL
from tagger.numerals import SLAVIC, TENS, UNITS, scale_of, value_of, word_value

if TYPE_CHECKING:
    from collections.abc import Iterator

    from store.models import Modifier
    from tagger.sentences import Sentence

_DIGITS = r"\d{1,3}(?:[,\u00a0 ]\d{3})+(?!\d)(?:\.\d+)?|\d+(?:[.,]\d+)?"
_SMALL = "|".join((*UNITS[1:], *TENS))
_WORDS = rf"(?:(?:{'|'.join(TENS)})-(?:{'|'.join(UNITS[1:10])})|(?:{_SMALL})|{'|'.join(SLAVIC)})"
_SCALE = (
    r"(?:[ -]?(?:hundred|thousand|million|billion|trillion)\b|(?:m|bn|k)\b|[ ]?(?:тисяч[і]?|"
    r"тысяч[и]?|тис\.?|тыс\.?|млн|млрд|мільйонів|миллионов|мільйона|миллиона)(?!\w))?"
)
_VAGUE = (
    r"(?:tens|hundreds|scores|dozens) of (?:thousands|millions|people)(?! of people)|(?:dozens|"
    r"scores|hundreds|thousands|millions|сотні|сотни|десятки|тисячі|тысячи)(?=[ ,.;]|$)"
    r"|several dozen|several hundred|a handful"
)
_NUMBER = re.compile(
    rf"(?P<currency>[$€£₴])?(?<![\w.,/])(?P<prefix>[A-Za-zА-Яа-яІіЇїЄєҐґ]{{1,6}}-)?"
    rf"(?:(?P<dozen>(?:(?:a|{_SMALL}) )?dozen\b(?!s))|(?P<vague>{_VAGUE})|(?P<a>a (?=hundred|"
    rf"thousand|million|billion))?(?P<low>{_DIGITS}|{_WORDS}(?!\w)|(?<=a )(?=hundred|thousand|"
    rf"million|billion))(?P<scale>{_SCALE})"
    rf"(?:(?: to | ?[-–—] ?| or )(?P<high>{_DIGITS}|{_WORDS}(?!\w))(?P<scale2>{_SCALE}))?)",
    re.IGNORECASE,
)
_LEAD: Final = 12
"""More than what may stand before the first digit of a number: a currency, "T-", "a "."""
_DIGIT = re.compile(r"\d")
_NUMERALS: Final = (
    *(*UNITS[1:], *TENS, *SLAVIC, "hundred", "thousand", "million", "dozen", "scores", "handful", "several"),
    *("сотн", "десятк", "тисяч", "тысяч"),
)
_NUMERAL = re.compile(rf"\b(?:{'|'.join(_NUMERALS)})", re.IGNORECASE)
CLUE_WORDS: Final = {NUMERAL: _NUMERALS}
_MODIFIERS: Final[tuple[tuple[Modifier, re.Pattern[str]], ...]] = tuple(
    (name, re.compile(rf"(?:\b(?:{words})) (?:the |an |a |another |some )?\Z", re.IGNORECASE))  # type: ignore[misc]
    for name, words in (
        (
            "at_least",
            (
                "at least|no fewer than|no less than|a minimum of|щонайменше|не менше|не менее|как минимум|"
                "по меньшей мере|принаймні"
            ),
        ),
        ("more_than", "more than|over|upwards of|exceeding|above|понад|більше|більш як|более|свыше|больше"),
        ("up_to", "up to|as many as|as much as|a maximum of|no more than|до"),
        (
            "about",
            (
                "about|around|approximately|approx|nearly|almost|roughly|an estimated|estimated|close to|"
                "some|близько|приблизно|майже|около|примерно|почти|порядка"
            ),
        ),
    )
)
_NOT_COUNT = re.compile(
    r"(?:st|nd|rd|th)\b|[-–]?(?:year|month|week|day|hour|minute|km|kilomet|met(?:er|re)|mile|"
    r"mm|cm|kg|pound|foot|feet|point|storey|story|seat|page|member|man|strong|ton|kg)\w*[- ](?:old|"
    r"long|strong|deep|high|wide)"
    r"|[- ](?:years?|months?|weeks?|days?|hours?|minutes?|seconds?|decades?|centur\w+|km|kms|"
    r"kilomet\w+|met(?:er|re)s?|miles?|mm|cm|kg|kilograms?|kilos?|pounds?|lbs?|feet|foot|degrees?|"
    r"[ap]\.?m\b|o'clock|knots|kph|mph|MW|GW|GMT|UTC)\b"
    r"|\s?(?:km|kg|mm|cm|am|pm|%?\s?-?year)\b|:\d|/\d|\.\d+\.|[-–]?(?:го|й|я|е|му|річн|летн)\b|"
    r"[- ](?:рок|рік|год|лет|місяц|месяц|тижн|недел|дні|днів|день|дня|дней|годин|час|хвилин|"
    r"минут|км|кілометр|километр|метр|кг)\w*"
    r"|(?:[- ](?:January|February|March|April|May|June|July|August|September|October|November|"
    r"December|січня|лютого|березня|квітня|травня|червня|липня|серпня|вересня|жовтня|листопада|"
    r"грудня|"
    r"января|февраля|марта|апреля|мая|июня|июля|августа|сентября|октября|ноября|декабря)\b)|(?:-[A-Za-zА-Яа-я])",
    re.IGNORECASE,
)
_NOT_BEFORE = re.compile(
    r"(?:\b(?:January|February|March|April|May|June|July|August|September|October|November|December|"
    r"Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept|Sep|Oct|Nov|Dec|No|Article|Resolution|Chapter|Day|Group|"
    r"Section|Channel|"
    r"Route|Highway|Boeing|Airbus|Flight|aged?|age of|number|since|until|at|by|in|from|of|between|"
    r"as of) |\b(?:since|until|by|from) |[#№]\s?|\.|\b(?:no|not|any|this|that|which|each|every|"
    r"the) )\Z"
)
_ORDINAL_UNIT = re.compile(r"(?:st|nd|rd|th)\b")
_YEAR = re.compile(r"(?:19|20)\d\d\Z")
_LIST_NUMBER = re.compile(r"\.\s+[A-ZА-Я]|\)")
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


def find_numbers(folded: str, s: Sentence) -> Iterator[Number]:
    """Give the numbers in a sentence that may count something."""
    start, end = s.start, s.end
    digit = _DIGIT.search(folded, start, end)
    numeral = _NUMERAL.search(folded, start, digit.start() if digit else end) if s.clues & NUMERAL else None
    first = numeral or digit
    if first is None:
        return
    for m in _NUMBER.finditer(folded, max(start, first.start() - _LEAD), end):
        if m["prefix"] or _refused(folded, m, start):
            continue
        value = _value(m)
        at = m.start()
        modifier: Modifier = "vague" if m["vague"] else "exact"
        head = folded[max(start, at - 24) : at]
        for name, pattern in _MODIFIERS:
            before = pattern.search(head)
            if before:
                at -= len(head) - before.start()
                modifier = "vague" if m["vague"] else name
                break
        yield Number(at, m.start(), m.end(), value, modifier, bool(m["currency"]))


def _refused(folded: str, m: re.Match[str], start: int) -> bool:
    """Tell whether the number is a date, an age, a distance, a model, an ordinal, a list number …."""
    if m["vague"] or m["dozen"] or m["currency"]:
        return False
    text, low = m[0], m["low"] or ""
    after = folded[m.end() : m.end() + 24]
    head = folded[max(start, m.start() - 16) : m.start()]
    if _NOT_COUNT.match(after) or after[:1] == "'" or after[:1].isalpha():
        return True
    plain = low.isdigit() and not m["scale"]
    if (
        plain
        and _YEAR.match(low)
        and not re.match(r" (?:people|civilians|troops|soldiers|men|children|tanks|drones|missiles)", after)
    ):
        return True
    if plain and m.start() == start and _LIST_NUMBER.match(after):
        return True
    if low.lower() == "one" and (
        _ONE_OF.match(after)
        or not re.match(r" [a-z]|[ ,.]", after)
        or re.search(r"\b(?:no|any|every|the|this|that|which|each|only) \Z", head, re.IGNORECASE)
    ):
        return True
    before = _NOT_BEFORE.search(head)
    if before and (plain or _ORDINAL_UNIT.match(after)):
        word = before[0].strip().lower()
        return not (
            word in ("of", "in", "by", "from", "at", "the", "since", "until", "between")
            and re.match(r" [a-zа-яіїєґ]{3,}", after)
        )
    return text.endswith(".") and False


def _value(m: re.Match[str]) -> float | None:
    if m["vague"]:
        return None
    if m["dozen"]:
        head = m["dozen"].lower().removesuffix("dozen").strip()
        return 12.0 * (1 if head in ("", "a") else word_value(head))
    scale = scale_of(m["scale"]) or (scale_of(m["scale2"]) if m["high"] else None)
    value = 1.0 if not m["low"] else value_of(m["low"])
    total = value * (scale or 1)
    return total if math.isfinite(total) else None  # four hundred digits are no count of anything
