"""The per-city ticker: which events are lines, in which order, and how busy each city was."""

from __future__ import annotations

import re
from contextlib import closing
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest

from store.connection import connect_reader
from store.models import Tags

from .make import IRPIN, KYIV, NOON, OBLAST, UKRAINE, draft, event, figure, place, store

if TYPE_CHECKING:
    from store.models import ArticleDraft, FeedState, KnownName
    from store.reader import Reader
    from store.writer import Writer

DAY = timedelta(hours=24)


def _report(key: str, name: KnownName, minutes: int, text: str = "", **changes: Any) -> ArticleDraft:
    happening = event(name, text or f"{name.name} {key}", **changes)
    return draft(key, title=key, published=NOON - timedelta(minutes=minutes), tags=Tags(events=(happening,)))


def _texts(reader: Reader, **wanted: Any) -> list[str]:
    return [line.text for line in reader.ticker(**wanted)]


@pytest.fixture(autouse=True)
def _four_reports(writer: Writer, feed: FeedState) -> None:
    reports = (
        _report("a", IRPIN, 30),
        _report("b", KYIV, 90),
        _report("c", OBLAST, 20),
        _report("d", UKRAINE, 10),
        _report("e", IRPIN, 200),
    )
    store(writer, feed, *reports)


def test_lines_are_in_order_of_publication_not_of_arrival(reader: Reader) -> None:
    assert _texts(reader) == ["Irpin a", "Kyiv b", "Irpin e"]


def test_a_line_tells_all_of_its_event(reader: Reader, writer: Writer, feed: FeedState) -> None:
    happening = event(KYIV, "Twelve hurt.", type="strike", status="unverified", by="the mayor", start=10, end=40)
    inside, outside = figure(12), figure(50)
    tags = Tags((place(KYIV),), (), (happening,), (inside, outside))
    store(writer, feed, draft("f", title="f", tags=tags))
    line = reader.ticker(limit=1)[0]
    assert (line.place, line.place_id, line.country) == ("Kyiv", KYIV.id, "UA")
    assert (line.type, line.status, line.by, line.text) == ("strike", "unverified", "the mayor", "Twelve hurt.")
    assert (line.article, line.source, line.figures) == (6, "Wire", (inside,))
    assert line.time == NOON - timedelta(minutes=10)


def test_regions_and_countries_are_no_lines_of_the_city_ticker(reader: Reader) -> None:
    assert not {"Kyiv Oblast c", "Ukraine d"} & set(_texts(reader))
    assert {city.place for city in reader.cities(now=NOON, window=DAY)} == {"Irpin", "Kyiv"}


@pytest.mark.parametrize("spelling", ["Irpin", "ірпінь", IRPIN.id])
def test_a_place_can_be_asked_for_in_any_spelling(reader: Reader, spelling: str) -> None:
    assert _texts(reader, place=spelling) == ["Irpin a", "Irpin e"]


def test_a_region_or_country_stands_for_every_place_in_it(reader: Reader) -> None:
    assert _texts(reader, place="Kyiv Oblast") == ["Kyiv Oblast c", "Irpin a", "Irpin e"]
    assert _texts(reader, place="Ukraine") == ["Ukraine d", "Kyiv Oblast c", "Irpin a", "Kyiv b", "Irpin e"]
    assert _texts(reader, place="Ukraine", limit=2) == ["Ukraine d", "Kyiv Oblast c"]
    assert _texts(reader, place="nowhere") == []


def test_lines_can_be_bounded_by_time_and_by_what_was_seen(reader: Reader, writer: Writer, feed: FeedState) -> None:
    assert _texts(reader, since=NOON - timedelta(minutes=90)) == ["Irpin a", "Kyiv b"]
    last = max(line.id for line in reader.ticker(place="Ukraine"))
    store(writer, feed, _report("late", KYIV, 500))
    assert _texts(reader, after=last) == ["Kyiv late"]
    assert _texts(reader, after=last, place="Irpin") == []


def test_cities_come_by_their_latest_event_with_lines_and_hours(reader: Reader) -> None:
    irpin, kyiv = reader.cities(now=NOON, window=timedelta(hours=4), lines=1)
    assert (irpin.place, irpin.country, irpin.latest) == ("Irpin", "UA", NOON - timedelta(minutes=30))
    assert (irpin.events, irpin.hours) == (1, (0, 0, 1, 0))
    assert [line.text for line in irpin.lines] == ["Irpin a"]
    assert (kyiv.place, kyiv.events, kyiv.hours) == ("Kyiv", 1, (0, 1, 0, 0))
    assert [city.place for city in reader.cities(now=NOON, window=DAY, limit=1)] == ["Irpin"]
    assert reader.cities(now=NOON, window=DAY)[0].events == 2
    assert reader.cities(now=NOON + timedelta(days=9), window=DAY) == []
    assert reader.cities(now=NOON, window=DAY, lines=0)[0].lines == ()


