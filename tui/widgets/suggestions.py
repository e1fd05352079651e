"""The list below the filter bar: what the word at the cursor may be meant to become."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from rich.cells import cell_len
from rich.style import Style
from textual.message import Message
from textual.strip import Strip
from textual.widget import Widget

from tui.widgets import signs
from tui.widgets.cells import clip, fit, strip

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual import events

    from tui.completion import Suggestion

LEAST_ABOUT = 8
"""Cells below which nothing is said about a suggestion."""


class Suggestions(Widget):
    """Lies over the headlines while there is something to suggest; the filter bar keeps the keys."""

    ALLOW_SELECT = False
    COMPONENT_CLASSES: ClassVar[set[str]] = {f"suggestion--{name}" for name in ("text", "about", "current")}

    @dataclass
    class Clicked(Message):
        """A suggestion was clicked."""

        suggestion: Suggestion

    def __init__(self) -> None:
        """Start with nothing to suggest."""
        super().__init__(id="suggestions")
        self.items: tuple[Suggestion, ...] = ()
        self.current: int | None = None
        """The one that was gone to; None for none."""

    def show(self, items: Sequence[Suggestion]) -> None:
        """Show other suggestions, none of them gone to; nothing hides the list."""
        if tuple(items) == self.items and self.current is None:
            return
        if len(items) != len(self.items):
            self.styles.height = len(items)
        self.items, self.current = tuple(items), None
        self.set_class(bool(items), "-shown")
        self.refresh()

    def move(self, step: int) -> None:
        """Go to the next or the previous one; behind the last comes none, and then the first again."""
        places = [None, *range(len(self.items))]
        self.current = places[(places.index(self.current) + step) % len(places)]
        self.refresh()

    def wanted(self) -> Suggestion | None:
        """Give the one gone to, else the first."""
        return self.items[self.current or 0] if self.items else None

    def on_click(self, event: events.Click) -> None:
        """Take the one that was clicked."""
        event.stop()
        if 0 <= event.y < len(self.items):
            self.post_message(self.Clicked(self.items[event.y]))

    def render_line(self, y: int) -> Strip:
        """Draw a suggestion and what it is."""
        width = self.size.width
        base = self.rich_style + Style()
        if y >= len(self.items):
            return Strip.blank(width, base)
        here = y == self.current
        text = clip(self.items[y].text, width - 2)
        room = width - 4 - cell_len(text)
        words = f"{self.items[y].about} · Tab" if y == 0 and self.current is None else self.items[y].about
        about = fit(words.removeprefix(" · "), room, right=True) if room >= LEAST_ABOUT else " " * max(0, room)
        parts = [(signs.CURSOR if here else " ", "text"), (text, "text"), (f"  {about} ", "about")]
        if here:
            under = base + self._part("current")
            return strip(((piece, under) for piece, _ in parts), width, under)
        return strip(((piece, self._part(name)) for piece, name in parts), width, base)

    def _part(self, name: str) -> Style:
        return self.get_component_rich_style(f"suggestion--{name}", partial=True)
