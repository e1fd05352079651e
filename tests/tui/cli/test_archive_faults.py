"""Whatever is wrong with the archive's file, every command says so in words, or works; and leaves it as it was."""

from __future__ import annotations

import contextlib
import io
import os
import signal
import sqlite3
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from store import migrations, schema
from store.doctor import examine
from store.errors import ArchiveError, ArchiveFull
from store.query import EVERYTHING, parse
from store.reader import Reader
from store.writer import Writer
from tests.small_disk import fill, small_disk
from tests.store.make import add_feed
from tests.store.make import draft as bare_draft
from tests.store.make import store as put_in
from tests.store.test_schema import _next_version
from tests.unprivileged import open_folder, unprivileged
from tui.cli import main

from .conftest import BROKEN, Outcome, commit, draft, irpin

if TYPE_CHECKING:
    from collections.abc import Callable

    Run = Callable[..., Outcome]

ROOT = Path(__file__).resolve().parents[3]
READING = (
    ("search",),
    ("search", "bridge OR city:Irpin", "--json"),
    ("search", "is:unread since:7d", "--count"),
    ("show", "3", "--revisions"),
    ("ticker", "--since", "7d"),
    ("ticker", "Irpin", "--json"),
    ("status",),
    ("export", "--format", "geojson"),
    ("export",),
    ("feeds", "list"),
)
WRITING = (("archive", "--once"), ("feeds", "pause", "Wire"), ("doctor", "--fix"))


def run(*words: str) -> Outcome:
    """Run a command in this process; a traceback fails the test."""
    out, err = io.StringIO(), io.StringIO()
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        code = main(words)
    return Outcome(code, out.getvalue(), err.getvalue())


