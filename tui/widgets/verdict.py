"""The line below the query: how many articles match, or what is wrong, with a caret under the place."""

from __future__ import annotations

from typing import ClassVar

from rich.cells import cell_len

from tui.widgets.bars import Bar
from tui.widgets.cells import clip

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
