from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feeds.dates import is_date, read

THIRD = datetime(2026, 3, 3, 4, 5, 6, tzinfo=UTC)


def test_a_year_without_end_is_no_date_and_costs_the_feed_nothing() -> None:
    endless = f"1 Jan {'2' * 5_000}"  # more digits than Python makes a number of
    assert not is_date(endless)
    assert read(endless) is None


@pytest.mark.parametrize(
    "raw",
    [
        "Tue, 03 Mar 2026 04:05:06 GMT",
        "Tue, 3 Mar 26 04:05:06 Z",
        "03 March 2026 04:05:06",
        "Tue, 03 Mar 2026 07:05:06 MSK",
        "Tue, 03 Mar 2026 07:05:06 +0300",
        "Tue, 03 Mar 2026 07:05:06 +03:00",
        "Tue, 03 Mar 2026 07:05:06 GMT+3",
        "Tue, 03 Mar 2026 06:05:06 EET",
        "Mon, 02 Mar 2026 23:05:06 EST",
        "mar, 3 marzo 2026 05:05:06 +0100",
        "mar., 03 mars 2026 05:05:06 +0100",
        "вт, 3 марта 2026 г., 07:05:06 МСК",
        "3 березня 2026 06:05:06 EET",
        "Tue Mar  3 04:05:06 2026",
        "March 3, 2026 4:05:06 AM",
        "2026-03-03T04:05:06Z",
        "2026-03-03T04:05:06.000+00:00",
        "2026-03-03 04:05:06",
        "2026-03-03 06:05:06 +0200",
        "1772510706",
        "1772510706000",
    ],
)
def test_one_moment_in_many_forms(raw: str) -> None:
    assert read(raw) == THIRD
    assert is_date(raw)


def test_a_day_is_its_midnight() -> None:
    assert read("3 March 2026") == read("2026-03-03") == datetime(2026, 3, 3, tzinfo=UTC)


def test_a_leap_second_is_the_second_before_it() -> None:
    assert read("Tue, 30 Jun 2026 23:59:60 GMT") == datetime(2026, 6, 30, 23, 59, 59, tzinfo=UTC)


def test_zones_that_do_not_exist_are_taken_as_utc() -> None:
    assert read("Tue, 03 Mar 2026 04:05:06 +2500") == read("Tue, 03 Mar 2026 04:05:06 XYZ") == THIRD


@pytest.mark.parametrize(
    "raw",
    ["", "breaking!! now", "Mon, 01 Jan 99999 00:00:00 GMT", "Mon, 01 Jan 0001 00:00:00 +1400", "31 Feb 2026",
     "2026-13-01", "yesterday", "12 dispatches 2026"],
)  # fmt: skip
def test_what_is_no_date_gives_none(raw: str) -> None:
    assert read(raw) is None


@given(st.text(max_size=80))
def test_any_text_gives_a_time_or_none(raw: str) -> None:
    time = read(raw)
    assert time is None or time.tzinfo is UTC
