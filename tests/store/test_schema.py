"""Which files are archives: made, brought forward, or refused and left alone."""

from __future__ import annotations

import contextlib
import errno
import sqlite3
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from sqlite_utils import Migrations

from store import migrations, schema
from store.connection import connect_reader, connect_writer
from store.copying import copy
from store.errors import ArchiveCorrupt, ArchiveError, ArchiveFull, ArchiveTooNew
from store.reader import Reader
from store.settings import ArchiveSettings, default_archive_path
from store.writer import Writer
from tests.unprivileged import open_folder, unprivileged

from .make import add_feed, draft, store

if TYPE_CHECKING:
    from collections.abc import Callable


def _pragma(path: Path, name: str) -> Any:
    with contextlib.closing(sqlite3.connect(path)) as connection:
        return connection.execute(f"PRAGMA {name}").fetchone()[0]


def test_a_new_archive_is_made_with_its_folders_and_marked_as_ours(tmp_path: Path) -> None:
    path = tmp_path / "deep" / "er" / "archive.db"
    schema.prepare(path)
    assert _pragma(path, "application_id") == schema.APPLICATION_ID
    assert _pragma(path, "user_version") == schema.SCHEMA_VERSION == len(migrations.MIGRATIONS._migrations)
    assert _pragma(path, "journal_mode") == "wal"
    assert [entry.name for entry in path.parent.iterdir()] == ["archive.db"]
    assert path.stat().st_mode & 0o077 == 0


def test_preparing_an_archive_again_changes_nothing(path: Path) -> None:
    schema.prepare(path)
    before = path.read_bytes()
    schema.prepare(path)
    assert path.read_bytes() == before


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "is empty"),
        (b"hello", "not an SQLite file"),
        (b"SQLite format 3\0", "not an SQLite file"),
        (b"SQLite format 3\0" + b"\xff" * 4096, "damaged|no archive"),
        (bytes(8192), "not an SQLite file"),
    ],
)
@pytest.mark.parametrize("opens", [Writer, Reader])
def test_a_file_that_is_no_archive_is_refused_and_left_alone(
    path: Path, content: bytes, words: str, opens: Callable[[Path], object]
) -> None:
    path.write_bytes(content)
    with pytest.raises(ArchiveCorrupt, match=words):
        opens(path)
    assert path.read_bytes() == content


@pytest.mark.parametrize("opens", [Writer, Reader])
def test_another_programs_database_is_refused_and_left_alone(path: Path, opens: Callable[[Path], object]) -> None:
    with contextlib.closing(sqlite3.connect(path)) as connection:
        connection.execute("CREATE TABLE bookmarks(url)")
        connection.commit()
    before = path.read_bytes()
    with pytest.raises(ArchiveCorrupt, match="another program"):
        opens(path)
    assert path.read_bytes() == before


@pytest.mark.parametrize("opens", [Writer, Reader])
def test_an_archive_of_a_newer_version_is_refused_and_left_alone(path: Path, opens: Callable[[Path], object]) -> None:
    schema.prepare(path)
    with contextlib.closing(connect_writer(path)) as connection:
        connection.execute(f"PRAGMA user_version = {schema.SCHEMA_VERSION + 1}")
    before = path.read_bytes()
    with pytest.raises(ArchiveTooNew, match="newer Dateline"):
        opens(path)
    assert path.read_bytes() == before


def test_a_reader_of_no_archive_says_so_and_makes_none(path: Path) -> None:
    with pytest.raises(ArchiveError, match="no archive here yet"):
        Reader(path)
    assert not path.exists()


def test_a_folder_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(ArchiveFull, match="can't be made"):
        schema.prepare(tmp_path / "file" / "archive.db")


def test_a_link_to_where_no_archive_is_yet_leads_to_the_new_one(tmp_path: Path) -> None:
    there, link = tmp_path / "disk" / "archive.db", tmp_path / "link.db"
    link.symlink_to(there)
    schema.prepare(link)
    assert link.is_symlink()
    assert schema.inspect(there) == schema.SCHEMA_VERSION
    schema.prepare(link)


def test_a_folder_that_may_not_be_entered_is_named() -> None:
    with open_folder() as folder:
        (folder / "closed").mkdir(mode=0o700)
        with unprivileged(), pytest.raises(ArchiveError, match=r"closed/archive\.db"):
            schema.prepare(folder / "closed" / "archive.db")


def test_a_log_left_over_from_another_archive_is_never_replayed_into_a_new_one(path: Path) -> None:
    path.with_name(f"{path.name}-wal").write_bytes(b"x")
    with pytest.raises(ArchiveCorrupt, match="left over"):
        schema.prepare(path)
    assert not path.exists()


