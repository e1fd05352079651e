"""Reads the kept bodies of feeds again, so that a better parser finds what an older one missed.

Bodies are read the newest first: of an entry that stands in several, only the newest version counts, so that no
article goes back to what it said before. What comes of it is stored the oldest first, as it would have arrived.
Reading them once more changes nothing.
"""

from __future__ import annotations

import logging
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from feeds.drafts import Context
from feeds.errors import FeedError
from feeds.matching import match
from feeds.workers import Workers
from store.corrections import spoken
from store.jobs import commit_entries
from store.lease import Lease
from store.raw import RawReader
from store.reader import Reader
from store.writer import Writer

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime
    from pathlib import Path

    from feeds.drafts import Task
    from feeds.matching import Match
    from feeds.worker import Document
    from store.raw import RawFeed, RawSighting
    from tagger.settings import TaggerSettings

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Reparsed:
    """What reading one feed's bodies again came to."""

    url: str
    name: str
    bodies: int
    unreadable: int
    """Bodies that no parser of ours can read, then as now."""
    new: int
    revised: int


async def reparse(
    archive: Path, tagger: TaggerSettings, report: Callable[[Reparsed], None], only: str | None = None
) -> int:
    """Read the kept bodies again, of all feeds or `only` of the one with that URL; give how many feeds there were.

    Raises:
        ArchiveLocked: An archiver runs; two would get in each other's way.
        ArchiveError: The archive can't be used.
    """
    workers = Workers(tagger)
    try:
        with Lease(archive), RawReader(archive) as raw, Writer(archive) as writer, Reader(archive) as reader:
            feeds = [feed for feed in raw.feeds() if only is None or feed.url == only]
            for feed in feeds:
                report(await _Rereading(feed, raw, reader, writer, workers).run())
            return len(feeds)
    finally:
        await workers.close()


@dataclass(slots=True)
class _Rereading:
    """One feed's bodies."""

    feed: RawFeed
    raw: RawReader
    reader: Reader
    writer: Writer
    workers: Workers
    settled: set[int] = field(default_factory=set)
    """Articles that a newer body has the last word on."""
    found: set[str] = field(default_factory=set)
    """Keys of new entries, which a newer body has the last word on, too."""

    async def run(self) -> Reparsed:
        sightings = self.raw.sightings(self.feed.id)
        fresh: list[tuple[datetime, list[Task], tuple[str, ...]]] = []
        unreadable = 0
        for sighting in sightings:
            document = await self._read(sighting)
            if document is None:
                unreadable += 1
                continue
            keys = dict.fromkeys(key for item in document.identified for key in item.keys)
            known = self.reader.known_entries(self.feed.id, list(keys)) if keys else {}
            matched = match(document.identified, known)
            wanted = {one.key for one in matched.matches if self._is_last_word(one)}
            tasks = [task for task in matched.tasks() if task.key in wanted]
            if tasks:
                fresh.append((sighting.received, tasks, matched.shared))
        new = revised = 0
        said = spoken(self.reader.path)
        noise = self.reader.learned_noise(self.feed.id)
        for received, tasks, shared in reversed(fresh):
            context = Context(received, self.feed.country or None, corrections=said, noise=noise)
            prepared = await self.workers.prepare(tasks, context)
            receipt = await self.writer.run(
                commit_entries(self.feed.id, received, prepared.drafts, prepared.names, shared)
            )
            new, revised = new + receipt.new, revised + receipt.revised
        return Reparsed(self.feed.url, self.feed.name, len(sightings), unreadable, new, revised)

    async def _read(self, sighting: RawSighting) -> Document | None:
        body = self.raw.body(sighting.id)
        try:
            return await self.workers.parse(self.feed.kind, body.data, body.headers, body.url or self.feed.url)
        except FeedError as error:
            log.info("%s: the body of %s: %s", self.feed.name, sighting.received, error)
            return None

    def _is_last_word(self, one: Match) -> bool:
        """Tell whether no newer body has the entry; from now on, one has."""
        if one.known is not None:
            newest = one.known.article_id not in self.settled
            self.settled.add(one.known.article_id)
            return newest
        own = set(one.item.ladder[one.item.depth :])
        newest = own.isdisjoint(self.found)
        self.found |= own
        return newest
