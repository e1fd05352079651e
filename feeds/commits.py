"""Writes polls that brought no articles, as many in one transaction as there are when the writer is free.

Most polls of most feeds find nothing new. A transaction each, with its own wait for the disk, costs more than all else
about them.
"""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from store.errors import StoreError
from store.jobs import commit_poll

if TYPE_CHECKING:
    import sqlite3

    from store.models import PollOutcome, PollReceipt
    from store.writer import Job, Writer


class Commits:
    """What waits to be written."""

    def __init__(self, writer: Writer) -> None:
        """Write through `writer`."""
        self._writer = writer
        self._waiting: list[tuple[PollOutcome, asyncio.Future[PollReceipt]]] = []
        self._work: asyncio.Task[None] | None = None

    async def add(self, outcome: PollOutcome) -> PollReceipt:
        """Commit `outcome`, alone or with others, and give its receipt.

        Raises:
            StoreError: The archive can't be written.
            LookupError: There is no such feed.
        """
        if outcome.drafts:
            return await self._writer.run(commit_poll(outcome))
        receipt: asyncio.Future[PollReceipt] = asyncio.get_running_loop().create_future()
        self._waiting.append((outcome, receipt))
        if self._work is None:
            self._work = asyncio.create_task(self._write())
        return await receipt

    async def settled(self) -> None:
        """Wait until whatever waits now is on its way into the archive, before all that is written from then on."""
        if self._waiting:
            await asyncio.wait({receipt for _, receipt in self._waiting})

    async def _write(self) -> None:
        try:
            while self._waiting:
                batch, self._waiting = self._waiting, []
                await self._write_batch(batch)
        finally:
            self._work = None

    async def _write_batch(self, batch: list[tuple[PollOutcome, asyncio.Future[PollReceipt]]]) -> None:
        try:
            receipts = await self._writer.run(_together([outcome for outcome, _ in batch]))
        except StoreError as error:
            for _, receipt in batch:
                _fail(receipt, error)
        except Exception as error:  # noqa: BLE001 - it is told to whoever waits, as by the writer
            if len(batch) == 1:
                _fail(batch[0][1], error)
                return
            for one in batch:  # one of them is to blame, and must not take the others with it
                await self._write_batch([one])
        else:
            for (_, receipt), given in zip(batch, receipts, strict=True):
                if not receipt.done():
                    receipt.set_result(given)


def _together(outcomes: list[PollOutcome]) -> Job[list[PollReceipt]]:
    def job(connection: sqlite3.Connection) -> list[PollReceipt]:
        return [commit_poll(outcome)(connection) for outcome in outcomes]

    return job


def _fail(receipt: asyncio.Future[PollReceipt], error: Exception) -> None:
    if not receipt.done():
        receipt.set_exception(error)
