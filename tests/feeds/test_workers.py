from __future__ import annotations

import asyncio
import multiprocessing
import os
import signal
import time
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest

from feeds import worker, workers
from feeds.drafts import Context, Task, draft, plain_draft
from feeds.errors import ParseError
from feeds.identity import identify
from feeds.parser import parse
from feeds.workers import Workers
from tagger.settings import TaggerSettings
from tagger.tagger import Tagger
from tests.feeds.documents import item, numbered, rss

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path

    from store.models import ArticleDraft

NOW = datetime(2026, 3, 28, 12, tzinfo=UTC)
CONTEXT = Context(NOW, None)
URL = "http://wire.example/feed"


def tasks(document: str) -> list[Task]:
    found = identify(parse(document.encode(), (), URL).entries)
    return [Task(one.entry, one.ladder[0], one.content_hash) for one in found]


def drafted(**parts: str) -> ArticleDraft:
    return draft(tasks(rss(item("g", **parts)))[0], CONTEXT, None)


@pytest.fixture
async def pool() -> AsyncIterator[Workers]:
    crew = Workers(None, count=1)
    yield crew
    await crew.close()


async def test_a_worker_reads_a_document(pool: Workers) -> None:
    document = await pool.parse("auto", numbered(3).encode(), (), URL)
    assert [one.ladder[0] for one in document.identified] == ["guid:n3", "guid:n2", "guid:n1"]


async def test_workers_are_deaf_to_ctrl_c_from_their_first_instruction_on(pool: Workers) -> None:
    # Ctrl+C reaches all processes of a terminal; one that is still importing would print a traceback.
    assert signal.SIGINT in await pool.call(signal.pthread_sigmask, (signal.SIG_BLOCK, ()), 20)
    assert signal.SIGINT not in signal.pthread_sigmask(signal.SIG_BLOCK, ())


async def test_what_is_wrong_with_a_document_comes_back_in_words(pool: Workers) -> None:
    with pytest.raises(ParseError, match="an HTML page, not a feed"):
        await pool.parse("auto", b"<html></html>", (), URL)


async def test_work_that_hangs_costs_one_worker_and_the_next_is_done(pool: Workers) -> None:
    await pool.parse("auto", numbered(1).encode(), (), URL)
    with pytest.raises(ParseError, match=r"longer than 0\.5 s"):
        await pool.call(time.sleep, (60,), 0.5)
    assert len((await pool.parse("auto", numbered(2).encode(), (), URL)).identified) == 2


async def test_work_that_wants_too_much_memory_is_a_failure_of_its_own(pool: Workers) -> None:
    with pytest.raises(ParseError, match="too much memory"):
        await pool.call(bytearray, (3 * 2**30,), 20)
    assert len((await pool.parse("auto", numbered(2).encode(), (), URL)).identified) == 2


async def test_a_pool_that_breaks_is_made_anew(pool: Workers) -> None:
    await pool.parse("auto", numbered(1).encode(), (), URL)
    (worker,) = pool._started()._pool_manager.worker_manager.workers
    os.kill(worker, signal.SIGKILL)  # an idle worker that dies breaks pebble's pool as a whole
    while pool._started().active:  # noqa: ASYNC110 - the pool notices in a thread of its own
        await asyncio.sleep(0.01)
    assert len((await pool.parse("auto", numbered(2).encode(), (), URL)).identified) == 2


async def test_workers_that_hang_while_they_start_are_given_up(pool: Workers, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workers, "STUCK_S", 0.4)
    monkeypatch.setattr("feeds.worker.initialise", sleep_on)
    with pytest.raises(ParseError, match="no worker can be started"):
        await pool.parse("auto", numbered(1).encode(), (), URL)
    monkeypatch.undo()
    assert len((await pool.parse("auto", numbered(2).encode(), (), URL)).identified) == 2


