"""Does what people ask for as they ask for it, beside what is done anyway."""

from __future__ import annotations

import asyncio
import contextlib
import logging
from typing import TYPE_CHECKING

from store.errors import ArchiveBusy, ArchiveFull

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Iterator, Sequence
    from datetime import datetime

    from store.models import WantedPage

log = logging.getLogger(__name__)

SOON_S = 0.5
"""What could not be done yet is tried again this soon."""


async def granting(
    asked: Callable[[datetime], Sequence[WantedPage]],
    grant: Callable[[WantedPage], Awaitable[None]],
    clock: Callable[[], datetime],
    wish: asyncio.Event,
) -> None:
    """Fetch pages as people ask for them, until cancelled; no wish waits for another one.

    Args:
        asked: Gives what is asked for at a time, in another thread.
        grant: Fetches one page; a page that it leaves as it is stays asked for.
        clock: Gives the time.
        wish: Is set whenever something may have been asked for.

    Raises:
        StoreError: The archive can't be used any longer. A full disk or a locked archive only holds wishes up.
    """
    under_way: set[int] = set()

    async def carefully(page: WantedPage) -> None:
        with _held_up():
            await grant(page)
        under_way.discard(page.article_id)

    async with asyncio.TaskGroup() as group:
        while True:
            wish.clear()
            found: Sequence[WantedPage] | None = None
            before = set(under_way)  # what is done with while the list is read may still stand in it
            with _held_up():
                found = await asyncio.to_thread(asked, clock())
            for page in found or ():
                if page.article_id not in before:
                    under_way.add(page.article_id)
                    group.create_task(carefully(page))
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(None if found == [] else SOON_S):
                    await wish.wait()


@contextlib.contextmanager
def _held_up() -> Iterator[None]:
    """Let what the archive can't take just now be tried again."""
    try:
        yield
    except (ArchiveFull, ArchiveBusy) as error:
        log.debug("wishes wait: %s", error)
