"""A city's page as rows: its head, and the entries of each of its sections. Pure."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from itertools import groupby, islice
from typing import TYPE_CHECKING, Final, NamedTuple

from rich.cells import cell_len

from store.text import clean_line
from tui.widgets import signs
from tui.widgets.cells import clip, fit, wrap
from tui.widgets.change import change_words
from tui.widgets.ticker_rows import DIVIDER, happening_rows
from tui.widgets.times import STAMP_WIDTH, day_words, stamp

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping
    from datetime import datetime

    from store.models import CityRecord, TickerLine
    from tui.city_view import CityView
    from tui.widgets.ticker_folding import Happening
    from tui.widgets.ticker_rows import Part

SECTIONS: Final = ("Timeline", "Who says what", "Figures", "Control", "Sources")
SHORT_NAMES: Final = ("Timeline", "Claims", "Figures", "Control", "Sources")
_EMPTY: Final[Mapping[str, str]] = {
    "Timeline": "Nothing is told of this place in the last 30 days.",
    "Who says what": "No claimant is named: all of it is in the outlets' own voice.",
    "Figures": "No figures in the last 30 days.",
    "Control": "Nobody says in the last 30 days who holds this place.",
    "Sources": "No outlet tells of this place in the last 30 days.",
}
MEASURE: Final = 95
"""Cells of the longest line: a whole sentence in several short lines reads better than the half of it in a long one."""
MOST_ROWS: Final = 5
"""Rows of a sentence."""
Row = tuple["Part", ...]


class Entry(NamedTuple):
    """A heading, or something with an article behind it."""

    rows: tuple[Row, ...]
    line: TickerLine | None = None
    """What the cursor stands on; None for a heading."""


def counts(view: CityView) -> tuple[int, ...]:
    """Give how many things each section holds."""
    return len(view.timeline), len(view.claimants), len(view.figures), len(view.control), len(view.outlets)


def head_rows(record: CityRecord, width: int, *, pinned: bool) -> tuple[Row, ...]:
    """Give the rows above the sections: the name, how busy it is by hour, and by day."""
    where = " · ".join(clip(one, 40) for one in (record.region, record.country) if one and one != record.place)
    pin = f"{signs.PINNED} " if pinned else ""
    name = clip(record.place, width - len(pin) - 2)
    change = change_words(record.events, record.usual)
    usual = f"{record.usual:.0f} in the same hours of the days before" if record.usual is not None else ""
    said = f"{record.events} event{'' if record.events == 1 else 's'} in the last {len(record.hours)} h"
    return (
        ((pin, "count"), (name, "city"), ("  ", "text"), (clip(where, width - len(pin) - cell_len(name) - 2), "quiet")),
        ((said, "count"), (f"  {change}" if change else "", "change"), (f"  {usual}" if usual else "", "quiet")),
        (("hours  ", "quiet"), *_spark(record.hours, width - 8, record.now, timedelta(hours=1))),
        (("days   ", "quiet"), *_spark(record.days, width - 8, record.now, timedelta(days=1))),
    )


def _spark(counted: tuple[int, ...], room: int, now: datetime, step: timedelta) -> Iterator[Part]:
    """Give a sparkline between its first and its last time, as wide as there is room."""
    first, most = now - (len(counted) - 1) * step, max(counted, default=0)
    if step < timedelta(days=1):
        edges = (f"{first.astimezone():%H}:00 ".rjust(8), f" now; at most {most}")
    else:
        edges = (f"{day_words(first)} ".rjust(8), f" today; at most {most}")
    room -= sum(map(len, edges))
    wide = max(1, min(3, room // max(1, len(counted))))
    bars = "".join(bar * wide for bar in signs.sparkline(counted, room))
    yield edges[0], "quiet"
    for idle, run in groupby(bars, lambda bar: bar == signs.BARS[0]):
        yield "".join(run), "idle" if idle else "spark"
    yield edges[1], "quiet"


def entries(view: CityView, section: int, width: int, *, by_day: bool) -> list[Entry]:
    """Give the entries of one section, which are never none."""
    now = view.record.now
    makers: tuple[Callable[[], Iterator[Entry]], ...] = (
        lambda: _timeline(view.timeline, width, now, by_day=by_day),
        lambda: _claimants(view, width),
        lambda: _figures(view, width),
        lambda: _happenings(view.control, width, now),
        lambda: _outlets(view, width),
    )
    made = list(makers[section]())
    return made or [Entry(((), ((f" {_EMPTY[SECTIONS[section]]}", "quiet"),)))]


def _timeline(happenings: Iterable[Happening], width: int, now: datetime, *, by_day: bool) -> Iterator[Entry]:
    """Give what happened under a heading for each hour, or each day."""
    shape = "%Y-%m-%d" if by_day else "%Y-%m-%d %H"
    for _, group in groupby(happenings, lambda one: one.line.time.astimezone().strftime(shape)):
        its = list(group)
        here = its[0].line.time.astimezone()
        words = day_words(here) if by_day else f"{day_words(here)}, {here:%H}:00"
        yield _heading(words, f"{len(its)}", width)
        yield from _happenings(its, width, now)


def _claimants(view: CityView, width: int) -> Iterator[Entry]:
    for claimant in view.claimants:
        yield _heading(claimant.name, f"{claimant.lines} claim{'' if claimant.lines == 1 else 's'}", width)
        claims = (replace(one, line=replace(one.line, by=None)) for one in claimant.claims)
        yield from _happenings(claims, width, view.record.now)


def _happenings(happenings: Iterable[Happening], width: int, now: datetime) -> Iterator[Entry]:
    for happening in happenings:
        rows = tuple(tuple(row) for row in happening_rows(happening, min(width, MEASURE), now, most=MOST_ROWS))
        yield Entry((*rows, ()), happening.line)


def _figures(view: CityView, width: int) -> Iterator[Entry]:
    """Give each figure with who says so and whether that was verified, and the sentence below."""
    for told in view.figures:
        others = f" +{told.others}" if told.others else ""
        by = f"{told.status}, {clip(told.by, 60)}" if told.by else f"{told.status}, nobody named"
        first: list[Part] = [
            (fit(stamp(told.line.time, view.record.now), STAMP_WIDTH, right=True) + " ", "time"),
            (clip(told.words, max(10, width // 3)), "figure"),
            (DIVIDER + by, "status"),
            (DIVIDER + clip(told.line.source, 30) + others, "source"),
        ]
        yield Entry((tuple(_clipped(first, width - 1)), *_sentence(told.line.text, width), ()), told.line)


def _outlets(view: CityView, width: int) -> Iterator[Entry]:
    for outlet in view.outlets:
        told = f"{outlet.articles} article{'' if outlet.articles == 1 else 's'}"
        first: list[Part] = [
            (fit(stamp(outlet.latest.time, view.record.now), STAMP_WIDTH, right=True) + " ", "time"),
            (clip(outlet.name, width // 2), "source"),
            (DIVIDER + told, "status"),
        ]
        yield Entry((tuple(_clipped(first, width - 1)), *_sentence(outlet.latest.text, width), ()), outlet.latest)


def _sentence(text: str, width: int) -> Iterator[Row]:
    """Give a sentence in a few rows."""
    indent, clean = STAMP_WIDTH + 1, clean_line(text, 400)
    room = max(8, min(width, MEASURE) - indent - 2)
    spans = list(islice(wrap(clean, room), MOST_ROWS))
    for index, (start, end) in enumerate(spans):
        cut = index == MOST_ROWS - 1 and end < len(clean)
        yield (" " * indent, "text"), (clip(clean[start:], room) if cut else clean[start:end].rstrip(), "text")


def _heading(words: str, count: str, width: int) -> Entry:
    name = clip(words, width - len(count) - 5)
    return Entry((((name, "heading"), ("  " + count, "quiet")),))


def _clipped(parts: Iterable[Part], width: int) -> Iterator[Part]:
    for text, style in parts:
        shown = text if cell_len(text) <= width else clip(text, width)
        width -= cell_len(shown)
        yield shown, style
