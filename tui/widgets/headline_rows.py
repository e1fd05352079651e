"""How the headline list draws: its own lines, from a window of the query, so any number of articles costs the same."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, ClassVar, NamedTuple

from rich.style import Style
from textual.strip import Strip

from tui.widgets.besides import Besides
from tui.widgets.cells import clip, fit, strip
from tui.widgets.headline_row import row_parts
from tui.widgets.matches import Find, nothing
from tui.widgets.pane import Pane
from tui.widgets.times import AGE_WIDTH, age, age_width
from tui.widgets.window import Window

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

Piece = tuple[str, str]
"""A piece of a line's text and the name of its style."""
_PARTS = ("cursor-mark", "mark", "star", "time", "source", "affiliation", "place", "title-read", "title-unread")

_INDENT = 3
"""Cells left of the words for an empty list."""


class _Drawn(NamedTuple):
    """What a line of the view shows."""

    article: int
    age: str
    parts: list[Piece]


class HeadlineRows(Pane):
    """Draws the rows of a window, with what stands beside them."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {
        *(f"headline--{part}" for part in _PARTS),
        *(
            "headline--match",
            "headline--alert",
            "headline--chosen",
            "headline--chosen-cursor",
            "headline--event",
            "headline--figure",
            "headline--revised",
            "headline--row",
            "headline--cursor",
        ),
        "headline--empty",
    }

    def __init__(self, clock: Callable[[], datetime] = lambda: datetime.now(UTC)) -> None:
        """Take the clock that decides what "today" is."""
        super().__init__(id="headlines", classes="pane")
        self.window = Window()
        self.empty_words: Sequence[str] = ()
        """What to say while there are no rows, line by line."""
        self.empty_keys: Sequence[tuple[str, str]] = ()
        """Keys to name below that, and what they do."""
        self.find: Find = nothing
        """Tells which words of a title the filter matched."""
        self.besides = Besides()
        """What stands on the rows' lines beside their headlines."""
        self._drawn: dict[int, _Drawn] = {}
        self._drawn_cursor = 0
        self._age_width = AGE_WIDTH
        self._clock = clock

    @property
    def cursor_rows(self) -> range:
        """The row in sight that the cursor stands on."""
        row = self.window.cursor - self.window.top
        return range(row, row + 1)

    def say(self, *lines: str, keys: Sequence[tuple[str, str]] = ()) -> None:
        """Set the words for an empty list, and the keys to name below them."""
        if (lines, tuple(keys)) != (tuple(self.empty_words), tuple(self.empty_keys)):
            self.empty_words, self.empty_keys = lines, keys
            if not self.window.rows:
                self.refresh()

    def alert(self, marks: Mapping[int, str]) -> None:
        """Mark the rows of articles that watches found, each with the name of its watch."""
        if marks != self.besides.alerts:
            self.besides.alerts = marks
            self.refresh()

    def renew(self) -> None:
        """Draw again the rows whose age reads otherwise than when they were drawn, and no more."""
        now, rows, top = self._clock(), self.window.rows, self.window.top
        if age_width(self.window.earliest, now) != self._age_width:
            self.refresh()
            return
        old = [
            y
            for y, drawn in self._drawn.items()
            if top + y < len(rows) and age(rows[top + y].published, now) != drawn.age
        ]
        self.refresh_rows(*old)

    def render_line(self, y: int) -> Strip:
        """Draw the row at line `y` of the view."""
        width = self.size.width
        base = self.rich_style + Style()
        if not self.window.rows:
            return self._empty_line(y, width, base)
        if (index := self.window.top + y) >= len(self.window.rows):
            self._drawn.pop(y, None)
            return Strip.blank(width, base)
        row, cursor, now = self.window.rows[index], index == self.window.cursor, self._clock()
        if cursor:
            self._drawn_cursor = row.id
        under = base + self.get_component_rich_style("headline--cursor" if cursor else "headline--row")
        parts = self._row(index, now)
        self._drawn[y] = _Drawn(row.id, age(row.published, now), parts)
        self._age_width = age_width(self.window.earliest, now)
        # In the terminal's own colours the row is turned round: a ground of its own for every piece would be a motley.
        plain = cursor and self.app.native_ansi_color
        return strip(((text, self._piece(name, plain=plain)) for text, name in parts), width, under)

    def _row(self, index: int, now: datetime) -> list[Piece]:
        """Give what stands on the line of a row."""
        window = self.window
        row, cursor = window.rows[index], index == window.cursor
        beside = self.besides.of(row.id, window)
        return row_parts(
            *(row, self.size.width, now), cursor=cursor, earliest=window.earliest, find=self.find, beside=beside
        )

    def redraw(self, indices: Iterable[int]) -> None:
        """Draw again those rows that read otherwise than when they were drawn, and no more."""
        now, top, height = self._clock(), self.window.top, self.size.height
        for index in indices:
            if top <= index < top + height:
                drawn = self._drawn.get(index - top)
                if drawn is None or drawn.parts != self._row(index, now):
                    self.refresh_rows(index - top)

    def article_at(self, y: int) -> int:
        """Give the article whose row is drawn at line `y` of the view, 0 for none."""
        drawn = self._drawn.get(y)
        return drawn.article if drawn is not None else 0

    def _piece(self, name: str, *, plain: bool) -> Style:
        """Give the style of a piece of a row; `plain` for its weight alone."""
        style = self.part(f"headline--{name}")
        return style.without_color if plain else style

    def _empty_line(self, y: int, width: int, base: Style) -> Strip:
        """Draw a line of the words for an empty list, a third down, or of the keys below them."""
        words, keys = self.empty_words, self.empty_keys
        index = y - max(1, (self.size.height - len(words) - len(keys)) // 3)
        at = index - len(words) - 1
        if 0 <= index < len(words):
            style = self.part("headline--title-unread" if index == 0 else "headline--empty")
            return strip([(" " * _INDENT + fit(words[index], width - 2 * _INDENT), style)], width, base)
        if not 0 <= at < len(keys):
            return Strip.blank(width, base)
        room = max(len(key) for key, _ in keys) + 2
        key, does = keys[at]
        told = clip(does, width - 2 * _INDENT - (room if key else 0))
        parts = [(" " * _INDENT + (key.ljust(room) if key else ""), self.part("headline--chosen"))]
        return strip([*parts, (told, self.part("headline--empty"))], width, base)
