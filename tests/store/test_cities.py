"""The ticker's cities: in which order, pinned, of one region; what is usual there; one city's record."""

from __future__ import annotations

import re
from contextlib import closing
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest

from store.connection import connect_reader
from store.models import CityChoice, KnownName, Tags
from store.query import Term
from store.usual import Hours, usual

from .make import IRPIN, KYIV, NAMES, NOON, draft, event, figure, outcome

if TYPE_CHECKING:
    from datetime import datetime

    from store.models import FeedState
    from store.reader import Reader
    from store.writer import Writer

DAY = timedelta(hours=24)
LVIV = KnownName("geo:lviv", "place", "Lviv", "city", "UA", None, 49.8, 24.0)
BERLIN = KnownName("geo:berlin", "place", "Berlin", "city", "DE", None, 52.5, 13.4)


def report(writer: Writer, feed: FeedState, name: KnownName, at: datetime, **changes: Any) -> None:
    """Store one event that was published and seen `at` a time."""
    from store.jobs import commit_poll

    text = changes.pop("text", f"{name.name} at {at}")
    tags = Tags(events=(event(name, text, **changes),), figures=(figure(),))
    made = outcome(feed.id, draft(f"{name.id} {at}", published=at, tags=tags), at=at, names=(*NAMES, LVIV, BERLIN))
    writer.submit(commit_poll(made)).result()


def names(reader: Reader, **choice: Any) -> list[str]:
    return [city.place for city in reader.cities(now=NOON, window=DAY, choice=CityChoice(**choice))]


@pytest.fixture
def busy(writer: Writer, feed: FeedState) -> None:
    """Irpin is busiest, Lviv was last, Kyiv neither; in Berlin something happened long ago."""
    report(writer, feed, BERLIN, NOON - 9 * DAY)
    for minutes in (50, 40, 30):
        report(writer, feed, IRPIN, NOON - timedelta(minutes=minutes))
    report(writer, feed, KYIV, NOON - timedelta(minutes=20))
    report(writer, feed, KYIV, NOON - timedelta(minutes=15))
    report(writer, feed, LVIV, NOON - timedelta(minutes=10))


@pytest.mark.usefixtures("busy")
def test_cities_come_by_their_latest_event_or_by_how_many_they_have(reader: Reader) -> None:
    assert names(reader) == ["Lviv", "Kyiv", "Irpin"]
    assert names(reader, order="activity") == ["Irpin", "Kyiv", "Lviv"]


@pytest.mark.usefixtures("busy")
def test_pinned_cities_come_first_in_their_order_also_while_nothing_happens_there(reader: Reader) -> None:
    assert names(reader, pinned=(BERLIN.id, IRPIN.id)) == ["Berlin", "Irpin", "Lviv", "Kyiv"]
    berlin = reader.cities(now=NOON, window=DAY, choice=CityChoice(pinned=(BERLIN.id,)))[0]
    assert (berlin.events, berlin.pinned, len(berlin.lines)) == (0, True, 1)
    assert berlin.latest == NOON - 9 * DAY
    assert sum(berlin.hours) == 0


@pytest.mark.usefixtures("busy")
def test_a_pinned_city_that_the_archive_does_not_know_is_left_out(reader: Reader) -> None:
    assert names(reader, pinned=("geo:nowhere", LVIV.id)) == ["Lviv", "Kyiv", "Irpin"]


@pytest.mark.usefixtures("busy")
@pytest.mark.parametrize(
    ("term", "found"),
    [
        (Term("Kyiv", "city"), ["Kyiv"]),
        (Term("Київ", "place"), ["Kyiv"]),
        (Term("Kyiv Oblast", "region"), ["Irpin"]),
        (Term("Ukraine", "country"), ["Lviv", "Kyiv", "Irpin"]),
        (Term("ua", "country"), ["Lviv", "Kyiv", "Irpin"]),
        (Term("Irp", "place", prefix=True), ["Irpin"]),
        (Term("Nowhere", "city"), []),
    ],
)
def test_cities_can_be_those_of_one_place_alone(reader: Reader, term: Term, found: list[str]) -> None:
    assert names(reader, within=(term,)) == found


@pytest.mark.usefixtures("busy")
def test_several_names_stand_for_all_of_their_cities(reader: Reader) -> None:
    assert names(reader, within=(Term("Lviv", "city"), Term("Irpin", "city"))) == ["Lviv", "Irpin"]


# --- what is usual -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("counts", "expected"),
    [((), None), ((4.0,), None), ((4.0, 6.0), 5.0), ((0.0, 2.0, 4.0, 6.0), 3.0), ((90.0, 2.0, 4.0, 3.0, 0.0), 3.0)],
)
def test_usual_is_the_average_without_the_busiest_and_the_quietest_of_enough_days(
    counts: tuple[float, ...], expected: float | None
) -> None:
    assert usual(counts) == expected


