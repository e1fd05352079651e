"""The archiver that the desk keeps running: started, followed, started again, and ended with the desk."""

from __future__ import annotations

import os
import sys
import time
from typing import TYPE_CHECKING

from store.lease import Lease
from tui.child import ArchiverState, Supervisor

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    import pytest

UNTIL_STDIN_CLOSES = "import sys; sys.stdin.read()"
STUBBORN = "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); time.sleep(60)"


def until(condition: Callable[[], object]) -> None:
    deadline = time.monotonic() + 60
    while not condition():
        assert time.monotonic() < deadline
        time.sleep(0.01)


def alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


def supervisor(tmp_path: Path, code: str, backoff: tuple[float, ...] = (30.0,)) -> Supervisor:
    return Supervisor([sys.executable, "-c", code], tmp_path / "archive.db", tmp_path / "log" / "out", backoff)


def test_a_child_runs_until_the_desk_stops_it_by_closing_its_standard_input(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr("tui.child.STOP_S", 60.0)
    ours = supervisor(tmp_path, UNTIL_STDIN_CLOSES)
    ours.start()
    until(lambda: ours.state.kind == "own")
    pid = ours.state.pid
    assert pid is not None
    assert alive(pid)
    ours.stop()
    assert not alive(pid)
    assert "does not end by itself" not in caplog.text


def test_a_child_that_does_not_listen_is_ended_harder(tmp_path: Path) -> None:
    ours = supervisor(tmp_path, STUBBORN)
    ours.start()
    until(lambda: ours.state.kind == "own")
    pid = ours.state.pid
    ours.stop()
    assert pid is not None
    assert not alive(pid)


def test_a_crash_is_explained_and_the_child_started_again_after_a_while(tmp_path: Path) -> None:
    marker = tmp_path / "second"
    code = (
        f"import pathlib, sys; m = pathlib.Path({str(marker)!r})\n"
        "if m.exists(): sys.stdin.read(); sys.exit(0)\n"
        "m.touch(); sys.exit('the disk is \\x1b[31mfull')"
    )
    ours = supervisor(tmp_path, code, backoff=(0.5,))
    ours.start()
    until(lambda: ours.state.kind == "waiting")
    assert "the disk is full" in ours.state.words()
    assert "next try within a minute" in ours.state.words()
    until(lambda: ours.state.kind == "own" and marker.exists())
    ours.stop()


def test_a_child_that_can_not_start_is_explained(tmp_path: Path) -> None:
    ours = Supervisor([str(tmp_path / "missing")], tmp_path / "archive.db", tmp_path / "out", (30.0,))
    ours.start()
    until(lambda: ours.state.kind == "waiting")
    assert "No such file" in ours.state.words()
    ours.stop()


def test_where_another_process_holds_the_lease_it_is_followed_and_taken_over_from(
    tmp_path: Path, monkeypatch: object
) -> None:
    ours = supervisor(tmp_path, UNTIL_STDIN_CLOSES)
    with Lease(tmp_path / "archive.db"):
        ours.start()
        until(lambda: ours.state.kind == "other")
        assert ours.state.pid == os.getpid()
        assert str(os.getpid()) in ours.state.words()
    until(lambda: ours.state.kind == "own")
    ours.stop()


def test_stopping_while_it_waits_to_start_again_takes_no_time(tmp_path: Path) -> None:
    ours = supervisor(tmp_path, "import sys; sys.exit(1)", backoff=(100_000.0,))
    ours.start()
    until(lambda: ours.state.kind == "waiting")
    ours.stop()


def test_every_state_says_who_archives() -> None:
    assert ArchiverState("none").words() == "no archiver"
    assert ArchiverState("own", 7).words() == "archiver pid 7"
    assert ArchiverState("other").words() == "follows another archiver"


def test_a_child_is_told_to_read_the_config_again(tmp_path: Path) -> None:
    told = tmp_path / "told"
    code = (
        "import pathlib, signal, sys\n"
        f"signal.signal(signal.SIGHUP, lambda *_: pathlib.Path({str(told)!r}).touch())\n"
        f"pathlib.Path({str(tmp_path / 'ready')!r}).touch()\n"
        "sys.stdin.read()"
    )
    ours = supervisor(tmp_path, code)
    assert not ours.reload()
    ours.start()
    until((tmp_path / "ready").exists)
    assert ours.reload()
    until(told.exists)
    ours.stop()
    assert not ours.reload()
