"""What an HTTP client costs a request, by the number in flight: CPU time of imports and of the requests themselves.

    python bench/clients.py FEEDSERVER --feeds 200

FEEDSERVER is a loopback feed server as for ``bench/poll.py``. Every set-up asks for the same feeds, unchanged, over a
new connection each, and gets a 304. Each runs in a process of its own, whose bytecode is compiled before.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Awaitable, Callable
from contextlib import AsyncExitStack
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

HEADERS = {"Connection": "close", "Accept-Encoding": "gzip", "If-Modified-Since": "Thu, 01 Oct 2026 00:00:00 GMT"}
FLIGHTS = (10, 64, 200)
RUNS = 5

Ask = Callable[[str], Awaitable[int]]
"""Asks for a URL and gives the status of the answer."""


async def ours(_: AsyncExitStack) -> Ask:
    """Give Dateline's own fetcher: h11 over asyncio's streams, through the private-network guard."""
    from feeds.fetcher import Fetcher, Validators
    from feeds.settings import PollingSettings
    from store.models import FeedSettings

    fetcher = Fetcher(PollingSettings(allow_private_networks=True))
    validators = Validators(None, HEADERS["If-Modified-Since"])

    async def ask(url: str) -> int:
        return (await fetcher.fetch(FeedSettings(url=url), validators)).status

    return ask


async def httpx_one(stack: AsyncExitStack, count: int = 1) -> Ask:
    """Give httpx over its own transport."""
    import httpx

    context = httpx.create_ssl_context()
    limits = httpx.Limits(max_connections=None, max_keepalive_connections=0)
    clients = [
        await stack.enter_async_context(httpx.AsyncClient(verify=context, limits=limits, timeout=30))
        for _ in range(count)
    ]
    turn = 0

    async def ask(url: str) -> int:
        nonlocal turn
        turn += 1
        return (await clients[turn % count].get(url, headers=HEADERS)).status_code

    return ask


async def httpx_eight(stack: AsyncExitStack) -> Ask:
    """Give eight httpx clients that share one TLS context."""
    return await httpx_one(stack, 8)


async def aiohttp_bare(stack: AsyncExitStack) -> Ask:
    """Give aiohttp."""
    import aiohttp

    connector = aiohttp.TCPConnector(force_close=True, limit=0)
    session = await stack.enter_async_context(aiohttp.ClientSession(connector=connector))

    async def ask(url: str) -> int:
        async with session.get(url, headers=HEADERS) as answer:
            await answer.read()
            return int(answer.status)

    return ask


async def httpx_aiohttp(stack: AsyncExitStack) -> Ask:
    """Give httpx over aiohttp."""
    import aiohttp
    import httpx

    connector = aiohttp.TCPConnector(force_close=True, limit=0)
    session = await stack.enter_async_context(aiohttp.ClientSession(connector=connector, auto_decompress=False))

    class Transport(httpx.AsyncBaseTransport):
        async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
            async with session.request(request.method, str(request.url), headers=request.headers) as answer:
                return httpx.Response(answer.status, headers=answer.raw_headers, content=await answer.read())

    client = await stack.enter_async_context(httpx.AsyncClient(transport=Transport()))

    async def ask(url: str) -> int:
        return (await client.get(url, headers=HEADERS)).status_code

    return ask


SETUPS: dict[str, Callable[[AsyncExitStack], Awaitable[Ask]]] = {
    "ours": ours,
    "httpx": httpx_one,
    "8 x httpx": httpx_eight,
    "httpx on aiohttp": httpx_aiohttp,
    "aiohttp": aiohttp_bare,
}


async def measure(name: str, urls: list[str], flight: int) -> None:
    """Print the CPU milliseconds of imports and set-up, and of a request."""
    began = time.process_time()
    async with AsyncExitStack() as stack:
        ask = await SETUPS[name](stack)
        ready = time.process_time()
        limit = asyncio.Semaphore(flight)

        async def limited(url: str) -> int:
            async with limit:
                return await ask(url)

        statuses = await asyncio.gather(*map(limited, urls))
        done = time.process_time()
    if set(statuses) != {304}:
        raise SystemExit(f"{name}: expected 304s, got {set(statuses)}")
    print(1000 * (ready - began), 1000 * (done - ready) / len(urls))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("server", type=Path)
    parser.add_argument("--feeds", type=int, default=200)
    parser.add_argument("--measure", nargs=2, metavar=("SETUP", "FLIGHT"), help=argparse.SUPPRESS)
    parser.add_argument("--port", type=int, default=18_431)
    args = parser.parse_args()
    urls = [f"http://127.0.0.1:{args.port}/feed/{number + 1}.xml" for number in range(args.feeds)]
    if args.measure:
        asyncio.run(measure(args.measure[0], urls, int(args.measure[1])))
        return
    command = [sys.executable, str(args.server), "--port", str(args.port), "--feeds", str(args.feeds), "--items", "1"]
    server = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    try:
        assert server.stdout is not None
        while "ready" not in server.stdout.readline():
            pass
        print(f"{'set-up':18} {'imports ms':>10} " + " ".join(f"{f'{flight} in flight':>14}" for flight in FLIGHTS))
        for name in SETUPS:
            _run(args, name, 1)  # compiles
            figures = [[_run(args, name, flight) for _ in range(RUNS)] for flight in FLIGHTS]
            start = statistics.median(run[0] for runs in figures for run in runs)
            each = [statistics.median(run[1] for run in runs) for runs in figures]
            print(f"{name:18} {start:10.0f} " + " ".join(f"{one:11.2f} ms" for one in each))
    finally:
        server.terminate()
        server.wait()


def _run(args: argparse.Namespace, name: str, flight: int) -> tuple[float, float]:
    shared = ["--port", str(args.port), "--feeds", str(args.feeds), "--measure", name, str(flight)]
    command = [sys.executable, __file__, str(args.server), *shared]
    # An installation has its bytecode, whatever the environment of a development machine says.
    env = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    env["PYTHONPYCACHEPREFIX"] = str(Path(tempfile.gettempdir()) / "dateline-bench-bytecode")
    start, each = subprocess.run(command, check=True, capture_output=True, text=True, env=env).stdout.split()
    return float(start), float(each)


if __name__ == "__main__":
    main()
