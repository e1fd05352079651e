"""Which hosts asked to be left alone (429, 503), until when, and which feeds that concerns. Pure but for the dice.

A pause belongs to the host that answered, which after a redirect is not the one a feed is subscribed at.
"""

from __future__ import annotations

from collections import Counter
from datetime import timedelta
from typing import TYPE_CHECKING

from feeds import schedule
from feeds.outcomes import HOLDING

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import datetime

    from feeds.pipeline import Polled
    from feeds.subscription import Subscription
    from store.models import FeedState


class Holds:
    """The pauses that hosts asked for."""

    def __init__(self, subscriptions: Sequence[Subscription], dice: Callable[[], float]) -> None:
        """Take up what is known of `subscriptions`; `dice` gives numbers in [0, 1)."""
        self._dice = dice
        self._feeds = Counter(item.host for item in subscriptions)
        self._until: dict[str, datetime] = {}
        # Whom a feed's redirects led to at its latest poll: a pause that host asked for is meant for the feed, too.
        self._led_to: dict[int, str] = {}
        for item in subscriptions:
            state = item.state
            if state.retry_after is not None and state.http_status in HOLDING:
                host = state.retry_host or item.host
                self._until[host] = max(state.retry_after, self._until.get(host, state.retry_after))
                self._lead(item, host)

    @property
    def hosts(self) -> int:
        """How many hosts feeds are subscribed at."""
        return len(self._feeds)

    def note(self, item: Subscription, polled: Polled, now: datetime) -> None:
        """Remember who answered a poll, and for how long nobody may ask there."""
        if polled.host is None:
            return
        self._lead(item, polled.host)
        until = polled.outcome.retry_after
        if until is not None and polled.outcome.http_status in HOLDING:
            self._until = {host: time for host, time in self._until.items() if time > now}
            self._until[polled.host] = until

    def until(self, item: Subscription, now: datetime) -> datetime:
        """Give until when nobody may ask whom the feed is asked of; `now` where anybody may."""
        led_to = self._led_to.get(item.state.id, item.host)
        return max(now, self._until.get(item.host, now), self._until.get(led_to, now))

    def due_after(self, item: Subscription, now: datetime) -> datetime:
        """Give when a feed that was held up is due: the feeds of a host come back one after the other."""
        until = self.until(item, now)
        if until <= now:
            return now
        return until + timedelta(seconds=schedule.after_hold_s(self._feeds[item.host], self._dice()))

    def shift(self, by: timedelta) -> None:
        """Move the end of every pause, after the clock was set."""
        self._until = {host: until + by for host, until in self._until.items()}

    @staticmethod
    def rests(state: FeedState, now: datetime) -> bool:
        """Tell whether a feed is not even asked once: its server, a 410 or a person holds it back."""
        if state.retry_after is not None and state.retry_after > now:
            return True
        if state.asked is not None:
            return False
        return state.state == "paused" or (
            state.state == "gone" and state.next_poll is not None and state.next_poll > now
        )

    def _lead(self, item: Subscription, host: str) -> None:
        if host == item.host:
            self._led_to.pop(item.state.id, None)
        else:
            self._led_to[item.state.id] = host
