"""Polls that brought nothing are written many at once, and fail or succeed as if each were alone."""

from __future__ import annotations

import asyncio
import threading
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import pytest

from feeds.commits import Commits
from store.errors import ArchiveError
from store.jobs import sync_feeds
from store.models import FeedSettings
from store.reader import Reader
from store.writer import Writer
from tests.store.make import NOON, draft, outcome

if TYPE_CHECKING:
    from collections.abc import Iterator
    from concurrent.futures import Future
    from pathlib import Path

    from store.models import FeedState
    from store.writer import Job


@contextmanager
def busy(writer: Writer) -> Iterator[None]:
    """Keep the writer from its queue for as long as the context lasts."""
    gate = threading.Event()
    writer.submit(lambda _: gate.wait())
    try:
        yield
    finally:
        gate.set()


@pytest.fixture
def writer(tmp_path: Path) -> Iterator[Writer]:
    with Writer(tmp_path / "archive.db") as writer:
        yield writer


def feeds(writer: Writer, count: int) -> tuple[FeedState, ...]:
    settings = [FeedSettings(f"https://{number}.example/feed") for number in range(count)]
    return writer.submit(sync_feeds(settings, NOON)).result()


async def test_polls_that_wait_for_the_writer_share_a_transaction(
    writer: Writer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    states = feeds(writer, 20)
    commits, jobs, submit = Commits(writer), 0, writer.submit

    def counted(job: Job[Any]) -> Future[Any]:
        nonlocal jobs
        jobs += 1
        return submit(job)

    monkeypatch.setattr(writer, "submit", counted)
    with busy(writer):
        works = [asyncio.create_task(commits.add(outcome(state.id))) for state in states]
        await asyncio.sleep(0)
    await asyncio.gather(*works)
    assert jobs == 2  # one that kept the writer busy
    with Reader(tmp_path / "archive.db") as reader:
        assert {state.last_poll for state in reader.feeds()} == {NOON}


async def test_a_poll_that_brought_articles_is_a_transaction_of_its_own(writer: Writer) -> None:
    one, other = feeds(writer, 2)
    commits = Commits(writer)
    quiet, news = await asyncio.gather(commits.add(outcome(one.id)), commits.add(outcome(other.id, draft())))
    assert (quiet.new, news.new) == (0, 1)


async def test_a_poll_that_cannot_be_written_takes_no_other_with_it(writer: Writer, tmp_path: Path) -> None:
    one, other = feeds(writer, 2)
    commits = Commits(writer)
    with busy(writer):
        works = [asyncio.create_task(commits.add(outcome(number))) for number in (one.id, 99, other.id)]
        await asyncio.sleep(0)
    first, bad, last = await asyncio.gather(*works, return_exceptions=True)
    assert isinstance(bad, LookupError)
    assert not isinstance(first, BaseException)
    assert not isinstance(last, BaseException)
    with Reader(tmp_path / "archive.db") as reader:
        assert {state.last_poll for state in reader.feeds()} == {NOON}


async def test_where_the_archive_cannot_be_written_every_poll_hears_of_it(writer: Writer) -> None:
    states = feeds(writer, 3)
    commits = Commits(writer)
    writer.close()
    results = await asyncio.gather(*(commits.add(outcome(state.id)) for state in states), return_exceptions=True)
    assert [type(result) for result in results] == [ArchiveError] * 3


async def test_a_poll_that_is_given_up_while_it_waits_holds_up_nobody(writer: Writer) -> None:
    one, other = feeds(writer, 2)
    commits = Commits(writer)
    with busy(writer):
        given_up, kept = (asyncio.create_task(commits.add(outcome(state.id))) for state in (one, other))
        await asyncio.sleep(0)
        given_up.cancel()
    assert (await kept).new == 0
    with pytest.raises(asyncio.CancelledError):
        await given_up


async def test_what_is_to_be_taken_back_can_wait_for_what_waits(writer: Writer, tmp_path: Path) -> None:
    one, other, last = feeds(writer, 3)
    commits = Commits(writer)
    await commits.settled()
    with busy(writer):
        works = [asyncio.create_task(commits.add(outcome(one.id)))]
        await asyncio.sleep(0)
        await asyncio.sleep(0)  # by now the first is with the writer, and the others wait for their turn
        works += [asyncio.create_task(commits.add(outcome(state.id))) for state in (other, last)]
        await asyncio.sleep(0)
        settled = asyncio.create_task(commits.settled())
        await asyncio.sleep(0)
        assert not settled.done()
    await settled
    with Reader(tmp_path / "archive.db") as reader:
        assert {state.last_poll for state in reader.feeds()} == {NOON}
    await asyncio.gather(*works)
