"""A small box that asks for one line of text."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Input, Label

from store.text import clean_line
from tui.widgets.prompt import TYPEABLE

if TYPE_CHECKING:
    from textual.app import ComposeResult
    from textual.binding import BindingType

MOST = 60
"""Characters that can be typed."""


class AskScreen(ModalScreen["str | None"]):
    """Gives what was typed, or None."""

    BINDINGS: ClassVar[list[BindingType]] = [("escape", "dismiss", "Back")]

    def __init__(self, title: str, words: str, answer: str = "") -> None:
        """Take the title, a line of words below, and the answer to begin with."""
        super().__init__()
        self._title = title
        self._words = words
        self._answer = answer

    def compose(self) -> ComposeResult:
        """Lay out the box."""
        with Vertical(classes="box") as box:
            box.border_title = Content(clean_line(self._title, MOST))
            box.border_subtitle = Content("Enter keeps · Esc back")
            yield Label(Content(clean_line(self._words, 400)), classes="quiet")
            yield Input(self._answer, compact=True, restrict=TYPEABLE, max_length=MOST)

    def on_mount(self) -> None:
        """Take the keys."""
        self.query_one(Input).focus()

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Give the answer; an empty one is none."""
        event.stop()
        if answer := clean_line(event.value, MOST):
            self.dismiss(answer)
