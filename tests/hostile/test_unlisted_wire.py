"""Odd and hostile HTTP beyond the catalogue: what the rules of the border ask of answers that nobody listed."""

from __future__ import annotations

import asyncio
import gzip
import socketserver
import threading
import zlib
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import brotli
import pytest
import zstandard

from feeds import transport
from feeds.archiver import ArchiverSettings, archive
from feeds.settings import PollingSettings
from store.models import FeedSettings
from store.reader import Reader
from tests.feeds.documents import rss
from tests.feeds.loopback import Answer, Loopback

from .raw import RawServer, http, polled, served
from .test_unlisted import FEED, NOT_MODIFIED, entry

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

BODY = FEED.encode()
MORE = rss(entry(2), entry(1)).encode()

pytestmark = pytest.mark.usefixtures("shared_workers")


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "archive.db"


def head(*lines: str, status: str = "HTTP/1.1 200 OK") -> bytes:
    return "\r\n".join((status, "Content-Type: application/rss+xml", *lines, "", "")).encode("latin-1")


def chunks(data: bytes, size: int = 50, extension: bytes = b"") -> bytes:
    parts = [data[start : start + size] for start in range(0, len(data), size)]
    return b"".join(b"%X%s\r\n%s\r\n" % (len(part), extension, part) for part in parts)


CHUNKED = "Transfer-Encoding: chunked"
LENGTH = f"Content-Length: {len(BODY)}"

# --- Framing ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "answer",
    [
        pytest.param(head(status="HTTP/1.0 200 OK") + BODY, id="HTTP/1.0 that ends with the connection"),
        pytest.param(
            head(LENGTH, "Connection: keep-alive", "Keep-Alive: timeout=999999", status="HTTP/1.0 200 OK") + BODY,
            id="HTTP/1.0 that would go on",
        ),
        pytest.param(head(LENGTH) + BODY + b"HTTP/1.1 200 OK\r\n\r\nanother", id="a second answer that nobody asked"),
        pytest.param(head(LENGTH, status="HTTP/1.1 200") + BODY, id="no reason phrase"),
        pytest.param(head(LENGTH, status="HTTP/1.1 200 \xff\xfe") + BODY, id="a reason phrase in no encoding"),
        pytest.param(head(CHUNKED) + chunks(BODY, 1) + b"0\r\n\r\n", id="chunks of a byte"),
        pytest.param(
            head(CHUNKED) + chunks(BODY, extension=b';a="b\\"c";d') + b"0;last\r\n\r\n", id="chunk extensions"
        ),
        pytest.param(head(CHUNKED, "Connection: close, TE") + chunks(BODY) + b"0\r\nETag: x\r\n\r\n", id="trailers"),
        pytest.param(b"HTTP/1.1 103 Early Hints\r\nLink: </x>\r\n\r\n" * 20 + head(LENGTH) + BODY, id="early hints"),
        pytest.param(head(LENGTH, *(f"X-{n}: {'y' * 90}" for n in range(200))) + BODY, id="many headers"),
        pytest.param(head(LENGTH, "X-Folded: a\r\n b") + BODY, id="a folded header"),
        pytest.param(head(LENGTH, "Set-Cookie: a=b; Path=/", "Refresh: 0; url=file:///x") + BODY, id="a refresh"),
        pytest.param(http(BODY, content_type="image/png"), id="a picture by its type"),
        pytest.param(http(BODY, content_type="text/html"), id="a page by its type"),
        pytest.param(http(BODY, content_type=""), id="no type"),
        pytest.param(http(BODY, content_encoding="identity"), id="the identity coding"),
        pytest.param(http(zlib.compress(BODY, wbits=31), content_encoding="X-GZIP"), id="x-gzip"),
        pytest.param(http(zlib.compress(BODY), content_encoding="deflate"), id="deflate"),
        pytest.param(http(zlib.compress(BODY, wbits=-15), content_encoding="deflate"), id="deflate without its frame"),
        pytest.param(http(BODY, content_encoding="gzip"), id="gzip that is none"),
        pytest.param(http(BODY, content_encoding="utf-8"), id="a charset for a coding"),
        pytest.param(http(brotli.compress(BODY), content_encoding="br"), id="brotli"),
    ],
)
async def test_odd_framing_costs_no_entry_and_a_trailer_is_no_validator(path: Path, answer: bytes) -> None:
    archived, server = await served(path, answer, answer)
    assert (archived.titles, archived.feed.error) == (["Dispatch 1"], None)
    assert "if-none-match" not in server.asked[1]


