"""Notices when the file of an open archive is moved, removed or replaced: SQLite would go on with the old one."""

from __future__ import annotations

import os
from contextlib import suppress
from typing import TYPE_CHECKING

from store.errors import ArchiveGone

if TYPE_CHECKING:
    from pathlib import Path


class Presence:
    """The very file that stood at a path when this was made."""

    def __init__(self, path: Path) -> None:
        """Take note of the file at `path`, which somebody has just opened."""
        self._path = path
        self._file: tuple[int, int] | None = None
        with suppress(OSError):
            self._file = _identity(path)

    def check(self) -> None:
        """Look for the file, which takes a few microseconds.

        Raises:
            ArchiveGone: another file stands at the path, or none.
        """
        try:
            gone = _identity(self._path) != self._file
        except OSError:  # a folder that can't be looked into: SQLite has the word on that
            return
        if gone:
            raise ArchiveGone(f"{self._path}: was moved, removed or replaced while it was open; start again")


def _identity(path: Path) -> tuple[int, int] | None:
    try:
        found = os.stat(path)  # noqa: PTH116 - the method takes twice as long
    except FileNotFoundError:
        return None
    return found.st_dev, found.st_ino
