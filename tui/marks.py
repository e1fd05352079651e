"""What people mark and ask for, on its way into the archive: read and starred articles, pauses and polls of feeds.

What writes is loaded at the first mark: it is a good part of what the desk would load before its first screen.
"""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from store.models import Correction
    from store.story_jobs import Moved
    from store.writer import Writer


class Marks:
    """Writes marks through a `Writer` of its own, opened at the first mark: most starts of the desk need none."""

    def __init__(self, path: Path) -> None:
        """Take the archive's path."""
        self._path = path
        self._writer: Writer | None = None
        self._opening = asyncio.Lock()

    async def set_read(self, article_ids: Sequence[int], read: bool) -> None:
        """Mark articles read or unread.

        Raises:
            store.errors.ArchiveError: the archive can't be written.
        """
        from store import jobs

        await (await self._open()).run(jobs.set_read(article_ids, read))

    async def set_starred(self, article_ids: Sequence[int], starred: bool) -> None:
        """Star articles or take their stars away.

        Raises:
            store.errors.ArchiveError: the archive can't be written.
        """
        from store import jobs

        await (await self._open()).run(jobs.set_starred(article_ids, starred))

    async def join(self, article_ids: Sequence[int]) -> Moved:
        """Make the stories of articles one.

        Raises:
            store.errors.ArchiveError: the archive can't be written.
        """
        from store import story_jobs

        return await (await self._open()).run(story_jobs.join(article_ids))

    async def split(self, article_ids: Sequence[int]) -> Moved:
        """Take articles out of their stories.

        Raises:
            store.errors.ArchiveError: the archive can't be written.
        """
        from store import story_jobs

        return await (await self._open()).run(story_jobs.split(article_ids))

    async def put_back(self, moved: Moved) -> None:
        """Undo `join` or `split`.

        Raises:
            store.errors.ArchiveError: the archive can't be written.
        """
        from store import story_jobs

        await (await self._open()).run(story_jobs.put_back(moved))

    async def set_paused(self, feed_id: int, paused: bool) -> None:
        """Pause a feed, or let it go on.

        Raises:
            store.errors.ArchiveError: the archive can't be written.
        """
        from store import jobs

        await (await self._open()).run(jobs.set_paused(feed_id, paused))

    async def ask_poll(self, feed_id: int) -> None:
        """Ask for a poll of a feed now.

        Raises:
            store.errors.ArchiveError: the archive can't be written.
        """
        from store import jobs

        await (await self._open()).run(jobs.ask_poll(feed_id))

    async def ask_page(self, article_id: int) -> None:
        """Ask for the page behind an article now.

        Raises:
            store.errors.ArchiveError: the archive can't be written.
            LookupError: there is no such article, or it has no link.
        """
        from store import pages

        await (await self._open()).run(pages.ask(article_id))

    async def correct(self, correction: Correction, made: datetime) -> None:
        """Keep what a reader says against the tagger.

        Raises:
            store.errors.ArchiveError: the archive can't be written.
        """
        from store import corrections

        await (await self._open()).run(corrections.add(correction, made))

    async def decide_offer(self, number: int, state: Literal["followed", "dismissed"]) -> None:
        """Note what is said to the live blog that is offered as `number`.

        Raises:
            store.errors.ArchiveError: the archive can't be written.
        """
        from store import offers

        await (await self._open()).run(offers.decide(number, state))

    async def see_alerts(self, alerts: Sequence[int], *, seen: bool) -> None:
        """Mark alerts as seen, or as not seen.

        Raises:
            store.errors.ArchiveError: the archive can't be written.
        """
        from store.alerts import mark_seen

        when = datetime.now(UTC) if seen else None
        await (await self._open()).run(mark_seen(alerts, when))

    async def see_all_alerts(self, upto: int) -> int:
        """Mark every alert up to the id `upto` as seen; gives how many that changed.

        Raises:
            store.errors.ArchiveError: the archive can't be written.
        """
        from store.alerts import see_all

        return await (await self._open()).run(see_all(upto, datetime.now(UTC)))

    def close(self) -> None:
        """Finish what is queued."""
        if self._writer is not None:
            self._writer.close()
            self._writer = None

    async def _open(self) -> Writer:
        """Give the writer, opened once and off the loop."""
        async with self._opening:
            if self._writer is None:
                from store.writer import Writer

                self._writer = await asyncio.to_thread(Writer, self._path)
            return self._writer
