"""Requests through a proxy: an HTTP one (RFC 9110 9.3.6, RFC 9112 3.2.2), or SOCKS 5 (RFC 1928, RFC 1929).

Where the proxy resolves names, none of them is ever given to a resolver here. What an address tells by itself is still
judged: no private one is asked for, be it by a feed's URL or by a redirect. The proxy's own address is the user's will.
"""

from __future__ import annotations

import asyncio
import base64
import ssl
from http import HTTPStatus
from typing import TYPE_CHECKING

from feeds.errors import FetchError, ProxyError
from feeds.exchange import Question
from feeds.guard import resolve
from feeds.line import connect_plain, secured
from feeds.socks import negotiate, open_tunnel
from feeds.transport import CONNECT_TIMEOUT_S, connect_words, head_deadline, tls_words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from feeds.address import Address
    from feeds.exchange import Lines, Reply
    from feeds.guard import NetworkGuard
    from feeds.line import Line, PlainLine
    from feeds.proxy import Proxy
    from feeds.transport import Trust


class ProxiedTransport:
    """Sends each request over a connection of its own through one proxy."""

    def __init__(self, proxy: Proxy, guard: NetworkGuard, trust: Trust) -> None:
        """Ask through `proxy` for what `guard` permits; servers prove themselves by `trust`, whatever lies between."""
        self._proxy = proxy
        self._guard = guard
        self._trust = trust

    async def get(self, address: Address, headers: Sequence[tuple[bytes, bytes]]) -> Reply:
        """Ask for `address`; see `Transport`.

        Raises:
            ProxyError: The proxy gives no connection to anybody.
            FetchError: No answer came.
        """
        if self._proxy.scheme == "http" and address.scheme == "http":
            return await self._get_plainly(address, headers)
        question = Question("GET", address.target, headers)
        async with head_deadline():
            return await question.ask(await self._connect(address))

    async def probe(self) -> None:
        """Find out whether the proxy answers, without asking it for anything.

        Raises:
            ProxyError: It doesn't.
        """
        (await self._reach()).close()

    async def _get_plainly(self, address: Address, headers: Sequence[tuple[bytes, bytes]]) -> Reply:
        """Have an HTTP proxy ask for an address without TLS (RFC 9112 3.2.2)."""
        self._guard.judge(address.host, address.port)
        whole = f"http://{address.authority}{address.target}"
        question = Question("GET", whole, [*headers, *self._credentials()])
        async with head_deadline():
            reply = await question.ask(await self._reach())
        if reply.status == HTTPStatus.PROXY_AUTHENTICATION_REQUIRED:
            reply.close()
            raise self._unwilling()
        return reply

    async def _connect(self, address: Address) -> Line:
        """Connect through the proxy to the first of the host's addresses that it reaches."""
        failure = FetchError(f"no address found for {address.host}")
        for host in await self._destinations(address):
            line = await self._reach()
            try:
                await self._through(line, host, address.port)
                if address.scheme != "https":
                    return line
                return await secured(line, address.host, self._trust.context())
            except ssl.SSLError as error:
                line.close()
                raise FetchError(tls_words(error)) from error
            except OSError as error:
                line.close()
                raise FetchError("the connection broke off") from error
            except ProxyError:
                line.close()
                raise
            except FetchError as error:
                line.close()
                failure = error
            except BaseException:
                line.close()
                raise
        raise failure

    async def _destinations(self, address: Address) -> list[str]:
        """Give what the proxy is to connect to: the host by its name, unless names are ours to resolve."""
        if not self._proxy.resolves:
            return await self._guard.addresses(address.host, address.port)
        self._guard.judge(address.host, address.port)
        return [address.host]

    async def _reach(self) -> PlainLine:
        """Connect to the proxy itself, and have it know who asks."""
        line = await self._connected()
        try:
            if self._proxy.scheme != "http":
                async with asyncio.timeout(CONNECT_TIMEOUT_S):
                    await negotiate(line, self._proxy)
        except TimeoutError as error:
            line.close()
            raise self._silent(f"no word within {CONNECT_TIMEOUT_S:g} s") from error
        except BaseException:
            line.close()
            raise
        return line

    async def _connected(self) -> PlainLine:
        words = "no address found for it"
        try:
            found = await resolve(self._proxy.host, self._proxy.port)
        except FetchError as error:
            raise self._silent(words) from error
        for number in found:
            try:
                async with asyncio.timeout(CONNECT_TIMEOUT_S):
                    return await connect_plain(str(number), self._proxy.port)
            except TimeoutError:
                words = f"no connection within {CONNECT_TIMEOUT_S:g} s"
            except OSError as error:
                words = connect_words(error)
        raise self._silent(words)

    async def _through(self, line: PlainLine, host: str, port: int) -> None:
        """Have the proxy connect `line` to a server."""
        if self._proxy.scheme != "http":
            await open_tunnel(line, self._proxy, host, port)
            return
        authority = f"[{host}]:{port}" if ":" in host else f"{host}:{port}"
        question = Question("CONNECT", authority, [(b"Host", authority.encode("ascii")), *self._credentials()])
        try:
            reply = await question.ask(line)
        except FetchError as error:
            raise self._silent("no valid answer") from error
        if reply.status == HTTPStatus.PROXY_AUTHENTICATION_REQUIRED:
            raise self._unwilling()
        if not HTTPStatus.OK <= reply.status < HTTPStatus.MULTIPLE_CHOICES:
            raise FetchError(f"the proxy gives no connection: HTTP {reply.status}")
        if question.trailing:
            raise self._silent("it says more than it was asked")

    def _credentials(self) -> Lines:
        if not self._proxy.user:
            return []
        pair = f"{self._proxy.user}:{self._proxy.password}".encode("ascii")
        return [(b"Proxy-Authorization", b"Basic " + base64.b64encode(pair))]

    def _silent(self, words: str) -> ProxyError:
        return ProxyError(f"the proxy {self._proxy} does not answer: {words}")

    def _unwilling(self) -> ProxyError:
        asked = "takes other credentials" if self._proxy.user else "asks for credentials"
        return ProxyError(f"the proxy {self._proxy} {asked}")
