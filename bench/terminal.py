"""A program in a pseudo-terminal: its screen, its CPU time, its memory, and how soon it answers. Linux only (/proc)."""

from __future__ import annotations

import contextlib
import fcntl
import os
import pty
import select
import signal
import struct
import tempfile
import termios
import time
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import pyte

from bench.memory import Memory, memory_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from types import TracebackType

COLUMNS, ROWS = 120, 40
_SCHED = 2
"""Makes of a process id the clock of its CPU time, as clock_getcpuclockid(3) does it on Linux."""
QUIET_S = 0.06
"""A key is pressed once the program drew nothing for so long."""
BURST_S = 0.03
"""Ends what a key had drawn."""


@dataclass(frozen=True, slots=True)
class Start:
    """What the start of a program took, and what it held then, in MiB."""

    wall_s: float
    cpu_s: float
    resident: float
    own: float


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
        self._born = 0.0
        self.read_at = 0.0
        """When something was drawn last, in seconds of the monotonic clock."""

    def __enter__(self) -> Terminal:
        """Start the program."""
        self._born = time.monotonic()
        self._pid, self._file = pty.fork()
        if self._pid == 0:
            os.execvpe(self._command[0], self._command, environment())
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
            data = os.read(self._file, 65536)
            self.read_at = time.monotonic()
            self._stream.feed(data)
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
                last = self.read_at
                continue
            shown = "\n".join(self._screen.display)
            if last > began and (not texts or any(text in shown for text in texts)):
                return last - began
        raise TimeoutError(f"{self._command[0]} showed none of {texts}:\n{shown}")

    def started(self, text: str, quiet_s: float = 0.6, limit_s: float = 60.0) -> Start:
        """Give what it took from the start to the byte after which the screen reads as it does once it is quiet.

        Raises:
            TimeoutError: the screen was not quiet, with `text` on it, within `limit_s`; or the program ended.
        """
        drawn: list[tuple[float, float, bytes]] = []
        while True:
            if select.select([self._file], [], [], quiet_s)[0]:
                data = os.read(self._file, 65536)
                drawn.append((time.monotonic(), self.cpu_seconds(), data))
            elif drawn and text in self._replayed(data for _, _, data in drawn):
                break
            if time.monotonic() - self._born > limit_s:
                raise TimeoutError(f"{self._command[0]} showed no {text}")
        memory, last = self.memory(), self._replayed(data for _, _, data in drawn)
        upto = len(drawn)
        while upto > 1 and self._replayed(data for _, _, data in drawn[: upto - 1]) == last:
            upto -= 1
        at, cpu, _ = drawn[upto - 1]
        return Start(at - self._born, cpu, memory.resident, memory.own)

    def _replayed(self, drawn: Iterable[bytes]) -> str:
        """Give what the screen shows after so much was drawn."""
        screen = _screen()
        stream = pyte.ByteStream(screen)
        for data in drawn:
            stream.feed(data)
        return "\n".join(screen.display)

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

    def latency(self, keys: str, limit_s: float = 1.0) -> tuple[float, float] | None:
        """Type `keys` once the screen is quiet; give the seconds to the first byte drawn and to the last of that burst.

        None where nothing is drawn within `limit_s`.
        """
        deadline = time.monotonic() + 2
        while time.monotonic() < deadline and self._read(QUIET_S):
            pass
        began = time.monotonic()
        self.send(keys)
        if not self._read(limit_s):
            return None
        first = last = self.read_at
        while last - began < 2 and self._read(BURST_S):
            last = self.read_at
        return first - began, last - began

    def memory_mib(self) -> float:
        """Give the resident memory of the program in MiB."""
        return self.memory().resident

    def memory(self) -> Memory:
        """Give what the program and its children hold."""
        return memory_of(self._pid)

    def cpu_seconds(self) -> float:
        """Give the user and system time of the program so far, that of threads that ended too."""
        return time.clock_gettime((~self._pid << 3) | _SCHED)


def environment() -> dict[str, str]:
    """Give an environment with a terminal of all colours, and with byte code kept, as an installation has it."""
    kept = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    bytecode = str(Path(tempfile.gettempdir(), "dateline-bench-bytecode"))
    return {**kept, "TERM": "xterm-256color", "COLORTERM": "truecolor", "PYTHONPYCACHEPREFIX": bytecode}
