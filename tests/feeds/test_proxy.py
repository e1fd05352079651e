"""Through a proxy: every request and no name goes past it, and what is refused without one is refused through it."""

from __future__ import annotations

import asyncio
import socket
from contextlib import suppress
from typing import TYPE_CHECKING

import pytest

from feeds.address import read_address
from feeds.errors import FetchError, ProxyError, Refused
from feeds.fetcher import Fetched, Fetcher, Validators
from feeds.guard import NetworkGuard
from feeds.proxied import ProxiedTransport
from feeds.proxy import Proxy, proxy_of, read_proxy, shown
from feeds.settings import PollingSettings
from feeds.transport import Trust
from store.models import FeedSettings
from tests.feeds.loopback import Answer, Loopback
from tests.feeds.proxies import HttpProxy, SocksProxy
from tests.feeds.test_tls import BODY, CERTIFICATE, server

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

BODY_OF_FEED = "<rss/>"


@pytest.fixture
def feeds(loopback: Loopback) -> dict[str, int]:
    """Names that only a proxy knows."""
    loopback.serve("/feed", BODY_OF_FEED)
    return {"feeds.example": loopback.port, "feeds.onion": loopback.port}


@pytest.fixture
def http(feeds: dict[str, int]) -> Iterator[HttpProxy]:
    with HttpProxy(feeds) as proxy:
        yield proxy


@pytest.fixture
def socks(feeds: dict[str, int]) -> Iterator[SocksProxy]:
    with SocksProxy(feeds) as proxy:
        yield proxy


