"""A bound on the memory that bodies take between the first byte and the commit, over all polls together.

Small bodies are free. Before a body grows large, its poll takes one of a few places, and keeps it until the poll is
over; without a free place the reading waits, and the server with it.
"""

from __future__ import annotations

import asyncio
import contextlib
from contextvars import ContextVar
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

SMALL = 2**20
"""Bytes of a body, on the wire or decoded, that need no place."""
BUDGET = 512 * 2**20
"""Bytes that all large bodies may take together: on the wire and decoded, each at its limit."""
_FEWEST = 2

_visit: ContextVar[_Visit | None] = ContextVar("visit", default=None)


class Room:
    """The places for large bodies."""

    def __init__(self, max_body: int) -> None:
        """Give as many places as bodies of `max_body` bytes fit into the budget, but never fewer than two."""
        self.places = max(_FEWEST, BUDGET // (2 * max_body))
        self._free = asyncio.Semaphore(self.places)

    @contextlib.asynccontextmanager
    async def visit(self) -> AsyncIterator[None]:
        """Enclose a poll: what it claims is given back at the end."""
        visit = _Visit(self._free)
        token = _visit.set(visit)
        try:
            yield
        finally:
            _visit.reset(token)
            visit.leave()


class _Visit:
    def __init__(self, free: asyncio.Semaphore) -> None:
        self._free = free
        self._claimed = False

    async def claim(self) -> None:
        if not self._claimed:
            await self._free.acquire()
            self._claimed = True

    def leave(self) -> None:
        if self._claimed:
            self._claimed = False
            self._free.release()


async def claim() -> None:
    """Wait for a place for a large body, once a poll; without a `Room` around there is always one."""
    visit = _visit.get()
    if visit is not None:
        await visit.claim()
