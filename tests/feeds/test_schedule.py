from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import get_args

from hypothesis import given
from hypothesis import strategies as st

from feeds.freshness import DAY_S, Hints
from feeds.rhythm import Rhythm
from feeds.schedule import (
    Found,
    adapted,
    after_failure,
    after_success,
    gone_s,
    hold_s,
    past_skipped,
    start_delays,
)
from feeds.settings import PollingSettings

NOW = datetime(2026, 3, 28, 12, tzinfo=UTC)  # a Saturday
NEWEST = int(NOW.timestamp())
SETTINGS = PollingSettings()
UNKNOWN = Rhythm()
DICE = st.floats(0, 1, exclude_max=True)
RHYTHMS = st.builds(
    Rhythm,
    ttl_s=st.none() | st.integers(1, 10**10),
    update_s=st.none() | st.integers(1, 10**10),
    skip_hours=st.lists(st.integers(0, 23), max_size=24).map(tuple),
    skip_days=st.lists(st.integers(0, 6), max_size=7).map(tuple),
    gap_s=st.none() | st.integers(60, 10**8),
    newest=st.none() | st.integers(0, NEWEST),
    span_s=st.none() | st.integers(1, 10**9),
)
HINTS = st.builds(Hints, max_age_s=st.none() | st.integers(1, 2**31), fresh_s=st.none() | st.integers(1, 2**31))


def test_a_feed_with_news_is_polled_more_often_and_one_without_less_within_bounds() -> None:
    quick = slow = 600
    for _ in range(100):
        before = quick, slow
        quick, slow = adapted(quick, None, SETTINGS, "news"), adapted(slow, None, SETTINGS, "nothing")
        assert quick <= before[0]
        assert slow >= before[1]
    assert (quick, slow) == (SETTINGS.min_interval_s, SETTINGS.max_interval_s)
    assert adapted(600, 42, SETTINGS, "nothing") == 42


def test_the_first_answer_sets_the_pace_by_its_own_dates_else_by_what_it_declares() -> None:
    def first(rhythm: Rhythm) -> int:
        return adapted(600, None, SETTINGS, "first", rhythm=rhythm, now=NOW)

    assert first(Rhythm(gap_s=7_200, newest=NEWEST, update_s=60)) == 3_600
    assert first(Rhythm(gap_s=60, newest=NEWEST)) == SETTINGS.min_interval_s
    assert first(Rhythm(gap_s=10**6, newest=NEWEST)) == SETTINGS.max_interval_s
    assert first(Rhythm(update_s=1_800)) == 1_800
    assert first(Rhythm()) == 600


def test_a_burst_quickens_a_feed_at_once() -> None:
    burst = Rhythm(gap_s=300, newest=NEWEST)
    assert adapted(10_000, None, SETTINGS, "news", rhythm=burst, now=NOW) == 3_500
    assert adapted(10_000, None, SETTINGS, "news", now=NOW) == 7_000


def test_a_quiet_night_does_not_make_a_busy_feed_a_rare_one_but_long_silence_does() -> None:
    busy = Rhythm(gap_s=600, newest=NEWEST)

    def after(silence: timedelta) -> int:
        return adapted(20_000, None, SETTINGS, "nothing", rhythm=busy, now=NOW + silence)

    assert after(timedelta(minutes=30)) == 1_200
    assert after(timedelta(hours=8)) == 2 * 8 * 3_600 // 10
    assert after(timedelta(days=5)) == SETTINGS.max_interval_s


def test_a_poll_that_shares_nothing_with_the_last_one_halves_the_interval() -> None:
    assert adapted(4_000, None, SETTINGS, "missed", rhythm=Rhythm(gap_s=9_000, newest=NEWEST), now=NOW) == 2_000


def test_below_the_least_interval_only_by_leave_of_the_server_and_only_if_there_is_news() -> None:
    busy = Rhythm(gap_s=60, newest=NEWEST)
    leave = Hints(max_age_s=90, fresh_s=90)
    assert adapted(300, None, SETTINGS, "news", rhythm=busy, now=NOW) == 300
    assert adapted(300, None, SETTINGS, "news", rhythm=busy, hint=leave, now=NOW) == 105
    assert adapted(105, None, SETTINGS, "news", rhythm=busy, hint=leave, now=NOW) == 90
    assert adapted(100, None, SETTINGS, "news", rhythm=busy, hint=Hints(max_age_s=1), now=NOW) == 60
    assert after_success(6_000, None, leave, SETTINGS, random=0.5) == 6_000


@given(
    st.integers(1, 10**6),
    st.sampled_from(get_args(Found)),
    RHYTHMS,
    HINTS,
    st.integers(0, 10**8).map(lambda s: timedelta(seconds=s)),
)
def test_an_interval_stays_within_bounds_whatever_a_feed_says(
    interval: int, found: Found, rhythm: Rhythm, hint: Hints, silence: timedelta
) -> None:
    result = adapted(interval, None, SETTINGS, found, rhythm=rhythm, hint=hint, now=NOW + silence)
    assert 60 <= result <= SETTINGS.max_interval_s
    if hint.max_age_s is None or hint.max_age_s >= SETTINGS.min_interval_s:
        assert result >= SETTINGS.min_interval_s


