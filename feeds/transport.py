"""One request over one connection: straight to the server, through the private-network guard.

No connection is ever used twice, so a second answer that a server plants on one is never read as another feed's.
"""

from __future__ import annotations

import asyncio
import ssl
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Protocol

from feeds.errors import FetchError
from feeds.exchange import Question
from feeds.line import Line, connect_plain, connect_tls

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Sequence

    from feeds.address import Address
    from feeds.exchange import Reply
    from feeds.guard import NetworkGuard

CONNECT_TIMEOUT_S = 5.0
"""For the connection to one address, and as long again for TLS."""
HEAD_TIMEOUT_S = 30.0
"""Until the headers of the final answer are there; interim ones (RFC 9110 15.2) don't put it off."""


class Transport(Protocol):
    """Whatever sends requests."""

    async def get(self, address: Address, headers: Sequence[tuple[bytes, bytes]]) -> Reply:
        """Ask for `address`; the reply is to be closed.

        Raises:
            FetchError: No answer came; the message says why, in words.
        """


class Trust:
    """The TLS context that all connections share: making one takes about 50 ms, hence once and only where needed."""

    def __init__(self) -> None:
        """Make none yet."""
        self._context: ssl.SSLContext | None = None

    def context(self) -> ssl.SSLContext:
        """Give the context: servers must prove themselves by the roots of certifi."""
        if self._context is None:
            import certifi

            self._context = ssl.create_default_context(cafile=certifi.where())
            self._context.set_alpn_protocols(["http/1.1"])
        return self._context


class OneShotTransport:
    """Sends each request over a connection of its own; all of them share one TLS context."""

    def __init__(self, guard: NetworkGuard, trust: Trust | None = None) -> None:
        """Connect only to what `guard` permits."""
        self._guard = guard
        self._trust = trust or Trust()

    async def get(self, address: Address, headers: Sequence[tuple[bytes, bytes]]) -> Reply:
        """Ask for `address`; see `Transport`."""
        question = Question("GET", address.target, headers)
        async with head_deadline():
            return await question.ask(await self._connect(address))

    async def _connect(self, address: Address) -> Line:
        """Connect to the first permitted address of the host that answers."""
        failure: FetchError | None = None
        tls = self._trust.context() if address.scheme == "https" else None
        limit = CONNECT_TIMEOUT_S * (2 if tls else 1)
        for number in await self._guard.addresses(address.host, address.port):
            try:
                async with asyncio.timeout(limit):
                    return await (connect_tls(number, address, tls) if tls else connect_plain(number, address.port))
            except ssl.SSLError as error:
                raise FetchError(tls_words(error)) from error
            except TimeoutError as error:
                failure = FetchError(f"no connection within {limit:g} s")
                failure.__cause__ = error
            except OSError as error:
                failure = FetchError(connect_words(error))
                failure.__cause__ = error
        raise failure or FetchError(f"no address found for {address.host}")


@asynccontextmanager
async def head_deadline() -> AsyncIterator[None]:
    """End what takes too long to come to the head of an answer.

    Raises:
        FetchError: It took longer than `HEAD_TIMEOUT_S`.
    """
    try:
        async with asyncio.timeout(HEAD_TIMEOUT_S):
            yield
    except TimeoutError as error:
        raise FetchError(f"no answer within {HEAD_TIMEOUT_S:g} s") from error


def connect_words(error: OSError) -> str:
    """Say why there is no connection."""
    return "connection refused" if isinstance(error, ConnectionRefusedError) else "no connection"


def tls_words(error: ssl.SSLError) -> str:
    """Say why a server is not trusted."""
    if isinstance(error, ssl.SSLCertVerificationError):
        return f"the TLS certificate is not valid: {error.verify_message}"
    return "the TLS connection failed"
