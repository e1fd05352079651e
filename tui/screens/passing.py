"""What the passing of time alone changes on the desk: nothing, in most seconds."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from tui.widgets.bars import HeadBar, StatusBar
    from tui.widgets.headlines import HeadlineList
    from tui.widgets.ticker import Ticker


class Passing:
    """Has drawn again what reads otherwise than a second ago, and no more."""

    def __init__(
        self, clock: Callable[[], datetime], head: HeadBar, bar: StatusBar, headlines: HeadlineList, ticker: Ticker
    ) -> None:
        """Take the clock and whatever shows times."""
        self._clock = clock
        self._head = head
        self._bar = bar
        self._headlines = headlines
        self._ticker = ticker
        self._today = clock().astimezone().date()

    def tick(self) -> None:
        """Look at the clock: ages grow, and at midnight every time of today becomes one of yesterday."""
        self._head.renew()
        self._bar.renew()
        self._headlines.renew()
        today = self._clock().astimezone().date()
        if today != self._today:
            self._today = today
            self._ticker.lay_out()