@pytest.fixture
def looked_up(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What a resolver is asked for here."""
    asked: list[str] = []
    real = socket.getaddrinfo

    def resolver(host: str, *rest: object, **more: object) -> object:
        if not _is_number(host):
            asked.append(host)
            raise socket.gaierror("nobody resolves names here")
        return real(host, *rest, **more)  # type: ignore[arg-type]

    monkeypatch.setattr("socket.getaddrinfo", resolver)
    return asked


def _is_number(host: str) -> bool:
    with suppress(OSError):
        return bool(socket.inet_aton(host))
    return False


async def fetch(url: str, proxy: str, own: str = "", validators: Validators | None = None, **more: object) -> Fetched:
    settings = PollingSettings(proxy=proxy, **more)  # type: ignore[arg-type]
    return await Fetcher(settings).fetch(FeedSettings(url, proxy=own), validators or Validators())


# --- What goes through -------------------------------------------------------------------------------------------


async def test_a_plain_feed_comes_through_an_http_proxy_and_no_name_is_looked_up_here(
    http: HttpProxy, loopback: Loopback, looked_up: list[str]
) -> None:
    fetched = await fetch("http://feeds.example/feed", http.url)
    assert (fetched.body, fetched.url) == (BODY_OF_FEED.encode(), "http://feeds.example/feed")
    assert http.asked == ["feeds.example:80"]
    assert http.plain[0].startswith("GET http://feeds.example/feed HTTP/1.1\r\n")
    assert loopback.seen[0].headers["host"] == "feeds.example"
    assert looked_up == []


async def test_a_plain_feed_comes_through_socks_and_no_name_is_looked_up_here(
    socks: SocksProxy, looked_up: list[str]
) -> None:
    assert (await fetch("http://feeds.example/feed", f"socks5h://{socks.address}")).body == BODY_OF_FEED.encode()
    assert (socks.asked, socks.kinds, looked_up) == (["feeds.example:80"], [3], [])


async def test_socks5_resolves_names_here_and_gives_the_proxy_an_address(
    socks: SocksProxy, loopback: Loopback, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("socket.getaddrinfo", lambda *_, **__: [(2, 1, 6, "", ("127.0.0.1", 0))])
    url = f"http://feeds.example:{loopback.port}/feed"
    allowed = (f"feeds.example:{loopback.port}",)
    fetched = await fetch(url, f"socks5://{socks.address}", allow_private_networks=allowed)
    assert fetched.body == BODY_OF_FEED.encode()
    assert (socks.asked, socks.kinds) == ([f"127.0.0.1:{loopback.port}"], [1])


@pytest.mark.parametrize("kind", ["http", "socks5h"])
async def test_over_tls_the_server_itself_proves_who_it_is_whatever_lies_between(
    kind: str, monkeypatch: pytest.MonkeyPatch, looked_up: list[str]
) -> None:
    monkeypatch.setattr("certifi.where", lambda: str(CERTIFICATE))
    async with server(tls=True) as (port, seen):
        names = {"localhost": port, "elsewhere.example": port}
        with HttpProxy(names) as over_http, SocksProxy(names) as over_socks:
            proxy = over_http.url if kind == "http" else f"socks5h://{over_socks.address}"
            fetched = await fetch("https://localhost/feed", proxy, allow_private_networks=True)
            assert fetched.body == BODY
            asked = len(seen)
            with pytest.raises(FetchError, match=r"TLS certificate is not valid: .*elsewhere\.example"):
                await fetch("https://elsewhere.example/feed", proxy)
            assert not any(seen[asked:])
            assert (over_http if kind == "http" else over_socks).asked == ["localhost:443", "elsewhere.example:443"]
    assert looked_up == []


async def test_a_proxy_reads_nothing_of_what_goes_over_tls(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("certifi.where", lambda: str(CERTIFICATE))
    async with server(tls=True) as (port, _):
        with HttpProxy({"localhost": port}) as proxy:
            await fetch("https://localhost/feed", proxy.url, allow_private_networks=True)
            assert proxy.plain == []


async def test_validators_go_through_and_unchanged_feeds_stay_unsent(socks: SocksProxy) -> None:
    proxy = f"socks5h://{socks.address}"
    first = await fetch("http://feeds.example/feed", proxy)
    etag = dict(first.headers)["ETag"]
    again = await fetch("http://feeds.example/feed", proxy, validators=Validators(etag=etag))
    assert (again.status, again.body) == (304, b"")


async def test_an_onion_service_is_asked_through_a_proxy_and_never_looked_up(
    socks: SocksProxy, looked_up: list[str]
) -> None:
    url = "http://feeds.onion/feed"
    assert (await fetch(url, f"socks5h://{socks.address}")).body == BODY_OF_FEED.encode()
    for proxy in ("", f"socks5://{socks.address}"):
        with pytest.raises(Refused, match=r"\.onion"):
            await fetch(url, proxy)
    assert looked_up == []


async def test_redirects_go_the_same_way(socks: SocksProxy, loopback: Loopback, looked_up: list[str]) -> None:
    loopback.route("/old", lambda _: Answer(status=301, headers={"Location": "http://feeds.example:80/feed"}))
    fetched = await fetch("http://feeds.example/old", f"socks5h://{socks.address}")
    assert (fetched.body, fetched.moved) == (BODY_OF_FEED.encode(), True)
    assert (socks.asked, looked_up) == (["feeds.example:80"] * 2, [])


# --- Which way ---------------------------------------------------------------------------------------------------


async def test_what_a_feed_names_for_itself_holds_and_none_is_no_proxy(
    http: HttpProxy, socks: SocksProxy, loopback: Loopback
) -> None:
    await fetch("http://feeds.example/feed", http.url, f"socks5h://{socks.address}")
    assert (http.asked, socks.asked) == ([], ["feeds.example:80"])
    await fetch(loopback.url("/feed"), http.url, "none", allow_private_networks=True)
    assert (http.asked, len(socks.asked)) == ([], 1)


async def test_proxies_of_the_environment_are_ignored(
    http: HttpProxy, loopback: Loopback, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("http_proxy", "HTTP_PROXY", "https_proxy", "HTTPS_PROXY", "all_proxy", "ALL_PROXY"):
        monkeypatch.setenv(name, http.url)
    assert (await fetch(loopback.url("/feed"), "", allow_private_networks=True)).status == 200
    assert http.asked == []


async def test_a_proxy_may_stand_in_the_environment_under_a_name_of_its_own(
    http: HttpProxy, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MY_PROXY", http.url)
    assert (await fetch("http://feeds.example/feed", "env:MY_PROXY")).status == 200
    monkeypatch.setenv("MY_PROXY", "secret nonsense")
    with pytest.raises(ProxyError) as caught:
        await fetch("http://feeds.example/feed", "env:MY_PROXY")
    assert "MY_PROXY" in str(caught.value)
    assert "secret" not in str(caught.value)
    monkeypatch.delenv("MY_PROXY")
    with pytest.raises(ProxyError, match="MY_PROXY for the proxy is not set"):
        await fetch("http://feeds.example/feed", "env:MY_PROXY")


# --- What is refused ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "host", ["127.0.0.1", "2130706433", "0x7f000001", "0177.1", "127.1", "localhost", "LOCALHOST.", "[::1]",
             "[::ffff:127.0.0.1]", "０x7f.1", "①②⑦.0.0.1", "127。0。0。1", "0", "[::]", "10.0.0.1", "169.254.169.254",
             "[fe80::1]", "192.168.1.1", "printer.local", "metadata.google.internal", "nas.home.arpa", "router",
             "1.2.3.4.5", "a.localhost", "feeds.0x7f", "127.0.0.1."],
)  # fmt: skip
@pytest.mark.parametrize("kind", ["http", "socks5h"])
async def test_what_is_private_by_its_own_words_is_not_even_said_to_a_proxy(
    kind: str, host: str, http: HttpProxy, socks: SocksProxy, loopback: Loopback, looked_up: list[str]
) -> None:
    proxy = http.url if kind == "http" else f"socks5h://{socks.address}"
    for scheme in ("http", "https"):
        with pytest.raises(FetchError):
            await fetch(f"{scheme}://{host}:{loopback.port}/feed", proxy)
    assert (http.asked, socks.asked, loopback.seen, looked_up) == ([], [], [], [])


@pytest.mark.parametrize("kind", ["http", "socks5h"])
async def test_a_redirect_to_a_private_address_ends_at_the_proxy(
    kind: str, http: HttpProxy, socks: SocksProxy, loopback: Loopback
) -> None:
    proxy = http.url if kind == "http" else f"socks5h://{socks.address}"
    for number, to in enumerate(
        (loopback.url("/feed"), proxy.replace(kind, "http"), "http://0x7f.1/", "https://[::1]/")
    ):
        loopback.route(f"/{number}", lambda _, to=to: Answer(status=302, headers={"Location": to}))  # type: ignore[misc]
        with pytest.raises(Refused, match="on a private network"):
            await fetch(f"http://feeds.example/{number}", proxy)
    assert {*http.asked, *socks.asked} == {"feeds.example:80"}


async def test_what_the_user_allows_may_be_asked_for(socks: SocksProxy, loopback: Loopback) -> None:
    proxy = f"socks5h://{socks.address}"
    url = loopback.url("/feed")
    assert (await fetch(url, proxy, allow_private_networks=(f"127.0.0.1:{loopback.port}",))).status == 200
    with pytest.raises(Refused):
        await fetch(url, proxy, allow_private_networks=("127.0.0.1:1",))
    guard = NetworkGuard(("router:80",))
    guard.judge("Router", 80)
    NetworkGuard(True).judge("10.0.0.1", 80)


# --- What goes wrong ---------------------------------------------------------------------------------------------


async def test_credentials_are_given_to_the_proxy_and_nobody_else(loopback: Loopback, feeds: dict[str, int]) -> None:
    with HttpProxy(feeds, "me", "s3cret") as http, SocksProxy(feeds, "me", "s3cret") as socks:
        for proxy in (http.url, f"socks5h://{socks.address}"):
            assert (await fetch("http://feeds.example/feed", proxy)).status == 200
    assert not any("s3cret" in str(seen) or "proxy-authorization" in seen.headers for seen in loopback.seen)


@pytest.mark.parametrize("url", ["http://feeds.example/feed", "https://feeds.example/feed"])
@pytest.mark.parametrize("kind", ["http", "socks5h"])
@pytest.mark.parametrize(("given", "said"), [("", "asks for credentials"), ("me:wr0ng@", "takes other credentials")])
async def test_a_proxy_that_takes_nobody_is_the_proxys_fault_and_told_without_secrets(
    url: str, kind: str, given: str, said: str, feeds: dict[str, int]
) -> None:
    with HttpProxy(feeds, "me", "s3cret") as http, SocksProxy(feeds, "me", "s3cret") as socks:
        port = http.port if kind == "http" else socks.port
        with pytest.raises(ProxyError) as caught:
            await fetch(url, f"{kind}://{given}127.0.0.1:{port}")
    assert str(caught.value) == f"the proxy {kind}://127.0.0.1:{port} {said}"


@pytest.mark.parametrize("url", ["http://feeds.example/feed", "https://feeds.example/feed"])
@pytest.mark.parametrize("kind", ["http", "socks5", "socks5h"])
async def test_a_proxy_that_is_not_there_is_told_from_a_server_that_is_not(
    kind: str, url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("feeds.guard._looked_up", _public)
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
    with pytest.raises(ProxyError) as caught:
        await fetch(url, f"{kind}://me:s3cret@127.0.0.1:{port}")
    assert str(caught.value) == f"the proxy {kind}://127.0.0.1:{port} does not answer: connection refused"


async def _public(*_: object) -> list[str]:
    return ["8.8.8.8"]


@pytest.mark.parametrize("kind", ["http", "socks5h"])
async def test_a_server_that_a_proxy_can_not_reach_is_the_servers_fault(
    kind: str, http: HttpProxy, socks: SocksProxy
) -> None:
    proxy = http.url if kind == "http" else f"socks5h://{socks.address}"
    with pytest.raises(FetchError, match="the proxy gives no connection") as caught:
        await fetch("https://nobody.example/feed", proxy)
    assert not isinstance(caught.value, ProxyError)


@pytest.mark.parametrize(
    ("code", "said"),
    [
        (1, "it failed"),
        (2, "it does not allow this one"),
        (4, "host unreachable"),
        (6, "it took too long"),
        (99, "it failed"),
    ],
)
async def test_what_a_socks_proxy_says_is_told(code: int, said: str, socks: SocksProxy) -> None:
    socks.refusal = code
    with pytest.raises(FetchError, match=f"the proxy gives no connection: {said}") as caught:
        await fetch("http://feeds.example/feed", f"socks5h://{socks.address}")
    assert not isinstance(caught.value, ProxyError)


async def test_what_is_no_socks_proxy_at_all_is_told(loopback: Loopback, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("feeds.proxied.CONNECT_TIMEOUT_S", 0.2)  # an HTTP server waits for more, and so would we
    with pytest.raises(ProxyError, match="does not answer"):
        await fetch("https://feeds.example/feed", f"socks5h://127.0.0.1:{loopback.port}")
    assert loopback.seen == []


@pytest.mark.parametrize(
    "said", [b"SSH-2.0-OpenSSH_9.2\r\n", b"", b"\x05\x07", b"\x04\x00", b"\x05\x00\x05\x00\x00\x09"]
)
@pytest.mark.parametrize("kind", ["http", "socks5h"])
async def test_whatever_else_stands_where_a_proxy_should_is_told_apart_from_feeds(kind: str, said: bytes) -> None:
    async def answer(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(said)
        writer.close()

    async with await asyncio.start_server(answer, "127.0.0.1", 0) as other:
        port = other.sockets[0].getsockname()[1]
        with pytest.raises(ProxyError, match=f"the proxy {kind}://127.0.0.1:{port} does not answer"):
            await fetch("https://feeds.example/feed", f"{kind}://127.0.0.1:{port}")


async def test_a_probe_asks_a_proxy_for_nothing(http: HttpProxy, socks: SocksProxy) -> None:
    for url in (http.url, f"socks5h://{socks.address}"):
        await ProxiedTransport(read_proxy(url), NetworkGuard(False), Trust()).probe()
    assert http.asked == socks.asked == []
    with SocksProxy(user="me", password="s3cret") as wary, pytest.raises(ProxyError, match="asks for credentials"):
        await ProxiedTransport(
            read_proxy(f"socks5h://{wary.address.partition('@')[2]}"), NetworkGuard(False), Trust()
        ).probe()


async def test_a_name_too_long_for_socks_is_an_error_of_that_feed(socks: SocksProxy) -> None:
    transport = ProxiedTransport(read_proxy(f"socks5h://{socks.address}"), NetworkGuard(False), Trust())
    with pytest.raises(FetchError, match="too long"):
        await transport.get(read_address(f"http://{'a.' * 130}example/"), [(b"Host", b"x")])


# --- Settings ----------------------------------------------------------------------------------------------------


def test_a_proxy_is_read_from_its_url() -> None:
    assert read_proxy("socks5h://127.0.0.1:9050") == Proxy("socks5h", "127.0.0.1", 9050)
    assert read_proxy("http://me:a%40b@[::1]:3128/") == Proxy("http", "::1", 3128, "me", "a@b")
    assert proxy_of("", "") is proxy_of("none", "http://a.example:1") is None
    assert proxy_of("", "http://a.example:1") == Proxy("http", "a.example", 1)


@pytest.mark.parametrize("write", [str, repr, lambda proxy: shown(f"http://me:s3cret@{proxy.host}:{proxy.port}")])
def test_credentials_are_never_written(write: Callable[[Proxy], str]) -> None:
    words = write(read_proxy("http://me:s3cret@proxy.example:3128"))
    assert "proxy.example" in words
    assert "s3cret" not in words
    assert "me" not in words.replace("scheme", "").replace("name", "")


@pytest.mark.parametrize(
    "text", ["127.0.0.1:9050", "https://p.example:1", "socks4://p.example:1", "http://p.example", "http://:80",
             "http://p.example:99999", "http://p.example:1/path", "http://p.example:1?q", "http://me@p.example:1",
             "http://me:é@p.example:1", f"http://me:{'x' * 256}@p.example:1", "http://[::1:80", "socks5h://пример:1"],
)  # fmt: skip
def test_what_is_no_proxy_is_refused_without_repeating_it(text: str) -> None:
    with pytest.raises(ValueError, match="proxy") as caught:
        read_proxy(text)
    assert "p.example" not in str(caught.value)
