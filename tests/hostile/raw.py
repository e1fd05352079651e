"""A loopback server that sends exactly the bytes it is told to, well-formed or not."""

from __future__ import annotations

import asyncio
import socketserver
import threading
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING

from feeds.archiver import ArchiverSettings, archive
from feeds.settings import PollingSettings
from store.models import FeedSettings
from store.query import EVERYTHING
from store.reader import Reader

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path
    from types import TracebackType

    from store.models import Article, FeedState


def http(body: bytes | str = b"", status: str = "200 OK", **headers: str) -> bytes:
    """Give a whole answer; ``_`` in a header's name stands for ``-``, and an empty value leaves a header out."""
    data = body.encode() if isinstance(body, str) else body
    plain = {"content-type": "application/rss+xml", "content-length": str(len(data)), "connection": "close"}
    named = plain | {name.replace("_", "-").lower(): value for name, value in headers.items()}
    lines = "".join(f"{name}: {value}\r\n" for name, value in named.items() if value)
    return f"HTTP/1.1 {status}\r\n{lines}\r\n".encode("latin-1") + data


class RawServer:
    """Gives one answer after the other, the last one again and again; use it as a context manager."""

    def __init__(self, *answers: bytes) -> None:
        self.asked: list[dict[str, str]] = []
        """The headers of each request, names in lower case."""
        self.targets: list[str] = []
        self.answers: Sequence[bytes] = answers
        raw = self

        class Handler(socketserver.StreamRequestHandler):
            def handle(self) -> None:
                lines = [line.decode("latin-1").rstrip("\r\n") for line in iter(self.rfile.readline, b"\r\n") if line]
                raw.targets.append(lines[0].split(" ")[1])
                pairs = (line.partition(":") for line in lines[1:])
                raw.asked.append({name.lower(): value.strip() for name, _, value in pairs})
                with suppress(OSError):  # a client that has had enough hangs up
                    self.wfile.write(raw.answers[min(len(raw.asked), len(raw.answers)) - 1])

        class Server(socketserver.ThreadingTCPServer):
            daemon_threads = True
            allow_reuse_address = True

        self._server = Server(("127.0.0.1", 0), Handler)
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.02,), daemon=True)
        self.url = f"http://127.0.0.1:{self._server.server_address[1]}/feed"

    def __enter__(self) -> RawServer:
        self._thread.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()


@dataclass(frozen=True, slots=True)
class Archived:
    """What is in the archive after some polls."""

    feed: FeedState
    articles: tuple[Article, ...]
    """Oldest first."""
    words: tuple[str, ...]
    """What each poll came to."""

    @property
    def titles(self) -> list[str]:
        return [article.title for article in self.articles]

    @property
    def revisions(self) -> int:
        return sum(article.revisions - 1 for article in self.articles)


async def polled(path: Path, url: str, times: int = 1) -> Archived:
    """Poll a feed some times, each time by an archiver of its own."""
    polling = PollingSettings(allow_private_networks=True, full_text="never")
    settings = ArchiverSettings(archive=path, feeds=(FeedSettings(url),), polling=polling)
    words: list[str] = []
    for _ in range(times):
        await archive(settings, once=True, report=lambda one: words.append(one.words), stop=asyncio.Event())
    with Reader(path) as reader:
        ids = [headline.id for headline in reader.headlines(EVERYTHING, limit=10**6)]
        return Archived(reader.feeds()[0], tuple(reader.articles(sorted(ids))), tuple(words))


async def served(path: Path, *answers: bytes) -> tuple[Archived, RawServer]:
    """Poll once for each answer; give the archive, and the server with what it was asked."""
    with RawServer(*answers) as server:
        return await polled(path, server.url, len(answers)), server
