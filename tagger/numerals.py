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


_SLAVIC_FORMS: Final = {
    1: "один одна одне одно одну одного одной однієї",
    2: "два дві две двоє двое двох двух обох",
    3: "три троє трое трьох трех трёх троих трьом",
    4: "чотири четыре четверо чотирьох четырех четырёх четверых",
    5: "п'ять пять п'ятеро пятеро п'яти пяти п'ятьох пятерых",
    6: "шість шесть шестеро шести шістьох шестерых",
    7: "сім семь семеро семи сімох семерых",
    8: "вісім восемь восьмеро восьми вісьмох",
    9: "дев'ять девять дев'ятеро дев'яти девяти",
    10: "десять десятеро десяти",
    11: "одинадцять одиннадцать",
    12: "дванадцять двенадцать",
    13: "тринадцять тринадцать",
    14: "чотирнадцять четырнадцать",
    15: "п'ятнадцять пятнадцать",
    16: "шістнадцять шестнадцать",
    17: "сімнадцять семнадцать",
    18: "вісімнадцять восемнадцать",
    19: "дев'ятнадцять девятнадцать",
    20: "двадцять двадцать двадцяти двадцати",
    30: "тридцять тридцать",
    40: "сорок",
    50: "п'ятдесят пятьдесят",
    60: "шістдесят шестьдесят",
    70: "сімдесят семьдесят",
    80: "вісімдесят восемьдесят",
    90: "дев'яносто девяносто",
    200: "двісті двести",
    300: "триста",
    400: "чотириста четыреста",
    500: "п'ятсот пятьсот",
}
SLAVIC: Final = {form: value for value, forms in _SLAVIC_FORMS.items() for form in forms.split()}
"""What a Ukrainian or Russian numeral is worth, in the forms of case that stand beside what is counted."""
SLAVIC_TENS: Final = [form for form, value in SLAVIC.items() if 20 <= value < 100]
SLAVIC_UNITS: Final = [form for form, value in SLAVIC.items() if value < 10]


_SCALES: Final = {
    "hundred": 100,
    "thousand": 1_000,
    **dict.fromkeys(("k", "тис", "тыс", "тисяч", "тысяч", "тисячі", "тысячи"), 1_000),
    **dict.fromkeys(("million", "m", "mln", "млн", "мільйон", "мільйонів", "мільйона", "мільйони"), 1_000_000),
    **dict.fromkeys(("миллион", "миллионов", "миллиона"), 1_000_000),
    **dict.fromkeys(("billion", "bn", "b", "bln", "млрд", "мільярд", "мільярдів", "мільярда", "мільярди"), 10**9),
    **dict.fromkeys(("миллиард", "миллиардов", "миллиарда"), 10**9),
    **dict.fromkeys(("trillion", "tn", "трлн"), 10**12),
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
    if " " in text:
        return sum(SLAVIC[word] for word in text.split())
    tens, _, unit = text.partition("-")
    return TENS.get(tens, 0) + (UNITS.index(unit) if unit else 0)
