"""The replay's clock: faster than ours, and it ends with the day."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from feeds.demo.clock import CatchUpClock, ReplayClock, day_end

START = datetime(2022, 3, 28, 9, tzinfo=UTC)


class Ticks:
    def __init__(self) -> None:
        self.seconds = 1_000.0

    def __call__(self) -> float:
        return self.seconds


@pytest.fixture
def ticks() -> Ticks:
    return Ticks()


def test_it_starts_at_the_given_time(ticks: Ticks) -> None:
    assert ReplayClock(START, 60, ticks)() == START


def test_at_speed_60_a_minute_passes_each_second(ticks: Ticks) -> None:
    clock = ReplayClock(START, 60, ticks)
    ticks.seconds += 90
    assert clock() == START + timedelta(minutes=90)


@pytest.mark.parametrize("seconds", [15 * 60, 10**9])
def test_it_stays_at_the_last_second_of_the_day(ticks: Ticks, seconds: int) -> None:
    clock = ReplayClock(START, 60, ticks)
    ticks.seconds += seconds
    assert clock() == day_end(START.date()) == datetime(2022, 3, 28, 23, 59, 59, tzinfo=UTC)


@pytest.mark.parametrize("speed", [0, -1])
def test_a_speed_of_zero_or_less_is_refused(ticks: Ticks, speed: float) -> None:
    with pytest.raises(ValueError, match="above zero"):
        ReplayClock(START, speed, ticks)


def test_catching_up_takes_so_many_questions_from_midnight_on() -> None:
    clock = CatchUpClock(lambda: START, 3)
    assert [clock().hour for _ in range(3)] == [3, 6, 9]


def test_once_it_has_caught_up_it_goes_with_the_other_clock(ticks: Ticks) -> None:
    replay = ReplayClock(START, 60, ticks)
    clock = CatchUpClock(replay, 1)
    assert clock() == START
    ticks.seconds += 480
    assert clock() == replay() == START + timedelta(hours=8)


def test_a_time_of_day_is_told_by_the_replay_s_clock(ticks: Ticks) -> None:
    began = datetime(2026, 5, 1, 18, 30, tzinfo=UTC)
    clock = ReplayClock(START, 60, ticks, wall=lambda: began)
    assert clock.told(began + timedelta(seconds=90)) == START + timedelta(minutes=90)
    assert clock.told(began - timedelta(hours=1)) == START
    assert clock.told(began + timedelta(days=9)) == day_end(START.date())
