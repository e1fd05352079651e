"""Runs many cases at once: the quick ones side by side, those that keep a worker busy one after another."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from tests.feeds.crews import Crews

from .harness import Result, run

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from .catalogue import Case, HostileServer

_AT_ONCE = 12
_GREEDY = ("H", "I")
"""Cases that want a parser's whole time; beside them, a deadline would measure our own load."""


def run_all(
    cases: Sequence[Case], server: HostileServer, folder: Path, done: Callable[[Case, Result], None] | None = None
) -> dict[str, Result]:
    """Give the result of every case by its id; `done` hears of each."""
    crews = Crews()
    try:
        with crews.lent():
            return asyncio.run(_run_all(cases, server, folder, done or (lambda _case, _result: None)))
    finally:
        crews.end()


async def _run_all(
    cases: Sequence[Case], server: HostileServer, folder: Path, done: Callable[[Case, Result], None]
) -> dict[str, Result]:
    allowed = server.allowed()
    results: dict[str, Result] = {}

    async def one(case: Case, room: asyncio.Semaphore) -> None:
        async with room:
            results[case.id] = await run(case, server, allowed, folder)
            done(case, results[case.id])

    # Those that wait for a deadline or watch the schedule cost nothing but time, so they start first.
    waiting = [case for case in cases if case.scheduled or "slow" in case.tags or case.id == "C17"]
    greedy = [case for case in cases if case.id.startswith(_GREEDY) or "heavy" in case.tags]
    quick = [case for case in cases if case not in waiting and case not in greedy]
    idle = [asyncio.ensure_future(one(case, asyncio.Semaphore(1))) for case in waiting]
    room = asyncio.Semaphore(_AT_ONCE)
    await asyncio.gather(*(one(case, room) for case in quick))
    for case in greedy:
        await one(case, asyncio.Semaphore(1))
    await asyncio.gather(*idle)
    return results
