"""What holds a running archiver up, and how it goes on: wishes, outages, a full disk, a lock."""

from __future__ import annotations

import asyncio
import sqlite3
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, cast

import pytest

from feeds import outage
from feeds.metrics import Metrics
from feeds.pipeline import Polled
from feeds.poller import Poller
from feeds.settings import PollingSettings
from feeds.subscription import Subscription
from store import connection, jobs, writer
from store.control import Wishes
from store.models import FeedSettings, FeedState, PollOutcome, Standstill
from store.reader import Reader
from store.standstill import note_standstill
from store.writer import Writer
from tests.feeds.documents import numbered
from tests.feeds.test_archiver import FIRST_S, Running, once, settings, state, titles

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable, Sequence
    from pathlib import Path

    from feeds.pipeline import Excuse, Pipeline
    from tests.feeds.loopback import Loopback

NOW = datetime(2026, 3, 28, 12, tzinfo=UTC)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "archive.db"


async def until(what: Callable[[], bool], seconds: float = 60) -> None:
    """Wait for what another thread or process does."""
    async with asyncio.timeout(seconds):
        while not what():  # noqa: ASYNC110 - nobody tells
            await asyncio.sleep(0.01)


def ask(path: Path, *wishes: writer.Job[object]) -> None:
    """Put wishes to the archiver as a desk does: through a connection of our own."""
    with closing(connection.connect_writer(path)) as ours:
        for wish in wishes:
            ours.execute("BEGIN IMMEDIATE")
            wish(ours)
            ours.execute("COMMIT")


async def test_a_running_archiver_polls_pauses_and_goes_on_as_it_is_asked(loopback: Loopback, path: Path) -> None:
    url = loopback.serve("/feed", numbered(1))
    running = Running(settings(path, url))
    assert (await asyncio.wait_for(running.reports.get(), FIRST_S)).words == "1 new"
    ask(path, jobs.ask_poll(1))
    assert (await asyncio.wait_for(running.reports.get(), FIRST_S)).words == "not modified"
    assert state(path, url).asked is None
    ask(path, jobs.set_paused(1, True), jobs.ask_poll(1))
    assert (await asyncio.wait_for(running.reports.get(), FIRST_S)).words == "not modified"
    assert state(path, url).state == "paused"
    await running.finish()
    assert len(loopback.seen) == 3


