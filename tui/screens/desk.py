"""The desk: lays its parts out and keeps them in step with the archive. It draws nothing and queries nothing itself.

What its keys do stands in the classes it is put together from, one for each concern.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
from functools import partial
from typing import TYPE_CHECKING, TypeVar

from store.errors import StoreError
from store.text import clean_line
from tui.actions import bindings
from tui.hints import hints
from tui.screens.list_actions import ListActions
from tui.screens.offers import OfferActions
from tui.screens.other_screens import OtherScreens
from tui.screens.pane_actions import PaneActions
from tui.screens.passing import Passing
from tui.screens.saved_actions import SavedActions
from tui.screens.story_actions import StoryActions
from tui.screens.sweep_actions import SweepActions
from tui.screens.ticker_actions import TickerActions
from tui.widgets.bars import HintBar
from tui.widgets.too_small import LEAST_HEIGHT, LEAST_WIDTH, TooSmall

if TYPE_CHECKING:
    from collections.abc import Callable
    from concurrent.futures import Future

    from textual.app import ComposeResult

    from tui.screens.jobs import Job
    from tui.session import Session

T = TypeVar("T")

log = logging.getLogger(__name__)

CITIES = "cities"
"""Group of the jobs that ask for the cities."""
LOOK_S = 0.25
"""How often the archive is looked at."""
CLOCK_S = 1.0
"""How often what shows the time is looked at."""


class DeskScreen(
    StoryActions, SweepActions, PaneActions, ListActions, TickerActions, SavedActions, OfferActions, OtherScreens
):
    """Headlines, article and cities."""

    BINDINGS = bindings("desk")
    OWNS = ("desk", "pane")
    """Whose actions the command palette offers here."""
    AUTO_FOCUS = ".pane.-current"

    def __init__(self, session: Session) -> None:
        """Take the session to work with."""
        super().__init__(session)
        self._looking = asyncio.Lock()
        self._trouble = ""
        self._passing = Passing(session.clock, self._head, self._status, self._headlines, self._ticker)

    def compose(self) -> ComposeResult:
        """Lay out bars and panes."""
        yield TooSmall()
        yield self._head
        yield self._bar
        yield self._bar.suggestions
        yield self._panes
        yield self._offer
        yield self._status
        yield HintBar(hints(self._session.settings.keymap))

    def on_mount(self) -> None:
        """Show the newest page and begin to look for news."""
        self._listing.caption()
        self._reader.title("2 Article")
        self._ticker.title("3 Cities")
        self._begin()
        if self._session.query:
            self._filtering.show(self._session.query)
        self.set_interval(LOOK_S, self._look, name="look")
        self.set_interval(CLOCK_S, self._passing.tick, name="clock")
        self._begin_offers()

    def on_resize(self) -> None:
        """Say so where the terminal is too small."""
        # Textual's breakpoints would style everything a second time at every start, in any terminal.
        self.set_class(self.app.size.width < LEAST_WIDTH or self.app.size.height < LEAST_HEIGHT, "-small")

    @property
    def filtered_by(self) -> str:
        """The filter that is kept, as text; empty for none."""
        return self._filtering.text

    def _begin(self) -> None:
        """Show what was asked for while the desk was loaded; where nothing was, ask."""
        first, cities = self._session.first, self._session.cities
        if first is None:
            self._ask()
        else:
            self._once_read(first, self._live.begin, self._filtering.then)
        if cities is not None:
            self._once_read(cities, self._live.begin_cities, partial(self._jobs.start, group=CITIES))

    def _ask(self) -> None:
        """Ask for what the desk shows first."""
        self._live.show_status()
        self._filtering.then(self._listing.newest)
        self._jobs.start(self._look, "look")

    def _once_read(self, asked: Future[T], show: Callable[[T], None], start: Callable[[Job], None]) -> None:
        """Show an answer: now, or as a job once it is there; where it could not be read, ask again and tell."""

        def take() -> None:
            if asked.exception() is None:
                show(asked.result())
            else:
                self._ask()

        async def wait() -> None:
            # Not by `wrap_future`: a job that is superseded would take the question back, which is asked only once.
            loop, there = asyncio.get_running_loop(), asyncio.Event()

            def tell(_: Future[T]) -> None:
                with contextlib.suppress(RuntimeError):  # the desk has ended meanwhile
                    loop.call_soon_threadsafe(there.set)

            asked.add_done_callback(tell)
            await there.wait()
            take()

        if asked.done():
            take()
        else:
            start(wait)

    async def _look(self) -> None:
        """Look for news, unless the last look still goes on."""
        if self._looking.locked():
            return
        async with self._looking:
            try:
                await self._live.look()
                await self._alerting.look()
                self._trouble = ""
            except StoreError as error:
                if str(error) != self._trouble:
                    log.warning("can't follow the archive: %s", error)
                self._trouble = str(error)
                self._live.show_status(clean_line(self._trouble, 200))
