"""A city's page: how busy it is, and below that one of its sections at a time."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from rich.cells import cell_len
from rich.style import Style
from textual.message import Message
from textual.strip import Strip

from tui.widgets import signs
from tui.widgets.cells import clip, strip, turned
from tui.widgets.city_rows import SECTIONS, SHORT_NAMES, Entry, counts, entries, head_rows
from tui.widgets.item_list import ItemList

if TYPE_CHECKING:
    from textual import events

    from store.models import TickerLine
    from tui.city_view import CityView
    from tui.widgets.city_rows import Row

_STYLES = (
    *("cursor-mark", "city", "quiet", "change", "spark", "idle", "count", "time", "event", "figure", "status"),
    *("source", "text", "heading", "tab", "tab-current"),
)
_WAYS = ((SECTIONS, "  "), (SHORT_NAMES, "  "), (SHORT_NAMES, " "))
"""Names of the sections, and what stands between two, from the most room to the least."""
SHORT = 18
"""In fewer rows than these, the head leaves out what the days had."""


class CityPage(ItemList):
    """Shows a `CityView`; the cursor stays on its line while others arrive."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {*(f"city--{name}" for name in _STYLES), "city--cursor"}
    DEFAULT_CSS = """
    CityPage > .city--cursor { background: $panel; }
    CityPage > .city--cursor-mark { color: $primary; }
    CityPage > .city--city { color: $place; text-style: bold; }
    CityPage > .city--quiet, CityPage > .city--time, CityPage > .city--status, CityPage > .city--tab { color: $quiet; }
    CityPage > .city--change { color: $accent; text-style: bold; }
    CityPage > .city--spark { color: $primary; }
    CityPage > .city--idle { color: $rule; }
    CityPage > .city--count, CityPage > .city--heading { color: $foreground; text-style: bold; }
    CityPage > .city--heading { color: $primary; }
    CityPage > .city--event { color: $warning; }
    CityPage > .city--figure { color: $figure; text-style: bold; }
    CityPage > .city--source { color: $secondary; }
    CityPage > .city--text { color: $foreground; }
    CityPage > .city--tab-current { color: $accent; text-style: bold underline; }
    CityPage:nocolor > .city--cursor { text-style: reverse; }
    CityPage:ansi > .city--cursor { background: $background; text-style: reverse; }
    """

    @dataclass
    class LineChosen(Message):
        """The reader wants the article behind a line."""

        line: TickerLine

    def __init__(self) -> None:
        """Start empty, with the timeline by hour."""
        super().__init__("city")
        self.section = 0
        self.by_day = False
        self.pinned = False
        self._view: CityView | None = None
        self._entries: list[Entry] = []
        self._head: tuple[Row, ...] = ()
        self.words = "Looking…"

    @property
    def above(self) -> int:
        """Rows of the head, the line with the sections and an empty one."""
        return len(self._head) + 2 if self._head else 0

    @property
    def current(self) -> TickerLine | None:
        """The line that the cursor stands on."""
        return self._entries[self.cursor].line if self.cursor < len(self._entries) else None

    # --- data comes down ---------------------------------------------------------------------------------------

    def show(self, view: CityView, *, pinned: bool) -> None:
        """Show the city as it is now."""
        self._view, self.pinned = view, pinned
        self.lay_out()

    def say(self, words: str) -> None:
        """Say why there is nothing to show."""
        self._view, self.words = None, words
        self.lay_out()

    def turn_to(self, section: int) -> None:
        """Show another section, from its beginning."""
        self.section = section % len(SECTIONS)
        self._from_top()

    def toggle_days(self) -> None:
        """Arrange the timeline by day, or by hour again."""
        self.section, self.by_day = 0, not self.by_day
        self._from_top()

    def _from_top(self) -> None:
        self._entries, self.cursor, self.top = [], 0, 0
        self.lay_out()

    def lay_out(self) -> None:
        """Lay out for the present width; the cursor stays with its line where it is still there."""
        line = self.current
        view, width = self._view, self.size.width
        if view is None or not width:
            self._entries, self._head = [], ()
        else:
            head = head_rows(view.record, width - 2, pinned=self.pinned)
            self._head = head[:-1] if self.size.height < SHORT else head
            self._entries = entries(view, self.section, width, by_day=self.by_day)
        self.place_items([len(one.rows) for one in self._entries], [one.line is not None for one in self._entries])
        same = (i for i, one in enumerate(self._entries) if line is not None and one.line and one.line.id == line.id)
        first = (i for i, one in enumerate(self._entries) if one.line is not None)
        self.cursor = next(same, next(first, 0)) if self.cursor else next(first, 0)
        self.reveal()

    # --- movement ----------------------------------------------------------------------------------------------

    def choose(self) -> None:
        """Open the article behind the line."""
        if self.current is not None:
            self.post_message(self.LineChosen(self.current))

    def on_click(self, event: events.Click) -> None:
        """Turn to the section that the pointer is on; below, as in any list."""
        offset = event.get_content_offset(self)
        if offset is None or not self._head or offset.y != len(self._head):
            super().on_click(event)
            return
        end = 0
        for index, (text, _) in enumerate(self._tabs(self.size.width)):
            end += cell_len(text)
            if offset.x < end:
                if index % 2:  # between two sections are blanks
                    self.turn_to(index // 2)
                return

    def on_resize(self) -> None:
        """Lay out for another width."""
        self.lay_out()

    # --- drawing -----------------------------------------------------------------------------------------------

    def render_line(self, y: int) -> Strip:
        """Draw row `y` of the page."""
        width = self.size.width
        base = self.rich_style + Style()
        if not self._entries:
            words = clip(self.words, width - 4) if y == max(1, self.size.height // 3) else ""
            return strip([("  " + words, self.part("city--quiet"))], width, base)
        if y < len(self._head):
            return self._drawn((("  ", "quiet"), *self._head[y]), base)
        if y < self.above:
            return self._drawn(self._tabs(width) if y == len(self._head) else (), base)
        if self.top + y - self.above >= len(self.rows):
            return Strip.blank(width, base)
        index, number = self.rows[self.top + y - self.above]
        row = self._entries[index].rows[number]
        here = bool(row) and index == self.cursor and self._entries[index].line is not None
        under = base + self.get_component_rich_style("city--cursor") if here else base
        return self._drawn(((signs.CURSOR if here else " ", "cursor-mark"), *row), under, here=here)

    def _drawn(self, row: Row, under: Style, *, here: bool = False) -> Strip:
        styles = ((text, self.part(f"city--{name}")) for text, name in row)
        return strip(turned(styles, here=here and self.app.native_ansi_color), self.size.width, under)

    def _tabs(self, width: int) -> Row:
        """Give the sections with their keys and how much each holds, in as many words as there is room for."""
        if self._view is None:
            return ()
        held = counts(self._view)
        bare = ["" if number != self.section else f" {name}" for number, name in enumerate(SHORT_NAMES)]
        ways = [([f" {name} ({many})" for name, many in zip(names, held, strict=True)], gap) for names, gap in _WAYS]
        fitting = (way for way in ways if sum(map(len, way[0])) + len(way[0]) * (2 + len(way[1])) + 2 <= width)
        words, gap = next(fitting, (bare, "  "))
        tabs: list[tuple[str, str]] = [("  ", "quiet")]
        for number, said in enumerate(words):
            here = number == self.section
            tabs.append((f"{'▸' if here else ' '}{number + 1}{said}", "tab-current" if here else "tab"))
            tabs.append((gap, "quiet"))
        return tuple(tabs)
