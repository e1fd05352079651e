"""A feed as the poller knows it, and what runs many of them together."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from feeds import moves
from feeds.outcomes import host_of
from feeds.pipeline import Polled
from store.errors import StoreError

if TYPE_CHECKING:
    from collections.abc import Coroutine, Sequence

    from store.models import FeedSettings, FeedState


@dataclass(frozen=True, slots=True)
class Subscription:
    """A feed with its settings and the state the archive has of it."""

    feed: FeedSettings
    state: FeedState

    @property
    def host(self) -> str:
        """Who is asked: the host of the new address, where the feed has moved for good."""
        using = moves.unpack(self.state.moved).using if self.state.moved else ""
        return host_of(using or self.feed.url)


Done = Callable[[Subscription, Polled | None, float], None]
"""Told after each poll; None for the result of a feed that is held back. The number is the seconds it came late."""


async def guarded(works: Sequence[Coroutine[Any, Any, None]]) -> None:
    """Run `works` together; an archive that can't be written ends them all and is raised as itself.

    Raises:
        StoreError: The first one that any of them raised.
    """
    try:
        async with asyncio.TaskGroup() as group:
            for work in works:
                group.create_task(work)
    except BaseExceptionGroup as failures:
        broken = failures.subgroup(StoreError)
        if broken is None:
            raise
        raise _first(broken) from None


def _first(group: BaseExceptionGroup[BaseException]) -> BaseException:
    error = group.exceptions[0]
    return _first(error) if isinstance(error, BaseExceptionGroup) else error
