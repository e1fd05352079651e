"""One article in a readable measure: laid out, scrolled by lines, drawn."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, ClassVar

from rich.style import Style
from textual.strip import Strip

from tui.widgets.cells import clip, strip
from tui.widgets.matches import Find, nothing
from tui.widgets.pane import Pane
from tui.widgets.reader_text import MEASURE, Layout, measure

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from store.models import Article, Tags
    from tui.widgets.reader_pieces import Line, Row

    Lines = Callable[[int], Iterator[Line]]

_STYLES = ("title", "text", "quiet", "source", "affiliation", "star", "revised", "link", "heading", "event", "place")
GUTTER = 2
"""Empty cells to the left of the text."""


class ReaderView(Pane):
    """Shows one article; scrolls by lines."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {
        *(f"reader--{name}" for name in _STYLES),
        *("reader--actor", "reader--figure", "reader--match", "reader--found", "reader--here", "reader--evidence"),
        *("reader--gone", "reader--gone-word", "reader--came", "reader--came-word"),
    }

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
        self.empty_words: Sequence[str] = ("Choose a headline to read it here.",)
        self._layout_width = 0
        self._unrevealed: int | None = None
        self._text: Layout | None = None

    # --- data comes down ---------------------------------------------------------------------------------------

    def show(self, article: Article | None) -> None:
        """Show `article`: from its top, or where the reader is if it is a newer version of the one shown."""
        before, self.article = self.article, article
        if article is not None and before is not None and article == replace(before, read=article.read):
            return  # whether it was read is told in the list
        same = article is not None and before is not None and article.id == before.id
        if article is None or before is None or _told(article) != _told(before):
            self.aside = ""
        self._text = None
        if not same:
            self.top, self._unrevealed = 0, None
        self.renewed(same=same)
        self.note()
        self.refresh()

    def renewed(self, *, same: bool) -> None:
        """Hear that another article is shown, or a newer version of the `same` one."""

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
        self.note()
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
        self._go_to(self.top + delta)

    def _go_to(self, top: int) -> None:
        """Put line `top` uppermost, or the last that leaves no empty lines below the text."""
        text = self.laid_out()
        if text is None:
            return
        top = max(0, top)
        if text.line(top + self.page - 1) is None:
            top = max(0, min(top, text.length() - self.page))
        if top != self.top:
            self.top = top
            self.note()
            self.refresh()

    def reveal(self, place: int) -> None:
        """Bring the line that shows code point `place` of the article's text into sight, with lines before it."""
        text = self.laid_out()
        self._unrevealed = place if text is None else None  # a pane that was hidden has no size yet
        row = text.row_of(place) if text is not None else None
        if row is not None and not self.top <= row < self.top + self.page - 1:
            self._go_to(row - self.page // 4)

    def place_at_top(self) -> int:
        """Give the code point of the article's text that the uppermost line begins with; 0 where it shows none."""
        text = self.laid_out()
        row = text.row(self.top) if text is not None else None
        return max(0, row.start) if row is not None else 0

    def wheel(self, delta: int) -> None:
        """Scroll by `delta` lines."""
        self.move(delta)

    def to_first(self) -> None:
        """Go to the title."""
        self.move(-self.top)

    def to_last(self) -> None:
        """Go to the end of the article."""
        text = self.laid_out()
        if text is not None:
            self.move(text.length())

    def on_resize(self) -> None:
        """Keep the view within the text, and show the place that there was no room yet to show."""
        self.move(0)
        if self._unrevealed is not None:
            self.reveal(self._unrevealed)
        self.note()

    # --- drawing -----------------------------------------------------------------------------------------------

    def _margin(self) -> int:
        """Give the cells left of the text; a pane much wider than the measure centres it."""
        return max(GUTTER, (self.size.width - MEASURE) // 2) if self.size.width > MEASURE + 30 else GUTTER

    def laid_out(self) -> Layout | None:
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

    def note(self) -> None:
        """Say on the edge whose article it is, and whether there is more of it."""
        if self.article is None:
            self.title("2 Article")
            return
        text = self.laid_out()
        more = text is not None and text.row(self.top + self.page) is not None
        words = (f"2 {self.aside or 'Article'}", self.article.source, self.remark(), "more ↓" if more else "")
        self.title(" · ".join(word for word in words if word))

    def remark(self) -> str:
        """Give what else the edge says."""
        return ""

    def painted(self, row: Row) -> tuple[str, Line]:
        """Give the sign at the left edge of a row, empty for none, and its line."""
        return "", row.line

    def render_line(self, y: int) -> Strip:
        """Draw line `y` of the view."""
        width = self.size.width
        base = self.rich_style + Style()
        text = self.laid_out()
        if text is None:
            number = y - max(0, (self.size.height - len(self.empty_words)) // 3)
            words = clip(self.empty_words[number], width - 6) if 0 <= number < len(self.empty_words) else ""
            return strip([("   " + words, self.part("reader--quiet"))], width, base)
        row = text.row(self.top + y)
        if row is None or not row.line:
            return Strip.blank(width, base)
        sign, line = self.painted(row)
        edge = (" " * (self._margin() - GUTTER) + sign.ljust(GUTTER), self.part("reader--heading"))
        return strip([edge, *((piece, self.part(f"reader--{style}")) for piece, style in line)], width, base)


def _told(article: Article) -> tuple[int, int, Tags]:
    """Give what is told about an article in place of its text: marks of whoever reads it change nothing of that."""
    return article.id, article.revisions, article.tags
