"""How much of bodies is in memory at once."""

from __future__ import annotations

import asyncio
import gzip
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from feeds import room
from feeds.errors import FetchError
from feeds.fetcher import Fetcher, Validators
from feeds.room import Room, claim
from feeds.settings import PollingSettings
from store.models import FeedSettings
from tests.feeds.loopback import Answer

if TYPE_CHECKING:
    from tests.feeds.loopback import Loopback

POLLING = PollingSettings(allow_private_networks=True, timeout_s=20)


def test_places_follow_from_the_limit_of_a_body() -> None:
    assert Room(20 * 2**20).places == 12
    assert Room(2**30).places == 2


async def test_a_place_is_taken_once_a_poll_and_given_back_at_its_end() -> None:
    places = Room(2**30)
    async with places.visit(), asyncio.timeout(30):
        await claim()
        await claim()
        async with places.visit():
            await claim()
            assert places._free.locked()
    assert places._free._value == 2
    await claim()  # without a room there is always a place


async def test_large_bodies_wait_for_each_other_and_small_ones_for_nobody(loopback: Loopback) -> None:
    places = Room(2**30)
    loopback.route("/large", lambda _: Answer(b"x" * (3 * room.SMALL)))
    packed = gzip.compress(b"x" * (3 * room.SMALL))
    loopback.route("/packed", lambda _: Answer(packed, headers={"Content-Encoding": "gzip"}))
    loopback.route("/small", lambda _: Answer(b"x" * 1000))
    fetcher = Fetcher(POLLING)
    most = 0
    inside = 0
    hold = asyncio.Event()

    async def poll(path: str) -> int:
        nonlocal most, inside
        async with places.visit():
            body = (await fetcher.fetch(FeedSettings(loopback.url(path)), Validators())).body
            if path != "/small":
                inside += 1
                most = max(most, inside)
                await hold.wait()
                inside -= 1
        return len(body)

    polls = [asyncio.create_task(poll(path)) for path in ("/large", "/packed", "/large", "/packed", "/large")]
    async with asyncio.timeout(60):
        while inside < 2:  # noqa: ASYNC110 - the server is in another thread
            await asyncio.sleep(0.01)
        assert await poll("/small") == 1000
        hold.set()
        assert await asyncio.gather(*polls) == [3 * room.SMALL] * 5
    assert most == 2


async def test_who_gives_up_waiting_takes_no_place(loopback: Loopback) -> None:
    places = Room(2**30)
    url = loopback.route("/large", lambda _: Answer(b"x" * (3 * room.SMALL)))
    async with places.visit():
        await claim()
        async with places.visit():
            await claim()
            fetcher = Fetcher(replace(POLLING, timeout_s=0.2))
            async with places.visit():
                with pytest.raises(FetchError, match="no whole answer within"):
                    await fetcher.fetch(FeedSettings(url), Validators())
    assert places._free._value == 2
