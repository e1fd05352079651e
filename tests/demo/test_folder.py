"""The folder of a demonstration: gone with it, and with the next one where it was killed."""

from __future__ import annotations

import fcntl
import os
import stat
import subprocess
import sys
import tempfile
from typing import TYPE_CHECKING

import pytest

from tui.demo_folder import LOCK, PREFIX, UNLOCKED_FOR_S, demo_folder, sweep

if TYPE_CHECKING:
    from pathlib import Path

HOLD = """
import sys
from tui.demo_folder import demo_folder
with demo_folder() as folder:
    print(folder, flush=True)
    sys.stdin.read()
"""


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    monkeypatch.setattr(tempfile, "tempdir", None)
    return tmp_path


def left_behind(folder: Path, name: str, *, lock: bool = True) -> Path:
    made = folder / f"{PREFIX}{name}"
    made.mkdir()
    (made / "demo.db").touch()
    if lock:
        (made / LOCK).touch()
    return made


def test_it_is_for_nobody_else_and_goes_afterwards(folder: Path) -> None:
    with demo_folder() as made:
        assert made.parent == folder
        assert stat.S_IMODE(made.stat().st_mode) == 0o700
        (made / "demo.db").touch()
    assert list(folder.iterdir()) == []


def test_what_a_killed_demonstration_left_goes_when_the_next_begins(folder: Path) -> None:
    with subprocess.Popen(
        [sys.executable, "-c", HOLD], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as killed:
        assert killed.stdout is not None
        made = killed.stdout.readline().strip()
        sweep(folder)
        assert os.path.isdir(made), "it still runs"  # noqa: PTH112
        killed.kill()
    with demo_folder() as mine:
        assert list(folder.iterdir()) == [mine]


def test_that_of_a_running_demonstration_stays(folder: Path) -> None:
    made = left_behind(folder, "runs")
    with (made / LOCK).open() as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        sweep(folder)
        assert made.exists()


def test_one_without_a_lock_may_just_be_made_and_stays_for_a_day(folder: Path) -> None:
    young, old = left_behind(folder, "young", lock=False), left_behind(folder, "old", lock=False)
    then = young.stat().st_mtime - UNLOCKED_FOR_S - 60
    os.utime(old, (then, then))
    sweep(folder)
    assert young.exists()
    assert not old.exists()


def test_links_files_and_folders_of_others_stay(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    precious = folder / "precious"
    precious.mkdir()
    (precious / LOCK).touch()
    (folder / f"{PREFIX}link").symlink_to(precious)
    (folder / f"{PREFIX}file").touch()
    sweep(folder)
    assert (precious / LOCK).exists()
    assert (folder / f"{PREFIX}file").exists()
    theirs = left_behind(folder, "theirs")
    monkeypatch.setattr(os, "getuid", lambda: theirs.stat().st_uid + 1)
    sweep(folder)
    assert theirs.exists()
