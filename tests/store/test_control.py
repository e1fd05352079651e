"""Pausing feeds and asking for polls, through the archive."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from store import jobs
from store.control import WishWatcher
from store.models import FeedSettings, FeedState, PollOutcome
from store.reader import Reader
from store.writer import Writer

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

NOW = datetime(2026, 3, 28, 12, tzinfo=UTC)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "archive.db"


@pytest.fixture
def writer(path: Path) -> Iterator[Writer]:
    with Writer(path) as opened:
        opened.submit(jobs.sync_feeds([FeedSettings("https://a.example/"), FeedSettings("https://b.example/")], NOW))
        yield opened


def states(path: Path) -> list[FeedState]:
    with Reader(path) as reader:
        return reader.feeds()


def polled(feed_id: int, at: datetime, *, error: str | None = None) -> PollOutcome:
    return PollOutcome(
        feed_id=feed_id,
        polled_at=at,
        next_poll=at + timedelta(hours=1),
        interval_s=3_600,
        state="failing" if error else "ok",
        failures=int(error is not None),
        error=error,
        http_status=None if error else 200,
        ok=error is None,
    )


def test_a_paused_feed_says_so_and_shows_its_health_again_when_it_goes_on(writer: Writer, path: Path) -> None:
    writer.submit(jobs.commit_poll(polled(1, NOW, error="HTTP 404 Not Found"))).result()
    assert writer.submit(jobs.set_paused(1, True)).result() is True
    assert [one.state for one in states(path)] == ["paused", "ok"]
    assert writer.submit(jobs.set_paused(1, True)).result() is False
    writer.submit(jobs.set_paused(1, False)).result()
    assert [one.state for one in states(path)] == ["failing", "ok"]


def test_a_poll_that_was_under_way_does_not_end_a_pause(writer: Writer, path: Path) -> None:
    writer.submit(jobs.set_paused(1, True)).result()
    writer.submit(jobs.commit_poll(polled(1, NOW))).result()
    assert states(path)[0].state == "paused"


def test_a_wish_stands_until_a_poll_that_began_after_it(writer: Writer, path: Path) -> None:
    writer.submit(jobs.ask_poll(2)).result()
    asked = states(path)[1].asked
    assert asked is not None
    writer.submit(jobs.commit_poll(polled(2, asked - timedelta(seconds=1)))).result()
    assert states(path)[1].asked == asked
    writer.submit(jobs.commit_poll(polled(2, asked))).result()
    assert states(path)[1].asked is None


def test_wishes_for_a_feed_that_does_not_exist_are_refused(writer: Writer) -> None:
    for job in (jobs.set_paused(99, True), jobs.ask_poll(99)):
        with pytest.raises(LookupError):
            writer.submit(job).result()


def test_the_watcher_tells_of_wishes_once_and_of_nothing_else(writer: Writer, path: Path) -> None:
    writer.submit(jobs.set_paused(1, True)).result()
    with WishWatcher(path) as watcher:
        first = watcher.poll()
        assert first is not None
        assert (set(first.paused), len(first.asked)) == ({1}, 0)
        assert watcher.poll() is None
        writer.submit(jobs.commit_poll(polled(2, NOW))).result()
        assert watcher.poll() is None
        writer.submit(jobs.ask_poll(2)).result()
        second = watcher.poll()
        assert second is not None
        assert (set(second.paused), set(second.asked)) == ({1}, {2})


def test_a_wish_reaches_whoever_follows_the_archive(writer: Writer, path: Path) -> None:
    with Reader(path) as reader:
        before = reader.snapshot()
        writer.submit(jobs.set_paused(1, True)).result()
        assert reader.snapshot().feeds_rev > before.feeds_rev


def test_health_goes_back_to_what_it_was(writer: Writer, path: Path) -> None:
    writer.submit(jobs.commit_poll(polled(1, NOW))).result()
    before = states(path)
    writer.submit(jobs.commit_poll(polled(1, NOW + timedelta(hours=1), error="no address found"))).result()
    assert states(path) != before
    writer.submit(jobs.restore_health([before[0]])).result()
    assert states(path) == before
    assert replace(before[0], failures=1) != states(path)[0]
