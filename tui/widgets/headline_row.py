"""One headline as one line of cells: which columns a width affords, and what stands in them.

The title comes first: whatever stands at its end takes the room that it leaves, but for a place, which always shows.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from rich.cells import cell_len

from store.records import record
from store.text import clean_line
from tui.widgets import signs
from tui.widgets.cells import clip, fit
from tui.widgets.matches import Find, divide, nothing
from tui.widgets.row_cells import event_words, least_places, notes_words, place_words, source_cell
from tui.widgets.ticker_folding import short_figure
from tui.widgets.times import AGE_WIDTH, DATED_WIDTH, STAMP_WIDTH, age, age_width

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from store.models import Headline, RowDetail

DATED_FROM = 64
"""Pane width from which on days long ago are written whole."""
MARKS = 4
"""Cells for the cursor or the mark, the unread mark, the star and a blank."""


@record
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


@record
class Columns:
    """Widths in cells; 0 leaves a column out."""

    source: int
    title: int
    """The title and what stands at its end."""
    place: int
    """So much of that is for a place, however long the title is."""
    event: int
    notes: int


# From this pane width on: source, place, event, notes.
_STEPS = (
    (150, 20, 20, 1, 7),
    (112, 18, 14, 1, 6),
    (92, 18, 11, 1, 4),
    (76, 12, 9, 1, 3),
    (64, 10, 9, 1, 3),
    (52, 10, 0, 1, 2),
    (40, 8, 0, 1, 0),
)
_GAP = 2
"""Cells between a title and what stands at its end, and between such things."""
_LONGEST = 120
"""Cells of the title's column at most: what stands at its end belongs to it at a glance."""
_LEAST_TITLE = 16
"""Cells of a title that still has room for a sign before it."""
_MOST_NAME = 16
"""Cells of a watch's name at most."""


@lru_cache(maxsize=8)
def columns(width: int, time: int = AGE_WIDTH) -> Columns:
    """Give the columns of a pane `width` cells wide beside `time` cells; the title takes what the others leave."""
    source, place, event, notes = next((step[1:] for step in _STEPS if width >= step[0]), (0, 0, 0, 0))
    used = MARKS + time + 1 + sum(column + 1 for column in (source, event, notes) if column)
    return Columns(source, max(0, min(width - used, _LONGEST)), place, event, notes)


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
    time = age_width(earliest, now, DATED_WIDTH if width >= DATED_FROM else STAMP_WIDTH)
    cols = columns(width, time)
    parts = [
        _lead(cursor=cursor, marked=beside.marked),
        (" " if headline.read else signs.UNREAD, "mark"),
        (f"{signs.STARRED} " if headline.starred else "  ", "star"),
        (fit(age(headline.published, now, time), time, right=True) + " ", "time"),
    ]
    if cols.source:
        name, mark = source_cell(headline.source, headline.affiliation, cols.source, clean_line(headline.country, 3))
        parts += [(name, "source"), (mark, "affiliation"), (" ", "time")]
    parts += _title(headline, cols, find, beside)
    if cols.event:
        parts.append((" " + signs.event_sign(headline.event), "event"))
    if cols.notes:
        first = headline.story in (None, headline.id)
        tells = not beside.below and (first or beside.grouped)
        notes = notes_words(headline, reports=beside.reports, tells=tells, opened=beside.open, width=cols.notes)
        parts.append((f" {fit(notes, cols.notes)}", "revised"))
    return parts


def _lead(*, cursor: bool, marked: bool) -> tuple[str, str]:
    """Give the first cell: the cursor, the user's mark, or both in one."""
    if marked:
        return signs.MARKED, "chosen-cursor" if cursor else "chosen"
    return (signs.CURSOR if cursor else " "), "cursor-mark"


def _title(headline: Headline, cols: Columns, find: Find, beside: Beside) -> Iterator[tuple[str, str]]:
    """Give the title, what leads up to it, and what stands at its end, together as wide as its column."""
    width = cols.title
    lead = signs.BELOW if beside.below and width > _LEAST_TITLE else ""
    watch = f"{signs.ALERT} " if beside.alert and width >= _LEAST_TITLE else ""
    title = clean_line(headline.title, 4 * width + 1)
    spare = width - cell_len(lead) - cell_len(watch) - cell_len(title)
    tail = list(_tail(headline, cols, beside, spare))
    taken = sum(cell_len(text) for text, _ in tail)
    name = f"{clip(beside.alert, _MOST_NAME)} "
    if watch and cell_len(name) <= spare - taken:
        watch += name
    if lead:
        yield lead, "time"
    if watch:
        yield watch, "alert"
    title = fit(title, width - cell_len(lead) - cell_len(watch) - taken)
    yield from divide(title, find(title, "title"), "title-read" if headline.read else "title-unread", "match")
    yield from tail


def _tail(headline: Headline, cols: Columns, beside: Beside, spare: int) -> Iterator[tuple[str, str]]:
    """Give places, and the event's word or figure, for `spare` cells that the title leaves."""
    detail = beside.detail
    names = [clean_line(name, 200) for name in (detail.places if detail else ()) or (headline.dateline or "",) if name]
    places = place_words(names, max(cols.place, min(spare - _GAP, least_places(names))))
    if places:
        spare -= _GAP + cell_len(places)
    said = _said(headline, beside, spare) if cols.event else []
    spare -= sum(cell_len(text) for text, _ in said)
    if places:
        yield " " * _GAP + place_words(names, cell_len(places) + max(0, spare)), "place"
    yield from said


def _said(headline: Headline, beside: Beside, room: int) -> list[tuple[str, str]]:
    """Give the event's word, its figure or both, as far as `room` cells go."""
    figure = short_figure((beside.detail.figure,)) if beside.detail and beside.detail.figure else ""
    for word, number in event_words(headline, figure):
        pieces = [(" " * _GAP + text, name) for text, name in ((word, "event"), (number, "figure")) if text]
        if sum(cell_len(text) for text, _ in pieces) <= room:
            return pieces
    return []
