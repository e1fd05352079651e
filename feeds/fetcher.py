"""Fetches one feed document: conditional GET, redirects, deadline and size limits (RFC 9110, RFC 9111)."""

from __future__ import annotations

import asyncio
import base64
import os
from contextlib import suppress
from dataclasses import dataclass
from hashlib import blake2b
from http import HTTPStatus
from typing import TYPE_CHECKING

from feeds import room
from feeds.address import read_address, redirected
from feeds.coding import ACCEPT_ENCODING, TooLarge, decode
from feeds.errors import FetchError, Refused
from feeds.guard import NetworkGuard
from feeds.parsed import header
from feeds.proxy import proxy_of
from feeds.transport import OneShotTransport, Trust
from store import __version__

if TYPE_CHECKING:
    from collections.abc import Mapping

    from feeds.address import Address
    from feeds.exchange import Reply
    from feeds.parsed import Headers
    from feeds.proxy import Proxy
    from feeds.settings import PollingSettings
    from feeds.transport import Transport
    from store.models import FeedSettings

USER_AGENT = f"Dateline/{__version__} (feed archiver)"
ACCEPT = (
    "application/rss+xml, application/atom+xml, application/feed+json, application/rdf+xml;q=0.9, "
    "application/xml;q=0.9, text/xml;q=0.9, application/json;q=0.8, */*;q=0.5"
)
_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_PERMANENT = frozenset({301, 308})
_THREAD_FROM = 256 * 1024
_KEY = blake2b.MAX_KEY_SIZE


@dataclass(frozen=True, slots=True)
class Validators:
    """The opaque strings a server gave with the last good answer; echoed verbatim (RFC 9110 13.1)."""

    etag: str | None = None
    last_modified: str | None = None
    sent: bytes = b""
    """`Fetched.sent` of the last good answer: the same again is told apart before it is decoded."""

    @property
    def any(self) -> bool:
        """True where a request with these is conditional."""
        return bool(self.etag or self.last_modified)


@dataclass(frozen=True, slots=True)
class Fetched:
    """A whole answer. Its body is decoded, and is read only where the status is 200."""

    status: int
    reason: str
    url: str
    """Where the answer came from after redirects, without credentials."""
    headers: Headers
    body: bytes
    moved: bool
    """True where every redirect on the way was a permanent one, and there was one."""
    sent: bytes = b""
    """BLAKE2b-128 of the body as it was sent and of its coding. The body stays empty where it is the one that was
    asked about."""