def test_an_archive_that_another_process_made_meanwhile_is_kept(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    schema.prepare(path)
    with Writer(path) as writer:
        add_feed(writer)
    schema._create(path)
    with Reader(path) as reader:
        assert len(reader.feeds()) == 1


def test_processes_that_start_at_once_share_one_archive(path: Path) -> None:
    code = (
        "import sys; from pathlib import Path; from store.writer import Writer; from tests.store.make import add_feed;"
        "sys.stdin.read(); writer = Writer(Path(sys.argv[1])); add_feed(writer, sys.argv[2]); writer.close()"
    )
    root = Path(__file__).resolve().parents[2]
    racers = [
        subprocess.Popen(
            [sys.executable, "-c", code, str(path), f"https://{n}.example/"], cwd=root, stdin=subprocess.PIPE
        )
        for n in range(3)
    ]
    for racer in racers:
        assert racer.stdin is not None
        racer.stdin.close()
    assert [racer.wait(60) for racer in racers] == [0, 0, 0]
    with contextlib.closing(connect_reader(path)) as connection:
        assert connection.execute("SELECT COUNT(*) FROM feeds").fetchone()[0] == 3
        assert connection.execute("PRAGMA integrity_check").fetchone()[0] == "ok"


def test_reading_headlines_loads_neither_migrations_nor_compression() -> None:
    code = (
        "import sys, store.reader, store.query, store.changes;"
        "sys.exit(any(name in sys.modules for name in ('sqlite_utils', 'zstandard', 'difflib', 'store.writer')))"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def _next_version(broken: bool = False) -> Migrations:
    following = Migrations("dateline")
    for known in migrations.MIGRATIONS._migrations:
        following(name=known.name)(known.fn)

    @following(name="0002-next")
    def add(db: Any) -> None:
        db.execute("ALTER TABLE headlines ADD COLUMN mood TEXT")
        if broken:
            db.execute("UPDATE headlines SET no_such_column = 1")

    return following


def test_a_migration_keeps_everything_and_leaves_a_backup(path: Path) -> None:
    with Writer(path) as writer:
        store(writer, add_feed(writer), draft())
    backup = schema.migrate(path, _next_version(), schema.SCHEMA_VERSION + 1)
    assert _pragma(path, "user_version") == schema.SCHEMA_VERSION + 1
    with contextlib.closing(sqlite3.connect(path)) as connection:
        assert connection.execute("SELECT title, mood FROM headlines").fetchall() == [("Irpin is free", None)]
    assert backup.parent == path.parent
    with Reader(backup) as reader:
        assert reader.status().articles == 1
    assert _pragma(backup, "integrity_check") == "ok"


def test_a_migration_that_fails_changes_nothing(path: Path) -> None:
    with Writer(path) as writer:
        store(writer, add_feed(writer), draft())
    with pytest.raises(ArchiveError, match="no_such_column"):
        schema.migrate(path, _next_version(broken=True), schema.SCHEMA_VERSION + 1)
    assert _pragma(path, "user_version") == schema.SCHEMA_VERSION
    with contextlib.closing(sqlite3.connect(path)) as connection:
        assert "mood" not in {row[1] for row in connection.execute("PRAGMA table_info(headlines)")}
    with Writer(path) as writer, Reader(path) as reader:
        assert writer.path == path
        assert reader.status().articles == 1


def test_opening_an_older_archive_brings_it_forward(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    schema.prepare(path)
    monkeypatch.setattr(schema, "SCHEMA_VERSION", schema.SCHEMA_VERSION + 1)
    monkeypatch.setattr(migrations, "MIGRATIONS", _next_version())
    schema.prepare(path)
    assert _pragma(path, "user_version") == schema.SCHEMA_VERSION
    assert len(list(path.parent.glob("*.backup"))) == 1


def test_two_processes_that_migrate_at_once_migrate_once(path: Path) -> None:
    schema.prepare(path)
    for _ in range(2):
        schema.migrate(path, _next_version(), schema.SCHEMA_VERSION + 1)
    assert _pragma(path, "user_version") == schema.SCHEMA_VERSION + 1


def test_a_writers_connection_is_durable_and_a_readers_can_only_read(path: Path) -> None:
    schema.prepare(path)
    with contextlib.closing(connect_writer(path)) as writer, contextlib.closing(connect_reader(path)) as reader:
        assert writer.execute("PRAGMA journal_mode").fetchone()[0] == "wal"
        assert writer.execute("PRAGMA synchronous").fetchone()[0] == 2
        assert writer.execute("PRAGMA foreign_keys").fetchone()[0] == 1
        assert reader.execute("PRAGMA query_only").fetchone()[0] == 1
        with pytest.raises(sqlite3.OperationalError, match="readonly"):
            reader.execute("UPDATE meta SET rev = 9")


def test_names_with_blanks_and_signs_are_paths_like_any_other(tmp_path: Path) -> None:
    path = tmp_path / "a b?mode=memory#%41.db"
    with Writer(path) as writer:
        add_feed(writer)
    with Reader(path) as reader:
        assert len(reader.feeds()) == 1
    assert path.exists()


def test_the_archive_stands_in_the_users_data_folder(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    assert default_archive_path() == tmp_path / "dateline" / "archive.db"
    assert ArchiveSettings().keep is None


def test_the_backup_of_a_migration_is_as_private_as_the_archive_and_never_half(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    schema.prepare(path)
    assert schema.migrate(path, _next_version(), schema.SCHEMA_VERSION + 1).stat().st_mode & 0o077 == 0

    def no_room(*_: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr("store.paths.os.link", no_room)
    with pytest.raises(ArchiveFull, match=f"{path}: no backup of it can be made: No space left"):
        schema.migrate(path, _next_version(), schema.SCHEMA_VERSION + 2)
    assert len(list(path.parent.glob("*.backup"))) == 1
    assert not list(path.parent.glob("*.part*"))


def test_an_archive_can_be_made_where_files_can_have_no_second_name(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def no_links(*_: object) -> None:
        raise OSError(errno.EPERM, "Operation not permitted")

    monkeypatch.setattr("store.paths.os.link", no_links)
    schema.prepare(path)
    copy(path, path.with_name("copy.db"))
    with Reader(path.with_name("copy.db")) as reader:
        assert reader.status().articles == 0
    with pytest.raises(FileExistsError):
        copy(path, path.with_name("copy.db"))
    assert sorted(file.name for file in path.parent.iterdir() if file.suffix == ".db") == ["archive.db", "copy.db"]
    assert not list(path.parent.glob(".*"))