async def test_where_no_process_can_be_started_a_feed_fails_and_the_next_poll_tries_anew(
    pool: Workers, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> None:
        raise BlockingIOError("no more processes")

    monkeypatch.setattr("pebble.pool.process.launch_process", refuse)
    with pytest.raises(ParseError, match="no worker can be started"):
        await pool.parse("auto", numbered(1).encode(), (), URL)
    monkeypatch.undo()
    assert len((await pool.parse("auto", numbered(2).encode(), (), URL)).identified) == 2


def sleep_on(*_: object) -> None:
    time.sleep(60)


async def test_a_tagger_that_can_not_start_costs_the_tags_and_is_named_once(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    crew = Workers(TaggerSettings(gazetteer=(str(tmp_path / "none.toml"),)), count=1)
    try:
        for _ in range(2):
            prepared = await crew.prepare(tasks(rss(item("1", "Rockets hit Kharkiv overnight"))), CONTEXT)
            assert [one.title for one in prepared.drafts] == ["Rockets hit Kharkiv overnight"]
            assert prepared.drafts[0].tags.places == ()
    finally:
        await crew.close()
    assert "none.toml" in (crew.trouble or "")
    assert caplog.text.count("none.toml") == 1


def test_whatever_the_tagger_raises_a_worker_starts_and_tries_again_later(monkeypatch: pytest.MonkeyPatch) -> None:
    def explode(_: TaggerSettings) -> Tagger:
        raise MemoryError("no room")

    monkeypatch.setattr(worker._State, "settings", TaggerSettings())
    monkeypatch.setattr(worker._State, "lock", multiprocessing.get_context("spawn").Lock(), raising=False)
    monkeypatch.setattr(worker._State, "trouble", None)
    monkeypatch.setattr(worker._State, "tagger", None)
    monkeypatch.setattr(worker._State, "tried_at", 0.0)
    monkeypatch.setattr(Tagger, "load", explode)
    worker._load_tagger()
    assert worker.prepare_batch((), CONTEXT).trouble == "the tagger can't start: MemoryError: no room"
    monkeypatch.setattr(worker._State, "tried_at", -1e9)
    monkeypatch.setattr(worker._State, "settings", None)
    monkeypatch.setattr(worker._State, "trouble", None)
    assert worker.prepare_batch((), CONTEXT).trouble is None


async def test_every_entry_gives_a_draft_in_order_even_where_workers_fail(
    pool: Workers, monkeypatch: pytest.MonkeyPatch
) -> None:
    wanted = tasks(numbered(3))
    assert [one.key for one in (await pool.prepare(wanted, CONTEXT)).drafts] == ["guid:n3", "guid:n2", "guid:n1"]
    monkeypatch.setattr(workers, "DRAFT_TIMEOUT_S", 0.000_001)
    prepared = await Workers.prepare(pool, wanted, CONTEXT)
    assert [one.key for one in prepared.drafts] == ["guid:n3", "guid:n2", "guid:n1"]


async def test_workers_tag_what_they_clean() -> None:
    crew = Workers(TaggerSettings(), count=1)
    try:
        prepared = await crew.prepare(tasks(rss(item("1", "Rockets hit Kharkiv overnight"))), CONTEXT)
    finally:
        await crew.close()
    assert [place.name for place in prepared.drafts[0].tags.places] == ["Kharkiv"]
    assert "Kharkiv" in {name.name for name in prepared.names}


def test_a_draft_is_plain_text_with_absolute_links() -> None:
    made = drafted(title="Fire &amp; smoke\n in\tOdesa", body='<p>One <a href="/x">link</a></p><p>Two</p>', link=URL)
    assert (made.title, made.summary, made.body) == ("Fire & smoke in Odesa", "One link\n\nTwo", None)
    assert made.links == ("http://wire.example/x",)
    assert made.url == URL


def test_escape_sequences_reach_no_field() -> None:
    hostile = "a&#27;]52;c;cm0=&#7;b\u202ec"
    made = drafted(title=hostile, body=hostile, date=hostile)
    assert "\x1b" not in repr(made) + made.title + made.summary
    assert "\u202e" not in made.title + made.summary + (made.published_raw or "")


def test_an_entry_without_title_is_headed_by_its_first_words() -> None:
    assert drafted(title="", body="<p>Power is out in Sumy.</p><p>More</p>").title == "Power is out in Sumy."
    assert drafted(title="", link=URL).title == URL
    assert drafted(title="").title == "(untitled)"


@pytest.mark.parametrize("date", ["Mon, 01 Jan 2099 00:00:00 GMT", "Thu, 01 Jan 1970 00:00:00 GMT", "0001-01-01"])
def test_a_date_that_can_not_be_is_missing_but_kept_as_written(date: str) -> None:
    made = drafted(date=date)
    assert (made.published, made.published_raw) == (None, date)


def test_a_plain_draft_keeps_the_words() -> None:
    made = plain_draft(tasks(rss(item("g", "Title", body="<p>Words &amp; more</p>")))[0], CONTEXT)
    assert (made.key, made.title, made.summary) == ("guid:g", "Title", "Words & more")
