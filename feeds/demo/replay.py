"""The whole day replayed at once into an archive, by the real pollers."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from typing import TYPE_CHECKING

from feeds.archiver import ArchiverSettings, PollReport, Summary, archive
from feeds.demo.clock import SteppedClock
from feeds.demo.loader import load_day
from feeds.demo.polls import feed_settings, poll_times, polling_settings
from feeds.demo.server import ReplayServer

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tagger.settings import TaggerSettings


async def replay_day(path: Path, tagger: TaggerSettings, report: Callable[[PollReport], None]) -> Summary:
    """Archive the whole day into `path` by the real pollers, poll after poll.

    Args:
        path: The archive; made where there is none.
        tagger: How to tag.
        report: Told of every single poll.

    Returns:
        The sums over all polls.

    Raises:
        ArchiveError: The archive can't be used.
    """
    day = load_day()
    times = poll_times(day)
    clock = SteppedClock(times[0])
    rounds = []
    with ReplayServer(day, clock) as server:
        settings = ArchiverSettings(
            archive=path,
            feeds=feed_settings(day, server),
            polling=polling_settings(server),
            tagger=tagger,
            keep=None,
            keep_raw=timedelta(days=30),
        )
        for clock.now in times:
            rounds.append(await archive(settings, once=True, report=report, stop=asyncio.Event()))
    return Summary(
        polled=sum(one.polled for one in rounds),
        failed=sum(one.failed for one in rounds),
        new=sum(one.new for one in rounds),
        revised=sum(one.revised for one in rounds),
    )
