"""One request over one connection, through the private-network guard: HTTP/1.1 (RFC 9112) as h11 speaks it.

No connection is ever used twice, so a second answer that a server plants on one is never read as another feed's.
"""

from __future__ import annotations

import asyncio
import ssl
from contextlib import contextmanager
from typing import TYPE_CHECKING, Protocol

import h11

from feeds.errors import FetchError
from feeds.line import Line, connect_plain, connect_tls

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from feeds.address import Address
    from feeds.guard import NetworkGuard

CONNECT_TIMEOUT_S = 5.0
"""For the connection to one address, and as long again for TLS."""
HEAD_TIMEOUT_S = 30.0
"""Until the headers of the final answer are there; interim ones (RFC 9110 15.2) don't put it off."""
_HEAD_LIMIT = 100 * 1024  # bytes; the headers of some honest servers are larger than the 16 KiB that h11 allows
_SWITCHING_PROTOCOLS = 101
_MOST_INTERIM = 100

Lines = list[tuple[bytes, bytes]]
"""Header lines as they go over the wire."""


class Reply(Protocol):
    """An answer whose head has come."""

    status: int
    reason: bytes
    headers: Lines

    async def chunk(self) -> bytes | None:
        """Give the next piece of the body, None after the last.

        Raises:
            FetchError: The body doesn't come whole.
        """

    def close(self) -> None:
        """Drop the connection, whatever is still to come on it."""


class Transport(Protocol):
    """Whatever sends requests."""

    async def get(self, address: Address, headers: Sequence[tuple[bytes, bytes]]) -> Reply:
        """Ask for `address`; the reply is to be closed.

        Raises:
            FetchError: No answer came; the message says why, in words.
        """


class OneShotTransport:
    """Sends each request over a connection of its own; all of them share one TLS context."""

    def __init__(self, guard: NetworkGuard) -> None:
        """Connect only to what `guard` permits."""
        self._guard = guard
        self._context: ssl.SSLContext | None = None

    async def get(self, address: Address, headers: Sequence[tuple[bytes, bytes]]) -> Reply:
        """Ask for `address`; see `Transport`."""
        protocol = h11.Connection(h11.CLIENT, max_incomplete_event_size=_HEAD_LIMIT)
        with _in_words():
            question = protocol.send(h11.Request(method="GET", target=address.target, headers=list(headers)))
            protocol.send(h11.EndOfMessage())
        try:
            async with asyncio.timeout(HEAD_TIMEOUT_S):
                line = await self._connect(address)
                try:
                    with _in_words():
                        await line.send(question or b"")
                        return await _head(_Exchange(protocol, line))
                except BaseException:
                    line.close()
                    raise
        except TimeoutError as error:
            raise FetchError(f"no answer within {HEAD_TIMEOUT_S:g} s") from error

    async def _connect(self, address: Address) -> Line:
        """Connect to the first permitted address of the host that answers."""
        failure: FetchError | None = None
        tls = self._tls() if address.scheme == "https" else None
        limit = CONNECT_TIMEOUT_S * (2 if tls else 1)
        for number in await self._guard.addresses(address.host, address.port):
            try:
                async with asyncio.timeout(limit):
                    return await (connect_tls(number, address, tls) if tls else connect_plain(number, address.port))
            except ssl.SSLError as error:
                raise FetchError(_tls_words(error)) from error
            except TimeoutError as error:
                failure = FetchError(f"no connection within {limit:g} s")
                failure.__cause__ = error
            except OSError as error:
                refused = isinstance(error, ConnectionRefusedError)
                failure = FetchError("connection refused" if refused else "no connection")
                failure.__cause__ = error
        raise failure or FetchError(f"no address found for {address.host}")

    def _tls(self) -> ssl.SSLContext:
        if self._context is None:  # about 50 ms, hence once and only where needed
            import certifi

            self._context = ssl.create_default_context(cafile=certifi.where())
            self._context.set_alpn_protocols(["http/1.1"])
        return self._context


class _Exchange:
    """The receiving half of one exchange."""

    def __init__(self, protocol: h11.Connection, line: Line) -> None:
        self._protocol = protocol
        self._line = line

    async def event(self) -> h11.Event | type[h11.PAUSED]:
        """Give what the server says next."""
        while (event := self._protocol.next_event()) is h11.NEED_DATA:
            data = await self._line.receive()
            if not data and self._protocol.their_state is h11.SEND_RESPONSE:
                raise FetchError("the server closed the connection without an answer")
            self._protocol.receive_data(data)
        return event  # type: ignore[return-value]  # mypy doesn't see that NEED_DATA is gone

    def close(self) -> None:
        """Drop the connection."""
        self._line.close()


async def _head(exchange: _Exchange) -> Reply:
    """Give the final answer, past the interim ones."""
    for _ in range(_MOST_INTERIM):
        event = await exchange.event()
        if isinstance(event, h11.Response) or (
            isinstance(event, h11.InformationalResponse) and event.status_code == _SWITCHING_PROTOCOLS
        ):
            return _Reply(event, exchange)
    raise FetchError("interim answers without end")


class _Reply:
    """A response whose body is on its way in."""

    def __init__(self, head: h11.Response | h11.InformationalResponse, exchange: _Exchange) -> None:
        self.status: int = head.status_code
        self.reason = bytes(head.reason)
        self.headers: Lines = head.headers.raw_items()
        self._exchange = exchange

    async def chunk(self) -> bytes | None:
        with _in_words():
            event = await self._exchange.event()
        return bytes(event.data) if isinstance(event, h11.Data) else None

    def close(self) -> None:
        self._exchange.close()


@contextmanager
def _in_words() -> Iterator[None]:
    """Turn what goes wrong with an exchange into a `FetchError` a person understands, without URLs or secrets in it."""
    try:
        yield
    except h11.RemoteProtocolError as error:
        raise FetchError(_protocol_words(str(error))) from error
    except h11.LocalProtocolError as error:
        raise FetchError("the request can't be sent") from error
    except OSError as error:
        raise FetchError("the connection broke off") from error


def _protocol_words(message: str) -> str:
    if "incomplete" in message or "without sending complete" in message:
        return "the answer is cut short"
    return "the answer is no valid HTTP"


def _tls_words(error: ssl.SSLError) -> str:
    if isinstance(error, ssl.SSLCertVerificationError):
        return f"the TLS certificate is not valid: {error.verify_message}"
    return "the TLS connection failed"
