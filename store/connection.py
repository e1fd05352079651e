"""Connections to the archive: every PRAGMA, and what SQLite's errors mean to us.

Connections are in autocommit mode (``isolation_level=None``): whoever writes says ``BEGIN IMMEDIATE`` himself, because
a deferred transaction that reads and then writes fails at once with ``SQLITE_BUSY_SNAPSHOT``, whatever the time-out.
"""

from __future__ import annotations

import os
import sqlite3
from typing import TYPE_CHECKING
from urllib.parse import quote

from store.errors import ArchiveBusy, ArchiveCorrupt, ArchiveError, ArchiveFull

if TYPE_CHECKING:
    from pathlib import Path

    from store.window import Window

BUSY_TIMEOUT_S = 10.0
"""How long a statement waits for another writer's transaction."""

ADVICE = "`dateline doctor` says what to do"
"""Ends the message of whoever finds an archive damaged."""

_FULL = {
    sqlite3.SQLITE_FULL,
    sqlite3.SQLITE_READONLY,
    sqlite3.SQLITE_IOERR,
    sqlite3.SQLITE_CANTOPEN,
    sqlite3.SQLITE_PERM,
}
_DAMAGED = {sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB}
_BUSY = {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED}


class WriterConnection(sqlite3.Connection):
    """A connection that writes, and what is kept in memory for as long as it is open."""

    window: Window | None = None
    """What `store.window.window_of` gives."""


def connect_writer(path: Path, page_size: int | None = None) -> sqlite3.Connection:
    """Open an existing archive for writing.

    ``synchronous=FULL`` makes a commit survive a power cut, not only a kill: validators and the articles they vouch
    for are one transaction, so losing the last commit would be harmless, but losing it after saying "stored" is not.

    Raises:
        sqlite3.Error: the file is missing or SQLite can't open it.
    """
    return _open(
        path,
        "rw",
        WriterConnection,
        *((f"page_size = {page_size}",) if page_size else ()),  # before the first page is written, as WAL mode does
        "journal_mode = WAL",
        "synchronous = FULL",
        "foreign_keys = ON",
        "cache_size = -16384",  # 16 MiB: the FTS pages that a batch touches stay in memory
        "temp_store = MEMORY",
        "wal_autocheckpoint = 1000",
        "journal_size_limit = 67108864",  # a WAL that grew under a long reader shrinks back to 64 MiB
    )


def connect_reader(path: Path) -> sqlite3.Connection:
    """Open an existing archive for reading only; the connection may move between threads, one at a time.

    There is no memory map on purpose: mapped pages count as the desk's memory, and an I/O error on one is a SIGBUS
    instead of an exception.

    An archive on a read-only medium is read as it stands: SQLite could not make the shared memory of a write-ahead
    log there, and where there is no log, there is nobody to share it with (https://sqlite.org/wal.html#readonly).

    Raises:
        sqlite3.Error: the file is missing or SQLite can't open it.
    """
    pragmas = ("query_only = ON", "cache_size = -8192", "mmap_size = 0", "temp_store = MEMORY")
    try:
        connection = _open(path, "ro", sqlite3.Connection, *pragmas)
    except sqlite3.Error as error:
        if not (is_no_room(error) and _is_whole(path)):
            raise
        connection = _open(path, "ro&immutable=1", sqlite3.Connection, *pragmas)
    connection.create_function("lower_all", 1, str.lower, deterministic=True)
    return connection


def translate(error: sqlite3.Error, path: Path | str) -> ArchiveError:
    """Give the archive error that says in plain words what `error` means for the archive at `path`."""
    code = getattr(error, "sqlite_errorcode", None)
    primary = code & 0xFF if isinstance(code, int) else None
    if primary in _FULL:
        return ArchiveFull(f"{path}: can't be written: {error}; is the disk full, or the file read-only?")
    if primary in _DAMAGED:
        return ArchiveCorrupt(f"{path}: damaged, or no archive: {error}; {ADVICE}")
    if primary in _BUSY:
        return ArchiveBusy(f"{path}: another program has held it for more than {BUSY_TIMEOUT_S:.0f} s")
    return ArchiveError(f"{path}: {error}")


def is_no_room(error: sqlite3.Error) -> bool:
    """Tell whether `error` comes of writing: a full disk, or a file or folder that can't be written."""
    code = getattr(error, "sqlite_errorcode", None)
    if code in (sqlite3.SQLITE_IOERR_READ, sqlite3.SQLITE_IOERR_SHORT_READ):
        return False
    return isinstance(code, int) and code & 0xFF in _FULL


def _is_whole(path: Path) -> bool:
    """Tell whether the file holds every commit: none is in a log beside it."""
    try:
        file = path.resolve(strict=True)
    except OSError:
        return False
    try:
        return file.with_name(f"{file.name}-wal").stat().st_size == 0
    except FileNotFoundError:
        return True
    except OSError:
        return False


def _open(path: Path, mode: str, kind: type[sqlite3.Connection], *pragmas: str) -> sqlite3.Connection:
    connection = sqlite3.connect(
        f"file:{quote(os.fsencode(path))}?mode={mode}",
        uri=True,
        timeout=BUSY_TIMEOUT_S,
        isolation_level=None,
        check_same_thread=False,
        cached_statements=256,
        factory=kind,
    )
    try:
        # The first of these reads the file: what is no database fails here, not in the middle of a query.
        for pragma in ("schema_version", *pragmas):
            connection.execute(f"PRAGMA {pragma}").close()
    except UnicodeDecodeError as error:  # the very message that says what is wrong holds bytes of the damaged file
        connection.close()
        damaged = sqlite3.DatabaseError("database disk image is malformed")
        damaged.sqlite_errorcode = sqlite3.SQLITE_CORRUPT
        raise damaged from error
    except BaseException:
        connection.close()
        raise
    return connection
