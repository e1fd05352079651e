from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from feeds.fetcher import Fetched
from feeds.outcomes import Poll, after
from feeds.parsed import ParsedFeed
from feeds.rhythm import Declared, Rhythm, unpack
from feeds.settings import PollingSettings
from feeds.worker import Document, Prepared
from store.models import FeedSettings, FeedState, PollOutcome, PollReceipt

NOW = datetime(2026, 3, 28, 12, tzinfo=UTC)
URL, NEW = "https://a.example/feed", "https://b.example/feed"
NEVER = FeedState(*(1, URL, "A", "auto", "ok", "", "", None, None, None, 600, 0, None, None, None, None, None, None, 0))
KNOWN = replace(NEVER, last_poll=NOW, last_success=NOW, etag='"1"', articles=5)
EMPTY = Document(ParsedFeed("A", None, None, (), "rss20", complete=True), ())
NOTHING = Prepared((), ())


def poll(state: FeedState, at: datetime = NOW, dice: float = 0.0, interval_s: int | None = None) -> Poll:
    return Poll(FeedSettings(URL, interval_s=interval_s), state, PollingSettings(), at, dice)


def answer(status: int = 200, url: str = URL, *, moved: bool = False, **headers: str) -> Fetched:
    lines = tuple((name.replace("_", "-"), value) for name, value in headers.items())
    return Fetched(status, "", url, lines, b"", moved)


def waits(outcome: PollOutcome) -> float:
    return (outcome.next_poll - outcome.polled_at).total_seconds()


def test_what_a_document_declares_is_remembered_through_answers_without_one() -> None:
    document = EMPTY._replace(feed=replace(EMPTY.feed, ttl_s=7_200, declared=Declared(skip_hours=(14, 15))))
    first = poll(NEVER)
    outcome = first.read(answer(), b"1", document, NOTHING)
    assert unpack(outcome.rhythm) == Rhythm(ttl_s=7_200, skip_hours=(14, 15))
    assert outcome.next_poll == NOW + timedelta(hours=4)
    state = after(first, outcome, PollReceipt(0, 0, 1))
    later = poll(state, NOW + timedelta(hours=4)).not_modified(answer(304))
    assert waits(later) == 7_200
    assert after(poll(state), later, PollReceipt(0, 0, 2)).rhythm == outcome.rhythm


def test_an_answer_that_stays_fresh_is_not_asked_for_again_before() -> None:
    assert waits(poll(KNOWN).not_modified(answer(304, Cache_Control="max-age=9000"))) == 9_000
    assert waits(poll(KNOWN).not_modified(answer(304, Cache_Control="max-age=9000", Age="1800"))) == 7_200
    assert waits(poll(KNOWN, dice=0.5, interval_s=120).not_modified(answer(304, Cache_Control="max-age=9000"))) == 120


def test_entries_that_may_have_been_missed_overrule_what_the_publisher_declares() -> None:
    document = EMPTY._replace(feed=replace(EMPTY.feed, ttl_s=80_000))
    outcome = poll(replace(KNOWN, interval_s=4_000), dice=0.5).read(answer(), b"1", document, NOTHING, missed=True)
    assert (outcome.interval_s, waits(outcome)) == (2_000, 2_000)
    assert unpack(outcome.rhythm).ttl_s == 80_000


@pytest.mark.parametrize("status", [429, 503])
def test_an_overloaded_host_is_left_alone_as_a_whole_also_where_it_does_not_say_for_how_long(status: int) -> None:
    said = poll(KNOWN).refused(answer(status, Retry_After="1200"), NOW)
    assert said.retry_after == NOW + timedelta(seconds=1_200)
    bare = poll(KNOWN).refused(answer(status), NOW)
    assert bare.retry_after == NOW + timedelta(seconds=300)
    assert bare.next_poll >= bare.retry_after
    worn = poll(replace(KNOWN, failures=9), dice=0.9).refused(answer(status), NOW)
    assert worn.retry_after == NOW + timedelta(hours=1)
    assert waits(worn) > 50_000
    assert poll(KNOWN).refused(answer(500), NOW).retry_after is None


def test_feeds_of_a_host_come_back_one_after_the_other() -> None:
    dues = {poll(KNOWN, dice=n / 10).refused(answer(429, Retry_After="9000"), NOW).next_poll for n in range(10)}
    assert len(dues) == 10
    assert min(dues) == NOW + timedelta(seconds=9_000)


def test_a_feed_that_is_gone_is_said_to_be_gone_and_hardly_asked_for() -> None:
    first = poll(KNOWN).refused(answer(410), NOW)
    assert (first.state, first.failures, waits(first)) == ("gone", 1, 86_400)
    assert waits(poll(replace(KNOWN, failures=3)).refused(answer(410), NOW)) == 7 * 86_400
    assert poll(replace(KNOWN, state="gone", failures=9)).not_modified(answer(304)).state == "ok"


def sightings(state: FeedState, days: int, url: str = NEW) -> FeedState:
    for hours in range(0, days * 24 + 1, 12):
        one = poll(state, NOW + timedelta(hours=hours))
        state = after(one, one.not_modified(answer(304, url, moved=True)), PollReceipt(0, 0, 1))
    return state


def test_a_feed_that_moved_for_good_is_asked_there_after_a_week_and_says_so() -> None:
    nearly = sightings(KNOWN, 6)
    assert (nearly.state, poll(nearly).address) == ("ok", None)
    last = poll(nearly, NOW + timedelta(days=7))
    outcome = last.not_modified(answer(304, NEW, moved=True))
    assert outcome.state == "moved"
    assert last.moved_words(outcome) == f"moved for good to {NEW}, which is asked from now on"
    state = after(last, outcome, PollReceipt(0, 0, 1))
    there = poll(state, NOW + timedelta(days=8))
    assert there.address == NEW
    assert there.not_modified(answer(304, NEW)).state == "moved"
    assert there.moved_words(there.not_modified(answer(304, NEW))) == f"moved for good to {NEW}"


def test_redirects_on_the_way_to_an_error_are_no_move() -> None:
    outcome = poll(KNOWN).refused(answer(404, NEW, moved=True), NOW)
    assert outcome.moved == ""


def test_an_adopted_address_that_fails_leads_back_to_the_subscribed_one() -> None:
    moved = sightings(KNOWN, 7)
    assert poll(moved).address == NEW
    once = poll(moved).failed("connection refused")
    assert json.loads(once.moved or "")["using"] == NEW
    assert poll(replace(moved, failures=2)).failed("connection refused").moved == ""
    gone = poll(moved).refused(answer(410, NEW), NOW)
    assert (gone.state, gone.moved) == ("failing", "")
