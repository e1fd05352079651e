"""The desk beside newsboat on the same articles: start, list of a feed, next article, search, memory.

    python -m bench.beside_newsboat [--articles 100000] [--folder DIR] [--runs 5]

Both are driven by keys through a pseudo-terminal of the same size, in the same run. A step lasts from the key
to the last byte of what it shows; its CPU time is that of the program alone. The archiver is kept away by holding the
archive's lease, and newsboat fetches nothing. Both databases are made first, and used again where --folder has them:
`ours.db` (of `bench.make_archive`, with the same seed) and `newsboat.db`. Linux only.
"""

from __future__ import annotations

import argparse
import os
import statistics
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from bench.make_archive import make
from bench.peers import make_cache
from bench.queries import classes
from bench.terminal import Terminal
from store.lease import Lease

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

STEPS = ("start", "list of a feed", "article", "next article", "search, 40 % word", "search, rare word")


@dataclass(frozen=True, slots=True)
class Cost:
    """What a step took."""

    wall_s: float
    cpu_s: float


def measure(command: Sequence[str], steps: Sequence[Callable[[Terminal], float]]) -> tuple[list[Cost], float]:
    """Run a program through `steps`; give what each took, and the memory in MiB at the end."""
    costs = []
    with Terminal(command) as terminal:
        spent = 0.0
        for step in steps:
            wall = step(terminal)
            now = terminal.cpu_seconds()
            costs.append(Cost(wall, now - spent))
            spent = now
        return costs, terminal.memory_mib()


def ours(word: str, rare: str) -> list[Callable[[Terminal], float]]:
    """Give the desk's steps."""
    return [
        lambda desk: desk.took("", "Outlet", quiet_s=0.6),
        lambda desk: desk.took("f", "Last success") + desk.took("\r", "source:"),
        lambda desk: desk.took("\r"),
        lambda desk: desk.took("n"),
        lambda desk: desk.took(f"1/{word}\r", word),
        lambda desk: desk.took(f"/{rare}\r", rare),
    ]


def theirs(word: str, rare: str) -> list[Callable[[Terminal], float]]:
    """Give newsboat's steps."""
    return [
        lambda boat: boat.took("", "Your feeds", quiet_s=0.6),
        lambda boat: boat.took("\r", "Articles in feed"),
        lambda boat: boat.took("\r", "Title:"),
        lambda boat: boat.took("n"),
        lambda boat: _back(boat) + _search(boat, word),
        lambda boat: boat.took("q", "Your feeds") * 0 + _search(boat, rare),
    ]


def _back(boat: Terminal) -> float:
    """Go back to the feeds; what that takes is not counted."""
    boat.took("q", "Articles in feed")
    boat.took("q", "Your feeds")
    return 0.0


def _search(boat: Terminal, word: str) -> float:
    boat.took("/", "Search for")
    return boat.took(f"{word}\r", "Search result", "No results")


def main() -> int:
    """Run from the command line."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", maxsplit=1)[0])
    parser.add_argument("--articles", type=int, default=100_000)
    parser.add_argument("--seed", type=int, default=28)
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--folder", type=Path, help="where the databases are kept; a temporary one otherwise")
    options = parser.parse_args()
    queries = classes(options.seed)
    word, rare = queries["40 % word"][0], queries["rare word"][0]
    with tempfile.TemporaryDirectory() as scratch:
        folder = options.folder or Path(scratch)
        folder.mkdir(parents=True, exist_ok=True)
        archive, config = folder / "ours.db", folder / "config.toml"
        if not archive.exists():
            make(archive, options.articles, options.seed)
        config.write_text("feeds = []\n", encoding="utf-8")
        make_cache(folder, options.articles, options.seed)
        desk = [sys.executable, "-m", "tui", "--config", str(config), "--archive", str(archive)]
        boat = ["newsboat", "-u", str(folder / "urls"), "-c", str(folder / "newsboat.db"), "-C", os.devnull]
        with Lease(archive):
            runs = [(measure(desk, ours(word, rare)), measure(boat, theirs(word, rare))) for _ in range(options.runs)]
    _tell(runs)
    return 0


def _tell(runs: Sequence[tuple[tuple[list[Cost], float], tuple[list[Cost], float]]]) -> None:
    """Print medians, and ours as a share of theirs."""
    print(f"{'':20}{'wall: desk':>12}{'newsboat':>10}{'ratio':>8}{'CPU: desk':>12}{'newsboat':>10}{'ratio':>8}")
    for number, name in enumerate(STEPS):
        cells = ""
        for kind in ("wall_s", "cpu_s"):
            desk, boat = (
                statistics.median(getattr(run[program][0][number], kind) for run in runs) for program in (0, 1)
            )
            cells += f"{desk:>12.3f}{boat:>10.3f}{desk / boat if boat else float('nan'):>8.2f}"
        print(f"{name:20}{cells}")
    desk, boat = (statistics.median(run[program][1] for run in runs) for program in (0, 1))
    print(f"{'memory, MiB':20}{desk:>12.0f}{boat:>10.0f}{desk / boat:>8.2f}")


if __name__ == "__main__":
    sys.exit(main())
