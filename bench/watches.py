"""What watches cost an archiver: ``python bench/watches.py ARCHIVE``, with one of `bench/make_archive.py`.

New articles are committed as polls bring them, to a copy of the archive; after each commit it is looked what watches
find in it. Compared with asking the archive's own index for what is newer than the last article tested.
"""

from __future__ import annotations

import argparse
import random
import shutil
import sys
import tempfile
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from statistics import median
from time import process_time
from typing import TYPE_CHECKING

if __package__ in (None, ""):
    sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from bench.articles import FEEDS, Maker
from bench.make_archive import END
from bench.queries import classes
from store import alerts
from store.jobs import commit_poll, sync_feeds
from store.models import FeedSettings, PollOutcome
from store.query import parse
from store.reader import Reader
from store.watching import Lookout, sync_watches
from store.writer import Writer

if TYPE_CHECKING:
    from collections.abc import Sequence

ROUNDS = 15
SIZES = (1, 50)
"""New articles in a commit."""
CLASSES = (
    *("rare word", "1 % word", "40 % word", "two words AND", "OR", "phrase", "prefix of 3", "negation", "city"),
    *("city AND 40 % word", "actor AND dates"),
)


@dataclass(slots=True)
class Costs:
    """CPU milliseconds of each round."""

    commit: list[float] = field(default_factory=list)
    look: list[float] = field(default_factory=list)
    record: list[float] = field(default_factory=list)
    archive: list[float] = field(default_factory=list)
    """Of asking the archive's own index instead."""
    found: int = 0


def queries(count: int, seed: int) -> list[str]:
    """Give `count` queries, in turn from each class; every tenth asks for the beginning of a word."""
    rng = random.Random(seed)
    by_class = classes(seed)
    given = [rng.choice(by_class[CLASSES[number % len(CLASSES)]]) for number in range(count)]
    words = [word for word in by_class["1 % word"] if len(word) > 5]
    return [f"{rng.choice(words)[:5]}*" if number % 10 == 9 and words else one for number, one in enumerate(given)]


def measure(path: Path, watches: Sequence[str], size: int, seed: int) -> Costs:
    """Commit `ROUNDS` polls of `size` new articles each, and look at each."""
    costs, maker = Costs(), Maker(seed + 1)
    feeds = [FeedSettings(f"https://outlet{number}.example/feed", f"Outlet {number}") for number in range(FEEDS)]
    first = 10_000_000 + seed
    with Writer(path) as writer, Reader(path) as reader:
        states = writer.submit(sync_feeds(feeds, END)).result()
        writer.submit(sync_watches([(str(number), query) for number, query in enumerate(watches)])).result()
        filters = [parse(query) for query in watches]
        with Lookout(path) as lookout:
            lookout.look()
            for turn in range(ROUNDS):
                last = reader.snapshot().newest_id
                drafts = tuple(maker.draft(first + turn * size + number, END) for number in range(size))
                at = END + timedelta(minutes=turn)
                outcome = PollOutcome(
                    *(states[turn % FEEDS].id, at, at + timedelta(minutes=10), 600, "ok", 0, None, 200),
                    ok=True,
                    drafts=drafts,
                    names=maker.mentioned(drafts),
                )
                started = process_time()
                writer.submit(commit_poll(outcome)).result()
                costs.commit.append(1e3 * (process_time() - started))
                started = process_time()
                sight = lookout.look()
                costs.look.append(1e3 * (process_time() - started))
                if sight is not None:
                    started = process_time()
                    costs.found += writer.submit(alerts.record(sight, datetime.now(UTC))).result()
                    costs.record.append(1e3 * (process_time() - started))
                started = process_time()
                matching = sum(reader.newer_than(one, last, 1_000).value for one in filters)
                costs.archive.append(1e3 * (process_time() - started))
                if sight is not None and matching != len(sight.matches):
                    raise SystemExit(f"the lookout found {len(sight.matches)} matches, the archive has {matching}")
    return costs


def main() -> int:
    """Run from the command line."""
    parser = argparse.ArgumentParser(description="What watches cost an archiver.")
    parser.add_argument("archive", type=Path, help="made by bench/make_archive.py; it is copied")
    parser.add_argument("--watches", type=int, default=100)
    parser.add_argument("--seed", type=int, default=28)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(dir=options.archive.parent) as folder:
        copy = Path(shutil.copy(options.archive, Path(folder) / "archive.db"))
        with Reader(copy) as reader:
            articles = reader.status().articles
        for count in (1, options.watches):
            for size in SIZES:
                costs = measure(copy, queries(count, options.seed), size, options.seed + size + count)
                print(
                    f"{articles} articles, {count} watches, {size} new: commit {median(costs.commit):.1f} ms, look"
                    f" {median(costs.look):.1f} ms ({max(costs.look):.1f} at most), record"
                    f" {median(costs.record or [0]):.1f} ms, {costs.found} alerts;"
                    f" asking the archive instead {median(costs.archive):.1f} ms"
                )
    return 0


if __name__ == "__main__":
    sys.exit(main())
