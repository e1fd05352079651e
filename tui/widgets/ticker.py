"""The ticker: cities by their latest event, each with how busy it is and its newest lines."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, ClassVar

from rich.style import Style
from textual.message import Message
from textual.strip import Strip

from tui.widgets import signs
from tui.widgets.cells import fit, strip, turned
from tui.widgets.item_list import ItemList
from tui.widgets.ticker_folding import Happening, fold
from tui.widgets.ticker_rows import Item, Part, item_rows, items

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from store.models import CityTicker

SHOWN = 3
"""Happenings shown of each city."""
_STYLES = (
    *("cursor-mark", "city", "quiet", "change", "spark", "idle", "count", "time", "event", "figure", "status"),
    *("source", "text"),
)


class Ticker(ItemList):
    """A list of cities and events; the cursor stays on its event while others arrive."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {*(f"ticker--{name}" for name in _STYLES), "ticker--cursor"}

    @dataclass
    class LineChosen(Message):
        """The reader wants the article behind an event."""

        article_id: int
        evidence: str
        """The sentence that the event stands on."""

    @dataclass
    class CityChosen(Message):
        """The reader wants to know all about a city."""

        place_id: str
        place: str

    def __init__(self, clock: Callable[[], datetime] = lambda: datetime.now(UTC)) -> None:
        """Take the clock that decides what "today" is."""
        super().__init__("ticker")
        self.empty_words: Sequence[str] = ()
        self._cities: tuple[CityTicker, ...] = ()
        self._folded: list[tuple[CityTicker, tuple[Happening, ...]]] = []
        self._drawn: dict[int, list[list[Part]]] = {}
        self._items: list[Item] = []
        self._clock = clock

    @property
    def current(self) -> Item | None:
        """What the cursor stands on."""
        return self._items[self.cursor] if self.cursor < len(self._items) else None

    # --- data comes down ---------------------------------------------------------------------------------------

    def show(self, cities: Sequence[CityTicker]) -> None:
        """Show the cities as they are now; cursor and view stay with their event where it is still there."""
        if tuple(cities) == self._cities:
            return
        self._cities = tuple(cities)
        before = {city.place_id: (city.lines, happenings) for city, happenings in self._folded}
        self._folded = []
        for city in self._cities:
            lines, happenings = before.get(city.place_id, (None, ()))
            self._folded.append((city, happenings if lines == city.lines else fold(city.lines, SHOWN)))
        self.lay_out()

    def lay_out(self) -> None:
        """Lay the items out for the present width and day."""
        key = self.current.key if self.current else None
        offset = self.starts[self.cursor] - self.top if key else 0
        at_head = self.top == 0 and self.cursor == 0
        self._drawn.clear()
        self._items = list(items(self._folded, self.size.width))
        self.place_items([item.height for item in self._items])
        found = next((i for i, item in enumerate(self._items) if item.key == key), None)
        if at_head or found is None:
            found = 0 if at_head else min(self.cursor, max(0, len(self._items) - 1))
        self.cursor = found
        self.top = self.starts[found] - offset if self._items else 0
        self.reveal()

    def say(self, *lines: str) -> None:
        """Set the words for an empty ticker."""
        if tuple(lines) != tuple(self.empty_words):
            self.empty_words = lines
            self.refresh()

    # --- movement ----------------------------------------------------------------------------------------------

    def choose(self) -> None:
        """Open the line's article, or the city's page."""
        item = self.current
        if item is None:
            return
        if item.line is None:
            self.post_message(self.CityChosen(item.city.place_id, item.city.place))
        else:
            self.post_message(self.LineChosen(item.line.article, item.line.text))

    def on_resize(self) -> None:
        """Lay out for the new width."""
        self.lay_out()

    # --- drawing -----------------------------------------------------------------------------------------------

    def render_line(self, y: int) -> Strip:
        """Draw row `y` of the view."""
        width = self.size.width
        base = self.rich_style + Style()
        if not self._items:
            index = y - max(1, self.size.height // 3)
            words = fit(self.empty_words[index], width - 4) if 0 <= index < len(self.empty_words) else ""
            return strip([("  " + words, self.part("ticker--quiet"))], width, base)
        if self.top + y >= len(self.rows):
            return Strip.blank(width, base)
        index, row = self.rows[self.top + y]
        item = self._items[index]
        if index not in self._drawn:
            self._drawn[index] = item_rows(item, width, self._clock())
        rows = self._drawn[index]
        if row >= len(rows):
            return Strip.blank(width, base)
        cursor = index == self.cursor
        parts = [(signs.CURSOR if cursor else " ", "cursor-mark"), *rows[row]]
        under = base + self.get_component_rich_style("ticker--cursor") if cursor else base
        styles = ((text, self.part(f"ticker--{name}")) for text, name in parts)
        return strip(turned(styles, here=cursor and self.has_focus and self.app.native_ansi_color), width, under)
