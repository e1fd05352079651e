"""Spellings: one folding for names and texts, Ukrainian romanisation.

`fold` never changes the length of a text, so offsets found in the folded text hold in the original.
"""

from __future__ import annotations

import re
import unicodedata

_QUOTES = {ord(c): "'" for c in "’ʼ‘`′ʹʿʾʻ"}
_DASHES = {ord(c): "-" for c in "‐‑‒"}
_SPACES = {0xA0: " ", 0x202F: " ", 0x2009: " "}
_SINGLES = {ord(a): b for a, b in zip("ıłŁøØđĐħĦŧёЁəƏ", "ilLoOdDhHtеЕaA", strict=True)}
# Short words are left as they are ("US", "UN") but for those that open or end names: "NEW YORK", "КРИВИЙ РІГ".
# Begins with a class of letters, so that the search for it skips all others at once, and goes on to the second letter,
# which nearly always is a small one.
_SHOUTED = re.compile(
    r"[A-ZА-ЯІЇЄҐЁ](?=[A-ZА-ЯІЇЄҐЁ])(?<![^\W_].)"
    r"(?:(?:(?:(?<=N)EW|(?<=S)AN|(?<=L)OS|(?<=L)AS|(?<=T)EL|(?<=A)BU|(?<=R)IO|(?<=D)EN|(?<=T)HE|"
    r"(?<=L)A|(?<=E)L|(?<=A)L) )[A-ZА-ЯІЇЄҐЁ]{4,}|[A-ZА-ЯІЇЄҐЁ]{3,})(?: (?:РІГ|РОГ|ЯР))?(?![^\W_])"
)
_CYRILLIC = re.compile(r"[Ѐ-ӿ]")


def _bases() -> dict[int, str]:
    """Map every precomposed Latin letter to its base letter."""
    table = {}
    for code in (*range(0xC0, 0x250), *range(0x1E00, 0x1F00)):
        base = unicodedata.normalize("NFKD", chr(code))[0]
        if base.isascii() and base.isalpha():
            table[code] = base
    return table


_TABLE = {chr(code): base for code, base in (_bases() | _QUOTES | _DASHES | _SPACES | _SINGLES).items()}
_FOLDABLE = re.compile(f"[{''.join(_TABLE)}]")


def fold(text: str) -> str:
    """Give `text` without Latin diacritics, with plain quotes, and shouted words in title case; same length."""
    if not text.isascii() and _FOLDABLE.search(text):
        for char in set(_FOLDABLE.findall(text)):
            text = text.replace(char, _TABLE[char])
    if text.istitle():
        return text
    return _SHOUTED.sub(_calmed, text)


def _calmed(m: re.Match[str]) -> str:
    return " ".join(word[0] + word[1:].lower() for word in m[0].split(" "))


def is_cyrillic(text: str) -> bool:
    """Tell whether `text` holds a Cyrillic letter."""
    return _CYRILLIC.search(text) is not None


_ROMAN = dict(
    zip(
        "абвгґдеєжзиіїйклмнопрстуфхцчшщьюя'",
        [
            "a",
            "b",
            "v",
            "h",
            "g",
            "d",
            "e",
            "ie",
            "zh",
            "z",
            "y",
            "i",
            "i",
            "i",
            "k",
            "l",
            "m",
            "n",
            "o",
            "p",
            "r",
            "s",
            "t",
            "u",
            "f",
            "kh",
            "ts",
            "ch",
            "sh",
            "shch",
            "",
            "iu",
            "ia",
            "",
        ],
        strict=True,
    )
)
_ROMAN_INITIAL = {"є": "ye", "ї": "yi", "й": "y", "ю": "yu", "я": "ya"}
_UKRAINIAN = re.compile(r"[абвгґдеєжзиіїйклмнопрстуфхцчшщьюя' -]+\Z")


def romanise_ukrainian(name: str) -> str | None:
    """Give the official romanisation of a Ukrainian name (Cabinet resolution 55 of 2010); None for other letters."""
    lower = name.lower().replace("’", "'").replace("ʼ", "'")
    if not _UKRAINIAN.match(lower):
        return None
    out = []
    for i, c in enumerate(lower):
        initial = i == 0 or lower[i - 1] in " -"
        if c in " -":
            out.append(c)
        elif c == "г" and i and lower[i - 1] == "з":
            out.append("gh")
        else:
            latin = _ROMAN_INITIAL.get(c, _ROMAN[c]) if initial else _ROMAN[c]
            out.append(latin.capitalize() if initial else latin)
    return "".join(out)


def loose(name: str) -> str:
    """Give a key that different romanisations of one Ukrainian name share."""
    key = re.sub(r"['\"’ -]", "", fold(name).lower())
    for pair in ("yi", "yy", "iy", "ii", "y"):
        key = key.replace(pair, "i")
    return key.replace("ia", "a").replace("iu", "u").replace("ie", "e")
