"""Looks at what was committed, writes down what watches found, and has it told of."""

from __future__ import annotations

import asyncio
import contextlib
import logging
from typing import TYPE_CHECKING

from feeds.watching.telling import Means, Teller
from store.alerts import record
from store.errors import ArchiveBusy, ArchiveFull
from store.reader import Reader
from store.watching import Lookout, sync_watches

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import datetime
    from types import TracebackType

    from feeds.watching.settings import WatchSettings
    from store.writer import Writer

log = logging.getLogger(__name__)

LOOK_S = 0.25
"""How often it is looked whether anything was committed, which costs 10 µs."""
CLOSE_S = 1.5
"""How long commands may go on once the archiver is told to stop."""


class Watching:
    """Everything about watches with one set of settings; an asynchronous context manager."""

    def __init__(
        self, watches: Sequence[WatchSettings], writer: Writer, means: Means, clock: Callable[[], datetime]
    ) -> None:
        """Watch the archive that `writer` writes."""
        self._watches = tuple(watches)
        self._writer = writer
        self._clock = clock
        self._lookout = Lookout(writer.path)
        self._reader = Reader(writer.path)
        self._teller = Teller(watches, self._reader, writer, means, clock)

    async def __aenter__(self) -> Watching:
        """Begin to watch: what is committed from now on counts."""
        await self._writer.run(sync_watches([(watch.name, watch.query) for watch in self._watches]))
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None
    ) -> None:
        """End what runs, and close."""
        try:
            await self._teller.close(CLOSE_S)
        finally:
            self._reader.close()
            self._lookout.__exit__(kind, error, at)

    async def run(self) -> None:
        """Watch until cancelled. A full disk or a locked archive only holds it up.

        Raises:
            StoreError: the archive can't be used any longer.
        """
        wake, left = self._teller.wake, True  # what an archiver that was killed left untold
        while True:
            with contextlib.suppress(ArchiveFull, ArchiveBusy):
                left = await self.look() > 0 or left
                if left:
                    left = await self._teller.round()
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(LOOK_S):
                    await wake.wait()
                    wake.clear()
                    left = True

    async def look(self) -> int:
        """Test what was committed since the last look; gives how many alerts there are of it.

        Raises:
            StoreError: the archive can't be used.
        """
        made = 0
        while (sight := await asyncio.to_thread(self._lookout.look)) is not None:
            made += await self._writer.run(record(sight, self._clock()))
        return made

    async def finish(self) -> None:
        """Test what was committed, tell of all that was found, and wait for the commands.

        Raises:
            StoreError: the archive can't be used.
        """
        await self.look()
        await self._teller.finish()
