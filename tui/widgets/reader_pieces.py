"""Lines of styled pieces, and where in an article's text each of them stands. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from store.records import record

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from store.models import Article

Part = tuple[str, str]
"""A piece of text and its style name."""
Line = tuple[Part, ...]
Span = tuple[int, int]
"""A stretch of an article's text in code points, half-open; see `store.models.article_text`."""


class Row(NamedTuple):
    """A line, and the stretch of the article's text that it shows."""

    line: Line
    start: int = -1
    """The first code point shown; -1 for a line that shows none of the text."""
    end: int = -1
    lead: int = 0
    """Characters of the line before the text begins, such as the bar of a quote."""


@record
class Mark:
    """A stretch of text to highlight, in code points."""

    start: int
    end: int
    style: str


def tag_marks(article: Article) -> tuple[Mark, ...]:
    """Give the tagged stretches in order, the earlier and longer one first where two overlap."""
    tags = article.tags
    found = [
        *(Mark(place.start, place.end, "place") for place in tags.places),
        *(Mark(actor.start, actor.end, "actor") for actor in tags.actors),
        *(Mark(figure.start, figure.end, "figure") for figure in tags.figures),
    ]
    found.sort(key=lambda mark: (mark.start, -mark.end))
    kept: list[Mark] = []
    for mark in found:
        if not kept or mark.start >= kept[-1].end:
            kept.append(mark)
    return tuple(kept)


def overlaid(marks: list[Mark], spans: Sequence[Span], style: str) -> list[Mark]:
    """Lay `spans` over `marks`, which keep only what is left of them."""
    for start, end in spans:
        rest: list[Mark] = []
        for mark in marks:
            rest += [
                Mark(first, last, mark.style)
                for first, last in ((mark.start, min(mark.end, start)), (max(mark.start, end), mark.end))
                if first < last
            ]
        marks = rest
    return sorted([*marks, *(Mark(start, end, style) for start, end in spans)], key=lambda mark: mark.start)


def styled(text: str, start: int, end: int, marks: Sequence[Mark], style: str) -> Iterator[Part]:
    """Give ``text[start:end]`` in pieces, those inside a mark in its style, without the blanks at its end."""
    at, end = start, start + len(text[start:end].rstrip())
    for mark in marks:
        if mark.end <= at or mark.start >= end:
            continue
        if mark.start > at:
            yield text[at : mark.start], style
        yield text[max(at, mark.start) : min(mark.end, end)], mark.style
        at = min(mark.end, end)
    if at < end:
        yield text[at:end], style


def repainted(row: Row, marks: Sequence[Mark]) -> Line:
    """Give a row's line with `marks`, which stand in order in the article's text, drawn over what it shows."""
    shift = row.lead - row.start
    inside = [
        (max(mark.start, row.start) + shift, min(mark.end, row.end) + shift, mark.style)
        for mark in marks
        if mark.start < row.end and mark.end > row.start
    ]
    return tuple(_over(row.line, inside)) if inside else row.line


def _over(line: Line, marks: Sequence[tuple[int, int, str]]) -> Iterator[Part]:
    at = 0
    for text, style in line:
        done = 0
        for start, end, over in marks:
            first, last = max(start - at, done), min(end - at, len(text))
            if first >= last:
                continue
            if first > done:
                yield text[done:first], style
            yield text[first:last], over
            done = last
        if done < len(text):
            yield text[done:], style
        at += len(text)
