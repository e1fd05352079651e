"""What people are told of polls."""

from __future__ import annotations

import logging
from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from feeds.pipeline import Polled
from feeds.reports import PollReport, Tally
from feeds.subscription import Subscription
from store.models import FeedSettings, FeedState, PollOutcome
from tui.reporting import Report

if TYPE_CHECKING:
    import pytest

NOW = datetime(2026, 3, 28, 12, tzinfo=UTC)
URL = "https://wire.example/rss"
STATE = FeedState(
    id=1,
    url=URL,
    name="Wire",
    kind="auto",
    state="ok",
    country="",
    affiliation="",
    last_poll=None,
    last_success=None,
    next_poll=None,
    interval_s=600,
    failures=0,
    error=None,
    http_status=None,
    etag=None,
    last_modified=None,
    body_hash=None,
    retry_after=None,
    articles=0,
)


def reports(*errors: str | None) -> list[PollReport]:
    found: list[PollReport] = []
    tally = Tally(found.append)
    for error in errors:
        outcome = PollOutcome(1, NOW, NOW, 600, "failing" if error else "ok", 0, error, None)
        state = replace(STATE, error=error, state=outcome.state)
        tally.add(Subscription(FeedSettings(URL), state), Polled(state, outcome, error or "nothing new", 0, 0, 0.1))
    return found


def test_a_feeds_health_is_news_when_it_changes_and_not_at_every_poll() -> None:
    errors = (None, None, "HTTP 404 Not Found", "HTTP 404 Not Found", "connection refused", None)
    assert [one.fresh for one in reports(*errors)] == [True, False, True, False, True, True]


def test_trouble_is_logged_once_for_months_of_it(caplog: pytest.LogCaptureFixture) -> None:
    tell = Report(["Wire"], bars=False, every=False)
    caplog.set_level(logging.INFO)
    for one in reports("connection refused", "connection refused", "connection refused", None, None):
        tell(one)
    assert [(record.levelname, record.message) for record in caplog.records] == [
        ("WARNING", "Wire: connection refused"),
        ("INFO", "Wire: nothing new"),
    ]


def test_a_single_round_tells_of_every_feed(caplog: pytest.LogCaptureFixture) -> None:
    tell = Report(["Wire"], bars=False, every=True)
    caplog.set_level(logging.INFO)
    for one in reports(None, None, "connection refused", "connection refused"):
        tell(one)
    assert len(caplog.records) == 4
