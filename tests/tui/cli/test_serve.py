"""The desk in a browser: who is let in, what the page may fetch, and that a real browser shows it."""

from __future__ import annotations

import asyncio
import base64
import contextlib
import logging
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
from typing import TYPE_CHECKING, Any

import aiohttp
import httpx
import pytest
from aiohttp.http_exceptions import LineTooLong

from store.writer import Writer
from tests.tui.desk.dispatches import fill
from tui.browser_messages import Focused, Pinged, Resized, Typed, read_message
from tui.serving import is_no_bad_request

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterator
    from pathlib import Path

CHROMIUM = next(
    (found for name in ("chromium", "chromium-browser", "google-chrome") if (found := shutil.which(name))), ""
)
PATIENCE_S = 90.0
FIRST_BYTE = """new Promise(done => {
    const look = () => document.body?.className.includes("-first-byte") ? done(true) : requestAnimationFrame(look);
    look();
})"""


class Served:
    """A running server: its link, its address, and its token."""

    def __init__(self, link: str) -> None:
        self.link = link
        self.address, _, self.token = link.partition("/?token=")
        self.cookies = {f"dateline-{self.address.rpartition(':')[2]}": self.token}


def start(archive: Path, *options: str) -> subprocess.Popen[str]:
    config = archive.with_name("config.toml")
    config.write_text("feeds = []\n", encoding="utf-8")
    command = (sys.executable, "-m", "tui", "serve", *options, "--config", str(config), "--archive", str(archive))
    environment = {**os.environ, "XDG_STATE_HOME": str(archive.parent / "state")}
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=environment)


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    archive = tmp_path_factory.mktemp("serve") / "archive.db"
    with Writer(archive) as writer:
        fill(writer, 12)
    with serving(archive) as server:
        yield server


@contextlib.contextmanager
def serving(archive: Path, *options: str) -> Iterator[Served]:
    """Run a server; at the end it is told to stop, and does."""
    server = start(archive, "--port", "0", *options)
    assert server.stdout is not None
    try:
        yield Served(server.stdout.readline().strip())
    finally:
        server.send_signal(signal.SIGTERM)
        assert server.wait(timeout=PATIENCE_S) == 0
        server.communicate()


@contextlib.asynccontextmanager
async def desk(served: Served, **headers: str) -> AsyncIterator[aiohttp.ClientWebSocketResponse]:
    """Open a desk as the page does."""
    address = f"{served.address}/ws?width=100&height=30"
    async with (
        aiohttp.ClientSession(cookies=served.cookies) as client,
        client.ws_connect(address, headers={"Origin": served.address, **headers}) as page,
    ):
        yield page


async def until(page: aiohttp.ClientWebSocketResponse, words: str) -> None:
    """Read what the desk draws until these words were there."""
    seen = b""
    async with asyncio.timeout(PATIENCE_S):
        async for message in page:
            if message.type is aiohttp.WSMsgType.BINARY:
                seen += message.data
                if words.encode() in seen:
                    return
    raise AssertionError(f"closed ({page.close_code}) after {seen[-2000:]!r}")


# --- who is let in ---------------------------------------------------------------------------------------------


def test_without_the_token_nothing_is_shown(served: Served) -> None:
    for path in ("/", "/?token=", "/?token=wrong", "/?token=%ff", "/ws", "/static/js/textual.js", "/static/"):
        answer = httpx.get(served.address + path)
        assert answer.status_code == 403
        assert "dateline serve" in answer.text


def test_a_request_that_is_no_http_is_answered_and_leaves_no_traceback(
    served: Served, caplog: pytest.LogCaptureFixture
) -> None:
    assert httpx.get(served.address, headers={"Cookie": "a" * 70_000}).status_code == 400
    log = logging.getLogger("test.aiohttp.server")
    log.addFilter(is_no_bad_request)
    for error in (LineTooLong(b"a"), ValueError("of ours")):
        log.error("Error handling request", exc_info=error)
    assert [record.exc_info[0] for record in caplog.records if record.exc_info] == [ValueError]


