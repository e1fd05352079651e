"""Case forms of Ukrainian and Russian proper names, by their endings.

Why rules and no dictionary: names of villages are in none, and every name is declined once, while the index is made.
Endings follow the school grammars of both languages; ``tests/tagger/test_cases.py`` holds examples of each pattern.
"""

from __future__ import annotations

import re
from itertools import product
from typing import Final

from tagger.build_endings import ADJECTIVES_RU, ADJECTIVES_UK, NOUNS_RU, NOUNS_UK

_Forms = tuple[set[str], ...]
"""Genitive, dative, accusative, instrumental and locative."""
_UKRAINIAN: Final = re.compile("[іїєґІЇЄҐ']")
_RUSSIAN: Final = re.compile("[ыэъёЫЭЪЁ]")
_CONSONANTS: Final = "бвгґджзклмнпрстфхцчшщ"
_FIXED: Final = ("=",) * 5
_HUSHING: Final = frozenset("жчшщц")
_VELAR: Final = {"г": "з", "к": "ц", "х": "с"}
_MOST_WORDS: Final = 6

_SURNAMES: Final = ("ов", "ев", "єв", "ін", "їн", "ин", "ын")
_SURELY_ADJECTIVES: Final = ("ська", "цька", "ская", "цкая")
_NOUNS_AFTER: Final = {
    **dict.fromkeys(("ый", "ий", "ой", "ій"), _CONSONANTS + "йь"),
    **dict.fromkeys(("ые", "ие", "і"), "ыиіїа"),
    **dict.fromkeys(("ое", "ее", "е", "є"), "оеяє"),
    **dict.fromkeys(("ая", "яя", "а", "я"), "аяьійчш"),
}
"""Ending of an adjective → last letters of nouns and further adjectives that it can stand before."""
_CHANGES_UK: Final = {"їв": ("єв",), "ів": ("ов", "ев"), "піль": ("пол",), "піл": ("пол",), "ріг": ("рог",)}
_FEMININE_ADJECTIVES: Final = ("ва", "на", "та", "ла", "ська", "цька", "ова", "ева", "єва", "іна", "їна", "ина", "ына")


def case_forms(name: str) -> set[str]:
    """Give the case forms of a Cyrillic proper name, without the name itself; where it fits both languages, of both.

    Of several words the adjectives at the head and the noun after them are declined; the rest stays as it is.
    """
    if len(name) < 3 or not name[-1].isalpha():
        return set()
    words = name.split(" ")
    if len(words) > _MOST_WORDS:
        return set()
    out: set[str] = set()
    for language in _languages(name):
        forms = _phrase(words, language)
        if forms is not None:
            out.update(*forms)
    out.discard(name)
    return out


def _languages(name: str) -> tuple[str, ...]:
    return tuple(x for x, other in (("uk", _RUSSIAN), ("ru", _UKRAINIAN)) if not other.search(name))


def _phrase(words: list[str], language: str) -> _Forms | None:
    """Give the forms of adjectives and a noun that agree; what stands behind the noun stays as it is."""
    if len(words) == 1:
        return _word(words[0], language)
    first, adjective = _word(words[0], language), _adjective(words[-1], language)
    if len(words) == 2 and adjective is not None and words[1].endswith(_SURELY_ADJECTIVES):
        return _joined([first, adjective])  # "Станиця Луганська": a noun with its adjective behind it
    parts: list[_Forms] = []
    for i, word in enumerate(words):
        agreeing = _adjective(word, language) if _agrees(word, words[i + 1 : i + 2]) else None
        if agreeing is None:
            tail = " ".join(words[i + 1 :])
            noun = _word(word, language)
            parts.append(tuple({f"{form} {tail}" for form in forms} for forms in noun) if tail else noun)
            break
        parts.append(agreeing)
    return _joined(parts)


