"""One headline as one line of cells: which columns a width affords, and what stands in them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from rich.cells import cell_len

from store.text import clean_line
from tui.widgets import signs
from tui.widgets.cells import clip, clip_middle, fit
from tui.widgets.matches import Find, divide, nothing
from tui.widgets.ticker_folding import short_figure
from tui.widgets.times import DATED_WIDTH, STAMP_WIDTH, is_old, stamp

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import datetime

    from store.models import Headline, RowDetail

DATED_FROM = 64
"""Pane width from which on days long ago are written whole."""
MARKS = 3
"""Cells for the cursor or the mark, the unread mark and the star."""


@dataclass(frozen=True, slots=True)
class Beside:
    """What stands on an article's line beside its headline."""

    detail: RowDetail | None = None
    """None until it was read."""
    reports: int = 0
    """Other reports of its story."""
    grouped: bool = False
    """True where its line stands for its story."""
    open: bool = False
    """True while the reports of its story stand below it."""
    below: bool = False
    """True for a report that stands below its story's line."""
    marked: bool = False
    alert: str = ""
    """The watch that found it."""


NOTHING = Beside()


@dataclass(frozen=True, slots=True)
class Columns:
    """Widths in cells; 0 leaves a column out."""

    source: int
    place: int
    title: int
    event: int
    figure: int
    notes: int


# From this pane width on: source, place, event, figure, notes.
_STEPS = (
    (150, 20, 20, 23, 16, 7),
    (112, 18, 14, 17, 0, 6),
    (92, 14, 12, 15, 0, 5),
    (76, 14, 11, 1, 0, 4),
    (64, 12, 9, 1, 0, 4),
    (52, 10, 0, 1, 0, 2),
    (40, 8, 0, 0, 0, 0),
)
_WITH_COUNTRY = 16
"""Cells of the source column from which on an affiliation mark carries the outlet's country."""
_LEAST_TITLE, _LEAST_NAME, _MOST_NAME = 16, 4, 16
"""Cells of a title that still has room for an alert's mark, and of the name within that."""
_EVENT_WITH_STATUS = 23
_EVENT_WITH_WORD = 15
_LONG_NUMBER = re.compile(r"\d{1,3}(?:,\d{3})+")


@lru_cache(maxsize=8)
def columns(width: int, time: int = STAMP_WIDTH) -> Columns:
    """Give the columns of a pane `width` cells wide beside `time` cells; the title takes what the others leave."""
    source, place, *rest = next((step[1:] for step in _STEPS if width >= step[0]), (0, 0, 0, 0, 0))
    event, figure, notes = rest
    used = MARKS + time + 1
    used += sum(column + 1 for column in (source, place, event, figure, notes) if column)
    return Columns(source, place, max(0, width - used), event, figure, notes)


def source_cell(source: str, affiliation: str, width: int, country: str = "") -> tuple[str, str]:
    """Give the outlet's name and its affiliation mark, together `width` cells; the mark is never clipped away.

    Two outlets of different countries may have names that look alike, so the mark takes the country along.
    """
    if affiliation not in signs.AFFILIATIONS:
        return fit(clip_middle(source, width), width), ""
    sign, word, _ = signs.AFFILIATIONS[affiliation]
    room = width - 1 - cell_len(clean_line(source, width + 1))
    marks = [f"{sign[0]}{word} {country}", f"{sign[0]}{word}"] if country else [f"{sign[0]}{word}"]
    short = f"{sign} {country}" if country and width >= _WITH_COUNTRY else sign
    mark = next((mark for mark in marks if len(mark) <= room), short)
    return fit(clip_middle(source, width - len(mark) - 1), width - len(mark) - 1) + " ", mark


def event_cell(headline: Headline, width: int, figure: str = "") -> str:
    """Give the event's sign, with its word and status where `width` affords them; a `figure` says more than a word."""
    sign = signs.event_sign(headline.event)
    if width < _EVENT_WITH_WORD:
        return fit(sign, width)
    if figure:
        return fit(f"{sign} {figure_words(figure, width - 2)}", width)
    words = f"{sign} {signs.event_word(headline.event)}" if headline.event else ""
    status = f" · {headline.status}" if headline.event and headline.status not in (None, "reported") else ""
    return fit(words + status if cell_len(words + status) <= width else words, width)


def figure_words(figure: str, width: int) -> str:
    """Give a figure in at most `width` cells: a number that takes too many as ``160k`` or ``3.9M``."""
    return figure if cell_len(figure) <= width else _LONG_NUMBER.sub(_rounded, figure)


