"""Hosts that ask to be left alone: which feeds that concerns, until when, and how they come back."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from feeds.archiver import ArchiverSettings
from feeds.fetcher import Fetched
from feeds.holds import Holds
from feeds.outcomes import Poll, host_of
from feeds.pipeline import Polled
from feeds.settings import PollingSettings
from feeds.subscription import Subscription
from store.models import FeedSettings, FeedState
from store.reader import Reader
from tests.feeds.documents import numbered
from tests.feeds.loopback import Answer, Loopback
from tests.feeds.test_archiver import once

if TYPE_CHECKING:
    from pathlib import Path

NOW = datetime(2026, 3, 28, 12, tzinfo=UTC)
LATE = NOW + timedelta(seconds=40)
HOUR = timedelta(hours=1)


def feed(number: int, url: str, retry_after: datetime | None = None, retry_host: str | None = None) -> Subscription:
    state = FeedState(
        *(number, url, f"Feed {number}", "auto", "ok", "", "", None, None, None, 600, 0, None),
        *(429 if retry_after else 200, None, None, None, retry_after, 0),
        retry_host=retry_host,
    )
    return Subscription(FeedSettings(url), state)


def told(item: Subscription, url: str, status: int = 429) -> Polled:
    """Give a poll that `url` answered with a status and `Retry-After: 3600`, 40 seconds after it began."""
    poll = Poll(item.feed, item.state, PollingSettings(), NOW, 0.0)
    outcome = poll.refused(Fetched(status, "", url, (("Retry-After", "3600"),), b"", False), LATE)
    return Polled(item.state, outcome, "", 0, 0, 0.0, host=host_of(url))


def test_seconds_to_wait_count_from_when_the_answer_arrived() -> None:
    polled = told(feed(1, "https://a.example/"), "https://a.example/")
    assert polled.outcome.retry_after == LATE + HOUR
    assert polled.outcome.next_poll >= LATE + HOUR


def test_a_pause_is_for_every_feed_of_the_host() -> None:
    one, two, other = feed(1, "https://a.example/1"), feed(2, "https://a.example/2"), feed(3, "https://b.example/")
    holds = Holds([one, two, other], lambda: 0.5)
    holds.note(one, told(one, one.feed.url), LATE)
    assert holds.until(two, LATE) == LATE + HOUR
    assert holds.until(other, LATE) == LATE


def test_after_a_redirect_the_host_that_answered_is_left_alone_and_not_the_subscribed_one() -> None:
    one, same, there = feed(1, "https://a.example/1"), feed(2, "https://a.example/2"), feed(3, "https://b.example/")
    holds = Holds([one, same, there], lambda: 0.5)
    holds.note(one, told(one, "https://b.example/feed"), LATE)
    assert holds.until(there, LATE) == LATE + HOUR
    assert holds.until(same, LATE) == LATE
    assert holds.until(one, LATE) == LATE + HOUR, "whom it leads to is known by now"


def test_who_asked_for_a_pause_is_known_after_a_restart() -> None:
    one, same = feed(1, "https://a.example/1", NOW + HOUR, "b.example"), feed(2, "https://a.example/2")
    there = feed(3, "https://b.example/")
    holds = Holds([one, same, there], lambda: 0.5)
    assert [holds.until(item, NOW) for item in (one, same, there)] == [NOW + HOUR, NOW, NOW + HOUR]


def test_an_error_that_is_meant_for_one_feed_holds_no_host() -> None:
    one, two = feed(1, "https://a.example/1"), feed(2, "https://a.example/2")
    holds = Holds([one, two], lambda: 0.5)
    holds.note(one, told(one, one.feed.url, 500), LATE)
    assert holds.until(two, LATE) == LATE


def test_the_feeds_of_a_host_come_back_spread_out_and_no_sooner() -> None:
    dice = iter(n / 100 for n in range(100))
    items = [feed(n, f"https://a.example/{n}") for n in range(100)]
    holds = Holds(items, lambda: next(dice))
    holds.note(items[0], told(items[0], items[0].feed.url), LATE)
    dues = [holds.due_after(item, LATE) - LATE - HOUR for item in items]
    assert len(set(dues)) == 100
    assert min(dues) >= timedelta()
    assert timedelta(minutes=8) < max(dues) < timedelta(minutes=10)


def test_a_feed_without_a_pause_is_due_at_once_and_a_pause_moves_with_the_clock() -> None:
    one = feed(1, "https://a.example/")
    holds = Holds([one], lambda: 0.5)
    assert holds.due_after(one, NOW) == NOW
    holds.note(one, told(one, one.feed.url), LATE)
    holds.shift(-HOUR)
    assert holds.until(one, NOW) == LATE


@pytest.mark.parametrize(
    ("url", "host"),
    [
        ("https://User:pw@Wire.Example:443/feed", "wire.example"),
        ("http://wire.example.:8080/", "wire.example:8080"),
        ("https://новини.укр/", "xn--b1amarcd.xn--j1amh"),
        ("http://[2001:DB8::1]:80/", "[2001:db8::1]"),
        ("http://[::1", "http://[::1"),
        ("http://wire.example:99999/", "http://wire.example:99999/"),
    ],
)
def test_one_host_has_one_name(url: str, host: str) -> None:
    assert host_of(url) == host


async def test_a_pause_that_came_after_a_redirect_holds_the_feeds_of_that_host(loopback: Loopback, path: Path) -> None:
    with Loopback() as busy:
        away = loopback.route("/away", lambda _: Answer(status=302, headers={"Location": busy.url("/busy")}))
        busy.route("/busy", lambda _: Answer(status=503, headers={"Retry-After": "3600"}))
        there, here = busy.serve("/feed", numbered(1)), loopback.serve("/feed", numbered(1))
        polling = PollingSettings(allow_private_networks=True, concurrency=1)
        feeds = tuple(map(FeedSettings, (away, there, here)))
        summary, reports = await once(ArchiverSettings(archive=path, feeds=feeds, polling=polling))
    assert summary.polled == 2
    assert reports[there].words == "held back: its host asked for a pause"
    assert reports[here].words == "1 new"
    with Reader(path) as reader:
        assert reader.feeds()[0].retry_host == host_of(busy.url("/"))


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "archive.db"