@pytest.fixture(scope="module")
def good(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give an archive that the tests only copy."""
    path = tmp_path_factory.mktemp("good") / "war.db"
    commit(path, irpin("b", "Irpin retaken"), draft("c", "Rail line cut", "A bridge fell."))
    commit(path, draft("c", "Rail line cut near Lviv", "A bridge fell. Trains go round."), irpin("d", "Irpin is free"))
    commit(path, url=BROKEN, error="HTTP 404 Not Found")
    return path


def assert_harmless(path: Path, data: bytes) -> None:
    """Every command that reads either works or names the file, and none writes."""
    for words in READING:
        found = run(*words, "--archive", str(path))
        missing = found.code == 2 and words[0] == "show"  # the article's row may be what is damaged
        assert found.code in (0, 3) or missing, (words, found)
        assert found.code != 3 or str(path) in found.err, (words, found)
    with contextlib.suppress(ArchiveError):
        examine(path, full=True)
    copy = path.with_name("copy.db")
    backup = run("backup", str(copy), "--archive", str(path))
    assert backup.code in (0, 3), backup
    assert (backup.code == 0) == copy.exists()
    copy.unlink(missing_ok=True)
    assert path.read_bytes() == data


@given(data=st.data())
@settings(max_examples=20, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True, database=None)
def test_bits_that_flipped_are_damage_in_words_or_change_nothing(good: Path, home: Path, data: st.DataObject) -> None:
    whole = bytearray(good.read_bytes())
    # Pages begin with what SQLite steers by, and a page's rows stand at its end.
    places = st.one_of(
        st.integers(0, len(whole) - 1),
        st.builds(lambda page, at: page * 4096 + at, st.integers(0, len(whole) // 4096 - 1), st.integers(0, 40)),
        st.integers(0, 600),
    )
    for place in data.draw(st.lists(places, min_size=1, max_size=12, unique=True)):
        whole[place] ^= data.draw(st.integers(1, 255))
    path = good.with_name("flipped.db")
    path.write_bytes(whole)
    assert_harmless(path, bytes(whole))


@given(length=st.integers(0, 200_000))
@settings(max_examples=10, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True, database=None)
def test_a_file_that_was_cut_short_is_damage_in_words(good: Path, home: Path, length: int) -> None:
    cut = good.read_bytes()[:length]
    path = good.with_name("cut.db")
    path.write_bytes(cut)
    assert_harmless(path, cut)


@pytest.mark.parametrize("words", [*READING, *WRITING, ("backup", "copy.db")], ids=" ".join)
def test_an_archive_of_a_newer_version_is_refused_by_every_command(
    good: Path, path: Path, words: tuple[str, ...]
) -> None:
    path.write_bytes(good.read_bytes())
    with contextlib.closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.execute("PRAGMA user_version = 99")
    before = path.read_bytes()
    found = run(*words, "--archive", str(path))
    assert found.code == 3
    assert f"{path}: written by a newer Dateline (schema 99, this one knows {schema.SCHEMA_VERSION})" in found.err
    assert path.read_bytes() == before


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "war.db"


def test_a_reader_goes_on_while_the_archive_is_brought_forward(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    commit(path, irpin("b", "Irpin retaken"))
    with Reader(path) as reader:
        assert reader.count(EVERYTHING).value == 1
        schema.migrate(path, _next_version(), schema.SCHEMA_VERSION + 1)
        assert [row.title for row in reader.headlines(parse("city:Irpin"))] == ["Irpin retaken"]
        article = reader.article(1)
        assert article is not None
        assert reader.revisions(1)
    with pytest.raises(ArchiveError, match="newer"):
        Reader(path)
    monkeypatch.setattr(schema, "SCHEMA_VERSION", schema.SCHEMA_VERSION + 1)
    monkeypatch.setattr(migrations, "MIGRATIONS", _next_version())
    assert [one for one in examine(path) if one.faults] == []


DIE = """
import os, signal, sys
from pathlib import Path
from store.writer import Writer
from tests.store.make import add_feed, draft, store

writer = Writer(Path(sys.argv[1]))
feed = add_feed(writer)
for number in range(20):
    store(writer, feed, draft(str(number), f"Dispatch {number}"))
os.kill(os.getpid(), signal.SIGKILL)
"""


@pytest.fixture
def killed(path: Path) -> Path:
    """Give an archive whose writer was killed, with all its commits in the log."""
    ended = subprocess.run([sys.executable, "-c", DIE, str(path)], cwd=ROOT, check=False)
    assert ended.returncode == -signal.SIGKILL
    assert path.with_name("war.db-wal").stat().st_size > 0
    return path


def test_the_log_of_a_killed_writer_is_read_by_every_reader(killed: Path) -> None:
    assert run("search", "--count", "--archive", str(killed)).out == "20\n"
    assert [one for one in examine(killed, full=True) if one.faults] == []
    assert run("backup", str(killed.with_name("copy.db")), "--archive", str(killed)).code == 0
    assert run("search", "--count", "--archive", str(killed.with_name("copy.db"))).out == "20\n"


def test_an_archive_that_was_copied_without_its_log_is_an_older_one(killed: Path) -> None:
    copy = killed.with_name("copy.db")
    copy.write_bytes(killed.read_bytes())
    assert [one for one in examine(copy, full=True) if one.faults] == []
    assert run("search", "--count", "--archive", str(copy)).out == "0\n"


def test_a_log_that_is_damaged_ends_where_it_is_damaged(killed: Path) -> None:
    log = killed.with_name("war.db-wal")
    data = bytearray(log.read_bytes())
    data[len(data) // 2] ^= 1
    log.write_bytes(data)
    assert [one for one in examine(killed, full=True) if one.faults] == []
    assert 0 <= int(run("search", "--count", "--archive", str(killed)).out) < 20


def test_an_archive_that_may_not_be_written_is_read_and_nothing_else(
    good: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with open_folder() as folder:
        monkeypatch.setenv("XDG_CONFIG_HOME", str(folder))
        path = folder / "war.db"
        path.write_bytes(good.read_bytes())
        path.chmod(0o444)
        folder.chmod(0o555)
        with unprivileged():
            assert run("search", "--count", "--archive", str(path)).out == "3\n"
            assert [one for one in examine(path) if one.faults] == []
            for words in WRITING[1:]:
                found = run(*words, "--archive", str(path))
                assert found.code == 3, found
                assert str(path) in found.err
        assert path.read_bytes() == good.read_bytes()


def test_a_full_disk_stops_the_writer_and_costs_nothing_that_was_stored(tmp_path: Path) -> None:
    with small_disk(tmp_path / "disk", 3) as disk:
        path = disk / "war.db"
        stored = 0
        with Writer(path) as writer:
            feed = add_feed(writer)
            failed = None
            while failed is None:
                try:
                    put_in(writer, feed, bare_draft(str(stored), f"Dispatch {stored}", body=os.urandom(30_000).hex()))
                except ArchiveFull as error:
                    failed = error
                else:
                    stored += 1
        assert str(failed).startswith(f"{path}: can't be written")
        assert stored > 5
        assert run("search", "--count", "--archive", str(path)).out == f"{stored}\n"
        assert [one for one in examine(path, full=True) if one.faults] == []


def test_on_a_full_disk_commands_say_so_and_leave_nothing_half_made(good: Path, tmp_path: Path) -> None:
    with small_disk(tmp_path / "disk", 2) as disk:
        path = disk / "war.db"
        path.write_bytes(good.read_bytes())
        with contextlib.closing(sqlite3.connect(path, isolation_level=None)) as connection:
            connection.execute("DELETE FROM hours")
            connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").close()
        before = path.read_bytes()
        ours = {f"war.db{ending}" for ending in ("", "-wal", "-shm", ".lock")}
        ballast = fill(disk)
        there = ("--archive", str(path))
        for words, code in (
            (("backup", str(disk / "copy.db")), 3),
            (("export", "--output", str(disk / "out.jsonl")), 2),
            (("doctor", "--fix"), 3),
            (("doctor", "--salvage", str(disk / "saved.db")), 3),
        ):
            found = run(*words, *there)
            assert found.code == code, found
            assert "full" in found.err or "No space left" in found.err
            assert {file.name for file in disk.iterdir()} <= {*ours, "ballast"}
        assert path.read_bytes() == before
        ballast.unlink()
        assert run("doctor", "--fix", *there).err.startswith("Mended.")
        assert [one for one in examine(path, full=True) if one.faults] == []
