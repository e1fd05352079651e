"""Stretches of time as tokens: every day within them has one, and no other day has."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from store import tokens
from store.spans import Stretch

YEARS = (1970, 1999, 2020, 2021, 2022)
DAY = 86_400
_EDGES = st.none() | st.integers(0, 20_000 * DAY)


def _epoch(year: int, month: int, day: int, hour: int = 0) -> int:
    return int(datetime(year, month, day, hour, tzinfo=UTC).timestamp())


@given(_EDGES, _EDGES, st.integers(0, 20_000))
def test_a_day_is_covered_exactly_where_it_touches_the_stretch(start: int | None, end: int | None, day: int) -> None:
    time = day * DAY
    year = datetime.fromtimestamp(time, UTC).year
    own = {tokens.day(time), tokens.month(time), tokens.year(year)}
    touches = (start is None or time + DAY > start) and (end is None or time < end)
    empty = start is not None and end is not None and start >= end
    covered = bool(own & set(Stretch(start, end).tokens((*YEARS, year))))
    assert covered == touches or empty


@pytest.mark.parametrize(
    ("stretch", "found"),
    [
        (Stretch(_epoch(2022, 3, 28), _epoch(2022, 3, 29)), ["xd20220328"]),
        (Stretch(_epoch(2022, 1, 31), _epoch(2022, 3, 2)), ["xd20220131", "xm202202", "xd20220301"]),
        (Stretch(_epoch(2021, 12, 31), None), ["xd20211231", "xy2022"]),
        (Stretch(None, _epoch(2020, 1, 1)), ["xy1970", "xy1999"]),
        (Stretch(_epoch(2030, 1, 1), None), []),
        (Stretch(None, _epoch(1, 1, 1)), []),
    ],
)
def test_the_largest_whole_units_are_asked_for(stretch: Stretch, found: list[str]) -> None:
    assert stretch.tokens(YEARS) == found


def test_only_whole_days_are_told_by_tokens_alone() -> None:
    assert Stretch(_epoch(2022, 3, 28), None).whole
    assert not Stretch(_epoch(2022, 3, 28, 12), None).whole
    assert not Stretch(None, _epoch(2022, 3, 28, 12)).whole
