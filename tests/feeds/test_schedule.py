from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feeds.schedule import DAY_S, Hints, adapted, after_failure, after_success, hints, retry_after, start_delays
from feeds.settings import PollingSettings

NOW = datetime(2026, 3, 28, 12, tzinfo=UTC)
SETTINGS = PollingSettings()
DICE = st.floats(0, 1, exclude_max=True)


def test_a_feed_with_news_is_polled_more_often_and_one_without_less_within_bounds() -> None:
    assert adapted(600, None, news=True, settings=SETTINGS) < 600 < adapted(600, None, news=False, settings=SETTINGS)
    quick = slow = 600
    for _ in range(100):
        quick = adapted(quick, None, news=True, settings=SETTINGS)
        slow = adapted(slow, None, news=False, settings=SETTINGS)
    assert (quick, slow) == (SETTINGS.min_interval_s, SETTINGS.max_interval_s)
    assert adapted(600, 42, news=False, settings=SETTINGS) == 42


@given(DICE)
def test_jitter_is_a_tenth_to_either_side(dice: float) -> None:
    assert 0.9 * 600 <= after_success(600, None, Hints(), SETTINGS, random=dice) <= 1.1 * 600


def test_the_longest_of_rhythm_max_age_and_ttl_counts_but_no_more_than_a_day() -> None:
    def wait(hint: Hints, fixed: int | None = None) -> float:
        return after_success(600, fixed, hint, SETTINGS, random=0.5)

    assert wait(Hints(max_age_s=3_600)) == 3_600
    assert wait(Hints(ttl_s=7_200, max_age_s=3_600)) == 7_200
    assert wait(Hints(max_age_s=3_153_600_000)) == DAY_S
    assert wait(Hints(max_age_s=120)) == 120
    assert wait(Hints(max_age_s=1)) == 60
    assert wait(Hints(max_age_s=3_600), fixed=90) == 90


@pytest.mark.parametrize(
    ("headers", "seconds"),
    [
        ({"Cache-Control": "public, max-age=3600"}, 3_600),
        ({"Cache-Control": "max-age=-5, max-age=abc, private", "Expires": "0"}, None),
        ({"Cache-Control": "max-age=0"}, None),
        ({"Date": "Sat, 28 Mar 2026 12:00:00 GMT", "Expires": "Sat, 28 Mar 2026 13:00:00 GMT"}, 3_600),
        ({"Date": "Sat, 28 Mar 2026 12:00:00 GMT", "Expires": "Thu, 01 Jan 1970 00:00:00 GMT"}, None),
        ({}, None),
    ],
)
def test_only_sensible_freshness_counts(headers: dict[str, str], seconds: int | None) -> None:
    assert hints(tuple(headers.items())).max_age_s == seconds


@pytest.mark.parametrize(
    ("value", "wait"),
    [
        ("15", 15),
        ("Sat, 28 Mar 2026 11:00:20 GMT", 20),
        ("100000000000000000000", DAY_S),
        ("9" * 5_000, DAY_S),
        ("Fri, 28 Mar 2036 11:00:00 GMT", DAY_S),
        ("soon; -5", None),
        ("-5", None),
        ("0", None),
        ("Fri, 28 Mar 2025 11:00:00 GMT", None),
        ("", None),
    ],
)
def test_retry_after_counts_from_the_servers_clock_and_at_most_a_day(value: str, wait: int | None) -> None:
    headers = (("date", "Sat, 28 Mar 2026 11:00:00 GMT"), ("retry-after", value))
    assert retry_after(headers, NOW) == (NOW + timedelta(seconds=wait) if wait else None)


@given(st.integers(1, 10_000), st.integers(60, 100_000), st.booleans(), DICE)
def test_backoff_stays_between_the_least_interval_and_a_day(n: int, interval: int, slow: bool, dice: float) -> None:
    wait = after_failure(n, interval, SETTINGS, slow=slow, random=dice)
    assert SETTINGS.min_interval_s <= wait <= DAY_S


def test_backoff_doubles_with_every_failure() -> None:
    ceilings = [after_failure(n, 600, SETTINGS, slow=False, random=1.0) for n in range(1, 5)]
    assert ceilings == [1_200, 2_400, 4_800, 9_600]


def test_denied_access_is_not_tried_again_within_the_hour() -> None:
    assert after_failure(1, 600, SETTINGS, slow=True, random=0.0) == 3_600


def test_overdue_feeds_are_spread_after_a_start() -> None:
    assert start_delays(3) == [0.0, 0.05, 0.1]
