"""Marks what a filter matched: finds come in as a function, so that no widget knows the query language."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence

Find = Callable[[str, str], Sequence[tuple[int, int]]]
"""Gives the spans of a text, in code points, that a filter matched; the second argument is ``title`` or ``body``."""


def nothing(text: str, field: str) -> Sequence[tuple[int, int]]:
    """Find nothing: there is no filter."""
    del text, field
    return ()


def divide(text: str, spans: Iterable[tuple[int, int]], style: str, marked: str) -> Iterator[tuple[str, str]]:
    """Give `text` as (piece, style name) pairs, those in `spans` in the style `marked`."""
    at = 0
    for start, end in spans:
        if start > at:
            yield text[at:start], style
        yield text[start:end], marked
        at = end
    if at < len(text):
        yield text[at:], style
