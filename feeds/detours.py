"""Which proxies give no connection, and when one feed may try each again: nobody's feeds are to blame for that."""

from __future__ import annotations

import logging
from dataclasses import dataclass, field
from datetime import timedelta
from typing import TYPE_CHECKING

from feeds.outage import Outage
from store.models import Standstill as Note

if TYPE_CHECKING:
    from collections.abc import Callable, Collection
    from datetime import datetime

    from feeds.pipeline import Polled
    from feeds.standstill import Tell
    from feeds.subscription import Subscription

log = logging.getLogger(__name__)


@dataclass(slots=True)
class _Detour:
    """One proxy that gives no connection."""

    since: datetime
    words: str
    pace: Outage
    try_at: float
    held: set[int] = field(default_factory=set)
    """Feeds whose polls wait for it."""


class Detours:
    """The proxies that are out of order, each with the feeds that wait for it."""

    def __init__(
        self, general: str, monotonic: Callable[[], float], dice: Callable[[], float], tell: Tell | None
    ) -> None:
        """Take the `general` proxy, which holds for feeds without one of their own; `tell` writes down what is held."""
        self._general = general
        self._monotonic = monotonic
        self._dice = dice
        self._tell = tell
        self._down: dict[str, _Detour] = {}
        self._untold = False

    def wait_s(self, item: Subscription) -> float:
        """Give the seconds until a feed may be asked through its proxy; 0 where it may now."""
        detour = self._down.get(self._way(item))
        return 0.0 if detour is None else max(0.0, detour.try_at - self._monotonic())

    def may_ask(self, item: Subscription) -> bool:
        """Tell whether to ask a feed now. Where its proxy is out of order, one feed tries and the others wait."""
        detour = self._down.get(self._way(item))
        if detour is None:
            return True
        if self.wait_s(item):
            detour.held.add(item.state.id)
            return False
        detour.try_at = self._monotonic() + detour.pace.next_wait_s()
        return True

    def due_after(self, item: Subscription, now: datetime) -> datetime:
        """Give when a feed that waits for its proxy is due; `now` for one that doesn't."""
        return now + timedelta(seconds=self.wait_s(item))

    def note(self, item: Subscription, polled: Polled, now: datetime) -> Collection[int]:
        """Learn from a poll how its proxy is, and give the feeds that waited for it and wait no longer."""
        way = self._way(item)
        if polled.detained:
            self._failed(way, item.state.id, polled.words, now)
        elif way in self._down:
            log.info("the proxy answers again; its feeds are asked")
            self._untold = True
            return self._down.pop(way).held
        return ()

    async def write_down(self) -> None:
        """Have readers of the archive know which proxy has been out of order for longest, if any.

        Raises:
            StoreError: It can't be written down.
        """
        if self._untold and self._tell is not None:
            self._untold = False
            longest = min(self._down.values(), key=lambda one: one.since, default=None)
            await self._tell(Note(longest.since, longest.words) if longest else None)

    def _failed(self, way: str, key: int, words: str, now: datetime) -> None:
        if way not in self._down:
            pace = Outage(0, self._dice)
            self._down[way] = _Detour(now, words, pace, self._monotonic() + pace.next_wait_s())
            log.warning("%s; the feeds that are asked through it wait", words)
        self._down[way].held.add(key)
        self._untold = True

    def _way(self, item: Subscription) -> str:
        return item.feed.proxy or self._general
