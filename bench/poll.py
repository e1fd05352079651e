"""Polling beside newsboat and a bare aiohttp GET, in one run: wall time, CPU time and peak memory, as ratios.

    python bench/poll.py FEEDSERVER --feeds 200 --items 50 --runs 3
    python bench/poll.py FEEDSERVER --feeds 1000 --changed 50 --at-once 100 --phases first,some

FEEDSERVER is a loopback feed server with the control calls ``/ctl?cond=``, ``validators=`` and ``delay=`` and the list
``/urls``. Each program runs as a process of its own; its CPU time is that of itself and its children, as the kernel
counts it. Bytecode is compiled before, as an installation has it. Phases, each on the archive or cache that the one
before left:

first      an empty archive, every feed answers 200
settle     every feed is asked once more; newsboat 2.21 stores validators only now, so its answers are full ones here
same304    nothing changed, validators honoured: every answer is 304
late304    as same304, with each answer 0.25 s late
some       as same304, but --changed of the feeds have one new item each
same200    nothing changed, but no validators: every answer is a full 200

What the server sent is counted, and printed beside the times. newsboat is skipped where it is not installed, the bare
GET, which asks without validators, where aiohttp is not.
"""

from __future__ import annotations

import argparse
import importlib.util
import json
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
    "settle": "cond=1&validators=1&delay=0",
    "same304": "cond=1&validators=1&delay=0",
    "late304": "cond=1&validators=1&delay=0.25",
    "some": "cond=1&validators=1&delay=0",
    "same200": "cond=0&validators=0&delay=0",
}
BARE = """
import asyncio, sys, aiohttp
async def main():
    limit = asyncio.Semaphore(int(sys.argv[2]))
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
    """Of its largest process."""


class FeedServer:
    """A loopback server of feeds, as a process of its own."""

    def __init__(self, program: Path, feeds: int, items: int) -> None:
        port = free_port()
        self._base = f"http://127.0.0.1:{port}"
        options = ["--port", str(port), "--feeds", str(feeds), "--items", str(items)]
        self._process = subprocess.Popen([sys.executable, str(program), *options], stdout=subprocess.DEVNULL)
        self.urls = self._wait().split()

    def _wait(self) -> str:
        for _ in range(300):
            try:
                return self.get("/urls")
            except OSError:
                time.sleep(0.2)
        raise SystemExit("the feed server did not start")

    def get(self, path: str) -> str:
        with urllib.request.urlopen(f"{self._base}{path}", timeout=60) as answer:
            return str(answer.read().decode())

    def close(self) -> None:
        self._process.terminate()
        self._process.wait()


class Rig:
    """Feeds that stay as they are, feeds that change, and a folder in which the programs keep their files."""

    def __init__(self, args: argparse.Namespace, folder: Path) -> None:
        self.folder = folder
        self._at_once: int = args.at_once
        counts = (args.feeds - args.changed, args.changed)
        self._servers = [FeedServer(args.server, count, args.items) for count in counts if count]
        self._version = 0
        self.ask_for([url for server in self._servers for url in server.urls])

    def ask_for(self, urls: list[str]) -> None:
        """Let the programs ask for `urls`."""
        self.urls = urls
        (self.folder / "urls").write_text("\n".join(urls) + "\n", encoding="utf-8")
        listed = "".join(f'[[feeds]]\nurl = "{url}"\n' for url in urls)
        limits = f"concurrency = {self._at_once}\nper_host = 100\n"
        polling = f"[polling]\nallow_private_networks = true\n{limits}"
        (self.folder / "config.toml").write_text(polling + listed, encoding="utf-8")

    def prepare(self, phase: str) -> None:
        """Let the servers answer as `phase` says, and count from here on."""
        self._version += phase == "some"
        for server in self._servers:
            server.get(f"/ctl?{PHASES[phase]}")
            server.get("/stats?reset=1")
        self._servers[-1].get(f"/ctl?version={self._version}")

    def served(self) -> str:
        """Give how many answers there were since, by status."""
        stats = [json.loads(server.get("/stats?reset=1")) for server in self._servers]
        counts = {code: sum(one[f"s{code}"] for one in stats) for code in (200, 304, 500)}
        return ", ".join(f"{count} x {code}" for code, count in counts.items() if count)

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
        return [sys.executable, "-c", BARE, str(self.folder / "urls"), str(self._at_once)]

    def forget(self) -> None:
        for pattern in ("archive.db*", "cache.db*"):
            for path in self.folder.glob(pattern):
                path.unlink()

    def warm_up(self, programs: list[str]) -> None:
        """Let each program run once with one feed: what Python compiles it keeps, as an installation would."""
        every = self.urls
        self.ask_for(every[:1])
        for program in programs:
            run(self.command(program), self.folder)
        self.ask_for(every)

    def close(self) -> None:
        for server in self._servers:
            server.close()


def free_port() -> int:
    """Give a loopback port that nothing listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def run(command: list[str], folder: Path) -> Cost:
    """Run `command` to its end and give what it and its children took; bytecode is kept in `folder`."""
    env = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    env["PYTHONPYCACHEPREFIX"] = str(folder / "bytecode")
    began = time.perf_counter()
    process = subprocess.Popen(command, cwd=ROOT, env=env, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
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
    parser.add_argument("--changed", type=int, default=10, help="feeds that change in the phase some")
    parser.add_argument("--at-once", type=int, default=256, help="requests of dateline and the bare GET in flight")
    parser.add_argument("--phases", default=",".join(PHASES))
    parser.add_argument("--runs", type=int, default=3)
    args = parser.parse_args()
    phases = args.phases.split(",")
    programs = ["dateline"]
    if shutil.which("newsboat"):
        programs.append("newsboat")
    if importlib.util.find_spec("aiohttp"):
        programs.append("bare GET")
    costs: dict[tuple[str, str], list[Cost]] = {}
    served: dict[tuple[str, str], str] = {}
    with tempfile.TemporaryDirectory() as name:
        rig = Rig(args, Path(name))
        try:
            rig.warm_up(programs)
            for _ in range(args.runs):
                rig.forget()
                for phase in phases:
                    rig.prepare(phase)
                    for program in programs:
                        cost = run(rig.command(program), rig.folder)
                        costs.setdefault((phase, program), []).append(cost)
                        served[phase, program] = rig.served()
                        print(f"{phase} {program}: {cost.wall_s:.2f} s, CPU {cost.cpu_s:.2f} s", file=sys.stderr)
        finally:
            rig.close()
    print(f"{args.feeds} feeds x {args.items} items, {args.at_once} at once, medians of {args.runs}")
    print(f"{'phase':9} {'program':10} {'wall s':>8} {'CPU s':>8} {'MiB':>7} {'CPU / newsboat':>15}  served")
    for phase in phases:
        peer = costs.get((phase, "newsboat"))
        for program in programs:
            runs = costs[(phase, program)]
            wall, cpu, peak = (
                statistics.median(getattr(c, name) for c in runs) for name in ("wall_s", "cpu_s", "peak_mib")
            )
            ratio = f"{cpu / statistics.median(c.cpu_s for c in peer):15.3f}" if peer else f"{'':15}"
            print(f"{phase:9} {program:10} {wall:8.2f} {cpu:8.2f} {peak:7.0f} {ratio}  {served[phase, program]}")


if __name__ == "__main__":
    main()
