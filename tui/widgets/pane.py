"""What the three panes share: movement keys, a view that scrolls by lines, and the styles they draw with."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, ClassVar

from textual.content import Content
from textual.geometry import Region

from tui.actions import bindings
from tui.widgets.cells import clip
from tui.widgets.parts import Parts

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Self

    from rich.style import Style
    from textual import events

WHEEL = 3
"""Lines a turn of the wheel moves."""


class Pane(Parts, can_focus=True):
    """A pane that draws its own lines (Textual's Line API) and moves by the keys of the action table."""

    BINDINGS = bindings("pane")
    ALLOW_SELECT = False
    COMPONENT_CLASSES: ClassVar[set[str]] = set()
    _title = ""
    _no_more: tuple[Region, ...] = ()
    """What to draw again at most where all of the pane is asked for; empty for all."""

    def move(self, delta: int) -> None:
        """Move by `delta` lines."""
        raise NotImplementedError

    def wheel(self, delta: int) -> None:
        """Move the view by `delta` lines."""
        raise NotImplementedError

    def to_first(self) -> None:
        """Go to the top."""
        raise NotImplementedError

    def to_last(self) -> None:
        """Go to the end."""
        raise NotImplementedError

    def choose(self) -> None:
        """Do what Enter does here."""
        raise NotImplementedError

    @property
    def page(self) -> int:
        """Lines in sight."""
        return max(1, self.size.height)

    def part(self, name: str) -> Style:
        """Give the colours and weight of a component class, without a background of its own."""
        return self.get_component_rich_style(name, partial=True)

    def title(self, text: str) -> None:
        """Write `text` on the pane's edge, as plain text."""
        words = clip(text, 200)
        if words != self._title:
            self._title = words
            with self._edge_alone():
                self.border_title = Content(words)

    # --- what is drawn again ------------------------------------------------------------------------------------

    @property
    def cursor_rows(self) -> range:
        """The rows in sight that the cursor stands on: they look otherwise while the pane has the focus."""
        return range(0)

    def refresh(self, *regions: Region, repaint: bool = True, layout: bool = False, recompose: bool = False) -> Self:
        """Draw the pane again, or parts of it."""
        if not (regions or layout or recompose):
            regions = self._no_more
        return super().refresh(*regions, repaint=repaint, layout=layout, recompose=recompose)

    @contextmanager
    def _edge_alone(self, rows: range = range(0)) -> Iterator[None]:
        """Draw no more again than the edge and `rows`, whatever Textual takes a change of styles for."""
        offset, width = self.content_offset, self.outer_size.width
        edge = Region(-offset.x, -offset.y, width, max(1, offset.y))
        before = self._no_more
        self._no_more = (edge, *(Region(0, row, self.size.width, 1) for row in rows if 0 <= row < self.size.height))
        try:
            yield
        finally:
            self._no_more = before

    def watch_has_focus(self, _has_focus: bool) -> None:
        """Style the edge and the cursor for the focus: nothing else in a pane tells where that is."""
        with self._edge_alone(self.cursor_rows):
            self.app.stylesheet.apply(self)

    def on_focus(self, event: events.Focus) -> None:
        """Take the focus."""
        event.prevent_default()
        with self._edge_alone(self.cursor_rows):
            self._on_focus(event)

    def on_blur(self, event: events.Blur) -> None:
        """Give the focus away."""
        event.prevent_default()
        with self._edge_alone(self.cursor_rows):
            self._on_blur(event)

    def refresh_rows(self, *rows: int) -> None:
        """Draw single lines again, counted from the first in sight."""
        lines = [Region(0, row, self.size.width, 1) for row in rows if 0 <= row < self.size.height]
        if lines:  # for none, Textual would draw the whole pane
            self.refresh(*lines)

    def action_down(self) -> None:
        """Down a line."""
        self.move(1)

    def action_up(self) -> None:
        """Up a line."""
        self.move(-1)

    def action_page_down(self) -> None:
        """Down a page, less a line to keep the thread."""
        self.move(max(1, self.page - 1))

    def action_page_up(self) -> None:
        """Up a page, less a line to keep the thread."""
        self.move(-max(1, self.page - 1))

    def action_half_down(self) -> None:
        """Down half a page."""
        self.move(max(1, self.page // 2))

    def action_half_up(self) -> None:
        """Up half a page."""
        self.move(-max(1, self.page // 2))

    def action_first(self) -> None:
        """Go to the top."""
        self.to_first()

    def action_last(self) -> None:
        """Go to the end."""
        self.to_last()

    def action_choose(self) -> None:
        """Do what Enter does here."""
        self.choose()

    def on_mouse_scroll_down(self, event: events.MouseScrollDown) -> None:
        """Move the view down."""
        event.stop()
        self.wheel(WHEEL)

    def on_mouse_scroll_up(self, event: events.MouseScrollUp) -> None:
        """Move the view up."""
        event.stop()
        self.wheel(-WHEEL)
