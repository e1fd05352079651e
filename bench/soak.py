"""Thousands of growing feeds for many minutes, faults mixed in: is memory flat, is nothing lost, is the loop alive?

    python -m bench.soak [--feeds 2000] [--minutes 15] [--interval 60] [--folder DIR]

The archiver runs in a process of its own, with its workers; this process serves the feeds and looks at its memory.
At the end the feeds stop growing and behave, a last round is polled, and the archive is counted against what was
ever published.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import signal
import sqlite3
import statistics
import sys
import tempfile
import time
from contextlib import closing
from pathlib import Path

from bench.soak_server import SoakServer
from feeds.archiver import ArchiverSettings, PollReport, archive
from feeds.settings import PollingSettings
from store.models import FeedSettings
from store.query import EVERYTHING
from store.reader import Reader

_LOOK_S = 0.05
_SAMPLE_S = 2.0
_HELD_S = 7.0


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    parser.add_argument("--feeds", type=int, default=2_000)
    parser.add_argument("--minutes", type=float, default=15)
    parser.add_argument("--interval", type=int, default=60, help="seconds between polls of a feed")
    parser.add_argument("--folder", type=Path, help="where the archive stays; default: a temporary one")
    parser.add_argument("--archiver", choices=("run", "once"), help=argparse.SUPPRESS)
    args = parser.parse_args()
    if args.archiver:
        asyncio.run(_archiver(args.folder, args.interval, once=args.archiver == "once"))
        return 0
    if args.folder:
        args.folder.mkdir(parents=True, exist_ok=True)
        return asyncio.run(_soak(args, args.folder))
    with tempfile.TemporaryDirectory() as folder:
        return asyncio.run(_soak(args, Path(folder)))


# --- The archiver's process --------------------------------------------------------------------------------------


async def _archiver(folder: Path, interval: int, *, once: bool) -> None:
    """Archive until SIGTERM; print polls, failures and the loop's lag as one JSON object."""
    stop, lags, reports = asyncio.Event(), [0.0], [0, 0]
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, stop.set)

    def count(report: PollReport) -> None:
        reports[0] += 1
        reports[1] += report.error is not None

    settings = ArchiverSettings(
        archive=folder / "archive.db",
        feeds=tuple(FeedSettings(url, interval_s=interval) for url in json.loads((folder / "urls").read_text())),
        polling=PollingSettings(
            *(interval, interval, interval), timeout_s=10, allow_private_networks=True, full_text="never"
        ),
    )
    probe = asyncio.ensure_future(_probe(lags))
    await archive(settings, once=once, report=count, stop=stop)
    probe.cancel()
    print(json.dumps({"polls": reports[0], "failed": reports[1], "lags": [round(lag, 4) for lag in lags]}))


async def _probe(lags: list[float]) -> None:
    """Note by how much the event loop wakes us too late."""
    loop = asyncio.get_running_loop()
    while True:
        before = loop.time()
        await asyncio.sleep(_LOOK_S)
        lags.append(loop.time() - before - _LOOK_S)


# --- The server's process ----------------------------------------------------------------------------------------


async def _soak(args: argparse.Namespace, folder: Path) -> int:
    server = SoakServer(args.feeds)
    await server.start()
    (folder / "urls").write_text(json.dumps(server.urls()))
    print(
        f"{args.feeds} feeds every {args.interval} s for {args.minutes:g} min; load {_load()} at the start", flush=True
    )
    process = await _start(folder, args.interval, "run")
    memory, log = await _watched(process.pid, args.minutes * 60, folder / "archive.db-wal")
    print(f"write-ahead log: median {statistics.median(log or [0]):.1f} MiB, peak {max(log, default=0):.1f}")
    process.send_signal(signal.SIGTERM)
    stopped = time.monotonic()
    told = json.loads((await process.communicate())[0])
    print(f"stopped in {time.monotonic() - stopped:.1f} s; load {_load()} at the end")
    _tell_run(told, memory, server)
    server.frozen = True
    for _ in range(3):
        await asyncio.sleep(_HELD_S)  # what a Retry-After holds back falls free
        last = await _start(folder, args.interval, "once")
        if json.loads((await last.communicate())[0])["failed"] == 0:
            break
    await server.stop()
    return _tell_archive(folder / "archive.db", server)


