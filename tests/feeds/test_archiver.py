"""The archiver from end to end: a loopback server, real workers, a real archive."""

from __future__ import annotations

import asyncio
import gzip
import os
import signal
import sqlite3
import time
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from feeds.archiver import ArchiverSettings, PollReport, Summary, archive
from feeds.settings import PollingSettings
from store.corrections import add
from store.errors import ArchiveLocked
from store.lease import Lease
from store.models import Correction, FeedSettings, FeedState
from store.query import Filter
from store.reader import Reader
from store.writer import Writer
from tests.feeds.documents import item, numbered, rss
from tests.feeds.loopback import Answer, Loopback, Seen

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from feeds.metrics import Metrics

FIRST_S = 90
"""Seconds a first poll may take where the workers must build the name index first."""
POLLING = PollingSettings(allow_private_networks=True, timeout_s=20)


def settings(path: Path, *urls: str, polling: PollingSettings = POLLING) -> ArchiverSettings:
    return ArchiverSettings(archive=path, feeds=tuple(FeedSettings(url=url) for url in urls), polling=polling)


async def once(wanted: ArchiverSettings) -> tuple[Summary, dict[str, PollReport]]:
    reports: dict[str, PollReport] = {}
    summary = await archive(
        wanted, once=True, report=lambda one: reports.__setitem__(one.url, one), stop=asyncio.Event()
    )
    return summary, reports


def titles(path: Path) -> list[str]:
    with Reader(path) as reader:
        return [one.title for one in reader.headlines(Filter(), limit=500)]


def state(path: Path, url: str) -> FeedState:
    with Reader(path) as reader:
        return next(one for one in reader.feeds() if one.url == url)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "archive.db"


async def test_a_first_run_stores_every_entry_the_newest_last(loopback: Loopback, path: Path) -> None:
    url = loopback.serve("/feed", numbered(3))
    summary, reports = await once(settings(path, url))
    assert summary == Summary(polled=1, failed=0, new=3, revised=0)
    assert (reports[url].words, reports[url].name) == ("3 new", "Test Wire")
    assert titles(path) == [f"Dispatch {n} from Mykolaiv" for n in (3, 2, 1)]


async def test_a_second_run_asks_conditionally_and_stores_nothing(loopback: Loopback, path: Path) -> None:
    url = loopback.serve("/feed", numbered(3))
    await once(settings(path, url))
    summary, reports = await once(settings(path, url))
    assert summary == Summary(polled=1)
    assert reports[url].words == "not modified"
    assert [(seen.status, seen.conditional) for seen in loopback.seen] == [(200, False), (304, True)]


async def test_a_body_that_did_not_change_is_not_read_again(loopback: Loopback, path: Path) -> None:
    url = loopback.route("/feed", lambda _: Answer(numbered(3).encode()))
    await once(settings(path, url))
    _, reports = await once(settings(path, url))
    assert reports[url].words == "unchanged"


async def test_a_body_that_is_only_packed_in_another_way_is_not_read_again(loopback: Loopback, path: Path) -> None:
    level = iter((9, 9, 1, 1))
    coding = {"Content-Encoding": "gzip"}
    url = loopback.route(
        "/feed", lambda _: Answer(gzip.compress(numbered(3).encode(), next(level), mtime=0), headers=coding)
    )
    words = []
    for _ in range(4):
        _, reports = await once(settings(path, url))
        words.append(reports[url].words)
    assert words == ["3 new", "unchanged", "unchanged", "unchanged"]


async def test_a_correction_counts_for_what_arrives_after_it(loopback: Loopback, path: Path) -> None:
    url = loopback.serve("/feed", rss(item("1", title="Shelling in Kharkiv", body="")))
    await once(settings(path, url))
    with Writer(path) as writer:
        writer.submit(add(Correction("Kharkiv", None), datetime.now(UTC))).result()
    both = [item("1", title="Shelling in Kharkiv", body=""), item("2", title="Shelling in Kharkiv again", body="")]
    loopback.serve("/feed", rss(*both))
    await once(settings(path, url))
    with Reader(path) as reader:
        newest, oldest = (reader.article(row.id) for row in reader.headlines(Filter()))
    assert newest is not None
    assert oldest is not None
    assert [place.name for place in oldest.tags.places] == ["Kharkiv"]
    assert newest.tags.places == ()


async def test_an_edited_entry_becomes_a_revision_and_a_new_one_an_article(loopback: Loopback, path: Path) -> None:
    url = loopback.serve("/feed", numbered(2))
    await once(settings(path, url))
    loopback.serve("/feed", numbered(3).replace("Body 2", "Corrected body 2"))
    _, reports = await once(settings(path, url))
    assert reports[url].words == "1 new, 1 revised"
    with Reader(path) as reader:
        assert [one.revisions for one in reader.headlines(Filter())] == [1, 2, 1]