@given(st.integers(300, 21_600), RHYTHMS, HINTS, DICE)
def test_a_wait_is_never_shorter_than_the_interval_nor_longer_than_a_day_but_for_jitter(
    interval: int, rhythm: Rhythm, hint: Hints, dice: float
) -> None:
    wait = after_success(interval, None, hint, SETTINGS, random=dice, rhythm=rhythm)
    assert 0.9 * interval <= wait <= 1.1 * DAY_S


@given(DICE)
def test_jitter_is_a_tenth_to_either_side(dice: float) -> None:
    assert 0.9 * 600 <= after_success(600, None, Hints(), SETTINGS, random=dice) <= 1.1 * 600


@given(DICE)
def test_what_the_server_asks_for_is_never_undercut_by_jitter(dice: float) -> None:
    assert 3_600 <= after_success(600, None, Hints(fresh_s=3_600), SETTINGS, random=dice) <= 1.1 * 3_600


def test_the_longest_of_interval_freshness_and_ttl_counts_but_no_more_than_a_day() -> None:
    def wait(hint: Hints, rhythm: Rhythm = UNKNOWN, fixed: int | None = None) -> float:
        return after_success(600, fixed, hint, SETTINGS, random=0.0 if fixed is None else 0.5, rhythm=rhythm)

    assert wait(Hints(fresh_s=3_600)) == 3_600
    assert wait(Hints(fresh_s=3_600), Rhythm(ttl_s=7_200)) == 7_200
    assert wait(Hints(fresh_s=2**31), Rhythm(ttl_s=10**12)) == DAY_S
    assert wait(Hints(fresh_s=3_600), fixed=90) == 90


def test_sy_counts_beyond_the_hour_that_common_software_writes_unasked() -> None:
    def wait(update_s: int) -> float:
        return after_success(600, None, Hints(), SETTINGS, random=0.0, rhythm=Rhythm(update_s=update_s))

    assert wait(3_600) == 540
    assert wait(7_200) == 7_200
    assert wait(10**9) == SETTINGS.max_interval_s


def test_no_declaration_makes_us_wait_until_entries_fall_out_of_the_document() -> None:
    rhythm = Rhythm(ttl_s=DAY_S, span_s=8_000)
    assert after_success(600, None, Hints(), SETTINGS, random=0.0, rhythm=rhythm) == 4_000


def test_skipped_hours_and_days_are_passed_over() -> None:
    night = Rhythm(skip_hours=(0, 1, 2, 3, 4, 5))
    due = datetime(2026, 3, 29, 1, 17, tzinfo=UTC)
    assert past_skipped(due, due - timedelta(hours=1), night) == due.replace(hour=6)
    noon = due.replace(hour=12)
    assert past_skipped(noon, NOW, night) == noon
    assert past_skipped(NOW, NOW, Rhythm(skip_days=(5,))) == NOW + timedelta(hours=12)


@given(RHYTHMS, st.integers(0, 3 * DAY_S).map(lambda s: NOW + timedelta(seconds=s)))
def test_whatever_is_skipped_a_feed_is_looked_at_within_a_day(rhythm: Rhythm, due: datetime) -> None:
    time = past_skipped(due, NOW, rhythm)
    assert due <= time <= max(due, NOW + timedelta(days=1))


@given(st.integers(1, 10_000), st.integers(60, 100_000), st.booleans(), DICE)
def test_backoff_stays_between_the_least_interval_and_a_day(n: int, interval: int, slow: bool, dice: float) -> None:
    wait = after_failure(n, interval, SETTINGS, slow=slow, random=dice)
    assert SETTINGS.min_interval_s <= wait <= DAY_S


def test_backoff_doubles_with_every_failure() -> None:
    ceilings = [after_failure(n, 600, SETTINGS, slow=False, random=1.0) for n in range(1, 5)]
    assert ceilings == [1_200, 2_400, 4_800, 9_600]


def test_one_failure_of_a_rare_feed_does_not_cost_half_a_day() -> None:
    assert after_failure(1, 21_600, SETTINGS, slow=False, random=1.0) == 1_200
    assert after_failure(20, 21_600, SETTINGS, slow=False, random=1.0) == DAY_S


def test_denied_access_is_not_tried_again_within_the_hour() -> None:
    assert after_failure(1, 600, SETTINGS, slow=True, random=0.0) == 3_600


def test_a_feed_that_is_gone_is_looked_at_daily_and_later_weekly() -> None:
    assert [gone_s(n) for n in (1, 3, 4, 100)] == [DAY_S, DAY_S, 7 * DAY_S, 7 * DAY_S]


def test_a_host_that_does_not_say_for_how_long_is_left_alone_an_hour_at_most() -> None:
    assert (hold_s(400), hold_s(50_000)) == (400, 3_600)


def test_overdue_feeds_are_spread_after_a_start() -> None:
    assert start_delays(3) == [0.0, 0.05, 0.1]
