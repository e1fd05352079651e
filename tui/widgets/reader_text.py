"""An article as lines of styled pieces, laid out only as far as somebody has looked. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from store.text import clean_line, cut
from tui.widgets import signs
from tui.widgets.cells import wrap
from tui.widgets.matches import Find, nothing
from tui.widgets.times import full

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from store.models import Article, Event

MEASURE = 80
"""Cells of the longest line of text."""
BODY_LIMIT = 200_000
"""Code points of a body that are laid out; the archive keeps the rest."""
MAX_LINKS = 200
MAX_EVENTS = 12
_PARAGRAPH = re.compile(r"[^\n]+")

Part = tuple[str, str]
"""A piece of text and its style name."""
Line = tuple[Part, ...]


@dataclass(frozen=True, slots=True)
class _Mark:
    """A stretch of the article's text to highlight, in code points."""

    start: int
    end: int
    style: str


class Layout:
    """The lines of one article at one width; lines are made when they are asked for."""

    def __init__(self, lines: Iterator[Line]) -> None:
        """Take the lines, which are made as they are asked for."""
        self._lines: list[Line] = []
        self._rest = lines

    @classmethod
    def of_article(cls, article: Article, width: int, *, highlight: bool, find: Find = nothing) -> Layout:
        """Lay `article` out in lines of at most `width` cells; `highlight` shows its tags, `find` what was sought."""
        return cls(_lines(article, measure(width), _marks(article) if highlight else (), find))

    def line(self, index: int) -> Line | None:
        """Give line `index`, or None beyond the last."""
        while len(self._lines) <= index:
            line = next(self._rest, None)
            if line is None:
                return None
            self._lines.append(line)
        return self._lines[index]

    def length(self) -> int:
        """Give the number of lines; lays out all that is left."""
        self._lines.extend(self._rest)
        return len(self._lines)


def measure(width: int) -> int:
    """Give the cells of a line in a pane with room for `width`."""
    return max(8, min(width, MEASURE))


def article_links(article: Article) -> tuple[str, ...]:
    """Give the links that the reader numbers: those in the text, without the article's own."""
    return tuple(link for link in dict.fromkeys(article.links) if link != article.url)[:MAX_LINKS]


def _marks(article: Article) -> tuple[_Mark, ...]:
    """Give the tagged stretches in order, the earlier and longer one first where two overlap."""
    tags = article.tags
    found = [
        *(_Mark(place.start, place.end, "place") for place in tags.places),
        *(_Mark(actor.start, actor.end, "actor") for actor in tags.actors),
        *(_Mark(figure.start, figure.end, "figure") for figure in tags.figures),
    ]
    found.sort(key=lambda mark: (mark.start, -mark.end))
    kept: list[_Mark] = []
    for mark in found:
        if not kept or mark.start >= kept[-1].end:
            kept.append(mark)
    return tuple(kept)


def _lines(article: Article, width: int, marks: Sequence[_Mark], find: Find) -> Iterator[Line]:
    """Give every line of the article."""
    title = article.title
    yield from _paragraph(cut(title, 1000), 0, width, marks, "title", find)
    yield from _about(article, width)
    yield ()
    body, offset = article.body or article.summary, len(title) + 2
    for match in _PARAGRAPH.finditer(body, 0, BODY_LIMIT):
        if match.group().strip():
            yield from _paragraph(match.group(), offset + match.start(), width, marks, "text", find)
            yield ()
    if not body.strip():
        yield (("The feed gives no text, only the headline. Press o to open the article.", "quiet"),)
        yield ()
    if len(body) > BODY_LIMIT:
        yield from plain(f"Cut here for display. “dateline show {article.id}” prints all of it.", width, "quiet")
        yield ()
    yield from _events(article.tags.events, width)
    links = article_links(article)
    if links:
        yield (("Links", "heading"),)
    for number, link in enumerate(links, 1):
        yield from plain(f"[{number}] {link}", width, "link", indent=len(f"[{number}] "))


