"""Killable processes for what hostile feeds can hang or bloat: parsing, cleaning and tagging.

A worker that exceeds its time or its memory dies alone; the poll that sent the work gets an error, or plain drafts.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
import multiprocessing
import os
import resource
from concurrent.futures import CancelledError as FutureCancelled
from typing import TYPE_CHECKING, NamedTuple, TypeVar

from feeds.drafts import Context, Task, draft, mentioned, plain_draft
from feeds.errors import FeedError, ParseError
from feeds.identity import Identified, identify

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from multiprocessing.synchronize import Lock

    from pebble import ProcessPool

    from feeds.parsed import Headers, ParsedFeed
    from store.models import ArticleDraft, FeedKind, KnownName
    from tagger.settings import TaggerSettings
    from tagger.tagger import Tagger

log = logging.getLogger(__name__)
T = TypeVar("T")

MEMORY_LIMIT = 2 * 1024**3
"""Bytes of address space that a worker may take."""
PARSE_TIMEOUT_S = 30.0
DRAFT_TIMEOUT_S = 60.0
BATCH = 50
"""Entries that are cleaned and tagged in one go."""
_NICE = 10
_BUILD_TIMEOUT_S = 120.0
_TASKS_PER_WORKER = 2_000


class Document(NamedTuple):
    """A parsed document and its entries with their identities."""

    feed: ParsedFeed
    """Its `entries` are left out: `identified` holds them."""
    identified: tuple[Identified, ...]


class Prepared(NamedTuple):
    """Articles ready to be stored, and every name they mention."""

    drafts: tuple[ArticleDraft, ...]
    names: tuple[KnownName, ...]


class Workers:
    """A pool of worker processes, started with the first piece of work."""

    def __init__(self, tagger: TaggerSettings | None, count: int | None = None) -> None:
        """Make at most `count` processes (as many as there are processors, but no more than two).

        Without `tagger` settings they only parse and clean.
        """
        self._settings = tagger
        self._count = count or min(2, os.cpu_count() or 1)
        self._pool: ProcessPool | None = None

    async def parse(self, kind: FeedKind, body: bytes, headers: Headers, url: str) -> Document:
        """Read a document in a worker.

        Raises:
            FeedError: It can't be read, or took too much time or memory.
        """
        return await self._run(_parse, (kind, body, headers, url), PARSE_TIMEOUT_S)

    async def prepare(self, tasks: Sequence[Task], context: Context) -> Prepared:
        """Clean and tag entries in workers; order is kept, and every entry gives a draft."""
        batches = [tasks[start : start + BATCH] for start in range(0, len(tasks), BATCH)]
        done = await asyncio.gather(*(self._prepare(batch, context) for batch in batches))
        names = {name.id: name for part in done for name in part.names}
        return Prepared(tuple(item for part in done for item in part.drafts), tuple(names.values()))

    async def close(self) -> None:
        """End all workers at once."""
        if self._pool is not None:
            self._pool.stop()  # type: ignore[no-untyped-call]
            await asyncio.to_thread(self._pool.join)
            self._pool = None

    async def _prepare(self, batch: Sequence[Task], context: Context) -> Prepared:
        try:
            return await self._run(_prepare, (tuple(batch), context), DRAFT_TIMEOUT_S)
        except ParseError as error:
            if len(batch) == 1:
                log.warning("%s: stored untagged: %s", batch[0].key, error)
                return Prepared((plain_draft(batch[0], context),), ())
        middle = len(batch) // 2
        halves = [await self._prepare(half, context) for half in (batch[:middle], batch[middle:])]
        return Prepared(halves[0].drafts + halves[1].drafts, halves[0].names + halves[1].names)

    async def _run(self, function: Callable[..., T], args: tuple[object, ...], timeout_s: float) -> T:
        from pebble import ProcessExpired

        future = self._started().schedule(function, args=args, timeout=timeout_s)
        try:
            result: T = await asyncio.wrap_future(future)
        except FeedError:
            raise
        except TimeoutError as error:
            raise ParseError(f"reading it took longer than {timeout_s:g} s") from error
        except (ProcessExpired, MemoryError) as error:
            raise ParseError("reading it took too much memory or crashed the reader") from error
        except FutureCancelled as error:
            raise asyncio.CancelledError from error
        return result

    def _started(self) -> ProcessPool:
        if self._pool is None:
            from pebble import ProcessPool

            context = multiprocessing.get_context("spawn")
            self._pool = ProcessPool(
                max_workers=self._count,
                max_tasks=_TASKS_PER_WORKER,
                initializer=_initialise,
                initargs=(self._settings, context.Lock()),
                context=context,
            )
        return self._pool


# --- Within a worker ---------------------------------------------------------------------------------------------


class _State:
    """What one worker process keeps between tasks."""

    tagger: Tagger | None = None
    failure: Exception | None = None


def _initialise(settings: TaggerSettings | None, lock: Lock) -> None:
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_LIMIT, MEMORY_LIMIT))
    with contextlib.suppress(OSError):
        os.nice(_NICE)
    if settings is None:
        return
    from tagger.tagger import Tagger

    # Where the name index must be built, which takes a while, one worker does it and the others read it then.
    # A worker that died while building must not stop the others for ever, hence the time limit.
    locked = lock.acquire(timeout=_BUILD_TIMEOUT_S)
    try:
        _State.tagger = Tagger.load(settings)
    except ValueError as error:  # a broken gazetteer file: the message names it, and stands in the feed's state
        _State.failure = FeedError(f"the tagger can't start: {error}")
    finally:
        if locked:
            lock.release()


def _parse(kind: FeedKind, body: bytes, headers: Headers, url: str) -> Document:
    from dataclasses import replace

    from feeds.sources.feed import read

    parsed = read(kind, body, headers, url)
    return Document(replace(parsed, entries=()), identify(parsed.entries))


def _prepare(tasks: tuple[Task, ...], context: Context) -> Prepared:
    if _State.failure is not None:
        raise _State.failure
    tagger = _State.tagger
    drafts = tuple(draft(task, context, tagger) for task in tasks)
    return Prepared(drafts, tagger.known(sorted(mentioned(drafts))) if tagger is not None else ())
