"""Start and search beside newsboat and the ``reader`` library, on the same articles in one run.

    uv venv peers && uv pip install --python peers/bin/python reader sgmllib3k
    python -m bench.peers --reader-python peers/bin/python [--articles 100000] [--folder DIR]

newsboat is the one on the PATH. Its cache is made by newsboat itself and filled by this script; it is driven through a
pseudo-terminal, as the desk is. reader's tables are filled by this script and indexed by ``update_search``. All times
are CPU seconds of the program that is measured, because the machine may be busy. What is missing is left out.
"""

from __future__ import annotations

import argparse
import contextlib
import json
import os
import shutil
import sqlite3
import subprocess
import sys
import tempfile
from pathlib import Path
from statistics import median
from time import process_time
from typing import TYPE_CHECKING

if __package__ in (None, ""):
    sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from bench.articles import FEEDS, Maker
from bench.make_archive import BATCH, END, make
from bench.queries import classes
from bench.terminal import Terminal
from store.lease import Lease
from store.query import EVERYTHING, parse
from store.reader import Reader

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

RUNS = 3
CLASSES = ("rare word", "1 % word", "40 % word")
_ITEM = (
    "INSERT INTO rss_item(guid, title, author, url, feedurl, pubDate, content, unread, enclosure_url, enclosure_type,"
    " flags) VALUES (?, ?, '', ?, ?, ?, ?, 1, '', '', '')"
)
_ENTRY = (
    "INSERT INTO entries(id, feed, title, link, published, summary, content, added_by, last_updated, first_updated,"
    " first_updated_epoch, feed_order, recent_sort) VALUES (?, ?, ?, ?, ?, ?, ?, 'feed', ?, ?, ?, 0, ?)"
)
# Runs under the other Python: no module of ours may be imported there.
_READER = """
import itertools, json, sys, time
started = time.process_time()
from reader import make_reader
reader = make_reader(sys.argv[1])
if sys.argv[2] == "make":
    reader.enable_search()
    for url in json.load(sys.stdin):
        reader.add_feed(url, exist_ok=True)
elif sys.argv[2] == "index":
    reader.update_search()
elif sys.argv[2] == "start":
    list(reader.get_entries(limit=50))
else:
    started = time.process_time()
    list(itertools.islice(reader.search_entries(sys.argv[3], sort=sys.argv[2], limit=50), 50))
print(time.process_time() - started)
"""

Times = dict[str, float]
"""CPU seconds by what was done."""


def _articles(count: int, seed: int) -> Iterator[tuple[int, str, str, str]]:
    """Give number, title, summary and body or summary of each article."""
    maker = Maker(seed)
    for number in range(count):
        draft = maker.draft(number, END)
        yield number, draft.title, draft.summary, draft.body or draft.summary


def _feed(number: int) -> str:
    return f"https://outlet{number // BATCH % FEEDS}.example/feed"


def ours(folder: Path, count: int, seed: int, queries: dict[str, list[str]]) -> Times:
    """Measure the archive, and the desk on it."""
    path = folder / "ours.db"
    if not path.exists():
        make(path, count, seed)
    config = folder / "config.toml"
    config.write_text("feeds = []\n", encoding="utf-8")
    command = [sys.executable, "-m", "tui", "--config", str(config), "--archive", str(path)]
    found: Times = {}
    with Lease(path):
        found["start of the program"] = median(_started(command, "Outlet") for _ in range(RUNS))
    with Reader(path) as reader:
        for name, words in queries.items():
            reader.headlines(parse(words[0]))
            times = []
            for word in words:
                before = process_time()
                reader.headlines(parse(word))
                times.append(process_time() - before)
            found[name] = median(times)
    before = process_time()
    with Reader(path) as reader:
        reader.headlines(EVERYTHING)
    found["open and first page"] = process_time() - before
    return found


def make_cache(folder: Path, count: int, seed: int) -> list[str]:
    """Make newsboat's cache of the same articles, unless it is there; give the command that opens it."""
    cache, urls = folder / "newsboat.db", folder / "urls"
    command = ["newsboat", "-u", str(urls), "-c", str(cache), "-C", os.devnull]
    if not cache.exists():
        urls.write_text("".join(f"{_feed(number * BATCH)}\n" for number in range(FEEDS)))
        subprocess.run([*command, "-x", "print-unread"], check=True, capture_output=True)
        with contextlib.closing(sqlite3.connect(cache)) as database:
            feeds = [(_feed(number * BATCH), f"Outlet {number}") for number in range(FEEDS)]
            database.executemany("INSERT OR REPLACE INTO rss_feed(rssurl, url, title) VALUES (?1, ?1, ?2)", feeds)
            epoch = int(END.timestamp()) - count
            database.executemany(
                _ITEM,
                (
                    (str(number), title, f"https://x.example/{number}", _feed(number), epoch + number, text)
                    for number, title, _, text in _articles(count, seed)
                ),
            )
            database.commit()
    return command


