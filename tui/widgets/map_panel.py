"""Beside and below the map: the places by how busy they are, and the newest lines of the one that is selected."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from rich.cells import cell_len
from rich.style import Style
from textual.strip import Strip
from textual.widget import Widget

from tui.widgets import signs
from tui.widgets.bars import StatusBar
from tui.widgets.cells import clip, fit, strip
from tui.widgets.ticker_folding import fold
from tui.widgets.times import STAMP_WIDTH, stamp
from tui.wording import count_of

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import datetime

    from store.models import ActivePlace, TickerLine
    from tui.widgets.bars import Part
    from tui.widgets.ticker_folding import Happening

DETAIL = 4
"""Rows below the map."""
_STYLES = ("city", "quiet", "count", "time", "event", "figure", "source", "text")


class MapList(Widget):
    """The places, the busiest first; the selected one stays in sight."""

    ALLOW_SELECT = False
    COMPONENT_CLASSES: ClassVar[set[str]] = {"ticker--city", "ticker--quiet", "ticker--count", "map--selected"}
    DEFAULT_CSS = """
    MapList > .map--selected { color: $background; background: $accent; text-style: bold; }
    MapList:nocolor > .map--selected { text-style: bold reverse; }
    MapList > .ticker--city { color: $place; text-style: bold; }
    MapList > .ticker--quiet { color: $quiet; }
    MapList > .ticker--count { color: $foreground; }
    """

    def __init__(self) -> None:
        """Make an empty list."""
        super().__init__(id="map-list")
        self._places: Sequence[ActivePlace] = ()
        self._selected: str | None = None

    def show(self, places: Sequence[ActivePlace], selected: ActivePlace | None) -> None:
        """Show the places, and which one is selected."""
        self._places, self._selected = places, selected.place_id if selected else None
        self.refresh()

    def render_line(self, y: int) -> Strip:
        """Draw a place, with its country and how many events it had."""
        width, base = self.size.width, self.rich_style + Style()
        at = next((index for index, place in enumerate(self._places) if place.place_id == self._selected), 0)
        index = y + max(0, min(at - self.size.height // 2, len(self._places) - self.size.height))
        if index >= len(self._places):
            return Strip.blank(width, base)
        place = self._places[index]
        chosen = place.place_id == self._selected
        name = fit(place.place, width - 11)
        parts = [
            ("▌" if chosen else " ", "ticker--city"),
            (name, "map--selected" if chosen else "ticker--city"),
            (f" {fit(place.country or '', 3)}", "ticker--quiet"),
            (f"{place.events:>5} ", "ticker--count"),
        ]
        return strip(((text, self.get_component_rich_style(style, partial=True)) for text, style in parts), width, base)


class MapDetail(Widget):
    """The selected place, and what happened there last."""

    ALLOW_SELECT = False
    COMPONENT_CLASSES: ClassVar[set[str]] = {f"ticker--{name}" for name in _STYLES}
    DEFAULT_CSS = """
    MapDetail > .ticker--city { color: $place; text-style: bold; }
    MapDetail > .ticker--quiet, MapDetail > .ticker--time { color: $quiet; }
    MapDetail > .ticker--count, MapDetail > .ticker--text { color: $foreground; }
    MapDetail > .ticker--event { color: $warning; }
    MapDetail > .ticker--figure { color: $figure; text-style: bold; }
    MapDetail > .ticker--source { color: $secondary; }
    """

    def __init__(self, clock: Callable[[], datetime]) -> None:
        """Take the clock that decides what "today" is."""
        super().__init__(id="map-detail")
        self._clock = clock
        self._lines: tuple[TickerLine, ...] = ()
        self._place: ActivePlace | None = None
        self._words = ""

    def say(self, words: str) -> None:
        """Show words in the place of a place."""
        self._place, self._lines, self._words = None, (), words
        self.refresh()

    def show(self, place: ActivePlace, lines: Sequence[TickerLine]) -> None:
        """Show a place and its newest lines."""
        self._place, self._lines = place, tuple(lines)
        self.refresh()

    def render_line(self, y: int) -> Strip:
        """Draw the place's name, or one of its lines."""
        width, base = self.size.width, self.rich_style + Style()
        parts = self._parts(y, width)
        return strip(
            ((text, self.get_component_rich_style(f"ticker--{style}", partial=True)) for text, style in parts),
            width,
            base,
        )

    def _parts(self, y: int, width: int) -> list[Part]:
        place = self._place
        if place is None:
            return [(" " + clip(self._words, width - 2), "quiet")] if y == 0 else []
        if y == 0:
            where = f" {place.country or ''}  {_degrees(place)}"
            return [
                (f" {clip(place.place, 40)}", "city"),
                (where, "quiet"),
                (f"  {count_of(place.events, 'event')}", "count"),
            ]
        happenings = fold(self._lines, DETAIL - 1)
        if y > len(happenings):
            return []
        return _line(happenings[y - 1], width, self._clock())


def _line(happening: Happening, width: int, now: datetime) -> list[Part]:
    """Give a happening in one row: time, event, figure, words, outlet."""
    line = happening.line
    event = f"{signs.event_sign(line.type)} {signs.event_word(line.type)} "
    figure = f"{happening.figure} " if happening.figure else ""
    source = f" {clip(line.source, 18)}" + (f" +{happening.others}" if happening.others else "")
    room = width - STAMP_WIDTH - 3 - cell_len(event) - cell_len(figure) - cell_len(source)
    return [
        (f" {fit(stamp(line.time, now), STAMP_WIDTH, right=True)} ", "time"),
        (event, "event"),
        (figure, "figure"),
        (fit(line.text, room), "text"),
        (source, "source"),
    ]


def _degrees(place: ActivePlace) -> str:
    """Give ``50.52° N 30.25° E``."""
    north, east = ("N" if place.latitude >= 0 else "S"), ("E" if place.longitude >= 0 else "W")
    return f"{abs(place.latitude):.2f}° {north} {abs(place.longitude):.2f}° {east}"


def summary(places: Sequence[ActivePlace], hours: int) -> list[Part]:
    """Give the time that the map looks back, and how many places and events there are, for the head of the screen."""
    span = f"{hours} h" if hours < 72 else f"{hours // 24} days"
    events = sum(place.events for place in places)
    return [(f"last {span} · {count_of(len(places), 'place')} · {count_of(events, 'event')}", "quiet")]


class MapStatus(StatusBar):
    """For a moment what was just said, else what the signs mean."""

    def parts(self, width: int) -> tuple[list[Part], list[Part]]:
        """Give what was said, else the legend."""
        return super().parts(width) if self.said else ([(_LEGEND, "quiet")], [("Borders: Natural Earth ", "quiet")])


_LEGEND = " · 1 event   • from 4   ● from 16   ◉ from 64"
