"""The errors of the archive.

::

    StoreError
    ├── ArchiveError        the file can't be used; commands exit with 3
    │   ├── ArchiveLocked   another archiver holds the lease
    │   ├── ArchiveCorrupt  SQLite says the file is damaged, or it is no archive of ours
    │   ├── ArchiveTooNew   written by a newer Dateline
    │   ├── ArchiveFull     the disk is full, or the file can't be written
    │   ├── ArchiveGone     the file was moved, removed or replaced while it was open
    │   └── ArchiveBusy     another program keeps the file locked
    ├── QueryInterrupted    somebody cancelled a running query
    └── QueryError          the query can't be understood; commands exit with 2
"""

from __future__ import annotations

import unicodedata


class StoreError(Exception):
    """Base of every error that `store` raises on purpose."""


class ArchiveError(StoreError):
    """The archive can't be used; nothing was changed."""


class ArchiveLocked(ArchiveError):  # noqa: N818 - reads as a state, like BrokenPipe
    """Another archiver holds the lease."""

    def __init__(self, path: str, pid: int | None, then: str = "") -> None:
        """Name the archive, where it is known the process id of the holder, and what to do `then`."""
        holder = f"process {pid}" if pid else "another process"
        super().__init__(f"{path}: locked: {holder} is already archiving into it{then and f'; {then}'}")
        self.path = path
        self.pid = pid


class ArchiveCorrupt(ArchiveError):  # noqa: N818
    """The file is damaged, or is no archive of ours."""


class ArchiveTooNew(ArchiveError):  # noqa: N818
    """The archive was written by a newer version."""


class ArchiveFull(ArchiveError):  # noqa: N818
    """The disk is full, or the file can't be written."""


class ArchiveGone(ArchiveError):  # noqa: N818
    """The file was moved, removed or replaced while it was open: what would be written now were lost."""


class ArchiveBusy(ArchiveError):  # noqa: N818
    """Another program keeps the file locked; the same job may succeed later."""


class QueryInterrupted(StoreError):  # noqa: N818
    """Somebody cancelled the query with `Reader.interrupt`; its answer is no longer wanted."""


class QueryError(StoreError):
    """The query can't be understood."""

    def __init__(self, message: str, query: str, column: int) -> None:
        """Keep the query and the 0-based code-point column at which it stops making sense."""
        super().__init__(message)
        self.message = message
        self.query = query
        self.column = column

    def caret(self) -> str:
        """Give three lines: the message, the query, and a caret under the column."""
        before = sum(map(_cells, self.query[: self.column]))
        line = "".join(" " if char.isspace() else char for char in self.query)
        return f"{self.message}\n  {line}\n  {' ' * before}^"


def _cells(char: str) -> int:
    """Give the terminal columns that a character takes: wide ones two, marks and controls none."""
    if char.isspace():
        return 1
    if unicodedata.category(char) in ("Mn", "Me", "Cf", "Cc", "Cs"):
        return 0
    return 2 if unicodedata.east_asian_width(char) in "WF" else 1
