"""What changed from one version of an article to the next: in its tags, and word by word in its text. Pure.

A paragraph is compared as a whole, a long one sentence by sentence: what stayed of it is left out.
"""

from __future__ import annotations

import difflib
import re
from dataclasses import dataclass
from itertools import pairwise, zip_longest
from typing import TYPE_CHECKING, Literal

from store.text import BLOCK_LIMIT, clean_line
from tui.tag_changes import tag_changes

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import datetime

    from store.models import Revision
    from tui.tag_changes import TagChange

MAX_PARAGRAPHS = 1_000
"""Beyond, paragraphs that a text repeats often are not compared one by one: that takes the square of their number."""
LONG = 80
"""Words of a paragraph from which on only the sentences of it that differ are shown."""
MAX_WORDS = 600
"""A longer sentence is shown as one that went and one that came."""
ALIKE = 0.5
"""From this share of common words on (difflib's ratio), one paragraph is taken for the other rewritten."""
_WORD = re.compile(r"\S+\s*")
# A stop, what closes a quotation, a blank and then what may begin a sentence.
_SENTENCE = re.compile(r"(?<=[.!?…])([\"'”’»)]{0,2})\s+(?=[\"'“‘«(]?[^\W_a-zа-яіїєґ])")

Sign = Literal["-", "+"]
Piece = tuple[str, bool]
"""A piece of text, and whether its words are the ones that differ."""


@dataclass(frozen=True, slots=True)
class ChangedLine:
    """A paragraph, or a sentence of a long one, that went (``-``) or came (``+``)."""

    sign: Sign
    pieces: tuple[Piece, ...]

    @property
    def text(self) -> str:
        """The whole of it."""
        return "".join(text for text, _ in self.pieces)


@dataclass(frozen=True, slots=True)
class VersionChanges:
    """One version and how it differs from the one before."""

    number: int
    seen_at: datetime
    lines: tuple[ChangedLine, ...]
    """Empty where only what is not shown differs, such as white space."""
    tags: tuple[TagChange, ...] = ()
    """Empty where the tags of either version are not known."""


def history(versions: Sequence[Revision]) -> tuple[VersionChanges, ...]:
    """Give what each version but the first changed, in the order of their numbers, as text that is safe to draw."""
    ordered = sorted(versions, key=lambda version: version.number)
    return tuple(
        VersionChanges(
            new.number, new.seen_at, tuple(_changes(_paragraphs(old), _paragraphs(new))), _tag_changes(old, new)
        )
        for old, new in pairwise(ordered)
    )


def _tag_changes(old: Revision, new: Revision) -> tuple[TagChange, ...]:
    return () if old.tags is None or new.tags is None else tag_changes(old.tags, new.tags)


def _paragraphs(version: Revision) -> list[str]:
    lines = [version.title, *(version.body or version.summary).split("\n")]
    return [line for line in (clean_line(line, BLOCK_LIMIT) for line in lines) if line]


def _changes(before: Sequence[str], after: Sequence[str]) -> Iterator[ChangedLine]:
    # Not `ndiff`: it looks for likenesses among all paragraphs that differ, which takes the cube of their number.
    repeats = max(len(before), len(after)) > MAX_PARAGRAPHS
    matcher = difflib.SequenceMatcher(None, before, after, autojunk=repeats)
    for tag, start, end, new_start, new_end in matcher.get_opcodes():
        if tag != "equal":
            yield from _replaced(before[start:end], after[new_start:new_end])


def _replaced(gone: Sequence[str], come: Sequence[str]) -> Iterator[ChangedLine]:
    """Give paragraphs that stand in the same place, each old one before the new one it became."""
    for old, new in zip_longest(gone, come):
        if old is not None and new is not None and (sentences := _long(old, new)):
            yield from _changes(*sentences)
            continue
        pair = _rewritten(old, new) if old is not None and new is not None else None
        if pair is not None:
            yield from pair
            continue
        if old is not None:
            yield ChangedLine("-", ((old, False),))
        if new is not None:
            yield ChangedLine("+", ((new, False),))


def _long(old: str, new: str) -> tuple[list[str], list[str]] | None:
    """Give the sentences of both paragraphs where one is long and they have some in common, else None."""
    if max(old.count(" "), new.count(" ")) < LONG:
        return None
    before, after = _sentences(old), _sentences(new)
    return None if set(before).isdisjoint(after) else (before, after)


def _sentences(text: str) -> list[str]:
    return [sentence for sentence in _SENTENCE.sub("\\1\n", text).split("\n") if sentence]


def _rewritten(old: str, new: str) -> tuple[ChangedLine, ChangedLine] | None:
    """Give both with the words that differ, or None where they have too little in common."""
    before, after = _WORD.findall(old), _WORD.findall(new)
    if max(len(before), len(after)) > MAX_WORDS:
        return None
    bare = [word.rstrip() for word in before], [word.rstrip() for word in after]
    matcher = difflib.SequenceMatcher(None, *bare, autojunk=False)
    if matcher.ratio() < ALIKE:
        return None
    left: list[Piece] = []
    right: list[Piece] = []
    for tag, start, end, new_start, new_end in matcher.get_opcodes():
        left.append(("".join(before[start:end]), tag != "equal"))
        right.append(("".join(after[new_start:new_end]), tag != "equal"))
    return ChangedLine("-", _full(left)), ChangedLine("+", _full(right))


def _full(pieces: Sequence[Piece]) -> tuple[Piece, ...]:
    return tuple(piece for piece in pieces if piece[0])
