"""A writer's connection whose n-th write fails, before or after it took effect."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import store.writer
from store.connection import WriterConnection, connect_writer

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from pathlib import Path

    import pytest

_WRITES = ("BEGIN", "INSERT", "UPDATE", "DELETE", "COMMIT", "REPLACE", "CREATE")


@dataclass(slots=True)
class Disk:
    """What is wrong with the disk; one for all connections of a test."""

    left: int = 0
    """Writes until the one that fails; 0 for none."""
    code: int = sqlite3.SQLITE_IOERR
    too_late: bool = False
    """True where the write takes effect, and is told to have failed all the same."""
    failed: str = ""
    """The statement that failed."""

    def write(self, statement: str, rows: int, run: Callable[[int], sqlite3.Cursor]) -> sqlite3.Cursor:
        """Write so many `rows` by one statement: `run` writes the first of them, as many as it is told."""
        if self.left == 0 or not statement.lstrip().upper().startswith(_WRITES):
            return run(rows)
        if self.left > rows:
            self.left -= rows
            return run(rows)
        written, self.left, self.failed = self.left - (not self.too_late), 0, statement
        if written:
            run(written)
        error = sqlite3.OperationalError("disk I/O error" if self.code == sqlite3.SQLITE_IOERR else "disk is full")
        error.sqlite_errorcode = self.code
        raise error


def install(monkeypatch: pytest.MonkeyPatch, disk: Disk) -> None:
    """Let every writer from here on write to `disk`."""

    class Failing(WriterConnection):
        def execute(self, statement: str, *arguments: Any) -> sqlite3.Cursor:
            run = super().execute
            return disk.write(statement, 1, lambda _: run(statement, *arguments))

        def executemany(self, statement: str, arguments: Iterable[Any]) -> sqlite3.Cursor:
            run, rows = super().executemany, list(arguments)
            return disk.write(statement, len(rows), lambda count: run(statement, rows[:count]))

    def connect(path: Path) -> sqlite3.Connection:
        with monkeypatch.context() as patched:
            patched.setattr("store.connection.WriterConnection", Failing)
            return connect_writer(path)

    monkeypatch.setattr(store.writer, "connect_writer", connect)
