"""Reads a document that only names others, such as an index of sitemaps: its parts together are one poll."""

from __future__ import annotations

from dataclasses import replace
from hashlib import blake2b
from http import HTTPStatus
from typing import TYPE_CHECKING, NamedTuple

from feeds.address import read_address
from feeds.errors import FeedError, FetchError, ProxyError
from feeds.fetcher import Validators
from feeds.identity import identify
from feeds.outcomes import status_words
from feeds.worker import Document
from store.jobs import keep_raw
from store.models import RawBody

if TYPE_CHECKING:
    from feeds.fetcher import Fetcher
    from feeds.outcomes import Poll
    from feeds.parsed import Headers
    from feeds.workers import Workers
    from store.models import FeedKind, FeedSettings
    from store.writer import Writer

_TIMEOUT_S = 60.0


class Part(NamedTuple):
    """One of the documents, as received."""

    body: bytes
    headers: Headers
    url: str


class Gathered(NamedTuple):
    """What the parts hold together."""

    document: Document
    body_hash: bytes
    """Over all bodies, so that a change in any of them is one."""


class Parts:
    """Gets the parts of documents, one after the other."""

    def __init__(self, fetcher: Fetcher, workers: Workers, writer: Writer) -> None:
        """Ask through `fetcher`, read in `workers`, and keep bodies as received through `writer`."""
        self._fetcher = fetcher
        self._workers = workers
        self._writer = writer

    async def gather(self, poll: Poll, document: Document, body_hash: bytes) -> Gathered:
        """Fetch the parts that `document` names and read them as one document.

        A part that can't be had is left out, and told of in the document's note.

        Args:
            poll: The poll of the feed whose they are.
            document: What names the parts.
            body_hash: That of `document`.

        Raises:
            ProxyError: The feed's proxy gives no connection any more.
            FeedError: None of the parts can be had or read.
        """
        parts: list[Part] = []
        faults: list[str] = []
        for url in document.feed.parts:
            try:
                parts.append(await self._fetch(poll.feed, url))
            except ProxyError:
                raise
            except FeedError as error:
                faults.append(f"{url}: {error}")
        if not parts:
            raise FetchError(faults[0])
        bodies = blake2b(body_hash, digest_size=16)
        for part in parts:
            bodies.update(part.body)
            raw = RawBody(blake2b(part.body, digest_size=16).digest(), *part)
            await self._writer.run(keep_raw(poll.state.id, raw, poll.at))
        read = await self._workers.call(read_parts, (poll.feed.kind, tuple(parts)), _TIMEOUT_S)
        notes = (document.feed.note, read.feed.note, *faults)
        whole = replace(
            document.feed,
            title=document.feed.title or read.feed.title,
            parts=(),
            note="; ".join(note for note in notes if note),
        )
        return Gathered(Document(whole, read.identified), bodies.digest())

    async def _fetch(self, feed: FeedSettings, url: str) -> Part:
        own = read_address(url).origin == read_address(feed.url).origin
        fetched = await self._fetcher.fetch(replace(feed, url=url, headers=feed.headers if own else {}), Validators())
        if fetched.status != HTTPStatus.OK:
            raise FetchError(status_words(fetched))
        return Part(fetched.body, fetched.headers, fetched.url)


def read_parts(kind: FeedKind, parts: tuple[Part, ...]) -> Document:
    """Parse several documents as one; runs in a worker.

    Raises:
        FeedError: None of them can be read.
    """
    from feeds.sources.kinds import read

    feeds, faults = [], []
    for part in parts:
        try:
            feeds.append(read(kind, *part))
        except FeedError as error:
            faults.append(error)
    if not feeds:
        raise faults[0]
    notes = [*(feed.note for feed in feeds if feed.note), *map(str, faults)]
    entries = tuple(entry for feed in feeds for entry in feed.entries)
    first = replace(feeds[0], entries=(), note="; ".join(dict.fromkeys(notes)) or None, parts=())
    return Document(first, identify(entries))
