"""What people ask of a running archiver through the archive: feeds paused, polls wanted now."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass
from typing import TYPE_CHECKING

from store import feed_rows
from store.connection import translate
from store.schema import open_reader
from store.times import moment

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime
    from pathlib import Path
    from types import TracebackType


@dataclass(frozen=True, slots=True)
class Wishes:
    """Everything that is asked of the archiver at one commit."""

    paused: frozenset[int]
    """Ids of the feeds that are not to be polled."""
    asked: Mapping[int, datetime]
    """Ids of the feeds of which a poll is wanted, and when it was asked for."""


class WishWatcher:
    """Sees wishes as they are put, with one read-only connection of its own.

    `poll` asks for ``data_version`` first, which costs some 10 µs and touches no page, so it may be called often.
    """

    def __init__(self, path: Path) -> None:
        """Open the archive at `path`.

        Raises:
            ArchiveError: it is missing, damaged, something else or too new.
        """
        self._connection = open_reader(path)
        self._path = path
        self._version = -1
        self._control = -1

    def __enter__(self) -> WishWatcher:
        """Give the watcher itself."""
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        """Close the connection."""
        self._connection.close()

    def poll(self) -> Wishes | None:
        """Give all wishes where any was put since the last call (always the first time), else None.

        Raises:
            ArchiveError: the archive can't be read.
        """
        try:
            version: int = self._connection.execute("PRAGMA data_version").fetchone()[0]
            if version == self._version:
                return None
            control: int = self._connection.execute("SELECT control FROM meta").fetchone()[0]
            if control == self._control:
                self._version = version
                return None
            paused, asked = feed_rows.wishes(self._connection)
        except sqlite3.Error as error:
            raise translate(error, self._path) from error
        self._version, self._control = version, control
        return Wishes(frozenset(paused), {key: moment(at) for key, at in asked.items()})
