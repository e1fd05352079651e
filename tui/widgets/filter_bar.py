"""The filter bar: a line to type a query into, and one below for the count or what is wrong with the query.

Once a filter is kept, its parts stand there as chips.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from rich.cells import cell_len
from textual.containers import Horizontal, Vertical
from textual.message import Message
from textual.widgets import Input, Label

from store.text import strip_controls
from tui.widgets.chips import Chips
from tui.widgets.suggestions import Suggestions
from tui.widgets.verdict import EXAMPLES, PROMPT, Verdict

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual import events
    from textual.app import ComposeResult

    from tui.completion import Suggestion

_TYPEABLE = "[^\x00-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069]*"
"""What a query may hold: a paste can carry control characters, and the terminal must not get them back."""
_AWAY = frozenset({"left", "home", "end", "ctrl+a", "ctrl+e", "ctrl+left", "ctrl+right"})
"""Keys that take the cursor away from what was typed last."""
TYPING_HINTS = (("Enter", "keep"), ("Tab", "complete"), ("↓", "choose"), ("↑", "earlier filters"), ("Esc", "as before"))
"""What the keys do while a query is typed."""


class FilterBar(Vertical):
    """Opens with ``/``; tells what is typed as it is typed."""

    @dataclass
    class Typed(Message):
        """The query reads differently now."""

        query: str
        cursor: int

        @property
        def at_end(self) -> bool:
            """True while the cursor stands behind the last letter, whose word may go on."""
            return self.cursor >= len(self.query)

    @dataclass
    class Kept(Message):
        """Enter: keep this filter."""

        query: str

    @dataclass
    class Took(Message):
        """A suggestion is to stand at the cursor."""

        suggestion: Suggestion

    class Dropped(Message):
        """Esc: back to how it was."""

    def __init__(self, hints: Sequence[tuple[str, str]] = ()) -> None:
        """Start closed; `hints` are keys and words for what can be done about a filter that is kept."""
        super().__init__(id="filter")
        self.suggestions = Suggestions()
        """Lies over what is below; the screen lays it out."""
        self._chips = Chips(hints)
        self._history: Sequence[str] = ()
        self._recalled: int | None = None
        self._eager = False
        """True once Tab was pressed before anything was suggested: the first suggestion is taken as it comes."""

    def compose(self) -> ComposeResult:
        """Lay out the prompt, the input and the line below; and the chips, which take their place."""
        with Horizontal(id="query-line"):
            yield Label(PROMPT, id="prompt", markup=False)
            yield Input(id="query", compact=True, restrict=_TYPEABLE, select_on_focus=False, max_length=500)
        yield Verdict()
        yield self._chips

    @property
    def open(self) -> bool:
        """True while the bar takes the keys."""
        return self.has_class("-open")

    @property
    def typed(self) -> tuple[str, int]:
        """The query as it stands in the bar, and where the cursor is."""
        field = self.query_one(Input)
        return field.value, field.cursor_position

    def start(self, query: str, history: Sequence[str] = ()) -> None:
        """Open with `query` to go on from; `history` has earlier ones, the last one first."""
        self.add_class("-open")
        self._history, self._recalled = history, None
        field = self.query_one(Input)
        with self.prevent(Input.Changed):
            field.value = strip_controls(query)
        field.cursor_position = len(field.value)
        self.suggest(())
        self.query_one(Verdict).say(EXAMPLES)
        field.focus()

    def close(self) -> None:
        """Close the bar."""
        self._eager = False
        self.remove_class("-open")
        self.suggest(())

    def keep(self, parts: Sequence[str]) -> None:
        """Show the parts of the filter that holds; none of them hides the line."""
        self.set_class(bool(parts), "-kept")
        self._chips.show(parts)

    def enter_chips(self) -> bool:
        """Give the keys to the chips; gives whether there are any."""
        if not self.has_class("-kept") or self.open:
            return False
        self._chips.enter()
        return True

    @property
    def in_chips(self) -> bool:
        """True while the chips have the keys."""
        return self._chips.has_focus

    def put(self, query: str, cursor: int) -> None:
        """Let the query read so, as if it had been typed."""
        field = self.query_one(Input)
        field.value = strip_controls(query)
        field.cursor_position = cursor

    def suggest(self, items: Sequence[Suggestion]) -> None:
        """Show what the word at the cursor may become."""
        self.suggestions.show(items if self.open else ())
        if self._eager and self.suggestions.items:
            self._take()

    def found(self, count: str, beginning: str = "") -> None:
        """Show how many articles match, `beginning` being a word that may go on."""
        plural = "article matches" if count == "1" else "articles match"
        self.query_one(Verdict).say(f"{count} {plural}" + (f" {beginning}…" if beginning else ""), "plain")

    def found_none_yet(self, letters: str) -> None:
        """Say that the last letters are no word yet."""
        self.query_one(Verdict).say(f"nothing is called {letters} alone; go on typing", "quiet")

    def complain(self, message: str, query: str, column: int, *, calmly: bool = False) -> None:
        """Show what is wrong with the query, with a caret under the place; `calmly` while it is still being typed."""
        self.query_one(Verdict).say(message, "quiet" if calmly else "bad", cell_len(query[:column]))

    def on_input_changed(self, event: Input.Changed) -> None:
        """Pass on what was typed."""
        event.stop()
        self._eager = False
        self.post_message(self.Typed(event.value, event.input.cursor_position))

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Keep the filter."""
        event.stop()
        self.post_message(self.Kept(event.value))

    def on_key(self, event: events.Key) -> None:
        """Esc drops what was typed; other keys go through suggestions and history."""
        if self.open and self._handle(event.key):
            event.stop()
            event.prevent_default()

    def _handle(self, key: str) -> bool:
        """Do what a key does while the bar is open; gives whether it does anything here."""
        match key:
            case "escape" if self.suggestions.current is not None:
                self.suggest(())
            case "escape":
                self.post_message(self.Dropped())
            case "down" | "up":
                self._step(1 if key == "down" else -1)
            case "tab":
                self._take()
            case "right" if self.suggestions.items and self._at_end:
                self._take()
            case "enter" if self.suggestions.current is not None:
                self._take()
            case _:
                if key in _AWAY:
                    self.suggest(())
                return False
        return True

    @property
    def _at_end(self) -> bool:
        query, cursor = self.typed
        return cursor >= len(query)

    def _take(self) -> None:
        wanted = self.suggestions.wanted()
        self._eager = wanted is None
        if wanted is not None:
            self.post_message(self.Took(wanted))

    def _step(self, step: int) -> None:
        """Go to another suggestion; without any, in an empty bar, to an earlier query."""
        if self.suggestions.items:
            self.suggestions.move(step)
            return
        query, _ = self.typed
        fresh = self._recalled is None or query != self._history[self._recalled]
        if not self._history or (query and fresh):
            return
        at = (-1 if fresh or self._recalled is None else self._recalled) - step
        self._recalled = at if 0 <= at < len(self._history) else None if at < 0 else len(self._history) - 1
        recalled = "" if self._recalled is None else self._history[self._recalled]
        self.put(recalled, len(recalled))

    @property
    def recalled(self) -> bool:
        """True while an earlier query stands there as it was."""
        return self._recalled is not None and self.typed[0] == self._history[self._recalled]
