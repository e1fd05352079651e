"""A pane with a list of items of different heights: a cursor on one of them, and a view that follows it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tui.widgets.pane import Pane

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual import events


class ItemList(Pane):
    """Moves a cursor over items; whoever inherits from it makes them and draws them."""

    def __init__(self, name: str) -> None:
        """Start without items; `name` is the widget's id."""
        super().__init__(id=name, classes="pane")
        self.cursor = 0
        self.top = 0
        self.rows: list[tuple[int, int]] = []
        """For each row of the list its item, and which of that item's rows it is."""
        self.starts: list[int] = []
        self._heights: Sequence[int] = ()
        self._stops: Sequence[bool] = ()

    @property
    def above(self) -> int:
        """Rows of the pane above the list, which do not scroll."""
        return 0

    @property
    def cursor_rows(self) -> range:
        """The rows of the pane that the cursor's item takes."""
        if self.cursor >= len(self.starts):
            return range(0)
        first = self.above + self.starts[self.cursor] - self.top
        return range(first, first + self._heights[self.cursor])

    @property
    def page(self) -> int:
        """Rows of the list in sight."""
        return max(1, self.size.height - self.above)

    def place_items(self, heights: Sequence[int], stops: Sequence[bool] = ()) -> None:
        """Take the heights of other items, and which of them the cursor can stand on: by default, on all."""
        self._heights, self._stops = heights, stops or [True] * len(heights)
        self.rows = [(index, row) for index, height in enumerate(heights) for row in range(height)]
        self.starts = []
        start = 0
        for height in heights:
            self.starts.append(start)
            start += height

    def move(self, delta: int) -> None:
        """Move the cursor by `delta` items, or by a page's worth of rows where `delta` is larger than one."""
        if not self.rows:
            return
        if abs(delta) == 1:
            index = self.cursor + delta
        else:
            row = max(0, min(self.starts[self.cursor] + delta, len(self.rows) - 1))
            index = self.rows[row][0]
        self._stand_on(index, 1 if delta > 0 else -1)

    def wheel(self, delta: int) -> None:
        """Scroll by `delta` rows, the cursor staying in sight."""
        if not self.rows:
            return
        self.top = max(0, min(self.top + delta, len(self.rows) - self.page))
        first, last = self.rows[self.top][0], self.rows[min(self.top + self.page, len(self.rows)) - 1][0]
        inside = [index for index in range(first, last + 1) if self._stops[index]]
        if inside and self.cursor not in inside:
            self.cursor = inside[0] if self.cursor < first else inside[-1]
        self.refresh()

    def to_first(self) -> None:
        """Go to the first item."""
        self.move(-len(self.rows) - 2)

    def to_last(self) -> None:
        """Go to the last item."""
        self.move(len(self.rows) + 2)

    def on_click(self, event: events.Click) -> None:
        """Put the cursor where the pointer is; a second click does what Enter does."""
        offset = event.get_content_offset(self)
        row = self.top + offset.y - self.above if offset is not None else -1
        if offset is None or offset.y < self.above or not 0 <= row < len(self.rows):
            return
        index = self.rows[row][0]
        if event.chain >= 2 and index == self.cursor:
            self.choose()
        elif self._stops[index]:
            self.cursor = index
            self.reveal()

    def reveal(self) -> None:
        """Bring the cursor's item into view, and leave no empty rows that items could fill."""
        if self.rows:
            start, height = self.starts[self.cursor], self._heights[self.cursor]
            # A heading above the first item that the cursor can reach comes into sight with it.
            while start and not self._stops[self.rows[start - 1][0]]:
                height += 1
                start -= 1
            self.top = max(0, min(self.top, len(self.rows) - self.page))
            self.top = max(self.top, self.starts[self.cursor] + self._heights[self.cursor] - self.page)
            self.top = min(self.top, start if height <= self.page else self.starts[self.cursor])
        self.refresh()

    def _stand_on(self, index: int, step: int) -> None:
        """Put the cursor on an item, or on the next one in the direction of `step` that it can stand on."""
        index = max(0, min(index, len(self._heights) - 1))
        ways = (range(index, len(self._heights)), range(index, -1, -1))
        for way in ways if step > 0 else ways[::-1]:
            found = next((one for one in way if self._stops[one]), None)
            if found is not None:
                self.cursor = found
                break
        self.reveal()
