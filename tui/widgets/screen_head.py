"""The bar at the head of a screen that lies over the desk: its name, what it counts, and the way back."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from tui.widgets.bars import Bar

if TYPE_CHECKING:
    from collections.abc import Iterable

    from tui.widgets.bars import Part

BACK_FROM = 72
"""Width from which on the way back stands there."""


class ScreenHead(Bar):
    """A head that all screens but the desk have."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {
        f"bar--{name}" for name in ("name", "good", "bad", "new", "quiet", "plain")
    }

    def __init__(self, label: str, name: str) -> None:
        """Take the name at the head of the desk, and the screen's own."""
        super().__init__("head")
        self._own: list[Part] = [(f" {label} ", "name"), (f"  {name}   ", "plain")]
        self._said: list[Part] = []

    def show(self, said: Iterable[Part]) -> None:
        """Say this behind the names."""
        self._said = list(said)
        self.renew()

    def parts(self, width: int) -> tuple[list[Part], list[Part]]:
        """Give names and counts, and the way back."""
        return [*self._own, *self._said], [("Esc back ", "quiet")] if width >= BACK_FROM else []