def _about(article: Article, width: int) -> Iterator[Line]:
    """Give who says it, when, and where it is to be found."""
    words = signs.affiliation_words(article.affiliation)
    source: list[Part] = [(clean_line(article.source), "source")]
    if words:
        sign = f"{signs.AFFILIATIONS[article.affiliation][0][0]} " if article.affiliation in signs.AFFILIATIONS else ""
        source.append((f"  {sign}{words}", "affiliation" if sign else "quiet"))
    if article.author:
        source.append((f"  by {clean_line(article.author, 80)}", "quiet"))
    yield from flow(source, width)
    given = {"feed": "", "page": " (as the page says)", "first_seen": " (first seen; the feed gives no time)"}
    when: list[Part] = [(full(article.published) + given[article.published_source], "quiet")]
    if article.revisions > 1:
        times = article.revisions - 1
        when.append((f"  {signs.REVISED} revised {times} time{'s' if times > 1 else ''}", "revised"))
    if article.withdrawn is not None:
        when.append(("  withdrawn by its publisher", "revised"))
    if article.starred:
        when.append((f"  {signs.STARRED} starred", "star"))
    yield from flow(when, width)
    if article.url:
        yield from plain(article.url, width, "link")
    if article.page:
        yield from flow([(f"The text of its page is not here: {clean_line(article.page)}", "quiet")], width)


def _events(events: Sequence[Event], width: int) -> Iterator[Line]:
    """Give what the article reports, one line an event, each with its place and who says so."""
    if not events:
        return
    yield (("Events", "heading"),)
    for event in events[:MAX_EVENTS]:
        words = f" · {event.status}" if event.status != "reported" else ""
        by = f" by {clean_line(event.by, 60)}" if event.by and event.status == "claimed" else ""
        by = f" · {clean_line(event.by, 60)}" if event.by and not by else by
        head = f"{signs.event_sign(event.type)} {signs.event_word(event.type)}"
        yield from flow(
            [(head, "event"), (" · ", "quiet"), (clean_line(event.place), "place"), (words + by, "quiet")], width
        )
    if len(events) > MAX_EVENTS:
        yield ((f"and {len(events) - MAX_EVENTS} more", "quiet"),)
    yield ()


def flow(parts: Sequence[Part], width: int) -> Iterator[Line]:
    """Give parts that may differ in style as wrapped lines."""
    text = "".join(part for part, _ in parts)
    marks, at = [], 0
    for part, style in parts:
        marks.append(_Mark(at, at + len(part), style))
        at += len(part)
    for start, end in wrap(text, width):
        yield tuple(_styled(text, start, end, marks, "text"))


def plain(text: str, width: int, style: str, *, indent: int = 0) -> Iterator[Line]:
    """Give text in one style, its later lines indented."""
    text = clean_line(text, 4000)
    first = True
    for start, end in wrap(text, width - indent):
        yield (("" if first else " " * indent, style), (text[start:end], style))
        first = False


def _paragraph(
    text: str, offset: int, width: int, marks: Sequence[_Mark], style: Literal["title", "text"], find: Find
) -> Iterator[Line]:
    """Give one paragraph that begins at code point `offset` of the article's text.

    Highlights are drawn only where cleaning changes nothing: elsewhere the offsets would point beside the words.
    """
    clean = clean_line(text, limit=BODY_LIMIT)
    inside: list[_Mark] = []
    if clean == text:
        end = offset + len(text)
        inside = [_Mark(m.start - offset, m.end - offset, m.style) for m in marks if m.start < end and m.end > offset]
    inside = _over(inside, find(clean, "title" if style == "title" else "body"))
    for start, end in wrap(clean, width):
        yield tuple(_styled(clean, start, end, inside, style))


def _over(marks: list[_Mark], spans: Sequence[tuple[int, int]]) -> list[_Mark]:
    """Lay what was sought over `marks`, which keep only what it leaves of them."""
    for start, end in spans:
        rest: list[_Mark] = []
        for mark in marks:
            rest += [
                _Mark(first, last, mark.style)
                for first, last in ((mark.start, min(mark.end, start)), (max(mark.start, end), mark.end))
                if first < last
            ]
        marks = rest
    return sorted([*marks, *(_Mark(start, end, "match") for start, end in spans)], key=lambda mark: mark.start)


def _styled(text: str, start: int, end: int, marks: Sequence[_Mark], style: str) -> Iterator[Part]:
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
