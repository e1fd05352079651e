"""Due times, and a clock that jumps."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from feeds.timetable import ClockWatch, Timetable

NOW = datetime(2026, 3, 28, 12, tzinfo=UTC)


def at(seconds: float) -> datetime:
    return NOW + timedelta(seconds=seconds)


def keep(_: list[int]) -> None:
    """A shuffle that leaves the order as it is."""


def one_a_second(count: int) -> list[float]:
    return [float(n) for n in range(count)]


def test_what_is_due_comes_out_the_longest_due_first() -> None:
    table = Timetable()
    for key, due in ((1, 30), (2, 10), (3, 20)):
        table.put(key, at(due))
    assert table.first() == at(10)
    assert table.pop_due(at(20)) == [(2, at(10)), (3, at(20))]
    assert table.all() == [1]


def test_a_feed_has_one_due_time_the_last_one() -> None:
    table = Timetable()
    table.put(1, at(10))
    table.put(1, at(50))
    assert table.pop_due(at(20)) == []
    table.put(1, at(5))
    assert table.pop_due(at(60)) == [(1, at(5))]
    assert (len(table), table.first()) == (0, None)


def test_a_feed_that_is_dropped_is_not_due() -> None:
    table = Timetable()
    table.put(1, at(10))
    assert table.drop(1) == at(10)
    assert table.drop(1) is None
    assert (1 in table, table.pop_due(at(99))) == (False, [])


def test_overdue_feeds_are_spread_and_the_others_stay() -> None:
    table = Timetable()
    for key, due in ((1, -500), (2, -5), (3, 60)):
        table.put(key, at(due))
    assert table.spread(NOW, one_a_second, keep) == 2
    assert table.pop_due(at(99)) == [(1, at(0)), (2, at(1)), (3, at(60))]


class Clocks:
    """A wall clock and a monotonic one, both in our hands."""

    def __init__(self) -> None:
        self.wall, self.steady = NOW, 1_000.0

    def go(self, seconds: float, *, steady: float | None = None) -> None:
        self.wall += timedelta(seconds=seconds)
        self.steady += seconds if steady is None else steady

    def watch(self) -> ClockWatch:
        return ClockWatch(lambda: self.wall, lambda: self.steady)


def test_time_that_passes_is_no_jump() -> None:
    clocks = Clocks()
    watch = clocks.watch()
    watch.expect(30)
    clocks.go(31)
    assert watch.look() == (at(31), timedelta(0), False)


def test_a_computer_that_slept_is_noticed_once() -> None:
    clocks = Clocks()
    watch = clocks.watch()
    clocks.go(8 * 3_600, steady=2)  # the monotonic clock stands still in sleep
    assert watch.look()[1:] == (timedelta(0), True)
    clocks.go(5)
    watch.expect(5)
    assert watch.look()[1:] == (timedelta(0), False)


def test_a_process_that_was_stopped_for_long_has_slept_too() -> None:
    clocks = Clocks()
    watch = clocks.watch()
    watch.expect(5)
    clocks.go(600)
    assert watch.look()[2]


def test_a_clock_set_back_tells_by_how_much() -> None:
    clocks = Clocks()
    watch = clocks.watch()
    clocks.go(-3_600 + 5, steady=5)
    assert watch.look() == (at(-3_595), timedelta(hours=1), False)
    table = Timetable()
    table.put(1, at(600))
    table.shift(-timedelta(hours=1))
    assert table.first() == at(-3_000)
