"""An httpx transport that opens one connection a request, through the private-network guard.

No connection is ever used twice, so a second answer that a server plants on one is never read as another feed's.
It also costs less than a pool, whose bookkeeping grows with the requests in flight.
"""

from __future__ import annotations

import asyncio
import ssl
from contextlib import contextmanager
from typing import TYPE_CHECKING

import httpcore
import httpx

from feeds.errors import FetchError
from feeds.guard import GuardedBackend, NetworkGuard

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterator

CONNECT_TIMEOUT_S = 5.0
HEAD_TIMEOUT_S = 30.0
"""Until the headers of the final answer are there; interim ones (RFC 9110 15.2) don't put it off."""


class OneShotTransport(httpx.AsyncBaseTransport):
    """Sends each request over a connection of its own; all of them share one TLS context."""

    def __init__(self, guard: NetworkGuard) -> None:
        """Connect only to what `guard` permits."""
        self._backend = GuardedBackend(guard)
        self._tls: ssl.SSLContext | None = None

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        """Send `request` and give the response, its body unread.

        Raises:
            FetchError: No answer came; the message says why, in words.
        """
        url = httpcore.URL(
            scheme=request.url.raw_scheme,
            host=request.url.raw_host,
            port=request.url.port,
            target=request.url.raw_path,
        )
        connection = httpcore.AsyncHTTPConnection(
            url.origin, ssl_context=self._context(url.scheme), network_backend=self._backend
        )
        message = httpcore.Request(
            request.method, url, headers=request.headers.raw, extensions={"timeout": {"connect": CONNECT_TIMEOUT_S}}
        )
        try:
            with _in_words():
                async with asyncio.timeout(HEAD_TIMEOUT_S):
                    response = await connection.handle_async_request(message)
        except TimeoutError as error:
            await connection.aclose()
            raise FetchError(f"no answer within {HEAD_TIMEOUT_S:g} s") from error
        except BaseException:
            await connection.aclose()
            raise
        return httpx.Response(
            response.status,
            headers=response.headers,
            stream=_Body(response, connection),
            extensions={"reason_phrase": response.extensions.get("reason_phrase", b"")},
        )

    def _context(self, scheme: bytes) -> ssl.SSLContext | None:
        if scheme == b"https" and self._tls is None:
            self._tls = httpx.create_ssl_context(trust_env=False)  # about 50 ms, hence once and only where needed
        return self._tls


class _Body(httpx.AsyncByteStream):
    """A response body on its way in; closing it closes the connection."""

    def __init__(self, response: httpcore.Response, connection: httpcore.AsyncHTTPConnection) -> None:
        self._response = response
        self._connection = connection

    async def __aiter__(self) -> AsyncIterator[bytes]:
        with _in_words():
            async for chunk in self._response.aiter_stream():
                yield chunk

    async def aclose(self) -> None:
        await self._connection.aclose()


@contextmanager
def _in_words() -> Iterator[None]:
    """Turn what httpcore raises into a `FetchError` a person understands, without URLs or secrets in it."""
    try:
        yield
    except (httpcore.ConnectTimeout, httpcore.PoolTimeout) as error:
        raise FetchError(f"no connection within {CONNECT_TIMEOUT_S:g} s") from error
    except httpcore.ConnectError as error:
        raise FetchError(_connection_words(error)) from error
    except httpcore.RemoteProtocolError as error:
        raise FetchError(_protocol_words(str(error))) from error
    except (httpcore.NetworkError, httpcore.TimeoutException) as error:
        raise FetchError("the connection broke off") from error
    except (httpcore.ProtocolError, httpcore.UnsupportedProtocol) as error:
        raise FetchError("the request can't be sent") from error


def _protocol_words(message: str) -> str:
    if "without sending a response" in message:
        return "the server closed the connection without an answer"
    if "incomplete" in message or "without sending complete" in message:
        return "the answer is cut short"
    return "the answer is no valid HTTP"


def _connection_words(error: BaseException) -> str:
    cause: BaseException | None = error
    while cause is not None:
        if isinstance(cause, ssl.SSLCertVerificationError):
            return f"the TLS certificate is not valid: {cause.verify_message}"
        if isinstance(cause, ssl.SSLError):
            return "the TLS connection failed"
        if isinstance(cause, ConnectionRefusedError):
            return "connection refused"
        cause = cause.__cause__ or cause.__context__
    return "no connection"
