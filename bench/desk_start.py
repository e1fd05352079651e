"""Start of the desk on an empty and on a full archive: wall time, CPU time and memory, as ratios.

    python bench/make_archive.py full.db --articles 100000 --until today
    python bench/desk_start.py full.db --runs 5

The desk runs in a real pseudo-terminal. A start lasts from the fork to the last byte before the screen is quiet for
`QUIET_S`, which comes because an idle desk draws nothing. An archive up to today fills the ticker too. The archiver is
kept away by holding the archive's lease, so only the desk is measured. Linux only (/proc).
"""

from __future__ import annotations

import argparse
import fcntl
import os
import pty
import select
import shutil
import signal
import statistics
import struct
import sys
import tempfile
import termios
import time
from dataclasses import dataclass
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from store.lease import Lease
from store.schema import prepare

QUIET_S = 0.6
LIMIT_S = 60.0
CLOCK_TICKS = os.sysconf("SC_CLK_TCK")


@dataclass(frozen=True, slots=True)
class Start:
    """One start: seconds to the last byte drawn, CPU seconds spent by then, resident MiB."""

    wall_s: float
    cpu_s: float
    rss_mib: float


def measure(archive: Path, config: Path, size: tuple[int, int]) -> Start:
    """Open the desk on `archive`, wait until its screen is quiet, and quit."""
    born = time.perf_counter()
    pid, terminal = pty.fork()
    if pid == 0:
        os.environ.update({"TERM": "xterm-256color", "COLORTERM": "truecolor"})
        command = [sys.executable, "-m", "tui", "--config", str(config), "--archive", str(archive)]
        os.execv(sys.executable, command)
    fcntl.ioctl(terminal, termios.TIOCSWINSZ, struct.pack("HHHH", size[1], size[0], 0, 0))
    last = born
    cpu = rss = 0.0
    try:
        while time.perf_counter() - born < LIMIT_S:
            if select.select([terminal], [], [], 0.02)[0]:
                if not os.read(terminal, 65536):
                    break
                last, cpu, rss = time.perf_counter(), cpu_seconds(pid), resident_mib(pid)
            elif last > born and time.perf_counter() - last > QUIET_S:
                break
        rss = resident_mib(pid)
    finally:
        os.write(terminal, b"q")
        stop(pid, terminal)
    return Start(last - born, cpu, rss)


def stop(pid: int, terminal: int) -> None:
    """Wait for the desk to quit, reading what it draws; kill it after 10 s."""
    deadline = time.perf_counter() + 10
    while time.perf_counter() < deadline:
        if os.waitpid(pid, os.WNOHANG)[0]:
            break
        try:
            if select.select([terminal], [], [], 0.05)[0]:
                os.read(terminal, 65536)
        except OSError:  # Linux reports the other end's close as EIO
            os.waitpid(pid, 0)
            break
    else:
        os.kill(pid, signal.SIGKILL)
        os.waitpid(pid, 0)
    os.close(terminal)


def cpu_seconds(pid: int) -> float:
    """User and system time of `pid` so far."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / CLOCK_TICKS


def resident_mib(pid: int) -> float:
    """Memory of `pid` that belongs to it: resident without shared file pages, so a mapped archive does not count."""
    for line in Path(f"/proc/{pid}/status").read_text().splitlines():
        if line.startswith("RssAnon:"):
            return int(line.split()[1]) / 1024
    return 0.0


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("archive", type=Path, help="the full archive; it is copied first")
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--size", default="120x40")
    args = parser.parse_args()
    cols, _, rows = args.size.partition("x")
    with tempfile.TemporaryDirectory() as folder:
        config = Path(folder, "config.toml")
        config.write_text("feeds = []\n", encoding="utf-8")
        empty, full = Path(folder, "empty.db"), Path(folder, "full.db")
        prepare(empty)
        shutil.copy(args.archive, full)
        starts: dict[str, list[Start]] = {"empty": [], "full": []}
        for path in (empty, full):
            with Lease(path):
                measure(path, config, (int(cols), int(rows)))  # warms the page cache and the byte code
        for _ in range(args.runs):
            for name, path in (("empty", empty), ("full", full)):
                with Lease(path):
                    starts[name].append(measure(path, config, (int(cols), int(rows))))
    medians: dict[str, tuple[float, float, float]] = {}
    print(f"{'archive':8} {'wall s':>8} {'CPU s':>8} {'MiB':>8}   medians of {args.runs}")
    for name, runs in starts.items():
        medians[name] = (
            statistics.median(run.wall_s for run in runs),
            statistics.median(run.cpu_s for run in runs),
            statistics.median(run.rss_mib for run in runs),
        )
        print(f"{name:8} {medians[name][0]:8.2f} {medians[name][1]:8.2f} {medians[name][2]:8.1f}")
    ratios = [full / empty for full, empty in zip(medians["full"], medians["empty"], strict=True)]
    print(f"{'ratio':8} {ratios[0]:8.2f} {ratios[1]:8.2f} {ratios[2]:8.2f}")


if __name__ == "__main__":
    main()
