"""A program in a pseudo-terminal, its screen, and the CPU time it has spent. Linux only (/proc)."""

from __future__ import annotations

import contextlib
import fcntl
import os
import pty
import select
import signal
import struct
import termios
import time
from pathlib import Path
from typing import TYPE_CHECKING

import pyte

if TYPE_CHECKING:
    from collections.abc import Sequence
    from types import TracebackType

COLUMNS, ROWS = 120, 40
_TICKS = os.sysconf("SC_CLK_TCK")


def _screen() -> pyte.Screen:
    """Make a screen that lets private forms of SGR pass: pyte hands them on, and could not take them."""
    screen = pyte.Screen(COLUMNS, ROWS)
    known = screen.select_graphic_rendition

    def rendition(*attributes: int, private: bool = False) -> None:
        if not private:
            known(*attributes)

    setattr(screen, "select_graphic_rendition", rendition)  # noqa: B010 - as pyte looks it up
    return screen


class Terminal:
    """Runs a command from entering the context to leaving it."""

    def __init__(self, command: Sequence[str]) -> None:
        """Name the command; nothing runs yet."""
        self._command = list(command)
        self._screen = _screen()
        self._stream = pyte.ByteStream(self._screen)
        self._pid = self._file = -1

    def __enter__(self) -> Terminal:
        """Start the program."""
        self._pid, self._file = pty.fork()
        if self._pid == 0:
            os.environ.update({"TERM": "xterm-256color", "COLORTERM": "truecolor"})
            os.execvp(self._command[0], self._command)
        fcntl.ioctl(self._file, termios.TIOCSWINSZ, struct.pack("HHHH", ROWS, COLUMNS, 0, 0))
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        """Kill the program: what it would still write is not wanted."""
        if self._pid > 0:
            with contextlib.suppress(ProcessLookupError):
                os.kill(self._pid, signal.SIGKILL)
            os.waitpid(self._pid, 0)
        os.close(self._file)

    def send(self, keys: str) -> None:
        """Type `keys`."""
        os.write(self._file, keys.encode())

    def wait_for(self, *texts: str, limit_s: float = 240.0) -> str:
        """Read what the program draws until its screen shows one of `texts`, and give that one.

        Raises:
            TimeoutError: none is there within `limit_s`.
        """
        deadline = time.monotonic() + limit_s
        while True:
            shown = "\n".join(self._screen.display)
            for text in texts:
                if text in shown:
                    return text
            left = deadline - time.monotonic()
            if left <= 0 or not self._read(left):
                raise TimeoutError(f"{self._command[0]} showed none of {texts}:\n{shown}")

    def _read(self, seconds: float) -> bool:
        """Take in what the program draws within so many seconds; False where it drew nothing.

        Raises:
            TimeoutError: it ended.
        """
        if not select.select([self._file], [], [], max(0.0, seconds))[0]:
            return False
        try:
            self._stream.feed(os.read(self._file, 65536))
        except OSError as error:  # Linux reports the other end's close as EIO
            shown = "\n".join(self._screen.display)
            raise TimeoutError(f"{self._command[0]} ended:\n{shown}") from error
        return True

    def took(self, keys: str, *texts: str, quiet_s: float = 0.3, limit_s: float = 240.0) -> float:
        """Type `keys`; give the seconds until the last byte before the program is quiet, one of `texts` being shown.

        Raises:
            TimeoutError: none of `texts` is there within `limit_s`, or the program ended.
        """
        began = last = time.monotonic()
        if keys:
            self.send(keys)
        shown = ""
        while time.monotonic() - began < limit_s:
            if self._read(quiet_s):
                last = time.monotonic()
                continue
            shown = "\n".join(self._screen.display)
            if last > began and (not texts or any(text in shown for text in texts)):
                return last - began
        raise TimeoutError(f"{self._command[0]} showed none of {texts}:\n{shown}")

    def wait_until_gone(self, text: str, limit_s: float = 240.0) -> None:
        """Read what the program draws until its screen no longer shows `text`.

        Raises:
            TimeoutError: it is there after `limit_s`, or the program ended.
        """
        deadline = time.monotonic() + limit_s
        while text in "\n".join(self._screen.display):
            if time.monotonic() > deadline:
                raise TimeoutError(f"{self._command[0]} still shows {text}")
            self._read(0.1)

    def pass_time(self, seconds: float) -> None:
        """Let so much time pass, and take in what the program draws meanwhile."""
        deadline = time.monotonic() + seconds
        while (left := deadline - time.monotonic()) > 0:
            self._read(left)

    def wait_for_end(self, limit_s: float) -> int:
        """Give the program's exit code once it ended by itself; that of a signal is negative.

        Raises:
            TimeoutError: it did not within `limit_s`.
        """
        deadline = time.monotonic() + limit_s
        while time.monotonic() < deadline:
            pid, status = os.waitpid(self._pid, os.WNOHANG)
            if pid:
                self._pid = -1
                return os.waitstatus_to_exitcode(status)
            with contextlib.suppress(TimeoutError):
                self._read(0.1)
        raise TimeoutError(f"{self._command[0]} did not end")

    def memory_mib(self) -> float:
        """Give the resident memory of the program in MiB."""
        pages = int(Path(f"/proc/{self._pid}/statm").read_text().split()[1])
        return pages * os.sysconf("SC_PAGE_SIZE") / 2**20

    def cpu_seconds(self) -> float:
        """Give the user and system time of the program so far."""
        fields = Path(f"/proc/{self._pid}/stat").read_text().rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / _TICKS
