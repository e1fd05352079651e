"""Start of the desk on an empty and on a full archive, beside a minimal Textual app in the same run.

    python -m bench.make_archive full.db --articles 100000 --until today
    python -m bench.desk_start full.db --runs 5

Each runs in a real pseudo-terminal, one after the other in turn. A start lasts from the fork to the byte after which
the screen reads as it will once it is quiet; its CPU time is that of the program by then. Memory is what is resident
then, and that without the pages of files. An archive up to today fills the ticker too. The archiver is kept away by
holding the archive's lease, so only the desk is measured; nobody writes to the archive. Byte code is kept, as an
installation has it. Linux only (/proc).
"""

from __future__ import annotations

import argparse
import statistics
import sys
import tempfile
from contextlib import ExitStack
from pathlib import Path

from bench.terminal import Start, Terminal
from store.lease import Lease
from store.schema import prepare

MINIMAL = """
from textual.app import App
from textual.widgets import Static

class Minimal(App):
    def compose(self):
        yield Static("Hello, world!")

Minimal().run()
"""
CELLS = ("wall_s", "cpu_s", "resident", "own")


def main() -> int:
    """Run from the command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("archive", type=Path, help="the full archive; it is read only")
    parser.add_argument("--runs", type=int, default=5)
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder, ExitStack() as held:
        config, empty = Path(folder, "config.toml"), Path(folder, "empty.db")
        config.write_text("feeds = []\n", encoding="utf-8")
        prepare(empty)
        desk = [sys.executable, "-m", "tui", "--config", str(config), "--archive"]
        commands = {
            "minimal": ([sys.executable, "-c", MINIMAL], "Hello"),
            "empty": ([*desk, str(empty)], "1 Headlines"),
            "full": ([*desk, str(args.archive)], "Outlet"),
        }
        for path in (empty, args.archive):
            held.enter_context(Lease(path))
        starts: dict[str, list[Start]] = {name: [] for name in commands}
        for number in range(args.runs + 1):
            for name, (command, shown) in commands.items():
                with Terminal(command) as terminal:
                    start = terminal.started(shown)
                if number:  # the first one warms the page cache and the byte code
                    starts[name].append(start)
    _tell(starts, args.runs)
    return 0


def _tell(starts: dict[str, list[Start]], runs: int) -> None:
    """Print medians, and each as a multiple of the minimal app's."""
    print(f"{'':10}{'wall s':>9}{'CPU s':>9}{'MiB':>9}{'own MiB':>9}   medians of {runs}")
    medians = {
        name: [statistics.median(getattr(one, cell) for one in found) for cell in CELLS]
        for name, found in starts.items()
    }
    for name, (wall, cpu, resident, own) in medians.items():
        print(f"{name:10}{wall:9.3f}{cpu:9.3f}{resident:9.1f}{own:9.1f}")
    for name in ("empty", "full"):
        ratios = [one / base for one, base in zip(medians[name], medians["minimal"], strict=True)]
        print(f"{f'{name} / min':10}{ratios[0]:9.2f}{ratios[1]:9.2f}{ratios[2]:9.2f}{ratios[3]:9.2f}")


if __name__ == "__main__":
    sys.exit(main())
