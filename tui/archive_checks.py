"""What `dateline doctor` finds of the archive: its contents, and the files around it."""

from __future__ import annotations

import contextlib
import os
import re
import shlex
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from store.errors import ArchiveCorrupt, ArchiveError
from store.paths import is_there
from tui.wording import size

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from store import doctor

LARGEST_LOG = 512 << 20
"""Bytes of write-ahead log above which something keeps it from being folded into the archive."""
_NAMED = 5
_DRAFT = re.compile(r"\..+\.(\d+)\.(?:new|part)(?:-wal|-shm|-journal)?\Z")
_WELL = {
    "references": "every row has its counterpart",
    "counters": "right",
    "index": "holds every article",
    "texts": "can be read",
}


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked at."""

    subject: str
    ok: bool
    words: str
    steps: tuple[str, ...] = ()
    """What to type or do about it."""


def look_at(path: Path, *, full: bool) -> Iterator[Finding]:
    """Look at an archive's contents and at the files around it; nothing is changed."""
    from store.doctor import examine

    if not is_there(path):
        yield Finding("archive", ok=True, words=f"{path}: not there yet; `dateline archive` makes it")
        return
    try:
        found = examine(path, full=full)
    except ArchiveError as error:
        steps = recovery(path) if isinstance(error, ArchiveCorrupt) else ()
        yield Finding("archive", ok=False, words=str(error), steps=steps)
    else:
        yield from _contents(path, found, full=full)
    yield _permissions(path)
    yield _log(path)
    yield from _leftovers(path)


def recovery(path: Path) -> tuple[str, ...]:
    """Give the steps that bring a damaged archive back."""
    fresh = path.with_name(f"{path.stem}-saved{path.suffix}")
    backups = sorted(path.parent.glob(f"{path.name}.*.backup"), key=lambda file: file.name.rsplit(".", 2)[1])
    known = f" (the newest beside it is {backups[-1]})" if backups else ""
    return (
        "Close the desk and stop the archiver. The damaged file is left as it is.",
        f"With a backup{known}: move {path} and the -wal and -shm files beside it away, and copy the backup there.",
        f"Without one, type: dateline doctor --archive {_shell(path)} --salvage {_shell(fresh)}",
        f"What can be read is in {fresh} then. Look at it with `dateline search`, then move it to the old place.",
    )


def _contents(path: Path, found: Sequence[doctor.Finding], *, full: bool) -> Iterator[Finding]:
    from store.lease import holder
    from store.schema import SCHEMA_VERSION

    pages, *rest = found
    if pages.faults:
        words = f"{path}: damaged: {'; '.join(pages.faults[:_NAMED])}"
        yield Finding("archive", ok=False, words=words, steps=_steps(path, pages.fixable))
        return
    pid = holder(path)
    archiver = f"process {pid} archives into it" if pid else "no archiver is running"
    yield Finding("archive", ok=True, words=f"{path}: whole, schema {SCHEMA_VERSION}; {archiver}")
    for one in rest:
        if one.faults:
            yield Finding(one.subject, ok=False, words="; ".join(one.faults[:_NAMED]), steps=_steps(path, one.fixable))
        else:
            sampled = "" if full or one.subject not in ("index", "texts") else ", as far as some of them tell"
            yield Finding(one.subject, ok=True, words=f"{_WELL[one.subject]}{sampled}")


def _steps(path: Path, fixable: bool) -> tuple[str, ...]:
    if not fixable:
        return recovery(path)
    return (
        "Close the desk and stop the archiver.",
        f"Type: dateline doctor --archive {_shell(path)} --fix (it copies the archive first)",
    )


def _permissions(path: Path) -> Finding:
    try:
        mode = path.stat().st_mode
    except OSError as error:
        return Finding("permissions", ok=False, words=f"{path}: {error.strerror}")
    if mode & 0o022:
        steps = (f"Type: chmod go-w {_shell(path)}",)
        return Finding("permissions", ok=False, words=f"{path}: other users may write to it", steps=steps)
    if not os.access(path, os.W_OK):
        return Finding("permissions", ok=False, words=f"{path}: can be read only, so nothing can be archived")
    private = "" if mode & 0o044 else ", by you alone"
    return Finding("permissions", ok=True, words=f"can be read and written{private}")


def _log(path: Path) -> Finding:
    from store.lease import holder

    with contextlib.suppress(OSError):
        bytes_ = Path(f"{os.path.realpath(path)}-wal").stat().st_size
        if bytes_ > LARGEST_LOG:
            words = f"{size(bytes_)} wait to be folded in: a program that reads without a pause is in the way"
            return Finding("log", ok=False, words=words)
        if bytes_ and not holder(path):
            return Finding("log", ok=True, words=f"{size(bytes_)} of commits; whoever writes next folds them in")
        if bytes_:
            return Finding("log", ok=True, words=f"{size(bytes_)} of commits to be folded in")
    return Finding("log", ok=True, words="empty")


def _leftovers(path: Path) -> Iterator[Finding]:
    """Name the drafts of commands that were killed: they are of no use to anybody."""
    names: list[str] = []
    with contextlib.suppress(OSError):
        names = sorted(os.listdir(path.parent))  # noqa: PTH208 - the method gives nothing for a closed folder
    dead = [path.parent / name for name in names if _DRAFT.match(name) and not _is_alive(name)]
    if dead:
        words = f"{len(dead)} unfinished of commands that were killed, such as {dead[0]}"
        yield Finding(
            "leftovers",
            ok=False,
            words=words,
            steps=tuple(f"Type: rm {_shell(file)}" for file in dead[:_NAMED]),
        )


def _is_alive(name: str) -> bool:
    """Tell whether the process that a draft is named after runs."""
    match = _DRAFT.match(name)
    return match is not None and Path(f"/proc/{match[1]}").exists()


def _shell(path: Path) -> str:
    """Give a path as it is typed."""
    return shlex.quote(str(path))
