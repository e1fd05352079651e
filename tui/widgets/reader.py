"""The reader: one article in a readable measure, its places, people and figures marked."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from rich.style import Style
from textual.message import Message
from textual.strip import Strip

from tui.widgets.cells import clip, strip
from tui.widgets.matches import Find, nothing
from tui.widgets.pane import Pane
from tui.widgets.reader_text import MEASURE, Layout, measure

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from store.models import Article
    from tui.widgets.reader_text import Line

    Lines = Callable[[int], Iterator[Line]]

_STYLES = ("title", "text", "quiet", "source", "affiliation", "star", "revised", "link", "heading", "event", "place")
GUTTER = 2
"""Empty cells to the left of the text."""


class Reader(Pane):
    """Shows one article; scrolls by lines."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {
        *(f"reader--{name}" for name in _STYLES),
        *("reader--actor", "reader--figure", "reader--match"),
        *("reader--gone", "reader--gone-word", "reader--came", "reader--came-word"),
    }

    @dataclass
    class Left(Message):
        """Enter in the reader: done with this article, on to the next unread one."""

    def __init__(self) -> None:
        """Start empty, with highlights on."""
        super().__init__(id="reader", classes="pane")
        self.article: Article | None = None
        self.highlight = True
        self.aside = ""
        """The name of what is shown in the text's place, such as ``Changes``; empty for the article itself."""
        self._aside_lines: Lines = lambda _: iter(())
        self._find: Find = nothing
        self.top = 0
        self.empty_words = "Choose a headline to read it here."
        self._layout_width = 0
        self._text: Layout | None = None

    # --- data comes down ---------------------------------------------------------------------------------------

    def show(self, article: Article | None) -> None:
        """Show `article`: from its top, or where the reader is if it is a newer version of the one shown."""
        same = article is not None and self.article is not None and article.id == self.article.id
        self.article = article
        self.aside = ""
        self._text = None
        if not same:
            self.top = 0
        self._note()
        self.refresh()

    def show_aside(self, name: str, lines: Lines) -> None:
        """Show something about the article in its place: `lines` gives it for a width in cells."""
        self.aside, self._aside_lines = name, lines
        self._from_top()

    def show_text(self) -> None:
        """Show the article again."""
        self.aside = ""
        self._from_top()

    def _from_top(self) -> None:
        self._text = None
        self.top = 0
        self._note()
        self.refresh()

    def mark(self, find: Find) -> None:
        """Mark the words that `find` tells of: what the list is filtered by."""
        self._find = find
        self._text = None
        self.refresh()

    def toggle_highlight(self) -> None:
        """Show the tags, or the bare text."""
        self.highlight = not self.highlight
        self._text = None
        self.refresh()

    # --- movement ----------------------------------------------------------------------------------------------

    def move(self, delta: int) -> None:
        """Scroll by `delta` lines, no farther than the last line."""
        text = self._lay_out()
        if text is None:
            return
        top = max(0, self.top + delta)
        if text.line(top + self.page - 1) is None:
            top = max(0, min(top, text.length() - self.page))
        if top != self.top:
            self.top = top
            self._note()
            self.refresh()

    def wheel(self, delta: int) -> None:
        """Scroll by `delta` lines."""
        self.move(delta)

    def to_first(self) -> None:
        """Go to the title."""
        self.move(-self.top)

    def to_last(self) -> None:
        """Go to the end of the article."""
        text = self._lay_out()
        if text is not None:
            self.move(text.length())

    def choose(self) -> None:
        """Say that this article is done with."""
        self.post_message(self.Left())

    def on_resize(self) -> None:
        """Keep the view within the text."""
        self.move(0)
        self._note()

    # --- drawing -----------------------------------------------------------------------------------------------

    def _margin(self) -> int:
        """Give the cells left of the text; a pane much wider than the measure centres it."""
        return max(GUTTER, (self.size.width - MEASURE) // 2) if self.size.width > MEASURE + 30 else GUTTER

    def _lay_out(self) -> Layout | None:
        """Give the article's lines at the present width."""
        if self.article is None or self.size.width == 0:
            return None
        width = self.size.width - self._margin() - 1
        if self._text is None or width != self._layout_width:
            self._layout_width = width
            self._text = self._layout(self.article, width)
        return self._text

    def _layout(self, article: Article, width: int) -> Layout:
        if self.aside:
            return Layout(self._aside_lines(measure(width)))
        return Layout.of_article(article, width, highlight=self.highlight, find=self._find)

    def _note(self) -> None:
        """Say on the edge whose article it is, and whether there is more of it."""
        text = self._lay_out()
        more = " · more ↓" if text is not None and text.line(self.top + self.page) is not None else ""
        self.title(
            f"2 {self.aside or 'Article'} · {self.article.source}{more}" if self.article is not None else "2 Article"
        )

    def render_line(self, y: int) -> Strip:
        """Draw line `y` of the view."""
        width = self.size.width
        base = self.rich_style + Style()
        text = self._lay_out()
        if text is None:
            words = clip(self.empty_words, width - 6) if y == max(1, self.size.height // 3) else ""
            return strip([("   " + words, self.part("reader--quiet"))], width, base)
        line = text.line(self.top + y)
        if not line:
            return Strip.blank(width, base)
        parts = [(piece, self.part(f"reader--{style}")) for piece, style in line]
        return strip([(" " * self._margin(), Style()), *parts], width, base)
