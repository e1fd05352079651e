"""``dateline backup``: a consistent copy of the archive, also while an archiver writes to it."""

from __future__ import annotations

import contextlib
import os
from pathlib import Path
from typing import TYPE_CHECKING

from tui.arguments import home_path
from tui.errors import UsageError
from tui.opening import load_config
from tui.output import say
from tui.wording import size

if TYPE_CHECKING:
    import argparse


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the copy's file."""
    parser.add_argument("file", metavar="FILE", help="where the copy goes; it must not exist yet")


def run(args: argparse.Namespace) -> int:
    """Copy the archive: first beside FILE, then moved there whole.

    Raises:
        UsageError: FILE is there already, or can't be written.
        ConfigError, ArchiveError: Config or archive can't be used.
    """
    archive = load_config(args).archive_path(args.archive)
    target = home_path(args.file)
    draft = target.with_name(f".{target.name}.{os.getpid()}.part")
    try:
        _check_free(target)
        copy(archive, draft, target)
        os.link(draft, target)
    except OSError as error:
        raise UsageError(f"{target}: {error.strerror}") from None
    finally:
        for leftover in (draft, Path(f"{draft}-wal"), Path(f"{draft}-shm")):
            with contextlib.suppress(OSError):
                leftover.unlink(missing_ok=True)
    say(f"Copied {archive} to {target} ({size(target.stat().st_size)}).")
    return 0


def _check_free(target: Path) -> None:
    """Refuse early what linking would refuse after minutes of copying."""
    if not target.parent.is_dir():
        raise UsageError(f"{target.parent}: no such folder")
    if target.exists() or target.is_symlink():
        raise UsageError(f"{target}: is there already; a backup never overwrites a file")


def copy(archive: Path, draft: Path, target: Path) -> None:
    """Copy the archive into a new file, as it is at one moment, and check that the copy can be read.

    Args:
        archive: What is copied.
        draft: Where the copy is written.
        target: What messages call the copy.

    Raises:
        ArchiveError: The archive can't be used, or the copy could not be written.
        OSError: The draft can't be made.
    """
    import sqlite3

    from store.connection import connect_reader, is_no_room, translate
    from store.errors import ArchiveCorrupt, ArchiveError
    from store.reader import Reader
    from store.schema import inspect

    inspect(archive)
    os.close(os.open(draft, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
    try:
        with contextlib.closing(connect_reader(archive)) as source, contextlib.closing(sqlite3.connect(draft)) as to:
            source.backup(to)  # in one step: between steps, every commit of an archiver would start it anew
    except sqlite3.Error as error:
        raise translate(error, target if is_no_room(error) else archive) from error
    try:
        with Reader(draft) as reader:
            reader.status()
    except ArchiveError as error:
        raise ArchiveCorrupt(f"{archive}: damaged: a copy of it can't be read") from error
