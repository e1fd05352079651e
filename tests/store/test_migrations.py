"""An archive of an older release comes forward, with a backup on the way, and loses nothing."""

from __future__ import annotations

import contextlib
import errno
import sqlite3
import subprocess
import sys
import threading
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from sqlite_utils import Migrations

from store import migrations, schema
from store.connection import connect_writer
from store.errors import ArchiveError, ArchiveLocked
from store.lease import Lease
from store.query import parse
from store.reader import Reader
from store.writer import Writer

from .make import IRPIN, MAYOR, NAMES, actor, add_feed, draft, event, figure, place, store

if TYPE_CHECKING:
    from collections.abc import Iterator

    from store.models import ArticleDraft


def _tagged(key: str, title: str) -> ArticleDraft:
    from store.models import Tags

    tags = Tags((place(IRPIN),), (actor(MAYOR, 9),), (event(IRPIN),), (figure(),))
    return draft(key, title, tags=tags)


def _tables(connection: sqlite3.Connection) -> dict[str, list[str]]:
    """Give the columns of each table."""
    names = [row[0] for row in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
    return {name: [row[1] for row in connection.execute(f"PRAGMA table_info({name})")] for name in names}


def _make_schema_1(path: Path, like: Path) -> None:
    """Make an archive of schema 1 at `path` with what the archive `like` holds of its tables."""
    first = Migrations("dateline")
    first(name="0001-first")(migrations.first)
    path.touch()
    with contextlib.closing(connect_writer(path, page_size=schema.PAGE_SIZE)) as connection:
        connection.execute("BEGIN IMMEDIATE")
        schema._apply(connection, first, 1)
        connection.execute("COMMIT")
        connection.execute("PRAGMA foreign_keys = OFF")
        connection.execute("ATTACH ? AS newer", (str(like),))
        for table, columns in _tables(connection).items():
            if "sqlite" not in table and table != "search":  # its own tables are copied like any other
                names = ", ".join(f'"{column}"' for column in columns)
                connection.execute(f"DELETE FROM main.{table}")
                connection.execute(f"INSERT INTO main.{table}({names}) SELECT {names} FROM newer.{table}")
        connection.execute("UPDATE headlines SET story = NULL")  # which schema 1 never filled


@pytest.fixture
def old(path: Path, tmp_path: Path) -> Path:
    newer = tmp_path / "newer.db"
    with Writer(newer) as writer:
        feed = add_feed(writer)
        store(writer, feed, *(_tagged(str(number), f"Irpin by Markushyn, part {number}") for number in range(5)))
        store(writer, feed, _tagged("2", "Irpin is free, says Markushyn"))
    _make_schema_1(path, newer)
    return path


def _everything(path: Path) -> dict[str, list[tuple[object, ...]]]:
    with contextlib.closing(sqlite3.connect(path)) as connection:
        return {
            table: connection.execute(f"SELECT {', '.join(columns)} FROM {table} ORDER BY 1").fetchall()
            for table, columns in _tables(connection).items()
            if "sqlite" not in table and table != "search"
        }


def test_a_reader_brings_an_archive_of_schema_1_forward(old: Path) -> None:
    assert schema.inspect(old) == 1
    with Reader(old) as reader:
        assert len(reader.headlines(parse("irpin"))) == 5
        assert reader.count(parse("is:duplicate")).value == 0
        article = reader.article(3)
        assert article is not None
        assert article.story is None
    assert schema.inspect(old) == schema.SCHEMA_VERSION
    assert len(list(old.parent.glob("*.schema-1.*.backup"))) == 1


@contextlib.contextmanager
def _archiving(path: Path, script: str) -> Iterator[subprocess.Popen[str]]:
    """Have another process hold the lease of an archive until it is told to go on."""
    process = subprocess.Popen(
        [sys.executable, "-c", _HOLDING + script, str(path)],
        cwd=Path(__file__).resolve().parents[2],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdout is not None
    assert process.stdout.readline() == "held\n"
    try:
        yield process
    finally:
        process.communicate("")


_HOLDING = """
import sys
from pathlib import Path
from store import schema
from store.lease import Lease
path = Path(sys.argv[1])
lease = Lease(path)
lease.acquire()
"""
_OF_THE_VERSION_BEFORE = """
import os
Path(f"{path}.lock").write_text(f"{os.getpid()}\\n")
print("held", flush=True)
sys.stdin.read()
"""
_BRINGING_IT_FORWARD = """
print("held", flush=True)
sys.stdin.readline()
schema.prepare(path)
sys.stdin.read()
"""


def test_an_archive_is_not_brought_forward_under_an_archiver_of_an_older_version(old: Path) -> None:
    with _archiving(old, _OF_THE_VERSION_BEFORE) as process:
        for opened in (Reader, Writer):
            with pytest.raises(ArchiveLocked, match=f"process {process.pid} .*its version is older.*end it"):
                opened(old)
        assert schema.inspect(old) == 1
        assert list(old.parent.glob("*.backup")) == []
    with Reader(old) as reader:
        assert reader.status().articles == 5


def test_an_archive_is_waited_for_that_its_archiver_brings_forward(old: Path) -> None:
    with _archiving(old, _BRINGING_IT_FORWARD) as process:
        found: list[int] = []
        thread = threading.Thread(target=lambda: found.append(_articles(old)))
        thread.start()
        assert process.stdin is not None
        process.stdin.write("\n")
        process.stdin.flush()
        thread.join(60)
        assert found == [5]
    assert len(list(old.parent.glob("*.backup"))) == 1


def _articles(path: Path) -> int:
    with Reader(path) as reader:
        return reader.status().articles


def test_the_archiver_brings_its_own_archive_forward(old: Path) -> None:
    with Lease(old), Writer(old):
        assert schema.inspect(old) == schema.SCHEMA_VERSION


def test_an_archive_of_schema_1_that_cannot_be_written_is_refused_with_words(
    old: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def no_room(*_: object) -> None:
        raise OSError(errno.EROFS, "Read-only file system")

    monkeypatch.setattr("store.paths.os.link", no_room)
    with pytest.raises(ArchiveError, match=r"no backup of it can be made: Read-only"):
        Reader(old)
    assert schema.inspect(old) == 1


def test_an_archive_of_schema_1_comes_forward_with_a_backup_and_loses_nothing(old: Path) -> None:
    before = _everything(old)
    schema.prepare(old)
    after = _everything(old)
    assert schema.inspect(old) == schema.SCHEMA_VERSION
    (backup,) = old.parent.glob("*.schema-1.*.backup")
    assert schema.inspect(backup) == 1
    assert _everything(backup) == before
    with contextlib.closing(sqlite3.connect(old)) as connection, contextlib.closing(sqlite3.connect(backup)) as kept:
        was, now = _tables(kept), _tables(connection)
        for table, rows in before.items():
            same = [now[table].index(column) for column in was[table]]
            assert [tuple(row[at] for at in same) for row in after[table]] == rows, table
        assert connection.execute("PRAGMA integrity_check").fetchone()[0] == "ok"


def test_an_archive_that_came_forward_has_the_tables_of_a_new_one(old: Path, tmp_path: Path) -> None:
    fresh = tmp_path / "fresh.db"
    schema.prepare(fresh)
    schema.prepare(old)
    with contextlib.closing(sqlite3.connect(old)) as one, contextlib.closing(sqlite3.connect(fresh)) as other:
        listing = "SELECT type, name, sql FROM sqlite_master ORDER BY type, name"
        assert one.execute(listing).fetchall() == other.execute(listing).fetchall()


def test_an_archive_that_came_forward_takes_in_more(old: Path) -> None:
    with Writer(old) as writer:
        feed = add_feed(writer)
        store(writer, feed, _tagged("9", "Irpin again"), _tagged("3", "Irpin, corrected"))
    with Reader(old) as reader:
        assert reader.status().articles == 6
        assert reader.status().revisions == 2
        assert len(reader.headlines(parse("city:Ірпінь"))) == 6
        assert {name.id for name in NAMES} >= {IRPIN.id, MAYOR.id}
