"""The help screen: every key from the table of actions, and what the signs mean."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.containers import VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Static

from tui.actions import ACTIONS, key_words
from tui.widgets import signs

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from textual.app import ComposeResult
    from textual.binding import BindingType

KEY_WIDTH = 16
QUERY_HELP = (
    ('word  "a phrase"  word*  -not  a OR b', "side by side means and"),
    ("city:Kyiv  region:  country:  place:", "any spelling finds all of them"),
    ("actor:UN  source:BBC  event:strike", "who, which outlet, what happened"),
    ("since:6h  on:2022-03-28  before:", "when"),
    ("is:unread  is:starred  is:revised", "in which state"),
)


class HelpScreen(ModalScreen[None]):
    """Keys and signs; the key that opened it closes it."""

    BINDINGS: ClassVar[list[BindingType]] = [
        ("question_mark,escape,q,enter", "dismiss", "Close"),
        ("j,down", "scroll(1)", "Down"),
        ("k,up", "scroll(-1)", "Up"),
        ("space,pagedown", "scroll(10)", "Down a page"),
        ("pageup", "scroll(-10)", "Up a page"),
    ]

    def __init__(self, keymap: Mapping[str, str]) -> None:
        """Take the user's keymap, so that the keys shown are the keys that work."""
        super().__init__(id="help-screen")
        self._keymap = keymap

    def compose(self) -> ComposeResult:
        """Lay out the text in a box that scrolls."""
        with VerticalScroll(id="help") as box:
            box.border_title = Content("Help")
            box.border_subtitle = Content("? closes")
            yield Static(Content("\n").join(self._lines()))

    def action_scroll(self, lines: int) -> None:
        """Scroll by `lines`."""
        self.query_one("#help", VerticalScroll).scroll_relative(y=lines, animate=False)

    def _lines(self) -> Iterator[Content]:
        """Give the help, line by line."""
        group = ""
        for action in ACTIONS:
            if not action.keys and action.id not in self._keymap:
                continue
            if action.group != group:
                yield from self._heading(action.group, first=not group)
                group = action.group
            yield _entry(key_words(action, self._keymap), action.help, KEY_WIDTH)
        yield from self._heading("Filter language", first=False)
        for query, words in QUERY_HELP:
            yield _entry(query, words, 42)
        yield from self._heading("Signs", first=False)
        for sign, words in signs.LEGEND:
            yield _entry(sign, words, KEY_WIDTH)
        for sign, word in signs.EVENTS.values():
            yield _entry(sign, word, KEY_WIDTH)

    def _heading(self, words: str, *, first: bool) -> Iterator[Content]:
        """Give a heading, with an empty line before all but the first."""
        if not first:
            yield Content("")
        yield Content.styled(words, "bold $primary")


def _entry(key: str, words: str, width: int) -> Content:
    """Give one line: a key or sign, and what it means."""
    return Content.assemble((key.ljust(width), "bold $accent"), words)
