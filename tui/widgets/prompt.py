"""A line at the foot of a pane to type a few words or a number into."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from textual.containers import Horizontal
from textual.message import Message
from textual.widgets import Input, Label

from store.text import clean_line

if TYPE_CHECKING:
    from textual import events
    from textual.app import ComposeResult

TYPEABLE = "[^\x00-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069]*"
"""What may be typed: a paste can carry control characters, and the terminal must not get them back."""
MOST = 200
"""Characters that can be typed."""


class Prompt(Horizontal):
    """Opens at the foot of a pane, takes the keys, and tells what is typed as it is typed."""

    @dataclass
    class Typed(Message):
        """It reads differently now."""

        text: str

    @dataclass
    class Kept(Message):
        """Enter."""

        text: str

    class Dropped(Message):
        """Esc, or the focus went elsewhere."""

    def compose(self) -> ComposeResult:
        """Lay out the question and the input."""
        yield Label("", markup=False)
        yield Input(compact=True, restrict=TYPEABLE, select_on_focus=False, max_length=MOST)

    @property
    def open(self) -> bool:
        """True while it takes the keys."""
        return self.has_class("-open")

    def ask(self, question: str) -> None:
        """Open, with `question` before an empty line."""
        self.query_one(Label).update(f"{clean_line(question, 60)} ")
        field = self.query_one(Input)
        with self.prevent(Input.Changed):
            field.value = ""
        self.add_class("-open")
        field.focus()

    def close(self) -> None:
        """Close; whoever has the focus next is the caller's business."""
        self.remove_class("-open")

    def on_input_changed(self, event: Input.Changed) -> None:
        """Pass on what was typed."""
        event.stop()
        if self.open:
            self.post_message(self.Typed(event.value))

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Pass on what was settled on."""
        event.stop()
        if self.open:
            self.post_message(self.Kept(event.value))

    def on_key(self, event: events.Key) -> None:
        """Esc drops what was typed."""
        if event.key == "escape" and self.open:
            event.stop()
            event.prevent_default()
            self.post_message(self.Dropped())

    def on_descendant_blur(self) -> None:
        """Whoever goes to another pane asks no longer; another window is not another pane."""
        if self.open and self.app.app_focus:
            self.post_message(self.Dropped())
