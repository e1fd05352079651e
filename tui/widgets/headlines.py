"""The headline list: a cursor that goes through a window of the query, and asks for more of it near an edge."""

from __future__ import annotations

import time
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from textual.message import Message

from tui.widgets.headline_rows import HeadlineRows
from tui.widgets.wants import Wants

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from textual import events

    from store.models import Headline
    from tui.widgets.window import Window

AWAY_S = 120.0
"""After so long without a key, nobody is taken to be reading."""


class HeadlineList(Wants, HeadlineRows):
    """Headlines, newest first, with one under the cursor."""

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
        super().__init__(clock)
        self.touched_at = time.monotonic()
        """When a key or the pointer was last used, or the list was opened."""
        self.live = True
        """True while the cursor goes along with the newest row; any key ends it, so that no row slips away under it."""
        self._at_top = True
        self.behind = False
        """True while articles arrived that were not in sight yet."""

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
        """Take rows below those held; what is in sight is drawn again where they came into sight."""
        held = len(self.window.rows)
        in_sight = self.window.top + self.page > held
        self.window.add_older(rows, at_oldest=at_oldest)
        if in_sight:
            self.refresh()

    def patch(self, rows: Iterable[Headline]) -> None:
        """Take rows that changed, or what stands beside them; those that read otherwise now are drawn again."""
        self.redraw(self.window.patch(rows))

    def drop(self, article_ids: Iterable[int]) -> None:
        """Let go of rows that left the archive."""
        self.window.drop(article_ids)
        self.window.reveal(self.page)
        self._moved()

    def unfold(self, index: int, rows: Sequence[Headline]) -> None:
        """Show reports below the row of their story."""
        self.window.put_below(index, rows)
        self.refresh()

    def fold(self, index: int) -> None:
        """Put away the reports below a row; the cursor goes to that row where it was on one of them."""
        row = self.window.rows[index]
        below = [one.id for one in self.window.rows if one.id in self.window.below and one.story == row.story]
        self.window.opened.discard(row.id)
        if self.window.current is not None and self.window.current.id in below:
            self.go_to(index)
        self.window.below.difference_update(below)
        self.drop(below)

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
        if self.window.current is not None:  # the next key is meant for it, drawn yet or not
            self._drawn_cursor = self.window.current.id
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
        index = self.window.index_of(self.article_at(offset.y)) if offset is not None else None
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
