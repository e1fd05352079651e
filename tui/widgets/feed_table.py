"""The feeds screen's widgets: a row a feed, lines about the one under the cursor, and the bar at the head."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from rich.style import Style
from textual.message import Message
from textual.strip import Strip
from textual.widget import Widget

from tui.widgets.bars import Bar, StatusBar
from tui.widgets.cells import fit, strip
from tui.widgets.feed_rows import detail, feed_row, heading, summary
from tui.widgets.pane import Pane

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import datetime

    from textual import events

    from store.models import FeedState

_STYLES = ("cursor-mark", "good", "bad", "quiet", "plain", "name", "link", "heading")
_EMPTY = ("No feeds are configured.", "Add one in another terminal: dateline feeds add URL")


class FeedTable(Pane):
    """Every feed in the order of the config; the first line names the columns."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {*(f"feed--{name}" for name in _STYLES), "feed--cursor"}

    @dataclass
    class Moved(Message):
        """The cursor stands on another feed, or the feed reads otherwise."""

        feed: FeedState | None

    @dataclass
    class Chosen(Message):
        """Enter on a feed."""

        feed: FeedState

    def __init__(self, clock: Callable[[], datetime]) -> None:
        """Take the clock that polls are due by."""
        super().__init__(id="feeds", classes="pane")
        self.feeds: Sequence[FeedState] = ()
        self.cursor = 0
        self.top = 0
        self._clock = clock
        self._drawn: dict[int, object] = {}

    @property
    def current(self) -> FeedState | None:
        """The feed under the cursor."""
        return self.feeds[self.cursor] if self.cursor < len(self.feeds) else None

    @property
    def page(self) -> int:
        """Feeds in sight."""
        return max(1, self.size.height - 1)

    def show(self, feeds: Sequence[FeedState]) -> None:
        """Show the feeds as they are now; the cursor stays on its feed."""
        held = self.current.id if self.current else None
        self.feeds = tuple(feeds)
        found = next((i for i, feed in enumerate(self.feeds) if feed.id == held), None)
        self.cursor = min(self.cursor, max(0, len(self.feeds) - 1)) if found is None else found
        self._reveal()

    def renew(self) -> None:
        """Draw again if, with the passing of time, a row in sight reads otherwise."""
        if any(self._parts(index) != parts for index, parts in self._drawn.items() if index < len(self.feeds)):
            self._reveal()

    def move(self, delta: int) -> None:
        """Move the cursor by `delta` feeds."""
        self.cursor = max(0, min(self.cursor + delta, len(self.feeds) - 1))
        self._reveal()

    def wheel(self, delta: int) -> None:
        """Scroll by `delta` feeds, the cursor staying in sight."""
        self.top = max(0, min(self.top + delta, len(self.feeds) - self.page))
        self.cursor = max(self.top, min(self.cursor, self.top + self.page - 1, len(self.feeds) - 1))
        self._reveal()

    def to_first(self) -> None:
        """Go to the first feed."""
        self.move(-len(self.feeds))

    def to_last(self) -> None:
        """Go to the last feed."""
        self.move(len(self.feeds))

    def choose(self) -> None:
        """Ask for the feed's articles."""
        if self.current is not None:
            self.post_message(self.Chosen(self.current))

    def on_click(self, event: events.Click) -> None:
        """Put the cursor where the pointer is; a second click chooses."""
        offset = event.get_content_offset(self)
        if offset is None or not 1 <= offset.y <= len(self.feeds) - self.top:
            return
        index = self.top + offset.y - 1
        if event.chain >= 2 and index == self.cursor:
            self.choose()
        else:
            self.move(index - self.cursor)

    def on_resize(self) -> None:
        """Keep the cursor in sight."""
        self._reveal()

    def _reveal(self) -> None:
        """Bring the cursor into view, draw, and tell where it stands."""
        self.top = max(0, min(self.top, len(self.feeds) - self.page, self.cursor))
        self.top = max(self.top, self.cursor - self.page + 1)
        self._drawn.clear()
        self.refresh()
        self.post_message(self.Moved(self.current))

    def _parts(self, index: int) -> list[tuple[str, str]]:
        """Give a feed's row."""
        return feed_row(self.feeds[index], self.size.width, self._clock(), cursor=index == self.cursor)

    def render_line(self, y: int) -> Strip:
        """Draw the names of the columns, or a feed's row."""
        width = self.size.width
        base = self.rich_style + Style()
        if not self.feeds:
            words = _EMPTY[y - 2] if 2 <= y < 2 + len(_EMPTY) else ""
            return strip([("   " + fit(words, width - 6), self.part("feed--quiet"))], width, base)
        if y == 0:
            return strip([(heading(width), self.part("feed--heading"))], width, base)
        index = self.top + y - 1
        if index >= len(self.feeds):
            return Strip.blank(width, base)
        parts = self._parts(index)
        self._drawn[index] = parts
        under = base + self.get_component_rich_style("feed--cursor") if index == self.cursor else base
        return strip(((text, self.part(f"feed--{name}")) for text, name in parts), width, under)


class FeedDetail(Widget):
    """A few lines about one feed, nothing cut that a person needs to know."""

    ALLOW_SELECT = False
    COMPONENT_CLASSES: ClassVar[set[str]] = {f"feed--{name}" for name in _STYLES}

    def __init__(self, clock: Callable[[], datetime]) -> None:
        """Take the clock that polls are due by."""
        super().__init__(id="feed")
        self.feed: FeedState | None = None
        self._clock = clock

    def show(self, feed: FeedState | None) -> None:
        """Show another feed."""
        self.feed = feed
        self.refresh()

    def render_line(self, y: int) -> Strip:
        """Draw a line about the feed."""
        width = self.size.width
        base = self.rich_style + Style()
        lines = detail(self.feed, width, self._clock()) if self.feed is not None else []
        if y >= len(lines):
            return Strip.blank(width, base)
        parts = ((text, self.get_component_rich_style(f"feed--{name}", partial=True)) for text, name in lines[y])
        return strip(parts, width, base)


class FeedsBar(StatusBar):
    """Who archives; or for a moment what was just asked for."""

    def parts(self, width: int) -> tuple[list[tuple[str, str]], list[tuple[str, str]]]:
        """Give what was said, else the archiver."""
        return super().parts(width) if self.said else ([(f" {self.status.archiver}", "quiet")], [])


class FeedsHead(Bar):
    """The name of the screen, and how many feeds are in which state."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {f"bar--{name}" for name in ("name", "good", "bad", "quiet", "plain")}

    def __init__(self, label: str) -> None:
        """Take the name at the head of the desk."""
        super().__init__("head")
        self._label = label
        self._feeds: Sequence[FeedState] = ()

    def show(self, feeds: Sequence[FeedState]) -> None:
        """Count these feeds."""
        self._feeds = feeds
        self.renew()

    def parts(self, width: int) -> tuple[list[tuple[str, str]], list[tuple[str, str]]]:
        """Give the name and the counts."""
        left = [(f" {self._label} ", "name"), ("  Feeds   ", "plain"), *summary(self._feeds)]
        return left, [("Esc back ", "quiet")] if width >= 72 else []
