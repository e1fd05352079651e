"""What a program and its children hold in memory. Linux only (/proc)."""

from __future__ import annotations

import contextlib
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Memory:
    """What a program holds, in MiB."""

    resident: float
    own: float
    """Resident without shared pages of files."""
    shared_out: float
    """Resident, of shared pages only its part (PSS)."""
    children: float
    """The resident memory of its children and theirs."""

    def __str__(self) -> str:
        """Say it in a line."""
        parts = f"of it anonymous {self.own:.1f}, proportional {self.shared_out:.1f}"
        return f"{self.resident:.1f} MiB resident ({parts}); children {self.children:.1f}"


def memory_of(pid: int) -> Memory:
    """Give what a program and its children hold.

    Raises:
        KeyError: it has ended.
    """
    sizes = _sizes(pid)
    children = sum(_sizes(child).get("Rss", 0.0) for child in _descendants(pid))
    return Memory(sizes["Rss"], sizes["Anonymous"], sizes["Pss"], children)


def _sizes(pid: int) -> dict[str, float]:
    """Give the sizes in a program's map of memory, in MiB; nothing of one that has ended."""
    try:
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    except OSError:
        return {}
    return {line.split(":")[0]: int(line.split()[-2]) / 1024 for line in lines if line.endswith(" kB")}


def _descendants(pid: int) -> list[int]:
    """Give the processes that `pid` started, and those that they started."""
    found: list[int] = []
    for file in Path(f"/proc/{pid}/task").glob("*/children"):
        with contextlib.suppress(OSError):
            for child in map(int, file.read_text().split()):
                found += [child, *_descendants(child)]
    return found
