"""The feeds screen: how each feed does; poll one now, pause one."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from textual import on
from textual.screen import Screen

from tui.actions import bindings
from tui.hints import FEED_HINTS, hints
from tui.screens.jobs import Jobs
from tui.widgets.bars import HintBar
from tui.widgets.feed_rows import summary
from tui.widgets.feed_table import FeedDetail, FeedsBar, FeedTable
from tui.widgets.screen_head import ScreenHead
from tui.widgets.status import Status

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual.app import ComposeResult

    from store.models import FeedState
    from store.reader import Reader
    from tui.session import Session

LOOK_S = 0.5
"""How often the archive is looked at."""


class FeedsScreen(Screen["FeedState | None"]):
    """Every feed; gives the feed whose articles are wanted, or None."""

    BINDINGS = bindings("feeds")
    OWNS = ("feeds", "pane")
    """Whose actions the command palette offers here."""
    AUTO_FOCUS = "#feeds"

    def __init__(self, session: Session) -> None:
        """Take the session to work with."""
        super().__init__(id="feeds-screen")
        self._session = session
        self._head = ScreenHead(session.label, "Feeds")
        self._table = FeedTable(session.wall)
        self._detail = FeedDetail(session.wall)
        self._bar = FeedsBar(session.wall)
        self._jobs = Jobs(self, self._bar)
        self._rev = -1

    def compose(self) -> ComposeResult:
        """Lay out head, table, detail, status and hints."""
        yield self._head
        yield self._table
        yield self._detail
        yield self._bar
        yield HintBar(hints(self._session.settings.keymap, FEED_HINTS))

    def on_mount(self) -> None:
        """Show the feeds, and follow them."""
        self._table.title("Feeds")
        self._jobs.start(self._look, "feeds")
        self.set_interval(LOOK_S, lambda: self._jobs.renew(self._look, "feeds"), name="look")

    async def _look(self) -> None:
        """Ask for the feeds again where something was committed; else draw what time alone changed."""
        self._bar.show(Status(archiver=self._session.archiver().words()))
        self._rev, feeds = await self._session.data.ask(partial(_feeds_since, rev=self._rev))
        if feeds is None:
            self._table.renew()
            return
        self._table.show(feeds)
        self._head.show(summary(feeds))

    @on(FeedTable.Moved)
    def _moved(self, message: FeedTable.Moved) -> None:
        self._detail.show(message.feed)

    @on(FeedTable.Chosen)
    def _chosen(self, message: FeedTable.Chosen) -> None:
        if self.is_current:  # a third click comes when the second one has left already
            self.dismiss(message.feed)

    def action_leave(self) -> None:
        """Back to the desk."""
        self.dismiss(None)

    def action_poll(self) -> None:
        """Ask for a poll of the feed under the cursor."""
        feed = self._table.current
        if feed is not None:
            self._jobs.append(partial(self._poll, feed), "poll")

    def action_pause(self) -> None:
        """Pause the feed under the cursor, or let it go on."""
        feed = self._table.current
        if feed is not None:
            self._jobs.append(partial(self._pause, feed), "pause")

    async def _poll(self, feed: FeedState) -> None:
        """Write down that a poll is wanted."""
        await self._session.marks.ask_poll(feed.id)
        nobody = self._session.archiver().kind == "none"
        self._jobs.say(
            f"{feed.name}: polled as soon as an archiver runs; none does now."
            if nobody
            else f"{feed.name}: asked for a poll now."
        )

    async def _pause(self, feed: FeedState) -> None:
        """Write down that the feed is paused, or that it goes on."""
        pause = feed.state != "paused"
        await self._session.marks.set_paused(feed.id, pause)
        self._jobs.say(f"{feed.name}: paused; p lets it go on." if pause else f"{feed.name}: goes on.")


def _feeds_since(reader: Reader, rev: int) -> tuple[int, Sequence[FeedState] | None]:
    """Give the archive's revision and its feeds; None for them where it is still `rev`."""
    now = reader.rev()
    return now, reader.feeds() if now != rev else None
