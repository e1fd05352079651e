"""The help screen: every key from the table of actions, and what the signs mean."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.containers import VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Static

from tui.widgets.help_columns import lay_out, narrowed, sections
from tui.widgets.prompt import Prompt

if TYPE_CHECKING:
    from collections.abc import Mapping

    from textual.app import ComposeResult
    from textual.binding import BindingType

COLUMNS = ((190, 3, 216), (120, 2, 150), (0, 1, 78))
"""From which width of the screen on there are how many columns, and how wide their box is at most."""
SHARE = 0.96
"""How much of the screen's width the box may have."""
FRAME = 7
"""Cells of the box that hold no text: border, padding, scrollbar."""


class HelpScreen(ModalScreen[None]):
    """Keys and signs; the key that opened it closes it."""

    BINDINGS: ClassVar[list[BindingType]] = [
        ("question_mark,escape,q,enter", "leave", "Close"),
        ("slash", "find", "Find"),
        ("j,down", "scroll(1)", "Down"),
        ("k,up", "scroll(-1)", "Up"),
        ("space,pagedown", "page(1)", "Down a page"),
        ("pageup", "page(-1)", "Up a page"),
        ("g,home", "top", "To the top"),
        ("G,end", "end", "To the end"),
    ]

    def __init__(self, keymap: Mapping[str, str]) -> None:
        """Take the user's keymap, so that the keys shown are the keys that work."""
        super().__init__(id="help-screen")
        self._sections = sections(keymap)
        self._wanted = ""
        self._text = Static()
        self._box = VerticalScroll(self._text, id="help")
        self._prompt = Prompt()

    def compose(self) -> ComposeResult:
        """Lay out the text in a box that scrolls."""
        self._box.border_title = Content("Help")
        yield self._box
        yield self._prompt

    def on_mount(self) -> None:
        """Show all of it."""
        self._lay_out()

    def on_resize(self) -> None:
        """Lay the text out for another width."""
        self._box.styles.min_height = None
        self._lay_out()

    def action_scroll(self, lines: int) -> None:
        """Scroll by `lines`."""
        self._box.scroll_relative(y=lines, animate=False)

    def action_page(self, pages: int) -> None:
        """Scroll by as much as is in sight."""
        self.action_scroll(pages * max(1, self._box.scrollable_content_region.height - 1))

    def action_top(self) -> None:
        """Scroll to the top."""
        self._box.scroll_home(animate=False)

    def action_end(self) -> None:
        """Scroll to the end."""
        self._box.scroll_end(animate=False)

    def action_find(self) -> None:
        """Ask for words that the lines to show must have; the box stays as large as it is meanwhile."""
        self._box.styles.min_height = self._box.outer_size.height
        self._prompt.ask("Find")

    def action_leave(self) -> None:
        """Show everything again where only some of it is shown; else close."""
        if self._wanted:
            self._find("")
        else:
            self.dismiss()

    @on(Prompt.Typed)
    @on(Prompt.Kept)
    def _typed(self, message: Prompt.Typed | Prompt.Kept) -> None:
        self._find(message.text)
        if isinstance(message, Prompt.Kept):
            self._close_prompt()

    @on(Prompt.Dropped)
    def _dropped(self) -> None:
        self._find("")
        self._close_prompt()

    def _close_prompt(self) -> None:
        self._prompt.close()
        self._box.focus()

    def _find(self, words: str) -> None:
        self._wanted = words.strip()
        self._lay_out()
        self.action_top()

    def _lay_out(self) -> None:
        """Show what is wanted, in as many columns as there is room for."""
        across = self.app.size.width
        columns, widest = next((columns, widest) for least, columns, widest in COLUMNS if across >= least)
        width = min(widest, int(across * SHARE))
        self._box.styles.width = width
        shown = narrowed(self._sections, self._wanted)
        text = lay_out(shown, columns, width - FRAME) if shown else Content("No line of the help has these words.")
        self._text.update(text)
        self._box.border_subtitle = Content("Esc shows all of it" if self._wanted else "/ finds · ? closes")
