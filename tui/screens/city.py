"""The screen of one city: its timeline, who says what, figures, who is said to hold it, sources."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from textual import on
from textual.screen import Screen

from store.text import clean_line
from tui.actions import bindings
from tui.city_view import city_view
from tui.hints import CITY_HINTS, hints
from tui.screens.jobs import Jobs
from tui.widgets.bars import HintBar
from tui.widgets.city_page import CityPage
from tui.widgets.feed_table import FeedsBar
from tui.widgets.screen_head import ScreenHead
from tui.widgets.status import Status
from tui.widgets.ticker import Ticker

if TYPE_CHECKING:
    from textual.app import ComposeResult

    from store.models import CityRecord
    from store.reader import Reader
    from tui.city_view import CityView
    from tui.session import Session

LOOK_S = 2.0
"""How often the archive is looked at."""


class CityScreen(Screen["Ticker.LineChosen | Ticker.CityChosen | None"]):
    """One city; gives the line whose article is wanted, the city itself to filter by it, or None."""

    BINDINGS = bindings("city")
    OWNS = ("city", "pane")
    AUTO_FOCUS = "#city"

    def __init__(self, session: Session, place_id: str, name: str) -> None:
        """Take the session, and which city it is."""
        super().__init__(id="city-screen")
        self._session = session
        self._place_id = place_id
        self._city = clean_line(name, 80)
        self._head = ScreenHead(session.label, "City")
        self._page = CityPage()
        self._bar = FeedsBar(session.wall)
        self._jobs = Jobs(self, self._bar)
        self._rev = -1

    def compose(self) -> ComposeResult:
        """Lay out head, page, status and hints."""
        yield self._head
        yield self._page
        yield self._bar
        yield HintBar(hints(self._session.settings.keymap, CITY_HINTS))

    def on_mount(self) -> None:
        """Show the city, and follow what happens there."""
        self._head.show([("last 30 days", "quiet")])
        self._page.title(self._city)
        self._jobs.start(self._look, "city")
        self.set_interval(LOOK_S, lambda: self._jobs.renew(self._look, "city"), name="look")

    async def _look(self) -> None:
        """Ask for the city again where something was committed."""
        self._bar.show(Status(archiver=self._session.archiver().words()))
        rev = await self._session.data.ask(lambda reader: reader.rev())
        if rev == self._rev:
            return
        now, window, place_id = self._session.clock(), self._session.settings.ticker_window, self._place_id

        def read(reader: Reader) -> CityView | None:
            record: CityRecord | None = reader.city(place_id, now=now, window=window)
            return city_view(record) if record is not None else None

        view = await self._session.data.ask(read)
        self._rev = rev
        if view is None:
            self._page.say(f"The archive knows nothing of {self._city} yet.")
        else:
            self._page.show(view, pinned=place_id in self._session.memory.now.pinned)

    @on(CityPage.LineChosen)
    def _line_chosen(self, message: CityPage.LineChosen) -> None:
        self._leave(Ticker.LineChosen(message.line.article, message.line.text))

    def _leave(self, chosen: Ticker.LineChosen | Ticker.CityChosen | None) -> None:
        """Go back to the desk; a second Enter or click on the way counts no more."""
        if self.is_current:
            self.dismiss(chosen)

    def action_section(self, number: int) -> None:
        """Show one of the sections."""
        self._page.turn_to(number)

    def action_next_section(self, step: int) -> None:
        """Show the next section, or the one before."""
        self._page.turn_to(self._page.section + step)

    def action_by_day(self) -> None:
        """Arrange the timeline by day, or by hour again."""
        self._page.toggle_days()

    def action_filter_by(self) -> None:
        """Back to the desk, with only what concerns this city."""
        self._leave(Ticker.CityChosen(self._place_id, self._city))

    def action_pin_city(self) -> None:
        """Pin the city to the top of the ticker, or let it go."""
        memory, place = self._session.memory, self._place_id
        gone = place in memory.now.pinned
        kept = tuple(one for one in memory.now.pinned if one != place)
        memory.keep(replace(memory.now, pinned=kept if gone else (*kept, place)))
        self._jobs.say(f"{self._city} is no longer pinned." if gone else f"{self._city} stays on top of the cities.")
        self._rev = -1
        self._jobs.start(self._look, "city")

    def action_leave(self) -> None:
        """Back to the desk."""
        self._leave(None)
