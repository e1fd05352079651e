"""What an ordinary user may not do, also where the tests run as root."""

from __future__ import annotations

import contextlib
import os
import shutil
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

_NOBODY = 65_534


@contextlib.contextmanager
def open_folder() -> Iterator[Path]:
    """Give a folder that every user can enter; `tmp_path` belongs to whoever runs the tests alone."""
    folder = Path(tempfile.mkdtemp(prefix="dateline-"))
    folder.chmod(0o777)
    try:
        yield folder
    finally:
        for inner in (folder, *(path for path in folder.rglob("*") if path.is_dir())):
            inner.chmod(0o777)
        shutil.rmtree(folder)


@contextlib.contextmanager
def unprivileged() -> Iterator[None]:
    """Make permissions count."""
    if os.geteuid() != 0:
        yield
        return
    os.seteuid(_NOBODY)
    try:
        yield
    finally:
        os.seteuid(0)