def _agrees(word: str, following: list[str]) -> bool:
    """Tell whether the next word has the gender and number of an adjective: "Мала Рогань", but not "Ліга держав"."""
    if not following:
        return False
    endings = next((e for last, e in _NOUNS_AFTER.items() if word.endswith(last)), None)
    return endings is not None and following[0][-1] in endings


def _joined(parts: list[_Forms]) -> _Forms:
    return tuple({" ".join(words) for words in product(*(p[i] for p in parts))} for i in range(5))


def _adjective(word: str, language: str) -> _Forms | None:
    table = ADJECTIVES_UK if language == "uk" else ADJECTIVES_RU
    for ending, cases in table.items():
        if word.endswith(ending) and len(word) > len(ending) + 1:
            return _with(word, word[: -len(ending)], cases)
    return None


def _with(word: str, stem: str, cases: tuple[str, ...]) -> _Forms:
    return tuple({word if e == "=" else stem + e for e in case.split(" ")} for case in cases)


def _plus(*forms: _Forms) -> _Forms:
    return tuple(set[str]().union(*(f[i] for f in forms)) for i in range(5))


def _word(word: str, language: str) -> _Forms:
    """Give the forms of one word, as a noun, as an adjective, or both where its ending leaves that open."""
    found = [_noun(word, language)]
    adjectival = word.endswith(("ий", "ый", "ой", "ое", "ее", "ая", "яя"))
    neuter = language == "uk" and word.endswith("е") and not word.endswith("ище")
    feminine = language == "uk" and word.endswith(_FEMININE_ADJECTIVES)
    if adjectival or neuter or feminine:
        adjective = _adjective(word, language)
        if adjective is not None:
            short = len(word) < 6 and word.endswith("й")  # "Стрий" is no adjective, "Біла" may be one
            found = [adjective, *found] if feminine or neuter or short else [adjective]
    if "-" in word:
        found.append(_hyphened(word, language))
    return _plus(*found)


def _hyphened(word: str, language: str) -> _Forms:
    """Give the forms where the first half is declined too: "Кам'янця-Подільського"."""
    first, _, second = word.rpartition("-")
    if len(first) < 4 or "-" in first or first[-1] in "ое" or not second.endswith(("ий", "ый", "ой")):
        return _with(word, word, _FIXED)
    halves = zip(_word(first, language), _word(second, language), strict=True)
    return tuple({f"{a}-{b}" for a, b in product(one, two)} for one, two in halves)


def _noun(word: str, language: str) -> _Forms:
    table = NOUNS_UK if language == "uk" else NOUNS_RU
    if word[-1] in "аяе":
        special = next((e for e in table if word.endswith(e)), None)
        return _with(word, word[: -len(special)], table[special]) if special else _vowel(word, language)
    for ending, cases in table.items():
        if word.endswith(ending):
            forms = _with(word, word[: -len(ending)], cases)
            return (forms[0] | _bare_plurals(word, language), *forms[1:]) if ending in "иіы" else forms
    return _consonant(word, language)


def _bare_plurals(word: str, language: str) -> set[str]:
    """Give genitives of plurals with a vowel put in: "Олешок", "Лубен", "Кузьминок"."""
    stem = word[:-1]
    if len(stem) < 3 or stem[-1] not in "кн" or stem[-2] in "аеиоуіїюяыэ":
        if language == "ru":
            return {stem + ("ев" if stem[-1] == "ц" else "ов")}
        return {stem, stem + "ів"}
    head = stem[:-1].removesuffix("ь") if language == "ru" else stem[:-1]
    return {head + vowel + stem[-1] for vowel in ("о", "е")}


