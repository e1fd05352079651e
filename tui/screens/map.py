"""The map screen: where things happen; a place chosen there filters the desk."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from textual import on
from textual.containers import Container
from textual.screen import Screen

from tui.actions import bindings
from tui.atlas.ground import forget
from tui.hints import MAP_HINTS, hints
from tui.screens.jobs import Jobs
from tui.widgets.bars import HintBar
from tui.widgets.map_panel import MapDetail, MapList, MapStatus, summary
from tui.widgets.map_view import MapView
from tui.widgets.screen_head import ScreenHead

if TYPE_CHECKING:
    from textual.app import ComposeResult

    from store.models import ActivePlace
    from tui.session import Session

LOOK_S = 1.0
"""How often the archive is looked at."""
LIST_FROM = 110
"""From this width on, a list of the places stands beside the map."""
WINDOWS = (timedelta(hours=6), timedelta(hours=24), timedelta(days=7), timedelta(days=30))
"""Times to look back that a key goes through, beside the one of the config."""
_LINES = 40


class MapScreen(Screen["ActivePlace | None"]):
    """A map of the places with events; gives the place that the desk is to be filtered by, or None."""

    BINDINGS = bindings("map-screen")
    OWNS = ("map", "map-screen", "pane")
    AUTO_FOCUS = "#map"

    def __init__(self, session: Session, place: str | None = None) -> None:
        """Take the session to work with, and the id of the place to begin at."""
        super().__init__(id="map-screen")
        self._session = session
        self._wanted = place
        self._window = session.settings.ticker_window
        self._head = ScreenHead(session.label, "Map")
        self._map = MapView()
        self._list = MapList()
        self._detail = MapDetail(session.clock)
        self._bar = MapStatus(session.wall)
        self._jobs = Jobs(self, self._bar)
        self._rev = -1

    def compose(self) -> ComposeResult:
        """Lay out head, map with list, detail, status and hints."""
        yield self._head
        with Container(id="map-and-list"):
            yield self._map
            yield self._list
        yield self._detail
        yield self._bar
        yield HintBar(hints(self._session.settings.keymap, MAP_HINTS))

    def on_mount(self) -> None:
        """Show the places, and follow them."""
        self._map.title("Map")
        self._jobs.start(self._look, "look")
        self.set_interval(LOOK_S, lambda: self._jobs.renew(self._look, "look"), name="look")

    def on_unmount(self) -> None:
        """Let go of the borders."""
        forget()

    def on_resize(self) -> None:
        """Show the list where there is room for it."""
        self.set_class(self.app.size.width >= LIST_FROM, "-listed")

    async def _look(self) -> None:
        """Ask for the places again where something was committed."""
        rev = await self._session.data.ask(lambda reader: reader.rev())
        if rev == self._rev:
            return
        now, window = self._session.clock(), self._window
        places: list[ActivePlace] = await self._session.data.ask(
            lambda reader: reader.active_places(now=now, window=window)
        )
        self._rev = rev
        self._head.show(summary(places, round(window.total_seconds() / 3600)))
        self._map.show(places)
        if self._wanted is not None:
            self._map.select(self._wanted)
            self._wanted = None
        if not places:
            self._detail.say("No event in this time in a place that is on the map. t looks back longer.")

    @on(MapView.Selected)
    def _selected(self, message: MapView.Selected) -> None:
        self._list.show(self._map.places, message.place)
        if message.place is not None:
            self._jobs.start(self._tell, "tell")

    async def _tell(self) -> None:
        """Show what happened last in the selected place."""
        place = self._map.selected
        if place is None:
            return
        since = self._session.clock() - self._window
        lines = await self._session.data.ask(
            lambda reader: reader.ticker(place=place.place_id, since=since, limit=_LINES)
        )
        if self._map.selected is not None and self._map.selected.place_id == place.place_id:
            self._detail.show(place, lines)

    @on(MapView.Chosen)
    def _chosen(self, message: MapView.Chosen) -> None:
        if self.is_current:  # a third click comes when the second one has left already
            self.dismiss(message.place)

    def action_leave(self) -> None:
        """Back to the desk."""
        self.dismiss(None)

    def action_window(self) -> None:
        """Look back another time: the next longer one, and after the longest the shortest."""
        self._window = next((window for window in WINDOWS if window > self._window), WINDOWS[0])
        self._rev = -1
        self._jobs.start(self._look, "look")
