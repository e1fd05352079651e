"""What the status line says, as data and as words. Pure."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from store.records import record
from store.text import clean_line
from tui.widgets import signs
from tui.widgets.times import size_words, span_words, wait_words
from tui.wording import count_of, gap_words, held_up

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from store.models import FeedState, Standstill

Part = tuple[str, str]
OVERDUE_S = 60.0
"""Polls that are late by more than this are late for a reason: a network that is down, a machine that was asleep."""
_WONDERED_ABOUT = timedelta(hours=1)


@record
class FeedsAtAGlance:
    """The feeds' health in a few numbers."""

    total: int = 0
    ok: int = 0
    failing: int = 0
    polled: int = 0
    """Feeds asked at least once."""
    next_poll: datetime | None = None
    trouble: str = ""
    """One failing feed's name and reason, the latest; empty where all is well."""


@record
class Status:
    """Everything that the status line shows."""

    feeds: FeedsAtAGlance = FeedsAtAGlance()
    articles: int = 0
    size: int = 0
    """Bytes of the archive."""
    new: int = 0
    """Articles that arrived since the desk was opened."""
    archiver: str = ""
    """Who archives, in words."""
    archiving: bool = True
    """False where nobody archives and nobody is about to."""
    preparing: bool = False
    """True while the index of place names is made, before the first article can be stored."""
    standstill: Standstill | None = None
    """What holds the archiver up."""
    last_standstill: Standstill | None = None
    """What held it up the last time."""
    trouble: str = ""
    """Something that went wrong in the desk itself, in words."""


def glance(feeds: Sequence[FeedState]) -> FeedsAtAGlance:
    """Sum up the feeds."""
    failing = [feed for feed in feeds if feed.state in ("failing", "gone")]
    latest = max(failing, key=lambda feed: feed.last_poll.timestamp() if feed.last_poll else 0.0, default=None)
    waits = [feed.next_poll for feed in feeds if feed.next_poll is not None and feed.state != "paused"]
    return FeedsAtAGlance(
        total=len(feeds),
        ok=sum(1 for feed in feeds if feed.last_success is not None and feed.state not in ("failing", "gone")),
        failing=len(failing),
        polled=sum(1 for feed in feeds if feed.last_poll is not None),
        next_poll=min(waits, default=None),
        trouble=f"{clean_line(latest.name, 40)}: {clean_line(latest.error or latest.state, 120)}" if latest else "",
    )


def status_parts(status: Status, now: datetime) -> list[Part]:
    """Give the status line as (text, style name) pairs, the most important first."""
    feeds = status.feeds
    held = standstill_words(status)
    if held:
        return [(held, "bad"), (count_of(status.articles, "article"), "plain"), (status.archiver, "quiet")]
    first = f"{feeds.ok}/{feeds.total} feeds ok" if feeds.polled else f"{feeds.total} feeds"
    parts: list[Part] = [(first, "good" if feeds.ok else "quiet")]
    if feeds.failing:
        parts.append((f"! {feeds.failing} failing", "bad"))
    over = status.last_standstill
    if over is not None and over.until is not None and now - over.until < _WONDERED_ABOUT:
        parts.append((gap_words(f"{over.since.astimezone():%H:%M}", f"{over.until.astimezone():%H:%M}", over), "bad"))
    if status.new:
        parts.append((f"{signs.NEW} {status.new:,} new since start", "new"))
    parts.append((count_of(status.articles, "article"), "plain"))
    if status.archiver:
        parts.append((status.archiver, "quiet"))
    if feeds.next_poll is not None:
        wait = (feeds.next_poll - now).total_seconds()
        late = status.archiving and wait < -OVERDUE_S
        parts.append(
            (f"polls late by {span_words(-wait)}", "bad") if late else (f"next poll {wait_words(wait)}", "quiet")
        )
    parts.append((size_words(status.size), "quiet"))
    return parts


def standstill_words(status: Status) -> str:
    """Say why nothing arrives while an archiver runs; nothing where it is not held up."""
    still = status.standstill
    if still is None or not status.archiving:
        return ""
    return held_up(f"{still.since.astimezone():%H:%M}", still)
