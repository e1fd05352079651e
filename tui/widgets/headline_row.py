"""One headline as one line of cells: which columns a width affords, and what stands in them."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from rich.cells import cell_len

from store.text import clean_line
from tui.widgets import signs
from tui.widgets.cells import clip, clip_middle, fit
from tui.widgets.matches import Find, divide, nothing
from tui.widgets.times import DATED_WIDTH, STAMP_WIDTH, is_old, stamp

if TYPE_CHECKING:
    from datetime import datetime

    from store.models import Headline

DATED_FROM = 64
"""Pane width from which on days long ago are written whole."""
MARKS = 3
"""Cells for the cursor, the unread mark and the star."""


@dataclass(frozen=True, slots=True)
class Columns:
    """Widths in cells; 0 leaves a column out."""

    source: int
    place: int
    title: int
    event: int
    revised: int


# From this pane width on: source, place, event, revised.
_STEPS = (
    (150, 20, 16, 26, 3),
    (112, 18, 14, 14, 3),
    (92, 16, 12, 2, 3),
    (76, 14, 11, 1, 2),
    (64, 12, 9, 1, 2),
    (52, 10, 0, 1, 2),
    (40, 8, 0, 0, 0),
)
_WITH_COUNTRY = 16
"""Cells of the source column from which on an affiliation mark carries the outlet's country."""
_LEAST_TITLE, _LEAST_NAME, _MOST_NAME = 16, 4, 16
"""Cells of a title that still has room for an alert's mark, and of the name within that."""
_EVENT_WITH_STATUS = 26
_EVENT_WITH_WORD = 14


@lru_cache(maxsize=8)
def columns(width: int, time: int = STAMP_WIDTH) -> Columns:
    """Give the columns of a pane `width` cells wide beside `time` cells; the title takes what the others leave."""
    source, place, event, revised = next((step[1:] for step in _STEPS if width >= step[0]), (0, 0, 0, 0))
    used = MARKS + time + 1
    used += sum(column + 1 for column in (source, place, event, revised) if column)
    return Columns(source, place, max(0, width - used), event, revised)


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


def event_cell(headline: Headline, width: int) -> str:
    """Give the event's sign, with its word and status where `width` affords them."""
    sign = signs.event_sign(headline.event)
    if width < _EVENT_WITH_WORD or not headline.event:
        return fit(sign, width)
    words = f"{sign} {signs.event_word(headline.event)}"
    if width >= _EVENT_WITH_STATUS and headline.status not in (None, "reported"):
        words += f" · {headline.status}"
    return fit(words, width)


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
    alert: str = "",
) -> list[tuple[str, str]]:
    """Give a row's pieces as (text, style name) pairs, together at most `width` cells.

    `earliest` is the time of the list's oldest article: where it is long ago, all rows make room for whole dates.
    `find` tells which words of the title a filter matched; `alert` names the watch that found the article.
    """
    dated = width >= DATED_FROM and earliest is not None and is_old(earliest, now)
    time = DATED_WIDTH if dated else STAMP_WIDTH
    cols = columns(width, time)
    parts = [
        (signs.CURSOR if cursor else " ", "cursor-mark"),
        (" " if headline.read else signs.UNREAD, "mark"),
        (signs.STARRED if headline.starred else " ", "star"),
        (fit(stamp(headline.published, now, time), time, right=True) + " ", "time"),
    ]
    if cols.source:
        name, mark = source_cell(headline.source, headline.affiliation, cols.source, headline.country)
        parts += [(name, "source"), (mark, "affiliation"), (" ", "time")]
    if cols.place:
        parts.append((fit(headline.dateline or "", cols.place) + " ", "place"))
    mark = alert_mark(alert, cols.title)
    if mark:
        parts.append((mark, "alert"))
    title = fit(headline.title, cols.title - cell_len(mark))
    parts += divide(title, find(title, "title"), "title-read" if headline.read else "title-unread", "match")
    if cols.event:
        parts.append((" " + event_cell(headline, cols.event), "event"))
    if cols.revised:
        revised = f"{signs.REVISED}{headline.revisions}" if headline.revisions > 1 else ""
        parts.append((" " + fit(revised, cols.revised), "revised"))
    return parts
