"""How the replay is polled: only its own server is reached, and no version goes unseen."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import pairwise

from feeds.demo.clock import day_end
from feeds.demo.loader import load_day
from feeds.demo.polls import STEP, feed_settings, poll_times, polling_settings
from feeds.demo.server import ReplayServer

DAY = load_day()
TIMES = poll_times(DAY)


def test_every_version_of_every_dispatch_stands_at_some_poll() -> None:
    seen = {(d.id, d.version_at(now)) for now in TIMES for d in DAY.dispatches if d.version_at(now)}
    assert seen == {(dispatch.id, version) for dispatch in DAY.dispatches for version in dispatch.versions}


def test_polls_follow_each_other_closely_up_to_the_end_of_the_day() -> None:
    assert all(timedelta(0) < later - earlier <= STEP for earlier, later in pairwise(TIMES))
    assert TIMES[-1] == day_end(DAY.date)
    assert len(TIMES) <= 40


def test_every_outlet_becomes_a_feed_with_its_country_and_affiliation() -> None:
    with ReplayServer(DAY, lambda: datetime(2022, 3, 28, 9, tzinfo=UTC)) as server:
        feeds = feed_settings(DAY, server)
        assert [feed.url for feed in feeds] == [server.feed_url(outlet) for outlet in DAY.outlets]
        assert [(f.name, f.country, f.affiliation) for f in feeds] == [
            (outlet.name, outlet.country, outlet.affiliation) for outlet in DAY.outlets
        ]


def test_polling_may_reach_the_replay_and_no_other_private_address() -> None:
    with ReplayServer(DAY, lambda: datetime(2022, 3, 28, 9, tzinfo=UTC)) as server:
        polling = polling_settings(server)
        assert polling.allow_private_networks == (server.address,)
        assert polling.full_text == "never"
