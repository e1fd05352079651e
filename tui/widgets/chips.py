"""The parts of a kept filter as chips on one line; each can be taken off by key or mouse."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar, Final

from rich.cells import cell_len
from textual.message import Message

from tui.widgets.bars import Bar, Part
from tui.widgets.cells import clip

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual import events

OFF: Final = "×"
"""Takes a chip off where it is clicked."""
_LEAST: Final = 8
"""Cells of a chip's text at least."""
_HINTS_FROM: Final = 100
"""Width from which on the line says what the keys do."""
_WITHIN: Final = (("←→", "choose"), ("Backspace", "take off"), ("Esc", "back"))
_STEPS: Final = {"left": -1, "h": -1, "right": 1, "l": 1}
_REMOVERS: Final = frozenset({"backspace", "delete", "enter", "x"})


class Chips(Bar, can_focus=True):
    """One line of chips."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {
        f"bar--{name}" for name in ("chip", "chip-current", "chip-off", "quiet", "key", "name")
    }

    @dataclass
    class Removed(Message):
        """The filter is to go on without this part, counted from 0."""

        index: int

    class Left(Message):
        """Back to the headlines."""

    def __init__(self, hints: Sequence[tuple[str, str]] = ()) -> None:
        """Start without chips; `hints` are keys and words for what can be done about a filter."""
        super().__init__("chips")
        self._hints = tuple(hints)
        self._texts: tuple[str, ...] = ()
        self._current = 0
        self._ends: list[int] = []

    def show(self, texts: Sequence[str]) -> None:
        """Show the parts of another filter."""
        self._texts = tuple(texts)
        self._current = min(self._current, max(0, len(texts) - 1))
        self.refresh()

    def enter(self) -> None:
        """Take the keys, at the last chip."""
        self._current = max(0, len(self._texts) - 1)
        self.focus()
        self.refresh()

    def parts(self, width: int) -> tuple[list[Part], list[Part]]:
        """Give the chips, long ones shortened where the line is full, and while it has the keys what they do."""
        hints = _WITHIN if self.has_focus else self._hints
        right = [part for key, word in hints for part in ((key, "key"), (f" {word}  ", "quiet"))]
        if width < _HINTS_FROM:
            right = []
        room = width - 2 - sum(cell_len(text) for text, _ in right)
        count = max(1, len(self._texts))
        fair = max(_LEAST, room // count - 5)
        if sum(cell_len(text) + 5 for text in self._texts) <= room:
            fair = width
        left: list[Part] = [(" ", "")]
        self._ends, used = [], 1
        for index, text in enumerate(self._texts):
            here = self.has_focus and index == self._current
            words = clip(text, fair)
            left += [
                (f"[{words} " if here else f" {words} ", "chip-current" if here else "chip"),
                (f"{OFF}]" if here else f"{OFF} ", "chip-current" if here else "chip-off"),
                (" ", ""),
            ]
            used += cell_len(words) + 5
            self._ends.append(used)
        return left, right

    def on_key(self, event: events.Key) -> None:
        """Go from chip to chip, take one off, or go back."""
        if event.key in _STEPS:
            self._current = max(0, min(self._current + _STEPS[event.key], len(self._texts) - 1))
            self.refresh()
        elif event.key in _REMOVERS:
            if self._texts:
                self.post_message(self.Removed(self._current))
        elif event.key == "escape":
            self.post_message(self.Left())
        else:
            return
        event.stop()
        event.prevent_default()

    def on_click(self, event: events.Click) -> None:
        """Take the chip off that was clicked."""
        event.stop()
        index = next((index for index, end in enumerate(self._ends) if event.x < end - 1), None)
        if index is not None:
            self.post_message(self.Removed(index))

    def on_focus(self) -> None:
        """Show which chip the keys are about."""
        self.refresh()

    def on_blur(self) -> None:
        """Show that the keys are elsewhere."""
        self.refresh()
