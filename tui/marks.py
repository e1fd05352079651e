"""What people mark and ask for, on its way into the archive: read and starred articles, pauses and polls of feeds.

What writes is loaded at the first mark: it is a good part of what the desk would load before its first screen.
"""

from __future__ import annotations

import asyncio
from concurrent.futures import Future, ThreadPoolExecutor
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Literal, TypeVar

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from store.models import Correction
    from store.query import Filter
    from store.story_jobs import Moved
    from store.writer import Job, Writer
    from tui.sweep import Sweep

T = TypeVar("T")


class Marks:
    """Writes marks through a `Writer` of its own, opened at the first mark: most starts of the desk need none."""

    def __init__(self, path: Path) -> None:
        """Take the archive's path."""
        self._path = path
        self._writer: Writer | None = None
        self._thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="marks")

    async def set_read(self, article_ids: Sequence[int], read: bool) -> None:
        """Mark articles read or unread.

        Raises:
            store.errors.ArchiveError: the archive can't be written.
        """
        from store import jobs

        await self._write(jobs.set_read(article_ids, read))

    async def set_starred(self, article_ids: Sequence[int], starred: bool) -> None:
        """Star articles or take their stars away.

        Raises:
            store.errors.ArchiveError: the archive can't be written.
        """
        from store import jobs

        await self._write(jobs.set_starred(article_ids, starred))

    def sweep(self, where: Filter, upto: int | None) -> Sweep:
        """Give what marks everything that `where` matches as read, leaving out what came after the article `upto`."""
        from tui.sweep import Sweep

        return Sweep(self._path, self._write, where, upto)

    async def join(self, article_ids: Sequence[int]) -> Moved:
        """Make the stories of articles one.

        Raises:
            store.errors.ArchiveError: the archive can't be written.
        """
        from store import story_jobs

        return await self._write(story_jobs.join(article_ids))

    async def split(self, article_ids: Sequence[int]) -> Moved:
        """Take articles out of their stories.

        Raises:
            store.errors.ArchiveError: the archive can't be written.
        """
        from store import story_jobs

        return await self._write(story_jobs.split(article_ids))

    async def put_back(self, moved: Moved) -> None:
        """Undo `join` or `split`.

        Raises:
            store.errors.ArchiveError: the archive can't be written.
        """
        from store import story_jobs

        await self._write(story_jobs.put_back(moved))

    async def set_paused(self, feed_id: int, paused: bool) -> None:
        """Pause a feed, or let it go on.

        Raises:
            store.errors.ArchiveError: the archive can't be written.
        """
        from store import jobs

        await self._write(jobs.set_paused(feed_id, paused))

    async def ask_poll(self, feed_id: int) -> None:
        """Ask for a poll of a feed now.

        Raises:
            store.errors.ArchiveError: the archive can't be written.
        """
        from store import jobs

        await self._write(jobs.ask_poll(feed_id))

    async def ask_page(self, article_id: int) -> None:
        """Ask for the page behind an article now.

        Raises:
            store.errors.ArchiveError: the archive can't be written.
            LookupError: there is no such article, or it has no link.
        """
        from store import pages

        await self._write(pages.ask(article_id))

    async def correct(self, correction: Correction, made: datetime) -> None:
        """Keep what a reader says against the tagger.

        Raises:
            store.errors.ArchiveError: the archive can't be written.
        """
        from store import corrections

        await self._write(corrections.add(correction, made))

    async def decide_offer(self, number: int, state: Literal["followed", "dismissed"]) -> None:
        """Note what is said to the live blog that is offered as `number`.

        Raises:
            store.errors.ArchiveError: the archive can't be written.
        """
        from store import offers

        await self._write(offers.decide(number, state))

    async def see_alerts(self, alerts: Sequence[int], *, seen: bool) -> None:
        """Mark alerts as seen, or as not seen.

        Raises:
            store.errors.ArchiveError: the archive can't be written.
        """
        from store.alerts import mark_seen

        when = datetime.now(UTC) if seen else None
        await self._write(mark_seen(alerts, when))

    async def see_all_alerts(self, upto: int) -> int:
        """Mark every alert up to the id `upto` as seen; gives how many that changed.

        Raises:
            store.errors.ArchiveError: the archive can't be written.
        """
        from store.alerts import see_all

        return await self._write(see_all(upto, datetime.now(UTC)))

    def close(self) -> None:
        """Finish what is queued."""
        self._thread.shutdown(wait=True)
        if self._writer is not None:
            self._writer.close()
            self._writer = None

    async def _write(self, job: Job[T]) -> T:
        """Run `job` once the ones before it are done, even where nobody waits any more: quitting ends all askers."""
        asked: Future[T] = Future()
        asked.set_running_or_notify_cancel()  # what runs can't be cancelled
        self._thread.submit(self._run, job, asked)
        return await asyncio.wrap_future(asked)

    def _run(self, job: Job[T], asked: Future[T]) -> None:
        """Write on the thread, with the writer that is opened here once."""
        try:
            if self._writer is None:
                from store.writer import Writer

                self._writer = Writer(self._path)
            asked.set_result(self._writer.submit(job).result())
        except BaseException as error:  # noqa: BLE001 - it is handed to whoever waits
            asked.set_exception(error)
