from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feeds.parser import parse
from feeds.rhythm import UNDECLARED, Declared, Rhythm, declared, observed, pack, unpack
from tests.feeds.documents import item, rss

NOW = datetime(2026, 3, 28, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)


def head(text: str) -> Declared:
    return declared(f"<rss><channel>{text}<item/></channel></rss>")


def test_skipped_hours_and_days_are_read() -> None:
    found = head(
        "<skipHours>\n<hour>5</hour><hour> 24 </hour><hour>99</hour><hour>x</hour></skipHours>"
        "<skipDays><day>Sunday</day><day>saturday</day><day>Caturday</day></skipDays>"
    )
    assert found == Declared(skip_hours=(0, 5), skip_days=(5, 6))


def test_skipping_everything_is_skipping_nothing() -> None:
    hours = "".join(f"<hour>{n}</hour>" for n in range(24))
    assert head(f"<skipHours>{hours}</skipHours>") == UNDECLARED


@pytest.mark.parametrize(
    ("text", "seconds"),
    [
        ("<sy:updatePeriod>hourly</sy:updatePeriod><sy:updateFrequency>2</sy:updateFrequency>", 1_800),
        ("<sy:updatePeriod>\n\thourly\t</sy:updatePeriod>", 3_600),
        ("<sy:updateFrequency>4</sy:updateFrequency>", 21_600),
        ("<sy:updatePeriod>weekly</sy:updatePeriod><sy:updateFrequency>0</sy:updateFrequency>", 604_800),
        ("<sy:updatePeriod>often</sy:updatePeriod>", None),
        ("<title>an update</title>", None),
    ],
)
def test_the_update_period_is_read(text: str, seconds: int | None) -> None:
    assert head(text).update_s == seconds


def test_what_an_entry_says_is_not_what_the_feed_declares() -> None:
    inside = "<item><skipHours><hour>5</hour></skipHours></item>"
    assert declared(f"<rss><channel>{inside}</channel></rss>") == UNDECLARED


def test_a_parsed_feed_brings_what_it_declares() -> None:
    text = rss(item("1"), more="<skipDays><day>Monday</day></skipDays>")
    assert parse(text.encode(), (), "http://a.example/").declared == Declared(skip_days=(0,))


@given(st.text(alphabet="<>/skipHourDays:updatePdFq0123456789 ", max_size=300))
def test_noise_declares_something_sensible_or_nothing(text: str) -> None:
    found = declared("<skipHours>" + text)
    assert all(0 <= hour < 24 for hour in found.skip_hours)
    assert all(0 <= day < 7 for day in found.skip_days)


def test_the_pace_is_that_of_the_latest_dispatches_silence_included() -> None:
    hourly = [NOW - HOUR * n for n in range(1, 40)]
    seen = observed(hourly, NOW, 60, Declared(skip_days=(6,)))
    assert (seen.gap_s, seen.newest, seen.span_s) == (3_606, (NOW - HOUR).timestamp(), 38 * 3_600)
    assert (seen.ttl_s, seen.skip_days) == (60, (6,))
    late = observed([NOW - 20 * HOUR, NOW - 21 * HOUR], NOW, None, UNDECLARED)
    assert late.gap_s == 37_830


def test_a_batch_with_one_date_is_one_dispatch() -> None:
    batch = [NOW - HOUR] * 20
    assert observed(batch, NOW, None, UNDECLARED).gap_s == 3_660
    assert observed(batch, NOW, None, UNDECLARED).span_s is None


def test_dates_to_come_and_missing_ones_show_nothing() -> None:
    assert observed([None, NOW + HOUR], NOW, None, UNDECLARED) == Rhythm()


def test_silence_slows_the_pace() -> None:
    rhythm = Rhythm(gap_s=600, newest=int(NOW.timestamp()))
    assert rhythm.gap_at(NOW + HOUR) == 600
    assert rhythm.gap_at(NOW + 100 * HOUR) == 36_000
    assert Rhythm().gap_at(NOW) is None


@given(
    st.builds(
        Rhythm,
        ttl_s=st.none() | st.integers(1, 10**9),
        gap_s=st.none() | st.integers(1, 10**9),
        newest=st.none() | st.integers(1, 2**39),
        skip_hours=st.lists(st.integers(0, 23)).map(tuple),
    )
)
def test_what_is_known_survives_being_kept(rhythm: Rhythm) -> None:
    assert unpack(pack(rhythm)) == rhythm


@pytest.mark.parametrize("text", [None, "", "x", "[]", "1", '{"ttl_s":"1","gap_s":true,"skip_hours":7}', "null"])
def test_what_can_not_be_read_is_not_known(text: str | None) -> None:
    assert unpack(text) == Rhythm()