async def test_a_full_disk_holds_it_up_and_nothing_is_lost(
    loopback: Loopback, path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    opened: list[sqlite3.Connection] = []
    real = connection.connect_writer

    def limited(where: Path) -> sqlite3.Connection:
        opened.append(real(where))
        pages = opened[0].execute("PRAGMA page_count").fetchone()[0]
        opened[0].execute(f"PRAGMA max_page_count = {pages}").close()
        return opened[0]

    monkeypatch.setattr(writer, "connect_writer", limited)
    monkeypatch.setattr(outage, "_FIRST_S", 0.1)
    url = loopback.serve("/feed", numbered(200))
    running = Running(settings(path, url))
    await until(lambda: "polling is held up until the archive can be written" in caplog.text, FIRST_S)
    assert not running.task.done()
    await until(lambda: standstill(path) is not None)  # a line of it has room where a poll has none
    still = standstill(path)
    assert still is not None
    assert still.cause == "archive"
    assert still.reason.startswith("can't be written: database or disk is full")
    assert state(path, url).etag is None
    opened[0].execute("PRAGMA max_page_count = 1000000").close()
    report = await asyncio.wait_for(running.reports.get(), FIRST_S)
    assert (report.words, len(titles(path))) == ("200 new", 200)
    await until(lambda: standstill(path) is None)
    await running.finish()
    over = last_standstill(path)
    assert over is not None
    assert (over.since, over.reason) == (still.since, still.reason)
    assert over.until is not None
    assert over.until >= over.since
    assert caplog.text.count("polling is held up") == 1


async def test_why_nothing_could_be_stored_stands_in_the_archive_once_there_is_room(
    loopback: Loopback, path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    opened: list[sqlite3.Connection] = []
    real = connection.connect_writer

    def watched(where: Path) -> sqlite3.Connection:
        opened.append(real(where))
        return opened[-1]

    monkeypatch.setattr(writer, "connect_writer", watched)
    monkeypatch.setattr(outage, "_FIRST_S", 0.1)
    feed = FeedSettings(url=loopback.serve("/feed", numbered(1)), interval_s=1)
    metrics = Metrics(path)
    running = Running(replace(settings(path), feeds=(feed,)), metrics=metrics)
    await asyncio.wait_for(running.reports.get(), FIRST_S)
    opened[-1].execute("PRAGMA query_only = ON").close()  # as when the medium becomes read-only
    await until(lambda: "polling is held up" in caplog.text)
    await until(lambda: metrics.registry.get_sample_value("dateline_standstill", {"reason": "archive"}) == 1)
    assert standstill(path) is last_standstill(path) is None, "nothing at all can be written"
    opened[-1].execute("PRAGMA query_only = OFF").close()
    await until(lambda: last_standstill(path) is not None)
    over = last_standstill(path)
    assert over is not None
    assert (over.cause, standstill(path)) == ("archive", None)
    await until(lambda: metrics.registry.get_sample_value("dateline_standstill", {"reason": "archive"}) == 0)
    assert metrics.registry.get_sample_value("dateline_standstill_seconds_total", {"reason": "archive"})
    await running.finish()


async def test_an_archive_that_another_program_locks_holds_it_up_too(
    loopback: Loopback, path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(connection, "BUSY_TIMEOUT_S", 0.1)
    monkeypatch.setattr(outage, "_FIRST_S", 0.1)
    feed = FeedSettings(url=loopback.serve("/feed", numbered(1)), interval_s=1)
    running = Running(replace(settings(path), feeds=(feed,)))
    await asyncio.wait_for(running.reports.get(), FIRST_S)
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        await until(lambda: "polling is held up" in caplog.text)
        loopback.serve("/feed", numbered(2))
        other.execute("ROLLBACK")
    await until(lambda: len(titles(path)) == 2)
    await running.finish()


class Scripted:
    """A pipeline whose every poll ends as the script says."""

    def __init__(self, answers: Callable[[str], bool]) -> None:
        self.answers = answers
        self.asked: list[str] = []

    async def poll(self, feed: FeedSettings, before: FeedState, excuse: Excuse | None = None) -> Polled:
        self.asked.append(feed.url)
        now = datetime.now(UTC)
        ok = self.answers(feed.url)
        outcome = PollOutcome(
            feed_id=before.id,
            polled_at=now,
            next_poll=now + timedelta(hours=1),
            interval_s=3_600,
            state="ok" if ok else "failing",
            failures=0 if ok else before.failures + 1,
            error=None if ok else "no address found",
            http_status=200 if ok else None,
            ok=ok,
        )
        if excuse is not None and await excuse(outcome):
            return Polled(before, outcome, outcome.error or "", 0, 0, 0.0, stored=False)
        after = replace(
            before,
            state=outcome.state,
            failures=outcome.failures,
            error=outcome.error,
            last_poll=now,
            next_poll=outcome.next_poll,
        )
        return Polled(after, outcome, outcome.error or "nothing new", 0, 0, 0.0)


class Stage:
    """A poller over ten hosts, and what comes of it."""

    def __init__(self, path: Path, answers: Callable[[str], bool]) -> None:
        feeds = [FeedSettings(f"https://h{n}.example/") for n in range(10)]
        with Writer(path) as opened:
            states = opened.submit(jobs.sync_feeds(feeds, datetime.now(UTC))).result()
        self.states = {one.id: one for one in states}
        self.pipeline = Scripted(answers)
        self.forgiven: list[FeedState] = []
        items = [Subscription(feed, one) for feed, one in zip(feeds, states, strict=True)]
        self.poller = Poller(
            cast("Pipeline", self.pipeline), items, PollingSettings(), self.note, forgive=self.forgive, dice=lambda: 0.5
        )
        self.task = asyncio.create_task(self.poller.run())

    def note(self, item: Subscription, *_: object) -> None:
        self.states[item.state.id] = item.state

    async def forgive(self, states: Sequence[FeedState]) -> None:
        self.forgiven += states


@pytest.fixture
async def stage(path: Path) -> AsyncIterator[Callable[[Callable[[str], bool]], Stage]]:
    made: list[Stage] = []

    def make(answers: Callable[[str], bool]) -> Stage:
        made.append(Stage(path, answers))
        return made[-1]

    yield make
    for one in made:
        one.task.cancel()
    await asyncio.gather(*(one.task for one in made), return_exceptions=True)


async def test_an_outage_of_the_network_is_no_feeds_fault_and_ends_by_itself(
    stage: Callable[[Callable[[str], bool]], Stage], monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(outage, "_FIRST_S", 0.05)
    up = False
    played = stage(lambda _: up)
    await until(lambda: len(played.pipeline.asked) > 12)
    assert caplog.text.count("the network must be down") == 1
    assert len({one.id for one in played.forgiven}) == 10
    assert all(one.failures == 0 for one in played.forgiven)
    tries = len(played.pipeline.asked)
    up = True
    await until(lambda: len(played.pipeline.asked) >= tries + 10)
    assert set(played.pipeline.asked[tries:]) == set(played.pipeline.asked[:10])
    await until(lambda: all(one.failures == 0 for one in played.states.values()))
    assert played.poller.standstill.reason is None


async def test_while_the_network_is_down_only_one_feed_at_a_time_is_tried(
    stage: Callable[[Callable[[str], bool]], Stage], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(outage, "_FIRST_S", 3_600.0)
    monkeypatch.setattr(outage, "_LONGEST_S", 3_600.0)
    played = stage(lambda _: False)
    await until(lambda: played.poller.standstill.reason == "network")
    asked = len(played.pipeline.asked)
    await asyncio.sleep(0.2)
    assert len(played.pipeline.asked) == asked <= 10


async def test_a_few_dead_hosts_among_many_fail_as_always(
    stage: Callable[[Callable[[str], bool]], Stage],
) -> None:
    played = stage(lambda url: "h1." not in url and "h2." not in url)
    await until(lambda: len(played.pipeline.asked) == 10)
    await until(lambda: sum(one.failures for one in played.states.values()) == 2)
    assert played.forgiven == []
    assert played.poller.standstill.reason is None


async def test_a_wish_is_granted_once(stage: Callable[[Callable[[str], bool]], Stage]) -> None:
    played = stage(lambda _: True)
    await until(lambda: len(played.pipeline.asked) == 10)
    wishes = Wishes(frozenset({2}), {1: NOW})
    played.poller.grant(wishes)
    await until(lambda: len(played.pipeline.asked) == 11)
    played.poller.grant(replace(wishes, paused=frozenset()))
    await asyncio.sleep(0.05)
    assert played.pipeline.asked[10:] == ["https://h0.example/"]


async def test_why_nothing_arrives_stands_in_the_archive_until_it_ends(
    loopback: Loopback, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(outage, "_FIRST_S", 0.1)
    monkeypatch.setattr(outage, "_LONGEST_S", 0.1)
    dead = [f"http://127.0.0.{n}:9/feed" for n in (2, 3, 4, 5)]
    wanted = settings(path, *dead)
    running = Running(wanted)
    await until(lambda: path.exists() and standstill(path) is not None, FIRST_S)
    still = standstill(path)
    assert still is not None
    assert "connection refused" in still.reason
    assert abs(still.since - datetime.now(UTC)) < timedelta(minutes=1)
    assert all(state(path, url).state == "ok" for url in dead)
    asked = running.reports.qsize()
    await until(lambda: running.reports.qsize() > asked + 3)
    assert all(state(path, url).state == "ok" for url in dead), "nor does a probe's failure count"
    await running.finish()
    assert standstill(path) is None, "nobody tries any longer"


async def test_an_archiver_that_was_killed_leaves_no_standstill_to_the_next(loopback: Loopback, path: Path) -> None:
    with Writer(path) as opened:
        opened.submit(note_standstill(Standstill(NOW, "no network"), NOW)).result()
    assert standstill(path) is not None
    await once(settings(path, loopback.serve("/feed", numbered(1))))
    assert standstill(path) is None


async def test_one_round_with_nobody_to_be_reached_leaves_every_feed_failing_with_its_reason(path: Path) -> None:
    dead = [f"http://127.0.0.{n}:9/feed" for n in (2, 3, 4, 5)]
    summary, _ = await once(settings(path, *dead))
    assert summary.failed == 4
    assert all(state(path, url).state == "failing" for url in dead)
    assert all("refused" in (state(path, url).error or "") for url in dead)
    assert standstill(path) is None


def last_standstill(path: Path) -> Standstill | None:
    with Reader(path) as reader:
        return reader.status().last_standstill


def standstill(path: Path) -> Standstill | None:
    with Reader(path) as reader:
        return reader.status().standstill
