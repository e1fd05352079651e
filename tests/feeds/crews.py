"""Worker processes that outlive archivers: starting them for each poll of a test takes longer than the test itself."""

from __future__ import annotations

import asyncio
from contextlib import contextmanager
from typing import TYPE_CHECKING

import pytest

from feeds import check, discovery, reparse, retag, workers
from feeds.workers import Workers

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tagger.settings import TaggerSettings


class LastingWorkers(Workers):
    """A pool that is still there for the next archiver."""

    async def close(self) -> None:
        """Stay."""

    async def end(self) -> None:
        """End all workers, when nobody wants them any more."""
        await super().close()


class Crews:
    """The pools that were wanted so far: one for each way to tag."""

    def __init__(self) -> None:
        self._crews: dict[TaggerSettings | None, LastingWorkers] = {}

    def crew(self, tagger: TaggerSettings | None, count: int | None = None) -> Workers:
        """Give the pool that tags so, however many workers it was asked for with at first."""
        return self._crews.setdefault(tagger, LastingWorkers(tagger, count))

    def end(self) -> None:
        """End all workers."""
        for crew in self._crews.values():
            asyncio.run(crew.end())
        self._crews.clear()

    @contextmanager
    def lent(self) -> Iterator[None]:
        """Have archivers use these pools instead of their own."""
        with pytest.MonkeyPatch.context() as patch:
            for module in (check, discovery, reparse, retag, workers):
                patch.setattr(module, "Workers", self.crew)
            yield
