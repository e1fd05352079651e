"""Tags every stored article again, so that a better tagger or gazetteer counts for the whole archive.

Texts are read from the archive, tagged in worker processes and written in batches, oldest article first. What was
written stays written: a run that was cut short goes on where it stopped, unless the tagger is another one by then.
"""

from __future__ import annotations

import asyncio
import hashlib
import logging
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from feeds.errors import ParseError
from feeds.workers import Workers
from store.corrections import spoken
from store.lease import Lease
from store.lines import noise_spans
from store.noise_list import all_learned_noise
from store.retagging import TextReader, begin, finish, retag
from store.writer import Writer

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from store.models import Correction, KnownName, Tags
    from store.retagging import StoredText
    from tagger.settings import TaggerSettings
    from tagger.tagger import Tagger

log = logging.getLogger(__name__)

BATCH = 50
"""Articles that a worker tags in one go."""
ROUND = 4 * BATCH
"""Articles that are read, tagged and written together."""
TIMEOUT_S = 120.0


class Known(NamedTuple):
    """What the archive says to the tagger."""

    corrections: tuple[Correction, ...] = ()
    noise: Mapping[int, frozenset[bytes]] = {}
    """Keys of the lines that a feed repeats, by its id."""


NOTHING = Known()
_Pairs = list[tuple["StoredText", "Tags"]]


@dataclass(frozen=True, slots=True)
class Retagged:
    """What a run came to."""

    articles: int
    """Articles that were tagged."""
    changed: int
    """Those that have other tags now."""
    failed: int
    """Those that no tags could be found for: they keep the old ones."""
    resumed: bool
    """Whether an earlier run had done a part of the work."""


async def retag_all(
    archive: Path, settings: TaggerSettings, progress: Callable[[int, int], None], workers: Workers | None = None
) -> Retagged:
    """Tag every article again; `progress` is told how many are done, and of how many.

    Args:
        archive: the archive; it must be there.
        settings: of the tagger.
        progress: told after each batch.
        workers: an argument for tests.

    Raises:
        ArchiveLocked: An archiver runs; it would tag what comes in with the old names.
        ArchiveError: The archive can't be used.
        FeedError: The tagger can't start.
        tagger.settings.GazetteerError: One of the user's own files is wrong.
    """
    workers = workers or Workers(settings)
    try:
        with Lease(archive), TextReader(archive) as reader, Writer(archive) as writer:
            known = Known(spoken(archive), all_learned_noise(archive))
            return await _Run(reader, writer, workers, progress, known).all(tagger_mark(settings, known))
    finally:
        await workers.close()


def tagger_mark(settings: TaggerSettings, known: Known = NOTHING) -> str:
    """Give what tells one tagger from another: its code and data, the user's files and choices, what is `known`."""
    import tagger
    from tagger.gazetteer import index_version

    noise = {feed_id: sorted(keys) for feed_id, keys in sorted(known.noise.items())}
    words = f"{index_version(settings)} {settings.home} {known.corrections} {noise}"
    digest = hashlib.blake2b(words.encode(), digest_size=8)
    for module in sorted(Path(next(iter(tagger.__path__))).glob("*.py")):
        digest.update(module.read_bytes())
    return digest.hexdigest()


class _Run:
    """One run over one archive."""

    def __init__(
        self,
        reader: TextReader,
        writer: Writer,
        workers: Workers,
        progress: Callable[[int, int], None],
        known: Known,
    ) -> None:
        self._reader = reader
        self._writer = writer
        self._workers = workers
        self._progress = progress
        self._known = known
        self._changed = self._failed = 0

    async def all(self, mark: str) -> Retagged:
        await self._workers.call(check_tagger, (), TIMEOUT_S)
        start = await self._writer.run(begin(mark))
        upto, done = start.upto, 0
        self._progress(0, start.left)
        while texts := self._reader.after(upto, ROUND):
            parts = [texts[at : at + BATCH] for at in range(0, len(texts), BATCH)]
            tagged = await asyncio.gather(*map(self._tag, parts))
            upto, done = texts[-1].article, done + sum(not one.version for one in texts)
            names = {name.id: name for _, known in tagged for name in known}
            pairs = [pair for found, _ in tagged for pair in found]
            self._changed += await self._writer.run(retag(pairs, tuple(names.values()), upto))
            self._progress(done, max(done, start.left))
        await self._writer.run(finish())
        return Retagged(done, self._changed, self._failed, resumed=start.upto > 0)

    async def _tag(self, texts: Sequence[StoredText]) -> tuple[_Pairs, tuple[KnownName, ...]]:
        """Tag a batch; where that fails, halves of it, so that one bad text costs no other its new tags."""
        try:
            tags, names = await self._workers.call(tag_texts, (tuple(texts), self._known), TIMEOUT_S)
            return list(zip(texts, tags, strict=True)), names
        except ParseError as error:
            if len(texts) == 1:
                log.warning("article %d keeps its tags: %s", texts[0].article, error)
                self._failed += not texts[0].version
                return [], ()
        middle = len(texts) // 2
        (first, some), (second, others) = [await self._tag(half) for half in (texts[:middle], texts[middle:])]
        return first + second, (*some, *others)


def check_tagger() -> None:
    """Fail where the tagger of this worker process can't start."""
    from feeds.worker import loaded_tagger

    loaded_tagger()


def tag_texts(texts: tuple[StoredText, ...], known: Known = NOTHING) -> tuple[tuple[Tags, ...], tuple[KnownName, ...]]:
    """Tag texts within a worker process, and give every name that the tags mention.

    Raises:
        ParseError: A text trips the tagger.
    """
    from feeds.worker import loaded_tagger

    tagger = loaded_tagger()
    try:
        found = tuple(_tag(tagger, one, known) for one in texts)
    except Exception as error:
        raise ParseError(f"the tagger failed: {type(error).__name__}: {error}") from error
    ids = {place.id for tags in found for place in tags.places}
    ids |= {actor.id for tags in found for actor in tags.actors}
    ids |= {event.place_id for tags in found for event in tags.events}
    return found, tagger.known(sorted(ids))


def _tag(tagger: Tagger, one: StoredText, known: Known) -> Tags:
    from feeds.drafts import TAGGED_LIMIT

    text = one.text[:TAGGED_LIMIT]
    return tagger.tag(
        text,
        title_end=len(one.title),
        published=one.published,
        lang=one.lang,
        country=one.country,
        corrections=known.corrections,
        noise=noise_spans(text, len(one.title) + 2, known.noise.get(one.feed_id, frozenset())),
    )
