"""The list of saved filters: choose one by its key or by Enter."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from rich.cells import cell_len
from rich.style import Style
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.strip import Strip

from tui.settings import FILTER_KEYS
from tui.widgets.cells import fit, strip
from tui.widgets.pane import Pane

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual import events
    from textual.app import ComposeResult
    from textual.binding import BindingType

    from tui.settings import SavedFilter

NONE = ("No filter is saved yet.", "Filter with /, keep it with Enter, then save it with Ctrl+s.")


class SavedList(Pane):
    """A line for each: its key, its name, its query."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {f"saved--{name}" for name in ("key", "name", "query", "current")}
    DEFAULT_CSS = """
    SavedList > .saved--key { color: $accent; text-style: bold; }
    SavedList > .saved--name { color: $foreground; text-style: bold; }
    SavedList > .saved--query { color: $quiet; }
    SavedList > .saved--current { color: $background; background: $accent; text-style: bold; }
    SavedList:nocolor > .saved--current { text-style: bold reverse; }
    """

    def __init__(self, filters: Sequence[SavedFilter]) -> None:
        """Take the filters."""
        super().__init__()
        self.filters = tuple(filters)
        self.cursor = 0
        self.styles.height = max(len(NONE), len(filters))

    def move(self, delta: int) -> None:
        """Move the cursor."""
        self.cursor = max(0, min(self.cursor + delta, len(self.filters) - 1))
        self.refresh()

    def wheel(self, delta: int) -> None:
        """Move the cursor by one."""
        self.move(1 if delta > 0 else -1)

    def to_first(self) -> None:
        """Go to the first."""
        self.move(-len(self.filters))

    def to_last(self) -> None:
        """Go to the last."""
        self.move(len(self.filters))

    def choose(self) -> None:
        """Take the one under the cursor."""
        if self.filters:
            self.screen.dismiss(self.filters[self.cursor])

    def on_click(self, event: events.Click) -> None:
        """Take the one that was clicked."""
        if event.y < len(self.filters):
            self.screen.dismiss(self.filters[event.y])

    def render_line(self, y: int) -> Strip:
        """Draw a filter."""
        width = self.size.width
        base = self.rich_style + Style()
        if not self.filters:
            words = NONE[y] if y < len(NONE) else ""
            return strip([(fit(words, width), self.part("saved--query" if y else "saved--name"))], width, base)
        if y >= len(self.filters):
            return Strip.blank(width, base)
        saved = self.filters[y]
        room = max(12, min(28, max(cell_len(one.name) for one in self.filters)))
        parts = [(f" {saved.key or ' '}  ", "key"), (fit(saved.name, room), "name"), ("  ", "query")]
        parts.append((fit(saved.query, width - room - 6), "query"))
        if y == self.cursor:
            under = base + self.part("saved--current")
            return strip(((text, under) for text, _ in parts), width, under)
        return strip(((text, self.part(f"saved--{name}")) for text, name in parts), width, base)


class SavedScreen(ModalScreen["SavedFilter | None"]):
    """Gives the filter that was chosen, or None."""

    BINDINGS: ClassVar[list[BindingType]] = [
        ("escape,q,ctrl+f", "dismiss", "Back"),
        *((key, f"choose_key('{key}')", "Choose") for key in FILTER_KEYS),
    ]

    def __init__(self, filters: Sequence[SavedFilter]) -> None:
        """Take the filters to choose from."""
        super().__init__()
        self._list = SavedList(filters)

    def compose(self) -> ComposeResult:
        """Lay out the box."""
        with Vertical(classes="box") as box:
            box.border_title = Content("Saved filters")
            box.border_subtitle = Content("Enter or its key filters · Esc back")
            yield self._list

    def on_mount(self) -> None:
        """Take the keys."""
        self._list.focus()

    def action_choose_key(self, key: str) -> None:
        """Take the filter on a key."""
        saved = next((one for one in self._list.filters if one.key == key), None)
        if saved is not None:
            self.dismiss(saved)
