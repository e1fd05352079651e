"""When each feed falls due, as a heap; and the clock that it hangs on, which may jump. Pure but for that clock."""

from __future__ import annotations

import heapq
from datetime import timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from datetime import datetime

_JUMP_S = 5.0
_OVERSLEPT_S = 60.0


class Timetable:
    """Due times by feed id. Finding what is due costs by how much is due, not by how many feeds there are."""

    def __init__(self) -> None:
        """Start empty."""
        self._due: dict[int, datetime] = {}
        self._heap: list[tuple[datetime, int]] = []

    def __len__(self) -> int:
        """Give how many feeds have a due time."""
        return len(self._due)

    def __contains__(self, key: int) -> bool:
        """Tell whether a feed has a due time."""
        return key in self._due

    def put(self, key: int, due: datetime) -> None:
        """Set a feed's due time, in place of any it had."""
        self._due[key] = due
        heapq.heappush(self._heap, (due, key))

    def hasten(self, keys: Iterable[int], due: datetime) -> None:
        """Set the due time of those of `keys` that have one."""
        for key in keys:
            if key in self._due:
                self.put(key, due)

    def drop(self, key: int) -> datetime | None:
        """Take a feed off and give the due time it had; None for one that has none."""
        return self._due.pop(key, None)

    def first(self) -> datetime | None:
        """Give the earliest due time; None where there is none."""
        while self._heap and self._due.get(self._heap[0][1]) != self._heap[0][0]:
            heapq.heappop(self._heap)  # left over from a feed that was put anew or dropped
        return self._heap[0][0] if self._heap else None

    def pop_due(self, now: datetime) -> list[tuple[int, datetime]]:
        """Take off every feed that is due, the one longest due first, with its due time."""
        found: list[tuple[int, datetime]] = []
        while (due := self.first()) is not None and due <= now:
            _, key = heapq.heappop(self._heap)
            del self._due[key]
            found.append((key, due))
        return found

    def all(self) -> list[int]:
        """Give every feed that has a due time."""
        return list(self._due)

    def shift(self, by: timedelta) -> None:
        """Move every due time, after the clock was set."""
        self._replace((key, due + by) for key, due in self._due.items())

    def spread(
        self, now: datetime, delays: Callable[[int], Sequence[float]], shuffle: Callable[[list[int]], None]
    ) -> int:
        """Give all overdue feeds new due times one after the other, in a random order, and say how many there were.

        Args:
            now: what is due by then is overdue.
            delays: gives the seconds each of so many feeds is to wait.
            shuffle: puts feeds in a random order, so that no host gets all of its feeds at once.
        """
        overdue = [key for key, due in self._due.items() if due <= now]
        shuffle(overdue)
        for key, wait in zip(overdue, delays(len(overdue)), strict=True):
            self._due[key] = now + timedelta(seconds=wait)
        self._replace(list(self._due.items()))
        return len(overdue)

    def _replace(self, entries: Iterable[tuple[int, datetime]]) -> None:
        self._due = dict(entries)
        self._heap = [(due, key) for key, due in self._due.items()]
        heapq.heapify(self._heap)


class ClockWatch:
    """Compares the wall clock, which due times are written in, with the monotonic one, which nobody sets."""

    def __init__(self, clock: Callable[[], datetime], monotonic: Callable[[], float]) -> None:
        """Start watching now."""
        self._clock = clock
        self._monotonic = monotonic
        self._wall, self._steady = clock(), monotonic()
        self._expected = self._steady

    def expect(self, wait_s: float) -> None:
        """Say that the next look is to come in so many seconds."""
        self._expected = self._steady + wait_s

    def look(self) -> tuple[datetime, timedelta, bool]:
        """Give the time, by how much the clock was set back since the last look, and whether we slept.

        A clock set forward can't be told from a computer that slept, and both mean: much is overdue at once. So does
        a process that was stopped and goes on.
        """
        now, steady = self._clock(), self._monotonic()
        jump = (now - self._wall).total_seconds() - (steady - self._steady)
        slept = jump > _JUMP_S or steady - self._expected > _OVERSLEPT_S
        self._wall, self._steady = now, steady
        return now, timedelta(seconds=-jump if jump < -_JUMP_S else 0.0), slept
