"""The map: borders in braille, names of countries, and the places where something happened, by how much did."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from rich.style import Style
from textual.message import Message
from textual.strip import Strip

from tui.actions import bindings
from tui.atlas.borders import KINDS
from tui.atlas.fit import fit
from tui.atlas.ground import Ground, forget, ground
from tui.atlas.labels import label
from tui.atlas.names import country_names
from tui.atlas.rows import compose, overlay, scale_bar
from tui.widgets.cells import strip
from tui.widgets.pane import Pane

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual import events
    from textual.worker import Worker

    from store.models import ActivePlace
    from tui.atlas.borders import Kind
    from tui.atlas.labels import Label
    from tui.atlas.names import Name
    from tui.atlas.view import View

_STYLES = ("coast", "country", "province", "area", "sign", "name", "selected", "scale")
_STEP = 4.0
"""Cells that a key moves the map down; twice as many across."""
_NEARER = 1.5
_PLAIN: tuple[Kind, ...] = ("coast", "country")
"""What is drawn without colours, where provinces would look like countries."""


class MapView(Pane):
    """The map. One place is selected; the map follows it out of sight, and else stays where it was put."""

    BINDINGS = bindings("map")
    COMPONENT_CLASSES: ClassVar[set[str]] = {f"map--{name}" for name in _STYLES}
    DEFAULT_CSS = """
    MapView > .map--coast { color: $secondary 55%; }
    MapView > .map--country { color: $primary 80%; }
    MapView > .map--province { color: $rule; }
    MapView > .map--area { color: $quiet; }
    MapView:nocolor > .map--area { text-style: dim; }
    MapView > .map--sign { color: $warning; text-style: bold; }
    MapView > .map--name { color: $foreground; }
    MapView > .map--selected { color: $background; background: $accent; text-style: bold; }
    MapView > .map--scale { color: $quiet; }
    MapView:nocolor > .map--selected { text-style: bold reverse; }
    """

    @dataclass
    class Selected(Message):
        """Another place is selected, or none."""

        place: ActivePlace | None

    @dataclass
    class Chosen(Message):
        """Enter on a place."""

        place: ActivePlace

    def __init__(self) -> None:
        """Make a map of nowhere yet."""
        super().__init__(id="map", classes="pane")
        self.places: tuple[ActivePlace, ...] = ()
        self.index: int | None = None
        self._wanted: View | None = None
        self._view: View | None = None
        self._ground = Ground([], [])
        self._labels: list[Label] = []
        self._names: list[Name] = []
        self._drawing = asyncio.Lock()

    @property
    def selected(self) -> ActivePlace | None:
        """The place that is selected."""
        return self.places[self.index] if self.index is not None else None

    @property
    def view(self) -> View | None:
        """What is drawn; None before the first time."""
        return self._view

    def on_unmount(self) -> None:
        """Let go of borders and areas, which are read in a tenth of a second when the map is opened again."""
        forget()

    # --- data comes down ---------------------------------------------------------------------------------------

    def show(self, places: Sequence[ActivePlace]) -> None:
        """Show the places, the busiest first, as they are now; the selection stays with its place."""
        held = self.selected.place_id if self.selected else None
        first = not self.places
        self.places = tuple(places)
        found = next((index for index, place in enumerate(self.places) if place.place_id == held), None)
        self._select(0 if found is None and self.places else found)
        if first or self._wanted is None:
            self.fit()
        else:
            self._relabel()

    def fit(self) -> None:
        """Show the theatre where most happens."""
        self._go(fit(self.places, self.size.width, self.size.height))

    # --- movement ----------------------------------------------------------------------------------------------

    def select(self, place_id: str) -> None:
        """Select a place by its id, where it is on the map."""
        index = next((index for index, place in enumerate(self.places) if place.place_id == place_id), None)
        if index is not None:
            self._select(index)
            self._follow()

    def move(self, delta: int) -> None:
        """Select the place that is by `delta` busier or less busy."""
        if self.places:
            self._select(max(0, min((self.index or 0) + delta, len(self.places) - 1)))
            self._follow()

    def wheel(self, delta: int) -> None:
        """Zoom."""
        self.zoom(_NEARER if delta < 0 else 1 / _NEARER)

    def to_first(self) -> None:
        """Select the busiest place."""
        self.move(-len(self.places))

    def to_last(self) -> None:
        """Select the quietest place."""
        self.move(len(self.places))

    def choose(self) -> None:
        """Ask for what concerns the selected place."""
        if self.selected is not None:
            self.post_message(self.Chosen(self.selected))

    def pan(self, across: int, down: int) -> None:
        """Move the map by steps to the east and to the south."""
        if self._wanted is not None:
            self._go(self._wanted.panned(across * _STEP * 2, down * _STEP))

    def zoom(self, factor: float) -> None:
        """Come `factor` times as near; the selected place stays where it is, if it is in sight."""
        view, place = self._wanted, self.selected
        if view is None:
            return
        if place is None or view.cell(place.longitude, place.latitude) is None:
            self._go(view.zoomed(factor))
        else:
            self._go(view.zoomed_on(factor, place.longitude, place.latitude))

    def action_pan(self, across: int, down: int) -> None:
        """Move the map."""
        self.pan(across, down)

    def action_zoom_map(self, steps: int) -> None:
        """Come nearer (1) or go farther off (-1)."""
        self.zoom(_NEARER**steps)

    def action_fit(self) -> None:
        """Show the theatre where most happens."""
        self.fit()

    def action_centre(self) -> None:
        """Bring the selected place to the middle."""
        if self.selected is not None and self._wanted is not None:
            self._go(self._wanted.centred(self.selected.longitude, self.selected.latitude))

    def on_click(self, event: events.Click) -> None:
        """Select the place under the pointer; a second click chooses it."""
        offset = event.get_content_offset(self)
        if offset is None:
            return
        hit = next((one for one in self._labels if one.row == offset.y and one.covers(offset.x)), None)
        if hit is None:
            return
        if event.chain >= 2 and hit.index == self.index:
            self.choose()
        else:
            self._select(hit.index)

    def on_resize(self) -> None:
        """Keep middle and scale; before anything was shown, wait for places."""
        if self._wanted is not None:
            self._go(self._wanted.resized(self.size.width, self.size.height))

    def _select(self, index: int | None) -> None:
        self.index = index
        self._relabel()
        self.post_message(self.Selected(self.selected))

    def _follow(self) -> None:
        """Bring the selected place into sight."""
        place, view = self.selected, self._wanted
        if place is not None and view is not None and view.cell(place.longitude, place.latitude) is None:
            self._go(view.centred(place.longitude, place.latitude))

    def _go(self, view: View) -> None:
        """Show another view as soon as it is drawn."""
        self._wanted = view
        _: Worker[None] = self.run_worker(self._draw, name="map", group="map")

    async def _draw(self) -> None:
        """Draw what is wanted, away from the loop; what was wanted meanwhile in its place is all that is drawn next."""
        kinds = _PLAIN if self.app.no_color else KINDS
        async with self._drawing:
            while self._wanted is not None and self._wanted != self._view:
                view = self._wanted
                self._ground = await asyncio.to_thread(ground, view, kinds)
                self._view = view
                self._relabel()

    def _relabel(self) -> None:
        """Put the names where they belong, and draw."""
        self._labels = label(self.places, self._view, self.index) if self._view is not None else []
        self._names = country_names(self._ground.sites, self._labels)
        self.refresh()

    # --- drawing -----------------------------------------------------------------------------------------------

    def render_line(self, y: int) -> Strip:
        """Draw a row of the map."""
        width = self.size.width
        base = self.rich_style + Style()
        rows = self._ground.rows
        if self._view is None or y >= len(rows):
            return Strip.blank(width, base)
        if y == len(rows) - 1:
            parts = overlay(rows[y], [scale_bar(self._view)])
        else:
            labels = [one for one in self._labels if one.row == y]
            parts = compose(rows[y], labels, self.index, [one for one in self._names if one.row == y])
        return strip(((text, self.part(f"map--{name}")) for text, name in parts), width, base)
