"""The feeds screen's widgets: a row a feed, lines about the one under the cursor, and the bar at the head."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from rich.style import Style
from textual.message import Message
from textual.strip import Strip
from textual.widget import Widget

from tui.widgets.bars import StatusBar
from tui.widgets.cells import strip
from tui.widgets.feed_rows import detail, feed_row, heading
from tui.widgets.line_list import LineList

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import datetime

    from store.models import FeedState

_STYLES = ("cursor-mark", "good", "bad", "quiet", "plain", "name", "link", "heading")
_EMPTY = ("No feeds are configured.", "Add one in another terminal: dateline feeds add URL")


class FeedTable(LineList["FeedState"]):
    """Every feed in the order of the config; the first line names the columns."""

    PREFIX = "feed"
    COMPONENT_CLASSES: ClassVar[set[str]] = {*(f"feed--{name}" for name in _STYLES), "feed--cursor"}
    DEFAULT_CSS = """
    FeedTable > .feed--cursor { background: $panel; }
    FeedTable > .feed--cursor-mark { color: $primary; }
    FeedTable > .feed--heading { color: $quiet; text-style: underline; }
    FeedTable > .feed--good { color: $success; }
    FeedTable > .feed--bad { color: $error; }
    FeedTable > .feed--quiet { color: $quiet; }
    FeedTable > .feed--plain { color: $foreground; }
    FeedTable > .feed--name { color: $secondary; }
    FeedTable:nocolor > .feed--cursor { text-style: reverse; }
    FeedTable:nocolor > .feed--bad { text-style: bold; }
    FeedTable:ansi > .feed--cursor { background: $background; text-style: reverse; }
    """

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
        super().__init__("feeds")
        self._clock = clock
        self._drawn: dict[int, object] = {}

    @property
    def above(self) -> int:
        """The line with the names of the columns."""
        return 1

    def show(self, feeds: Sequence[FeedState]) -> None:
        """Show the feeds as they are now; the cursor stays on its feed."""
        self.hold(feeds)

    def renew(self) -> None:
        """Draw again if, with the passing of time, a row in sight reads otherwise."""
        if any(self._parts(index) != parts for index, parts in self._drawn.items() if index < len(self.items)):
            self.reveal()

    def choose(self) -> None:
        """Ask for the feed's articles."""
        if self.current is not None:
            self.post_message(self.Chosen(self.current))

    def moved(self) -> None:
        """Tell where the cursor stands."""
        self._drawn.clear()
        self.post_message(self.Moved(self.current))

    def _parts(self, index: int) -> list[tuple[str, str]]:
        """Give a feed's row."""
        return feed_row(self.items[index], self.size.width, self._clock(), cursor=index == self.cursor)

    def render_line(self, y: int) -> Strip:
        """Draw the names of the columns, or a feed's row."""
        if not self.items:
            return self.words(y, _EMPTY)
        if y == 0:
            return self.line([(heading(self.size.width), "heading")])
        index = self.index_at(y)
        if index is None:
            return self.blank()
        self._drawn[index] = parts = self._parts(index)
        return self.line(parts, here=index == self.cursor)


class FeedDetail(Widget):
    """A few lines about one feed, nothing cut that a person needs to know."""

    ALLOW_SELECT = False
    COMPONENT_CLASSES: ClassVar[set[str]] = {f"feed--{name}" for name in _STYLES}
    DEFAULT_CSS = """
    FeedDetail > .feed--name { color: $secondary; text-style: bold; }
    FeedDetail > .feed--plain { color: $foreground; }
    FeedDetail > .feed--quiet { color: $quiet; }
    FeedDetail > .feed--link { color: $secondary; }
    FeedDetail > .feed--bad { color: $error; }
    """

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
