"""The private-network guard: which addresses may be reached, decided on the very address that is connected to.

A name is resolved here, every address is checked, and the connection goes to a checked address, so neither a
redirect nor a DNS answer that changes between check and use (rebinding) leads inside a private network. Disguises
such as ``2130706433`` or ``0x7f.1`` are resolved to an address like any name before they are checked.
"""

from __future__ import annotations

import asyncio
import contextlib
import socket
import threading
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address
from typing import TYPE_CHECKING

import httpcore

from feeds.errors import FetchError, Refused

if TYPE_CHECKING:
    from collections.abc import Iterable

_TUNNELS = (
    IPv6Network("64:ff9b::/96"),  # NAT64, RFC 6052: the last 32 bits may name a private host
    IPv6Network("64:ff9b:1::/48"),  # local NAT64, RFC 8215
    IPv6Network("2002::/16"),  # 6to4, RFC 3056
    IPv6Network("2001::/32"),  # Teredo, RFC 4380
)
_RELAY = IPv4Network("192.88.99.0/24")  # 6to4 relays, RFC 7526


def is_public(address: IPv4Address | IPv6Address) -> bool:
    """Tell whether `address` belongs to the public internet, looking through IPv4-mapped IPv6 (RFC 4291 2.5.5)."""
    if isinstance(address, IPv6Address):
        if address.ipv4_mapped is not None:
            return is_public(address.ipv4_mapped)
        if any(address in tunnel for tunnel in _TUNNELS):
            return False
    elif address in _RELAY:
        return False
    return address.is_global and not (address.is_multicast or address.is_reserved or address.is_unspecified)


class NetworkGuard:
    """Resolves names and lets only permitted addresses through."""

    def __init__(self, allow: bool | tuple[str, ...]) -> None:
        """Take the setting ``allow_private_networks``: all, none, or exact ``host:port`` pairs."""
        self._all = allow is True
        self._pairs = frozenset() if isinstance(allow, bool) else frozenset(pair.lower() for pair in allow)

    async def addresses(self, host: str, port: int) -> list[str]:
        """Give the permitted addresses of `host`, best first.

        Raises:
            Refused: Every address is private and not allowed.
            FetchError: The name has no address.
        """
        found = await _resolve(host, port)
        permitted = [str(address) for address in found if self._permits(host, address, port)]
        if not permitted:
            raise Refused(f"refused: {host} is on a private network ({found[0]}); see allow_private_networks")
        return permitted

    def _permits(self, host: str, address: IPv4Address | IPv6Address, port: int) -> bool:
        if self._all or is_public(address):
            return True
        return not self._pairs.isdisjoint({_pair(host.strip("[]").lower(), port), _pair(str(address), port)})


def _pair(host: str, port: int) -> str:
    return f"[{host}]:{port}" if ":" in host else f"{host}:{port}"


async def _resolve(host: str, port: int) -> list[IPv4Address | IPv6Address]:
    try:
        return [ip_address(host.strip("[]"))]
    except ValueError:
        pass
    try:
        found = await _looked_up(host, port)
    except (OSError, UnicodeError) as error:
        raise FetchError(f"no address found for {host}") from error
    return list(dict.fromkeys(ip_address(address.partition("%")[0]) for address in found))


async def _looked_up(host: str, port: int) -> list[str]:
    """Ask the system's resolver in a daemon thread: one that hangs for half a minute must not delay our exit."""
    loop = asyncio.get_running_loop()
    answer: asyncio.Future[list[str]] = loop.create_future()

    def settle(found: list[str], error: Exception | None) -> None:
        if not answer.done():
            answer.set_result(found) if error is None else answer.set_exception(error)

    def ask() -> None:
        found: list[str] = []
        failure: Exception | None = None
        try:
            found = [str(info[4][0]) for info in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)]
        except (OSError, UnicodeError) as error:
            failure = error
        with contextlib.suppress(RuntimeError):  # nobody waits any longer, the loop is closed
            loop.call_soon_threadsafe(settle, found, failure)

    threading.Thread(target=ask, name="resolver", daemon=True).start()
    return await answer


class GuardedBackend(httpcore.AsyncNetworkBackend):
    """An httpcore network backend that connects only to what its guard permits."""

    def __init__(self, guard: NetworkGuard) -> None:
        """Ask `guard` before every connection."""
        self._guard = guard
        self._network = httpcore.AnyIOBackend()

    async def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,  # noqa: ASYNC109 - the signature is httpcore's
        local_address: str | None = None,
        socket_options: Iterable[httpcore.SOCKET_OPTION] | None = None,
    ) -> httpcore.AsyncNetworkStream:
        """Connect to the first permitted address of `host` that answers."""
        failure: Exception | None = None
        for address in await self._guard.addresses(host, port):
            try:
                return await self._network.connect_tcp(address, port, timeout, local_address, socket_options)
            except (httpcore.ConnectError, httpcore.ConnectTimeout) as error:
                failure = error
        raise failure or FetchError(f"no address found for {host}")
