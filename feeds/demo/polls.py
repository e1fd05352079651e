"""How the replay is polled: its feeds, the limits of the polling, and the times that show every version."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from feeds.demo.clock import day_end
from feeds.settings import PollingSettings
from store.models import FeedSettings

if TYPE_CHECKING:
    from datetime import datetime

    from feeds.demo.model import Day
    from feeds.demo.server import ReplayServer

INTERVAL_S = 2
"""Seconds between two polls of a feed: two minutes of the day at speed 60."""
STEP = timedelta(hours=1)
"""How far apart the polls of `replay_day` are at most, so that arrival follows publication roughly."""


def feed_settings(day: Day, server: ReplayServer) -> tuple[FeedSettings, ...]:
    """Give the feeds of a replay, one an outlet."""
    return tuple(
        FeedSettings(
            url=server.feed_url(outlet),
            name=outlet.name,
            kind="feed",
            country=outlet.country,
            affiliation=outlet.affiliation,
            interval_s=INTERVAL_S,
        )
        for outlet in day.outlets
    )


def polling_settings(server: ReplayServer) -> PollingSettings:
    """Give polling that follows a fast replay and reaches nothing but its server."""
    return PollingSettings(
        interval_s=INTERVAL_S,
        min_interval_s=INTERVAL_S,
        max_interval_s=10 * INTERVAL_S,
        timeout_s=10.0,
        allow_private_networks=(server.address,),
        full_text="never",
    )


def poll_times(day: Day) -> tuple[datetime, ...]:
    """Give the fewest times, at most `STEP` apart, at which polls see every version of every dispatch."""
    end = day_end(day.date)
    spans: list[tuple[datetime, datetime]] = []
    for dispatch in day.dispatches:
        starts = [version.at for version in dispatch.versions]
        ends = [start - timedelta(seconds=1) for start in starts[1:]]
        spans += zip(starts, [*ends, end], strict=True)
    times = [min(version.at for dispatch in day.dispatches for version in dispatch.versions)]
    while times[-1] < end:
        # As late as possible, but not past the end of any version that no poll has seen.
        unseen = (last for first, last in spans if first > times[-1])
        times.append(min([times[-1] + STEP, end, *unseen]))
    return tuple(times)
