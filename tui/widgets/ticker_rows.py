"""The ticker as rows: a head for each city, then its newest happenings. Pure."""

from __future__ import annotations

from functools import lru_cache
from itertools import groupby, islice
from typing import TYPE_CHECKING

from rich.cells import cell_len

from store.records import record
from store.text import clean_line
from tui.widgets import signs
from tui.widgets.cells import clip, fit, wrap
from tui.widgets.change import change_words
from tui.widgets.times import STAMP_WIDTH, stamp

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import datetime

    from store.models import CityTicker, TickerLine
    from tui.widgets.ticker_folding import Happening

WIDE = 96
"""From this pane width on, a happening takes one row."""
NARROW = 44
"""Below this pane width, text begins farther left and may take a row more."""
MAX_SPARK = 24
DIVIDER = " · "
MOST_TYPES = 2
"""Events of one sentence that are named; the others show their sign."""
TEXT_LIMIT = 400
KEPT = 512
"""Happenings whose height is remembered: most stay where they are when others arrive."""
_OUTLET = 18
"""Cells of an outlet's name where a happening takes one row."""
Part = tuple[str, str]


@record
class Item:
    """Something the cursor can stand on: a city's head or one of its happenings."""

    key: str
    """Stable over refreshes: the city's id, or city and event."""
    city: CityTicker
    happening: Happening | None
    height: int

    @property
    def line(self) -> TickerLine | None:
        """The event, where it is one."""
        return self.happening.line if self.happening is not None else None


def items(cities: Sequence[tuple[CityTicker, Sequence[Happening]]], width: int) -> Iterator[Item]:
    """Give every item in drawing order: each city's head, and its happenings."""
    for city, happenings in cities:
        yield Item(city.place_id, city, None, 1)
        for index, happening in enumerate(happenings):
            last = index == len(happenings) - 1
            height = _height(happening, width - 1) + (1 if last else 0)
            yield Item(f"{city.place_id}/{happening.line.id}", city, happening, height)


def item_rows(item: Item, width: int, now: datetime) -> list[list[Part]]:
    """Give an item's rows as (text, style name) pairs, at most `width` less the cell that marks the cursor."""
    if item.happening is None:
        return [_head(item.city, width - 1)]
    return happening_rows(item.happening, width, now)


def happening_rows(happening: Happening, width: int, now: datetime, *, most: int = 2) -> list[list[Part]]:
    """Give a happening's rows, at most `width` less the cell that marks the cursor; `most` of them are its words."""
    if width >= WIDE:
        return [_wide(happening, width - 1, now)]
    return [_upper(happening, width - 1, now), *_body(happening, width - 1, most)]


def _head(city: CityTicker, width: int) -> list[Part]:
    """Give a city's name, country, change against the usual, sparkline and count."""
    count = f" {city.events:>4}" + (f" event{' ' if city.events == 1 else 's'}" if width + 1 >= WIDE else "")
    spark = signs.sparkline(city.hours, min(MAX_SPARK, max(0, width - 26)))
    pin = f"{signs.PINNED} " if city.pinned else ""
    country = clip(city.country or "", 3)
    room = width - len(count) - 1 - len(spark) - 1 - len(pin)
    name = clip(city.place, room - cell_len(country) - 1)
    room -= cell_len(name) + 1
    change = _fitting(change_words(city.events, city.usual), room - cell_len(country) - 1)
    return [
        *((pin, "count"), (name, "city"), (" " + fit(country, room - len(change)), "quiet"), (change, "change")),
        *((" ", "quiet"), *_spark_parts(spark), (count, "count"), (" ", "quiet")),
    ]


def _fitting(words: str, room: int) -> str:
    """Give `words`, or the first of them, or nothing, as there is room."""
    return next((one for one in (words, words.partition(" ")[0]) if len(one) <= room), "")


def _spark_parts(spark: str) -> Iterator[Part]:
    """Divide a sparkline into quiet and busy hours."""
    for quiet, run in groupby(spark, lambda bar: bar == signs.BARS[0]):
        yield "".join(run), "idle" if quiet else "spark"


def status_words(line: TickerLine) -> str:
    """Give the status and who says it, empty where the outlet reports it in its own voice."""
    by = clip(line.by or "", 60)
    if line.status == "reported":
        return f"says {by}" if by else ""
    if not by:
        return line.status
    return f"{line.status} by {by}" if line.status in ("claimed", "denied", "confirmed") else f"{line.status}, {by}"


