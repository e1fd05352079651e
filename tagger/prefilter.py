"""Which patterns can match in which sentence, told by one pass over the text instead of one for each pattern.

Every pattern is read for literals of which each of its matches must hold one; an Aho-Corasick automaton finds the
literals of all patterns at once. A pattern that no literal speaks for is never run.
"""

from __future__ import annotations

from itertools import product
from typing import TYPE_CHECKING, Any, Final

import daachorse

# There is no public parser of patterns; `re` itself compiles from this one.
from re import _constants as codes  # type: ignore[attr-defined] # isort: skip
from re import _parser as parser  # type: ignore[attr-defined] # isort: skip

from tagger.spelling import fold

if TYPE_CHECKING:
    import re
    from collections.abc import Iterable, Mapping, Sequence

_MOST: Final = 80
"""Most spellings that one stretch of a pattern is spelled out into."""
_LONG_ENOUGH: Final = 5
"""Longer literals tell little more."""
_TELLING: Final = 4
"""Words of this length are rare enough to be looked at wherever they stand."""
Words = frozenset[str]


class Prefilter:
    """Finds the patterns that have a chance in each sentence of a text."""

    def __init__(
        self, patterns: Mapping[int, Sequence[re.Pattern[str]]], words: Mapping[int, Iterable[str]] | None = None
    ) -> None:
        """Watch for patterns by their bits; `words` are for patterns that are better looked for by words of our choice.

        Raises:
            ValueError: a pattern has no literal that each of its matches must hold.
        """
        masks: dict[str, int] = {}
        wanted = [(bit, required(p.pattern)) for bit, group in patterns.items() for p in group]
        for bit, literals in [*wanted, *(words or {}).items()]:
            for literal in literals:
                key = fold(literal).lower()
                masks[key] = masks.get(key, 0) | bit
        self._masks = [masks[w] for w in sorted(masks)]
        self._automaton = daachorse.CharwiseDoubleArrayAhoCorasick(sorted(masks))

    def scan(self, low: str) -> list[tuple[int, int, int]]:
        """Give (start, end, bits of its patterns) of every literal in a folded text in lower case, by end."""
        masks = self._masks
        return [(start, end, masks[number]) for start, end, number in self._automaton.find_overlapping(low)]


def required(pattern: str) -> Words:
    """Give words of which every match of `pattern` holds at least one, in lower case.

    Raises:
        ValueError: there are none.
    """
    _, words = _read(parser.parse(pattern))
    if words is None:
        raise ValueError(f"no literal is certain in {pattern[:60]!r}")
    return words


def heads(pattern: str) -> Words:
    """Give words with one of which every match of `pattern` begins, in lower case.

    Raises:
        ValueError: a match may begin with anything.
    """
    words = _heads(parser.parse(pattern))
    if "" in words:
        raise ValueError(f"{pattern[:60]!r} may begin with anything")
    return _shortest(words)


def _heads(items: Iterable[Any]) -> Words:
    run: Words = frozenset({""})
    for op, value in items:
        spelled = _item(op, value)[0]
        more = _head_of(op, value) if spelled is None else spelled
        if len(run) * len(more) > _MOST:
            break
        run = frozenset(a + b for a, b in product(run, more))
        if spelled is None:
            break
    return run


def _head_of(op: Any, value: Any) -> Words:
    if op is codes.SUBPATTERN:
        return _heads(value[3])
    if op is codes.BRANCH:
        return frozenset().union(*(_heads(branch) for branch in value[1]))
    if op in (codes.MAX_REPEAT, codes.MIN_REPEAT) and value[0]:
        return _heads(value[2])
    return frozenset({""})


def alternatives(pattern: str) -> list[str]:
    """Give the parts of `pattern` that its outermost bars divide."""
    parts, start, depth, i = [], 0, 0, 0
    while i < len(pattern):
        c = pattern[i]
        depth += (c in "([") - (c in ")]")
        if c == "\\":
            i += 1
        elif c == "|" and not depth:
            parts.append(pattern[start:i])
            start = i + 1
        i += 1
    return [*parts, pattern[start:]]


def split_by_heads(pattern: str) -> tuple[list[str], list[str], Words]:
    """Give the alternatives of `pattern` that begin with a telling word, the others, and those words.

    An alternative whose heads are short is still among the first if it holds no word that is rarer.
    """
    anchored, floating = [], []
    first: set[str] = set()
    for part in alternatives(pattern):
        parsed = parser.parse(part)
        words = _heads(parsed)
        shortest = min(map(len, words))
        if shortest and (shortest >= _TELLING or shortest >= min(_TELLING, *map(len, _read(parsed)[1] or ()))):
            anchored.append(part)
            first |= words
        else:
            floating.append(part)
    return anchored, floating, _shortest(first)


def _shortest(words: Iterable[str]) -> Words:
    """Give the words that begin with none of the others."""
    kept: list[str] = []
    for word in sorted(words):
        if not kept or not word.startswith(kept[-1]):
            kept.append(word)
    return frozenset(kept)


def _read(items: Iterable[Any]) -> tuple[Words | None, Words | None]:
    """Give all that a sequence of parsed items can match (None: too much), and words that each match holds."""
    run: Words = frozenset({""})
    best: Words | None = None
    whole = True
    for op, value in items:
        spelled, words = _item(op, value)
        if spelled is not None and len(run) * len(spelled) <= _MOST:
            run = frozenset(a + b for a, b in product(run, spelled))
        else:
            best = _better(_better(best, run), words)
            run, whole = frozenset({""}), False
    return (run if whole else None), _better(best, run)


def _item(op: Any, value: Any) -> tuple[Words | None, Words | None]:
    if op is codes.LITERAL:
        return frozenset({chr(value).lower()}), None
    if op in (codes.AT, codes.ASSERT, codes.ASSERT_NOT):
        return frozenset({""}), None
    if op is codes.SUBPATTERN:
        return _read(value[3])
    if op is codes.BRANCH:
        return _branch([_read(branch) for branch in value[1]])
    if op in (codes.MAX_REPEAT, codes.MIN_REPEAT):
        low, high, inner = value
        spelled, words = _read(inner)
        if high == 1 and spelled is not None:
            return (spelled if low else spelled | {""}), words if low else None
        return None, _better(words, spelled) if low else None
    if op is codes.IN and all(kind is codes.LITERAL for kind, _ in value):
        return frozenset(chr(code).lower() for _, code in value), None
    return None, None


def _branch(branches: Sequence[tuple[Words | None, Words | None]]) -> tuple[Words | None, Words | None]:
    spelled: set[str] | None = set()
    words: set[str] | None = set()
    for exact, some in branches:
        spelled = spelled | exact if spelled is not None and exact is not None else None
        certain = _better(some, exact)
        words = words | certain if words is not None and certain is not None else None
    return (None if spelled is None else frozenset(spelled)), (None if words is None else frozenset(words))


def _better(first: Words | None, second: Words | None) -> Words | None:
    """Give the set of words that fewer texts hold."""
    if second is None or "" in second:
        return first
    second = frozenset(w for w in second if not any(o != w and o in w for o in second))
    return second if first is None or _worth(second) > _worth(first) else first


def _worth(words: Words) -> tuple[int, int]:
    return min((_LONG_ENOUGH, *map(len, words))), -len(words)
