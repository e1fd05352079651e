"""Loopback feeds that have news at every request: they keep an archiver busy without end.

python -m bench.flood --feeds 400          prints the URLs, one a line, then an empty line, and serves until killed
"""

from __future__ import annotations

import argparse
import asyncio
import subprocess
import sys
from typing import IO, TYPE_CHECKING

from bench.soak_server import WINDOW, Feed, SoakServer, head

if TYPE_CHECKING:
    from types import TracebackType


class FloodServer(SoakServer):
    """Gives nothing but new items, and no errors."""

    async def _answer(self, feed: Feed, _: str | None, writer: asyncio.StreamWriter) -> None:
        feed.grow(self._dice, WINDOW)
        body = feed.document()
        writer.write(head("200 OK", f'"{feed.number}-{feed.version}"', len(body)) + body)


class Flood:
    """A flood server as a process of its own, for as long as the context lasts."""

    def __init__(self, feeds: int) -> None:
        """Say how many feeds."""
        self._feeds = feeds
        self.urls: list[str] = []

    def __enter__(self) -> Flood:
        """Start it, and learn its URLs."""
        command = [sys.executable, "-m", "bench.flood", "--feeds", str(self._feeds)]
        self._process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
        self.urls = list(_lines(self._process.stdout))
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        """Stop it."""
        self._process.kill()
        self._process.wait()


def _lines(file: IO[str] | None) -> list[str]:
    """Give the lines up to an empty one."""
    found: list[str] = []
    while file is not None and (line := file.readline().strip()):
        found.append(line)
    return found


async def _serve(count: int) -> None:
    server = FloodServer(count)
    await server.start()
    print(*server.urls(), "", sep="\n", flush=True)
    await asyncio.Event().wait()


def main() -> int:
    """Run from the command line."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", maxsplit=1)[0])
    parser.add_argument("--feeds", type=int, default=400)
    asyncio.run(_serve(parser.parse_args().feeds))
    return 0


if __name__ == "__main__":
    sys.exit(main())