def test_a_revision_takes_its_events_out_of_the_counts(reader: Reader, writer: Writer, feed: FeedState) -> None:
    store(writer, feed, draft("a", title="corrected", published=NOON - timedelta(minutes=30)))
    assert [(city.place, city.events) for city in reader.cities(now=NOON, window=DAY)] == [("Kyiv", 1), ("Irpin", 1)]


def test_a_line_that_a_revision_brings_counts_as_later_than_every_line_before(
    reader: Reader, writer: Writer, feed: FeedState
) -> None:
    store(writer, feed, _report("last", KYIV, 5))
    newest = max(line.id for line in reader.ticker(limit=100))
    store(writer, feed, draft("last", title="corrected", tags=Tags(events=(event(KYIV, "Corrected."),))))
    fresh = reader.ticker(after=newest)
    assert [line.text for line in fresh] == ["Corrected."]
    assert fresh[0].id > newest


def test_a_dispatch_dated_in_the_future_counts_from_its_arrival(
    reader: Reader, writer: Writer, feed: FeedState
) -> None:
    store(writer, feed, _report("future", KYIV, -60 * 24 * 365))
    assert reader.ticker(limit=1)[0].time == NOON
    assert reader.cities(now=NOON, window=DAY)[0].place == "Kyiv"


def test_the_same_event_twice_in_one_dispatch_is_one_line(reader: Reader, writer: Writer, feed: FeedState) -> None:
    twice = event(KYIV, "Said twice.")
    store(writer, feed, draft("t", title="t", tags=Tags(events=(twice, twice))))
    assert _texts(reader).count("Said twice.") == 1


def test_a_place_that_only_speaks_has_no_line(reader: Reader, writer: Writer, feed: FeedState) -> None:
    tags = Tags((place(KYIV, sense="metonym"),), events=(event(KYIV, "Kyiv said."),))
    store(writer, feed, draft("m", title="m", tags=tags))
    assert "Kyiv said." not in _texts(reader, place="Ukraine")


def test_an_unknown_place_is_no_city(reader: Reader, writer: Writer, feed: FeedState) -> None:
    stray = event(KYIV, "Stray.", place_id="geo:unheard", place="Unheard")
    store(writer, feed, draft("s", title="s", tags=Tags(events=(stray,))))
    assert "Stray." not in _texts(reader)


@pytest.mark.parametrize("place_name", [None, "Irpin", "Kyiv Oblast", "Ukraine"])
@pytest.mark.parametrize("analysed", [False, True])
def test_lines_are_read_in_order_and_never_sorted(
    reader: Reader, writer: Writer, place_name: str | None, analysed: bool
) -> None:
    if analysed:  # statistics of a tiny archive must spoil no plan
        writer.submit(lambda connection: connection.execute("ANALYZE").close()).result()
    statements: list[str] = []
    reader._connection.set_trace_callback(statements.append)
    reader.ticker(place=place_name, since=NOON - DAY, after=0)
    reader._connection.set_trace_callback(None)
    pages = [statement for statement in statements if "ORDER BY e.time" in statement]
    assert pages
    with closing(connect_reader(reader.path)) as connection:
        for page in pages:
            plan = "\n".join(row[3] for row in connection.execute(f"EXPLAIN QUERY PLAN {page}"))
            assert "TEMP B-TREE" not in plan
            assert not re.search("SCAN [ehd]", plan)  # a single feed may as well be scanned
            assert "SEARCH e USING INDEX events_" in plan


def test_a_line_stays_itself_where_a_revision_only_moves_it(reader: Reader, writer: Writer, feed: FeedState) -> None:
    stays, goes = event(KYIV, "Stays."), event(IRPIN, "Goes.")
    store(writer, feed, draft("r", title="r", tags=Tags(events=(goes, stays))))
    before = {line.text: line.id for line in reader.ticker(limit=100)}
    store(writer, feed, draft("r", title="corrected", tags=Tags(events=(stays, event(IRPIN, "Comes.")))))
    after = {line.text: line.id for line in reader.ticker(limit=100)}
    assert after["Stays."] == before["Stays."]
    assert "Goes." not in after
    assert after["Comes."] > max(before.values())
