"""The desk: wires headlines, article, cities and filter to the archive. It draws nothing and queries nothing itself."""

from __future__ import annotations

import asyncio
import logging
from functools import partial
from typing import TYPE_CHECKING

from textual import on

from store.errors import StoreError
from store.text import clean_line
from tui.actions import bindings, hints
from tui.screens.filtering import GROUP, Filtering
from tui.screens.jobs import Jobs
from tui.screens.listing import Listing
from tui.screens.live import Live
from tui.screens.marking import Marking
from tui.screens.pane_actions import ORDER, PaneActions
from tui.screens.passing import Passing
from tui.screens.reading import Reading, article_under
from tui.widgets.bars import HeadBar, HintBar, StatusBar
from tui.widgets.filter_bar import FilterBar
from tui.widgets.headlines import HeadlineList
from tui.widgets.panes import Panes
from tui.widgets.reader import Reader
from tui.widgets.ticker import Ticker
from tui.widgets.too_small import LEAST_HEIGHT, LEAST_WIDTH, TooSmall

if TYPE_CHECKING:
    from textual import events
    from textual.app import ComposeResult

    from store.models import FeedState
    from tui.session import Session

log = logging.getLogger(__name__)

LOOK_S = 0.25
"""How often the archive is looked at."""
CLOCK_S = 1.0
"""How often what shows the time is looked at."""


