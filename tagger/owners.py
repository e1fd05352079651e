"""Whose a place is: "the mayor of Irpin" and "a teacher from Lviv" tell of nothing that happens there."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from tagger.places import Toponym
    from tagger.sentences import Sentence

_OWNERS: Final = frozenset(
    (
        *("mayor", "governor", "head", "chief", "president", "minister", "spokesman", "spokeswoman", "ambassador"),
        *(
            "resident",
            "residents",
            "defenders",
            "defender",
            "supporters",
            "people",
            "from",
            "citizen",
            "citizens",
            "capital",
            "representative",
        ),
        *("representatives", "bordering", "embassy", "Embassy", "authorities", "administration", "council"),
        *("government", "leader", "leaders", "war", "conflict", "invasion", "crisis"),
        *("cruiser", "frigate", "flagship", "warship", "destroyer", "submarine", "крейсер", "крейсера", "фрегат"),
    )
)
"""What stands before a place that is no scene: "the mayor of Irpin"."""
_COMPASS: Final = frozenset(f"{side}{end}" for side in ("north", "south", "east", "west") for end in ("", "ern"))
_LINKS: Final = ("of", "from")
_AFFAIRS: Final = frozenset(
    ("war", "conflict", "invasion", "crisis", "embassy", "Embassy", "ambassador", "representative", "representatives")
)
_LEFT = re.compile(
    r"\b(?:[Ee]vacuat|fle[ed]|flight|escap|withdr[ae]w|retreat|pull|dr[io]ve|forc|expel|oust|push|remov|tak|took|deport|"
    r"abduct|kidnap|displac|launch|fir(?:e|ing)|rescu|rout|eject|clear|exodus|leav)\w* [^.;:]{0,40}\Z"
)
"""What leaves a place, so that "from" tells of more than where somebody is at home."""


_GROUNDS = re.compile(
    r"'s? (?:[\w'-]+ ){0,3}?(?:airports?|suburbs?|cent(?:er|re)|districts?|outskirts|streets?|hospitals?|squares?|"
    r"neighbou?r\w*|"
    r"quarters?|metro|subway|stations?|river|bank|zone|markets?|hotels?|mosques?|church\w*|cathedral|universit\w+|"
    r"schools?|"
    r"roads?|bridges?|north\w*|south\w*|east\w*|west\w*|residents|sk(?:y|ies)|power|energy|buildings?|port|heart)\b"
)
"""What of a capital is ground on which something happens, rather than its government's."""


def is_government_s(folded: str, end: int) -> bool:
    """Tell whether what a capital that ends at `end` owns is no part of the town: "under Ankara's tutelage"."""
    return _GROUNDS.match(folded, end) is None


_AT_EMBASSY = re.compile(
    r"\b(?:at|outside|near|front of|inside|storm\w*|attack\w*(?: on)?) (?:the |its )?(?:[\w.]+ ){0,2}[Ee]mbassy in \Z"
)


def belongs(folded: str, s: Sentence, t: Toponym, before: list[str]) -> bool:
    """Tell whether the words before a place make it somebody's, rather than what is left or "the capital of Raqqa".

    Args:
        folded: the folded text.
        s: the sentence.
        t: the place.
        before: the words before it, as `words_before` gives them.
    """
    return _is_owned(before) and not _is_scene(folded, s, t, before)


def words_before(folded: str, start: int, end: int) -> list[str]:
    """Give the last words before `end`, if a blank stands there; the first may be cut."""
    if not folded.endswith(" ", start, end):
        return []
    return folded[max(start, end - 40) : end - 1].split(" ")


def _is_scene(folded: str, s: Sentence, t: Toponym, before: list[str]) -> bool:
    """Tell whether a place after "from" is one that is left, or one after "capital of" is that capital."""
    if before[-1:] == ["the"]:
        before = before[:-1]
    if before[-2:-1] and before[-2] in ("Embassy", "embassy"):
        return _AT_EMBASSY.search(folded, max(s.start, t.start - 60), t.start) is not None
    if before[-1:] == ["from"] or before[-3:] == ["from", "the", "city"] or before[-4:-1] == ["from", "the", "city"]:
        return _LEFT.search(folded, max(s.start, t.start - 60), t.start) is not None
    return before[-2:] == ["capital", "of"] and t.entry.kind not in ("region", "country")


def _is_owned(words: list[str]) -> bool:
    """Tell whether the words before a place make it somebody's: "the mayor of", "people from the city of"."""
    if words[-2:] == ["city", "of"]:
        words = words[:-2]
    if words[-1:] == ["the"]:
        words = words[:-1]
    if words[-1:] and words[-1] in _COMPASS:
        words = words[:-1]
    if words[-1:] == ["capital"]:
        return False  # "the capital Kyiv" is Kyiv, "the capital of Ukraine" is not Ukraine
    if words[-1:] and words[-1] in ("in", "on"):
        return bool(words[:-1]) and words[-2] in _AFFAIRS  # "people in Sumy" are there, "the war in Ukraine" is a topic
    return _is_owner(words) or (bool(words) and words[-1] in _LINKS and _is_owner(words[:-1]))


def _is_owner(words: list[str]) -> bool:
    if not words:
        return False
    last = words[-1]
    if last.isalpha():
        return last in _OWNERS or (last == "with" and words[-2:-1] == ["border"])
    return bare(last) in _OWNERS


def bare(word: str) -> str:
    """Give a word without the marks before it and what a hyphen joins to it."""
    return word.rpartition("-")[2].lstrip("\"'“”«([—–")
