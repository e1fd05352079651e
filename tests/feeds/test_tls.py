"""Over TLS a server proves who it is, or gets no request."""

from __future__ import annotations

import asyncio
import ssl
from contextlib import asynccontextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from feeds.errors import FetchError
from feeds.fetcher import Fetched, Fetcher, Validators
from feeds.settings import PollingSettings
from store.models import FeedSettings

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

CERTIFICATE = Path(__file__).with_name("localhost.pem")
BODY = b"<rss/>" * 50_000


async def fetch(url: str) -> Fetched:
    return await Fetcher(PollingSettings(allow_private_networks=True)).fetch(FeedSettings(url=url), Validators())


@asynccontextmanager
async def server(*, tls: bool) -> AsyncIterator[tuple[int, list[bytes]]]:
    """Serve one body on a port of localhost; give the port and the requests that came."""
    seen: list[bytes] = []

    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        seen.append(await reader.read(65_536))
        writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n" % len(BODY) + BODY)
        writer.close()

    context = None
    if tls:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(CERTIFICATE)
    serving = await asyncio.start_server(answer, "127.0.0.1", 0, ssl=context)
    async with serving:
        yield serving.sockets[0].getsockname()[1], seen


@pytest.fixture
def trusted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("certifi.where", lambda: str(CERTIFICATE))


@pytest.mark.usefixtures("trusted")
async def test_a_body_comes_whole_from_a_server_that_is_trusted() -> None:
    async with server(tls=True) as (port, _):
        fetched = await fetch(f"https://localhost:{port}/feed")
    assert (fetched.status, fetched.body) == (200, BODY)


async def test_a_certificate_nobody_vouches_for_is_refused_before_anything_is_asked() -> None:
    async with server(tls=True) as (port, seen):
        with pytest.raises(FetchError, match="TLS certificate is not valid: self-signed certificate"):
            await fetch(f"https://localhost:{port}/feed")
        assert not any(seen)


@pytest.mark.usefixtures("trusted")
async def test_a_certificate_for_another_name_is_refused() -> None:
    async with server(tls=True) as (port, seen):
        with pytest.raises(FetchError, match=r"TLS certificate is not valid: .*127\.0\.0\.1"):
            await fetch(f"https://127.0.0.1:{port}/feed")
        assert not any(seen)


async def test_a_port_without_tls_gives_no_connection() -> None:
    async with server(tls=False) as (port, _):
        with pytest.raises(FetchError, match="the TLS connection failed"):
            await fetch(f"https://localhost:{port}/feed")
