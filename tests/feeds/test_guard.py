from __future__ import annotations

from ipaddress import ip_address

import pytest

from feeds.errors import FetchError, Refused
from feeds.guard import NetworkGuard, is_public


@pytest.mark.parametrize("address", ["8.8.8.8", "193.0.6.139", "2606:4700::6810:84e5", "::ffff:8.8.8.8"])
def test_public_addresses_pass(address: str) -> None:
    assert is_public(ip_address(address))


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1", "0.0.0.0", "10.1.2.3", "172.16.0.1", "192.168.1.1", "169.254.169.254", "100.64.0.1", "224.0.0.1",
        "240.0.0.1", "255.255.255.255", "192.88.99.1", "::1", "::", "fe80::1", "fc00::1", "ff02::1", "::127.0.0.1",
        "::ffff:127.0.0.1", "::ffff:10.0.0.1", "64:ff9b::7f00:1", "64:ff9b:1::1", "2002:7f00:1::", "2001:0:1::1",
        "192.0.0.9", "192.0.2.1", "198.18.0.1", "203.0.113.1", "168.63.129.16", "fec0::1", "3fff::1", "2001:db8::1",
        "100::1", "5f00::1", "4000::1", "::ffff:0:127.0.0.1", "2606:4700::5efe:10.0.0.1", "fe80::1%eth0",
        "2606:4700::1%lo", "64:ff9b::8.8.8.8", "fd00:ec2::254",
    ],
)  # fmt: skip
def test_private_reserved_and_tunnelled_addresses_do_not(address: str) -> None:
    assert not is_public(ip_address(address))


@pytest.mark.parametrize(
    "host", ["127.0.0.1", "2130706433", "0x7f.1", "0177.0.0.1", "localhost", "[::1]", "[::ffff:7f00:1]"]
)
async def test_loopback_is_refused_in_every_spelling(host: str) -> None:
    with pytest.raises(Refused, match="private network"):
        await NetworkGuard(False).addresses(host, 80)


async def test_an_allowed_pair_opens_that_port_of_that_host_and_nothing_else() -> None:
    guard = NetworkGuard(("127.0.0.1:8700", "[::1]:8701"))
    assert await guard.addresses("127.0.0.1", 8700) == ["127.0.0.1"]
    assert await guard.addresses("::1", 8701) == ["::1"]
    with pytest.raises(Refused):
        await guard.addresses("127.0.0.1", 8701)
    with pytest.raises(Refused):
        await guard.addresses("127.0.0.2", 8700)


async def test_true_allows_every_address() -> None:
    assert await NetworkGuard(True).addresses("127.0.0.1", 80) == ["127.0.0.1"]


async def test_a_name_is_judged_by_its_addresses_and_reached_only_at_those_that_pass(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    answers = [["10.0.0.7", "8.8.8.8"], ["127.0.0.1"]]

    def resolver(*_: object, **__: object) -> list[tuple[int, int, int, str, tuple[str, int]]]:
        return [(2, 1, 6, "", (address, 80)) for address in answers.pop(0)]

    monkeypatch.setattr("socket.getaddrinfo", resolver)
    assert await NetworkGuard(False).addresses("rebind.example", 80) == ["8.8.8.8"]
    with pytest.raises(Refused, match=r"rebind\.example is on a private network \(127\.0\.0\.1\)"):
        await NetworkGuard(False).addresses("rebind.example", 80)


async def test_a_name_without_address_is_an_error_in_words() -> None:
    with pytest.raises(FetchError, match=r"no address found for nowhere\.invalid"):
        await NetworkGuard(False).addresses("nowhere.invalid", 80)
