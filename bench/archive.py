"""How fast an archive takes articles in and answers queries, at several sizes.

    python -m bench.archive [--sizes 1000,10000,100000] [--folder DIR] [--seed N]

Archives are built once in the folder and used again, with the figures of their building beside them. All times are CPU
time, because the machine may be busy. The floor is a bare FTS5 table that is given the same texts in the same run,
poll by poll in turn with the archive, so that whatever slows one slows the other.
"""

from __future__ import annotations

import argparse
import json
import os
import sqlite3
import sys
import tempfile
from dataclasses import asdict, dataclass, field
from pathlib import Path
from statistics import median, quantiles
from time import perf_counter, process_time
from typing import TYPE_CHECKING

if __package__ in (None, ""):
    sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from bench.make_archive import Made, make
from bench.queries import COUNT, DEEP, classes
from store.documents import searchable
from store.query import EVERYTHING, parse
from store.reader import Reader

if TYPE_CHECKING:
    from collections.abc import Sequence

    from store.models import ArticleDraft

SIZES = (1_000, 10_000, 100_000)
WINDOW = 10_000
"""Articles over which a rate is taken."""
REPEATS = 3
CAP = 1_000


@dataclass(slots=True)
class Built:
    """What building one archive took; seconds are CPU time."""

    articles: int
    seconds: float = 0.0
    floor_seconds: float = 0.0
    raw: int = 0
    bytes: int = 0
    windows: list[tuple[int, float, float]] = field(default_factory=list)
    """Articles so far, and CPU seconds so far of archive and floor."""

    def rate(self, upto: int) -> float:
        """Give articles a CPU second in the window that ends at `upto` articles."""
        return self._rate(upto, 1)

    def floor_rate(self, upto: int) -> float:
        """Give the floor's articles a CPU second in that window."""
        return self._rate(upto, 2)

    def _rate(self, upto: int, column: int) -> float:
        points = [(0, 0.0, 0.0), *self.windows]
        end = next((n for n, point in enumerate(points) if point[0] >= upto), len(points) - 1)
        (before, *spent), (after, *total) = points[max(0, end - 2)], points[end]
        return (after - before) / max(total[column - 1] - spent[column - 1], 1e-9)


class Floor:
    """A bare FTS5 table, with the defaults of FTS5 and the durability of the archive."""

    def __init__(self, path: Path) -> None:
        self.seconds = 0.0
        self._connection = sqlite3.connect(path, isolation_level=None)
        for pragma in ("journal_mode = WAL", "synchronous = FULL", "cache_size = -16384"):
            self._connection.execute(f"PRAGMA {pragma}")
        self._connection.execute("CREATE VIRTUAL TABLE floor USING fts5(title, body)")

    def add(self, drafts: Sequence[ArticleDraft]) -> None:
        """Insert articles in one transaction."""
        rows = [(draft.title, searchable(draft.summary, draft.body)) for draft in drafts]
        before = process_time()
        self._connection.execute("BEGIN IMMEDIATE")
        self._connection.executemany("INSERT INTO floor VALUES (?, ?)", rows)
        self._connection.execute("COMMIT")
        self.seconds += process_time() - before

    def close(self) -> None:
        """Close the table's file."""
        self._connection.close()


def build(path: Path, articles: int, seed: int) -> Built:
    """Make the archive at `path`, unless it is there already, and give what that took."""
    notes = path.with_suffix(".json")
    if path.exists() and notes.exists():
        return Built(**json.loads(notes.read_text()))
    path.unlink(missing_ok=True)
    built = Built(articles)
    with tempfile.TemporaryDirectory(dir=path.parent) as scratch:
        floor = Floor(Path(scratch) / "floor.db")

        def progress(made: Made, fresh: Sequence[ArticleDraft]) -> None:
            floor.add(fresh)
            if made.articles % WINDOW == 0 or made.articles == articles:
                built.windows.append((made.articles, made.seconds, floor.seconds))

        made = make(path, articles, seed, progress=progress)
        floor.close()
    built.seconds, built.floor_seconds, built.raw = made.seconds, floor.seconds, made.raw
    built.bytes = path.stat().st_size
    notes.write_text(json.dumps(asdict(built)))
    return built


def tell_build(built: Built) -> None:
    """Print what building took."""
    rate = built.articles / built.seconds
    print(f"\n{built.articles:,} articles of {built.raw / built.articles:,.0f} bytes of text")
    print(
        f"  ingest            {rate:,.0f} articles/s, {built.floor_seconds / built.seconds:.2f} of a bare FTS5 insert;"
        f" the last {WINDOW * 2:,} {built.rate(built.articles):,.0f}/s, at 50,000 {built.rate(50_000):,.0f}/s"
        f" (floor {built.floor_rate(built.articles):,.0f} and {built.floor_rate(50_000):,.0f})"
    )
    size = built.bytes / built.articles
    print(f"  size              {size:,.0f} bytes an article, {built.bytes / built.raw:.2f} times the text")


def tell_opening(path: Path) -> None:
    """Print what opening the archive and reading the first page takes when no page of it is in memory."""
    cpu, wall = [], []
    for _ in range(9):
        with path.open("rb") as file:
            os.posix_fadvise(file.fileno(), 0, 0, os.POSIX_FADV_DONTNEED)
        started, before = perf_counter(), process_time()
        with Reader(path) as reader:
            reader.headlines(EVERYTHING)
        cpu.append(process_time() - before)
        wall.append(perf_counter() - started)
    print(f"  open and first page, file not in memory: {_ms(median(cpu))} CPU, {_ms(median(wall))} wall")


def tell_queries(path: Path, queries: dict[str, list[str]]) -> None:
    """Print the CPU time of each class of queries."""
    print("  CPU ms a query       p50     p95     max")
    with Reader(path) as reader:
        last = reader.snapshot().newest_id
        for name, texts in queries.items():
            times = [(_time(reader, name, text, last), text) for text in texts for _ in range(REPEATS)]
            spent = [time for time, _ in times]
            p50, p95 = median(spent), quantiles(spent, n=20, method="inclusive")[-1]
            worst = max(times)
            print(f"  {name:18} {p50 * 1e3:7.2f} {p95 * 1e3:7.2f} {worst[0] * 1e3:7.2f}  {worst[1]}")


def _time(reader: Reader, name: str, text: str, last: int) -> float:
    before = process_time()
    where = parse(text)
    if name == COUNT:
        reader.count(where, CAP)
    else:
        reader.headlines(where, before=last // 2 if name == DEEP else None)
    return process_time() - before


def _ms(seconds: float) -> str:
    return f"{seconds * 1e3:.1f} ms"


def main() -> int:
    """Run from the command line."""
    parser = argparse.ArgumentParser(description="Measure archives of several sizes.")
    parser.add_argument("--sizes", type=lambda text: [int(part) for part in text.split(",")], default=SIZES)
    parser.add_argument("--folder", type=Path, help="where archives are kept; a temporary one otherwise")
    parser.add_argument("--seed", type=int, default=28)
    options = parser.parse_args()
    queries = classes(options.seed)
    with tempfile.TemporaryDirectory() as scratch:
        folder = options.folder or Path(scratch)
        folder.mkdir(parents=True, exist_ok=True)
        for size in options.sizes:
            path = folder / f"archive-{size}.db"
            tell_build(build(path, size, options.seed))
            tell_opening(path)
            tell_queries(path, queries)
            sys.stdout.flush()
    return 0


if __name__ == "__main__":
    sys.exit(main())
