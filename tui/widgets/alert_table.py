"""The alerts pane's list, a line an alert, and the bar at its head."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from rich.style import Style
from textual.message import Message
from textual.strip import Strip

from tui.widgets import signs
from tui.widgets.bars import Bar, Part
from tui.widgets.cells import fit, strip
from tui.widgets.matches import Find, divide, nothing
from tui.widgets.pane import Pane
from tui.widgets.times import STAMP_WIDTH, stamp

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import datetime

    from textual import events

    from store.models import Alert

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


class AlertTable(Pane):
    """Alerts, the newest first."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {*(f"alert--{name}" for name in _STYLES), "alert--cursor"}

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
        super().__init__(id="alerts", classes="pane")
        self.alerts: Sequence[Alert] = ()
        self.finds: dict[str, Find] = {}
        """For each watch, what tells the words of a title that it asked for."""
        self.empty_words: Sequence[str] = EMPTY
        """What to say while there are no alerts, line by line."""
        self.whole = False
        """True while no older alert is known to exist."""
        self.cursor = self.top = 0
        self._clock = clock

    @property
    def current(self) -> Alert | None:
        """The alert under the cursor."""
        return self.alerts[self.cursor] if self.cursor < len(self.alerts) else None

    def show(self, alerts: Sequence[Alert], *, whole: bool) -> None:
        """Show the alerts as they are now; the cursor stays on its alert, at the top on the newest."""
        held = self.current.id if self.current and self.cursor else None
        self.alerts, self.whole = tuple(alerts), whole
        index = next((i for i, alert in enumerate(self.alerts) if alert.id == held), None)
        shift = 0 if index is None else index - self.cursor
        self.cursor = min(self.cursor, max(0, len(self.alerts) - 1)) if index is None else index
        self.top += shift
        self._reveal()

    def move(self, delta: int) -> None:
        """Move the cursor."""
        self.cursor = max(0, min(self.cursor + delta, len(self.alerts) - 1))
        self._reveal()

    def wheel(self, delta: int) -> None:
        """Scroll, the cursor staying in sight."""
        self.top = max(0, min(self.top + delta, len(self.alerts) - self.page))
        self.cursor = max(self.top, min(self.cursor, self.top + self.page - 1, len(self.alerts) - 1))
        self._reveal()

    def to_first(self) -> None:
        """Go to the newest."""
        self.move(-len(self.alerts))

    def to_last(self) -> None:
        """Go to the oldest that is here."""
        self.move(len(self.alerts))

    def choose(self) -> None:
        """Ask for the article."""
        if self.current is not None:
            self.post_message(self.Chosen(self.current))

    def on_click(self, event: events.Click) -> None:
        """Put the cursor where the pointer is; a second click chooses."""
        offset = event.get_content_offset(self)
        if offset is None or not 0 <= offset.y < len(self.alerts) - self.top:
            return
        index = self.top + offset.y
        if event.chain >= 2 and index == self.cursor:
            self.choose()
        else:
            self.move(index - self.cursor)

    def on_resize(self) -> None:
        """Keep the cursor in sight."""
        self._reveal()

    def _reveal(self) -> None:
        self.top = max(0, min(self.top, len(self.alerts) - self.page, self.cursor))
        self.top = max(self.top, self.cursor - self.page + 1)
        self.refresh()
        self.post_message(self.Moved(self.current))
        if not self.whole and self.cursor + MARGIN >= len(self.alerts):
            self.post_message(self.WantOlder())

    def render_line(self, y: int) -> Strip:
        """Draw an alert."""
        width, base = self.size.width, self.rich_style + Style()
        index = self.top + y
        if not self.alerts:
            words = self.empty_words[y - 2] if 2 <= y < 2 + len(self.empty_words) else ""
            style = self.part("alert--unseen" if y == 2 else "alert--quiet")
            return strip([("   " + fit(words, width - 6), style)], width, base)
        if index >= len(self.alerts):
            return Strip.blank(width, base)
        under = base + self.get_component_rich_style("alert--cursor") if index == self.cursor else base
        parts = row_parts(
            self.alerts[index],
            width,
            self._clock(),
            cursor=index == self.cursor,
            find=self.finds.get(self.alerts[index].watch, nothing),
        )
        return strip(((text, self.part(f"alert--{name}")) for text, name in parts), width, under)


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


class AlertsBar(Bar):
    """The name, and how many alerts nobody has seen."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {"bar--name", "bar--quiet", "bar--new", "bar--tab-current"}

    def __init__(self, label: str) -> None:
        """Take the desk's name."""
        super().__init__("head")
        self._label = label
        self._words = ""

    def show(self, unseen: str, watches: int) -> None:
        """Show other numbers."""
        count = f"{watches} watch{'' if watches == 1 else 'es'}"
        self._words = f"{signs.ALERT} {unseen} unseen · {count}" if unseen != "0" else f"none unseen · {count}"
        self.refresh()

    def parts(self, width: int) -> tuple[list[Part], list[Part]]:
        """Give them."""
        del width
        left: list[Part] = [(f" {self._label} ", "name"), ("  ", ""), ("[Alerts]", "tab-current")]
        return left, [(f"{self._words} ", "new" if signs.ALERT in self._words else "quiet")]
