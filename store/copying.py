"""Consistent copies of an archive, made while others read and write it; never over another file."""

from __future__ import annotations

import contextlib
import errno
import os
import sqlite3
from pathlib import Path
from typing import TYPE_CHECKING

from store.connection import ADVICE, connect_reader, is_no_room, translate
from store.errors import ArchiveCorrupt, ArchiveFull
from store.paths import move_new
from store.schema import open_reader

if TYPE_CHECKING:
    from collections.abc import Iterator


@contextlib.contextmanager
def new_file(target: Path) -> Iterator[Path]:
    """Give an empty file beside `target` to build a database in; at the end it becomes `target`, whole.

    Raises:
        FileExistsError: something is at `target`; it stays.
        OSError: the file can't be made.
    """
    if os.path.lexists(target):
        raise FileExistsError(errno.EEXIST, "is there already", str(target))
    draft = target.with_name(f".{target.name}.{os.getpid()}.part")
    os.close(os.open(draft, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
    try:
        yield draft
        move_new(draft, target)
    finally:
        for leftover in (draft, Path(f"{draft}-wal"), Path(f"{draft}-shm"), Path(f"{draft}-journal")):
            with contextlib.suppress(OSError):
                leftover.unlink(missing_ok=True)


def copy(archive: Path, target: Path) -> None:
    """Copy the archive as it is at one moment into the new file `target`, and check every page of the copy.

    Raises:
        ArchiveError: the archive can't be used or is damaged, or there is no room for the copy.
        OSError: `target` is there already, or can't be made.
    """
    with contextlib.closing(open_reader(archive)) as source, new_file(target) as draft:
        _copy_pages(source, archive, draft, target)
        damage = "it can't be read"
        with contextlib.suppress(sqlite3.Error, ValueError), contextlib.closing(connect_reader(draft)) as made:
            damage = str(made.execute("PRAGMA quick_check(1)").fetchone()[0])
        if damage != "ok":
            raise ArchiveCorrupt(f"{archive}: damaged, so no copy was kept: {damage}; {ADVICE}")


def set_aside(archive: Path, target: Path) -> None:
    """Copy the archive as `copy` does, but damage and all.

    Raises:
        ArchiveFull: there is no room for the copy.
        ArchiveError: the archive can't be read.
    """
    try:
        with contextlib.closing(open_reader(archive)) as source, new_file(target) as draft:
            _copy_pages(source, archive, draft, target)
    except OSError as error:
        raise ArchiveFull(f"{target}: can't be written: {error.strerror}") from error


def _copy_pages(source: sqlite3.Connection, archive: Path, draft: Path, target: Path) -> None:
    try:
        with contextlib.closing(sqlite3.connect(draft)) as to:
            source.backup(to)  # in one step: between steps, every commit of an archiver would start it anew
    except sqlite3.Error as error:
        raise translate(error, target if is_no_room(error) else archive) from error
