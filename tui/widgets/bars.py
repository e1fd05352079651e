"""The desk's single-line bars: the head with the panes' names, the status line, the key hints."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, ClassVar

from rich.cells import cell_len
from rich.style import Style
from textual.strip import Strip

from tui.widgets import signs
from tui.widgets.cells import clip, strip
from tui.widgets.parts import Parts
from tui.widgets.status import Status, status_parts

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from textual import events

Part = tuple[str, str]
PANES = (("headlines", "1 Headlines", "1 List"), ("reader", "2 Article", "2 Text"), ("ticker", "3 Cities", "3 Cities"))
"""Pane id, and its name on the head, long and short."""
PINNED = 2
"""So many of the last hints stand at the right edge whatever the width: help and quit."""


class Bar(Parts):
    """One line drawn from styled parts."""

    ALLOW_SELECT = False

    def __init__(self, name: str) -> None:
        """Take the widget's id."""
        super().__init__(id=name)
        self._drawn: tuple[list[Part], list[Part]] | None = None

    def renew(self) -> None:
        """Draw again if the line reads otherwise than when it was drawn; else write nothing to the terminal."""
        if self._drawn is not None and self.parts(self.size.width) != self._drawn:
            self.refresh()

    def parts(self, width: int) -> tuple[list[Part], list[Part]]:
        """Give what stands at the left and at the right edge, the left giving way."""
        raise NotImplementedError

    def render_line(self, y: int) -> Strip:
        """Draw the line."""
        width = self.size.width
        base = self.rich_style + Style()
        if y:
            return Strip.blank(width, base)
        left, right = self._drawn = self.parts(width)
        room = width - sum(cell_len(text) for text, _ in right)
        kept: list[Part] = []
        for text, name in left:
            piece = clip_part(text, room)
            kept.append((piece, name))
            room -= cell_len(piece)
            if piece != text:
                break
        kept.append((" " * max(0, room), ""))
        return strip(((text, self._style(name)) for text, name in [*kept, *right]), width, base)

    def _style(self, name: str) -> Style:
        """Give a component's style, nothing for the unnamed one."""
        return self.get_component_rich_style(f"bar--{name}", partial=True) if name else Style()


def clip_part(text: str, room: int) -> str:
    """Clip `text` to `room` cells but keep the blanks at its ends, which `clip` would fold."""
    return text if cell_len(text) <= room else clip(text, room)


class HeadBar(Bar):
    """The name, the panes with their keys, and the time."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {"bar--name", "bar--tab", "bar--tab-current", "bar--quiet", "bar--new"}

    def __init__(self, clock: Callable[[], datetime] = lambda: datetime.now(UTC), *, label: str = "DATELINE") -> None:
        """Take the clock it shows, and the name."""
        super().__init__("head")
        self._clock = clock
        self._label = label
        self.current = "headlines"
        self._alerts = ""

    def alert(self, unseen: str) -> None:
        """Show how many alerts nobody has seen; an empty text shows nothing."""
        if unseen != self._alerts:
            self._alerts = unseen
            self.refresh()

    def select(self, pane: str) -> None:
        """Mark the pane that has the focus."""
        if pane != self.current:
            self.current = pane
            self.refresh()

    def parts(self, width: int) -> tuple[list[Part], list[Part]]:
        """Give name and panes, and the clock where there is room."""
        left: list[Part] = [(f" {self._label} ", "name"), ("  ", "")]
        for pane, long, short in PANES:
            words = long if width >= 60 else short
            here = pane == self.current
            left.append((f"[{words}]" if here else f" {words} ", "tab-current" if here else "tab"))
            left.append((" ", ""))
        now = self._clock().astimezone()
        time = f"{now:%a} {now.day} {now:%b}  {now:%H:%M} {now.tzname() or ''} "
        right: list[Part] = [(time, "quiet")] if width >= 72 else []
        if self._alerts:
            words = f"{signs.ALERT} {self._alerts} alert{'' if self._alerts == '1' else 's'}  "
            right.insert(0, (words if width >= 90 else f"{signs.ALERT}{self._alerts} ", "new"))
        return left, right

    def on_click(self, event: events.Click) -> None:
        """Go to the pane whose name was clicked."""
        at = 0
        for (text, _), name in zip(self.parts(self.size.width)[0][2:], _owners(), strict=False):
            width = cell_len(text)
            if at <= event.x - len(self._label) - 4 < at + width and name:
                self.screen.call_later(self.screen.run_action, f"pane('{name}')")
            at += width


def _owners() -> list[str]:
    """Give the pane that each part after the name belongs to, empty for the gaps."""
    return [name for pane, _, _ in PANES for name in (pane, "")]


class StatusBar(Bar):
    """Feeds, new articles, archive, archiver; or for a moment a few words about what was just done."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {
        f"bar--{name}" for name in ("good", "bad", "new", "plain", "quiet", "said")
    }
    SAID_FOR = 4.0
    """Seconds that `say` stays."""

    def __init__(self, clock: Callable[[], datetime] = lambda: datetime.now(UTC)) -> None:
        """Take the clock that "next poll in" counts by."""
        super().__init__("status")
        self.status = Status()
        self.said = ""
        self._clock = clock

    def show(self, status: Status) -> None:
        """Show another state; costs nothing where the line reads the same."""
        self.status = status
        self.renew()

    def say(self, words: str) -> None:
        """Say something in place of the status for a few seconds."""
        self.said = words
        self.refresh()
        self.set_timer(self.SAID_FOR, lambda: self._unsay(words), name="unsay")

    def _unsay(self, words: str) -> None:
        """Go back to the status, unless something else was said since."""
        if self.said == words:
            self.said = ""
            self.refresh()

    def parts(self, width: int) -> tuple[list[Part], list[Part]]:
        """Give the status, its parts divided by a rule."""
        if self.said:
            return [(f" {self.said}", "said")], []
        if self.status.trouble:
            return [(f" ! {self.status.trouble}", "bad")], []
        left: list[Part] = [(" ", "")]
        used = 1
        for text, name in status_parts(self.status, self._clock()):
            rule = "" if used == 1 else "  │  " if width >= 120 else " │ "
            used += cell_len(rule) + cell_len(text)
            if used > width:
                break
            left += [(rule, "quiet"), (text, name)]
        return left, []


class HintBar(Bar):
    """The most useful keys."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {"bar--key", "bar--quiet"}

    def __init__(self, hints: Sequence[tuple[str, str]]) -> None:
        """Take pairs of key and word."""
        super().__init__("hints")
        self._hints = hints

    def show(self, hints: Sequence[tuple[str, str]]) -> None:
        """Show other keys."""
        if hints != self._hints:
            self._hints = hints
            self.refresh()

    def parts(self, width: int) -> tuple[list[Part], list[Part]]:
        """Give the hints that fit whole."""
        right = [part for hint in self._hints[-PINNED:] for part in self._hint(*hint)]
        room = width - 1 - sum(cell_len(text) for text, _ in right)
        left: list[Part] = [(" ", "")]
        for hint in self._hints[:-PINNED]:
            piece = self._hint(*hint)
            room -= sum(cell_len(text) for text, _ in piece)
            if room < 0:
                break
            left += piece
        return left, right

    def _hint(self, key: str, word: str) -> list[Part]:
        """Give one hint."""
        return [(key, "key"), (f" {word}  ", "quiet")]
