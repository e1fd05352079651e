"""Wishes for pages: read beside the event loop, and each granted once."""

from __future__ import annotations

import asyncio
import threading
from datetime import UTC, datetime

import pytest

from feeds.granting import granting
from store.models import WantedPage

NOON = datetime(2022, 3, 28, 12, tzinfo=UTC)
PAGE = WantedPage(1, "https://wire.example/1", "Irpin is free", "", NOON, "en", "UA", 0, b"", 1)


class _OverError(Exception):
    pass


async def test_a_page_that_is_granted_while_wishes_are_read_is_not_granted_again() -> None:
    loop, reading, granted = asyncio.get_running_loop(), asyncio.Event(), threading.Event()
    wish, grants, reads = asyncio.Event(), list[int](), list[datetime]()

    def asked(now: datetime) -> list[WantedPage]:
        reads.append(now)
        if len(reads) == 2:
            loop.call_soon_threadsafe(reading.set)
            assert granted.wait(60), "the loop stood still while wishes were read"
        if len(reads) == 3:
            raise _OverError
        return [PAGE]

    async def grant(page: WantedPage) -> None:
        grants.append(page.article_id)
        wish.set()
        await reading.wait()
        loop.call_soon(granted.set)

    with pytest.raises(ExceptionGroup) as ended:
        await granting(asked, grant, lambda: NOON, wish)
    assert ended.group_contains(_OverError)
    assert grants == [1]
