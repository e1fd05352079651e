"""Whole texts from pages: asked for politely, beside the polls, and never twice."""

from __future__ import annotations

import asyncio
import contextlib
import sqlite3
import threading
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from feeds import fulltext
from feeds.archiver import ArchiverSettings, archive
from feeds.fulltext import DAMAGED, FORBIDDEN, FullTexts, Parts
from feeds.robots import judge
from feeds.settings import PollingSettings
from store import pages
from store.models import FeedSettings
from store.pages import WantedPages
from store.query import parse
from store.reader import Reader
from store.writer import Writer
from tagger.settings import TaggerSettings
from tests.feeds.documents import item, rss
from tests.feeds.loopback import Answer

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable
    from pathlib import Path

    from feeds.workers import Workers
    from store.models import Article, WantedPage
    from tests.feeds.crews import Crews
    from tests.feeds.loopback import Loopback

POLLING = PollingSettings(allow_private_networks=True, timeout_s=20)
TEXT = "Rescuers in Kharkiv put out a fire after shelling in the night, the mayor said on Monday. Nobody was hurt. "
PAGE = f"<!DOCTYPE html><html lang=en><body><article><h1>Fire</h1>{f'<p>{TEXT * 2}</p>' * 4}</article></body></html>"


class Desk:
    """An archive of one feed, and the texts of its pages on a clock that is set by hand."""

    def __init__(self, path: Path, loopback: Loopback, workers: Workers) -> None:
        self.path = path
        self._loopback = loopback
        self._workers = workers
        self.now = datetime.now(UTC)

    async def polled(self, *paths: str, body: str = "Fire in Kharkiv.", polling: PollingSettings = POLLING) -> None:
        """Poll a feed with an article for each path."""
        items = [item(one, title=f"Fire in Kharkiv, {one}", link=self._loopback.url(one), body=body) for one in paths]
        url = self._loopback.serve("/feed", rss(*items))
        settings = ArchiverSettings(archive=self.path, feeds=(FeedSettings(url),), polling=polling)
        await archive(settings, once=True, report=lambda _: None, stop=asyncio.Event())
        self.now = datetime.now(UTC)

    async def fetch(self, *, polled: bool = False) -> int:
        """Fetch what is due, and give how many pages that were."""
        writer = Writer(self.path)
        parts = Parts(self.path, POLLING, writer, self._workers, lambda: self.now, polled=lambda _: polled, pause_s=0.0)
        try:
            return await FullTexts(parts).round()
        finally:
            await asyncio.to_thread(writer.close)

    def article(self, number: int = 1) -> Article:
        with Reader(self.path) as reader:
            found = reader.article(number)
        assert found is not None
        return found


@pytest.fixture
def workers(crews: Crews) -> Workers:
    return crews.crew(TaggerSettings())


@pytest.fixture
def desk(tmp_path: Path, loopback: Loopback, workers: Workers) -> Desk:
    return Desk(tmp_path / "archive.db", loopback, workers)


async def test_a_short_entry_gets_the_text_of_its_page_tagged_and_searchable(desk: Desk, loopback: Loopback) -> None:
    loopback.serve("/1", PAGE, "text/html")
    await desk.polled("/1")
    assert await desk.fetch() == 1
    article = desk.article()
    assert article.body is not None
    assert article.body.startswith("Rescuers in Kharkiv")
    assert (article.summary, article.revisions, article.page) == ("Fire in Kharkiv.", 1, None)
    assert any(place.name == "Kharkiv" and place.start > len(article.title) for place in article.tags.places)
    with Reader(desk.path) as reader:
        assert len(reader.headlines(parse("has:fulltext rescuers"))) == 1
    assert await desk.fetch() == 0


async def test_an_article_that_is_damaged_holds_no_other_page_up(
    desk: Desk, loopback: Loopback, caplog: pytest.LogCaptureFixture
) -> None:
    for path in ("/1", "/2"):
        loopback.serve(path, PAGE, "text/html")
    await desk.polled("/1", "/2")
    with contextlib.closing(sqlite3.connect(desk.path)) as connection, connection:
        connection.execute("UPDATE documents SET data = x'00' WHERE id = 2")
    assert await desk.fetch() == 1
    assert desk.article(1).body is not None
    assert [record.levelname for record in caplog.records if "article 2 is damaged" in record.message] == ["WARNING"]
    assert await desk.fetch() == 0
    with contextlib.closing(sqlite3.connect(desk.path)) as connection:
        assert connection.execute("SELECT due, words FROM pages WHERE article = 2").fetchone() == (None, DAMAGED)


