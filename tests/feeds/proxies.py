"""Real proxies on loopback, which keep a log of what they are asked for: HTTP, and SOCKS 5."""

from __future__ import annotations

import asyncio
import base64
import contextlib
import threading
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Coroutine, Mapping
    from typing import Any, Self

    Streams = tuple[asyncio.StreamReader, asyncio.StreamWriter]

T = TypeVar("T")


@dataclass
class _Server:
    """A server in a thread of its own, so that tests may run loops of theirs; use it as a context manager."""

    names: Mapping[str, int] = field(default_factory=dict)
    """Names that it resolves, all to loopback, each with a port."""
    user: str = ""
    password: str = ""
    asked: list[str] = field(default_factory=list)
    """What it was asked to connect to, ``HOST:PORT``."""
    port: int = 0
    _writers: list[asyncio.StreamWriter] = field(default_factory=list)

    def __enter__(self) -> Self:
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)
        self._thread.start()
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()
        self._do(self._end())
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()

    def start(self) -> None:
        """Listen, on the port of the last time where there was one."""
        self._server = self._do(asyncio.start_server(self._accept, "127.0.0.1", self.port))
        self.port = self._server.sockets[0].getsockname()[1]

    def stop(self) -> None:
        """Listen no longer."""
        self._loop.call_soon_threadsafe(self._server.close)
        self._do(asyncio.sleep(0))

    async def _end(self) -> None:
        """Break off every connection until nobody holds one: a cancelled task might leave one open unseen."""
        while tasks := asyncio.all_tasks() - {asyncio.current_task()}:
            for writer in self._writers:
                writer.transport.abort()
            await asyncio.wait(tasks, timeout=0.01)

    def _do(self, work: Coroutine[Any, Any, T]) -> T:
        return asyncio.run_coroutine_threadsafe(work, self._loop).result(10)

    async def _accept(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._writers.append(writer)
        with contextlib.suppress(OSError, EOFError):
            await self.serve(reader, writer)
        writer.transport.abort()

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        raise NotImplementedError

    async def connect(self, host: str, port: int) -> Streams:
        """Connect to where a client wants to.

        Raises:
            OSError: There is nothing.
        """
        self.asked.append(f"{host}:{port}")
        if host in self.names:
            host, port = "127.0.0.1", self.names[host]
        if host != "127.0.0.1":
            raise ConnectionRefusedError
        far = await asyncio.open_connection(host, port)
        self._writers.append(far[1])
        return far


async def _pipe(near: Streams, far: Streams) -> None:
    """Pass bytes both ways until either side has enough."""

    async def copy(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        while data := await reader.read(65_536):
            writer.write(data)
            await writer.drain()

    ways = [asyncio.ensure_future(copy(near[0], far[1])), asyncio.ensure_future(copy(far[0], near[1]))]
    try:
        await asyncio.wait(ways, return_when=asyncio.FIRST_COMPLETED)
        near[1].close()
        with contextlib.suppress(OSError):
            await near[1].wait_closed()
    finally:
        for way in ways:
            way.cancel()
        await asyncio.gather(*ways, return_exceptions=True)
        far[1].transport.abort()


@dataclass
class HttpProxy(_Server):
    """An HTTP proxy: CONNECT, and plain requests in absolute form."""

    plain: list[str] = field(default_factory=list)
    """Heads of the requests that it was to make itself."""

    @property
    def url(self) -> str:
        return f"http://{f'{self.user}:{self.password}@' if self.user else ''}127.0.0.1:{self.port}"

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1")
        pair = base64.b64encode(f"{self.user}:{self.password}".encode()).decode()
        if self.user and f"Proxy-Authorization: Basic {pair}\r\n" not in head:
            writer.write(b"HTTP/1.1 407 Proxy Authentication Required\r\nContent-Length: 0\r\n\r\n")
            await writer.drain()
            return
        method, target, _ = head.partition("\r\n")[0].split(" ")
        try:
            await (self._tunnel(target, reader, writer) if method == "CONNECT" else self._ask(target, head, writer))
        except OSError:
            writer.write(b"HTTP/1.1 502 Bad Gateway\r\nContent-Length: 0\r\n\r\n")
            await writer.drain()

    async def _tunnel(self, target: str, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        host, _, port = target.rpartition(":")
        far = await self.connect(host.strip("[]"), int(port))
        for piece in (b"HTTP/1.1 200 Connection est", b"ablished\r\n", b"\r\n"):  # in pieces, as some proxies do
            writer.write(piece)
            await writer.drain()
        await _pipe((reader, writer), far)

    async def _ask(self, target: str, head: str, writer: asyncio.StreamWriter) -> None:
        self.plain.append(head)
        authority, _, path = target.removeprefix("http://").partition("/")
        host, _, port = authority.partition(":")
        far = await self.connect(host, int(port or 80))
        lines = [line for line in head.split("\r\n")[1:] if not line.startswith("Proxy-")]
        far[1].write("\r\n".join([f"GET /{path} HTTP/1.1", *lines]).encode("latin-1"))
        while data := await far[0].read(65_536):
            writer.write(data)
            await writer.drain()
        far[1].transport.abort()
        writer.close()
        await writer.wait_closed()


@dataclass
class SocksProxy(_Server):
    """A SOCKS 5 proxy (RFC 1928, RFC 1929)."""

    kinds: list[int] = field(default_factory=list)
    """The kinds of addresses that it was given: 1 is IPv4, 3 a name, 4 IPv6."""
    refusal: int = 0
    """The code with which every request is refused; 0 grants them."""

    @property
    def address(self) -> str:
        return f"{f'{self.user}:{self.password}@' if self.user else ''}127.0.0.1:{self.port}"

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        _, count = await reader.readexactly(2)
        methods = await reader.readexactly(count)
        wanted = 2 if self.user else 0
        writer.write(bytes([5, wanted if wanted in methods else 255]))
        await writer.drain()
        if wanted not in methods or (self.user and not await self._knows(reader, writer)):
            return
        _, _, _, kind = await reader.readexactly(4)
        self.kinds.append(kind)
        host = await _host(kind, reader)
        port = int.from_bytes(await reader.readexactly(2), "big")
        try:
            far = await self.connect(host, port)
        except OSError:
            writer.write(bytes([5, 5, 0, 1, 0, 0, 0, 0, 0, 0]))
            await writer.drain()
            return
        writer.write(bytes([5, self.refusal, 0, 3, 4]) + b"here" + bytes(2))
        await writer.drain()
        if self.refusal:
            far[1].transport.abort()
            return
        await _pipe((reader, writer), far)

    async def _knows(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> bool:
        await reader.readexactly(1)
        right = [(await _counted(reader)).decode() for _ in range(2)] == [self.user, self.password]
        writer.write(bytes([1, 0 if right else 1]))
        await writer.drain()
        return right


async def _host(kind: int, reader: asyncio.StreamReader) -> str:
    if kind == 3:
        return (await _counted(reader)).decode("ascii")
    import ipaddress

    return str(ipaddress.ip_address(await reader.readexactly(4 if kind == 1 else 16)))


async def _counted(reader: asyncio.StreamReader) -> bytes:
    return await reader.readexactly((await reader.readexactly(1))[0])
