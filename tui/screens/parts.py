"""The desk's parts and how they are wired: what every group of its actions works with."""

from __future__ import annotations

from functools import cached_property, partial
from typing import TYPE_CHECKING

from textual.reactive import Reactive
from textual.screen import Screen

from tui.hints import FILTER_HINTS, PANE_HINTS, hints
from tui.screens.alerting import Alerting
from tui.screens.filtering import Filtering
from tui.screens.jobs import Jobs
from tui.screens.listing import Listing
from tui.screens.live import Live
from tui.screens.marking import Marking
from tui.screens.reading import Reading
from tui.widgets.bars import PANES, HeadBar, HintBar, StatusBar
from tui.widgets.filter_bar import FilterBar
from tui.widgets.headlines import HeadlineList
from tui.widgets.offer import OfferBar
from tui.widgets.panes import Panes
from tui.widgets.reader import Reader
from tui.widgets.ticker import Ticker

if TYPE_CHECKING:
    from collections.abc import Mapping

    from textual.widget import Widget

    from tui.screens.bulk import Bulk
    from tui.screens.completing import Completing
    from tui.screens.deeds import Deeds
    from tui.session import Session

ORDER = tuple(pane for pane, _, _ in PANES)
"""The panes' ids, as Tab goes through them."""


def _offer_keys(keymap: Mapping[str, str]) -> tuple[str, str]:
    """Give the keys that follow and that dismiss an offered live blog, as people write them."""
    (follow, _), (dismiss, _) = hints(keymap, (("follow-offer", ""), ("dismiss-offer", "")))
    return follow, dismiss


class DeskParts(Screen[None]):
    """Makes widgets and helpers, and knows which of them work with which; groups of actions are subclasses."""

    focused: Reactive[Widget | None] = Reactive(None, repaint=False)
    """What has the keys. As Textual has it, all of the screen would be drawn again whenever that changes."""

    def __init__(self, session: Session) -> None:
        """Take the session to work with."""
        super().__init__(id="desk")
        self._session = session
        self._head = HeadBar(session.clock, label=session.label)
        self._bar = FilterBar(hints(session.settings.keymap, FILTER_HINTS))
        self._headlines = HeadlineList(session.clock)
        self._reader = Reader()
        self._ticker = Ticker(session.clock)
        self._status = StatusBar(session.wall)
        kept = session.memory.now
        panes = (self._headlines, self._reader, self._ticker)
        self._panes = Panes(*panes, sizes=kept.sizes, zoomed=kept.zoomed, lower=kept.lower)
        self._offer = OfferBar(_offer_keys(session.settings.keymap))
        self._jobs = Jobs(self, self._status)
        follow_key = hints(session.settings.keymap, [("live", "")])[0][0]
        self._listing = Listing(self._headlines, session.data, follow_key, session.muted)
        self._listing.grouped = kept.grouped
        self._live = Live(session, self._listing, self._reader, self._ticker, self._status)
        self._marking = Marking(session, self._headlines, self._reader)
        self._reading = Reading(session, self._jobs, self._marking, self._reader)
        self._filtering = Filtering(self._jobs, self._listing, self._bar, self._filtered, session)
        self._alerting = Alerting(session, self._jobs, self._head, self._headlines, lambda: self.app.bell())

    # What no first screen needs is loaded when a key asks for it.

    @cached_property
    def _deeds(self) -> Deeds:
        """What is done with one article."""
        from tui.screens.deeds import Deeds

        return Deeds(self._session, self._jobs, self._marking, lambda: self.app)

    @cached_property
    def _bulk(self) -> Bulk:
        """What is done to several articles, and the way back from it."""
        from tui.screens.bulk import Bulk

        return Bulk(self._session, self._jobs, self._marking, self._deeds, self.app.copy_to_clipboard)

    @cached_property
    def _completing(self) -> Completing:
        """What suggests words for the filter."""
        from tui.screens.completing import Completing

        return Completing(self._jobs, self._bar, self._session.data)

    def say(self, words: str) -> None:
        """Say something on the status line for a moment."""
        self._jobs.say(words)

    def action_pane(self, pane: str) -> None:
        """Go to a pane, which shows it where one pane has the screen."""
        self._bar.close()
        self._panes.select(pane)  # one that is not in sight takes no focus
        # At once, not by `focus`, which does it some messages later: whoever types fast means this pane already.
        self.set_focus(self._panes.query_one(f"#{pane}"))
        self._stand_in(pane)

    def _stand_in(self, pane: str) -> None:
        """Tell on the bars which pane has the keys, and which keys it knows."""
        self._head.select(pane)
        self._panes.select(pane)
        self.query_one(HintBar).show(hints(self._session.settings.keymap, PANE_HINTS[pane]))

    def _filtered(self) -> None:
        """Mark what was sought in the article too."""
        self._reader.mark(self._listing.find)
        self._live.show_status()
        self._jobs.start(self._live.choose_cities, "cities")

    def _only(self, field: str, name: str) -> None:
        """Show the headlines of one field's value alone, such as a place."""
        self.action_pane("headlines")
        self._filtering.only(field, name)

    def _go_unread(self, step: int) -> None:
        """Go to the next unread article below (`step` 1) or above (-1)."""
        self._filtering.then(partial(self._to_unread, step))

    async def _to_unread(self, step: int) -> None:
        """Go to the next unread article; the reader shows it at once if it has the focus."""
        headline = await self._listing.unread(step)
        if headline is None:
            self._jobs.say("No unread article below." if step > 0 else "No unread article above.")
        elif self._reader.has_focus:
            self._reading.choose(headline.id)
