"""How soon the desk answers a key, idle and while an archiver takes articles in at full rate; and its memory.

    python -m bench.make_archive full.db --articles 1000000 --until today
    python -m bench.desk_latency full.db [--presses 100] [--feeds 400] [--rounds 2]

The archive is copied first (--folder says where to). Idle, the archive's lease is held, so nobody writes. Under ingest,
a `dateline archive` of its own polls loopback feeds that never run dry (`bench.flood`), and the desk follows it. Each
key is pressed once the screen was quiet for 60 ms; the first byte and the last byte of what comes then are timed, to
30 ms of quiet, whatever they draw. Byte code is kept, as an installation has it. Linux only (/proc).
"""

from __future__ import annotations

import argparse
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from bench.flood import Flood
from bench.terminal import Terminal, environment
from store.lease import Lease
from store.reader import Reader

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

PAGE_DOWN, HOME, TAB = "\x1b[6~", "\x1b[H", "\t"
WORD = "kyiv drones strike depot "
KEYS = ("j", "page down", "filter typing", "pane switch", "open article")
Took = dict[str, list[tuple[float, float]]]
"""By key: seconds to the first and to the last byte of each press."""


def main() -> int:
    """Run from the command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("archive", type=Path, help="a full archive; it is copied")
    parser.add_argument("--presses", type=int, default=100, help="of each key, in each round")
    parser.add_argument("--feeds", type=int, default=400)
    parser.add_argument("--rounds", type=int, default=1, help="idle and under ingest, in turn")
    parser.add_argument("--folder", type=Path, help="where the copy is made; a temporary one otherwise")
    args = parser.parse_args()
    with tempfile.TemporaryDirectory(dir=args.folder) as name, Flood(args.feeds) as flood:
        folder = Path(name)
        subprocess.run(["cp", "--reflink=auto", args.archive, folder / "archive.db"], check=True)
        shutil.copy(_config(folder, flood.urls), folder / "desk.toml")
        idle: Took = {key: [] for key in KEYS}
        busy: Took = {key: [] for key in KEYS}
        for _ in range(args.rounds):
            with Lease(folder / "archive.db"):
                _session(folder, args.presses, idle, "idle")
            with _archiver(folder):
                _session(folder, args.presses, busy, "under ingest")
    _tell(idle, busy)
    return 0


def _config(folder: Path, urls: Sequence[str]) -> Path:
    """Write the config of the archiver and the desk."""
    polling = (
        'interval = "30s"\nmin_interval = "30s"\nallow_private_networks = true\nfull_text = "never"\nper_host = 100\n'
    )
    listed = "".join(f'[[feeds]]\nurl = "{url}"\ninterval = "30s"\n' for url in urls)
    file = folder / "config.toml"
    file.write_text(f"[polling]\n{polling}{listed}", encoding="utf-8")
    return file


@contextmanager
def _archiver(folder: Path) -> Iterator[None]:
    """Run an archiver, from when it has stored something on."""
    archive = folder / "archive.db"
    command = [sys.executable, "-m", "tui", "archive", "--config", str(folder / "config.toml")]
    output = (folder / "archiver.log").open("wb")
    with output, Reader(archive) as reader:
        before, cpu = reader.snapshot().newest_id, 0.0
        process = subprocess.Popen(
            [*command, "--archive", str(archive)], stderr=output, stdout=output, env=environment()
        )
        try:
            while reader.snapshot().newest_id == before and process.poll() is None:
                time.sleep(0.2)
            first, began = reader.snapshot().newest_id, time.monotonic()
            yield
            took, stored = time.monotonic() - began, reader.snapshot().newest_id - first
            cpu = time.clock_gettime((~process.pid << 3) | 2)
            print(f"archiver: {stored} articles in {took:.0f} s, {stored / took:.0f} articles/s; {cpu:.0f} s CPU")
        finally:
            process.terminate()
            process.wait()


def _session(folder: Path, presses: int, took: Took, name: str) -> None:
    """Open the desk, press every key so many times, and tell its memory before and after."""
    files = ["--config", str(folder / "desk.toml"), "--archive", str(folder / "archive.db")]
    with Terminal([sys.executable, "-m", "tui", *files]) as desk:
        desk.wait_for("1 Headlines")
        desk.pass_time(3)
        print(f"memory {name}, at the start: {desk.memory()}")
        _press(desk, took["j"], presses, "j")
        _press(desk, took["page down"], presses, PAGE_DOWN)
        desk.send("1" + HOME)
        _type(desk, took["filter typing"], presses)
        _press(desk, took["pane switch"], presses, TAB)
        _open(desk, took["open article"], presses)
        desk.pass_time(3)
        print(f"memory {name}, at the end: {desk.memory()}", flush=True)


def _press(desk: Terminal, took: list[tuple[float, float]], presses: int, key: str) -> None:
    """Press a key so many times; a press that draws nothing is left out."""
    found = (desk.latency(key) for _ in range(presses))
    took.extend(one for one in found if one is not None)


def _type(desk: Terminal, took: list[tuple[float, float]], presses: int) -> None:
    """Type a filter, letter by letter, and begin it anew when it is whole."""
    for number in range(presses):
        if number % len(WORD) == 0:
            desk.send("\x1b")
            desk.pass_time(0.5)
            desk.send("/")
            desk.pass_time(0.3)
        _press(desk, took, 1, WORD[number % len(WORD)])
    desk.send("\x1b")
    desk.pass_time(0.5)


def _open(desk: Terminal, took: list[tuple[float, float]], presses: int) -> None:
    """Open one article after the other; going to the next and back to the list is not timed."""
    desk.send("1" + HOME)
    for _ in range(presses):
        desk.send("1j")
        desk.pass_time(0.2)
        _press(desk, took, 1, "\r")


def _tell(idle: Took, busy: Took) -> None:
    """Print medians and 95th percentiles, and what ingest makes of them."""
    print(f"{'ms':16}{'first byte: idle':>24}{'under ingest':>24}{'ratio':>14}{'last byte: idle, ingest':>28}")
    for key in KEYS:
        (first, slow), (busy_first, busy_slow) = (_of([one for one, _ in took[key]]) for took in (idle, busy))
        last, busy_last = (_of([one for _, one in took[key]]) for took in (idle, busy))
        cells = (
            f"{first:.1f}, p95 {slow:.1f}",
            f"{busy_first:.1f}, p95 {busy_slow:.1f}",
            f"{busy_first / first:.2f}, {busy_slow / slow:.2f}",
            f"{last[0]:.0f}, {busy_last[0]:.0f}",
        )
        print(f"{key:16}{cells[0]:>24}{cells[1]:>24}{cells[2]:>14}{cells[3]:>28}")
    print("medians and 95th percentiles; ratios of both")


def _of(times: Sequence[float]) -> tuple[float, float]:
    """Give median and 95th percentile in milliseconds."""
    return statistics.median(times) * 1e3, statistics.quantiles(times, n=20, method="inclusive")[-1] * 1e3


if __name__ == "__main__":
    sys.exit(main())