def _events(happening: Happening) -> list[Part]:
    """Give signs and words of the events; a number of people stands in the place of the word casualties."""
    figure = happening.figure
    parts: list[Part] = []
    for index, kind in enumerate(happening.types):
        word = "" if index >= MOST_TYPES or (kind == "casualties" and figure) else f" {signs.event_word(kind)}"
        parts.append((f"{signs.event_sign(kind)}{word} ", "event"))
    return [*parts, (f"{figure} ", "figure")] if figure else parts


def _source(happening: Happening) -> str:
    """Give the outlet, and how many others have the same words."""
    more = f" +{happening.others}" if happening.others else ""
    return clip(happening.line.source, 30) + more


def _source_above(happening: Happening, width: int) -> bool:
    """Tell whether the outlet's name fits into the upper row."""
    used = STAMP_WIDTH + 1 + sum(cell_len(text) for text, _ in _events(happening))
    return used + cell_len(_source(happening)) + 1 <= width


def _upper(happening: Happening, width: int, now: datetime) -> list[Part]:
    """Give the upper row: time, events, and the outlet at the right edge where it fits whole."""
    parts: list[Part] = [(fit(stamp(happening.line.time, now), STAMP_WIDTH, right=True) + " ", "time")]
    room = width - STAMP_WIDTH - 1
    for text, style in _events(happening):
        parts.append((text if cell_len(text) <= room else clip(text, room), style))
        room -= cell_len(parts[-1][0])
    if _source_above(happening, width):
        parts.append((fit(_source(happening), room - 1, right=True) + " ", "source"))
    return parts


def _pieces(happening: Happening, width: int) -> list[Part]:
    """Give what stands below the upper row: the outlet if it found no room there, who says it, and the words."""
    line = happening.line
    said = status_words(line)
    pieces = [] if _source_above(happening, width) else [(_source(happening), "source"), (DIVIDER, "status")]
    if said:
        pieces += [(said, "status"), (DIVIDER, "status")]
    return [*pieces, (clean_line(line.text, TEXT_LIMIT), "text")]


def _measure(width: int, most: int) -> tuple[int, int, int]:
    """Give indent, cells and most rows of the words below the upper row."""
    indent, more = (3, 1) if width < NARROW else (STAMP_WIDTH + 1, 0)
    return indent, max(1, width - 1 - indent), most + more


@lru_cache(maxsize=KEPT)
def _height(happening: Happening, width: int) -> int:
    """Give how many rows a happening takes."""
    if width + 1 >= WIDE:
        return 1
    _, room, most = _measure(width, 2)
    text = "".join(piece for piece, _ in _pieces(happening, width))
    return 1 + sum(1 for _ in islice(wrap(text, room), most))


def _body(happening: Happening, width: int, most: int) -> Iterator[list[Part]]:
    """Give the rows below the upper one; what does not fit is cut with an ellipsis."""
    indent, room, most = _measure(width, most)
    pieces = _pieces(happening, width)
    text = "".join(piece for piece, _ in pieces)
    spans = list(islice(wrap(text, room), most))
    for index, (start, end) in enumerate(spans):
        cut = index == most - 1 and end < len(text)
        shown = clip(text[start:], room) if cut else text[start:end].rstrip()
        yield [(" " * indent, "text"), *_styled(shown, start, pieces)]


def _styled(shown: str, start: int, pieces: Sequence[Part]) -> Iterator[Part]:
    """Divide `shown`, which begins at `start` of all pieces, by their styles."""
    at = 0
    for text, style in pieces:
        piece = shown[max(0, at - start) : max(0, at + len(text) - start)]
        if piece:
            yield piece, style
        at += len(text)


def _wide(happening: Happening, width: int, now: datetime) -> list[Part]:
    """Give a whole happening in one row: what is said of it and by whom in one column, so that neither leaves a gap."""
    line = happening.line
    lead = max(30, min(54, round(width * 0.36)))
    parts: list[Part] = []
    room = lead
    for text, style in [*_events(happening), (status_words(line), "status")]:
        if room > 1:
            parts.append((text if cell_len(text) <= room else clip(text, room - 1) + " ", style))
            room -= cell_len(parts[-1][0])
    return [
        (fit(stamp(line.time, now), STAMP_WIDTH, right=True) + " ", "time"),
        *parts,
        (" " * (room + 1), "text"),
        (fit(_source(happening), _OUTLET) + " ", "source"),
        (clip(line.text, width - STAMP_WIDTH - 1 - lead - 1 - _OUTLET - 2), "text"),
    ]
