"""Where things happen: which places the map shows, and how busy each is."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

from store.jobs import commit_poll
from store.models import Tags

from .make import IRPIN, KYIV, NOON, OBLAST, draft, event, outcome, store

if TYPE_CHECKING:
    from store.models import FeedState
    from store.reader import Reader
    from store.writer import Writer

DAY = timedelta(hours=24)


def test_the_busiest_place_comes_first_with_where_it_lies(reader: Reader, writer: Writer, feed: FeedState) -> None:
    for number, name in enumerate((IRPIN, IRPIN, KYIV)):
        tags = Tags(events=(event(name, f"{name.name} {number}"),))
        store(writer, feed, draft(str(number), title=str(number), published=NOON - timedelta(hours=number), tags=tags))
    irpin, kyiv = reader.active_places(now=NOON, window=DAY)
    assert (irpin.place, irpin.events, kyiv.place, kyiv.events) == ("Irpin", 2, "Kyiv", 1)
    assert (irpin.latitude, irpin.longitude, irpin.country) == (IRPIN.lat, IRPIN.lon, "UA")


def test_regions_and_what_lies_before_the_window_are_left_out(reader: Reader, writer: Writer, feed: FeedState) -> None:
    for key, name, hours in (("a", OBLAST, 1), ("b", KYIV, 25)):
        tags = Tags(events=(event(name, key),))
        store(writer, feed, draft(key, title=key, published=NOON - timedelta(hours=hours), tags=tags))
    assert reader.active_places(now=NOON, window=DAY) == []


def test_a_place_that_nobody_placed_is_left_out(reader: Reader, writer: Writer, feed: FeedState) -> None:
    nowhere = replace(KYIV, id="local:nowhere", name="Nowhere", lat=None, lon=None)
    tags = Tags(events=(event(nowhere, "a"),))
    found = replace(outcome(feed.id, draft("a", title="a", tags=tags)), names=(nowhere,))
    writer.submit(commit_poll(found)).result()
    assert reader.active_places(now=NOON, window=DAY) == []


def test_only_as_many_as_asked_for_are_given(reader: Reader, writer: Writer, feed: FeedState) -> None:
    tags = Tags(events=(event(IRPIN, "a"), event(KYIV, "b")))
    store(writer, feed, draft("a", title="a", tags=tags))
    assert len(reader.active_places(now=NOON, window=DAY, limit=1)) == 1