class Fetcher:
    """Sends polite requests. One instance serves any number of feeds at once."""

    def __init__(self, settings: PollingSettings, transport: Transport | None = None) -> None:
        """Take limits and manners from `settings`; `transport` replaces the guarded ones, for tests."""
        self._settings = settings
        self._transport = transport
        self._guard = NetworkGuard(settings.allow_private_networks)
        self._trust = Trust()
        self._ways: dict[Proxy | None, Transport] = {}

    async def fetch(self, feed: FeedSettings, validators: Validators, address: str | None = None) -> Fetched:
        """Ask for `feed`, following redirects, within one deadline for everything.

        Args:
            feed: What to ask for; its secrets go to its own origin only.
            validators: What makes the request a conditional one.
            address: Where to ask instead of the feed's own URL.

        Raises:
            ProxyError: The proxy that the feed is asked through gives no connection to anybody.
            FetchError: No whole answer came; HTTP errors are answers and raise nothing.
        """
        try:
            async with asyncio.timeout(self._settings.timeout_s):
                return await self._follow(feed, validators, address)
        except TimeoutError as error:
            raise FetchError(f"no whole answer within {self._settings.timeout_s:g} s") from error

    async def _follow(self, feed: FeedSettings, validators: Validators, address: str | None) -> Fetched:
        url = read_address(feed.url)
        private = _private_headers(feed.headers, url.credentials)
        origin = url.origin
        if address:
            url = read_address(address)
            private = private if url.origin == origin else {}
        transport = self._transport or self._way(proxy_of(feed.proxy, self._settings.proxy))
        moved: bool | None = None
        for _ in range(self._settings.max_redirects + 1):
            reply = await transport.get(url, _lines(url, self._headers(validators) | private))
            try:
                if reply.status not in _REDIRECTS:
                    return await self._read(reply, url, validators.sent, moved=bool(moved))
                moved = moved is not False and reply.status in _PERMANENT
                url = _target(url, reply)
            finally:
                reply.close()
            if url.origin != origin:
                private = {}  # neither credentials nor secret headers go to another origin, nor come back from it
        raise FetchError(f"more than {self._settings.max_redirects} redirects")

    def _way(self, proxy: Proxy | None) -> Transport:
        """Give what sends requests through `proxy`, every redirect included."""
        if proxy not in self._ways:
            self._ways[proxy] = self._made(proxy)
        return self._ways[proxy]

    def _made(self, proxy: Proxy | None) -> Transport:
        if proxy is None:
            return OneShotTransport(self._guard, self._trust)
        from feeds.proxied import ProxiedTransport

        return ProxiedTransport(proxy, self._guard, self._trust)

    def _headers(self, validators: Validators) -> dict[str, str]:
        headers = {
            "User-Agent": self._settings.user_agent or USER_AGENT,
            "Accept": ACCEPT,
            "Accept-Encoding": ACCEPT_ENCODING,
            "Connection": "close",
        }
        if validators.etag:
            headers["If-None-Match"] = validators.etag
        if validators.last_modified:
            headers["If-Modified-Since"] = validators.last_modified
        return headers

    async def _read(self, reply: Reply, url: Address, known: bytes, *, moved: bool) -> Fetched:
        headers = tuple((key.decode("latin-1"), value.decode("latin-1")) for key, value in reply.headers)
        body = sent = b""
        if reply.status == HTTPStatus.OK:
            data = await self._body(reply, headers)
            coding = ", ".join(value for key, value in headers if key.lower() == "content-encoding")
            sent = blake2b(data, digest_size=16, key=coding.encode("latin-1")[:_KEY]).digest()
            body = b"" if sent == known else await self._decoded(data, coding)
        return Fetched(reply.status, _reason(reply), url.text, headers, body, moved, sent)

    async def _body(self, reply: Reply, headers: Headers) -> bytes:
        """Give the body as it was sent."""
        limit = self._settings.max_body
        too_large = TooLarge(f"the body is larger than {limit / 2**20:g} MiB")
        announced = header(headers, "content-length") or ""
        if announced.isascii() and announced.isdigit() and int(announced[:20]) > limit:
            raise too_large
        data = bytearray()
        while (chunk := await reply.chunk()) is not None:
            data += chunk
            if len(data) > limit:
                raise too_large
            if len(data) > room.SMALL:
                await room.claim()
        return bytes(data)

    async def _decoded(self, data: bytes, coding: str) -> bytes:
        limit = self._settings.max_body
        if len(data) < _THREAD_FROM:
            with suppress(TooLarge):  # a small body may hide a large one, which would hold up everybody else
                return decode(data, coding, min(limit, 4 * _THREAD_FROM))
        if coding:
            await room.claim()
        return await asyncio.to_thread(decode, data, coding, limit)


def _wire(value: str) -> bytes:
    """Give a header value as bytes: validators came in as Latin-1 and go out as the same bytes."""
    try:
        return value.encode("latin-1")
    except UnicodeEncodeError:
        return value.encode("utf-8")


def _lines(url: Address, headers: Mapping[str, str]) -> list[tuple[bytes, bytes]]:
    """Give the header lines of a request for `url`, as they go over the wire."""
    try:
        lines = ((name.encode("ascii"), _wire(value)) for name, value in headers.items())
        return [(b"Host", url.authority.encode("ascii")), *lines]
    except UnicodeError as error:
        raise FetchError("the request can't be sent: a header has odd characters") from error


def _target(url: Address, reply: Reply) -> Address:
    """Give where a redirect leads to."""
    location = next((value for key, value in reply.headers if key.lower() == b"location"), b"")
    if not location:
        raise FetchError(f"HTTP {reply.status}: a redirect without a target")
    try:
        return redirected(url, location.decode("utf-8", "replace"))
    except Refused:
        raise
    except FetchError as error:
        raise FetchError(f"HTTP {reply.status}: a redirect to an address that is not valid") from error


def _private_headers(configured: Mapping[str, str], credentials: str) -> dict[str, str]:
    """Give the headers that only the feed's own origin may see."""
    private: dict[str, str] = {}
    if credentials:
        private["Authorization"] = "Basic " + base64.b64encode(credentials.encode()).decode()
    for name, value in configured.items():
        private[name] = _secret(name, value)
    return private


def _secret(name: str, value: str) -> str:
    """Give a configured header value, read from the environment where it says ``env:NAME``."""
    if not value.startswith("env:"):
        return value
    variable = value.removeprefix("env:")
    if variable not in os.environ:
        raise FetchError(f"the environment variable {variable} for the header {name} is not set")
    return os.environ[variable]


def _reason(reply: Reply) -> str:
    """Give the standard reason phrase, else the server's own words, cut."""
    try:
        return HTTPStatus(reply.status).phrase
    except ValueError:
        return "".join(c for c in reply.reason.decode("ascii", "ignore") if c.isprintable())[:60]