def _rounded(number: re.Match[str]) -> str:
    value = int(number[0].replace(",", ""))
    for size, unit in ((1_000_000_000, "bn"), (1_000_000, "M"), (1_000, "k")):
        if value >= size:
            return f"{value / size:.3g}{unit}"
    return number[0]


def place_cell(places: Sequence[str], width: int) -> str:
    """Give as many places as fit whole, and the number of the others: ``Irpin · Kyiv``, ``Irpin +2``."""
    names = [clean_line(name, 200) for name in places]
    for count in range(len(names), 0, -1):
        more = f" +{len(names) - count}" if count < len(names) else ""
        words = " · ".join(names[:count]) + more
        if cell_len(words) <= width:
            return fit(words, width)
    return fit(names[0] if names else "", width)


def notes_cell(headline: Headline, beside: Beside, width: int) -> str:
    """Give what fits of: the other reports of its story, told before or not, and its versions."""
    notes = []
    first = headline.story in (None, headline.id)
    if beside.reports and not beside.below and (first or beside.grouped):
        notes.append(f"{signs.OPEN if beside.open else '+'}{min(beside.reports, 99)}")
    elif not first:
        notes.append(signs.DUPLICATE)
    if headline.revisions > 1:
        notes.append(f"{signs.REVISED}{min(headline.revisions, 99)}")
    while len(notes) > 1 and cell_len(" ".join(notes)) > width:
        notes.pop()
    return fit(" ".join(notes), width)


def alert_mark(watch: str, room: int) -> str:
    """Give the mark of an article that a watch found: its sign and as much of its name as leaves room for the title."""
    if not watch or room < _LEAST_TITLE:
        return ""
    return f"{signs.ALERT} {clip(watch, max(_LEAST_NAME, min(_MOST_NAME, room // 3)))} "


def row_parts(
    headline: Headline,
    width: int,
    now: datetime,
    *,
    cursor: bool,
    earliest: datetime | None = None,
    find: Find = nothing,
    beside: Beside = NOTHING,
) -> list[tuple[str, str]]:
    """Give a row's pieces as (text, style name) pairs, together at most `width` cells.

    `earliest` is the time of the list's oldest article: where it is long ago, all rows make room for whole dates.
    `find` tells which words of the title a filter matched.
    """
    dated = width >= DATED_FROM and earliest is not None and is_old(earliest, now)
    time = DATED_WIDTH if dated else STAMP_WIDTH
    cols = columns(width, time)
    parts = [
        _lead(cursor=cursor, marked=beside.marked),
        (" " if headline.read else signs.UNREAD, "mark"),
        (signs.STARRED if headline.starred else " ", "star"),
        (fit(stamp(headline.published, now, time), time, right=True) + " ", "time"),
    ]
    if cols.source:
        name, mark = source_cell(headline.source, headline.affiliation, cols.source, clean_line(headline.country, 3))
        parts += [(name, "source"), (mark, "affiliation"), (" ", "time")]
    if cols.place:
        told = beside.detail.places if beside.detail else ()
        parts.append((place_cell(told or (headline.dateline or "",), cols.place) + " ", "place"))
    parts += _title(headline, cols.title, find, beside)
    figure = short_figure((beside.detail.figure,)) if beside.detail and beside.detail.figure else ""
    if cols.event:
        parts.append((" " + event_cell(headline, cols.event, "" if cols.figure else figure), "event"))
    if cols.figure:
        parts.append((" " + fit(figure_words(figure, cols.figure), cols.figure), "figure"))
    if cols.notes:
        parts.append((" " + notes_cell(headline, beside, cols.notes), "revised"))
    return parts


def _lead(*, cursor: bool, marked: bool) -> tuple[str, str]:
    """Give the first cell: the cursor, the user's mark, or both in one."""
    if marked:
        return signs.MARKED, "chosen-cursor" if cursor else "chosen"
    return (signs.CURSOR if cursor else " "), "cursor-mark"


def _title(headline: Headline, width: int, find: Find, beside: Beside) -> Iterator[tuple[str, str]]:
    """Give what leads up to the title, and the title itself in `width` cells."""
    lead = signs.BELOW if beside.below and width > _LEAST_TITLE else ""
    if lead:
        yield lead, "time"
    mark = alert_mark(beside.alert, width - cell_len(lead))
    if mark:
        yield mark, "alert"
    title = fit(headline.title, width - cell_len(lead) - cell_len(mark))
    yield from divide(title, find(title, "title"), "title-read" if headline.read else "title-unread", "match")
