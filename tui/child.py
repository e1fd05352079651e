"""The archiver that the desk starts: a child process, watched, started again after a crash, and ended in time."""

from __future__ import annotations

import contextlib
import logging
import signal
import subprocess
import threading
import time
from typing import IO, TYPE_CHECKING, Literal

from store.lease import holder
from store.records import record
from store.text import clean_line

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

log = logging.getLogger(__name__)

EXIT_LOCKED = 3
"""Exit code of an archiver that can't use the archive, the lease being held among other reasons (CONTRACT.md)."""
BACKOFF_S = (1.0, 2.0, 5.0, 15.0, 60.0)
"""Waits after the first, second … crash in a row."""
STEADY_S = 60.0
"""An archiver that ran this long was well; the next crash counts as the first again."""
LOOK_S = 0.2
FOLLOW_S = 2.0
"""How often a lease that another process holds is looked at."""
STOP_S = 5.0
"""A child gets this long to finish its transaction after its standard input closed."""


@record
class ArchiverState:
    """Who archives at the moment."""

    kind: Literal["none", "starting", "own", "other", "waiting"]
    """``waiting``: ours stopped by itself and is started again later."""
    pid: int | None = None
    reason: str = ""
    """Why ours stopped."""

    def words(self) -> str:
        """Say it in a few words."""
        match self.kind:
            case "none":
                return "no archiver"
            case "starting":
                return "archiver starting"
            case "own":
                return f"archiver pid {self.pid}"
            case "other":
                return f"follows archiver pid {self.pid}" if self.pid else "follows another archiver"
            case "waiting":
                return f"archiver stopped: {self.reason}; next try within a minute"


class Supervisor:
    """Keeps one archiver running for the archive: another process's if there is one, else a child of ours."""

    def __init__(self, argv: Sequence[str], archive: Path, output: Path, backoff: Sequence[float] = BACKOFF_S) -> None:
        """Take the child's arguments, the archive, and the file that takes what the child prints."""
        self._argv = list(argv)
        self._archive = archive
        self._output = output
        self._backoff = backoff
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._run, name="archiver-supervisor", daemon=True)
        self.state = ArchiverState("starting")
        """Replaced whole at each change, so any thread may read it."""
        self._child: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Begin; returns at once."""
        self._thread.start()

    def stop(self) -> None:
        """End our child, which finishes its transaction first, and wait until it is gone."""
        self._stop.set()
        if self._thread.is_alive():
            self._thread.join()

    def reload(self) -> bool:
        """Have our child read the config again; tell whether there is one."""
        child = self._child
        if child is None:
            return False
        child.send_signal(signal.SIGHUP)
        return True

    def _run(self) -> None:
        """Follow, start, watch and start again until told to stop."""
        crashes = 0
        while not self._stop.is_set():
            pid = holder(self._archive)
            if pid is not None:
                self.state = ArchiverState("other", pid or None)
                self._stop.wait(FOLLOW_S)
                continue
            began = time.monotonic()
            code, reason = self._run_child()
            if self._stop.is_set():
                return
            if code == EXIT_LOCKED and holder(self._archive) is not None:
                continue
            crashes = 1 if time.monotonic() - began > STEADY_S else crashes + 1
            wait = self._backoff[min(crashes, len(self._backoff)) - 1]
            log.warning("archiver stopped: %s; next try in %.0f s", reason, wait)
            self.state = ArchiverState("waiting", reason=reason)
            self._stop.wait(wait)

    def _run_child(self) -> tuple[int, str]:
        """Run one child to its end; give its exit code and why it ended."""
        self.state = ArchiverState("starting")
        try:
            self._output.parent.mkdir(parents=True, exist_ok=True)
            with self._output.open("wb") as output, self._spawn(output) as child:
                self.state, self._child = ArchiverState("own", child.pid), child
                log.info("archiver started, pid %d", child.pid)
                while child.poll() is None and not self._stop.wait(LOOK_S):
                    pass
                self._child = None
                code = _end(child)
        except OSError as error:
            return 1, error.strerror or str(error)
        return code, _last_line(self._output) or f"exit status {code}"

    def _spawn(self, output: IO[bytes]) -> subprocess.Popen[bytes]:
        """Start the child: it stops when its standard input closes, and so does not outlive the desk."""
        return subprocess.Popen(
            self._argv,
            stdin=subprocess.PIPE,
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )


def _end(child: subprocess.Popen[bytes]) -> int:
    """Close the child's standard input and wait; a child that takes too long is ended harder."""
    if child.stdin is not None:
        with contextlib.suppress(BrokenPipeError):
            child.stdin.close()
    for end, patience in ((None, STOP_S - 1.0), (child.terminate, 1.0), (child.kill, None)):
        if end is not None:
            log.warning("archiver pid %d does not end by itself", child.pid)
            end()
        try:
            return child.wait(patience)
        except subprocess.TimeoutExpired:
            continue
    return child.wait()


def _last_line(output: Path) -> str:
    """Give the last line that the child printed, cut for the status line."""
    with contextlib.suppress(OSError), output.open("rb") as file:
        file.seek(max(0, output.stat().st_size - 4096))
        lines = file.read().decode("utf-8", "replace").strip().splitlines()
        return clean_line(lines[-1], 100) if lines else ""
    return ""
