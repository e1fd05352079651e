from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feeds.freshness import DAY_S, Hints, hints, retry_after

NOW = datetime(2026, 3, 28, 12, tzinfo=UTC)
NOON = "Sat, 28 Mar 2026 12:00:00 GMT"
ONE = "Sat, 28 Mar 2026 13:00:00 GMT"


@pytest.mark.parametrize(
    ("headers", "hint"),
    [
        ({"Cache-Control": "public, max-age=3600"}, Hints(3_600, 3_600)),
        ({"cache-control": 'private, MAX-AGE="3600"'}, Hints(3_600, 3_600)),
        ({"Cache-Control": "s-maxage=10, max-age = 60"}, Hints(60, 60)),
        ({"Cache-Control": "max-age=60, max-age=9000"}, Hints(60, 60)),
        ({"Cache-Control": "max-age=3600", "Age": "3000"}, Hints(3_600, 600)),
        ({"Cache-Control": "max-age=3600", "Age": "4000"}, Hints(3_600, None)),
        ({"Cache-Control": "max-age=3600", "Age": "old"}, Hints(3_600, 3_600)),
        ({"Cache-Control": "max-age=60", "Date": NOON, "Expires": ONE}, Hints(60, 60)),
        ({"Cache-Control": "no-cache, max-age=3600"}, Hints()),
        ({"Cache-Control": "no-store", "Date": NOON, "Expires": ONE}, Hints()),
        ({"Cache-Control": 'max-age=-5, max-age=abc, =, private="x', "Expires": "0"}, Hints()),
        ({"Cache-Control": "max-age=" + "9" * 5_000}, Hints(2**31, 2**31)),
        ({"Cache-Control": "max-age=999999999999999999"}, Hints(2**31, 2**31)),
        ({"Cache-Control": "max-age=0"}, Hints()),
        ({"Date": NOON, "Expires": ONE}, Hints(3_600, 3_600)),
        ({"Date": ONE, "Expires": NOON}, Hints()),
        ({"Date": NOON, "Expires": "Thu, 01 Jan 1970 00:00:00 GMT"}, Hints()),
        ({"Expires": ONE}, Hints()),
        ({}, Hints()),
    ],
)
def test_freshness_is_read_as_a_cache_reads_it_and_nonsense_is_nothing(headers: dict[str, str], hint: Hints) -> None:
    assert hints(tuple(headers.items())) == hint


def test_directives_may_stand_on_several_lines() -> None:
    assert hints((("Cache-Control", "public"), ("cache-control", "max-age=60"))) == Hints(60, 60)


@given(st.text(max_size=100), st.text(max_size=30), st.text(max_size=30))
def test_no_header_makes_it_crash(control: str, expires: str, retry: str) -> None:
    headers = (("Cache-Control", control), ("Expires", expires), ("Date", NOON), ("Retry-After", retry))
    assert (hints(headers).max_age_s or 1) > 0
    until = retry_after(headers, NOW)
    assert until is None or NOW < until <= NOW + timedelta(days=1)


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
