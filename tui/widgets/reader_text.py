"""An article as lines of styled pieces, laid out only as far as somebody has looked. Pure."""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING, Final

from store.text import clean_line
from tui.widgets import signs
from tui.widgets.cells import clip_link, wrap
from tui.widgets.matches import Find, nothing
from tui.widgets.reader_paragraphs import BODY_LIMIT, paragraphs
from tui.widgets.reader_pieces import Line, Mark, Part, Row, overlaid, styled, tag_marks
from tui.widgets.times import full

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from store.models import Article, Event
    from tui.widgets.reader_paragraphs import Kind, Paragraph

__all__ = ["MEASURE", "Layout", "Line", "article_links", "flow", "link_number", "measure", "plain"]

MEASURE = 80
"""Cells of the longest line of text."""
MAX_LINKS = 200
MAX_EVENTS = 12
_LEADS: Final[dict[Kind, tuple[str, str]]] = {"quote": ("│ ", "│ "), "item": ("", "  ")}
"""What stands before the first and before every other line of a paragraph."""


class Layout:
    """The lines of one article at one width; lines are made when they are asked for."""

    def __init__(self, lines: Iterator[Line]) -> None:
        """Take lines that show none of the article's text, which are made as they are asked for."""
        self._rows: list[Row] = []
        self._rest: Iterator[Row] = (Row(line) for line in lines)

    @classmethod
    def of_article(cls, article: Article, width: int, *, highlight: bool, find: Find = nothing) -> Layout:
        """Lay `article` out in lines of at most `width` cells; `highlight` shows its tags, `find` what was sought."""
        layout = cls(iter(()))
        layout._rest = _rows(article, measure(width), tag_marks(article) if highlight else (), find)
        return layout

    def row(self, index: int) -> Row | None:
        """Give row `index`, or None beyond the last."""
        while len(self._rows) <= index:
            row = next(self._rest, None)
            if row is None:
                return None
            self._rows.append(row)
        return self._rows[index]

    def line(self, index: int) -> Line | None:
        """Give line `index`, or None beyond the last."""
        row = self.row(index)
        return row.line if row is not None else None

    def row_of(self, place: int) -> int | None:
        """Give the row that shows code point `place` of the article's text, or None where none does."""
        index = 0
        while (row := self.row(index)) is not None:
            if row.end > place and row.start >= 0:
                return index
            index += 1
        return None

    def length(self) -> int:
        """Give the number of lines; lays out all that is left."""
        self._rows.extend(self._rest)
        return len(self._rows)


def measure(width: int) -> int:
    """Give the cells of a line in a pane with room for `width`."""
    return max(8, min(width, MEASURE))


def article_links(article: Article) -> tuple[str, ...]:
    """Give the links that the reader numbers: those in the text, without the article's own."""
    return tuple(link for link in dict.fromkeys(article.links) if link != article.url)[:MAX_LINKS]


def link_number(typed: str, count: int, *, done: bool) -> int | None:
    """Give the link meant, as soon as no further digit could make it another of `count` links.

    Args:
        typed: the digits so far.
        count: how many links there are.
        done: whether no digit will follow.

    Returns:
        A number from 1 to `count`, 0 where there is no such link, None to wait for more.
    """
    if not typed and not done:
        return None
    number = int(typed) if typed.isascii() and typed.isdigit() else 0
    if not 1 <= number <= count:
        return 0
    return number if done or 10 * number > count else None


def _rows(article: Article, width: int, marks: Sequence[Mark], find: Find) -> Iterator[Row]:
    """Give every row of the article."""
    text = paragraphs(article)
    yield from _paragraph(next(text), width, marks, find)
    yield from map(Row, _about(article, width))
    yield Row(())
    for paragraph in text:
        yield from _paragraph(paragraph, width, marks, find)
        yield Row(())
    yield from map(Row, chain(_remarks(article, width), _events(article.tags.events, width), _links(article, width)))


def _remarks(article: Article, width: int) -> Iterator[Line]:
    """Say what is missing below the text."""
    body = article.body or article.summary
    if not body.strip():
        yield (("The feed gives no text, only the headline. Press F to fetch its page, o to open it.", "quiet"),)
        yield ()
    if len(body) > BODY_LIMIT:
        yield from plain(f"Cut here for display. “dateline show {article.id}” prints all of it.", width, "quiet")
        yield ()


def _links(article: Article, width: int) -> Iterator[Line]:
    """Give the numbered links of the text."""
    links = article_links(article)
    if links:
        yield (("Links", "heading"),)
    for number, link in enumerate(links, 1):
        yield ((f"[{number}] ", "quiet"), (clip_link(link, width - len(f"[{number}] ")), "link"))


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
    if article.parent:
        yield from flow([("From the live blog: ", "quiet"), (clean_line(article.parent), "text")], width)
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
        yield ((clip_link(article.url, width), "link"),)
    if article.fetching:
        yield from flow([("Fetching the article's page…", "revised")], width)
    elif article.page:
        missing = "Its page gives nothing new" if article.body else "The text of its page is not here"
        yield from flow([(f"{missing}: {clean_line(article.page)}", "quiet")], width)


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
        marks.append(Mark(at, at + len(part), style))
        at += len(part)
    for start, end in wrap(text, width):
        yield tuple(styled(text, start, end, marks, "text"))


def plain(text: str, width: int, style: str, *, indent: int = 0) -> Iterator[Line]:
    """Give text in one style, its later lines indented."""
    text = clean_line(text, 4000)
    first = True
    for start, end in wrap(text, width - indent):
        yield (("" if first else " " * indent, style), (text[start:end], style))
        first = False


def _paragraph(paragraph: Paragraph, width: int, marks: Sequence[Mark], find: Find) -> Iterator[Row]:
    """Give the rows of one paragraph.

    Highlights are drawn only where cleaning changes nothing: elsewhere the offsets would point beside the words.
    """
    text, at, kind = paragraph.text, paragraph.at, paragraph.kind
    inside: list[Mark] = []
    if paragraph.exact:
        end = at + len(text)
        inside = [Mark(m.start - at, m.end - at, m.style) for m in marks if m.start < end and m.end > at]
    inside = overlaid(inside, find(text, "title" if kind == "title" else "body"), "match")
    style = {"title": "title", "noise": "quiet"}.get(kind, "text")
    lead, later = _LEADS.get(kind, ("", ""))
    for start, end in wrap(text, width - len(later)):
        before = ((lead, "quiet"),) if lead else ()
        yield Row((*before, *styled(text, start, end, inside, style)), at + start, at + end, len(lead))
        lead = later
