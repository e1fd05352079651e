"""The ticker as rows: a head for each city, then its newest lines. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING

from rich.cells import cell_len

from tui.widgets import signs
from tui.widgets.cells import clip, fit
from tui.widgets.times import STAMP_WIDTH, stamp

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import datetime

    from store.models import CityTicker, TickerLine

WIDE = 96
"""From this pane width on, an event takes one row instead of two."""
MAX_SPARK = 24
DIVIDER = " · "
SOURCE_WIDTH = 20
GOOD_SOURCE = 11
LEAST_SOURCE = 7
Part = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Item:
    """Something the cursor can stand on: a city's head or one of its lines."""

    key: str
    """Stable over refreshes: the city's id, or city and event."""
    city: CityTicker
    line: TickerLine | None
    height: int


def items(cities: Sequence[CityTicker], width: int) -> Iterator[Item]:
    """Give every item in drawing order."""
    tall = 1 if width >= WIDE else 2
    for city in cities:
        yield Item(city.place_id, city, None, 1)
        for index, line in enumerate(city.lines):
            last = index == len(city.lines) - 1
            yield Item(f"{city.place_id}/{line.id}", city, line, tall + (1 if last else 0))


def item_row(item: Item, row: int, width: int, now: datetime, *, cursor: bool) -> list[Part]:
    """Give row `row` of an item as (text, style name) pairs, at most `width` cells."""
    mark = (signs.CURSOR if cursor else " ", "cursor-mark")
    if item.line is None:
        return [mark, *_head(item.city, width - 1)]
    tall = 1 if width >= WIDE else 2
    if row >= tall:
        return []
    if tall == 1:
        return [mark, *_wide(item.line, width - 1, now)]
    if row == 0:
        return [mark, *_narrow(item.line, width - 1, now)]
    indent = STAMP_WIDTH + 1
    return [mark, (" " * indent, "text"), (clip(item.line.text, width - 2 - indent), "text")]


def _head(city: CityTicker, width: int) -> list[Part]:
    """Give a city's name, country, sparkline and count."""
    count = f" {city.events:>4}"
    spark = signs.sparkline(city.hours, min(MAX_SPARK, max(0, width - 26)))
    country = clip(city.country or "", 3)
    room = width - len(count) - 1 - len(spark) - 1
    name = clip(city.place, room - cell_len(country) - 1)
    left = fit(country, room - cell_len(name) - 1)
    return [(name, "city"), (" " + left, "quiet"), *_spark_parts(spark), (count, "count"), (" ", "quiet")]


def _spark_parts(spark: str) -> Iterator[Part]:
    """Divide a sparkline into quiet and busy hours."""
    for quiet, run in groupby(spark, lambda bar: bar == signs.BARS[0]):
        yield "".join(run), "idle" if quiet else "spark"


def _status(line: TickerLine) -> str:
    """Give the status and who says it, empty where the outlet reports it in its own voice."""
    by = clip(line.by or "", 60)
    if line.status == "reported":
        return f"says {by}" if by else ""
    return (
        f"{line.status} by {by}"
        if by and line.status in ("claimed", "denied", "confirmed")
        else _joined(line.status, by)
    )


def _joined(*words: str) -> str:
    """Join the words there are."""
    return " · ".join(word for word in words if word)


def _narrow(line: TickerLine, width: int, now: datetime) -> list[Part]:
    """Give a line's upper row: time, event, who says it, and the source at the right edge."""
    event = f"{signs.event_sign(line.type)} {signs.event_word(line.type)}"
    said = _status(line)
    room = width - STAMP_WIDTH - 1 - cell_len(event) - 1
    least = len(DIVIDER) + cell_len(line.status) + 2 if line.status != "reported" else 0
    source_room = min(max(GOOD_SOURCE, room - cell_len(said) - len(DIVIDER) - 1), SOURCE_WIDTH, room - least)
    source = clip(line.source, source_room) if source_room >= LEAST_SOURCE else ""
    room -= cell_len(source)
    fits = said and room > len(DIVIDER) + 1
    middle = DIVIDER + fit(said, room - len(DIVIDER) - 1) + " " if fits else " " * max(0, room)
    return [
        (fit(stamp(line.time, now), STAMP_WIDTH, right=True) + " ", "time"),
        (event, "event"),
        (middle, "status"),
        (source + " ", "source"),
    ]


def _wide(line: TickerLine, width: int, now: datetime) -> list[Part]:
    """Give a whole line in one row."""
    said = max(16, min(30, width // 6))
    return [
        (fit(stamp(line.time, now), STAMP_WIDTH, right=True) + " ", "time"),
        (fit(f"{signs.event_sign(line.type)} {signs.event_word(line.type)}", 14) + " ", "event"),
        (fit(_status(line), said) + " ", "status"),
        (fit(line.source, 16) + " ", "source"),
        (clip(line.text, width - STAMP_WIDTH - 1 - 15 - said - 1 - 18), "text"),
    ]
