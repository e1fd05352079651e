"""Spellings: one folding for names and texts, Ukrainian romanisation, case endings of Ukrainian and Russian names.

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
# Begins with a class of letters, so that the search for it skips all others at once.
_SHOUTED = re.compile(
    r"[A-ZА-ЯІЇЄҐЁ](?<![^\W_].)(?:(?:(?:(?<=N)EW|(?<=S)AN|(?<=L)OS|(?<=L)AS|(?<=T)EL|(?<=A)BU|(?<=R)IO|(?<=D)EN|"
    r"(?<=T)HE|(?<=L)A|(?<=E)L|(?<=A)L) )[A-ZА-ЯІЇЄҐЁ]{4,}|[A-ZА-ЯІЇЄҐЁ]{3,})(?: (?:РІГ|РОГ|ЯР))?(?![^\W_])"
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
    if not text.isascii():
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


_ADJECTIVE = re.compile(r"(?:ий|ый|ой)\Z")
_SOFT_CONSONANTS = {"г": "з", "к": "ц", "х": "с"}


def case_forms(name: str) -> set[str]:
    """Give the likely case forms of a Cyrillic proper name, Ukrainian and Russian ones together, without the name."""
    if len(name) < 4 or "'" in name[-2:] or not name[-1].isalpha():
        return set()
    words = name.split(" ")
    if len(words) == 1:
        return _word_forms(name)
    if len(words) > 2:
        return set()
    return _pair_forms(*words)


def _pair_forms(first: str, second: str) -> set[str]:
    """Give the forms of adjective and noun where they agree."""
    endings = {
        "а": (("ої", "и"), ("ій", "і"), ("у", "у"), ("ою", "ою"), ("ой", "ы"), ("ой", "е"), ("ую", "у"), ("ой", "ой")),
        "я": (("ой", "ы"), ("ой", "и"), ("ой", "е"), ("ую", "у"), ("ой", "ой"), ("ой", "ой")),
    }
    if first.endswith("а") and second.endswith("а"):
        return {first[:-1] + a + " " + second[:-1] + b for a, b in endings["а"]}
    if first.endswith("ая") and second.endswith("а"):
        return {first[:-2] + a + " " + second[:-1] + b for a, b in endings["я"]}
    if first.endswith("а") and second.endswith("ь"):
        return {first[:-1] + a + " " + second[:-1] + b for a, b in (("ої", "і"), ("ій", "і"), ("у", "ь"))}
    if first.endswith("ая") and second.endswith("ь"):
        return {first[:-2] + a + " " + second[:-1] + b for a, b in (("ой", "и"), ("ую", "ь"))}
    if first.endswith("е") and second.endswith(("е", "о", "я")):
        stem = second[:-1]
        return {
            f"{first[:-1]}{a} {stem}{b}" for a in ("ого", "ому", "им") for b in ("а", "я", "у", "ю", "ом", "ем", "і")
        }
    if _ADJECTIVE.search(first):
        return {f"{first[:-2]}{a} {b}" for a in ("ого", "ому", "им", "ым", "ім", "ом") for b in _word_forms(second)}
    return set()


def _word_forms(name: str) -> set[str]:
    """Give the case forms of one word by its ending."""
    last = name[-1]
    stem = name[:-1]
    if _ADJECTIVE.search(name):
        return {name[:-2] + e for e in ("ого", "ому", "им", "ым", "ім", "ом")}
    if name.endswith(("ія", "ия")):
        return {stem + e for e in ("ї", "ю", "єю", "и", "ей")}
    if last == "а":
        soft = {stem[:-1] + _SOFT_CONSONANTS[stem[-1]] + "і"} if stem[-1] in _SOFT_CONSONANTS else set()
        return {stem + e for e in ("и", "ы", "і", "е", "у", "ою", "ой")} | soft
    if last == "я":
        return {stem + e for e in ("і", "ї", "и", "е", "ю", "ею", "єю", "ей")}
    if last == "е":
        return {stem + e for e in ("ого", "ому", "им", "ом", "я", "ю", "і", "ем")}
    if last == "о":
        return {stem + e for e in ("а", "у", "ом", "е", "і")}
    if last in "иі":
        return {stem + e for e in ("", "ах", "ам", "ами", "ів", "ях", "ям", "ями")} - {stem} | (
            {stem} if len(stem) > 2 and last == "и" else set()
        )
    if last == "ы":
        return {stem + e for e in ("ах", "ам", "ами", "ов", "ев")} | ({stem} if len(stem) > 2 else set())
    return _consonant_forms(name)


def _consonant_forms(name: str) -> set[str]:
    """Give the case forms of a masculine (or soft feminine) name that ends in a consonant, й or ь."""
    last, stem = name[-1], name[:-1]
    if last == "ь":
        stems = {stem} | ({stem[:-2] + "е" + stem[-1]} if len(stem) > 3 and stem[-2] == "і" else set())
        return {s + e for s in stems for e in ("я", "ю", "ем", "єм", "і", "е", "и", "ью", "лю")}
    if last == "й":
        return {stem + e for e in ("я", "ю", "єм", "ем", "ї", "е", "и")}
    if last.lower() not in "бвгґджзклмнпрстфхцчшщ":
        return set()
    stems = {name}
    if name.endswith("їв"):
        stems = {name[:-2] + "єв"}
    elif name.endswith("ів"):
        stems = {name[:-2] + "ов", name[:-2] + "ев"}
    elif name.endswith(("ець", "ец")) and len(name) > 4:
        stems = {name[:-2] + "ц"}
    return {s + e for s in stems for e in ("а", "у", "ом", "ем", "і", "е", "ові", "ым", "им")}