async def test_what_is_due_is_read_beside_the_event_loop(
    desk: Desk, loopback: Loopback, monkeypatch: pytest.MonkeyPatch
) -> None:
    threads: list[int] = []
    plain = WantedPages.due

    def due(wanted: WantedPages, now: datetime, limit: int) -> list[WantedPage]:
        threads.append(threading.get_ident())
        return plain(wanted, now, limit)

    monkeypatch.setattr(WantedPages, "due", due)
    await desk.polled("/1")
    await desk.fetch()
    assert threads
    assert threading.get_ident() not in threads


async def test_which_entries_want_their_page_is_set_in_the_config(desk: Desk, loopback: Loopback) -> None:
    loopback.serve("/1", PAGE, "text/html")
    await desk.polled("/1", polling=replace(POLLING, full_text="never"))
    await desk.polled("/2", body="A long report. " * 40)
    assert await desk.fetch() == 0
    await desk.polled("/3", body="A long report. " * 40, polling=replace(POLLING, full_text="always"))
    assert await desk.fetch() == 1


async def test_what_robots_txt_forbids_is_not_fetched(desk: Desk, loopback: Loopback) -> None:
    loopback.serve("/robots.txt", "User-agent: *\nDisallow: /\n\nUser-agent: dateline\nDisallow: /secret", "text/plain")
    loopback.serve("/secret/1", PAGE, "text/html")
    loopback.serve("/open/1", PAGE, "text/html")
    await desk.polled("/secret/1", "/open/1")
    await desk.fetch()
    assert not loopback.requests("/secret/1")
    assert len(loopback.requests("/open/1")) == len(loopback.requests("/robots.txt")) == 1
    assert {desk.article(1).page, desk.article(2).page} == {FORBIDDEN, None}


async def test_while_robots_txt_can_not_be_had_nothing_is_fetched(desk: Desk, loopback: Loopback) -> None:
    loopback.route("/robots.txt", lambda _: Answer(status=503))
    loopback.serve("/1", PAGE, "text/html")
    await desk.polled("/1")
    await desk.fetch()
    assert not loopback.requests("/1")


def test_a_site_may_ask_for_longer_pauses() -> None:
    rule = judge("User-agent: *\nCrawl-delay: 7\nDisallow: /x/*.html$", "https://wire.example/x/1.html")
    assert (rule.allowed, rule.delay_s) == (False, 7.0)


async def test_what_stands_in_the_place_of_an_article_is_marked_and_not_stored(desk: Desk, loopback: Loopback) -> None:
    wall = "<p>Fire in Kharkiv: the first words.</p><p>Subscribe now to continue reading.</p>"
    loopback.serve("/1", f"<html><body><article>{wall}</article></body></html>", "text/html")
    loopback.serve("/2", b"%PDF-1.7", "application/pdf")
    loopback.route("/3", lambda _: Answer(status=404))
    loopback.serve("/4", "<html><body><p>Fire in Kharkiv.</p></body></html>", "text/html")
    await desk.polled("/4", "/3", "/2", "/1")
    assert await desk.fetch() == 4
    assert [desk.article(number).body for number in (1, 2, 3, 4)] == [None] * 4
    assert desk.article(1).page == "only the beginning is free to read (paywall)"
    assert desk.article(2).page == "no page, but application/pdf"
    assert desk.article(3).page == "HTTP 404 Not Found"
    assert desk.article(4).page == "the page gives no more than the feed"
    assert await desk.fetch() == 0


async def test_a_server_in_trouble_is_left_alone_and_asked_again_later(desk: Desk, loopback: Loopback) -> None:
    loopback.route("/1", lambda _: Answer(status=503, headers={"Retry-After": "600"}))
    loopback.route("/2", lambda _: Answer(status=503, headers={"Retry-After": "600"}))
    await desk.polled("/1", "/2")
    await desk.fetch()
    assert len(loopback.requests("/1")) + len(loopback.requests("/2")) == 1
    loopback.serve("/1", PAGE, "text/html")
    loopback.serve("/2", PAGE, "text/html")
    assert await desk.fetch() == 0
    desk.now += timedelta(minutes=11)
    assert await desk.fetch() == 2
    assert desk.article(1).body
    assert desk.article(2).body


async def test_pages_leave_a_host_alone_that_is_being_polled(desk: Desk, loopback: Loopback) -> None:
    loopback.serve("/1", PAGE, "text/html")
    await desk.polled("/1")
    assert await desk.fetch(polled=True) == 0
    assert not loopback.requests("/1")
    assert await desk.fetch() == 1
    assert desk.article().body


async def test_what_one_page_trips_over_stops_nothing_else(
    desk: Desk, loopback: Loopback, monkeypatch: pytest.MonkeyPatch
) -> None:
    loopback.serve("/1", PAGE, "text/html")
    await desk.polled("/1")
    monkeypatch.setattr(fulltext, "other_kind", lambda _: 1 / 0)
    assert await desk.fetch() == 1
    assert desk.article().page == "internal error: ZeroDivisionError"


