"""Numbers that count nothing: dates, ages, distances, durations, ordinals, models, list numbers, "one of"."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tagger.match import Source

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
    r"as of)\.? |\baged? \d{1,3}(?:,| and| or) |\b(?:since|until|by|from) |[#№]\s?|\.|\b(?:no|not|any|this|that|"
    r"which|each|every|"
    r"the) )\Z"
)
_ORDINAL_UNIT = re.compile(r"(?:st|nd|rd|th)\b")
_YEAR = re.compile(r"(?:19|20)\d\d\Z")
_NAME_BEFORE = re.compile(r"[A-ZА-ЯІЇЄҐ][\w'-]+(?:,| \() ?\Z")
_LIST_NUMBER = re.compile(r"\.\s+[A-ZА-Я]|\)")
_COUNTED = re.compile(" (?:people|civilians|troops|soldiers|men|children|tanks|drones|missiles)")
_AT_A_TIME = re.compile(r" [\w-]+ at a time\b")
_ONE_NAMED = re.compile(r", [A-ZА-ЯІЇЄҐ]")
_ANY_ONE = re.compile(r"\b(?:according to|no|any|every|the|this|that|which|each|only) \Z")
_PLAIN_WORD = re.compile(" [a-zа-яіїєґ]{3,}")
_ONE_OF = re.compile(r" (?:of|another|day|time|point|side|side's|way|thing|more|month|year|week|reason|hand)\b")
PER_CENT = re.compile(r" ?%| per ?cent\b| відсотк\w*| процент\w*")


def counts_nothing(source: Source, m: re.Match[str], start: int) -> bool:
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
    if low in ("one", "two", "three") and _AT_A_TIME.match(after):
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
