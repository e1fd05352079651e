"""SQLite's own method over a whole poll: the n-th write fails, for n = 1, 2, 3 … until a poll passes."""

from __future__ import annotations

import asyncio
import sqlite3
from typing import TYPE_CHECKING

import pytest

from feeds.archiver import ArchiverSettings, archive
from feeds.settings import PollingSettings
from store.errors import ArchiveError
from store.models import FeedSettings
from tests.feeds.loopback import Loopback

from .checks import assert_nothing_lost, assert_whole
from .failing import Disk, install
from .growing import GrowingFeeds

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_MOST = 1_000

pytestmark = [
    pytest.mark.usefixtures("shared_workers"),
    pytest.mark.no_cover,  # the same poll two hundred times
]


@pytest.fixture
def feeds() -> Iterator[GrowingFeeds]:
    with Loopback() as server:
        yield GrowingFeeds(server, 1)


async def poll(path: Path, feeds: GrowingFeeds) -> None:
    settings = ArchiverSettings(
        archive=path,
        feeds=tuple(FeedSettings(url) for url in feeds.feeds),
        polling=PollingSettings(allow_private_networks=True),
    )
    await archive(settings, once=True, report=lambda _: None, stop=asyncio.Event())


@pytest.mark.parametrize(
    ("code", "too_late"),
    [
        pytest.param(sqlite3.SQLITE_FULL, False, id="the disk is full"),
        pytest.param(sqlite3.SQLITE_IOERR, False, id="an I/O error before it took effect"),
        pytest.param(sqlite3.SQLITE_IOERR, True, id="an I/O error after it took effect"),
    ],
)
@pytest.mark.timeout(180)
async def test_any_write_of_a_poll_may_fail(
    tmp_path: Path, feeds: GrowingFeeds, monkeypatch: pytest.MonkeyPatch, code: int, too_late: bool
) -> None:
    path, disk = tmp_path / "archive.db", Disk(code=code, too_late=too_late)
    await poll(path, feeds)
    install(monkeypatch, disk)
    before = assert_nothing_lost(path, feeds)
    failures: list[str] = []
    for failing in range(1, _MOST):
        disk.left, disk.failed = failing, ""
        try:
            await poll(path, feeds)
        except ArchiveError:
            assert disk.failed, "the archiver failed, the disk did not"
        assert_whole(path)
        kept = assert_nothing_lost(path, feeds)
        assert before <= kept, f"articles are gone after {disk.failed!r} failed"
        before = kept
        if not disk.failed:
            break
        failures.append(disk.failed)
    assert not disk.failed
    assert len(failures) > 50
    assert {statement.split()[0] for statement in failures} >= {"BEGIN", "INSERT", "UPDATE", "COMMIT"}
    disk.left = 0
    feeds.freeze()
    await poll(path, feeds)
    feed = next(iter(feeds.feeds.values()))
    assert feed.version >= 1
    assert assert_nothing_lost(path, feeds) == feed.titles(feed.version).keys(), "the next run did not bring the rest"
