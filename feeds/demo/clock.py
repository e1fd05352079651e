"""The clock of the replay: starts at a time of the day, runs faster than ours, stops at the day's end."""

from __future__ import annotations

import itertools
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import date

Clock = Callable[[], datetime]
"""Gives the time it is, aware and in UTC."""


class ReplayClock:
    """Runs from `start` to the last second of that day at `speed` times the pace of real time."""

    def __init__(
        self,
        start: datetime,
        speed: float,
        ticks: Callable[[], float] = time.monotonic,
        wall: Clock = lambda: datetime.now(UTC),
    ) -> None:
        """Start running now.

        Args:
            start: The time to begin at, aware.
            speed: Seconds of the replay in one real second; above zero.
            ticks: A monotonic count of real seconds.
            wall: The time of day, by which `told` reckons.
        """
        if speed <= 0:
            raise ValueError("the speed must be above zero")
        self._start = start
        self._speed = speed
        self._ticks = ticks
        self._began = ticks()
        self._began_at = wall()
        self._end = day_end(start.date())

    def __call__(self) -> datetime:
        """Give the replay's time, in UTC."""
        return self._after(self._ticks() - self._began)

    def told(self, when: datetime) -> datetime:
        """Give the replay's time at a time of day, such as the one that an archiver noted."""
        return self._after((when - self._began_at).total_seconds())

    def _after(self, seconds: float) -> datetime:
        """Give the replay's time so many real seconds after its beginning."""
        passed = max(0.0, min(seconds * self._speed, 86_400.0))
        return min(self._start + timedelta(seconds=passed), self._end)


class CatchUpClock:
    """Runs from midnight to the time of another clock in a number of questions, then goes with it.

    What a server publishes by it arrives in the order of the day, and not outlet by outlet, as one first poll of a
    whole morning would. Questions are counted, not seconds, because the first polls may wait for the tagger.
    """

    def __init__(self, clock: Clock, questions: int) -> None:
        """Follow `clock`, and be level with it at the question of that number; 1 is level at once."""
        self._clock = clock
        self._questions = questions
        self._asked = itertools.count(1)

    def __call__(self) -> datetime:
        """Give the time, in UTC."""
        now = self._clock()
        midnight = datetime(now.year, now.month, now.day, tzinfo=UTC)
        return midnight + (now - midnight) * min(next(self._asked) / self._questions, 1.0)


class SteppedClock:
    """Stands still until it is set; for replaying a day poll by poll."""

    def __init__(self, now: datetime) -> None:
        """Begin at `now`, aware."""
        self.now = now

    def __call__(self) -> datetime:
        """Give the time it was last set to."""
        return self.now


def day_end(day: date) -> datetime:
    """Give the last second of `day`, in UTC."""
    return datetime(day.year, day.month, day.day, 23, 59, 59, tzinfo=UTC)