def _vowel(word: str, language: str) -> _Forms:
    """Give the forms of a noun in -а, -я or -е."""
    stem, last, before = word[:-1], word[-1], word[-2]
    hushing = before in _HUSHING
    if last == "а":
        soft = stem[:-1] + _VELAR[before] + "і" if before in _VELAR else stem + "і"
        if language == "uk":
            genitive = stem + ("і" if hushing else "и")
            return {genitive}, {soft}, {stem + "у"}, {stem + ("ею" if hushing else "ою")}, {soft}
        genitive = stem + ("и" if before in "гкхжчшщ" else "ы")
        ending = ("ей", "ею") if hushing else ("ой", "ою")
        return {genitive}, {stem + "е"}, {stem + "у"}, {stem + e for e in ending}, {stem + "е"}
    if last == "я" and language == "uk":
        if before == "'" or before == word[-3:-2]:  # "Запоріжжя", "Приазов'я": neuter
            soft = stem + ("ї" if before == "'" else "і")
            return {word}, {stem + "ю"}, {word}, {stem + "ям"}, {soft, stem + "ю"}
        soft = stem + ("ї" if before in "аеиоуіїєюя'" else "і")
        return {soft}, {soft}, {stem + "ю"}, {stem + e for e in ("ею", "єю")}, {soft}
    if last == "я":
        return {stem + "и"}, {stem + "е"}, {stem + "ю"}, {stem + "ей"}, {stem + "е"}
    soft = stem + ("і" if language == "uk" else "е")
    return {stem + "я"}, {stem + "ю"}, {word}, {stem + "ем"}, {soft}


def _consonant(word: str, language: str) -> _Forms:
    """Give the forms of a noun that ends in a consonant or ь."""
    soft = word.endswith("ь")
    if not soft and word[-1].lower() not in _CONSONANTS:
        return _with(word, word, _FIXED)
    found = []
    for stem in _stems(word.removesuffix("ь"), language):
        if soft or (language == "uk" and stem.endswith("ц")):
            found.append(_soft(word, stem, language))
        elif language == "uk":
            ending = ("ем" if stem[-1] in _HUSHING else "ом") + (" им" if stem.endswith(_SURNAMES) else "")
            locative = "і у ові" if stem[-1] not in _VELAR else "у ові"
            forms = _with(word, stem, ("а у", "у ові", "= а", ending, locative))
            forms[4].add(stem[:-1] + _VELAR.get(stem[-1], stem[-1]) + "і")
            found.append(forms)
        else:
            ending = "ем ом" if stem[-1] in _HUSHING else "ом ым" if stem.endswith(_SURNAMES) else "ом"
            found.append(_with(word, stem, ("а", "у", "= а", ending, "е у")))
    return _plus(*found)


def _soft(word: str, stem: str, language: str) -> _Forms:
    """Give the forms of a noun in -ь, as masculine and as feminine."""
    if language == "uk":
        masculine = _with(word, stem, ("я", "ю еві", "= я", "ем", "і ю"))
        feminine = _with(word, stem, ("і", "і", "=", f"{stem[-1]}ю ю", "і"))
    else:
        masculine = _with(word, stem, ("я", "ю", "= я", "ем", "е"))
        feminine = _with(word, stem, ("и", "и", "=", "ью", "и"))
    return _plus(masculine, feminine)


def _stems(stem: str, language: str) -> list[str]:
    """Give the stems before endings: vowels change ("Канів", "Канева") or fall out ("Городок", "Городка")."""
    if language == "uk":
        for ending, changed in _CHANGES_UK.items():
            if stem.lower().endswith(ending):
                cut = stem[: -len(ending)]
                return [cut + (new if cut else new.capitalize()) for new in changed]
        if re.search("і[нр]$", stem) and len(stem) > 4:
            return [stem, stem[:-2] + "е" + stem[-1]]
    if stem.lower().endswith(("відень", "віден", "ністер", "нестер")):
        return [stem[:-2] + stem[-1]]  # "Відень", "Дністер": the last vowel falls out
    if stem.endswith("пет"):
        return [stem[:-2] + "т"]  # "Єгипет"
    if len(stem) > 4 and stem.endswith(("ец", "ок")):
        last = "ц" if stem.endswith("ец") else "к"
        return [stem[:-2] + last, stem] if stem[-3] not in "аеиоуіїюяыэ" else [stem[:-2] + "й" + last, stem]
    return [stem]