class DeskScreen(PaneActions):
    """Headlines, article and cities."""

    BINDINGS = bindings("desk")
    AUTO_FOCUS = "#headlines"

    def __init__(self, session: Session) -> None:
        """Take the session to work with."""
        super().__init__(id="desk")
        self._session = session
        self._head = HeadBar(session.clock, label=session.label)
        self._bar = FilterBar()
        self._headlines = HeadlineList(session.clock)
        self._reader = Reader()
        self._ticker = Ticker(session.clock)
        self._status = StatusBar(session.wall)
        self._panes = Panes(self._headlines, self._reader, self._ticker)
        self._jobs = Jobs(self, self._status)
        self._listing = Listing(self._headlines, session.data, hints(session.settings.keymap, [("live", "")])[0][0])
        self._live = Live(session, self._listing, self._reader, self._ticker, self._status)
        self._reading = Reading(session, self._jobs, Marking(session, self._headlines, self._reader), self._reader)
        self._filtering = Filtering(self._jobs, self._listing, self._bar, self._filtered)
        self._looking = asyncio.Lock()
        self._passing = Passing(session.clock, self._head, self._status, self._headlines, self._ticker)

    def compose(self) -> ComposeResult:
        """Lay out bars and panes."""
        yield TooSmall()
        yield self._head
        yield self._bar
        yield self._panes
        yield self._status
        yield HintBar(hints(self._session.settings.keymap))

    def on_mount(self) -> None:
        """Show the newest page and begin to look for news."""
        self._listing.caption()
        self._reader.title("2 Article")
        self._ticker.title("3 Cities")
        self._begin()
        self.set_interval(LOOK_S, self._look, name="look")
        self.set_interval(CLOCK_S, self._passing.tick, name="clock")

    def on_resize(self) -> None:
        """Say so where the terminal is too small."""
        # Textual's breakpoints would style everything a second time at every start, in any terminal.
        self.set_class(self.app.size.width < LEAST_WIDTH or self.app.size.height < LEAST_HEIGHT, "-small")

    def _begin(self) -> None:
        """Show what was read ahead; where it is not there, or could not be read, ask again and tell."""
        first = self._session.first
        if first is None or not first.done() or first.exception() is not None:
            self._live.show_status()
            self._jobs.start(self._listing.newest, GROUP)
            self._jobs.start(self._look, "look")
            return
        self._live.begin(first.result())

    async def _look(self) -> None:
        """Look for news, unless the last look still goes on."""
        if self._looking.locked():
            return
        async with self._looking:
            try:
                await self._live.look()
            except StoreError as error:
                log.warning("can't follow the archive: %s", error)
                self._live.show_status(clean_line(str(error), 200))

    # --- what the panes ask for --------------------------------------------------------------------------------

    @on(HeadlineList.WantOlder)
    def _older(self) -> None:
        self._jobs.start(self._listing.older, "older")

    @on(HeadlineList.WantNewer)
    def _newer(self) -> None:
        self._jobs.start(self._listing.newer, "newer")

    @on(HeadlineList.WantOldest)
    def _oldest(self) -> None:
        self._jobs.start(self._listing.oldest, GROUP)

    @on(HeadlineList.WantNewest)
    def _newest(self) -> None:
        self._jobs.start(self._listing.newest, GROUP)

    @on(HeadlineList.CaughtUp)
    def _caught_up(self) -> None:
        self._listing.caught_up()

    @on(HeadlineList.FollowChanged)
    def _follow_changed(self) -> None:
        self._listing.caption()

    @on(HeadlineList.Moved)
    def _moved(self, message: HeadlineList.Moved) -> None:
        self._reading.rest(message.headline)

    @on(HeadlineList.Chosen)
    def _chosen(self, message: HeadlineList.Chosen) -> None:
        self.action_pane("reader")
        self._reading.choose(message.headline.id)

    @on(Reader.Left)
    def _left(self) -> None:
        self._jobs.start(partial(self._to_unread, 1), GROUP)

    @on(Ticker.LineChosen)
    def _line_chosen(self, message: Ticker.LineChosen) -> None:
        index = self._headlines.window.index_of(message.article_id)
        if index is not None:
            self._headlines.go_to(index)
        self.action_pane("reader")
        self._reading.choose(message.article_id)

    @on(Ticker.CityChosen)
    def _city_chosen(self, message: Ticker.CityChosen) -> None:
        self.action_pane("headlines")
        self._filtering.only("place", message.place)

    @on(FilterBar.Typed)
    def _typed(self, message: FilterBar.Typed) -> None:
        self._filtering.typed(message.query, at_end=message.at_end)

    @on(FilterBar.Kept)
    def _kept(self, message: FilterBar.Kept) -> None:
        self._filtering.keep(message.query)

    def _filtered(self) -> None:
        """Mark what was sought in the article too."""
        self._reader.mark(self._listing.find)
        self._live.show_status()

    @on(FilterBar.Dropped)
    def _dropped(self) -> None:
        self._filtering.back()
        self._headlines.focus()

    def on_descendant_focus(self, event: events.DescendantFocus) -> None:
        """Follow the focus: mark the pane's name, show it, and count the stay in the reader."""
        if event.widget.id in ORDER:
            self._head.select(event.widget.id)
            self._panes.select(event.widget.id)
            self._reading.stay()

    # --- actions -----------------------------------------------------------------------------------------------

    def action_filter(self) -> None:
        """Filter as you type."""
        self.action_pane("headlines")
        self._filtering.open()

    def action_back(self) -> None:
        """Back to the headlines; there, clear the filter."""
        if self._panes.current != "headlines":
            self.action_pane("headlines")
        elif not self._filtering.back() and self._panes.zoomed:
            self._panes.zoom()

    def action_live(self) -> None:
        """To the newest article, and follow."""
        self.action_pane("headlines")
        self._jobs.start(self._listing.newest, GROUP)

    def action_next_unread(self) -> None:
        """To the next unread article."""
        self._jobs.start(partial(self._to_unread, 1), GROUP)

    def action_previous_unread(self) -> None:
        """To the previous unread article."""
        self._jobs.start(partial(self._to_unread, -1), GROUP)

    async def _to_unread(self, step: int) -> None:
        """Go to the next unread article; the reader shows it at once if it has the focus."""
        headline = await self._listing.unread(step)
        if headline is None:
            self._jobs.say("No unread article below." if step > 0 else "No unread article above.")
        elif self._reader.has_focus:
            self._reading.choose(headline.id)

    def action_article(self, deed: str) -> None:
        """Do something with the article that the focused pane stands on: see `tui.screens.reading.DEEDS`."""
        article = article_under(self.focused, self._headlines, self._reader, self._ticker)
        if article is None:
            self._jobs.say("There is no article here. Go to one first.")
        else:
            self._reading.do(deed, article)

    def action_changes(self) -> None:
        """Show what a revised article changed, or its text again."""
        self._reading.toggle_changes()

    def action_why(self) -> None:
        """Show why each tag of the article stands, or its text again."""
        self._reading.toggle_reasons()

    def action_toggle_tags(self) -> None:
        """Highlight tags, or not."""
        self._reader.toggle_highlight()

    def action_feeds(self) -> None:
        """Show how each feed does; a feed chosen there filters the headlines."""
        from tui.screens.feeds import FeedsScreen

        self.app.push_screen(FeedsScreen(self._session), self._feed_chosen)

    def _feed_chosen(self, feed: FeedState | None) -> None:
        """Show the articles of a feed."""
        if feed is not None:
            self.action_pane("headlines")
            self._filtering.only("source", feed.name)

    def action_help(self) -> None:
        """Show keys and signs."""
        from tui.screens.help import HelpScreen

        self.app.push_screen(HelpScreen(self._session.settings.keymap))
