"""A connection to a server: bytes out, bytes in, closed at once."""

from __future__ import annotations

import asyncio
import socket
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    import ssl

    from feeds.address import Address

CHUNK = 64 * 1024
"""Bytes that are taken at a time."""


class Line(Protocol):
    """An open connection. Whatever goes wrong with it is an `OSError`."""

    async def send(self, data: bytes) -> None:
        """Send `data`, which is little."""

    async def receive(self, most: int = CHUNK) -> bytes:
        """Give what came in, at most so many bytes, and nothing at the end."""

    def close(self) -> None:
        """Hang up, and don't wait for the other side."""


async def connect_plain(number: str, port: int) -> PlainLine:
    """Connect to the IP address `number`.

    Raises:
        OSError: There is no connection.
    """
    line = PlainLine(socket.socket(socket.AF_INET6 if ":" in number else socket.AF_INET, socket.SOCK_STREAM))
    try:
        await line.connect(number, port)
    except BaseException:
        line.close()
        raise
    return line


async def connect_tls(number: str, address: Address, context: ssl.SSLContext) -> Line:
    """Connect to the IP address `number`, where the host of `address` must prove itself.

    Raises:
        OSError: There is no connection; an `ssl.SSLError` where it is there but can't be trusted.
    """
    reader, writer = await asyncio.open_connection(number, address.port, ssl=context, server_hostname=address.host)
    return _Tls(reader, writer)


async def secured(line: PlainLine, host: str, context: ssl.SSLContext) -> Line:
    """Go on with `line`, on which nothing was said yet to `host`, by TLS, where `host` must prove itself.

    Raises:
        OSError: There is no connection; an `ssl.SSLError` where it can't be trusted.
    """
    reader, writer = await asyncio.open_connection(sock=line.release(), ssl=context, server_hostname=host)
    return _Tls(reader, writer)


class PlainLine:
    """A bare socket: asyncio's streams on top of one cost as much as the rest of a request."""

    def __init__(self, bare: socket.socket) -> None:
        """Talk over `bare`, which is connected next."""
        bare.setblocking(False)
        self._socket = bare
        self._loop = asyncio.get_running_loop()

    async def connect(self, number: str, port: int) -> None:
        """Connect to the IP address `number`.

        Raises:
            OSError: There is no connection.
        """
        await self._loop.sock_connect(self._socket, (number, port))

    async def send(self, data: bytes) -> None:
        """Send `data`; see `Line`."""
        await self._loop.sock_sendall(self._socket, data)

    async def receive(self, most: int = CHUNK) -> bytes:
        """Give what came in; see `Line`."""
        return await self._loop.sock_recv(self._socket, most)

    def release(self) -> socket.socket:
        """Give the socket away; this line has none any more."""
        return socket.socket(fileno=self._socket.detach())

    def close(self) -> None:
        """Hang up; see `Line`."""
        # The loop may still watch the socket where a call was cancelled, and the next one may get its number.
        if (number := self._socket.fileno()) >= 0:
            self._loop.remove_reader(number)
            self._loop.remove_writer(number)
            self._socket.close()


class _Tls:
    """A TLS connection through asyncio's streams."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._reader = reader
        self._writer = writer

    async def send(self, data: bytes) -> None:
        self._writer.write(data)

    async def receive(self, most: int = CHUNK) -> bytes:
        return await self._reader.read(most)

    def close(self) -> None:
        # Without TLS's farewell, for which the server might let us wait; what came was whole by its own framing.
        self._writer.transport.abort()
