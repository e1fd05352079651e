from __future__ import annotations

import asyncio
import gzip
import socket
from typing import TYPE_CHECKING

import brotli
import pytest
import zstandard as zstd

from feeds.errors import FetchError, Refused
from feeds.fetcher import USER_AGENT, Fetched, Fetcher, Validators
from feeds.settings import PollingSettings
from store.models import FeedSettings
from tests.feeds.loopback import Answer, Loopback, Seen

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from feeds.address import Address
    from feeds.exchange import Reply

NONE = Validators()


async def fetch(
    url: str, validators: Validators = NONE, *, headers: Mapping[str, str] | None = None, timeout_s: float = 20
) -> Fetched:
    settings = PollingSettings(allow_private_networks=True, timeout_s=timeout_s, max_body=100_000)
    return await Fetcher(settings).fetch(FeedSettings(url=url, headers=headers or {}), validators)


async def test_a_first_request_is_plain_and_says_who_asks(loopback: Loopback) -> None:
    fetched = await fetch(loopback.serve("/feed", "<rss/>"))
    assert (fetched.status, fetched.body, fetched.moved) == (200, b"<rss/>", False)
    headers = loopback.seen[0].headers
    assert headers["user-agent"] == USER_AGENT
    assert headers["connection"] == "close"
    assert "application/rss+xml" in headers["accept"]
    assert headers.keys().isdisjoint({"cookie", "referer", "if-none-match", "if-modified-since"})


async def test_the_user_may_name_another_user_agent(loopback: Loopback) -> None:
    settings = PollingSettings(allow_private_networks=True, user_agent="Newsroom/2 (desk@example.org)")
    await Fetcher(settings).fetch(FeedSettings(url=loopback.serve("/feed", "<rss/>")), NONE)
    assert loopback.seen[0].headers["user-agent"] == "Newsroom/2 (desk@example.org)"


@pytest.mark.parametrize(
    ("host", "sent"),
    [
        ("Bücher.invalid", "xn--bcher-kva.invalid"),
        ("例え。invalid", "xn--r8jz45g.invalid"),
        ("ＥＸＡＭＰＬＥ.invalid", "example.invalid"),
        ("i❤.invalid", "xn--i-7iq.invalid"),
        ("xn--i-7iq.invalid", "xn--i-7iq.invalid"),
        ("a_b.invalid", "a_b.invalid"),
    ],
)
async def test_hosts_beyond_ascii_are_asked_for_by_their_ascii_names(host: str, sent: str) -> None:
    asked: list[str] = []

    class Elsewhere:
        async def get(self, address: Address, headers: Sequence[tuple[bytes, bytes]]) -> Reply:
            assert headers[0] == (b"Host", sent.encode())
            asked.append(address.host)
            return _Empty(302, f"http://{host}/second") if len(asked) == 1 else _Empty(404)

    fetched = await Fetcher(PollingSettings(), Elsewhere()).fetch(FeedSettings(url=f"http://{host}:80/first"), NONE)
    assert asked == [sent, sent]
    assert fetched.url == f"http://{sent}/second"


class _Empty:
    def __init__(self, status: int, location: str = "") -> None:
        self.status = status
        self.reason = b""
        self.headers = [(b"Location", location.encode())]

    async def chunk(self) -> bytes | None:
        return None

    def close(self) -> None:
        pass


@pytest.mark.parametrize(
    "url", ["http://\u202eexample.invalid/", "http://[::1", "http://a\u0000b/", "http://:80/", "http:///x"]
)
async def test_a_url_that_is_none_is_refused_in_words(url: str) -> None:
    with pytest.raises(FetchError, match="URL"):
        await fetch(url)


async def test_validators_go_out_byte_for_byte_as_they_came(loopback: Loopback) -> None:
    url = loopback.serve("/feed", "<rss/>")
    odd = Validators('W/"Ab/+=;x,y \xe9"', "Mon,  1 Jan 2024 nonsense")
    await fetch(url, odd)
    headers = loopback.seen[0].headers
    assert headers["if-none-match"] == odd.etag
    assert headers["if-modified-since"] == odd.last_modified


