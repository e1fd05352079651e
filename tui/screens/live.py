"""Watches the archive and tells the desk's parts what changed."""

from __future__ import annotations

import asyncio
import time
from dataclasses import replace
from typing import TYPE_CHECKING

from store.changes import MAX_CHANGED
from tui.first import city_choice, read_cities
from tui.guide import guide
from tui.widgets.emptiness import empty_words
from tui.widgets.status import Status, glance

if TYPE_CHECKING:
    from collections.abc import Sequence

    from store.models import ArchiveStatus, CityChoice, CityTicker
    from tui.first import FirstLook
    from tui.screens.listing import Listing
    from tui.session import Session
    from tui.widgets.bars import StatusBar
    from tui.widgets.reader import Reader
    from tui.widgets.ticker import Ticker

TICKER_EVERY_S = 2.0
"""The ticker is asked for again at most this often."""
STATUS_EVERY_S = 1.0


class Live:
    """Asks what changed, and has only that drawn again."""

    def __init__(self, session: Session, listing: Listing, reader: Reader, ticker: Ticker, bar: StatusBar) -> None:
        """Take the session and the parts to keep up to date."""
        self._session = session
        self._listing = listing
        self._reader = reader
        self._ticker = ticker
        self._bar = bar
        self._status = Status()
        self._guide = guide(session.settings.keymap)
        self._choice = city_choice(session.memory.now, listing.where)
        self._drawn: CityChoice | None = None
        """Which cities are shown."""
        self._ticker_due = True
        self._status_due = True
        self._ticker_at = 0.0
        self._status_at = 0.0
        self._prepared_at = 0.0

    async def look(self) -> None:
        """See what was committed since the last look, and show it.

        Raises:
            store.errors.StoreError: the archive can't be read.
        """
        changes = await self._session.data.changes()
        if changes is not None:
            # Of one and the same commit, so that the two numbers never contradict each other.
            self._status = replace(self._status, new=self._status.new + changes.inserted, articles=changes.articles)
            if changes.inserted:
                self._ticker_due = True
                await self._listing.arrived()
            if changes.changed_ids or changes.removed:
                countless = changes.removed or len(changes.changed_ids) >= MAX_CHANGED
                await self._listing.changed(None if countless else changes.changed_ids)
                await self._reread(changes.changed_ids)
                self._ticker_due = True
            self._status_due = True
        now = time.monotonic()
        if now - self._prepared_at >= STATUS_EVERY_S and (self._status.preparing or not self._status.articles):
            self._prepared_at = now
            await self._see_preparation()
        if self._status_due and now - self._status_at >= STATUS_EVERY_S:
            await self._refresh_status()
        if self._ticker_due and self._ticker_wanted and now - self._ticker_at >= TICKER_EVERY_S:
            await self.refresh_ticker()
        self.show_status()

    @property
    def _ticker_wanted(self) -> bool:
        """Whether somebody sees the cities: of a full archive they take 50 ms, which keys would have to share."""
        return self._ticker.display or self._drawn is None

    async def refresh_ticker(self) -> None:
        """Ask for the cities again."""
        self._ticker_due, self._ticker_at = False, time.monotonic()
        session, choice = self._session, self._choice
        now, window = session.clock(), session.settings.ticker_window
        try:
            cities = await session.data.ask(lambda reader: read_cities(reader, now, window, choice))
        except BaseException:  # superseded, or no answer: what is shown is still out of date
            self._ticker_due = True
            raise
        if choice == self._choice:
            self._show_cities(cities)

    async def choose_cities(self) -> None:
        """Ask for the cities again where other ones are wanted: pinned, in another order, of another filter."""
        self._choice = city_choice(self._session.memory.now, self._listing.where)
        if self._choice != self._drawn:
            await self.refresh_ticker()

    def begin(self, first: FirstLook) -> None:
        """Show what was read ahead."""
        self._status_due, self._status_at = False, time.monotonic()
        self._status = replace(self._status, articles=first.totals.articles)
        self._take(first.totals)
        self.show_status()
        self._listing.begin(first.page)
        self._reader.show(first.article)

    def begin_cities(self, cities: Sequence[CityTicker]) -> None:
        """Show the cities that were read ahead."""
        self._ticker_due, self._ticker_at = False, time.monotonic()
        self._show_cities(cities)

    def _show_cities(self, cities: Sequence[CityTicker]) -> None:
        """Draw the cities, or say that there are none."""
        self._drawn = self._choice
        hours = round(self._session.settings.ticker_window.total_seconds() / 3600)
        within = " or ".join(term.value for term in self._choice.within)
        self._ticker.say(
            f"No events in the last {hours} hours" + (f" in {within}." if within else "."),
            "They come with the articles.",
        )
        order = " · by activity" if self._choice.order == "activity" else ""
        self._ticker.title(f"3 Cities · last {hours} h{order}" + (f" · only {within}" if within else ""))
        self._ticker.show(cities)

    def show_status(self, trouble: str = "") -> None:
        """Draw the status line and the words for an empty list; `trouble` takes the place of all else."""
        archiver = self._session.archiver()
        self._status = replace(
            self._status, archiver=archiver.words(), archiving=archiver.kind != "none", trouble=trouble
        )
        self._bar.show(self._status)
        listing = self._listing
        if listing.where:
            listing.view.say(f"Nothing matches {listing.text}", "Esc goes back to all headlines.")
        else:
            words = empty_words(self._status, self._session.configured, self._session.wall())
            listing.view.say(*words, keys=self._guide)

    async def _see_preparation(self) -> None:
        """See whether the archiver is still making its index of names, while there is nothing else to show."""
        empty = self._session.archiver().kind != "none" and not self._listing.view.window.rows
        preparing = empty and await asyncio.to_thread(self._session.preparing)
        self._status = replace(self._status, preparing=preparing)

    async def _refresh_status(self) -> None:
        """Ask for totals and feeds again."""
        self._status_due, self._status_at = False, time.monotonic()
        totals = await self._session.data.ask(lambda reader: reader.status())
        if not self._status.new:
            self._status = replace(self._status, articles=totals.articles)
        self._take(totals)

    def _take(self, totals: ArchiveStatus) -> None:
        """Take other totals and feeds."""
        feeds = glance(totals.feeds)
        self._status = replace(
            self._status,
            feeds=feeds,
            size=totals.bytes,
            standstill=totals.standstill,
            last_standstill=totals.last_standstill,
        )

    async def _reread(self, changed: tuple[int, ...]) -> None:
        """Show the newer version of the article in the reader, where it is among those that changed."""
        shown = self._reader.article
        if shown is None or shown.id not in changed:
            return
        article = await self._session.data.ask(lambda reader: reader.article(shown.id))
        if article is not None and self._reader.article is shown:
            self._reader.show(article)
