"""Literal or metonym: "in Kyiv" is a place, "Kyiv said" is a government.

Only countries and capitals can stand for a government or army. The rules look at the words beside the name: a verb of
speech or action after it, a possessive with an act of state, or a preposition that addresses it.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tagger.lexicon import Lexicon
    from tagger.places import Toponym

_WORD = re.compile(r"[\w'-]+")
_POSSESSIVE = re.compile(r"'s?(?= )")
_LITERAL: Final = frozenset(
    [
        "in",
        "at",
        "near",
        "inside",
        "across",
        "throughout",
        "over",
        "outside",
        "around",
        "into",
        "within",
        "from",
        "beyond",
        "off",
        "through",
        "toward",
        "towards",
    ]
)
_HELPERS: Final = frozenset(
    [
        "has",
        "had",
        "have",
        "also",
        "now",
        "then",
        "again",
        "repeatedly",
        "never",
        "still",
        "not",
        "itself",
        "both",
        "all",
        "just",
        "only",
        "even",
        "has",
        "since",
        "already",
    ]
)
_BE: Final = frozenset(["is", "was", "are", "were"])
_SLAVIC_VERB = re.compile(
    r"[а-яіїє]{2,}(?:ла|ли|ло|лася|лась|лися|лись|ет|ит|ют|ят|ає|ує|ють|яє|еть|ить|ется|ється|жет)\Z"
)
_COORDINATED = re.compile(r"(?:, [A-Z][\w ]{2,20}){0,2},? and (?:the )?[A-Z]\w+ ([a-z]+)")
_DISPUTE = re.compile(
    r" (?:\w+ )?(?:war|conflict|crisis|talks|relations|ties|border dispute|standoff|tensions|dispute)\b"
)
_PARTIES = re.compile(r"-[A-Z]\w+ (?:\w+ )?(?:war|conflict|crisis|talks|relations|ties|standoff|tensions|dispute)\b")
_CLAUSE_END = re.compile(r"[.,;:!?()\"“”]")


def mark_metonyms(folded: str, toponyms: Sequence[Toponym], lexicon: Lexicon) -> list[str]:
    """Give for each toponym the rule of `tagger.rules.SENSES` by which it stands for its government, or nothing."""
    marks: list[str] = []
    for i, t in enumerate(toponyms):
        if t.entry.kind != "country" and not t.entry.capital:
            marks.append("")
            continue
        mark = "" if i and _holds_town(folded, toponyms[i - 1], t) else _metonym(folded, t, lexicon)
        joined = not mark and i > 0 and marks[i - 1] and _coordinated(folded, toponyms[i - 1], t)
        if joined and not _follows_literal(folded, toponyms[i - 1]):
            mark = "coordinated"
        marks.append(mark)
    return marks


def _holds_town(folded: str, town: Toponym, t: Toponym) -> bool:
    """Tell whether a country only says where the town before it is: "in Doha, Qatar, …"."""
    inside = town.entry.country == t.entry.country and town.entry.kind != "country"
    return inside and folded[town.end : t.start] == ", " and t.entry.kind == "country"


def _coordinated(folded: str, first: Toponym, second: Toponym) -> bool:
    return folded[first.end : second.start] in (" and ", ", ", " or ", " і ", " и ", " та ", " and the ", ", and ")


def _follows_literal(folded: str, t: Toponym) -> bool:
    return bool(_words_before(folded, t.start, 1) and _words_before(folded, t.start, 1)[-1] in _LITERAL)


def _metonym(folded: str, t: Toponym, lexicon: Lexicon) -> str:
    """Give the rule by which the place stands for its government, or nothing."""
    possessive = _POSSESSIVE.match(folded, t.end)
    if possessive:
        words = _words_after(folded, possessive.end(), 4)
        return "possesses" if any(w in lexicon.state_acts for w in words) else ""
    joined = folded.startswith("-", t.end)
    if (joined and _PARTIES.match(folded, t.end)) or (
        folded.startswith("-", t.start - 1) and _DISPUTE.match(folded, t.end)
    ):
        return "party"
    if joined or _plain_word_before(folded, t.start) in _LITERAL:
        return ""
    before = _words_before(folded, t.start, 6)
    if before and before[-1] in ("the", "The", "neighbouring", "neighboring"):
        before.pop()
    last = before[-1] if before else ""
    if last == "at" and before[-2:-1] == ["out"]:
        return "addressed"
    if last in _LITERAL:
        return ""
    if last and _addressed(last, before[:-1], lexicon):
        return "addressed"
    return "acts" if last not in lexicon.locative and _acts(folded, t, lexicon) else ""


def _plain_word_before(folded: str, at: int) -> str:
    """Give the word before a name if nothing but a blank and its article stand between; "at" may end "hit out at"."""
    end = at - 5 if folded.endswith(" the ", 0, at) else at - 1
    word = folded[folded.rfind(" ", max(0, end - 12), end) + 1 : end] if folded.startswith(" ", end) else ""
    return "" if word == "at" else word


def _addressed(last: str, before: list[str], lexicon: Lexicon) -> bool:
    """Tell whether the preposition or verb before the name makes it a party."""
    if last in ("with", "by", "With", "By"):
        return "border" not in before
    if last in ("on", "to", "for", "between", "against"):
        return any(w.lower() in lexicon.relations for w in before[-4:])
    return last in lexicon.addressed and last not in ("on", "to", "against")


def _acts(folded: str, t: Toponym, lexicon: Lexicon) -> bool:
    """Tell whether the words after the name are a verb of which it is the subject."""
    words = [w.lower() for w in _words_after(folded, t.end, 4)]  # headlines write Every Word So
    while words and (words[0] in _HELPERS or words[0].endswith("ly")):
        words.pop(0)
    if not words:
        return False
    verb = words[0]
    if verb in _BE:
        rest = [w for w in words[1:] if w not in _HELPERS and not w.endswith("ly")]
        return bool(rest) and rest[0].endswith("ing") and rest[0] not in ("being", "facing", "suffering")
    if verb in lexicon.speech or verb in lexicon.acts:
        return True
    if verb.isascii() and verb.endswith("ed") and len(verb) > 4 and verb.islower():
        return True
    if _SLAVIC_VERB.match(verb):
        return True
    pair = _COORDINATED.match(folded, t.end)
    return pair is not None and (pair[1] in lexicon.speech or pair[1] in lexicon.acts)


def _words_before(folded: str, at: int, count: int) -> list[str]:
    """Give up to `count` words before `at` within its clause."""
    head = folded[max(0, at - 70) : at]
    cut = 0
    for m in _CLAUSE_END.finditer(head):
        cut = m.end()
    return _WORD.findall(head[cut:])[-count:]


def _words_after(folded: str, at: int, count: int) -> list[str]:
    """Give up to `count` words right after `at`, none past a punctuation mark."""
    tail = folded[at : at + 70]
    stop = _CLAUSE_END.search(tail)
    return _WORD.findall(tail[: stop.start()] if stop else tail)[:count]
