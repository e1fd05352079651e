"""Memory of this process and all below it, from ``/proc``."""

from __future__ import annotations

import os
import threading
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from types import TracebackType

_EVERY_S = 0.05
_MIB = 2**20
_PAGE = os.sysconf("SC_PAGE_SIZE")


def tree_mb(root: int, without: str = "server.py") -> float:
    """Give the resident memory of a process and its children in MiB, shared pages counted in each."""
    children: dict[int, list[int]] = {}
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                fields = (entry / "stat").read_text().rpartition(")")[2].split()
                skipped = without in (entry / "cmdline").read_text()
            except OSError:
                continue
            if not skipped:
                children.setdefault(int(fields[1]), []).append(int(entry.name))
    total, left = 0, [root]
    while left:
        pid = left.pop()
        left += children.get(pid, [])
        try:
            total += int(Path(f"/proc/{pid}/statm").read_text().split()[1]) * _PAGE
        except OSError:
            continue
    return total / _MIB


class PeakMemory:
    """Watches the memory of this process tree; use it as a context manager."""

    def __init__(self) -> None:
        self._peak = 0.0
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._watch, daemon=True)

    def take(self) -> float:
        """Give the peak in MiB since the last call."""
        peak, self._peak = self._peak, 0.0
        return peak

    def __enter__(self) -> PeakMemory:
        self._thread.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._stop.set()
        self._thread.join()

    def _watch(self) -> None:
        while not self._stop.wait(_EVERY_S):
            self._peak = max(self._peak, tree_mb(os.getpid()))
