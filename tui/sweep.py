"""Everything that a filter matches marked as read, batch by batch beside the loop, and put back as it was.

Each batch is one short transaction: whoever else writes waits for no more than that, and what ends the desk in the
middle leaves whole batches.
"""

from __future__ import annotations

import asyncio
from array import array
from contextlib import asynccontextmanager
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final

from store.query import And, Term

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
    from pathlib import Path

    from store.query import Filter
    from store.writer import Job
    from tui.data import ArchiveThread

    Write = Callable[[Job[Any]], Awaitable[Any]]
    """Runs a job of the archive's writer and gives its result."""
    Told = Callable[[Sequence[int], bool], None]
    """Hears which articles are marked read, or unread, by now."""

BATCH: Final = 2_000
"""Articles that one transaction marks."""
_UNREAD: Final = Term("unread", "is")


class Sweep:
    """One sweep through the unread articles of a filter; it knows all it marked."""

    def __init__(self, path: Path, write: Write, where: Filter, upto: int | None) -> None:
        """Sweep the archive at `path` as far as `where` matches, leaving out what came after the article `upto`."""
        self._path = path
        self._write = write
        self._where = replace(where, root=_UNREAD if where.root is None else And((where.root, _UNREAD)))
        self._before = None if upto is None else upto + 1
        self._articles = array("q")
        self._alerts = array("q")
        self._running = asyncio.Lock()
        self._stopped = False

    @property
    def done(self) -> int:
        """How many articles are marked."""
        return len(self._articles)

    @property
    def stopped(self) -> bool:
        """Whether it is being taken back, or was."""
        return self._stopped

    async def run(self, told: Told) -> None:
        """Mark articles read, the newest first, until none is left or `back` is called.

        Raises:
            store.errors.ArchiveError: the archive can't be read or written; what was marked can be put back.
        """
        async with self._running, _reading(self._path) as data:
            while not self._stopped and (ids := await self._next(data)):
                await self._mark(ids, told)
                self._before = ids[-1]

    async def back(self, told: Told) -> None:
        """Stop, and mark unread again exactly what was marked read, and what alerts that made seen.

        Raises:
            store.errors.ArchiveError: the archive can't be written; what is not put back yet can be another time.
        """
        from store.alerts import mark_seen
        from store.sweeping import sweep

        self._stopped = True
        async with self._running:
            while batch := self._articles[-BATCH:]:
                await self._write(sweep(batch, False))
                del self._articles[-BATCH:]
                told(batch, False)
            await self._write(mark_seen(self._alerts, None))
            del self._alerts[:]

    async def _next(self, data: ArchiveThread) -> list[int]:
        where, before = self._where, self._before
        return await data.ask(lambda reader: reader.ids(where, before=before, limit=BATCH))

    async def _mark(self, ids: Sequence[int], told: Told) -> None:
        from store.sweeping import sweep

        swept = await self._write(sweep(ids, True))
        self._articles.extend(swept.articles)
        self._alerts.extend(swept.alerts)
        if swept.articles:
            told(swept.articles, True)


@asynccontextmanager
async def _reading(path: Path) -> AsyncIterator[ArchiveThread]:
    """Give a reader of its own while the context lasts: a long question must not keep the desk's own waiting."""
    from store.reader import Reader
    from tui.data import ArchiveThread

    data = ArchiveThread(await asyncio.to_thread(Reader, path))
    try:
        yield data
    finally:
        data.close()
