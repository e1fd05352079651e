"""The headline list: draws its own rows from a window of the query, so any number of articles costs the same."""

from __future__ import annotations

import time
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, ClassVar

from rich.style import Style
from textual.message import Message
from textual.strip import Strip

from tui.widgets.cells import fit, strip
from tui.widgets.headline_row import row_parts
from tui.widgets.matches import Find, nothing
from tui.widgets.pane import Pane
from tui.widgets.wants import Wants
from tui.widgets.window import Window

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from textual import events

    from store.models import Headline

AWAY_S = 120.0
"""After so long without a key, nobody is taken to be reading."""
_PARTS = ("cursor-mark", "mark", "star", "time", "source", "affiliation", "place", "title-read", "title-unread")


class HeadlineList(Wants, Pane):
    """Headlines, newest first, with one under the cursor."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {
        *(f"headline--{part}" for part in _PARTS),
        *(
            "headline--match",
            "headline--alert",
            "headline--event",
            "headline--revised",
            "headline--row",
            "headline--cursor",
        ),
        "headline--empty",
    }

    @dataclass
    class Moved(Message):
        """The cursor rests on another article, or on none."""

        headline: Headline | None

        def can_replace(self, message: Message) -> bool:
            """Only the last place of a run counts."""
            return isinstance(message, HeadlineList.Moved)

    @dataclass
    class Chosen(Message):
        """The reader wants to read this one."""

        headline: Headline

    def __init__(self, clock: Callable[[], datetime] = lambda: datetime.now(UTC)) -> None:
        """Take the clock that decides what "today" is."""
        super().__init__(id="headlines", classes="pane")
        self.window = Window()
        self.empty_words: Sequence[str] = ()
        """What to say while there are no rows, line by line."""
        self.find: Find = nothing
        """Tells which words of a title the filter matched."""
        self._alerts: Mapping[int, str] = {}
        self.touched_at = time.monotonic()
        """When a key or the pointer was last used, or the list was opened."""
        self.live = True
        """True while the cursor goes along with the newest row; any key ends it, so that no row slips away under it."""
        self._at_top = True
        self._drawn: dict[int, int] = {}
        self._drawn_cursor = 0
        self.behind = False
        """True while articles arrived that were not in sight yet."""
        self._clock = clock

    @property
    def unattended(self) -> bool:
        """True where new rows may take the cursor along: the list follows, or was left at its top for long."""
        return self.live or (self.has_focus and self._at_top and time.monotonic() - self.touched_at > AWAY_S)

    def keyed(self) -> None:
        """Stay, from this key on, on the article that was drawn under the cursor when it was pressed."""
        index = self.window.index_of(self._drawn_cursor) if self.live else None
        if index not in (None, self.window.cursor):
            self.window.move(index - self.window.cursor, self.page)
            self._moved()
        self._touch()

    def follow(self) -> None:
        """Go along with the newest from now on."""
        self._set_live(True)

    def _set_live(self, live: bool) -> None:
        if live != self.live:
            self.live = live
            self.post_message(self.FollowChanged())

    # --- data comes down ---------------------------------------------------------------------------------------

    def show(self, rows: Sequence[Headline], *, at_newest: bool, at_oldest: bool, cursor: int = 0) -> None:
        """Show another page of rows."""
        self.window.replace(rows, at_newest=at_newest, at_oldest=at_oldest, cursor=cursor)
        self.window.reveal(self.page)
        self._moved()

    def restore(self, window: Window) -> None:
        """Show a window as it was: rows, cursor and view."""
        self.window = window
        self._moved()

    def add_newer(self, rows: Sequence[Headline], *, at_newest: bool) -> None:
        """Take rows that arrived, or that were let go, above those held."""
        before = self.window.current
        self.window.add_newer(rows, at_newest=at_newest, height=self.page)
        self.refresh()
        if before is None:
            self._moved()

    def add_older(self, rows: Sequence[Headline], *, at_oldest: bool) -> None:
        """Take rows below those held."""
        self.window.add_older(rows, at_oldest=at_oldest)
        self.refresh()

    def patch(self, rows: Iterable[Headline]) -> None:
        """Draw changed rows where they stand."""
        self.refresh_rows(*(index - self.window.top for index in self.window.patch(rows)))

    def drop(self, article_ids: Iterable[int]) -> None:
        """Let go of rows that left the archive."""
        self.window.drop(article_ids)
        self.window.reveal(self.page)
        self._moved()

    def say(self, *lines: str) -> None:
        """Set the words for an empty list."""
        if tuple(lines) != tuple(self.empty_words):
            self.empty_words = lines
            if not self.window.rows:
                self.refresh()

    def alert(self, marks: Mapping[int, str]) -> None:
        """Mark the rows of articles that watches found, each with the name of its watch."""
        if marks != self._alerts:
            self._alerts = marks
            self.refresh()

    # --- movement ----------------------------------------------------------------------------------------------

    def move(self, delta: int) -> None:
        """Move the cursor by `delta` rows."""
        window = self.window
        old, top = window.cursor, window.top
        window.move(delta, self.page)
        self._touch()
        if window.top != top:
            self.refresh()
        elif window.cursor != old:
            self.refresh_rows(old - top, window.cursor - top)
        if window.cursor != old:
            self.post_message(self.Moved(window.current))
        self._want()

    def wheel(self, delta: int) -> None:
        """Scroll the list by `delta` rows."""
        cursor = self.window.cursor
        self.window.scroll(delta, self.page)
        self._touch()
        self.refresh()
        if self.window.cursor != cursor:
            self.post_message(self.Moved(self.window.current))
        self._want()

    def to_first(self) -> None:
        """Go to the newest row, wherever it is, and follow new ones."""
        if not self.window.at_newest:
            self.post_message(self.WantNewest())
            return
        self.move(-len(self.window.rows))
        self.window.following = True
        self.follow()

    def to_last(self) -> None:
        """Go to the oldest row, wherever it is."""
        if self.window.at_oldest:
            self.move(len(self.window.rows))
        else:
            self.post_message(self.WantOldest())

    def go_to(self, index: int) -> None:
        """Put the cursor on the row at `index`."""
        self.move(index - self.window.cursor)

    def choose(self) -> None:
        """Read the article under the cursor."""
        if self.window.current is not None:
            self.post_message(self.Chosen(self.window.current))

    def on_click(self, event: events.Click) -> None:
        """Put the cursor where the pointer is; a second click reads."""
        offset = event.get_content_offset(self)
        index = self.window.index_of(self._drawn.get(offset.y, 0)) if offset is not None else None
        if index is None:
            return
        if event.chain >= 2 and index == self.window.cursor:
            self.choose()
        else:
            self.go_to(index)

    def on_resize(self) -> None:
        """Keep the cursor in sight."""
        self.window.reveal(self.page)

    def _touch(self) -> None:
        """Note that somebody is there, and whether they chose to stay at the top."""
        self._at_top, self.touched_at = self.window.following, time.monotonic()
        self._set_live(False)

    def _moved(self) -> None:
        """Draw all, and tell where the cursor is."""
        self.refresh()
        self.post_message(self.Moved(self.window.current))
        self._want()

    def _want(self) -> None:
        """Ask for the next page where the view nears an edge."""
        if self.window.wants_older:
            self.post_message(self.WantOlder())
        if self.window.wants_newer:
            self.post_message(self.WantNewer())
        if self.behind and self.window.at_newest:
            self.post_message(self.CaughtUp())

    # --- drawing -----------------------------------------------------------------------------------------------

    def render_line(self, y: int) -> Strip:
        """Draw the row at line `y` of the view."""
        width = self.size.width
        base = self.rich_style + Style()
        if not self.window.rows:
            return self._empty_line(y, width, base)
        if (index := self.window.top + y) >= len(self.window.rows):
            self._drawn.pop(y, None)
            return Strip.blank(width, base)
        cursor = index == self.window.cursor
        self._drawn[y] = self.window.rows[index].id
        if cursor:
            self._drawn_cursor = self._drawn[y]
        under = base + self.get_component_rich_style("headline--cursor" if cursor else "headline--row")
        window = self.window
        row, now = window.rows[index], self._clock()
        parts = row_parts(
            row, width, now, cursor=cursor, earliest=window.earliest, find=self.find, alert=self._alerts.get(row.id, "")
        )
        return strip(((text, self.part(f"headline--{name}")) for text, name in parts), width, under)

    def _empty_line(self, y: int, width: int, base: Style) -> Strip:
        """Draw a line of the words for an empty list, a third down."""
        index = y - max(1, self.size.height // 3 - len(self.empty_words) // 2)
        if not 0 <= index < len(self.empty_words):
            return Strip.blank(width, base)
        style = self.part("headline--title-unread" if index == 0 else "headline--empty")
        return strip([("   " + fit(self.empty_words[index], width - 6), style)], width, base)
