"""The reader: one article, with a search in its text, its links by number, and the sentence an event stands on."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar, Literal

from textual import on
from textual.message import Message

from tui.actions import bindings
from tui.reader_search import Search, evidence_span
from tui.widgets import signs
from tui.widgets.prompt import Prompt
from tui.widgets.reader_pieces import Mark, repainted
from tui.widgets.reader_text import article_links, link_number
from tui.widgets.reader_view import ReaderView

if TYPE_CHECKING:
    from textual.app import ComposeResult
    from textual.binding import BindingType

    from tui.widgets.reader_pieces import Line, Row, Span

HERE = "▸"
"""Stands beside the line with the place that a search is at."""


class Reader(ReaderView):
    """The article pane."""

    BINDINGS: ClassVar[list[BindingType]] = bindings("reader")

    @dataclass
    class Left(Message):
        """Enter in the reader: done with this article, on to the next unread one."""

    @dataclass
    class LinkChosen(Message):
        """One of the article's links is to be opened."""

        url: str

    @dataclass
    class Said(Message):
        """Something to be said to whoever reads."""

        words: str

    def __init__(self) -> None:
        """Start empty, with nothing sought."""
        super().__init__()
        self._prompt = Prompt(id="reader-prompt")
        self._asking: Literal["words", "link"] = "words"
        self._search: Search | None = None
        self._began = 0
        self._evidence: Span | None = None

    def compose(self) -> ComposeResult:
        """Lay out the line to type into; the article is drawn by the pane itself."""
        yield self._prompt

    @property
    def page(self) -> int:
        """Lines in sight, without the one that is typed into."""
        return max(1, super().page - (1 if self._prompt.open else 0))

    def choose(self) -> None:
        """Say that this article is done with."""
        self.post_message(self.Left())

    # --- the sentence that an event stands on --------------------------------------------------------------------

    def point(self, sentence: str) -> None:
        """Mark an event's sentence and bring it into sight; a sentence that the text no longer holds is left out."""
        self._evidence = evidence_span(self.article, sentence) if self.article is not None else None
        if self._evidence is not None:
            if self.aside:
                self.show_text()
            self.reveal(self._evidence[0])
        self.refresh()

    # --- searching -----------------------------------------------------------------------------------------------

    @property
    def searching(self) -> bool:
        """True from the first letter sought until the search is ended."""
        return self._search is not None and bool(self._search.words)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Leave the keys that go from place to place to others while nothing is sought."""
        if action in ("find_next", "find_previous"):
            return self.searching
        if action == "find_end":
            return self.searching or self._evidence is not None
        return super().check_action(action, parameters)

    def action_find(self) -> None:
        """Ask what to look for in the text."""
        if self.article is None:
            return
        if self.aside:
            self.show_text()
        self._asking, self._began = "words", self.top
        self._search = Search(self.article)
        self._prompt.ask("/")
        self._seek("")

    def action_find_next(self) -> None:
        """Go to the next place."""
        self._step(1)

    def action_find_previous(self) -> None:
        """Go to the place before."""
        self._step(-1)

    def action_find_end(self) -> None:
        """End the search: nothing is marked any more."""
        self._search = self._evidence = None
        self.note()
        self.refresh()

    def _step(self, by: int) -> None:
        if self._search is None:
            return
        if self._search.step(by):
            self.post_message(self.Said("From the top again." if by > 0 else "From the end again."))
        self._to_current()

    def _seek(self, words: str) -> None:
        """Look for `words` from where the search began."""
        if self._search is not None:
            self._go_to(self._began)
            self._search.look_for(words, self.place_at_top())
            self._to_current()

    def _to_current(self) -> None:
        current = self._search.current if self._search is not None else None
        if current is not None:
            if self.aside:
                self.show_text()
            self.reveal(current[0])
        self.note()
        self.refresh()

    def renewed(self, *, same: bool) -> None:
        """End what belonged to another article; look again where the same one has another text."""
        search, self._search, self._evidence = self._search, None, self._evidence if same else None
        if same and search is not None and self.article is not None:
            self._search = Search(self.article)
            self._search.look_for(search.words, search.current[0] if search.current else 0)
        elif self._prompt.open:
            self._close_prompt()

    # --- links ---------------------------------------------------------------------------------------------------

    def ask_link(self) -> None:
        """Ask which of the article's links to open."""
        count = len(article_links(self.article)) if self.article is not None else 0
        if not count:
            self.post_message(self.Said("This article has no links in its text."))
            return
        self._asking = "link"
        self._prompt.ask("Open link 1:" if count == 1 else f"Open link 1 to {count}:")

    def _choose_link(self, typed: str, *, done: bool) -> None:
        """Open the link that was typed, once no further digit could make it another one."""
        links = article_links(self.article) if self.article is not None else ()
        number = link_number(typed, len(links), done=done)
        if number is None:
            return
        self._close_prompt()
        if number:
            self.post_message(self.LinkChosen(links[number - 1]))
        elif typed:
            there = f"there are {len(links)}" if len(links) > 1 else "there is only one"
            self.post_message(self.Said(f"There is no link {typed}; {there}."))

    # --- what is typed -------------------------------------------------------------------------------------------

    @on(Prompt.Typed)
    def _typed(self, message: Prompt.Typed) -> None:
        message.stop()
        if self._asking == "link":
            self._choose_link(message.text, done=False)
        else:
            self._seek(message.text)

    @on(Prompt.Kept)
    def _kept(self, message: Prompt.Kept) -> None:
        message.stop()
        if self._asking == "link":
            self._choose_link(message.text, done=True)
            return
        self._close_prompt()
        if not self.searching:
            self.action_find_end()

    @on(Prompt.Dropped)
    def _dropped(self, message: Prompt.Dropped) -> None:
        message.stop()
        if self._asking == "words":
            self._search = None
            self._go_to(self._began)
        self._close_prompt()
        self.note()

    def on_descendant_focus(self) -> None:
        """Look as with the focus while the line to type into has it."""
        self.add_class("-within")

    def on_descendant_blur(self) -> None:
        """Look as without the focus again."""
        self.remove_class("-within")

    def _close_prompt(self) -> None:
        focused = self._prompt.has_focus_within
        self._prompt.close()
        if focused:
            self.focus()
        self.refresh()

    # --- drawing -------------------------------------------------------------------------------------------------

    def remark(self) -> str:
        """Give what is sought, and the number of the present place."""
        search = self._search
        if search is None or not search.words:
            return ""
        places = f"{search.number} of {len(search.hits)}" if search.hits else "not in this article"
        return f"“{search.words}” {places}"

    def painted(self, row: Row) -> tuple[str, Line]:
        """Mark the evidence and what was sought."""
        sign, marks = "", []
        if self._evidence is not None and row.start < self._evidence[1] and row.end > self._evidence[0]:
            sign, marks = signs.CURSOR, [Mark(*self._evidence, "evidence")]
            row = row._replace(line=repainted(row, marks))
        if self._search is None or not self._search.hits or row.start < 0:
            return sign, row.line
        hits, current = self._search.hits, self._search.current
        first = max(0, bisect_left(hits, (row.start, row.start)) - 1)
        last = bisect_left(hits, (row.end, row.end))
        marks = [Mark(*hit, "here" if hit == current else "found") for hit in hits[first:last]]
        if current is not None and row.start <= current[0] < row.end:
            sign = HERE
        return sign, repainted(row, marks)
