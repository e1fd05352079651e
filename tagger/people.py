"""People that the index does not know, found by role, title or speech verb beside a capitalised name."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from tagger.again import is_called, is_named_again

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tagger.lexicon import Lexicon

_PARTICLE = r"(?:(?:al|el|ul|ben|bin|ibn|abu|de|da|di|van|von|der|den|la|le)[ -]|[Aa]l-|[Ee]l-|O'|Mc|Mac){0,2}"
# Looks first whether the next word may go on with a name: most capitals stand in front of a plain word.
_NAME = re.compile(
    r"[A-Z](?=[a-zA-Z'-]++ [-A-Zabdeiluv])"
    rf"[a-z'-]+(?:-[A-Z][a-z]+)?(?: [A-Z]\.)?(?: -?{_PARTICLE}[A-Z][\w'-]+){{1,2}}"
)
_CYRILLIC_NAME = re.compile(r"[А-ЯІЇЄҐЁ][а-яіїєґё']+ [А-ЯІЇЄҐЁ][а-яіїєґё'-]+")
_WORD = re.compile(r"[\w'.-]+")
_NEXT = re.compile(r",? (?:has |had |also |later |previously )?([a-z]+)")
_APPOSITION = re.compile(r"(?:,| -) ([^,.;:\n\"“”()]{3,90})")
_INITIALS = re.compile(r"(?:\w\.)+")
_SAID_BEFORE = re.compile(r"([a-z]+) \Z")
_MOST_ROLE_WORDS: Final = 7
_OPENERS: Final = frozenset(
    [
        "When",
        "The",
        "But",
        "And",
        "After",
        "As",
        "In",
        "On",
        "For",
        "With",
        "If",
        "While",
        "Although",
        "Where",
        "Who",
        "Why",
        "How",
        "Meanwhile",
        "However",
        "Since",
        "Before",
        "Under",
        "Despite",
        "Then",
        "That",
        "This",
        "These",
        "Those",
        "He",
        "She",
        "It",
        "They",
        "We",
        "You",
        "His",
        "Her",
        "Their",
        "Our",
        "At",
        "By",
        "From",
        "To",
        "Of",
        "Or",
        "Not",
        "No",
        "So",
        "Yet",
        *("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"),
        *("Many", "Some", "Most", "Are", "Is", "Prominent"),
    ]
)
_ENDINGS: Final = ("'s",)


@dataclass(frozen=True, slots=True)
class Person:
    """A name in the text that stands for a person, and the role beside it."""

    start: int
    end: int
    role: str | None
    rule: str
    """Why: a key of `tagger.rules.ACTORS`."""


def find_people(folded: str, lexicon: Lexicon, blocked: frozenset[str], skip: frozenset[int]) -> Iterator[Person]:
    """Give the persons named in full.

    Args:
        folded: the folded text.
        lexicon: word lists.
        blocked: words that never stand in a person's name (countries, adjectives, months, bodies).
        skip: offsets at which the index already knows a person.
    """
    for m in _NAME.finditer(folded):
        start, end = _trim(folded, m.start(), m.end(), blocked, lexicon)
        if end - start < 4 or " " not in folded[start:end] or start in skip:
            continue
        role = role_beside(folded, start, end, lexicon)
        first = folded[start : folded.find(" ", start)]
        if role is not None:
            yield Person(start, end, role, "role")
        elif first in lexicon.given:
            yield Person(start, end, None, "given-name")
        elif _speaks(folded, start, end, lexicon):
            yield Person(start, end, None, "speaks")
        elif is_called(folded, start, end):
            yield Person(start, end, None, "called")
        elif is_named_again(folded, start, end, lexicon):
            yield Person(start, end, None, "named-again")
    for m in () if folded.isascii() else _CYRILLIC_NAME.finditer(folded):
        first = m[0].split(" ")[0]
        if first in lexicon.given and m.start() not in skip:
            yield Person(m.start(), m.end(), None, "given-name")


def _trim(folded: str, start: int, end: int, blocked: frozenset[str], lexicon: Lexicon) -> tuple[int, int]:
    """Cut leading titles and words that can't belong to a name, and a possessive at the end."""
    while True:
        blank = folded.find(" ", start, end)
        if blank < 0:
            return start, start
        word = folded[start:blank]
        if not _is_barred(word.removesuffix("'s"), blocked, lexicon):
            break
        start = blank + 1
    for ending in _ENDINGS:
        if folded.endswith(ending, start, end):
            end -= len(ending)
    last = folded[folded.rfind(" ", start, end) + 1 : end]
    if last in blocked or last in lexicon.organisation_words or last.lower() in lexicon.roles:
        return start, start
    return start, end


