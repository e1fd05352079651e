"""Moving in: articles of another reader or archive become articles of ours.

They are identified as a poll would identify them, so that what is here already is not stored again, and so that the
next poll knows what it meets. What is here is never changed, but for marks: what was read or starred elsewhere is read
or starred here.
"""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from feeds.drafts import Context, Task, draft, mentioned
from feeds.identity import identify
from feeds.matching import match
from store.corrections import spoken
from store.importing import Arrival, Mark, add_feeds, bring_in, is_empty
from store.lease import Lease
from store.models import KnownName
from store.reader import Reader
from store.writer import Writer

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
    from pathlib import Path

    from feeds.incoming import Incoming
    from feeds.matching import Match
    from feeds.parsed import Entry
    from feeds.workers import Workers
    from store.models import ArticleDraft
    from tagger.settings import TaggerSettings
    from tagger.tagger import Tagger

CHUNK = 300
"""Articles that are stored in one transaction."""


@dataclass(slots=True)
class Imported:
    """What an import came to."""

    new: int = 0
    known: int = 0
    """Articles that were here already."""


@dataclass(frozen=True, slots=True)
class _Pending:
    """An article of a chunk that is new here."""

    item: Incoming
    feed_id: int
    task: Task


async def import_articles(
    archive: Path,
    tagger: TaggerSettings,
    items: Iterable[Incoming],
    progress: Callable[[int], None],
    countries: Mapping[str, str],
) -> Imported:
    """Store `items`, in the order in which they arrived.

    Args:
        archive: where; it is made where it isn't there yet.
        tagger: how those are tagged that come without tags.
        items: the oldest first.
        progress: told how many are done, now and then.
        countries: outlets' countries by URL, as far as they are known.

    Raises:
        ArchiveLocked: An archiver runs; two would get in each other's way.
        ArchiveError: The archive can't be used; what was stored before stays.
        tagger.settings.GazetteerError: One of the user's own files is wrong.
    """
    from feeds.workers import Workers

    workers, result = Workers(tagger), Imported()
    try:
        with Lease(archive), Writer(archive) as writer, Reader(archive) as reader:
            importer = _Importer(reader, writer, workers, tagger, countries, await writer.run(is_empty))
            done = 0
            for chunk in _chunks(items):
                new = await importer.run(chunk)
                done += len(chunk)
                result.new, result.known = result.new + new, result.known + len(chunk) - new
                progress(done)
    finally:
        await workers.close()
    return result


def _chunks(items: Iterable[Incoming]) -> Iterator[list[Incoming]]:
    chunk: list[Incoming] = []
    for item in items:
        chunk.append(item)
        if len(chunk) == CHUNK:
            yield chunk
            chunk = []
    if chunk:
        yield chunk