async def _start(folder: Path, interval: int, mode: str) -> asyncio.subprocess.Process:
    command = ("-m", "bench.soak", "--archiver", mode, "--folder", str(folder), "--interval", str(interval))
    return await asyncio.create_subprocess_exec(sys.executable, *command, stdout=asyncio.subprocess.PIPE, limit=2**26)


async def _watched(pid: int, seconds: float, log: Path) -> tuple[list[float], list[float]]:
    """Give the memory of a process tree and the size of a file in MiB, every other second.

    What the highest sample was made of is printed, process by process.
    """
    samples: list[float] = []
    sizes: list[float] = []
    highest: dict[int, float] = {}
    started = when = time.monotonic()
    while time.monotonic() < started + seconds:
        await asyncio.sleep(_SAMPLE_S)
        parts = await asyncio.to_thread(_tree_mib, pid)
        samples.append(sum(parts.values()))
        sizes.append(await asyncio.to_thread(_file_mib, log))
        if samples[-1] > sum(highest.values()):
            highest, when = parts, time.monotonic()
    print(
        f"memory was highest after {when - started:.0f} s: {', '.join(f'{part:.0f}' for part in highest.values())} MiB"
    )
    return samples, sizes


def _file_mib(file: Path) -> float:
    try:
        return file.stat().st_size / 2**20
    except FileNotFoundError:
        return 0.0


def _tree_mib(pid: int) -> dict[int, float]:
    """Give the proportional set size of a process and of all below it: shared pages count once in all."""
    try:
        rollup = Path(f"/proc/{pid}/smaps_rollup").read_text()
        below = [int(c) for t in Path(f"/proc/{pid}/task").glob("*/children") for c in t.read_text().split()]
    except OSError:
        return {}
    parts = {pid: next((int(line.split()[1]) / 1024 for line in rollup.splitlines() if line.startswith("Pss:")), 0.0)}
    for child in below:
        parts |= _tree_mib(child)
    return parts


def _tell_run(told: dict[str, list[float]], memory: list[float], server: SoakServer) -> None:
    print(f"polls {told['polls']}, failed {told['failed']}; the server's log: {dict(server.log)}")
    third = max(1, len(memory) // 3)
    for name, part in (("first", memory[:third]), ("middle", memory[third:-third]), ("last", memory[-third:])):
        print(f"memory, {name} third: median {statistics.median(part or [0]):.0f} MiB, peak {max(part, default=0):.0f}")
    lags = told["lags"]
    for name, values in (("all", lags), ("last third", lags[-len(lags) // 3 :])):
        ordered = sorted(values)
        p50, p99 = ordered[len(ordered) // 2], ordered[len(ordered) * 99 // 100]
        print(f"loop lag, {name}: median {p50 * 1e3:.1f} ms, p99 {p99 * 1e3:.1f} ms, worst {ordered[-1] * 1e3:.0f} ms")


def _tell_archive(path: Path, server: SoakServer) -> int:
    published = server.published()
    stored: dict[str, str] = {}
    rows, before = 0, None
    with Reader(path) as reader:
        while page := reader.headlines(EVERYTHING, before=before, limit=5_000):
            rows, before = rows + len(page), page[-1].id
            stored |= {headline.url or "": headline.title for headline in page}
        revisions = reader.status().revisions
    with closing(sqlite3.connect(path)) as connection:
        whole = connection.execute("PRAGMA integrity_check").fetchone()[0]
    lost = published.keys() - stored.keys()
    stale = [link for link, title in published.items() if link in stored and stored[link] != title]
    print(f"items published {len(published)}, stored {rows}, lost {len(lost)}, stored twice {rows - len(stored)},")
    print(f"revisions {revisions}, last edit missing {len(stale)}; integrity_check {whole}")
    return 1 if lost or stale or rows != len(stored) or whole != "ok" else 0


def _load() -> str:
    return Path("/proc/loadavg").read_text().split()[0]


if __name__ == "__main__":
    sys.exit(main())
