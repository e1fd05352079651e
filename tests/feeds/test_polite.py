"""Over real HTTP, poll by poll on a simulated clock: what publishers ask for, and what becomes of it."""

from __future__ import annotations

import time
from datetime import UTC, datetime, timedelta
from email.utils import formatdate
from typing import TYPE_CHECKING

import pytest

from feeds.fetcher import Fetcher
from feeds.pipeline import Pipeline
from feeds.settings import PollingSettings
from feeds.workers import Workers
from store.jobs import sync_feeds
from store.models import FeedSettings
from store.reader import Reader
from store.writer import Writer
from tests.feeds.documents import item, rss
from tests.feeds.loopback import Answer, Loopback, Seen

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable
    from pathlib import Path

    from feeds.pipeline import Polled

FEED = rss(item("1"), more="<ttl>120</ttl>")
POLLING = PollingSettings(allow_private_networks=True, timeout_s=20)


class Desk:
    """One subscribed feed; each poll reads its state from the archive, as after a restart."""

    def __init__(self, path: Path) -> None:
        self.now = datetime(2026, 3, 1, 12, tzinfo=UTC)
        self.writer, self.reader, self.workers = Writer(path), Reader(path), Workers(None, count=1)
        self.pipeline = Pipeline(
            fetcher=Fetcher(POLLING), workers=self.workers, writer=self.writer, reader=self.reader, settings=POLLING,
            clock=lambda: self.now, dice=lambda: 0.0,
        )  # fmt: skip

    async def poll(self, feed: FeedSettings, later: timedelta = timedelta()) -> Polled:
        self.now += later
        (state,) = await self.writer.run(sync_feeds([feed], self.now))
        polled = await self.pipeline.poll(feed, state)
        assert (await self.writer.run(sync_feeds([feed], self.now)))[0] == polled.state, "what is kept is what is known"
        return polled

    async def close(self) -> None:
        await self.workers.close()
        self.reader.close()
        self.writer.close()


@pytest.fixture
async def desk(tmp_path: Path) -> AsyncIterator[Desk]:
    one = Desk(tmp_path / "archive.db")
    yield one
    await one.close()


def redirect(target: str, status: int = 301) -> Callable[[Seen], Answer]:
    return lambda _: Answer(status=status, headers={"Location": target})


async def test_a_week_of_permanent_redirects_moves_the_feed_and_a_failure_there_moves_it_back(
    loopback: Loopback, desk: Desk
) -> None:
    with Loopback() as other:
        new = other.serve("/new", FEED)
        old = loopback.route("/old", redirect(new))
        feed = FeedSettings(old.replace("http://", "http://me:secret@"), headers={"X-Key": "k"})
        first = await desk.poll(feed)
        assert (first.state.state, first.words) == ("ok", f"1 new; moved for good to {new}")
        for _ in range(6):
            await desk.poll(feed, timedelta(hours=25))
        assert len(loopback.seen) == 7
        moved = await desk.poll(feed, timedelta(hours=25))
        assert (moved.state.state, moved.words) == (
            "moved", f"not modified; moved for good to {new}, which is asked from now on",
        )  # fmt: skip
        await desk.poll(feed, timedelta(hours=25))
        assert (len(loopback.seen), len(other.seen)) == (8, 9), "the old address is left alone"
        assert other.seen[-1].headers.keys().isdisjoint({"authorization", "x-key"})

        other.route("/new", lambda _: Answer(status=404))
        for _ in range(3):
            broken = await desk.poll(feed, timedelta(days=1))
        assert broken.state.state == "failing"
        loopback.serve("/old", FEED)
        back = await desk.poll(feed, timedelta(days=1))
        assert (back.state.state, back.new) == ("ok", 0)
        assert loopback.seen[-1].headers["x-key"] == "k"


@pytest.mark.parametrize("status", [302, 303, 307])
async def test_temporary_redirects_never_move_a_feed(loopback: Loopback, desk: Desk, status: int) -> None:
    loopback.serve("/new", FEED)
    feed = FeedSettings(loopback.route("/old", redirect("/new", status)))
    for _ in range(9):
        polled = await desk.poll(feed, timedelta(hours=25))
    assert (polled.state.state, polled.state.moved) == ("ok", "")
    assert len(loopback.requests("/old")) == 9


async def test_a_portal_that_answers_everything_with_its_own_page_moves_nothing(loopback: Loopback, desk: Desk) -> None:
    loopback.route("/login", lambda _: Answer(b"<!doctype html><html></html>"))
    feed = FeedSettings(loopback.route("/feed", redirect("/login", 308)))
    for _ in range(9):
        polled = await desk.poll(feed, timedelta(hours=25))
    assert (polled.state.state, polled.state.moved) == ("failing", "")


async def test_ttl_counts_also_after_answers_that_say_nothing_of_it(loopback: Loopback, desk: Desk) -> None:
    feed = FeedSettings(loopback.serve("/feed", FEED))
    for words in ("1 new", "not modified", "not modified"):
        polled = await desk.poll(feed, timedelta(hours=3))
        assert polled.words == words
        assert polled.outcome.next_poll - desk.now == timedelta(hours=2)


async def test_no_request_is_due_while_an_answer_is_fresh(loopback: Loopback, desk: Desk) -> None:
    feed = FeedSettings(loopback.serve("/feed", rss(item("1")), Cache_Control="max-age=40000", Age="4000"))
    polled = await desk.poll(feed)
    assert polled.outcome.next_poll - desk.now == timedelta(hours=10)


async def test_a_date_to_retry_after_counts_by_the_servers_own_clock(loopback: Loopback, desk: Desk) -> None:
    def busy(_: Seen) -> Answer:
        # The server's clock is the real one, which is far from that of the desk.
        return Answer(status=429, headers={"Retry-After": formatdate(time.time() + 1_800, usegmt=True)})

    polled = await desk.poll(FeedSettings(loopback.route("/busy", busy)))
    assert polled.outcome.retry_after is not None
    assert abs(polled.outcome.retry_after - desk.now - timedelta(minutes=30)) <= timedelta(seconds=2)
    assert polled.outcome.next_poll >= polled.outcome.retry_after


async def test_a_feed_that_is_gone_says_so_and_comes_back_when_it_does(loopback: Loopback, desk: Desk) -> None:
    feed = FeedSettings(loopback.route("/feed", lambda _: Answer(status=410)))
    gone = await desk.poll(feed)
    assert (gone.state.state, gone.words) == ("gone", "HTTP 410 Gone: the publisher took it down; looked at once a day")
    loopback.serve("/feed", FEED)
    back = await desk.poll(feed, timedelta(days=1))
    assert (back.state.state, back.new) == ("ok", 1)