def _is_barred(word: str, blocked: frozenset[str], lexicon: Lexicon) -> bool:
    """Tell whether a word before a name does not belong to it."""
    if word in blocked or word in _OPENERS or word in lexicon.titles:
        return True
    lower = word.lower()
    return lower in lexicon.roles or lower in lexicon.role_words


def _speaks(folded: str, start: int, end: int, lexicon: Lexicon) -> bool:
    """Tell whether a speech verb stands beside the name."""
    after = _NEXT.match(folded, end)
    if after and after[1] in lexicon.said:
        return True
    before = _SAID_BEFORE.search(folded, max(0, start - 14), start)
    return before is not None and before[1] in ("said", "says", "assures", "explains", "recalls")


def role_beside(folded: str, start: int, end: int, lexicon: Lexicon) -> str | None:
    """Give the role that stands before the name or as an apposition after it."""
    return _role_before(folded, start, lexicon) or _role_after(folded, end, lexicon)


def _role_before(folded: str, start: int, lexicon: Lexicon) -> str | None:
    """Give the role in "Ukrainian interior ministry adviser NAME" or "the mayor, NAME"."""
    if not _may_be_role(folded, start, lexicon):
        return None
    head = folded[max(0, start - 110) : start]
    line = head[max(head.rfind("\n"), head.rfind('"'), head.rfind("“"), head.rfind("(")) + 1 :]
    words = line.replace(",", " , ").split()
    if words and words[-1] == ",":
        words.pop()
        if not words or words[-1].lower() not in lexicon.roles:
            return None
    taken: list[str] = []
    has_noun = False
    for word in reversed(words):
        if taken and _ends_sentence(word, lexicon):
            break
        lower = word.lower().removesuffix("'s")
        noun = lower in lexicon.roles or word in lexicon.titles
        if not taken and not noun:
            return None
        if len(taken) >= _MOST_ROLE_WORDS or not (noun or lower in lexicon.role_words or word[0].isupper()):
            break
        taken.append(word)
        has_noun = has_noun or lower in lexicon.roles
    while taken and taken[-1].lower() in ("of", "the", "for", "and", "in", "to", "at", "but", "on", "when", "as"):
        taken.pop()
    return " ".join(reversed(taken)).strip(",") if has_noun else None


def _may_be_role(folded: str, start: int, lexicon: Lexicon) -> bool:
    """Tell whether the word before a name may end a role."""
    end = start - 1
    if not folded.startswith(" ", end) or end < 0:
        return False
    word = folded[folded.rfind(" ", max(0, end - 40), end) + 1 : end].removesuffix(",")
    if not word.isalpha():
        word = _WORD.findall(word)[-1] if _WORD.search(word) else ""
    return word in lexicon.titles or word.lower().removesuffix("'s") in lexicon.roles


def _ends_sentence(word: str, lexicon: Lexicon) -> bool:
    """Tell whether a sentence ends with `word`, rather than an abbreviation: "U.S.", "Gen."."""
    if word[-1] in "!?…:;":
        return True
    return word[-1] == "." and word not in lexicon.titles and not _INITIALS.fullmatch(word)


def _role_after(folded: str, end: int, lexicon: Lexicon) -> str | None:
    """Give the role in "NAME, head of the regional council, …"."""
    m = _APPOSITION.match(folded, end)
    if m is None:
        return None
    words = _WORD.findall(m[1])
    if len(words) > 12 or not words or words[0].lower() in ("who", "which", "and", "but", "said", "told", "has", "on"):
        return None
    if not any(w.lower() in lexicon.roles for w in words[:7]):
        return None
    text = m[1].strip()
    return text.removeprefix("the ").removeprefix("a ")