@pytest.mark.parametrize(
    "answer",
    [
        pytest.param(head(f"Content-Length: {len(BODY) + 9}", 'ETag: "lie"') + BODY, id="a length that is too long"),
        pytest.param(head(f"Content-Length: {len(BODY) - 30}", 'ETag: "lie"') + BODY, id="one that is too short"),
        pytest.param(head(CHUNKED, 'ETag: "lie"') + chunks(BODY), id="no last chunk"),
        pytest.param(head(CHUNKED, LENGTH, 'ETag: "lie"') + BODY[:99], id="both framings"),
        pytest.param(head("Content-Length: +5", 'ETag: "lie"') + BODY, id="a sign before the length"),
        pytest.param(head("Content-Length: 0x10", 'ETag: "lie"') + BODY, id="a length in hex"),
        pytest.param(head(f"X: {'y' * 2_000_000}", 'ETag: "lie"') + BODY, id="a header of two megabytes"),
        pytest.param(head("X\0Y: z", 'ETag: "lie"') + BODY, id="a NUL in a name"),
        pytest.param(b"HTTP/1.1 102 Processing\r\n\r\n" * 50_000, id="nothing but interim answers"),
        pytest.param(BODY, id="HTTP/0.9"),
        pytest.param(http(BODY, "206 Partial Content", content_range="bytes 0-9/99", etag='"lie"'), id="a part"),
        pytest.param(http(BODY, "999 No", etag='"lie"'), id="a status that there is not"),
    ],
)
async def test_an_answer_that_lies_about_itself_leaves_no_validator(path: Path, answer: bytes) -> None:
    archived, server = await served(path, answer, http(MORE))
    assert "if-none-match" not in server.asked[1]
    assert sorted(archived.titles) == ["Dispatch 1", "Dispatch 2"]
    assert "internal error" not in archived.words[0]


