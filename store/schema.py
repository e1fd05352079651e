"""Which files are archives, and how one is made or brought forward. Nothing here ever overwrites a file."""

from __future__ import annotations

import contextlib
import os
import sqlite3
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from store.connection import connect_reader, connect_writer, translate
from store.errors import ArchiveCorrupt, ArchiveError, ArchiveFull, ArchiveLocked, ArchiveTooNew
from store.paths import is_there, move_new

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlite_utils import Migrations

APPLICATION_ID = 0x44544C4E
"""``DTLN``, in the header of every archive."""
SCHEMA_VERSION = 2
"""Number of migrations; ``user_version`` in the header."""
_PAUSE_S = 0.1
_END_IT = "its version is older than this one, so end it before you go on with this one"
PAGE_SIZE = 8192
"""Bytes a page: of the room that articles take, 4096 would leave a fifth empty, 8192 leaves a tenth."""


def prepare(path: Path) -> None:
    """Make the archive at `path` ready for use: create it, with its folders, or bring an older one forward.

    Raises:
        ArchiveTooNew: a newer version wrote it.
        ArchiveCorrupt: the file is empty, damaged, or something else.
        ArchiveFull: the file or a folder can't be written.
        ArchiveLocked: it is older, and so is the archiver that is running.
    """
    if not is_there(path):
        _create(Path(os.path.realpath(path)))  # what a link points at, and not the link, becomes the archive
    version = inspect(path)
    if version < SCHEMA_VERSION:
        from store.migrations import MIGRATIONS

        with _alone(path, SCHEMA_VERSION):
            if inspect(path) < SCHEMA_VERSION:
                migrate(path, MIGRATIONS, SCHEMA_VERSION)


def inspect(path: Path) -> int:
    """Give the schema version of the archive at `path`, from its header, without opening it for writing.

    Raises:
        ArchiveError: there is no archive.
        ArchiveTooNew: a newer version wrote it.
        ArchiveCorrupt: the file is empty, cut short, or something else.
    """
    try:
        with path.open("rb") as file:
            header = file.read(100)
    except FileNotFoundError:
        raise ArchiveError(f"{path}: no archive here yet; `dateline archive` makes one") from None
    except OSError as error:
        raise ArchiveError(f"{path}: can't be read: {error.strerror}") from error
    if not header:
        raise ArchiveCorrupt(f"{path}: the file is empty, so it is no archive; move it away and start again")
    if len(header) < 100 or not header.startswith(b"SQLite format 3\0"):
        raise ArchiveCorrupt(f"{path}: no archive: this is not an SQLite file")
    try:
        with contextlib.closing(connect_reader(path)) as connection:
            application = _number(connection, "application_id")
            version = _number(connection, "user_version")
    except sqlite3.Error as error:
        raise translate(error, path) from error
    if application != APPLICATION_ID:
        raise ArchiveCorrupt(f"{path}: no archive: this SQLite file belongs to another program")
    if version > SCHEMA_VERSION:
        raise ArchiveTooNew(
            f"{path}: written by a newer Dateline (schema {version}, this one knows {SCHEMA_VERSION}); "
            "install the newer version"
        )
    return version


def open_reader(path: Path) -> sqlite3.Connection:
    """Open the archive at `path` for reading only; one of an older schema is brought forward first, see `migrate`.

    Raises:
        ArchiveError: it is missing, damaged, something else or too new; see `inspect`. Or it is older, and can't be
            written.
    """
    if inspect(path) < SCHEMA_VERSION:
        prepare(path)
    try:
        return connect_reader(path)
    except sqlite3.Error as error:
        raise translate(error, path) from error


def migrate(path: Path, migrations: Migrations, version: int) -> Path:
    """Bring the archive at `path` forward in one transaction, after a backup beside it; nobody else archives into it.

    Gives:
        The backup's path, ``NAME.schema-N.TIME.backup``.

    Raises:
        ArchiveFull: no room for the backup, or the file can't be written.
        ArchiveError: any other failure; the archive is as it was.
    """
    from store.copying import new_file

    try:
        with contextlib.closing(connect_writer(path)) as connection:
            old = _number(connection, "user_version")
            backup = path.with_name(f"{path.name}.schema-{old}.{datetime.now(UTC):%Y%m%dT%H%M%S%f}.backup")
            with new_file(backup) as draft:
                connection.execute("VACUUM INTO ?", (str(draft),))
            connection.execute("BEGIN IMMEDIATE")
            if _number(connection, "user_version") < version:  # else another process was quicker
                _apply(connection, migrations, version)
            connection.execute("COMMIT")
            return backup
    except sqlite3.Error as error:
        raise translate(error, path) from error
    except OSError as error:
        raise ArchiveFull(f"{path}: no backup of it can be made: {error.strerror}") from error


@contextlib.contextmanager
def _alone(path: Path, version: int) -> Iterator[None]:
    """Hold the lease of an archive, unless this process does already.

    Where another one holds it that knows `version` too, it is bringing the archive forward itself: that is waited for.
    """
    from store.lease import Lease, known_schema

    lease = Lease(path)
    while not lease.held:
        try:
            lease.acquire()
        except ArchiveLocked as locked:
            if locked.pid == os.getpid() or inspect(path) >= version:
                break
            if locked.pid is not None and known_schema(path) < version:  # without an id, it only just took it
                raise ArchiveLocked(str(path), locked.pid, _END_IT) from None
            time.sleep(_PAUSE_S)
    try:
        yield
    finally:
        lease.release()


def _create(path: Path) -> None:
    """Build a whole archive beside `path`, then move it there: no half-made archive is ever seen under its name."""
    from store.migrations import MIGRATIONS

    wal = path.with_name(f"{path.name}-wal")
    if is_there(wal) and not is_there(path):  # in this order: another process may be making the archive now
        raise ArchiveCorrupt(f"{wal}: left over from an archive that is gone; put the archive back or move this away")
    draft = path.with_name(f".{path.name}.{os.getpid()}.new")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        draft.unlink(missing_ok=True)
        os.close(os.open(draft, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
        with contextlib.closing(connect_writer(draft, page_size=PAGE_SIZE)) as connection:
            connection.execute("BEGIN IMMEDIATE")
            _apply(connection, MIGRATIONS, SCHEMA_VERSION)
            connection.execute("COMMIT")
        with contextlib.suppress(FileExistsError):  # another process was quicker: its archive is as good
            move_new(draft, path)
    except sqlite3.Error as error:
        raise translate(error, path) from error
    except OSError as error:
        raise ArchiveFull(f"{path}: can't be made: {error.strerror}") from error
    finally:
        for leftover in (draft, Path(f"{draft}-wal"), Path(f"{draft}-shm")):
            with contextlib.suppress(OSError):
                leftover.unlink(missing_ok=True)


def _apply(connection: sqlite3.Connection, migrations: Migrations, version: int) -> None:
    """Apply what is pending; inside our own transaction each migration is a savepoint, so all stand or none."""
    from sqlite_utils import Database

    migrations.apply(Database(connection, recursive_triggers=False, execute_plugins=False))
    connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
    connection.execute(f"PRAGMA user_version = {version}")


def _number(connection: sqlite3.Connection, pragma: str) -> int:
    return int(connection.execute(f"PRAGMA {pragma}").fetchone()[0])
