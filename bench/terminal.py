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


class Terminal:
    """Runs a command from entering the context to leaving it."""

    def __init__(self, command: Sequence[str]) -> None:
        """Name the command; nothing runs yet."""
        self._command = list(command)
        self._screen = pyte.Screen(COLUMNS, ROWS)
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
            if left <= 0 or not select.select([self._file], [], [], left)[0]:
                raise TimeoutError(f"{self._command[0]} showed none of {texts}:\n{shown}")
            try:
                self._stream.feed(os.read(self._file, 65536))
            except OSError as error:  # Linux reports the other end's close as EIO
                raise TimeoutError(f"{self._command[0]} ended:\n{shown}") from error

    def cpu_seconds(self) -> float:
        """Give the user and system time of the program so far."""
        fields = Path(f"/proc/{self._pid}/stat").read_text().rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / _TICKS
