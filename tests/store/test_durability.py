"""A writer that is killed at any moment leaves an archive that is whole, and says nothing it can't keep."""

from __future__ import annotations

import random
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from store.jobs import commit_poll
from store.models import Tags
from store.query import EVERYTHING, parse
from store.reader import Reader
from store.writer import Writer

from .make import IRPIN, add_feed, draft, event, outcome, place, store

ROOT = Path(__file__).resolve().parents[2]

# Each poll brings five articles and an ETag that vouches for them; each commit is reported once it is on disk.
WRITE = """
import sys
from pathlib import Path
from store.jobs import commit_poll
from store.writer import Writer
from tests.store.make import KYIV, add_feed, draft, event, outcome, place
from store.models import Tags

tags = Tags((place(KYIV),), events=(event(KYIV),))
with Writer(Path(sys.argv[1])) as writer:
    feed = add_feed(writer)
    for poll in range(10_000):
        drafts = [draft(f"{poll}-{n}", title=f"Poll {poll}", body="word " * 300, tags=tags) for n in range(5)]
        old = [draft(f"{poll - 1}-{n}", title=f"Edited {poll}", tags=tags) for n in range(2)] if poll else []
        writer.submit(commit_poll(outcome(feed.id, *drafts, *old, etag=str(poll)))).result()
        print(poll, flush=True)
"""

# The last transaction never ends: the process dies with it open, its pages already in the log.
DIE_INSIDE = """
import os, signal, sys
from pathlib import Path
from store.jobs import commit_poll
from store.writer import Writer
from tests.store.make import add_feed, draft, outcome

writer = Writer(Path(sys.argv[1]))
feed = add_feed(writer)
writer.submit(commit_poll(outcome(feed.id, draft("kept"), etag="1"))).result()

def job(connection):
    connection.execute("PRAGMA cache_size = 1")
    commit_poll(outcome(feed.id, *(draft(str(n), body=f"{n} " * 3000) for n in range(50)), etag="2"))(connection)
    os.kill(os.getpid(), signal.SIGKILL)

writer.submit(job).result()
"""


@pytest.mark.parametrize("seed", range(6))
def test_a_writer_killed_between_or_inside_commits_leaves_whole_polls(path: Path, seed: int) -> None:
    rng = random.Random(seed)
    with subprocess.Popen(
        [sys.executable, "-c", WRITE, str(path)], cwd=ROOT, stdout=subprocess.PIPE, text=True
    ) as child:
        assert child.stdout is not None
        reported = -1
        for _ in range(rng.randint(1, 40)):
            reported = int(child.stdout.readline())
        child.kill()
    _assert_whole(path)
    with Reader(path) as reader:
        etag = reader.feeds()[0].etag
        assert etag is not None
        polls = int(etag) + 1
        assert polls > reported, "a commit that was reported is gone"
        assert reader.count(EVERYTHING).value == polls * 5, "articles and the validator that vouches for them disagree"
        assert reader.status().revisions == (polls - 1) * 2
        assert reader.count(parse("city:Kyiv")).value == polls * 5
        assert len(reader.headlines(parse("is:revised"), limit=1000)) == (polls - 1) * 2


def test_a_writer_killed_inside_a_transaction_leaves_the_one_before(path: Path) -> None:
    result = subprocess.run([sys.executable, "-c", DIE_INSIDE, str(path)], cwd=ROOT, check=False)
    assert result.returncode < 0
    with Reader(path) as reader:  # the first to open recovers the log, and may only read
        assert reader.count(EVERYTHING).value == 1
        assert reader.feeds()[0].etag == "1"
    _assert_whole(path)
    with Writer(path) as writer, Reader(path) as reader:
        feed = reader.feeds()[0]
        assert store(writer, feed, *(draft(str(n)) for n in range(50))).new == 50


def test_every_write_may_fail_and_the_poll_is_whole_or_absent(path: Path) -> None:
    """SQLite's own method: fail the n-th statement for n = 1, 2, 3 … until the poll passes."""

    class Failing(sqlite3.Connection):
        left = 10**9

        def execute(self, *arguments: object) -> sqlite3.Cursor:
            Failing.left -= 1
            if Failing.left == 0:
                raise sqlite3.OperationalError("disk I/O error")
            return super().execute(*arguments)  # type: ignore[arg-type]

    tags = Tags((place(IRPIN),), events=(event(IRPIN),))
    with Writer(path) as writer:
        feed = add_feed(writer)
        store(writer, feed, draft("1", tags=tags))
    job = commit_poll(outcome(feed.id, draft("1", title="Changed", tags=tags), draft("2", tags=tags), etag="new"))
    for failing in range(1, 500):
        with closing(sqlite3.connect(path, isolation_level=None, factory=Failing)) as connection:
            connection.execute("BEGIN IMMEDIATE")
            Failing.left = failing
            try:
                job(connection)
            except sqlite3.OperationalError:
                connection.rollback()
            else:
                Failing.left = 10**9
                connection.execute("COMMIT")
                break
        with Reader(path) as reader:
            assert (reader.rev(), reader.count(EVERYTHING).value, reader.feeds()[0].etag) == (2, 1, None)
    assert failing > 10
    with Reader(path) as reader:
        assert (reader.rev(), reader.count(EVERYTHING).value, reader.feeds()[0].etag) == (3, 2, "new")
    _assert_whole(path)


def _assert_whole(path: Path) -> None:
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchone()[0] == "ok"
        assert connection.execute("PRAGMA foreign_key_check").fetchall() == []
        connection.execute("INSERT INTO search(search) VALUES ('integrity-check')")
