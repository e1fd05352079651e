"""The desk as a program in a real terminal: it starts, keeps an archiver, and leaves nothing behind."""

from __future__ import annotations

import fcntl
import os
import pty
import select
import signal
import struct
import subprocess
import sys
import termios
import time
import tomllib
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from store.models import LiveLink
from store.offers import offer
from store.writer import Writer
from tui.colours import has_colours, settle
from tui.screens.desk import LOOK_S

from .dispatches import add, dispatch, fill

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).resolve().parents[3]
OPEN = """
import sys
from pathlib import Path
from tui.commands.desk import run
from tui.config import load
child = [sys.executable, "-c", sys.argv[2]] if sys.argv[2:] else None
sys.exit(run(load(), archive=Path(sys.argv[1]), child=child))
"""
_NOT_OURS = ("NO_COLOR", "COLORTERM", "COLUMNS", "LINES")
CHILD = "import os, pathlib, sys; pathlib.Path({!r}).write_text(str(os.getpid())); sys.stdin.read()"


class Terminal:
    """A program in a pseudo-terminal."""

    def __init__(self, process: subprocess.Popen[bytes], master: int) -> None:
        self.process = process
        self.seen = b""
        self._master = master

    def until(self, *words: bytes, seconds: float = 90.0) -> None:
        """Read until all `words` were written."""
        deadline = time.monotonic() + seconds
        while not all(word in self.seen for word in words):
            assert time.monotonic() < deadline, self.seen[-2000:]
            self.read(0.1)

    def read(self, seconds: float) -> None:
        if select.select([self._master], [], [], seconds)[0]:
            try:
                self.seen += os.read(self._master, 65536)
            except OSError:  # Linux: nobody has the other end open any more
                self.process.wait(60)

    def type(self, keys: bytes) -> None:
        os.write(self._master, keys)

    def ended(self, seconds: float = 60.0) -> int:
        """Read until the program ended; give its exit code."""
        deadline = time.monotonic() + seconds
        while (code := self.process.poll()) is None:
            assert time.monotonic() < deadline
            self.read(0.05)
        return code


@contextmanager
def desk_in_a_terminal(
    archive: Path, *child: str, code: str = OPEN, size: tuple[int, int] = (120, 40), **environ: str
) -> Iterator[Terminal]:
    master, slave = pty.openpty()
    fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", size[1], size[0], 0, 0))
    home = archive.parent
    env = {name: value for name, value in os.environ.items() if name not in _NOT_OURS}
    env |= {"HOME": str(home), "XDG_STATE_HOME": str(home / "state"), "XDG_CONFIG_HOME": str(home / "config")}
    env |= {"TERM": "xterm-256color", "PYTHONPATH": str(ROOT), **environ}
    process = subprocess.Popen(
        [sys.executable, "-c", code, str(archive), *child], stdin=slave, stdout=slave, stderr=slave, env=env
    )
    os.close(slave)
    try:
        yield Terminal(process, master)
    finally:
        if process.poll() is None:
            process.kill()
        process.wait()
        os.close(master)


def test_a_missing_archive_is_made_the_archiver_kept_and_both_end_with_q(tmp_path: Path) -> None:
    pid_file = tmp_path / "pid"
    with desk_in_a_terminal(tmp_path / "new" / "archive.db", CHILD.format(str(pid_file))) as terminal:
        terminal.until(b"Welcome to Dateline", b"archiver pid")
        assert (tmp_path / "new" / "archive.db").exists()
        pid = int(pid_file.read_text())
        assert f"archiver pid {pid}".encode() in terminal.seen
        terminal.type(b"q")
        assert terminal.ended() == 0
        with pytest.raises(ProcessLookupError):
            os.kill(pid, 0)
    assert "archiver started" in (tmp_path / "new" / "state" / "dateline" / "desk.log").read_text()


@pytest.mark.parametrize(("number", "moment"), [(signal.SIGHUP, b"archiver pid"), (signal.SIGTERM, b"\x1b[?1049h")])
def test_told_to_end_from_outside_it_ends_in_good_order(tmp_path: Path, number: signal.Signals, moment: bytes) -> None:
    """Also at the very moment at which it has taken the terminal on."""
    pid_file = tmp_path / "pid"
    with desk_in_a_terminal(tmp_path / "archive.db", CHILD.format(str(pid_file))) as terminal:
        terminal.until(moment)
        terminal.process.send_signal(number)
        assert terminal.ended() == 0
        assert b"\x1b[?1049l" in terminal.seen, "the terminal's own screen is back"
        if pid_file.exists():
            with pytest.raises(ProcessLookupError):
                os.kill(int(pid_file.read_text()), 0)


