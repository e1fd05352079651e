"""The lease: one archiver an archive, across processes."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from store.errors import ArchiveFull, ArchiveLocked
from store.lease import Lease, holder, known_schema
from store.schema import SCHEMA_VERSION

ROOT = Path(__file__).resolve().parents[2]
HOLD = """
import sys
from pathlib import Path
from store.lease import Lease
with Lease(Path(sys.argv[1])):
    print("held", flush=True)
    sys.stdin.read()
"""


def _holder(path: Path) -> subprocess.Popen[str]:
    process = subprocess.Popen(
        [sys.executable, "-c", HOLD, str(path)], cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert process.stdout is not None
    assert process.stdout.readline() == "held\n"
    return process


def test_a_lease_is_taken_once(path: Path) -> None:
    assert holder(path) is None
    lease = Lease(path)
    with lease:
        assert holder(path) == os.getpid()
        with pytest.raises(ArchiveLocked, match=f"process {os.getpid()}"):
            Lease(path).acquire()
        lease.acquire()
    assert holder(path) is None
    lease.release()


def test_another_process_is_refused_and_told_the_holders_id(path: Path) -> None:
    with _holder(path) as process:
        with pytest.raises(ArchiveLocked) as caught:
            Lease(path).acquire()
        assert caught.value.pid == process.pid == holder(path)
        process.communicate("")
    with Lease(path):
        pass


def test_a_holder_says_which_schema_it_knows(path: Path) -> None:
    assert known_schema(path) == 0
    with _holder(path) as process:
        assert known_schema(path) == SCHEMA_VERSION
        process.communicate("")
    assert known_schema(path) == 0


def test_a_killed_holder_holds_nothing(path: Path) -> None:
    with _holder(path) as process:
        process.kill()
        process.wait()
    assert holder(path) is None
    with Lease(path):
        assert holder(path) == os.getpid()


def test_looking_for_the_holder_takes_nothing_away(path: Path) -> None:
    with Lease(path):
        for _ in range(3):
            assert holder(path) == os.getpid()
        with pytest.raises(ArchiveLocked):
            Lease(path).acquire()


def test_an_unwritable_folder_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(ArchiveFull, match=r"archive\.db\.lock: can't be written"):
        Lease(tmp_path / "file" / "archive.db").acquire()


def test_a_link_to_the_archive_is_the_same_archive(path: Path, tmp_path: Path) -> None:
    link = tmp_path / "elsewhere" / "link.db"
    link.parent.mkdir()
    link.symlink_to(path)
    with Lease(path):
        assert holder(link) == os.getpid()
        with pytest.raises(ArchiveLocked):
            Lease(link).acquire()
    assert [file.name for file in link.parent.iterdir()] == ["link.db"]