class _Importer:
    """What an import works with."""

    def __init__(
        self,
        reader: Reader,
        writer: Writer,
        workers: Workers,
        settings: TaggerSettings,
        countries: Mapping[str, str],
        keep_ids: bool,
    ) -> None:
        self._reader = reader
        self._writer = writer
        self._workers = workers
        self._settings = settings
        self._countries = countries
        self._keep_ids = keep_ids
        self._feeds: dict[str, int] = {}
        self._tagger: Tagger | None = None
        self._told: dict[str, KnownName] = {}
        self._anchors: dict[int, int] = {}

    async def run(self, chunk: Sequence[Incoming]) -> int:
        """Store those of `chunk` that are new, and give how many they are."""
        unknown = {item.feed: item.source for item in reversed(chunk) if item.feed not in self._feeds}
        if unknown:
            self._feeds |= await self._writer.run(add_feeds(unknown))
        pending: dict[int, _Pending] = {}
        marks: list[Mark] = []
        shared: dict[int, tuple[str, ...]] = {}
        for feed in dict.fromkeys(item.feed for item in chunk):
            items = {id(item.entry): item for item in chunk if item.feed == feed}
            matches, keys = self._match(self._feeds[feed], [item.entry for item in items.values()])
            shared[self._feeds[feed]] = keys
            for one in matches:
                item = items[id(one.item.entry)]
                if one.known is None:
                    pending[id(item)] = _Pending(item, self._feeds[feed], _task(one, item))
                elif item.read or item.starred or item.deeds or item.story is not None:
                    known = one.known.article_id
                    marks.append(Mark(known, item.read, item.starred, item.deeds, item.story))
        ordered = [pending[id(item)] for item in chunk if id(item) in pending]
        drafts, names = await self._prepare(ordered)
        arrivals = [_arrival(one, made) for one, made in zip(ordered, drafts, strict=True)]
        brought = await self._writer.run(bring_in(arrivals, marks, names, shared, self._anchors, self._keep_ids))
        self._anchors |= brought.anchors
        return brought.new

    def _match(self, feed_id: int, entries: Sequence[Entry]) -> tuple[Sequence[Match], tuple[str, ...]]:
        document = identify(entries)
        keys = dict.fromkeys(key for item in document for key in item.keys)
        matched = match(document, self._reader.known_entries(feed_id, list(keys)))
        return matched.matches, matched.shared

    async def _prepare(self, pending: Sequence[_Pending]) -> tuple[list[ArticleDraft], tuple[KnownName, ...]]:
        """Give the drafts of `pending` in that order, and every name they mention."""
        now = datetime.now(UTC)
        drafts: dict[int, ArticleDraft] = {}
        names: dict[str, KnownName] = {}
        untagged = [one for one in pending if one.item.tags is None]
        said = spoken(self._reader.path) if untagged else ()
        for country in dict.fromkeys(self._countries.get(one.item.feed) for one in untagged):
            group = [one for one in untagged if self._countries.get(one.item.feed) == country]
            context = Context(now, country or None, corrections=said)
            prepared = await self._workers.prepare([one.task for one in group], context)
            drafts |= {id(one): _with_links(made, one.item) for one, made in zip(group, prepared.drafts, strict=True)}
            names |= {name.id: name for name in prepared.names}
        tagged = []
        for one in pending:
            if one.item.tags is not None:
                made = _with_links(draft(one.task, Context(now, None), None), one.item)
                drafts[id(one)] = replace(made, tags=one.item.tags, lang=one.item.entry.lang, compared=b"")
                tagged.append(drafts[id(one)])
        names |= {name.id: name for name in await self._known(tagged)}
        return [drafts[id(one)] for one in pending], tuple(names.values())

    async def _known(self, drafts: Sequence[ArticleDraft]) -> list[KnownName]:
        """Give the names that tags mention: as our gazetteer has them, else as the tags themselves do."""
        wanted = mentioned(drafts)
        if not wanted:
            return []
        if self._tagger is None:
            from tagger.tagger import Tagger

            self._tagger = await asyncio.to_thread(Tagger.load, self._settings)
        found = {name.id: name for name in self._tagger.known(sorted(wanted))}
        for name in _told(drafts):
            if name.id not in found:
                spellings = (*name.aliases, *(self._told[name.id].aliases if name.id in self._told else ()))
                self._told[name.id] = replace(name, aliases=tuple(sorted(set(spellings))))
        return [*found.values(), *(self._told[one] for one in wanted if one in self._told)]


def _task(one: Match, item: Incoming) -> Task:
    return Task(
        entry=one.item.entry,
        key=one.key,
        content_hash=item.content_hash or one.item.content_hash,
        aliases=one.aliases,
        link_mark=one.item.link_mark,
        title_mark=one.item.title_mark,
    )


def _with_links(made: ArticleDraft, item: Incoming) -> ArticleDraft:
    return replace(made, links=tuple(dict.fromkeys((*item.links, *made.links)))) if item.links else made


def _told(drafts: Sequence[ArticleDraft]) -> Iterator[KnownName]:
    """Give the names that tags mention, with the spelling that the text has."""
    for made in drafts:
        for place in made.tags.places:
            position = (place.country, None, place.lat, place.lon)
            yield KnownName(place.id, "place", place.name, place.kind, *position, aliases=(place.text,))
        for actor in made.tags.actors:
            own = (actor.text,) if actor.text in actor.name else ()  # not what only stands for it, such as an office
            yield KnownName(actor.id, "actor", actor.name, actor.kind, aliases=own)


def _arrival(one: _Pending, made: ArticleDraft) -> Arrival:
    item = one.item
    return Arrival(
        feed_id=one.feed_id,
        draft=made,
        seen=item.seen or datetime.now(UTC),
        earlier=item.earlier,
        changed=item.changed,
        read=item.read,
        starred=item.starred,
        withdrawn=item.withdrawn,
        wanted_id=item.id,
        story=item.story,
        deeds=item.deeds,
    )