def test_the_token_becomes_a_cookie_and_leaves_the_address(served: Served) -> None:
    answer = httpx.get(served.link)
    assert (answer.status_code, answer.headers["Location"]) == (303, "/")
    cookie = answer.headers["Set-Cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=Strict" in cookie
    assert httpx.get(served.address, cookies=served.cookies).status_code == 200


def test_a_page_under_another_name_gets_nothing(served: Served) -> None:
    for host in ("evil.example", "localhost", "127.0.0.1", "127.0.0.1:1"):
        answer = httpx.get(served.address, cookies=served.cookies, headers={"Host": host})
        assert answer.status_code == 403


def test_the_page_fetches_nothing_from_elsewhere(served: Served) -> None:
    answer = httpx.get(served.address, cookies=served.cookies)
    policy = answer.headers["Content-Security-Policy"]
    assert policy.startswith("default-src 'self'")
    assert not re.search(r"https?://(?!127\.0\.0\.1)|\*", policy)
    assert answer.headers["Referrer-Policy"] == "no-referrer"


@pytest.mark.parametrize(
    "message",
    [
        "",
        "no JSON",
        "[" * 100_000,
        "{}",
        "[]",
        '["resize"]',
        '["resize", {"width": 99999999, "height": 99999999}]',
        '["resize", {"width": 0, "height": -1}]',
        '["resize", {"width": "80", "height": 24}]',
        f'["resize", {{"width": {"9" * 5000}, "height": 24}}]',
        '["stdin", 7]',
        '["quit"]',
    ],
)
def test_what_no_page_of_ours_sends_says_nothing(message: str) -> None:
    assert read_message(message) is None


def test_what_the_page_sends_is_read() -> None:
    assert read_message('["stdin", "j\\ud800"]') == Typed("j?")
    assert read_message('["resize", {"width": 200, "height": 60}]') == Resized(200, 60)
    assert read_message('["ping", "1700000000000"]') == Pinged("1700000000000")
    assert [read_message(f'["{kind}"]') for kind in ("focus", "blur")] == [Focused(here=True), Focused(here=False)]


async def test_a_page_that_sends_nonsense_and_asks_for_a_giant_screen_keeps_its_desk(served: Served) -> None:
    async with desk(served) as page:
        await until(page, "Headlines")
        for message in ("no JSON", "[]", '["resize", {"width": 99999999, "height": 99999999}]', '["stdin", "?"]'):
            await page.send_str(message)
        await until(page, "? closes")


async def test_no_desk_is_opened_at_a_giant_size(served: Served) -> None:
    address = f"{served.address}/ws?width=99999999&height=99999999"
    async with aiohttp.ClientSession(cookies=served.cookies) as client:
        with pytest.raises(aiohttp.WSServerHandshakeError) as refused:
            await client.ws_connect(address, headers={"Origin": served.address})
    assert refused.value.status == 400


def test_it_listens_on_loopback_only(served: Served) -> None:
    port = int(served.address.rpartition(":")[2])
    with socket.socket() as other:
        other.bind(("0.0.0.0", 0))
    for address in {info[4][0] for info in socket.getaddrinfo(socket.gethostname(), port, socket.AF_INET)}:
        if not str(address).startswith("127."):
            with pytest.raises(OSError, match="refused"):
                socket.create_connection((str(address), port), timeout=5)


@pytest.mark.parametrize("origin", ["https://evil.example", "null", "http://127.0.0.1:1"])
async def test_a_socket_that_another_page_opens_is_refused(served: Served, origin: str) -> None:
    with pytest.raises(aiohttp.WSServerHandshakeError) as refusal:
        async with desk(served, Origin=origin):
            pass
    assert refusal.value.status == 403


# --- the desk --------------------------------------------------------------------------------------------------


async def test_a_page_shows_the_desk_and_takes_keys(served: Served) -> None:
    async with desk(served) as page:
        await until(page, "Headlines")
        await page.send_json(["stdin", "?"])
        await until(page, "? closes")


async def test_no_more_desks_are_open_at_once_than_allowed(tmp_path: Path) -> None:
    with serving(tmp_path / "archive.db", "--desks", "1") as server:
        async with desk(server):
            with pytest.raises(aiohttp.WSServerHandshakeError) as refusal:
                async with desk(server):
                    pass
    assert refusal.value.status == 503


def test_a_port_that_is_taken_is_an_error_that_names_it(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        server = start(tmp_path / "archive.db", "--port", str(port))
        _, words = server.communicate(timeout=PATIENCE_S)
    assert server.returncode == 2
    assert f"port {port} can't be used" in words


@pytest.mark.skipif(not CHROMIUM, reason="no Chromium on this machine")
async def test_a_real_browser_shows_the_desk(served: Served, tmp_path: Path) -> None:
    async with browser(tmp_path) as call:
        await call("Page.enable")
        await call("Page.navigate", url=served.link)
        async with asyncio.timeout(PATIENCE_S):
            await value(call, FIRST_BYTE)
        assert await value(call, "location.href") == f"{served.address}/"
        assert await value(call, "document.querySelectorAll('.textual-terminal canvas').length > 0") is True
        picture = base64.b64decode((await call("Page.captureScreenshot", format="png"))["data"])
        assert picture.startswith(b"\x89PNG")


async def value(call: Any, expression: str) -> Any:
    answer = await call("Runtime.evaluate", expression=expression, returnByValue=True, awaitPromise=True)
    return answer["result"].get("value", "")


@contextlib.asynccontextmanager
async def browser(folder: Path) -> AsyncIterator[Any]:
    """Run Chromium without a window, and give what sends it a command (Chrome DevTools Protocol)."""
    flags = ("--headless=new", "--no-sandbox", "--disable-gpu", "--remote-debugging-port=0", "--no-first-run")
    process = await asyncio.create_subprocess_exec(
        *(CHROMIUM, *flags, f"--user-data-dir={folder}", "about:blank"), stderr=asyncio.subprocess.PIPE
    )
    assert process.stderr is not None
    try:
        port = ""
        async for line in process.stderr:
            found = re.search(rb"ws://127\.0\.0\.1:(\d+)/", line)
            if found:
                port = found[1].decode()
                break
        async with aiohttp.ClientSession() as client:
            async with client.put(f"http://127.0.0.1:{port}/json/new?about:blank") as answer:
                target = await answer.json(content_type=None)
            async with client.ws_connect(target["webSocketDebuggerUrl"], max_msg_size=0) as tools:
                number = 0

                async def call(method: str, **params: Any) -> Any:
                    nonlocal number
                    number += 1
                    await tools.send_json({"id": number, "method": method, "params": params})
                    async for message in tools:
                        reply = message.json()
                        if reply.get("id") == number:
                            return reply["result"]
                    raise AssertionError(f"no answer to {method}")

                yield call
    finally:
        process.terminate()
        await process.wait()