async def test_an_unchanged_feed_costs_a_304_without_body(loopback: Loopback) -> None:
    url = loopback.serve("/feed", "<rss/>")
    etag = dict((await fetch(url)).headers)["ETag"]
    fetched = await fetch(url, Validators(etag))
    assert (fetched.status, fetched.body) == (304, b"")


async def test_the_very_bytes_of_last_time_are_not_decoded_again(loopback: Loopback) -> None:
    data, coding = gzip.compress(b"<rss/>"), {"Content-Encoding": "gzip"}
    url = loopback.route("/feed", lambda _: Answer(data, headers=coding))
    first = await fetch(url)
    again = await fetch(url, Validators(sent=first.sent))
    assert (first.body, again.body, again.sent) == (b"<rss/>", b"", first.sent)
    coding["Content-Encoding"] = "identity"
    assert (await fetch(url, Validators(sent=first.sent))).body == b"<rss/>", "another coding is another message"


async def test_codings_are_offered_and_undone(loopback: Loopback) -> None:
    body = b"<rss/>" * 50
    for coding, data in (("gzip", gzip.compress(body)), ("br", brotli.compress(body)), ("zstd", zstd.compress(body))):
        headers = {"Content-Encoding": coding}
        url = loopback.route(f"/{coding}", lambda _, data=data, headers=headers: Answer(data, headers=headers))  # type: ignore[misc]
        assert (await fetch(url)).body == body
        assert coding in loopback.seen[-1].headers["accept-encoding"]


def redirect(loopback: Loopback, path: str, target: str, status: int = 302) -> str:
    return loopback.route(path, lambda _: Answer(status=status, headers={"Location": target}))


async def test_redirects_are_followed_and_only_permanent_ones_count_as_a_move(loopback: Loopback) -> None:
    loopback.serve("/new", "<rss/>")
    redirect(loopback, "/kept", "/new", 308)
    assert (await fetch(redirect(loopback, "/moved", "/kept", 301))).moved
    assert not (await fetch(redirect(loopback, "/mixed", "/kept", 302))).moved
    assert (await fetch(redirect(loopback, "/relative", "new?x#part"))).status == 404


async def test_a_redirect_loop_ends_in_words(loopback: Loopback) -> None:
    with pytest.raises(FetchError, match="more than 5 redirects"):
        await fetch(redirect(loopback, "/loop", "/loop"))
    assert len(loopback.seen) == 6


@pytest.mark.parametrize("target", ["file:///etc/passwd", "gopher://127.0.0.1/", "javascript:alert(1)", "http://"])
async def test_a_redirect_leads_only_to_http(loopback: Loopback, target: str) -> None:
    with pytest.raises(FetchError):
        await fetch(redirect(loopback, "/away", target))


async def test_every_hop_passes_the_guard(loopback: Loopback) -> None:
    with Loopback() as canary:
        url = redirect(loopback, "/away", canary.serve("/secret", "x"))
        settings = PollingSettings(allow_private_networks=(f"127.0.0.1:{loopback.port}",))
        with pytest.raises(Refused, match="private network"):
            await Fetcher(settings).fetch(FeedSettings(url=url), NONE)
        assert canary.seen == []