async def test_new_dates_and_tracking_alone_are_no_revision(loopback: Loopback, path: Path) -> None:
    first = item("g", link="http://w.example/1?utm_source=a", date="Mon, 28 Mar 2022 09:00:00 GMT")
    then = item("g", link="http://w.example/1?utm_source=b", date="Mon, 28 Mar 2022 10:00:00 GMT")
    url = loopback.serve("/feed", rss(first))
    await once(settings(path, url))
    loopback.serve("/feed", rss(then))
    summary, _ = await once(settings(path, url))
    assert (summary.new, summary.revised) == (0, 0)


async def test_validators_of_a_malformed_document_are_not_kept(loopback: Loopback, path: Path) -> None:
    url = loopback.serve("/feed", numbered(3).replace("Body 2", "<b>Body & 2"))
    cut = numbered(3)[: numbered(3).index("Dispatch 2")]
    loopback.serve("/feed", cut)
    _, reports = await once(settings(path, url))
    assert "1 new; malformed XML" in reports[url].words
    assert (state(path, url).etag, state(path, url).state) == (None, "ok")
    loopback.serve("/feed", numbered(3))
    await once(settings(path, url))
    assert len(titles(path)) == 3
    assert not any(seen.conditional for seen in loopback.seen)
    assert state(path, url).etag is not None


async def test_a_200_without_validators_clears_the_old_ones(loopback: Loopback, path: Path) -> None:
    url = loopback.serve("/feed", numbered(1))
    await once(settings(path, url))
    loopback.route("/feed", lambda _: Answer(numbered(2).encode()))
    await once(settings(path, url))
    assert (state(path, url).etag, state(path, url).last_modified) == (None, None)


async def test_a_304_may_bring_newer_validators(loopback: Loopback, path: Path) -> None:
    url = loopback.serve("/feed", numbered(1))
    await once(settings(path, url))
    loopback.route("/feed", lambda _: Answer(status=304, headers={"ETag": '"newer"'}))
    await once(settings(path, url))
    assert state(path, url).etag == '"newer"'


FAULTS: dict[str, tuple[Callable[[Seen], Answer], str]] = {
    "404": (lambda _: Answer(status=404), "HTTP 404 Not Found"),
    "500": (lambda _: Answer(status=500), "HTTP 500 Internal Server Error"),
    "401": (lambda _: Answer(status=401), "asks for credentials"),
    "html": (lambda _: Answer(b"<!doctype html><html>Maintenance</html>", headers={"ETag": "m"}), "an HTML page"),
    "empty": (lambda _: Answer(b"  "), "an empty answer"),
    "malformed": (lambda _: Answer(b"<rss><channel>"), "malformed XML"),
    "stall": (lambda _: Answer(b"x" * 100, stall=True), "no whole answer within 1 s"),
    "short": (lambda _: Answer(numbered(2).encode(), length=99_999, headers={"ETag": "s"}), "cut short"),
    "304": (lambda _: Answer(status=304), "though nothing was asked"),
}


async def test_each_fault_is_named_and_harms_no_other_feed(loopback: Loopback, path: Path) -> None:
    good = loopback.serve("/good", numbered(2))
    urls = {name: loopback.route(f"/{name}", fault) for name, (fault, _) in FAULTS.items()}
    summary, reports = await once(settings(path, *urls.values(), good, polling=replace(POLLING, timeout_s=1)))
    assert (summary.polled, summary.failed, summary.new) == (len(FAULTS) + 1, len(FAULTS), 2)
    for name, (_, words) in FAULTS.items():
        failed = state(path, urls[name])
        assert words in (failed.error or ""), name
        assert (failed.state, failed.failures, failed.etag) == ("failing", 1, None)
        assert reports[urls[name]].words == failed.error


async def test_a_failure_touches_nothing_stored_and_clears_with_the_next_success(
    loopback: Loopback, path: Path
) -> None:
    url = loopback.serve("/feed", numbered(2))
    await once(settings(path, url))
    before = state(path, url)
    loopback.route("/feed", lambda _: Answer(b"<html></html>", headers={"ETag": '"maintenance"'}))
    await once(settings(path, url))
    after = state(path, url)
    assert (after.state, after.failures) == ("failing", 1)
    assert (after.etag, after.body_hash, after.last_success) == (before.etag, before.body_hash, before.last_success)
    loopback.serve("/feed", numbered(3))
    await once(settings(path, url))
    healed = state(path, url)
    assert (healed.state, healed.failures, healed.error, len(titles(path))) == ("ok", 0, None, 3)


@pytest.mark.parametrize("status", [410, 429, 503])
async def test_who_asks_to_be_left_alone_is_left_alone(loopback: Loopback, path: Path, status: int) -> None:
    url = loopback.route("/feed", lambda _: Answer(status=status, headers={"Retry-After": "3600"}))
    await once(settings(path, url))
    summary, reports = await once(settings(path, url))
    assert len(loopback.seen) == 1
    assert summary == Summary()
    assert ("gone" if status == 410 else "held back") in reports[url].words


