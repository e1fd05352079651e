"""Who is polled when: due times, limits over all and for each host, hosts that asked to be left alone."""

from __future__ import annotations

import asyncio
import heapq
import logging
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from feeds import schedule
from feeds.outcomes import HOLDING
from feeds.pipeline import Clock, Pipeline, Polled, utc_now
from store.errors import StoreError

if TYPE_CHECKING:
    from collections.abc import Coroutine, Sequence

    from feeds.settings import PollingSettings
    from store.models import FeedSettings, FeedState

log = logging.getLogger(__name__)

_LOOK_S = 30.0  # the wall clock may jump while we wait, so look at it now and then


@dataclass(frozen=True, slots=True)
class Subscription:
    """A feed with its settings and the state the archive has of it."""

    feed: FeedSettings
    state: FeedState


Done = Callable[[Subscription, Polled | None], None]
"""Told after each poll; None for the result of a feed that is held back."""


class Poller:
    """Polls a set of subscriptions, once or for ever."""

    def __init__(
        self,
        pipeline: Pipeline,
        subscriptions: Sequence[Subscription],
        settings: PollingSettings,
        done: Done,
        clock: Clock = utc_now,
    ) -> None:
        """Poll `subscriptions` through `pipeline`; `done` hears of every poll."""
        self._pipeline = pipeline
        self._subscriptions = {item.state.id: item for item in subscriptions}
        self._done = done
        self._clock = clock
        self._slots = asyncio.Semaphore(settings.concurrency)
        self._hosts: defaultdict[str, asyncio.Semaphore] = defaultdict(lambda: asyncio.Semaphore(settings.per_host))
        self._held = {
            _host(item): item.state.retry_after
            for item in subscriptions
            if item.state.retry_after is not None and item.state.http_status in HOLDING
        }
        self._wake = asyncio.Event()
        self._heap: list[tuple[datetime, int]] = []

    async def once(self) -> None:
        """Poll every feed one time, due or not, but for those held back by the server, a 410 or a pause.

        Raises:
            StoreError: The archive can't be written.
        """
        await _guarded([self._poll_unless_held(item) for item in self._subscriptions.values()])

    async def run(self) -> None:
        """Poll feeds as they fall due, until cancelled.

        Raises:
            StoreError: The archive can't be written.
        """
        self._heap = self._first_round()
        heapq.heapify(self._heap)
        await _guarded([self._dispatch()])

    def _first_round(self) -> list[tuple[datetime, int]]:
        """Give first due times: overdue feeds are spread out, and a clock set back delays nobody."""
        now = self._clock()
        entries: list[tuple[datetime, int]] = []
        overdue: list[int] = []
        for item in self._subscriptions.values():
            state = item.state
            if state.state == "paused":
                continue
            set_back = state.last_poll is not None and state.last_poll > now
            if state.next_poll is None or state.next_poll <= now or set_back:
                overdue.append(state.id)
            else:
                entries.append((state.next_poll, state.id))
        delays = schedule.start_delays(len(overdue))
        return entries + [(now + timedelta(seconds=wait), key) for key, wait in zip(overdue, delays, strict=True)]

    async def _dispatch(self) -> None:
        async with asyncio.TaskGroup() as polls:
            while True:
                now = self._clock()
                while self._heap and self._heap[0][0] <= now:
                    _, key = heapq.heappop(self._heap)
                    polls.create_task(self._poll_and_requeue(self._subscriptions[key]))
                wait = (self._heap[0][0] - now).total_seconds() if self._heap else _LOOK_S
                self._wake.clear()
                try:
                    async with asyncio.timeout(min(max(wait, 0.0), _LOOK_S)):
                        await self._wake.wait()
                except TimeoutError:
                    continue

    async def _poll_and_requeue(self, item: Subscription) -> None:
        polled = await self._poll(item)
        due = polled.outcome.next_poll if polled is not None else self._held[_host(item)]
        heapq.heappush(self._heap, (due, item.state.id))
        self._wake.set()

    async def _poll_unless_held(self, item: Subscription) -> None:
        if self._is_held(item.state) or await self._poll(item) is None:
            self._done(item, None)

    def _is_held(self, state: FeedState) -> bool:
        now = self._clock()
        if state.state == "paused" or (state.retry_after is not None and state.retry_after > now):
            return True
        return state.state == "gone" and state.next_poll is not None and state.next_poll > now

    async def _poll(self, item: Subscription) -> Polled | None:
        """Poll when there is room; give None where by then the host asked for a pause."""
        host = _host(item)
        async with self._hosts[host], self._slots:
            if self._held.get(host, self._clock()) > self._clock():
                return None
            polled = await self._pipeline.poll(item.feed, item.state)
        until = polled.outcome.retry_after
        if until is not None and polled.outcome.http_status in HOLDING:
            self._held[host] = until
        current = Subscription(item.feed, polled.state)
        self._subscriptions[item.state.id] = current
        self._done(current, polled)
        return polled


def _host(item: Subscription) -> str:
    try:
        return urlsplit(item.feed.url).netloc.rpartition("@")[2].lower()
    except ValueError:
        return item.feed.url


async def _guarded(works: Sequence[Coroutine[Any, Any, None]]) -> None:
    """Run `works` together; an archive that can't be written ends them all and is raised as itself."""
    try:
        async with asyncio.TaskGroup() as group:
            for work in works:
                group.create_task(work)
    except BaseExceptionGroup as failures:
        broken = failures.subgroup(StoreError)
        if broken is None:
            raise
        raise _first(broken) from None


def _first(group: BaseExceptionGroup[BaseException]) -> BaseException:
    error = group.exceptions[0]
    return _first(error) if isinstance(error, BaseExceptionGroup) else error