async def test_a_page_that_never_comes_is_given_up_after_some_days(desk: Desk, loopback: Loopback) -> None:
    loopback.route("/1", lambda _: Answer(status=500))
    await desk.polled("/1")
    for _ in range(5):
        await desk.fetch()
        desk.now += timedelta(days=1)
    assert len(loopback.requests("/1")) == 4
    assert desk.article().page == "HTTP 500 Internal Server Error"


async def test_the_running_archiver_fetches_what_the_one_before_left(desk: Desk, loopback: Loopback) -> None:
    loopback.serve("/1", PAGE, "text/html")
    await desk.polled("/1")
    settings = ArchiverSettings(archive=desk.path, feeds=(FeedSettings(loopback.url("/feed")),), polling=POLLING)
    stop = asyncio.Event()
    running = asyncio.create_task(archive(settings, once=False, report=lambda _: None, stop=stop))
    with contextlib.closing(Reader(desk.path)) as reader:
        while not reader.headlines(parse("has:fulltext")):
            assert not running.done()
            await asyncio.sleep(0.05)
    stop.set()
    await running


async def test_a_running_archiver_fetches_what_is_asked_for_whatever_the_config_wants(
    desk: Desk, loopback: Loopback
) -> None:
    loopback.serve("/1", PAGE, "text/html")
    polling = replace(POLLING, full_text="never")
    await desk.polled("/1", polling=polling)
    settings = ArchiverSettings(archive=desk.path, feeds=(FeedSettings(loopback.url("/feed")),), polling=polling)
    stop = asyncio.Event()
    running = asyncio.create_task(archive(settings, once=False, report=lambda _: None, stop=stop))
    with Writer(desk.path) as writer:
        await writer.run(pages.ask(1))
    assert (await answered(desk, 1)).body is not None
    stop.set()
    await running


@contextlib.asynccontextmanager
async def fetching(
    desk: Desk, workers: Workers, polled: Callable[[str], bool] = lambda _: False
) -> AsyncIterator[FullTexts]:
    """Let only what is asked for be fetched."""
    writer = Writer(desk.path)
    parts = Parts(desk.path, POLLING, writer, workers, lambda: datetime.now(UTC), polled=polled, unasked=False)
    texts = FullTexts(replace(parts, pause_s=0.0))
    running = asyncio.create_task(texts.run())
    try:
        yield texts
    finally:
        running.cancel()
        await asyncio.gather(running, return_exceptions=True)
        await asyncio.to_thread(writer.close)


async def ask(desk: Desk, texts: FullTexts, number: int) -> None:
    with Writer(desk.path) as writer:
        await writer.run(pages.ask(number))
    texts.wished()


async def answered(desk: Desk, number: int) -> Article:
    found = desk.article(number)
    while found.fetching:
        await asyncio.sleep(0.02)
        found = desk.article(number)
    return found


async def test_what_somebody_asks_for_is_fetched_where_nothing_else_is(
    desk: Desk, loopback: Loopback, workers: Workers
) -> None:
    loopback.serve("/1", PAGE, "text/html")
    loopback.serve("/2", PAGE, "text/html")
    await desk.polled("/2", "/1")
    async with fetching(desk, workers) as texts:
        await ask(desk, texts, 2)
        assert (await answered(desk, 2)).body is not None
    assert not loopback.requests("/1")
    assert len(loopback.requests("/2")) == 1


async def test_why_nothing_came_of_a_wish_is_told_at_once_also_where_it_is_tried_again(
    desk: Desk, loopback: Loopback, workers: Workers
) -> None:
    loopback.route("/1", lambda _: Answer(status=500))
    loopback.route("/2", lambda _: Answer(status=404))
    await desk.polled("/2", "/1", polling=replace(POLLING, full_text="never"))
    async with fetching(desk, workers) as texts:
        await ask(desk, texts, 1)
        await ask(desk, texts, 2)
        assert (await answered(desk, 2)).page == "HTTP 404 Not Found"
        assert (await answered(desk, 1)).page == "HTTP 500 Internal Server Error; it is tried again later"


async def test_a_wish_waits_while_its_host_is_polled(desk: Desk, loopback: Loopback, workers: Workers) -> None:
    loopback.serve("/1", PAGE, "text/html")
    await desk.polled("/1")
    busy, looked = [True], asyncio.Event()

    def polled(_: str) -> bool:
        looked.set()
        return busy[0]

    async with fetching(desk, workers, polled) as texts:
        await ask(desk, texts, 1)
        await looked.wait()
        assert desk.article(1).fetching
        busy[0] = False
        assert (await answered(desk, 1)).body is not None