async def test_a_host_that_asks_for_a_pause_gets_one_for_all_its_feeds(loopback: Loopback, path: Path) -> None:
    busy = loopback.route("/busy", lambda _: Answer(status=429, headers={"Retry-After": "3600"}))
    other = loopback.serve("/other", numbered(1))
    summary, reports = await once(settings(path, busy, other, polling=replace(POLLING, per_host=1)))
    assert (summary.polled, summary.failed) == (1, 1)
    assert reports[other].words == "held back: its host asked for a pause"
    assert (state(path, other).state, state(path, other).failures) == ("ok", 0)
    await once(settings(path, other))
    assert loopback.requests("/other")


async def test_bodies_are_kept_as_received_even_where_nothing_can_be_read(loopback: Loopback, path: Path) -> None:
    url = loopback.serve("/feed", "<rss><channel>")
    await once(settings(path, url))
    with closing(sqlite3.connect(path)) as connection:
        assert connection.execute("SELECT count(*) FROM raw_bodies").fetchone() == (1,)


async def test_a_private_address_is_refused_unless_allowed(loopback: Loopback, path: Path) -> None:
    url = loopback.serve("/feed", numbered(1))
    await once(settings(path, url, polling=PollingSettings()))
    assert "private network" in (state(path, url).error or "")
    assert loopback.seen == []
    await once(settings(path, url, polling=PollingSettings(allow_private_networks=(f"127.0.0.1:{loopback.port}",))))
    assert state(path, url).state == "ok"


async def test_no_host_gets_more_requests_at_once_than_allowed(loopback: Loopback, path: Path) -> None:
    running: list[int] = []
    most = 0

    def busy(_: Seen) -> Answer:
        nonlocal most
        running.append(1)
        most = max(most, len(running))
        time.sleep(0.02)  # what is measured is how many requests overlap
        running.pop()
        return Answer(rss().encode())

    urls = [loopback.route(f"/{n}", busy) for n in range(10)]
    await once(settings(path, *urls, polling=replace(POLLING, per_host=2)))
    assert most == 2


async def test_a_second_archiver_is_refused(loopback: Loopback, path: Path) -> None:
    with Lease(path), pytest.raises(ArchiveLocked):
        await once(settings(path, loopback.serve("/feed", numbered(1))))


class Running:
    """An archiver in the background, and a way to wait for what it reports."""

    def __init__(
        self,
        wanted: ArchiverSettings,
        reload: Callable[[], ArchiverSettings] | None = None,
        metrics: Metrics | None = None,
    ) -> None:
        self.stop = asyncio.Event()
        self.reports: asyncio.Queue[PollReport] = asyncio.Queue()
        self.task = asyncio.create_task(
            archive(wanted, once=False, report=self.reports.put_nowait, stop=self.stop, reload=reload, metrics=metrics)
        )

    async def finish(self) -> Summary:
        self.stop.set()
        return await asyncio.wait_for(self.task, FIRST_S)


async def test_it_polls_when_feeds_fall_due_and_stops_at_once_even_in_the_middle_of_a_request(
    loopback: Loopback, path: Path
) -> None:
    stalled = loopback.route("/stall", lambda _: Answer(b"x" * 100, stall=True))
    quick = FeedSettings(url=loopback.serve("/feed", numbered(2)), interval_s=1)
    wanted = settings(path, stalled, polling=replace(POLLING, timeout_s=600))
    running = Running(replace(wanted, feeds=(*wanted.feeds, quick)))
    first = await asyncio.wait_for(running.reports.get(), FIRST_S)
    second = await asyncio.wait_for(running.reports.get(), FIRST_S)
    assert (first.words, second.words) == ("2 new", "not modified")
    summary = await running.finish()
    assert summary.new == 2
    assert state(path, stalled).last_poll is None


async def test_hangup_reads_the_settings_again_and_bad_ones_change_nothing(loopback: Loopback, path: Path) -> None:
    old, new = loopback.serve("/old", numbered(1)), loopback.serve("/new", numbered(2))
    answers: list[ArchiverSettings] = [settings(path, old, new)]

    def reload() -> ArchiverSettings:
        if not answers:
            raise ValueError("config.toml:1: no such key")
        return answers.pop()

    running = Running(settings(path, old), reload)
    assert (await asyncio.wait_for(running.reports.get(), FIRST_S)).url == old
    os.kill(os.getpid(), signal.SIGHUP)
    assert (await asyncio.wait_for(running.reports.get(), FIRST_S)).url == new
    os.kill(os.getpid(), signal.SIGHUP)
    summary = await running.finish()
    assert (summary.polled, summary.failed) == (2, 0)


async def test_articles_older_than_keep_are_dropped_while_it_runs(loopback: Loopback, path: Path) -> None:
    url = loopback.serve("/feed", numbered(2))
    await once(settings(path, url))
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("UPDATE headlines SET first_seen = 0 WHERE id = 1")
    running = Running(replace(settings(path, url), keep=timedelta(days=1)))
    async with asyncio.timeout(FIRST_S):
        while len(titles(path)) > 1:  # noqa: ASYNC110 - pruning reports to nobody
            await asyncio.sleep(0.02)
    await running.finish()
