"""However an address is written or wrapped, the guard judges where the connection would really go."""

from __future__ import annotations

import asyncio
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feeds.address import read_address
from feeds.errors import FetchError, Refused
from feeds.fetcher import Fetcher, Validators
from feeds.guard import NetworkGuard, is_public
from feeds.settings import PollingSettings
from feeds.transport import OneShotTransport
from store.models import FeedSettings
from tests.feeds.loopback import Answer, Loopback

if TYPE_CHECKING:
    from collections.abc import Callable

PRIVATE = [
    IPv4Network(text)
    for text in (
        "0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12", "192.168.0.0/16",
        "198.18.0.0/15", "224.0.0.0/4", "240.0.0.0/4",
    )
]  # fmt: skip


def within(network: IPv4Network | IPv6Network) -> st.SearchStrategy[int]:
    return st.integers(int(network.network_address), int(network.broadcast_address))


private = st.sampled_from(PRIVATE).flatmap(within).map(IPv4Address)
public = st.integers(0, 2**32 - 1).map(IPv4Address).filter(is_public)


def octal(address: IPv4Address) -> str:
    return ".".join(f"0{part:o}" for part in address.packed)


def hexadecimal(address: IPv4Address) -> str:
    return ".".join(hex(part) for part in address.packed)


def short(address: IPv4Address) -> str:
    first, *rest = address.packed
    return f"{first}.{int.from_bytes(bytes(rest), 'big')}"


def mixed(address: IPv4Address) -> str:
    a, b, *rest = address.packed
    return f"{a:#x}.0{b:o}.{int.from_bytes(bytes(rest), 'big')}"


spelling = st.sampled_from([str, octal, hexadecimal, short, mixed, lambda a: str(int(a)), lambda a: hex(int(a))])

WRAPPINGS: tuple[Callable[[int], int], ...] = (
    lambda v4: 0xFFFF << 32 | v4,  # IPv4-mapped
    lambda v4: v4,  # IPv4-compatible
    lambda v4: 0xFFFF << 48 | v4,  # IPv4-translated
    lambda v4: 0x64_FF9B << 96 | v4,  # NAT64
    lambda v4: 0x64_FF9B_0001 << 80 | v4,  # local NAT64
    lambda v4: 0x2002 << 112 | v4 << 80,  # 6to4
    lambda v4: 0x2001 << 112 | v4 << 64,  # Teredo, as its server
    lambda v4: 0x2001 << 112 | v4 ^ 0xFFFF_FFFF,  # Teredo, as its client
    lambda v4: 0x2606_4700 << 96 | 0x5EFE << 32 | v4,  # ISATAP
    lambda v4: 0x2606_4700 << 96 | 0x0200_5EFE << 32 | v4,
)


@given(private, spelling)
def test_a_private_address_is_refused_in_every_spelling_of_the_resolver(
    address: IPv4Address, spell: Callable[[IPv4Address], str]
) -> None:
    with pytest.raises((Refused, FetchError)):
        asyncio.run(NetworkGuard(False).addresses(spell(address), 80))


@given(private, st.sampled_from(WRAPPINGS))
def test_a_private_address_is_refused_in_every_ipv6_wrapping(address: IPv4Address, wrap: Callable[[int], int]) -> None:
    assert not is_public(IPv6Address(wrap(int(address))))


@given(public)
def test_a_public_address_stays_public_when_mapped(address: IPv4Address) -> None:
    assert is_public(IPv6Address(WRAPPINGS[0](int(address))))


@given(st.integers(0, 2**128 - 1).map(IPv6Address))
def test_only_allocated_unicast_is_public(address: IPv6Address) -> None:
    if is_public(address) and address.ipv4_mapped is None:
        assert address in IPv6Network("2000::/3")
        assert address.is_global


@given(st.one_of(st.integers(0, 2**32 - 1).map(IPv4Address), within(IPv6Network("2000::/3")).map(IPv6Address)))
def test_the_guard_is_never_laxer_than_the_standard_library(address: IPv4Address | IPv6Address) -> None:
    assert address.is_global or not is_public(address)


@pytest.mark.parametrize(
    "host", ["127.0.0.1", "2130706433", "0x7f000001", "0177.1", "127.1", "localhost", "LOCALHOST.", "[::1]",
             "[::ffff:127.0.0.1]", "[0:0:0:0:0:ffff:7f00:1]", "０x7f.1", "①②⑦.0.0.1", "127。0。0。1", "0", "[::]"],
)  # fmt: skip
async def test_no_disguise_of_loopback_gets_a_request_through(host: str) -> None:
    with Loopback() as canary:
        canary.serve("/feed", "<rss/>")
        with pytest.raises(FetchError):
            await Fetcher(PollingSettings()).fetch(FeedSettings(url=f"http://{host}:{canary.port}/feed"), Validators())
        assert canary.seen == []


async def test_no_disguise_of_loopback_gets_through_a_redirect_either(loopback: Loopback) -> None:
    settings = PollingSettings(allow_private_networks=(f"127.0.0.1:{loopback.port}",))
    with Loopback() as canary:
        canary.serve("/feed", "<rss/>")
        for number, host in enumerate(("2130706433", "0x7f.1", "0177.0.0.1", "[::ffff:7f00:1]", "localhost", "①27.1")):
            location = f"http://{host}:{canary.port}/feed".encode().decode("latin-1")
            url = loopback.route(f"/{number}", lambda _, to=location: Answer(status=302, headers={"Location": to}))  # type: ignore[misc]
            with pytest.raises(FetchError):
                await Fetcher(settings).fetch(FeedSettings(url=url), Validators())
        assert canary.seen == []


async def test_a_name_that_changes_its_address_between_check_and_use_gains_nothing(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    asked: list[str] = []

    def resolver(host: str, *_: object, **__: object) -> list[tuple[int, int, int, str, tuple[str, int]]]:
        asked.append(host)
        return [(2, 1, 6, "", ("192.0.2.1" if len(asked) == 1 else "127.0.0.1", 80))]

    monkeypatch.setattr("socket.getaddrinfo", resolver)
    connected: list[str] = []

    async def connect(_: object, __: object, address: tuple[str, int]) -> None:
        connected.append(address[0])
        raise ConnectionRefusedError

    monkeypatch.setattr("asyncio.selector_events.BaseSelectorEventLoop.sock_connect", connect)
    transport = OneShotTransport(NetworkGuard(("192.0.2.1:80",)))
    with pytest.raises(FetchError, match="connection refused"):
        await transport.get(read_address("http://rebind.example/"), [(b"Host", b"rebind.example")])
    assert (asked, connected) == (["rebind.example"], ["192.0.2.1"])
    assert ip_address(connected[0]).version == 4  # no name that is resolved again