class Endless:
    """A server that says the same for ever; use it as a context manager."""

    def __init__(self, first: bytes, again: bytes) -> None:
        class Handler(socketserver.StreamRequestHandler):
            def handle(self) -> None:
                self.rfile.readline()
                with suppress(OSError):
                    self.wfile.write(first)
                    while True:
                        self.wfile.write(again)

        self._server = socketserver.ThreadingTCPServer(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True
        self.url = f"http://127.0.0.1:{self._server.server_address[1]}/feed"

    def __enter__(self) -> Endless:
        threading.Thread(target=self._server.serve_forever, args=(0.02,), daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._server.server_close()


@pytest.mark.parametrize(
    ("first", "again"),
    [
        pytest.param(b"", b"HTTP/1.1 100 Continue\r\n\r\n" * 1_000, id="interim answers"),
        pytest.param(b"", b"HTTP/1.1 103 Early Hints\r\nX: " + b"y" * 50_000 + b"\r\n\r\n", id="long hints"),
        pytest.param(b"HTTP/1.1 200 OK\r\n", b"X-Header: value\r\n" * 1_000, id="headers"),
        pytest.param(b"HTTP/1.1 200 OK\r\nX: ", b"y" * 50_000, id="one header"),
        pytest.param(head(CHUNKED), b"1;" + b"e" * 50_000 + b"\r\n \r\n", id="chunk extensions"),
        pytest.param(head(CHUNKED) + chunks(BODY) + b"0\r\n", b"X-Trailer: value\r\n" * 1_000, id="trailers"),
        pytest.param(head(), b" " * 50_000, id="blanks"),
        pytest.param(head("Content-Encoding: gzip"), gzip.compress(b"") * 5_000, id="empty gzip members"),
    ],
)
async def test_what_never_ends_is_given_up_and_another_feed_is_read_meanwhile(
    path: Path, monkeypatch: pytest.MonkeyPatch, first: bytes, again: bytes
) -> None:
    monkeypatch.setattr(transport, "HEAD_TIMEOUT_S", 1.0)
    with Endless(first, again) as endless, RawServer(http(FEED)) as good:
        polling = PollingSettings(allow_private_networks=True, timeout_s=3.0)
        feeds = (FeedSettings(endless.url), FeedSettings(good.url))
        await archive(
            ArchiverSettings(archive=path, feeds=feeds, polling=polling), once=True, report=lambda _: None,
            stop=asyncio.Event(),
        )  # fmt: skip
    with Reader(path) as reader:
        bad, well = reader.feeds()
    assert bad.error
    assert "internal error" not in bad.error
    assert ("interim" in bad.error) == (first == b"")
    assert (well.error, well.articles) == (None, 1)


def blanks(pack: Callable[[bytes], bytes], finish: Callable[[], bytes]) -> bytes:
    """Give a feed with 200 MiB of blanks within, packed."""
    first, last = FEED.split("</channel>")
    inner = (f"{first}<!--".encode(), *[b" " * 2**20] * 200, f"--></channel>{last}".encode())
    return b"".join((*map(pack, inner), finish()))


@pytest.mark.parametrize("coding", ["br", "zstd"])
async def test_a_bomb_in_any_coding_is_an_error(path: Path, coding: str) -> None:
    if coding == "br":
        packer = brotli.Compressor(quality=1)
        bomb = blanks(packer.process, packer.finish)
    else:
        stream = zstandard.ZstdCompressor(level=1).compressobj()
        bomb = blanks(stream.compress, stream.flush)
    archived, _ = await served(path, http(bomb, content_encoding=coding))
    assert (archived.titles, "larger than" in (archived.feed.error or "")) == ([], True)


# --- Validators, cookies, pauses ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "etag",
    ['"a"b"', "unquoted", "W/W/", '"' + "e" * 8_192 + '"', '"a\r\n b"', "\t", '"; If-Match: *', '"\xad"', "'x'"],
)
async def test_an_etag_goes_back_in_one_line_or_not_at_all(path: Path, etag: str) -> None:
    archived, server = await served(path, http(FEED, etag=etag), http(MORE))
    assert sorted(archived.titles) == ["Dispatch 1", "Dispatch 2"]
    assert server.asked[1].keys() <= {*server.asked[0], "if-none-match"}
    assert server.asked[1].get("if-none-match", etag).split() == etag.split()


@pytest.mark.parametrize(
    "date", ["0", "Thu, 01 Jan 1970 00:00:00 GMT", "Fri, 31 Dec 9999 23:59:59 GMT", "yesterday", "x" * 9_000]
)
async def test_a_last_modified_goes_back_as_it_came(path: Path, date: str) -> None:
    _, server = await served(path, http(FEED, last_modified=date), NOT_MODIFIED)
    assert server.asked[1]["if-modified-since"] == date


async def test_no_cookie_is_kept(path: Path) -> None:
    _, server = await served(path, http(FEED, set_cookie="id=1; Path=/"), http(MORE))
    assert "cookie" not in server.asked[1]


@pytest.mark.parametrize("status", ["429 Too Many Requests", "503 Service Unavailable"])
@pytest.mark.parametrize(
    "value", ["-1", "0", "1e9", "9" * 400, "soon", "Fri, 31 Dec 9999 23:59:59 GMT", "1.5", "\xb2", "60, 120", "+60"]
)
async def test_no_pause_is_longer_than_a_day_whatever_is_asked_for(path: Path, status: str, value: str) -> None:
    archived, _ = await served(path, http("busy", status, retry_after=value))
    feed = archived.feed
    assert feed.retry_after is not None
    assert feed.next_poll is not None
    assert timedelta(minutes=4) < feed.next_poll - datetime.now(UTC) <= timedelta(days=1, minutes=2)
    assert feed.retry_after - datetime.now(UTC) <= timedelta(days=1)


@pytest.mark.parametrize(
    "control", ["max-age=-5", f"max-age={'9' * 99}", 'max-age="60', "=,;,max-age", "max-age=\xb2", "x" * 60_000]
)
async def test_the_next_poll_is_due_within_a_day_whatever_caches_are_told(path: Path, control: str) -> None:
    archived, _ = await served(path, http(FEED, cache_control=control, age="-1", expires="0", date="\x80"))
    assert archived.titles == ["Dispatch 1"]
    assert archived.feed.next_poll is not None
    assert archived.feed.next_poll - datetime.now(UTC) < timedelta(hours=27)


# --- Redirects ----------------------------------------------------------------------------------------------------


async def test_what_a_redirect_smuggles_into_its_address_goes_nowhere(path: Path) -> None:
    with RawServer(http(FEED)) as target:
        away = target.url.replace("http://", "http://user:pw@") + "?a=%0d%0aX-Evil:%201#fragment"
        with RawServer(http(b"", "302 Found", location=away)) as first:
            archived = await polled(path, first.url)
    assert archived.titles == ["Dispatch 1"]
    assert target.targets == ["/feed?a=%0d%0aX-Evil:%201"]
    assert target.asked[0].keys().isdisjoint({"authorization", "x-evil", "referer", "cookie"})


@pytest.mark.parametrize(
    "location",
    [
        "http://127.0.0.1:1/a\rX: y",
        "http://127.0.0.1:25/",
        "http://новини.invalid/".encode().decode("latin-1"),
        "http://\xff\xfe/",
        "gopher://127.0.0.1:70/",
        "http:///feed",
        "http://127.0.0.1:65536/",
        "http://127.0.0.1:-1/",
        "http://a b/",
        "//[fe80::1%25eth0]/",
        "http://" + "a." * 200 + "invalid/",
        "http://127.0.0.1:1/" + "a" * 70_000,
        "",
        "javascript:alert(1)",
    ],
)
async def test_a_redirect_to_nowhere_is_an_error_in_words(path: Path, location: str) -> None:
    archived, _ = await served(path, http(FEED), http(b"", "301 Moved Permanently", location=location))
    assert archived.titles == ["Dispatch 1"]
    assert archived.feed.error
    assert "internal error" not in archived.feed.error


async def test_redirects_that_never_end_are_followed_a_few_times(path: Path) -> None:
    with Loopback() as loop:
        url = loop.route("/feed", lambda _: Answer(status=302, headers={"Location": "/FEED/../feed"}))
        archived = await polled(path, url)
        assert "redirects" in (archived.feed.error or "")
        assert len(loop.seen) <= 11
