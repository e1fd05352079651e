"""Where a text shows what a filter looked for: spans of matched words, found as the search index divides words."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from store.fields import NAME_FIELDS
from store.folding import index_form
from store.query import And, Or, Term
from store.records import record

if TYPE_CHECKING:
    from collections.abc import Iterator

    from store.query import Filter, Node

# FTS5's unicode61 takes marks along with the letters they stand on; the index form turns U+02BC into an apostrophe.
_WORD = re.compile("(?:[^\\W_\u02bc]|[\u0300-\u036f\u0483-\u0487\u0591-\u05bd\u0610-\u061a\u064b-\u065f])+")


@record
class _Needle:
    """A word or phrase that was looked for."""

    words: tuple[str, ...]
    prefix: bool
    field: str | None
    """``title``, ``body`` or ``author``; None for all of them."""

    def at(self, words: list[str], index: int) -> bool:
        """Whether it stands in `words` from `index` on."""
        end = index + len(self.words)
        if end > len(words) or any(map(str.__ne__, self.words[:-1], words[index:])):
            return False
        last = words[end - 1]
        return last.startswith(self.words[-1]) if self.prefix else last == self.words[-1]


class Highlighter:
    """Finds the words of one filter in any number of texts."""

    def __init__(self, where: Filter) -> None:
        """Take the filter; what it excludes is never marked."""
        needles = [_needle(term) for term in _wanted(where.root)]
        self._needles = tuple(dict.fromkeys(needle for needle in needles if needle.words))

    def __bool__(self) -> bool:
        """Whether there is anything to find."""
        return bool(self._needles)

    def spans(self, text: str, field: str) -> list[tuple[int, int]]:
        """Give where `text`, the article's ``title``, ``body`` or ``author``, shows a match.

        Spans are code points ``[start, end)``, in order and apart; words of a phrase are marked as one.
        """
        needles = [needle for needle in self._needles if needle.field in (None, field)]
        if not needles:
            return []
        found = list(_WORD.finditer(text))
        words = [_form(match[0]) for match in found]
        spans: list[tuple[int, int]] = []
        for index, match in enumerate(found):
            ends = [found[index + len(needle.words) - 1].end() for needle in needles if needle.at(words, index)]
            if not ends:
                continue
            if spans and spans[-1][1] >= match.start():
                spans[-1] = (spans[-1][0], max(spans[-1][1], *ends))
            else:
                spans.append((match.start(), max(ends)))
        return spans


def _form(word: str) -> str:
    return index_form(word).lower()


def _needle(term: Term) -> _Needle:
    words = tuple(match[0].lower() for match in _WORD.finditer(index_form(term.value)))
    return _Needle(words, term.prefix, None if term.field in NAME_FIELDS else term.field)


def _wanted(node: Node | None) -> Iterator[Term]:
    """Give the terms that a match shows in its text, from left to right."""
    match node:
        case Term(_, field, prefix) if field in NAME_FIELDS:
            if not prefix:  # the beginning of a name is that of many words that name nothing
                yield node
        case Term(_, field) if field in (None, "title", "body", "author"):
            yield node
        case And(nodes) | Or(nodes):
            for child in nodes:
                yield from _wanted(child)