def newsboat(folder: Path, count: int, seed: int, queries: dict[str, list[str]]) -> Times:
    """Measure newsboat through a terminal."""
    command = make_cache(folder, count, seed)
    found = {"start of the program": median(_started(command, "Outlet") for _ in range(RUNS))}
    for name, words in queries.items():
        times = []
        with Terminal(command) as terminal:
            terminal.wait_for("Outlet")
            for word in words[:RUNS]:
                before = terminal.cpu_seconds()
                terminal.send("/")
                terminal.wait_for("Search for")
                terminal.send(f"{word}\r")
                shown = terminal.wait_for("Search result", "No results")
                times.append(terminal.cpu_seconds() - before)
                if shown == "Search result":
                    terminal.send("q")
                terminal.wait_for("Your feeds")
        found[name] = median(times)
    return found


def reader_library(python: Path, folder: Path, count: int, seed: int, queries: dict[str, list[str]]) -> Times:
    """Measure the library under its own Python."""
    path, done = folder / "reader.sqlite", folder / "reader.done"  # its index is a file of its own
    if not done.exists():
        path.unlink(missing_ok=True)
        _run_reader(python, path, "make", stdin=json.dumps([_feed(number * BATCH) for number in range(FEEDS)]))
        with contextlib.closing(sqlite3.connect(path)) as database:
            when = f"{END:%Y-%m-%d %H:%M:%S}"
            database.executemany(
                _ENTRY,
                (
                    (str(number), _feed(number), title, None, when, summary, json.dumps([{"value": text}]), *[when] * 4)
                    for number, title, summary, text in _articles(count, seed)
                ),
            )
            database.commit()
        _run_reader(python, path, "index")
        done.touch()
    found = {"open and first page": median(_run_reader(python, path, "start") for _ in range(RUNS))}
    for name, words in queries.items():
        found[name] = median(_run_reader(python, path, "recent", word) for word in words[:RUNS])
    return found


def _run_reader(python: Path, path: Path, *words: str, stdin: str = "") -> float:
    done = subprocess.run(
        [python, "-c", _READER, path, *words], check=True, input=stdin, stdout=subprocess.PIPE, text=True
    )
    return float(done.stdout)


def _started(command: Sequence[str], shown: str) -> float:
    """Give the CPU seconds from the start of a program until its screen shows something."""
    with Terminal(command) as terminal:
        terminal.wait_for(shown)
        return terminal.cpu_seconds()


def _tell(results: dict[str, Times]) -> None:
    names = list(dict.fromkeys(name for times in results.values() for name in times))
    print(f"{'CPU seconds':22}" + "".join(f"{program:>24}" for program in results))
    for name in names:
        base = results["dateline"].get(name)
        cells = []
        for program, times in results.items():
            value = times.get(name)
            ratio = f" ({value / base:,.0f}x)" if value is not None and base and program != "dateline" else ""
            cells.append("–" if value is None else f"{value:.4f}{ratio}")
        print(f"{name:22}" + "".join(f"{cell:>24}" for cell in cells))


def main() -> int:
    """Run from the command line."""
    parser = argparse.ArgumentParser(description="Measure start and search beside newsboat and reader.")
    parser.add_argument("--articles", type=int, default=100_000)
    parser.add_argument("--seed", type=int, default=28)
    parser.add_argument("--folder", type=Path, help="where the three databases are kept; a temporary one otherwise")
    parser.add_argument("--reader-python", type=Path, help="a Python that has the reader library")
    options = parser.parse_args()
    queries = {name: found for name, found in classes(options.seed).items() if name in CLASSES}
    with tempfile.TemporaryDirectory() as scratch:
        folder = options.folder or Path(scratch)
        folder.mkdir(parents=True, exist_ok=True)
        count, seed = options.articles, options.seed
        results = {"dateline": ours(folder, count, seed, queries)}
        if shutil.which("newsboat"):
            results["newsboat"] = newsboat(folder, count, seed, queries)
        if options.reader_python:
            results["reader"] = reader_library(options.reader_python, folder, count, seed, queries)
        print(f"{options.articles:,} articles")
        _tell(results)
    return 0


if __name__ == "__main__":
    sys.exit(main())
