"""Who is polled when: due times, limits over all and for each host, and what holds polls back."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import random
import time
from collections import defaultdict
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from feeds import schedule
from feeds.detours import Detours
from feeds.holds import Holds
from feeds.pipeline import Clock, Pipeline, Polled, utc_now
from feeds.room import Room
from feeds.standstill import Standstill
from feeds.subscription import Subscription, guarded
from feeds.timetable import ClockWatch, Timetable
from store.errors import ArchiveBusy, ArchiveFull

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import datetime

    from feeds.settings import PollingSettings
    from feeds.standstill import Forgive, Tell, Verdict
    from feeds.subscription import Done
    from store.control import Wishes
    from store.models import PollOutcome

log = logging.getLogger(__name__)

LOOK_S = 5.0
"""The scheduler looks at the clock at least this often: it may have jumped."""


class Poller:
    """Polls a set of subscriptions, once or for ever."""

    def __init__(
        self,
        pipeline: Pipeline,
        subscriptions: Sequence[Subscription],
        settings: PollingSettings,
        done: Done,
        clock: Clock = utc_now,
        *,
        forgive: Forgive | None = None,
        tell: Tell | None = None,
        monotonic: Callable[[], float] = time.monotonic,
        dice: Callable[[], float] = random.random,
    ) -> None:
        """Poll `subscriptions` through `pipeline`.

        `done` hears of every poll, `forgive` of those that don't count, `tell` of what holds polls up.
        """
        self._pipeline = pipeline
        self._subscriptions = {item.state.id: item for item in subscriptions}
        self._done = done
        self._clock = clock
        self._monotonic = monotonic
        self._slots = asyncio.Semaphore(settings.concurrency)
        self._room = Room(settings.max_body)
        self._hosts: defaultdict[str, asyncio.Semaphore] = defaultdict(lambda: asyncio.Semaphore(settings.per_host))
        self._holds = Holds(subscriptions, dice)
        self._paused = {item.state.id for item in subscriptions if item.state.state == "paused"}
        self._granted: dict[int, datetime] = {}
        self._lasting = False
        self._in_flight: set[int] = set()
        self._again: set[int] = set()
        self._timetable = Timetable()
        self._watch = ClockWatch(clock, monotonic)
        self._detours = Detours(settings.proxy, monotonic, dice, tell)
        self.standstill = Standstill(self._holds.hosts, forgive, monotonic, dice, tell, clock)
        self._wake = asyncio.Event()
        self.looked = monotonic()
        """When the scheduler last looked at the clock, by the monotonic one: it is at work while this moves on."""

    async def once(self) -> None:
        """Poll every feed one time, due or not, but for those held back by the server, a 410 or a pause.

        Raises:
            StoreError: The archive can't be written.
        """
        await guarded([self._poll_unless_held(item) for item in self._subscriptions.values()])

    async def run(self) -> None:
        """Poll feeds as they fall due, until cancelled. A full disk or a locked archive only holds it up.

        Raises:
            StoreError: The archive can't be used any longer.
        """
        self._lasting = True
        now = self._clock()
        for item in self._subscriptions.values():
            state = item.state
            # A clock that was set back delays nobody: what was polled in the future is due.
            set_back = state.last_poll is not None and state.last_poll > now
            if state.id not in self._paused:
                self._timetable.put(state.id, now if set_back or state.next_poll is None else state.next_poll)
        self._spread(now)
        await guarded([self._dispatch()])

    def asks(self, host: str) -> bool:
        """Tell whether a poll asks `host` or is about to."""
        return any(self._subscriptions[key].host == host for key in self._in_flight)

    def own_proxies(self) -> dict[int, str]:
        """Give the proxies of feeds that name one of their own, by the feeds' ids."""
        return {key: item.feed.proxy for key, item in self._subscriptions.items() if item.feed.proxy}

    def grant(self, wishes: Wishes) -> None:
        """Do what people ask for: leave feeds alone, go on with them, poll them now."""
        now = self._clock()
        for key in wishes.paused - self._paused:
            self._timetable.drop(key)
        for key in (self._paused - wishes.paused - self._in_flight) & self._subscriptions.keys():
            self._timetable.put(key, self._subscriptions[key].state.next_poll or now)
        self._paused = set(wishes.paused)
        for key, asked in wishes.asked.items():
            if key in self._subscriptions and self._granted.get(key) != asked:
                self._granted[key] = asked
                if key in self._in_flight:
                    self._again.add(key)
                else:
                    self._timetable.put(key, max(now, self._subscriptions[key].state.retry_after or now))
        self._wake.set()

    async def _dispatch(self) -> None:
        async with asyncio.TaskGroup() as polls:
            while True:
                now = self._look()
                for key, due in self._next(now):
                    self._in_flight.add(key)
                    polls.create_task(self._poll_and_requeue(key, due))
                wait = self._wait_s(now)
                self._watch.expect(wait)
                self._wake.clear()
                with contextlib.suppress(TimeoutError):
                    async with asyncio.timeout(wait):
                        await self._wake.wait()

    def _look(self) -> datetime:
        now, set_back, slept = self._watch.look()
        self.looked = self._monotonic()
        if set_back:
            log.info("the clock was set back by %d s; due times go with it", set_back.total_seconds())
            self._timetable.shift(-set_back)
            self._holds.shift(-set_back)
        elif slept and (count := self._spread(now)):
            log.info("awake again: %d feeds are overdue, and are polled one after the other", count)
        return now

    def _next(self, now: datetime) -> list[tuple[int, datetime]]:
        if self.standstill.reason is None:
            return self._timetable.pop_due(now)
        if not self._timetable or not self.standstill.may_try():
            return []
        keys = [key for key in self._timetable.all() if self._is_free(key, now)]
        # Somebody who answered before tells most.
        keys = [key for key in keys if not self._subscriptions[key].state.failures] or keys
        if not keys:
            return []
        key = random.choice(keys)  # noqa: S311 - no secret
        self._timetable.drop(key)
        return [(key, now)]

    def _wait_s(self, now: datetime) -> float:
        if self.standstill.reason is not None:
            return min(self.standstill.wait_s(), LOOK_S)
        first = self._timetable.first()
        return LOOK_S if first is None else min(max((first - now).total_seconds(), 0.0), LOOK_S)

    def _is_free(self, key: int, now: datetime) -> bool:
        item = self._subscriptions[key]
        return self._holds.until(item, now) <= now and not self._detours.wait_s(item)

    def _spread(self, now: datetime) -> int:
        return self._timetable.spread(now, schedule.start_delays, random.shuffle)

    async def _poll_and_requeue(self, key: int, due: datetime) -> None:
        item = self._subscriptions[key]
        try:
            polled = await self._poll(item, due, probing=self.standstill.reason is not None)
        except (ArchiveFull, ArchiveBusy) as error:
            polled = None
            await self.standstill.stuck(error)
        finally:
            self._in_flight.discard(key)
        now = self._clock()
        if polled is None or not polled.stored:
            due = max(self._holds.due_after(item, now), self._detours.due_after(item, now))
        elif self._subscriptions[key].state is not polled.state:  # pardoned
            due = now
        else:
            # The clock may have jumped since the poll began; what counts is how long to wait.
            due = min(polled.outcome.next_poll, now + (polled.outcome.next_poll - polled.outcome.polled_at))
        if key in self._again:
            self._again.discard(key)
            self._timetable.put(key, now)
        elif key not in self._paused:
            self._timetable.put(key, due)
        self._wake.set()

    def _take(self, verdict: Verdict) -> None:
        for state in verdict.pardoned:
            self._subscriptions[state.id] = replace(self._subscriptions[state.id], state=state)
        self._timetable.hasten((state.id for state in verdict.pardoned), now := self._clock())
        if verdict.ended:
            self._spread(now)

    async def _poll_unless_held(self, item: Subscription) -> None:
        if self._holds.rests(item.state, self._clock()) or await self._poll(item, self._clock(), probing=False) is None:
            self._done(item, None, 0.0)

    async def _poll(self, item: Subscription, due: datetime, *, probing: bool) -> Polled | None:
        """Poll when there is room; give None where by then the host asked for a pause, or nothing is polled."""
        async with self._hosts[item.host], self._slots:
            now = self._clock()
            held = self._holds.until(item, now) > now or (self.standstill.reason is not None and not probing)
            if held or (self._lasting and not self._detours.may_ask(item)):
                return None
            async with self._room.visit():
                excuse = partial(self._excuse, item) if self._lasting else None
                polled = await self._pipeline.poll(item.feed, item.state, excuse)
        self._holds.note(item, polled, self._clock())
        if self._lasting:
            await self._note_proxy(item, polled)
        if polled.stored:
            self._subscriptions[item.state.id] = Subscription(item.feed, polled.state)
            if self._lasting:
                self._take(await self.standstill.judge(item.state, item.host, polled.outcome))
        self._done(self._subscriptions[item.state.id], polled, max(0.0, (now - due).total_seconds()))
        return polled

    async def _note_proxy(self, item: Subscription, polled: Polled) -> None:
        now = self._clock()
        if waited := self._detours.note(item, polled, now):
            # Before anything is waited for: which of them are polled meanwhile must not be polled again.
            self._timetable.hasten(waited, now)
            self._spread(now)
        await self._detours.write_down()

    async def _excuse(self, item: Subscription, outcome: PollOutcome) -> bool:
        """Tell before a poll is stored whether it says nothing of its feed."""
        verdict = await self.standstill.weigh(item.state, item.host, outcome)
        self._take(verdict)
        return verdict.excused
