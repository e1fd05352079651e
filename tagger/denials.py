"""What a denial is about: the words after it, the words before it, or the sentence before."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tagger.sentences import Sentence

_NEGATED = re.compile(r"(?:\bnot|n't|\bnever|\bnor|\bneither|\bcannot|\bне) (?:\w+ )?\Z", re.IGNORECASE)
_REFUSAL = re.compile(
    r" (?:(?!of\b)[\w-]+ ){0,2}(?:access|entry|permission|visas?|bail|asylum|passage|"
    r"food|water|care|treatment|rights?)\b"
)
_PASSIVE = re.compile(r"\b(?:was|were|been|being|is|are) (?:\w+ )?\Z")
_POINTS_BACK = re.compile(
    r" ?(?:(?:it|this|that|so|them|doing so|(?:the|these|those|all|such) (?:\w+ )?(?:report|claim|"
    r"allegation|accusation|"
    r"charge|statement)s?|это|эти (?:сообщения|данные)|це|ці (?:повідомлення|дані))"
    r"(?: (?:on|late on|earlier on) \w+day)?)?[\"”’)]*(?:[.,;!?]|\Z)"
)
_ENDS = re.compile(
    r";|, (?:but|while|whereas|although|though|saying|adding|insisting|claiming|after|when|hours|days|"
    r"and (?:the|that|its?)|"
    r"але|но|однак|однако|заявив\w*|заявля\w*)\b|\bbut\b|\b(?:as|while) (?!false|baseless|part\b|such\b)"
    r"|\band (?:(?:it|they|he|she) )?(?:(?:has|had|also|later|instead) ){0,2}"
    r"(?:said|says|announced|claimed|claims|confirmed|insisted|reported|added)\b"
)
_GOES_ON = re.compile(
    r", (?:saying|adding|insisting|claiming|заяв)|(?:, )?(?:but|and|while) (?:(?:it|they|he|she) )?"
    r"(?:(?:has|had|also|later|instead) ){0,2}(?:said|says|announced|claimed|claims|confirmed|insisted|"
    r"reported|added)\b"
)
_SAYS = re.compile(
    r"\b(?:said|says|say|told|added|announced|claimed|claims|stated|insisted|confirmed|declared|reported)\b"
)
_UNTRUE = ("true", "false", "fake", "fakes", "untrue", "baseless", "lie", "lies")
_SHORT_HEAD = 25
"""Longest head, in code points, of a sentence that only denies what the sentence before it says."""


@dataclass(frozen=True, slots=True)
class Denial:
    """One denial; all offsets are code points of the text."""

    at: int
    """Where its verb stands."""
    start: int
    end: int
    """What is denied: ``start:end`` of the sentence."""
    looks_back: bool
    """Whether it speaks of the sentence before its own."""
    goes_on: bool
    """Whether who denies says something else after it: "denied …, saying …"."""


def find_denials(
    folded: str, s: Sentence, denied: re.Pattern[str], voices: Sequence[tuple[int, str]]
) -> tuple[Denial, ...]:
    """Give the denials in a sentence, in order.

    Args:
        folded: the folded text.
        s: the sentence.
        denied: the verbs and phrases of denial.
        voices: offset and name of all who say something in the sentence.
    """
    found = []
    for m in denied.finditer(folded, s.start, s.end):
        head = folded[max(s.start, m.start() - 30) : m.start()]
        passive = _PASSIVE.search(head) is not None
        if _NEGATED.search(head) or _REFUSAL.match(folded, m.end(), s.end):
            continue
        back = _POINTS_BACK.match(folded, m.end(), s.end) is not None
        if back or passive or m[0].lower().endswith(_UNTRUE):
            alone = m.start() - s.start <= _SHORT_HEAD or any(
                0 <= m.start() - s.start - len(n) <= 12 for _, n in voices
            )
            found.append(Denial(m.start(), s.start, m.end(), back and alone and not passive, False))
            continue
        stop = _ENDS.search(folded, m.end(), s.end)
        end = stop.start() if stop else s.end
        found.append(
            Denial(m.start(), m.start(), end, False, stop is not None and _GOES_ON.match(folded, end) is not None)
        )
    return tuple(found)


def only_denies(folded: str, voice: int, denials: Sequence[Denial]) -> bool:
    """Tell whether the speaker at `voice` denies something and says nothing else before that."""
    following = next((d for d in denials if d.at >= voice), None)
    return following is not None and _SAYS.search(folded, voice, following.at) is None
