"""Sentences and paragraphs as offsets."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, NamedTuple, Protocol, TypeVar

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence


class Placed(Protocol):
    """Something that stands somewhere in the text."""

    @property
    def start(self) -> int:
        """Its offset."""
        ...


T = TypeVar("T", bound=Placed)
Span = tuple[int, int, int]
Hit = tuple[int, int, int]
# Begins with a class of characters, so that the search for it skips all others at once.
_END = re.compile(r"[.!?…\n](?:(?<=\n)\n*|(?<!\n)[.!?…]*[\"”’')\]»]*(?=\s|[A-ZА-ЯІЇЄ\"“«-]|\Z))")
_ABBREVIATIONS: Final = frozenset(
    (
        *("Mr", "Mrs", "Ms", "Dr", "St", "Gen", "Col", "Maj", "Lt", "Capt", "Sgt", "Adm", "Brig", "Sen", "Rep", "Gov"),
        *("Prof", "No", "vs", "approx", "Jr", "Sr", "Jan", "Feb", "Aug", "Sept", "Oct", "Nov", "Dec"),
        *("м", "г", "с", "р", "ст", "вул", "обл", "тис", "тыс", "млн", "им", "ім", "т"),
        *"ABCDEFGHIJKLMNOPQRSTUVWXYZАБВГДЕЖЗИЙКЛМНОПРСТУФХЦЧШЩЪЫЬЭЮЯ",
    )
)
_LONGEST: Final = max(map(len, _ABBREVIATIONS))
MAX_SENTENCE = 1_200
"""Longest sentence given, in code points."""


class Sentence(NamedTuple):
    """One sentence; `paragraph` counts the paragraphs of the text."""

    start: int
    end: int
    paragraph: int
    clues: int = 0
    """Bits of `tagger.clues` of what it may hold."""
    hits: Sequence[Hit] = ()
    """What the prefilter found in it."""


def split_sentences(text: str, hits: Sequence[Hit] = ()) -> list[Sentence]:
    """Give the sentences of `text` in order, without the white space around them.

    Args:
        text: the folded text.
        hits: (start, end, bits) of what `tagger.prefilter` found in it, by end.
    """
    found: list[Span] = []
    start, paragraph = 0, 0
    for m in _END.finditer(text):
        at, end = m.span()
        if text[at] == "\n":
            _add(found, text, start, at, paragraph)
            paragraph += 1
        elif text[at] != "." or _is_end(text, at, end):
            _add(found, text, start, end, paragraph)
        else:
            continue
        start = end
    _add(found, text, start, len(text), paragraph)
    return _with_clues(found, hits)


def _with_clues(spans: Sequence[Span], hits: Sequence[Hit]) -> list[Sentence]:
    """Give each span the bits of all hits inside it."""
    sentences = []
    at, count = 0, len(hits)
    for start, end, paragraph in spans:
        first, bits = at, 0
        while at < count:
            begin, last, clues = hits[at]
            if last > end:
                break
            at += 1
            if begin >= start:
                bits |= clues
            elif not bits:
                first = at
        sentences.append(Sentence(start, end, paragraph, bits, hits[first:at]))
    return sentences


def shares(items: Sequence[T], sentences: Sequence[Sentence]) -> Iterator[Sequence[T]]:
    """Give for each sentence the items that start in it; both are in order."""
    first, count = 0, len(items)
    for s in sentences:
        while first < count and items[first].start < s.start:
            first += 1
        last = first
        while last < count and items[last].start < s.end:
            last += 1
        yield items[first:last]
        first = last


def _is_end(text: str, at: int, end: int) -> bool:
    """Tell whether the full stop at `at` ends a sentence; what belongs to it, such as a quote, ends at `end`."""
    follows = text[end : end + 2]
    if not follows[:1].isspace() and follows:
        # No space after the full stop: a slip of the outlet's, unless it is an abbreviation such as "U.S.-led".
        return follows[0].isupper() and at > 2 and text[at - 1].islower() and text[at - 2].islower()
    if _is_abbreviation(text, at):
        # "the U.S. The next" is rare; "Maj. Gen. Igor" and "U.S. officials" are common.
        return False
    return not follows[1:2].islower()


def _is_abbreviation(text: str, end: int) -> bool:
    """Tell whether the word that ends at `end` is an abbreviation or an initial."""
    low = end - _LONGEST - 1 if end > _LONGEST else 0
    blank = text.rfind(" ", low, end)
    word = text[low if blank < 0 else blank + 1 : end]
    if not word.isalnum():
        start = end
        while start > low and (text[start - 1].isalnum() or text[start - 1] == "_"):
            start -= 1
        word = text[start:end]
    return word in _ABBREVIATIONS


def _add(found: list[Span], text: str, start: int, end: int, paragraph: int) -> None:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    # A "sentence" of any length would make what looks for pairs in it slow: cut it at white space.
    while end - start > MAX_SENTENCE:
        cut = text.rfind(" ", start + MAX_SENTENCE // 2, start + MAX_SENTENCE)
        cut = cut if cut > 0 else start + MAX_SENTENCE
        found.append((start, cut, paragraph))
        start = cut + 1 if text[cut : cut + 1].isspace() else cut
    if start < end:
        found.append((start, end, paragraph))
