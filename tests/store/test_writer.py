"""The writer: jobs one at a time, each whole or not at all, each error to whoever asked."""

from __future__ import annotations

import sqlite3
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from typing import TYPE_CHECKING, Any

import pytest

from store import connection
from store.connection import connect_reader, connect_writer
from store.errors import ArchiveBusy, ArchiveCorrupt, ArchiveError, ArchiveFull, ArchiveGone
from store.jobs import commit_poll, keep_raw, prune_articles, prune_raw, set_read, set_starred, sync_feeds
from store.models import FeedSettings, FeedState, RawBody
from store.query import EVERYTHING, parse
from store.reader import Reader
from store.writer import Writer

from .make import NOON, URL, add_feed, draft, outcome, store

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


def test_jobs_run_in_the_order_they_were_handed_in(writer: Writer) -> None:
    seen: list[int] = []

    def remember(number: int) -> Callable[[object], None]:
        return lambda _: seen.append(number)

    futures = [writer.submit(remember(number)) for number in range(50)]
    for future in futures:
        future.result()
    assert seen == list(range(50))


async def test_a_job_can_be_awaited(writer: Writer) -> None:
    assert await writer.run(lambda connection: connection.execute("SELECT 42").fetchone()[0]) == 42


def test_a_job_that_raises_changes_nothing_and_the_next_one_runs(writer: Writer, reader: Reader) -> None:
    def fails(db: sqlite3.Connection) -> None:
        db.execute("UPDATE meta SET rev = 99")
        raise LookupError("no such thing")

    with pytest.raises(LookupError, match="no such thing"):
        writer.submit(fails).result()
    assert reader.rev() == 0
    assert writer.submit(lambda _: "well").result() == "well"


def test_a_poll_of_an_unknown_feed_changes_nothing(writer: Writer, reader: Reader) -> None:
    with pytest.raises(LookupError, match="no feed has the id 7"):
        writer.submit(commit_poll(outcome(7, draft()))).result()
    assert reader.count(EVERYTHING).value == 0


def test_a_cancelled_job_never_runs(writer: Writer) -> None:
    gate, ran = threading.Event(), threading.Event()
    first = writer.submit(lambda _: gate.wait(60))
    second = writer.submit(lambda _: ran.set())
    assert second.cancel()
    gate.set()
    assert first.result()
    writer.submit(lambda _: None).result()
    assert not ran.is_set()


def test_closing_finishes_the_queue_and_folds_the_log_into_the_file(path: Path) -> None:
    writer = Writer(path)
    futures = [writer.submit(sync_feeds([FeedSettings(f"https://{n}.example/")], NOON)) for n in range(20)]
    writer.close()
    assert all(future.done() for future in futures)
    assert not path.with_name(f"{path.name}-wal").exists()
    writer.close()


def test_a_reader_in_the_middle_of_something_does_not_keep_a_writer_from_closing(path: Path) -> None:
    with Writer(path) as writer, closing(connect_reader(path)) as other:
        store(writer, add_feed(writer), draft("1"))
        other.execute("BEGIN")
        other.execute("SELECT * FROM meta").fetchone()
        store(writer, add_feed(writer), draft("2"))
        started = time.monotonic()
        writer.close()
        assert time.monotonic() - started < 5
    with Reader(path) as reader:
        assert reader.count(EVERYTHING).value == 2


def test_a_closed_writer_takes_no_more_jobs(path: Path) -> None:
    with Writer(path) as writer:
        pass
    with pytest.raises(ArchiveError, match="closed"):
        writer.submit(lambda _: None)


_BODY = RawBody(b"0" * 16, b"<rss/>", (("etag", '"1"'),))
_JOBS: list[Callable[[int], Callable[[sqlite3.Connection], Any]]] = [
    lambda _: sync_feeds([FeedSettings("https://other.example/")], NOON),
    lambda feed: keep_raw(feed, _BODY, NOON),
    lambda _: prune_raw(NOON),
    lambda feed: commit_poll(outcome(feed, draft())),
    lambda _: set_read([1], True),
    lambda _: set_starred([1], True),
    lambda _: prune_articles(NOON),
]


