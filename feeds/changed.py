"""A body that is not the one of last time: from its bytes to the outcome of the poll."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, NamedTuple, TypeVar

from feeds.drafts import Context, Task
from feeds.liveblogs import live_links, unfollowed
from feeds.matching import match_with
from feeds.trivial import sift
from feeds.worker import Prepared
from store.corrections import spoken

if TYPE_CHECKING:
    from collections.abc import Callable

    from feeds.fetcher import Fetched
    from feeds.matching import Matched
    from feeds.outcomes import Poll
    from feeds.parts import Parts
    from feeds.worker import Document
    from feeds.workers import Workers
    from store.models import ArticleDraft, Correction, PollOutcome, Sighting
    from store.reader import Reader

T = TypeVar("T")

_MISSED = "nothing in common with the last poll, so entries may have been missed"
_WHOLE = ("liveblog", "telegram", "page")


class Read(NamedTuple):
    """The outcome of a poll whose body was read, and what to say about it beside the count of articles."""

    outcome: PollOutcome
    notes: tuple[str, ...]


class ChangedBodies:
    """Reads bodies in worker processes, and tells their entries from those that the archive has."""

    def __init__(self, workers: Workers, reader: Reader, parts: Parts) -> None:
        """Parse and tag in `workers`; look up what is known through `reader`, one document at a time.

        `parts` gets what a document names instead of holding it.
        """
        self._workers = workers
        self._parts = parts
        self._reader = reader
        self._turn = asyncio.Lock()

    async def read(self, poll: Poll, fetched: Fetched, body_hash: bytes) -> Read:
        """Read the body of `fetched`.

        Raises:
            FeedError: It is no feed, or takes too much time or memory.
            StoreError: The archive can't be read.
        """
        document = await self._workers.parse(poll.feed.kind, fetched.body, fetched.headers, fetched.url)
        if document.feed.parts:
            document, body_hash = await self._parts.gather(poll, document, body_hash)
        compared = await self._compared(poll.state.id, document)
        # Other kinds hold their whole text, and the links of their entries lead back to them.
        full_text = poll.settings.full_text if document.feed.version not in _WHOLE else "never"
        context = Context(poll.at, poll.state.country or None, full_text, compared.corrections, compared.noise)
        prepared = await self._workers.prepare(compared.tasks, context) if compared.tasks else Prepared((), ())
        drafts, seen = await self._sifted(compared.matched, prepared.drafts)
        prepared = prepared._replace(drafts=drafts)
        live = () if document.feed.version in _WHOLE else live_links(drafts, poll.at)
        if live:
            live = await self._reading(partial(unfollowed, self._reader, live))
        missed = bool(poll.state.articles) and compared.nothing_known
        outcome = replace(
            poll.read(fetched, body_hash, document, prepared, missed=missed),
            sightings=(*compared.sightings, *seen),
            shared_keys=compared.matched.shared,
            withdrawn=compared.withdrawn,
            returned=compared.matched.returned(),
            live=live,
        )
        words = (document.feed.note, poll.ended_words(outcome), poll.moved_words(outcome))
        notes = (*words, _MISSED if missed else None)
        return Read(outcome, tuple(note for note in notes if note))

    async def _compared(self, feed_id: int, document: Document) -> _Compared:
        """Compare in a thread, which for a giant document takes a second, and not before the one before is done."""
        return await self._reading(partial(_compare, self._reader, feed_id, document))

    async def _sifted(
        self, matched: Matched, drafts: tuple[ArticleDraft, ...]
    ) -> tuple[tuple[ArticleDraft, ...], tuple[Sighting, ...]]:
        """Give the drafts that say something new, and the others as sightings of what is stored."""
        known = matched.known_changed()
        if not known:
            return drafts, ()
        return await self._reading(partial(sift, self._reader, known, drafts))

    async def _reading(self, work: Callable[[], T]) -> T:
        """Run `work`, which uses the reader, in a thread."""
        async with self._turn:
            running = asyncio.ensure_future(asyncio.to_thread(work))
            try:
                return await asyncio.shield(running)
            except asyncio.CancelledError:
                await asyncio.wait({running})  # the reader is in use until then
                raise


class _Compared(NamedTuple):
    matched: Matched
    tasks: list[Task]
    sightings: tuple[Sighting, ...]
    withdrawn: tuple[int, ...]
    nothing_known: bool
    corrections: tuple[Correction, ...]
    noise: frozenset[bytes]


def _compare(reader: Reader, feed_id: int, document: Document) -> _Compared:
    lookup = partial(reader.known_entries, feed_id)
    matched = match_with(document.identified, lookup)
    withdrawn = matched.withdrawn(document.feed.withdrawn, lookup)
    tasks = matched.tasks()
    said = spoken(reader.path) if tasks else ()
    noise = reader.learned_noise(feed_id) if tasks else frozenset()
    return _Compared(matched, tasks, matched.sightings(), withdrawn, matched.nothing_known, said, noise)
