"""The value of a numeral in digits or words, English, Ukrainian and Russian."""

from __future__ import annotations

import re
from typing import Final

UNITS: Final = [
    "zero",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
]


TENS: Final = dict(
    zip(["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"], range(20, 100, 10), strict=True)
)


SLAVIC: Final = {
    "один": 1,
    "одна": 1,
    "одне": 1,
    "два": 2,
    "дві": 2,
    "две": 2,
    "три": 3,
    "троє": 3,
    "трое": 3,
    "чотири": 4,
    "четыре": 4,
    "п'ять": 5,
    "пять": 5,
    "п'ятеро": 5,
    "шість": 6,
    "шесть": 6,
    "сім": 7,
    "семь": 7,
    "вісім": 8,
    "восемь": 8,
    "дев'ять": 9,
    "девять": 9,
    "десять": 10,
    "двоє": 2,
    "двое": 2,
    "четверо": 4,
    "пятеро": 5,
}


_SCALES: Final = {
    "hundred": 100,
    "thousand": 1_000,
    "million": 1_000_000,
    "billion": 1_000_000_000,
    "trillion": 10**12,
    "m": 1_000_000,
    "bn": 1_000_000_000,
    "k": 1_000,
    "тисяч": 1_000,
    "тысяч": 1_000,
    "тис": 1_000,
    "тыс": 1_000,
    "млн": 1_000_000,
    "мільйонів": 1_000_000,
    "миллионов": 1_000_000,
    "млрд": 1_000_000_000,
    "тисячі": 1_000,
    "тысячи": 1_000,
    "мільйона": 1_000_000,
    "миллиона": 1_000_000,
}


def scale_of(text: str | None) -> int | None:
    """Give what "million", "тис." and the like multiply by; None for no such word."""
    key = (text or "").strip(" -.").lower()
    return _SCALES.get(key)


def value_of(text: str) -> float:
    """Give the value of "1,200", "3.5", "forty-two" or "п'ять"."""
    if text[0].isdigit():
        grouped = re.fullmatch(r"\d{1,3}(?:[,\u00a0 ]\d{3})+(?:\.\d+)?", text)
        clean = re.sub(r"[,\u00a0 ]", "", text) if grouped else text.replace(",", ".")
        return float(clean)
    return float(word_value(text.lower()))


def word_value(text: str) -> int:
    """Give the value of a numeral in lower-case words below a hundred."""
    if text in UNITS:
        return UNITS.index(text)
    if text in SLAVIC:
        return SLAVIC[text]
    tens, _, unit = text.partition("-")
    return TENS.get(tens, 0) + (UNITS.index(unit) if unit else 0)