@pytest.mark.parametrize(("window", "period"), [(1, 24), (24, 24), (25, 48), (48, 48), (200, 216)])
def test_windows_are_compared_with_the_same_hours_of_the_day(window: int, period: int) -> None:
    assert Hours(1_000 - window + 1, 1_000, 0.5).period == period


def test_only_days_that_the_archive_saw_whole_count() -> None:
    hours = Hours(1_000, 1_023, 0.5)
    assert [hours.days(begun) for begun in (999, 976, 975, 951, 0)] == [0, 0, 1, 2, 7]


def test_what_is_usual_comes_from_the_same_hours_of_the_days_before(
    reader: Reader, writer: Writer, feed: FeedState
) -> None:
    window = timedelta(hours=3)  # 10:00 to 12:00 and on
    report(writer, feed, LVIV, NOON - 5 * DAY)
    for days in (1, 2, 3, 4):
        report(writer, feed, KYIV, NOON - days * DAY - timedelta(hours=1))
        report(writer, feed, KYIV, NOON - days * DAY - timedelta(hours=1, minutes=days))
        report(writer, feed, KYIV, NOON - days * DAY - timedelta(hours=5))
    report(writer, feed, KYIV, NOON - timedelta(minutes=1))
    (kyiv,) = reader.cities(now=NOON, window=window)
    assert (kyiv.events, kyiv.usual) == (1, 2.0)


def test_of_the_running_hour_only_what_is_over_is_compared(reader: Reader, writer: Writer, feed: FeedState) -> None:
    report(writer, feed, LVIV, NOON - 5 * DAY)
    for days in (1, 2, 3, 4):
        for minute in range(4):
            report(writer, feed, KYIV, NOON - days * DAY + timedelta(minutes=minute))
    now = NOON + timedelta(minutes=15)
    report(writer, feed, KYIV, now)
    (kyiv,) = reader.cities(now=now, window=timedelta(hours=1))
    assert (kyiv.events, kyiv.usual) == (1, 1.0)


@pytest.mark.usefixtures("busy")
def test_a_young_archive_knows_of_nothing_usual(reader: Reader) -> None:
    now = NOON - 8 * DAY
    assert [city.usual for city in reader.cities(now=now, window=2 * DAY)] == [None]


# --- one city ----------------------------------------------------------------------------------------------------


def test_a_record_tells_all_that_is_known_of_a_city_lately(reader: Reader, writer: Writer, feed: FeedState) -> None:
    report(writer, feed, IRPIN, NOON - 40 * DAY, text="Long ago.")
    report(writer, feed, IRPIN, NOON - 3 * DAY, text="Then.", type="strike")
    report(writer, feed, IRPIN, NOON - timedelta(minutes=5), text="Now.")
    record = reader.city(IRPIN.id, now=NOON, window=DAY)
    assert record is not None
    assert (record.place, record.country, record.region) == ("Irpin", "UA", "Kyiv Oblast")
    assert (record.events, len(record.hours), record.hours[-2]) == (1, 24, 1)
    assert (len(record.days), record.days[-1], record.days[-4], sum(record.days)) == (30, 1, 1, 2)
    assert [line.text for line in record.lines] == ["Now.", "Then."]
    assert [line.text for line in record.control] == ["Now."]


def test_a_place_that_nobody_named_has_no_record(reader: Reader) -> None:
    assert reader.city("geo:nowhere", now=NOON, window=DAY) is None


@pytest.mark.usefixtures("busy")
@pytest.mark.parametrize("analysed", [False, True])
def test_cities_and_records_are_read_by_indexes(reader: Reader, writer: Writer, *, analysed: bool) -> None:
    if analysed:  # statistics of a tiny archive must spoil no plan
        writer.submit(lambda connection: connection.execute("ANALYZE").close()).result()
    statements: list[str] = []
    reader._connection.set_trace_callback(statements.append)
    choice = CityChoice("activity", (BERLIN.id,), (Term("Ukraine", "country"),))
    reader.cities(now=NOON, window=DAY, choice=choice)
    reader.city(IRPIN.id, now=NOON, window=DAY)
    reader._connection.set_trace_callback(None)
    with closing(connect_reader(reader.path)) as connection:
        for statement in statements:
            plan = "\n".join(row[3] for row in connection.execute(f"EXPLAIN QUERY PLAN {statement}"))
            assert not re.search(r"SCAN (e|h|n|r|d|names|hours|events|headlines|documents)\b(?! USING)", plan), plan