def test_an_offered_live_blog_is_put_into_the_config_and_the_archiver_told(tmp_path: Path) -> None:
    config, ready, told = tmp_path / "config" / "dateline" / "config.toml", tmp_path / "ready", tmp_path / "told"
    config.parent.mkdir(parents=True)
    config.write_text('[[feeds]]\nurl = "https://wire.example/rss"\n')
    child = (
        "import pathlib, signal, sys\n"
        f"signal.signal(signal.SIGHUP, lambda *_: pathlib.Path({str(told)!r}).touch())\n"
        f"pathlib.Path({str(ready)!r}).touch(); sys.stdin.read()"
    )
    with Writer(tmp_path / "archive.db") as writer:
        fill(writer, 3)
        live = LiveLink("https://wire.example/live/war", "//wire.example/live/war", "War, day 33")
        writer.submit(offer(1, live, datetime.now(UTC))).result()
        with desk_in_a_terminal(writer.path, child) as terminal:
            terminal.until(b"Live blog", b"War, day 33", b"archiver pid")
            while not ready.exists():
                terminal.read(0.05)
            terminal.type(b"L")
            terminal.until(b"Followed from now on")
            while not told.exists():
                terminal.read(0.05)
            terminal.type(b"q")
            assert terminal.ended() == 0
    assert tomllib.loads(config.read_text())["feeds"][1] == {"url": live.url, "kind": "liveblog"}


def test_rows_that_another_process_commits_are_looked_for_each_second_and_shown(tmp_path: Path) -> None:
    with Writer(tmp_path / "archive.db") as writer:
        fill(writer, 3)
        with desk_in_a_terminal(writer.path) as terminal:
            terminal.until(b"Buses leave")
            add(writer, dispatch(50, title="Committed elsewhere"))
            terminal.until(b"Committed elsewhere")
            terminal.type(b"q")
            assert terminal.ended() == 0
    assert LOOK_S < 1


def test_without_colours_none_are_sent(tmp_path: Path) -> None:
    with Writer(tmp_path / "archive.db") as writer:
        fill(writer, 3)
    for name, value in (("NO_COLOR", "1"), ("TERM", "dumb")):
        environ: dict[str, Any] = {name: value}
        with desk_in_a_terminal(tmp_path / "archive.db", **environ) as terminal:
            terminal.until(b"Buses leave")
            terminal.type(b"q")
            assert terminal.ended() == 0
            assert b"38;2;" not in terminal.seen
            assert b"38;5;" not in terminal.seen


@pytest.mark.parametrize(
    ("environ", "colours"),
    [
        ({"TERM": "xterm-256color"}, True),
        ({"TERM": "xterm-256color", "NO_COLOR": "1"}, False),
        ({"TERM": "xterm-256color", "NO_COLOR": ""}, True),
        ({"TERM": "dumb"}, False),
        ({}, False),
        ({"TERM": "dumb", "COLORTERM": "truecolor"}, True),
    ],
)
def test_colours_are_drawn_where_terminal_and_user_take_them(environ: dict[str, str], colours: bool) -> None:
    assert has_colours(environ) is colours


def test_an_empty_no_color_counts_as_not_set() -> None:
    empty, wanted = {"TERM": "xterm-256color", "NO_COLOR": ""}, {"TERM": "xterm-256color", "NO_COLOR": "yes"}
    settle(empty)
    settle(wanted)
    assert "NO_COLOR" not in empty
    assert wanted["NO_COLOR"]


def test_a_terminal_without_colours_gets_none_from_textual_either() -> None:
    environ = {"TERM": "dumb"}
    settle(environ)
    assert environ["NO_COLOR"]


def test_the_config_is_read_again_by_key_and_the_filter_stays(tmp_path: Path) -> None:
    config, told = tmp_path / "config" / "dateline" / "config.toml", tmp_path / "told"
    config.parent.mkdir(parents=True)
    config.write_text("feeds = []\n")
    child = (
        "import pathlib, signal, sys\n"
        f"signal.signal(signal.SIGHUP, lambda *_: pathlib.Path({str(told)!r}).touch())\n"
        "print('ready'); sys.stdin.read()"
    )
    with Writer(tmp_path / "archive.db") as writer:
        fill(writer, 6)
        with desk_in_a_terminal(writer.path, child) as terminal:
            terminal.until(b"archiver pid", b"Buses leave Lviv")
            terminal.type(b"/")
            terminal.until(b"source:BBC")
            terminal.type(b"Lviv")
            terminal.until(b"matches")
            terminal.type(b"\r")
            terminal.until(b"Backspace")
            config.write_text('[desk]\nthme = "nord"\n')
            terminal.type(b"\x12")
            terminal.until(b"The config can't be used", b"thme")
            config.write_text('feeds = []\n[desk]\nkeymap = { quit = "X" }\n')
            terminal.seen = b""
            terminal.type(b"\x12")
            terminal.until(b"\x1b[?1049h", b"Backspace", b"quit")
            while not told.exists():
                terminal.read(0.05)
            terminal.type(b"X")
            assert terminal.ended() == 0


def test_a_fault_of_ours_ends_the_desk_with_one_calm_line_and_no_values(tmp_path: Path) -> None:
    broken = OPEN.replace(
        "sys.exit(",
        "from tui.widgets.reader import Reader\n"
        "def fail(self):\n"
        "    secret = 'hunter2'\n"
        "    raise RuntimeError(secret)\n"
        "Reader.toggle_highlight = fail\n"
        "sys.exit(",
    )
    with Writer(tmp_path / "archive.db") as writer:
        fill(writer, 1)
    with desk_in_a_terminal(writer.path, code=broken) as terminal:
        terminal.until(b"1 Headlines", b"Mayor says")
        terminal.type(b"t")
        assert terminal.ended() == 1
    assert b"The desk stopped (RuntimeError). Nothing is lost." in terminal.seen
    assert b"hunter2" not in terminal.seen
    assert "RuntimeError" in (tmp_path / "state" / "dateline" / "desk.log").read_text()
