"""``dateline feeds check``: fetch feeds now and say what each gives. Nothing is stored."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from tui.jsonshape import stamp
from tui.output import Styled, put, put_json

if TYPE_CHECKING:
    from collections.abc import Sequence

    from feeds.check import FeedCheck
    from feeds.settings import PollingSettings
    from store.models import FeedSettings


AT_ONCE = 6
"""Checks under way at once: each reads its feed in a process of its own."""


def check_feeds(feeds: Sequence[FeedSettings], polling: PollingSettings, *, as_json: bool) -> int:
    """Check feeds, many at once, and print each as soon as it is done; 1 if any is not as it should be."""
    return asyncio.run(_check_all(feeds, polling, as_json=as_json))


async def _check_all(feeds: Sequence[FeedSettings], polling: PollingSettings, *, as_json: bool) -> int:
    from feeds.check import check

    room = asyncio.Semaphore(min(polling.concurrency, AT_ONCE))

    async def one(feed: FeedSettings) -> FeedCheck:
        async with room:
            return await check(feed, polling)

    names = {feed.url: feed.name or feed.url for feed in feeds}
    failed = False
    for next_done in asyncio.as_completed([one(feed) for feed in feeds]):
        done = await next_done
        failed = failed or not done.ok
        _print_json(done) if as_json else _print(done, names[done.url])
    return int(failed)


def _print(check: FeedCheck, name: str) -> None:
    mark = Styled("ok  ", "green") if check.ok else Styled("bad ", "red")
    put(mark, Styled(f"{name}: ", "bold"), check.words, Styled(f"  {check.seconds:.1f} s", "dim"))
    for url in check.live:
        put("    links to a live blog: ", url)


def _print_json(check: FeedCheck) -> None:
    put_json(
        {
            "url": check.url,
            "ok": check.ok,
            "words": check.words,
            "http_status": check.http_status,
            "moved_to": check.moved_to,
            "title": check.title,
            "format": check.format,
            "entries": check.entries,
            "newest": stamp(check.newest),
            "conditional": check.conditional,
            "seconds": round(check.seconds, 3),
            "live_blogs": list(check.live),
        }
    )
