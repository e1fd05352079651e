"""The filter bar: a line to type a query into, and one below for the count or what is wrong with the query."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from rich.cells import cell_len
from textual.containers import Horizontal, Vertical
from textual.message import Message
from textual.widgets import Input, Label

from tui.widgets.bars import Bar
from tui.widgets.cells import clip

if TYPE_CHECKING:
    from textual import events
    from textual.app import ComposeResult

_TYPEABLE = "[^\x00-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069]*"
"""What a query may hold: a paste can carry control characters, and the terminal must not get them back."""
PROMPT = " / "
EXAMPLES = "words, “a phrase”, -not, OR, city:Kyiv actor:UN event:strike source:BBC is:unread since:6h"


class Verdict(Bar):
    """The line below the query."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {"bar--quiet", "bar--bad", "bar--plain"}

    def __init__(self) -> None:
        """Start with examples of what can be typed."""
        super().__init__("verdict")
        self._words = EXAMPLES
        self._style_name = "quiet"
        self._column: int | None = None

    def say(self, words: str, style: str = "quiet", column: int | None = None) -> None:
        """Show `words`; with a `column` of cells, a caret stands under it."""
        self._words, self._style_name, self._column = words, style, column
        self.refresh()

    def parts(self, width: int) -> tuple[list[tuple[str, str]], list[tuple[str, str]]]:
        """Give the words, beside the caret where there is one."""
        indent = " " * len(PROMPT)
        if self._column is None:
            return [(indent + clip(self._words, width - len(indent)), self._style_name)], []
        at = min(len(indent) + self._column, width - 1)
        words = clip(self._words, width - 4)
        if at + 2 + cell_len(words) <= width:
            return [(" " * at + "^ " + words, self._style_name)], []
        if cell_len(words) + 1 < at:
            return [(" " * (at - cell_len(words) - 1) + words + " ^", self._style_name)], []
        return [(indent + words, self._style_name)], []


class FilterBar(Vertical):
    """Opens with ``/``; tells what is typed as it is typed."""

    @dataclass
    class Typed(Message):
        """The query reads differently now."""

        query: str
        at_end: bool
        """True while the cursor stands behind the last letter, whose word may go on."""

    @dataclass
    class Kept(Message):
        """Enter: keep this filter."""

        query: str

    class Dropped(Message):
        """Esc: back to how it was."""

    def __init__(self) -> None:
        """Start closed."""
        super().__init__(id="filter")

    def compose(self) -> ComposeResult:
        """Lay out the prompt, the input and the line below."""
        with Horizontal(id="query-line"):
            yield Label(PROMPT, id="prompt", markup=False)
            yield Input(id="query", compact=True, restrict=_TYPEABLE, select_on_focus=False, max_length=500)
        yield Verdict()

    @property
    def open(self) -> bool:
        """True while the bar takes the keys."""
        return self.has_class("-open")

    def start(self, query: str) -> None:
        """Open with `query` to go on from."""
        self.add_class("-open")
        field = self.query_one(Input)
        with self.prevent(Input.Changed):
            field.value = query
        field.cursor_position = len(query)
        self.query_one(Verdict).say(EXAMPLES)
        field.focus()

    def close(self) -> None:
        """Close the bar."""
        self.remove_class("-open")

    def found(self, count: str, beginning: str = "") -> None:
        """Show how many articles match, `beginning` being a word that may go on."""
        plural = "article matches" if count == "1" else "articles match"
        self.query_one(Verdict).say(f"{count} {plural}" + (f" {beginning}…" if beginning else ""), "plain")

    def complain(self, message: str, query: str, column: int) -> None:
        """Show what is wrong with the query, with a caret under the place."""
        self.query_one(Verdict).say(message, "bad", cell_len(query[:column]))

    def on_input_changed(self, event: Input.Changed) -> None:
        """Pass on what was typed."""
        event.stop()
        self.post_message(self.Typed(event.value, event.input.cursor_position >= len(event.value)))

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Keep the filter."""
        event.stop()
        self.post_message(self.Kept(event.value))

    def on_key(self, event: events.Key) -> None:
        """Esc drops what was typed."""
        if event.key == "escape" and self.open:
            event.stop()
            event.prevent_default()
            self.post_message(self.Dropped())
