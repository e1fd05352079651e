"""One archiver an archive: a lock on a file beside it, that falls free when its holder dies.

The file says in its first line which process holds it, and in its second the schema that this one knows; versions that
knew only the first schema wrote no second line.
"""

from __future__ import annotations

import contextlib
import fcntl
import os
import time
from pathlib import Path
from typing import TYPE_CHECKING

from store.errors import ArchiveFull, ArchiveLocked
from store.schema import SCHEMA_VERSION

if TYPE_CHECKING:
    from types import TracebackType

_ATTEMPTS = 5
_PAUSE_S = 0.02
_LONGEST = 64


class Lease:
    """The right to archive into one archive, held through ``flock`` on ``PATH.lock``.

    The file is never deleted: deleting a lock file lets two processes each lock a file of the same name.
    """

    def __init__(self, path: Path) -> None:
        """Name the archive; nothing is locked yet."""
        self.path = path
        self._file: int | None = None

    @property
    def held(self) -> bool:
        """Whether this object holds the lease."""
        return self._file is not None

    def acquire(self) -> None:
        """Take the lease, or say at once who has it.

        Raises:
            ArchiveLocked: another archiver holds it.
            ArchiveFull: the lock file can't be written.
        """
        if self._file is not None:
            return
        lock = _lock_path(self.path)
        try:
            lock.parent.mkdir(parents=True, exist_ok=True)
            file = os.open(lock, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        except OSError as error:
            raise ArchiveFull(f"{lock}: can't be written: {error.strerror}") from error
        if not _lock(file):
            pid = _pid(file)
            os.close(file)
            raise ArchiveLocked(str(self.path), pid)
        try:
            os.ftruncate(file, 0)
            os.pwrite(file, f"{os.getpid()}\n{SCHEMA_VERSION}\n".encode(), 0)
        except OSError as error:
            os.close(file)
            raise ArchiveFull(f"{lock}: can't be written: {error.strerror}") from error
        self._file = file

    def release(self) -> None:
        """Give the lease back; without it, nothing happens."""
        if self._file is not None:
            with contextlib.suppress(OSError):
                os.ftruncate(self._file, 0)
            os.close(self._file)
            self._file = None

    def __enter__(self) -> Lease:
        """Take the lease."""
        self.acquire()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        """Give it back."""
        self.release()


def holder(path: Path) -> int | None:
    """Give the process id of the archiver of `path`; None where there is none, 0 where it hasn't said yet."""
    try:
        file = os.open(_lock_path(path), os.O_RDONLY | os.O_CLOEXEC)
    except OSError:
        return None
    try:
        fcntl.flock(file, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except BlockingIOError:
        return _pid(file) or 0
    else:
        return None
    finally:
        os.close(file)


def known_schema(path: Path) -> int:
    """Give the schema that the holder of the lease of `path` knows; 0 where it doesn't say, or nobody holds it."""
    try:
        lines = _lock_path(path).read_bytes()[:_LONGEST].split()
        return int(lines[1])
    except (OSError, ValueError, IndexError):
        return 0


def _lock(file: int) -> bool:
    """Try a few times: `holder` takes the lock for an instant to see whether it is free."""
    for attempt in range(_ATTEMPTS):
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            if attempt + 1 < _ATTEMPTS:
                time.sleep(_PAUSE_S)
        else:
            return True
    return False


def _lock_path(path: Path) -> Path:
    """Give the same file whatever links lead to the archive."""
    return Path(f"{os.path.realpath(path)}.lock")


def _pid(file: int) -> int | None:
    with contextlib.suppress(OSError, ValueError):
        return int(os.pread(file, _LONGEST, 0).partition(b"\n")[0]) or None
    return None