async def test_secrets_stay_with_their_own_origin(loopback: Loopback, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WIRE_TOKEN", "t0ken")
    with Loopback() as other:
        other.serve("/feed", "<rss/>")
        url = redirect(loopback, "/private", other.url("/feed")).replace("http://", "http://user:pass%20word@")
        fetched = await fetch(url, headers={"X-Token": "env:WIRE_TOKEN"})
        first, second = loopback.seen[0].headers, other.seen[0].headers
        assert first["x-token"] == "t0ken"
        assert first["authorization"] == "Basic dXNlcjpwYXNzIHdvcmQ="
        assert second.keys().isdisjoint({"x-token", "authorization"})
        assert "pass" not in fetched.url


async def test_a_missing_secret_is_named_without_a_request(loopback: Loopback) -> None:
    with pytest.raises(FetchError, match="NO_SUCH_VARIABLE"):
        await fetch(loopback.serve("/feed", "x"), headers={"X-Token": "env:NO_SUCH_VARIABLE"})
    assert loopback.seen == []


async def test_one_deadline_spans_the_whole_request(loopback: Loopback) -> None:
    url = loopback.route("/stall", lambda _: Answer(b"x" * 1000, stall=True))
    with pytest.raises(FetchError, match=r"no whole answer within 0\.3 s"):
        await fetch(url, timeout_s=0.3)


async def test_a_large_body_is_refused_announced_or_not(loopback: Loopback) -> None:
    too_large = b"x" * 100_001
    with pytest.raises(FetchError, match="larger than"):
        await fetch(loopback.route("/announced", lambda _: Answer(too_large)))
    with pytest.raises(FetchError, match="larger than"):
        await fetch(loopback.serve("/packed", too_large, gzipped=True))
    with pytest.raises(FetchError, match="larger than"):
        await fetch(loopback.route("/claims", lambda _: Answer(b"x", length=10**12, stall=True)))


async def test_a_large_body_within_the_limit_is_decoded_however_small_it_came(loopback: Loopback) -> None:
    body = bytes(3_000_000)
    url = loopback.route("/feed", lambda _: Answer(brotli.compress(body), headers={"Content-Encoding": "br"}))
    settings = PollingSettings(allow_private_networks=True)
    assert (await Fetcher(settings).fetch(FeedSettings(url=url), NONE)).body == body


async def test_a_body_shorter_than_announced_is_no_body(loopback: Loopback) -> None:
    with pytest.raises(FetchError, match="cut short"):
        await fetch(loopback.route("/short", lambda _: Answer(b"<rss/>", length=600)))


async def test_connection_errors_are_told_in_words() -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    with pytest.raises(FetchError, match="connection refused"):
        await fetch(f"http://127.0.0.1:{port}/")
    with pytest.raises(FetchError, match="no address found"):
        await fetch("http://nowhere.invalid/feed")
    with pytest.raises(Refused, match="only http and https"):
        await fetch("file:///etc/passwd")


async def test_each_request_has_a_connection_of_its_own_so_none_can_be_poisoned() -> None:
    answer = b"HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\n"
    accepted = 0

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        nonlocal accepted
        accepted += 1
        await reader.readuntil(b"\r\n\r\n")
        writer.write(answer + b"good" + answer + b"evil")
        await writer.drain()
        writer.close()

    server = await asyncio.start_server(serve, "127.0.0.1", 0)
    async with server:
        url = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}/"
        bodies = [(await fetch(f"{url}{n}")).body for n in range(2)]
    assert (bodies, accepted) == ([b"good", b"good"], 2)


async def test_cookies_are_never_sent_back(loopback: Loopback) -> None:
    url = loopback.route("/feed", lambda _: Answer(b"<rss/>", headers={"Set-Cookie": "id=1; Max-Age=999999"}))
    fetcher = Fetcher(PollingSettings(allow_private_networks=True))
    for _ in range(2):
        await fetcher.fetch(FeedSettings(url=url), NONE)
    assert all("cookie" not in seen.headers for seen in loopback.seen)


async def test_http_errors_are_answers_and_their_bodies_are_not_read(loopback: Loopback) -> None:
    def broken(_: Seen) -> Answer:
        return Answer(b"x" * 200_000, status=503, headers={"Retry-After": "60"})

    fetched = await fetch(loopback.route("/broken", broken))
    assert (fetched.status, fetched.reason, fetched.body) == (503, "Service Unavailable", b"")