@pytest.mark.parametrize("job", _JOBS)
def test_every_job_says_so_when_another_program_keeps_the_archive_locked(
    writer: Writer, feed: FeedState, monkeypatch: pytest.MonkeyPatch, job: Callable[[int], Any]
) -> None:
    writer.submit(lambda db: db.execute("PRAGMA busy_timeout = 20").close()).result()
    with closing(sqlite3.connect(writer.path, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(ArchiveBusy, match="another program"):
            writer.submit(job(feed.id)).result()
        other.execute("ROLLBACK")
    writer.submit(job(feed.id)).result()


def test_nothing_is_written_into_an_archive_that_was_moved_or_removed(writer: Writer, feed: FeedState) -> None:
    moved = writer.path.rename(writer.path.with_name("elsewhere.db"))
    for _ in range(2):
        with pytest.raises(ArchiveGone, match="moved, removed or replaced"):
            store(writer, feed, draft("1"))
        writer.path.write_bytes(b"")  # another file is no better than none
    writer.path.unlink()
    moved.rename(writer.path)
    store(writer, feed, draft("1"))


def test_a_short_lock_is_waited_out(writer: Writer, feed: FeedState) -> None:
    with closing(sqlite3.connect(writer.path, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        future = writer.submit(commit_poll(outcome(feed.id, draft())))
        other.execute("ROLLBACK")
    assert future.result().new == 1


def test_a_full_disk_loses_one_job_and_nothing_else(writer: Writer, feed: FeedState, reader: Reader) -> None:
    store(writer, feed, draft("1"))
    pages = writer.submit(lambda db: db.execute("PRAGMA page_count").fetchone()[0]).result()
    writer.submit(lambda db: db.execute(f"PRAGMA max_page_count = {pages + 2}").close()).result()
    big = [
        draft(f"big{n}", title=f"Title {n}", body="".join(f"word{i * n} " for i in range(2000))) for n in range(1, 9)
    ]
    with pytest.raises(ArchiveFull, match="disk full"):
        writer.submit(commit_poll(outcome(feed.id, *big, etag='"new"'))).result()
    assert reader.feeds()[0].etag is None
    assert reader.count(EVERYTHING).value == 1
    assert reader.count(parse("word2")).value == 0
    writer.submit(lambda db: db.execute("PRAGMA max_page_count = 1073741823").close()).result()
    assert store(writer, feed, *big).new == 8
    with closing(connect_reader(writer.path)) as check:
        assert check.execute("PRAGMA integrity_check").fetchone()[0] == "ok"


def test_damaged_pages_are_named_as_damage(path: Path) -> None:
    with Writer(path) as writer:
        for number in range(20):
            feed = writer.submit(sync_feeds([FeedSettings(URL)], NOON)).result()[0]
            store(writer, feed, draft(str(number), body="x " * 5000 + str(number)))
    data = bytearray(path.read_bytes())
    data[4096:] = b"\xff" * (len(data) - 4096)
    path.write_bytes(data)
    with pytest.raises(ArchiveCorrupt, match="damaged"), Reader(path) as reader:
        reader.headlines(EVERYTHING)
    with pytest.raises(ArchiveCorrupt, match="damaged"):
        Writer(path)


def test_two_readers_see_whole_commits_while_a_writer_writes(writer: Writer, feed: FeedState) -> None:
    done = threading.Event()

    def watch() -> list[int]:
        seen = []
        with Reader(writer.path) as reader:
            while not done.is_set():
                seen.append(reader.count(EVERYTHING).value)
                assert len(reader.headlines(parse("free"), limit=1000)) % 5 == 0
        return seen

    with ThreadPoolExecutor(2) as pool:
        watchers = [pool.submit(watch) for _ in range(2)]
        for batch in range(40):
            store(writer, feed, *(draft(f"{batch}-{n}") for n in range(5)))
        done.set()
        for watcher in watchers:
            counts = watcher.result()
            assert counts == sorted(counts)
            assert all(count % 5 == 0 for count in counts)


def test_two_writers_take_turns(path: Path) -> None:
    with Writer(path) as one, Writer(path) as two:
        feed = one.submit(sync_feeds([FeedSettings(URL)], NOON)).result()[0]
        futures = [
            (one, two)[n % 2].submit(commit_poll(outcome(feed.id, draft(str(n), title=f"Number {n}"))))
            for n in range(60)
        ]
        assert sum(future.result().new for future in futures) == 60


def test_what_sqlite_says_becomes_words() -> None:
    error = sqlite3.OperationalError("disk I/O error")
    error.sqlite_errorcode = sqlite3.SQLITE_IOERR_WRITE
    assert isinstance(connection.translate(error, "a.db"), ArchiveFull)
    assert type(connection.translate(sqlite3.OperationalError("odd"), "a.db")) is ArchiveError


def test_a_missing_archive_is_not_made_by_opening_it(path: Path) -> None:
    for opens in (connect_writer, connect_reader):
        with pytest.raises(sqlite3.OperationalError):
            opens(path)
    assert not path.exists()
