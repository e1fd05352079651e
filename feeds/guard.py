"""The private-network guard: which addresses may be reached, decided on the very address that is connected to.

A name is resolved here, every address is checked, and the connection goes to a checked address, so neither a
redirect nor a DNS answer that changes between check and use (rebinding) leads inside a private network. Disguises
such as ``2130706433`` or ``0x7f.1`` are resolved to an address like any name before they are checked.
"""

from __future__ import annotations

import asyncio
import contextlib
import re
import socket
import threading
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address

from feeds.errors import FetchError, Refused

# What IANA's special-purpose address registries (RFC 6890) keep out of the public internet. They are written out
# because `ipaddress` follows them only as far as the Python release at hand does.
_SPECIAL_4 = tuple(
    IPv4Network(text)
    for text in (
        "0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12", "192.0.0.0/24",
        "192.0.2.0/24", "192.168.0.0/16", "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24", "224.0.0.0/3",
        "192.88.99.0/24",  # 6to4 relays, RFC 7526
        "168.63.129.16/32",  # a public address by number, but the host of an Azure machine answers it
    )
)  # fmt: skip
_UNICAST_6 = IPv6Network("2000::/3")  # all that was ever given out to the public (RFC 4291 2.4)
_SPECIAL_6 = tuple(
    IPv6Network(text)
    for text in (
        "2001::/23",  # IETF protocols, RFC 2928: Teredo, benchmarks, ORCHID
        "2001:db8::/32", "3fff::/20",  # documentation, RFC 3849 and RFC 9637
        "2002::/16",  # 6to4, RFC 3056: an IPv4 address inside, perhaps a private one
    )
)  # fmt: skip
_NUMBER = re.compile(r"\d+|0x[0-9a-f]*", re.ASCII | re.IGNORECASE)
_ISATAP = frozenset({0x0000_5EFE, 0x0200_5EFE})  # RFC 5214 6.1: the last 32 bits are an IPv4 address


def is_public(address: IPv4Address | IPv6Address) -> bool:
    """Tell whether `address` belongs to the public internet.

    IPv4-mapped IPv6 (RFC 4291 2.5.5) is judged by the address inside. Other IPv6 forms that carry one (6to4, Teredo,
    NAT64, IPv4-translated, ISATAP) are never public: who would reach a feed that way can reach it directly.
    """
    if isinstance(address, IPv4Address):
        return address.is_global and not any(address in network for network in _SPECIAL_4)
    if address.ipv4_mapped is not None:
        return is_public(address.ipv4_mapped)
    if address.scope_id is not None or address not in _UNICAST_6 or int(address) >> 32 & 0xFFFF_FFFF in _ISATAP:
        return False
    return address.is_global and not any(address in network for network in _SPECIAL_6)


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
        if _is_onion(host):
            raise Refused("refused: a .onion address can be reached only through a proxy that resolves names (socks5h)")
        found = await resolve(host, port)
        permitted = [str(address) for address in found if self._permits(host, address, port)]
        if not permitted:
            raise Refused(f"refused: {host} is on a private network ({found[0]}); see allow_private_networks")
        return permitted

    def judge(self, host: str, port: int) -> None:
        """Refuse what is private by its own words: an address in any spelling, or a name that is never public.

        For a host that a proxy is to resolve, so that no resolver here may be asked.

        Raises:
            Refused: It is private, and not allowed.
        """
        literal = _literal(host)
        if literal is None and not _is_private_name(host):
            return
        if literal is None and (self._all or _pair(host.lower(), port) in self._pairs):
            return
        if literal is None or not self._permits(host, literal, port):
            raise Refused(f"refused: {host} is on a private network; see allow_private_networks")

    def _permits(self, host: str, address: IPv4Address | IPv6Address, port: int) -> bool:
        if self._all or is_public(address):
            return True
        return not self._pairs.isdisjoint({_pair(host.strip("[]").lower(), port), _pair(str(address), port)})


def _pair(host: str, port: int) -> str:
    return f"[{host}]:{port}" if ":" in host else f"{host}:{port}"


def _is_onion(host: str) -> bool:
    """Tell a service of Tor, whose name must not be given to a resolver (RFC 7686)."""
    return host.rstrip(".").lower().endswith(".onion")


def _is_private_name(host: str) -> bool:
    """Tell a name that means no public host, whoever resolves it: RFC 6761, 6762, 8375, ICANN's .internal, no dot."""
    name = f".{host.rstrip('.').lower()}"
    return name.count(".") == 1 or name.endswith((".localhost", ".local", ".internal", ".home.arpa"))


def _literal(host: str) -> IPv4Address | IPv6Address | None:
    """Give the address that a host is without being looked up, as resolvers read ``2130706433`` or ``0x7f.1``.

    Raises:
        Refused: It ends in a number, and yet is no address: nobody knows what a proxy would make of it.
    """
    bare = host.strip("[]").rstrip(".")
    try:
        return ip_address(bare)
    except ValueError:
        if not _NUMBER.fullmatch(bare.rpartition(".")[2]):
            return None
    try:
        return IPv4Address(socket.inet_aton(bare))
    except OSError:
        raise Refused(f"refused: {host} is no valid address") from None


async def resolve(host: str, port: int) -> list[IPv4Address | IPv6Address]:
    """Give every address of `host`, permitted or not, best first.

    Raises:
        FetchError: The name has no address.
    """
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
