"""The alerts pane's list, a line an alert, and the bar at its head."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from textual.message import Message

from tui.widgets import signs
from tui.widgets.cells import fit
from tui.widgets.line_list import LineList
from tui.widgets.matches import Find, divide, nothing
from tui.widgets.times import STAMP_WIDTH, stamp

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import datetime

    from textual.strip import Strip

    from store.models import Alert
    from tui.widgets.bars import Part

_STYLES = ("cursor-mark", "mark", "time", "watch", "source", "unseen", "seen", "match", "quiet", "plain", "bad")
SOURCE_FROM = 84
"""Width from which on a line names the outlet."""
MARGIN = 20
"""Lines to the end at which older alerts are wanted."""
EMPTY = (
    "No alerts yet.",
    "A watch in your config tells you of new articles that match its query:",
    "",
    "[[watch]]",
    'name = "Mariupol"',
    'query = "city:Mariupol event:evacuation"',
)


class AlertTable(LineList["Alert"]):
    """Alerts, the newest first."""

    PREFIX = "alert"
    COMPONENT_CLASSES: ClassVar[set[str]] = {*(f"alert--{name}" for name in _STYLES), "alert--cursor"}
    DEFAULT_CSS = """
    AlertTable:ansi > .alert--cursor { background: $background; text-style: reverse; }
    AlertTable > .alert--cursor { background: $panel; }
    AlertTable > .alert--cursor-mark { color: $primary; }
    AlertTable > .alert--mark { color: $primary; text-style: bold; }
    AlertTable > .alert--time, AlertTable > .alert--quiet, AlertTable > .alert--seen { color: $quiet; }
    AlertTable > .alert--watch { color: $accent; text-style: bold; }
    AlertTable > .alert--source { color: $secondary; }
    AlertTable > .alert--unseen { color: $foreground; text-style: bold; }
    AlertTable > .alert--match { color: $accent; text-style: bold underline; }
    AlertTable:nocolor > .alert--cursor { text-style: reverse; }
    """

    @dataclass
    class Moved(Message):
        """The cursor stands on another alert, or it reads otherwise."""

        alert: Alert | None

    @dataclass
    class Chosen(Message):
        """Enter on an alert."""

        alert: Alert

    class WantOlder(Message):
        """The end is near, and there may be more."""

    def __init__(self, clock: Callable[[], datetime]) -> None:
        """Take the clock that decides what "today" is."""
        super().__init__("alerts")
        self.finds: dict[str, Find] = {}
        """For each watch, what tells the words of a title that it asked for."""
        self.empty_words: Sequence[str] = EMPTY
        """What to say while there are no alerts, line by line."""
        self.whole = False
        """True while no older alert is known to exist."""
        self._clock = clock

    def show(self, alerts: Sequence[Alert], *, whole: bool) -> None:
        """Show the alerts as they are now; the cursor stays on its alert, at the top on the newest."""
        self.whole = whole
        self.hold(alerts, at_first=True)

    def choose(self) -> None:
        """Ask for the article."""
        if self.current is not None:
            self.post_message(self.Chosen(self.current))

    def moved(self) -> None:
        """Tell where the cursor stands, and ask for older alerts where it nears the end."""
        self.post_message(self.Moved(self.current))
        if not self.whole and self.cursor + MARGIN >= len(self.items):
            self.post_message(self.WantOlder())

    def render_line(self, y: int) -> Strip:
        """Draw an alert."""
        if not self.items:
            return self.words(y, self.empty_words, "unseen")
        index = self.index_at(y)
        if index is None:
            return self.blank()
        alert, here = self.items[index], index == self.cursor
        find = self.finds.get(alert.watch, nothing)
        return self.line(row_parts(alert, self.size.width, self._clock(), cursor=here, find=find), here=here)


def row_parts(alert: Alert, width: int, now: datetime, *, cursor: bool, find: Find) -> list[Part]:
    """Give an alert's line as (text, style name) pairs: whether it was seen, when, which watch, which words."""
    watch = 18 if width >= SOURCE_FROM else 12
    source = 20 if width >= SOURCE_FROM else 0
    title = fit(alert.title, width - 6 - STAMP_WIDTH - watch - (source + 1 if source else 0))
    parts: list[Part] = [
        (signs.CURSOR if cursor else " ", "cursor-mark"),
        (" " if alert.seen else signs.ALERT, "mark"),
        (" " + fit(stamp(alert.made, now, STAMP_WIDTH), STAMP_WIDTH, right=True) + " ", "time"),
        (fit(alert.watch, watch) + "  ", "watch"),
    ]
    if source:
        parts.append((fit(alert.source, source) + " ", "source"))
    parts += divide(title, find(title, "title"), "seen" if alert.seen else "unseen", "match")
    return parts


def summary(unseen: str, watches: int) -> list[Part]:
    """Give how many alerts nobody has seen, and of how many watches, for the head of the screen."""
    new = (f"{signs.ALERT} {unseen} unseen", "new") if unseen != "0" else ("none unseen", "quiet")
    return [new, (f" · {watches} watch{'' if watches == 1 else 'es'}", "quiet")]
