"""A pane with a list whose items take a line each: it tells where its cursor stands, and draws what it is given."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Generic, Protocol, TypeVar

from rich.style import Style
from textual.strip import Strip

from tui.widgets.cells import fit, strip, turned
from tui.widgets.item_list import ItemList

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from tui.widgets.bars import Part


class Identified(Protocol):
    """Something that the archive knows by a number."""

    @property
    def id(self) -> int:
        """Give the number."""


T = TypeVar("T", bound=Identified)


class LineList(ItemList, Generic[T]):
    """Holds the items; whoever inherits from it says what stands on their lines, and what follows from a move."""

    PREFIX: ClassVar[str]
    """What the names of the component classes begin with."""

    def __init__(self, name: str) -> None:
        """Start without items; `name` is the widget's id."""
        super().__init__(name)
        self.items: tuple[T, ...] = ()

    @property
    def current(self) -> T | None:
        """What the cursor stands on."""
        return self.items[self.cursor] if self.cursor < len(self.items) else None

    def hold(self, items: Sequence[T], *, at_first: bool = False) -> None:
        """Show other items; cursor and view stay with their item, or with `at_first` on whatever comes first."""
        held = self.current.id if self.current and not (at_first and not self.cursor) else None
        self.items = tuple(items)
        self.place_items([1] * len(self.items))
        index = next((i for i, item in enumerate(self.items) if item.id == held), None)
        self.top += 0 if index is None else index - self.cursor
        self.cursor = min(self.cursor, max(0, len(self.items) - 1)) if index is None else index
        self.reveal()

    def reveal(self) -> None:
        """Bring the cursor into view, and tell where it stands."""
        super().reveal()
        self.moved()

    def wheel(self, delta: int) -> None:
        """Scroll, the cursor staying in sight, and tell where it stands."""
        super().wheel(delta)
        self.moved()

    def moved(self) -> None:
        """Do what is to be done once the cursor stands elsewhere, or its item reads otherwise."""
        raise NotImplementedError

    def on_resize(self) -> None:
        """Keep the cursor in sight."""
        self.reveal()

    def index_at(self, y: int) -> int | None:
        """Give which item stands on line `y` of the pane; None for none."""
        index = self.top + y - self.above
        return index if y >= self.above and index < len(self.items) else None

    def line(self, parts: Iterable[Part], *, here: bool = False) -> Strip:
        """Draw a line of (text, style name) pairs; `here` is where the cursor stands."""
        base = self.rich_style + Style()
        under = base + self.get_component_rich_style(f"{self.PREFIX}--cursor") if here else base
        styles = ((text, self.part(f"{self.PREFIX}--{name}")) for text, name in parts)
        return strip(turned(styles, here=here and self.app.native_ansi_color), self.size.width, under)

    def words(self, y: int, lines: Sequence[str], first: str = "quiet") -> Strip:
        """Draw line `y` of a pane without items; the `first` line of the words in a style of its own."""
        said = lines[y - 2] if 2 <= y < 2 + len(lines) else ""
        return self.line([("   " + fit(said, self.size.width - 6), first if y == 2 else "quiet")])

    def blank(self) -> Strip:
        """Draw a line below the last item."""
        return Strip.blank(self.size.width, self.rich_style + Style())
