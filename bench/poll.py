"""Polling beside newsboat and a bare aiohttp GET, in one run: wall time, CPU time and peak memory, as ratios.

    python bench/poll.py FEEDSERVER --feeds 200 --items 50 --runs 3

FEEDSERVER is a loopback feed server with the control calls ``/ctl?cond=``, ``validators=`` and ``delay=`` and the list
``/urls``. Each program runs as a process of its own; its CPU time is that of itself and its children, as the kernel
counts it. Phases, each on the archive or cache that the one before left:

first      an empty archive, every feed answers 200
same304    nothing changed, validators honoured: every answer is 304
same200    nothing changed, but no validators: every answer is a full 200
late304    as same304, with each answer 0.25 s late

newsboat is skipped where it is not installed, the bare GET where aiohttp is not.
"""

from __future__ import annotations

import argparse
import importlib.util
import os
import shutil
import socket
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
PHASES = {
    "first": "cond=1&validators=1&delay=0",
    "same304": "cond=1&validators=1&delay=0",
    "same200": "cond=0&validators=0&delay=0",
    "late304": "cond=1&validators=1&delay=0.25",
}
BARE = """
import asyncio, sys, aiohttp
async def main():
    limit = asyncio.Semaphore(64)
    async with aiohttp.ClientSession() as session:
        async def get(url):
            async with limit, session.get(url) as answer:
                await answer.read()
        await asyncio.gather(*(get(line.strip()) for line in open(sys.argv[1])))
asyncio.run(main())
"""


@dataclass(frozen=True, slots=True)
class Cost:
    """What one run of a program took."""

    wall_s: float
    cpu_s: float
    peak_mib: float


class Rig:
    """One feed server, and a folder in which the programs keep their files."""

    def __init__(self, server: Path, folder: Path, port: int, feeds: int, items: int) -> None:
        self.folder = folder
        self.base = f"http://127.0.0.1:{port}"
        command = [sys.executable, str(server), "--port", str(port), "--feeds", str(feeds), "--items", str(items)]
        self.process = subprocess.Popen(command, stdout=subprocess.DEVNULL)
        self.urls = self._wait().split()
        (folder / "urls").write_text("\n".join(self.urls) + "\n", encoding="utf-8")
        listed = "".join(f'[[feeds]]\nurl = "{url}"\n' for url in self.urls)
        polling = "[polling]\nallow_private_networks = true\nper_host = 64\n"
        (folder / "config.toml").write_text(polling + listed, encoding="utf-8")

    def _wait(self) -> str:
        for _ in range(300):
            try:
                with urllib.request.urlopen(f"{self.base}/urls", timeout=5) as answer:
                    return str(answer.read().decode())
            except OSError:
                time.sleep(0.2)
        raise SystemExit("the feed server did not start")

    def control(self, query: str) -> None:
        urllib.request.urlopen(f"{self.base}/ctl?{query}", timeout=5).close()

    def command(self, program: str) -> list[str]:
        if program == "dateline":
            archive, config = self.folder / "archive.db", self.folder / "config.toml"
            shared = ["--config", str(config), "--archive", str(archive), "--log-level", "error"]
            return [sys.executable, "-m", "tui", "archive", "--once", *shared]
        if program == "newsboat":
            cache, config = self.folder / "cache.db", self.folder / "newsboat.conf"
            config.write_text("reload-threads 20\n", encoding="utf-8")
            files = ["-u", str(self.folder / "urls"), "-c", str(cache), "-C", str(config)]
            return ["newsboat", *files, "-x", "reload"]
        return [sys.executable, "-c", BARE, str(self.folder / "urls")]

    def forget(self) -> None:
        for pattern in ("archive.db*", "cache.db*"):
            for path in self.folder.glob(pattern):
                path.unlink()


def free_port() -> int:
    """Give a loopback port that nothing listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def run(command: list[str]) -> Cost:
    """Run `command` to its end and give what it and its children took."""
    began = time.perf_counter()
    process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
    assert process.stderr is not None
    complaint = process.stderr.read()
    process.stderr.close()
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise SystemExit(f"{command[0]} failed ({process.returncode}): {complaint.decode(errors='replace')[-2000:]}")
    return Cost(time.perf_counter() - began, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("server", type=Path)
    parser.add_argument("--feeds", type=int, default=200)
    parser.add_argument("--items", type=int, default=50)
    parser.add_argument("--runs", type=int, default=3)
    args = parser.parse_args()
    programs = ["dateline"]
    if shutil.which("newsboat"):
        programs.append("newsboat")
    if importlib.util.find_spec("aiohttp"):
        programs.append("bare GET")
    costs: dict[tuple[str, str], list[Cost]] = {}
    with tempfile.TemporaryDirectory() as folder:
        rig = Rig(args.server, Path(folder), free_port(), args.feeds, args.items)
        try:
            for _ in range(args.runs):
                rig.forget()
                for phase, query in PHASES.items():
                    for program in programs:
                        rig.control(query)
                        costs.setdefault((phase, program), []).append(run(rig.command(program)))
        finally:
            rig.process.terminate()
            rig.process.wait()
    print(f"{args.feeds} feeds x {args.items} items, medians of {args.runs}")
    print(f"{'phase':9} {'program':10} {'wall s':>8} {'CPU s':>8} {'MiB':>7} {'CPU / newsboat':>15}")
    for phase in PHASES:
        peer = costs.get((phase, "newsboat"))
        for program in programs:
            runs = costs[(phase, program)]
            wall, cpu, peak = (
                statistics.median(getattr(c, name) for c in runs) for name in ("wall_s", "cpu_s", "peak_mib")
            )
            ratio = f"{cpu / statistics.median(c.cpu_s for c in peer):15.2f}" if peer else ""
            print(f"{phase:9} {program:10} {wall:8.2f} {cpu:8.2f} {peak:7.0f} {ratio}")


if __name__ == "__main__":
    main()
