"""Killable processes for what hostile feeds can hang or bloat: parsing, cleaning and tagging.

A worker that exceeds its time or its memory dies alone; the poll that sent the work gets an error, or plain drafts.
"""

from __future__ import annotations

import asyncio
import logging
import os
import signal
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING, TypeVar

from feeds.errors import FeedError, ParseError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from pebble import ProcessPool

    from feeds.drafts import Context, Task
    from feeds.parsed import Headers
    from feeds.worker import Document, Prepared
    from store.models import FeedKind
    from tagger.settings import TaggerSettings

log = logging.getLogger(__name__)
T = TypeVar("T")

PARSE_TIMEOUT_S = 30.0
DRAFT_TIMEOUT_S = 60.0
BATCH = 50
"""Entries that are cleaned and tagged in one go."""
STUCK_S = 240.0
"""Workers that get nothing done for so long hang: longer than any piece of work, or the making of the name index."""
_TASKS_PER_WORKER = 2_000


class Workers:
    """A pool of worker processes, started with the first piece of work, and started anew if it breaks."""

    def __init__(self, tagger: TaggerSettings | None, count: int | None = None) -> None:
        """Make at most `count` processes (as many as there are processors, but no more than two).

        Without `tagger` settings they only parse and clean.
        """
        self._settings = tagger
        self._count = count or min(2, os.cpu_count() or 1)
        self._pool: ProcessPool | None = None
        self._finished_at = 0.0
        self._announced = False
        self.trouble: str | None = None
        """Why articles are stored untagged, in words; None while they are tagged."""

    async def parse(self, kind: FeedKind, body: bytes, headers: Headers, url: str) -> Document:
        """Read a document in a worker.

        Raises:
            FeedError: It can't be read, or took too much time or memory.
        """
        from feeds.worker import read_document

        return await self.call(read_document, (kind, body, headers, url), PARSE_TIMEOUT_S)

    async def prepare(self, tasks: Sequence[Task], context: Context) -> Prepared:
        """Clean and tag entries in workers; order is kept, and every entry gives a draft."""
        from feeds.worker import Prepared

        batches = [tasks[start : start + BATCH] for start in range(0, len(tasks), BATCH)]
        done = await asyncio.gather(*(self._prepare(batch, context) for batch in batches))
        names = {name.id: name for part in done for name in part.names}
        return Prepared(tuple(item for part in done for item in part.drafts), tuple(names.values()))

    async def close(self) -> None:
        """End all workers at once."""
        pool, self._pool = self._pool, None
        if pool is not None:
            await asyncio.to_thread(_end, pool)

    async def call(self, function: Callable[..., T], args: tuple[object, ...], timeout_s: float) -> T:
        """Run `function` in a worker. A pool that broke under it is made anew, and the work is tried once more.

        Raises:
            FeedError: What the function raised, or that it took too much time or memory.
        """
        try:
            return await self._run(function, args, timeout_s)
        except _PoolBroken as error:
            log.warning("the workers are started anew: %s", error)
        try:
            return await self._run(function, args, timeout_s)
        except _PoolBroken as error:
            raise ParseError(f"no worker can be started: {error}") from error

    async def _prepare(self, batch: Sequence[Task], context: Context) -> Prepared:
        from feeds.drafts import plain_draft
        from feeds.worker import Prepared, prepare_batch

        try:
            prepared = await self.call(prepare_batch, (tuple(batch), context), DRAFT_TIMEOUT_S)
        except ParseError as error:
            if len(batch) == 1:
                log.warning("%s: stored untagged: %s", batch[0].key, error)
                return Prepared((plain_draft(batch[0], context),), ())
        else:
            self._note(prepared.trouble)
            return prepared
        middle = len(batch) // 2
        halves = [await self._prepare(half, context) for half in (batch[:middle], batch[middle:])]
        return Prepared(halves[0].drafts + halves[1].drafts, halves[0].names + halves[1].names)

    def _note(self, trouble: str | None) -> None:
        """Say once when articles begin to be stored untagged, and once when they are tagged again."""
        if trouble == self.trouble:
            return
        self.trouble = trouble
        if trouble is None:
            log.info("articles are tagged again")
        else:
            log.error("articles are stored untagged, and `dateline doctor` tells more: %s", trouble)

    async def _run(self, function: Callable[..., T], args: tuple[object, ...], timeout_s: float) -> T:
        from concurrent.futures import CancelledError as FutureCancelled
        from concurrent.futures.process import BrokenProcessPool

        from pebble import ProcessExpired

        if self._pool is None:
            await self._announce()
        pool = self._started()
        try:
            with _ctrl_c_kept_out():
                future = pool.schedule(function, args=args, timeout=timeout_s)
            result: T = await self._result(asyncio.wrap_future(future))
        except FeedError:
            raise
        except TimeoutError as error:
            raise ParseError(f"reading it took longer than {timeout_s:g} s") from error
        except (ProcessExpired, MemoryError) as error:
            raise ParseError("reading it took too much memory or crashed the reader") from error
        except (BrokenProcessPool, RuntimeError, _PoolBroken) as error:
            if not isinstance(error, _PoolBroken) and _is_active(pool):
                raise
            await self._discard(pool)
            raise _PoolBroken(str(error) or "the pool broke") from error
        except FutureCancelled as error:
            raise asyncio.CancelledError from error
        return result

    async def _result(self, future: asyncio.Future[T]) -> T:
        """Wait for a piece of work; where no work at all gets done for long, the workers hang while they start."""
        while True:
            try:
                done, _ = await asyncio.wait({future}, timeout=STUCK_S / 4)
            except asyncio.CancelledError:
                future.cancel()
                raise
            if done:
                self._finished_at = time.monotonic()
                return future.result()
            if time.monotonic() - self._finished_at > STUCK_S:
                future.cancel()
                raise _PoolBroken(f"no worker has done anything for {STUCK_S:g} s")

    async def _discard(self, pool: ProcessPool) -> None:
        if self._pool is pool:
            self._pool = None
            await asyncio.to_thread(_end, pool)

    async def _announce(self) -> None:
        """Say it where the first work will take long."""
        from feeds.worker import index_missing

        if self._settings is None or self._announced:
            return
        self._announced = True
        if await asyncio.to_thread(index_missing, self._settings):
            log.info("making the index of names, which takes a while, this once; the first articles wait for it")

    def _started(self) -> ProcessPool:
        if self._pool is None:
            import multiprocessing

            from pebble import ProcessPool

            from feeds.worker import initialise

            context = multiprocessing.get_context("spawn")
            self._finished_at = time.monotonic()
            self._pool = ProcessPool(
                max_workers=self._count,
                max_tasks=_TASKS_PER_WORKER,
                initializer=initialise,
                initargs=(self._settings, context.Lock()),
                context=context,
            )
        return self._pool


class _PoolBroken(Exception):  # noqa: N818 - never leaves this module
    """The workers as a whole have failed, not a piece of work."""


@contextmanager
def _ctrl_c_kept_out() -> Iterator[None]:
    """Block SIGINT for the threads and processes begun meanwhile: the first work begins those of the pool.

    Ctrl+C is for whoever started the workers; one that is still importing would answer it with a traceback.
    """
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _is_active(pool: ProcessPool) -> bool:
    from concurrent.futures.process import BrokenProcessPool

    try:
        active: bool = pool.active
    except (BrokenProcessPool, RuntimeError):  # asking starts one that never was, which fails for the same reason
        return False
    return active


def _end(pool: ProcessPool) -> None:
    pool.stop()  # type: ignore[no-untyped-call]
    pool.join()
