"""Loopback feeds that grow, and a server that misbehaves now and then, for `bench.soak`."""

from __future__ import annotations

import asyncio
import gzip
import random
from collections import Counter
from dataclasses import dataclass, field
from email.utils import formatdate

WINDOW = 20
"""Items that a feed shows; older ones fall off."""
FEEDS_PER_HOST = 8
_FIRST_ITEMS = 5
_NEWS = 0.3
_EDIT = 0.05
_FAULTS = {
    "500": 0.02,
    "503 with Retry-After": 0.005,
    "cut short": 0.01,
    "reset": 0.01,
    "error page with an ETag": 0.01,
    "broken XML with an ETag": 0.01,
    "stalled": 0.003,
    "slow": 0.01,
    "truncated gzip": 0.005,
}
_PLACES = ("Kyiv", "Kharkiv", "Odesa", "Kherson", "Sumy", "Bakhmut", "Rafah", "Beirut", "Aleppo", "Khartoum", "Goma")
_DEEDS = ("drones struck a depot", "shelling hit a market", "the mayor said the city holds", "aid convoys went in")


@dataclass(slots=True)
class Feed:
    """One feed: everything it ever published, of which it shows the end."""

    number: int
    titles: list[str] = field(default_factory=list)
    version: int = 0

    def grow(self, dice: random.Random, count: int) -> None:
        for _ in range(count):
            killed = dice.randint(2, 90)
            self.titles.append(
                f"{dice.choice(_PLACES)}: {dice.choice(_DEEDS)}, {killed} killed, no. {len(self.titles)}"
            )
        self.version += 1

    def edit(self, dice: random.Random) -> None:
        shown = range(max(0, len(self.titles) - WINDOW), len(self.titles))
        self.titles[dice.choice(shown)] += " (updated)"
        self.version += 1

    def link(self, item: int) -> str:
        return f"https://wire.example/{self.number}/{item}"

    def document(self) -> bytes:
        shown = range(len(self.titles) - 1, max(-1, len(self.titles) - 1 - WINDOW), -1)
        return (
            f'<?xml version="1.0"?><rss version="2.0"><channel><title>Wire {self.number}</title>'
            f"{''.join(map(self._item, shown))}</channel></rss>"
        ).encode()

    def _item(self, item: int) -> str:
        title, link = self.titles[item], self.link(item)
        body = f"{title}. Officials reported it to the agency from {_PLACES[item % len(_PLACES)]}. " * 6
        names = f"<guid>{link}</guid><link>{link}</link><title>{title}</title>"
        return f"<item>{names}<description>{body}</description></item>"


class SoakServer:
    """Serves `count` feeds on as many addresses of 127.0.0.0/8 as hosts are needed, all on one port."""

    def __init__(self, count: int, seed: int = 1) -> None:
        self.feeds = [Feed(number) for number in range(count)]
        self.log: Counter[str] = Counter()
        self.frozen = False
        self._dice = random.Random(seed)
        self._servers: list[asyncio.Server] = []
        self.port = 0
        for feed in self.feeds:
            feed.grow(self._dice, _FIRST_ITEMS)

    async def start(self) -> None:
        for host in range(1 + (len(self.feeds) - 1) // FEEDS_PER_HOST):
            server = await asyncio.start_server(self._handle, _address(host), self.port, backlog=512)
            self.port = server.sockets[0].getsockname()[1]
            self._servers.append(server)

    async def stop(self) -> None:
        for server in self._servers:
            server.close()

    def urls(self) -> list[str]:
        return [f"http://{_address(f.number // FEEDS_PER_HOST)}:{self.port}/{f.number}" for f in self.feeds]

    def published(self) -> dict[str, str]:
        """Give the newest title of every item that was ever published, by link."""
        return {feed.link(item): title for feed in self.feeds for item, title in enumerate(feed.titles)}

    async def _handle(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").split("\r\n")
            headers = {name.lower(): value.strip() for name, _, value in (line.partition(":") for line in head[1:])}
            await self._answer(self.feeds[int(head[0].split(" ")[1][1:])], headers.get("if-none-match"), writer)
            await writer.drain()
        except (OSError, asyncio.IncompleteReadError, asyncio.CancelledError):
            self.log["client gone"] += 1
        finally:
            writer.close()

    async def _answer(self, feed: Feed, echoed: str | None, writer: asyncio.StreamWriter) -> None:
        self.log["requests"] += 1
        fault = None
        if not self.frozen:
            if self._dice.random() < _NEWS:
                feed.grow(self._dice, self._dice.randint(1, 2))
            elif self._dice.random() < _EDIT:
                feed.edit(self._dice)
            fault = next((name for name, chance in _FAULTS.items() if self._dice.random() < chance), None)
        etag = f'"{feed.number}-{feed.version}"'
        if fault is not None:
            self.log[fault] += 1
            await self._misbehave(fault, feed, etag, writer)
        elif echoed == etag:
            self.log["304"] += 1
            writer.write(head("304 Not Modified", etag))
        else:
            self.log["200"] += 1
            body = feed.document()
            writer.write(head("200 OK", etag, len(body)) + body)

    async def _misbehave(self, fault: str, feed: Feed, etag: str, writer: asyncio.StreamWriter) -> None:
        body = feed.document()
        if fault == "500":
            writer.write(head("500 Internal Server Error", None, 4) + b"boom")
        elif fault == "503 with Retry-After":
            writer.write(head("503 Service Unavailable", None, 0, "Retry-After: 5\r\n"))
        elif fault == "cut short":
            writer.write(head("200 OK", f'"cut{etag[1:]}', len(body)) + body[: len(body) // 2])
        elif fault == "reset":
            writer.transport.abort()
        elif fault == "error page with an ETag":
            writer.write(head("200 OK", '"page"', 25) + b"<html>Maintenance</html> ")
        elif fault == "broken XML with an ETag":
            broken = body[: len(body) * 2 // 3]
            writer.write(head("200 OK", f'"broken{etag[1:]}', len(broken)) + broken)
        elif fault == "truncated gzip":
            packed = gzip.compress(body)[:-200]
            writer.write(head("200 OK", f'"gz{etag[1:]}', len(packed), "Content-Encoding: gzip\r\n") + packed)
        elif fault == "stalled":
            writer.write(head("200 OK", etag, len(body)) + body[:100])
            await writer.drain()
            await asyncio.sleep(30)
        else:
            writer.write(head("200 OK", etag, len(body)))
            for start in range(0, len(body), 2_000):
                writer.write(body[start : start + 2_000])
                await writer.drain()
                await asyncio.sleep(0.2)


def _address(host: int) -> str:
    return f"127.0.{host // 250}.{host % 250 + 1}"


def head(status: str, etag: str | None, length: int | None = None, more: str = "") -> bytes:
    lines = f"HTTP/1.1 {status}\r\nDate: {formatdate(usegmt=True)}\r\nContent-Type: application/rss+xml\r\n{more}"
    lines += f"ETag: {etag}\r\n" if etag else ""
    lines += f"Content-Length: {length}\r\n" if length is not None else ""
    return f"{lines}Connection: close\r\n\r\n".encode()
