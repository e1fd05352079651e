"""Live blogs that articles link to: offered once, decided by a person, bounded."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from store import offers
from store.jobs import commit_poll
from store.models import LiveLink
from store.offers import decide, decided, offer
from store.schema import open_reader

from .make import NOON, add_feed, outcome

if TYPE_CHECKING:
    from datetime import datetime
    from pathlib import Path

    from store.models import FeedState
    from store.reader import Reader
    from store.writer import Writer

WAR = LiveLink("https://wire.example/live/war", "//wire.example/live/war", "War, day 33")


def poll(writer: Writer, feed: FeedState, *live: LiveLink, at: datetime = NOON) -> None:
    writer.submit(commit_poll(outcome(feed.id, at=at, live=live))).result()


def test_what_articles_link_to_is_offered_once_with_where_it_comes_from(
    writer: Writer, feed: FeedState, reader: Reader
) -> None:
    poll(writer, feed, WAR)
    poll(writer, feed, WAR, at=NOON + timedelta(hours=1))
    (found,) = reader.offered_blogs()
    assert (found.url, found.title, found.source, found.state) == (WAR.url, WAR.title, "Wire", "offered")
    assert (found.first_seen, found.last_seen) == (NOON, NOON + timedelta(hours=1))


def test_what_was_not_linked_to_lately_can_be_left_out(writer: Writer, feed: FeedState, reader: Reader) -> None:
    poll(writer, feed, WAR)
    assert reader.offered_blogs(since=NOON + timedelta(seconds=1)) == []


@pytest.mark.parametrize("state", ["followed", "dismissed"])
def test_what_a_person_decided_is_offered_no_more(
    state: str, writer: Writer, feed: FeedState, reader: Reader, path: Path
) -> None:
    poll(writer, feed, WAR)
    assert writer.submit(decide(reader.offered_blogs()[0].id, state)).result()  # type: ignore[arg-type]
    poll(writer, feed, WAR)
    assert reader.offered_blogs() == []
    connection = open_reader(path)
    assert [(one.url, one.state) for one in decided(connection)] == [(WAR.url, state)]
    connection.close()


def test_nothing_is_decided_about_what_is_not_there(writer: Writer, feed: FeedState) -> None:
    assert not writer.submit(decide(feed.id + 7, "dismissed")).result()


def test_what_is_a_configured_feed_is_not_offered(writer: Writer, feed: FeedState, reader: Reader) -> None:
    poll(writer, feed, WAR)
    add_feed(writer, WAR.url, "Live")
    assert reader.offered_blogs() == []


def test_a_page_can_offer_its_live_blog(writer: Writer, feed: FeedState, reader: Reader) -> None:
    writer.submit(offer(feed.id, WAR, NOON)).result()
    assert [one.title for one in reader.offered_blogs()] == [WAR.title]


def test_the_latest_offers_are_kept(
    writer: Writer, feed: FeedState, reader: Reader, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(offers, "MOST_OFFERS", 3)
    for number in range(9):
        live = LiveLink(f"https://wire.example/live/{number}", f"//wire.example/live/{number}", "War")
        poll(writer, feed, live, at=NOON + timedelta(minutes=number))
    assert [one.url[-1] for one in reader.offered_blogs()] == ["8", "7", "6"]


def test_half_a_character_in_a_title_harms_nothing(writer: Writer, feed: FeedState, reader: Reader) -> None:
    poll(writer, feed, LiveLink(WAR.url, WAR.key, "War \ud83d"))
    assert [one.title for one in reader.offered_blogs()] == ["War ?"]
