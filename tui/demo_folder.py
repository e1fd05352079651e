"""The folder of a demonstration, which goes with it; what one that was killed left behind goes when the next begins."""

from __future__ import annotations

import fcntl
import os
import shutil
import stat
import time
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory, gettempdir
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator

PREFIX: Final = "dateline-demo-"
LOCK: Final = "running.lock"
"""A file that a demonstration keeps locked as long as it runs, however it ends (flock, which the system lets go of)."""
UNLOCKED_FOR_S: Final = 86_400.0
"""A folder without that file may be one that is just being made; after so long it is not."""


@contextmanager
def demo_folder() -> Iterator[Path]:
    """Give a new folder that nobody else can look into, and remove it afterwards."""
    sweep(Path(gettempdir()))
    # An archiver that is just closing its files must not make leaving the demonstration an error.
    with TemporaryDirectory(prefix=PREFIX, ignore_cleanup_errors=True) as name, (Path(name) / LOCK).open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield Path(name)


def sweep(folder: Path) -> None:
    """Remove from `folder` what our own demonstrations left there that run no more."""
    for left in folder.glob(f"{PREFIX}*"):
        if _is_left(left):
            shutil.rmtree(left, ignore_errors=True)


def _is_left(folder: Path) -> bool:
    """Tell whether a folder is one of this user's, and no demonstration runs in it."""
    try:
        found = folder.lstat()
    except FileNotFoundError:
        return False
    if not stat.S_ISDIR(found.st_mode) or found.st_uid != os.getuid():
        return False
    try:
        lock = os.open(folder / LOCK, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
    except FileNotFoundError:
        return time.time() - found.st_mtime > UNLOCKED_FOR_S
    except OSError:
        return False
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    finally:
        os.close(lock)
    return True
