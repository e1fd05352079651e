"""What a run of the archiver tells: a report for each poll, and a summary at the end."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from feeds.pipeline import Polled
    from feeds.subscription import Subscription
    from store.models import FeedHealth


@dataclass(frozen=True, slots=True)
class PollReport:
    """What one poll came to, for a progress line."""

    name: str
    url: str
    state: FeedHealth
    words: str
    """What happened, in one short line."""
    new: int
    revised: int
    seconds: float
    error: str | None
    done: int
    """Feeds dealt with so far in this run."""
    total: int
    """Feeds there are."""
    late_s: float = 0.0
    """Seconds between when the poll was due and when it began."""
    polled: bool = True
    """False for a feed that was held back, or whose poll says nothing of it: our network or its proxy is down."""
    fresh: bool = True
    """True where the feed's health is not what it was at its last poll in this run: people want to be told."""


@dataclass(frozen=True, slots=True)
class Summary:
    """The totals of a run."""

    polled: int = 0
    failed: int = 0
    new: int = 0
    revised: int = 0
    detained: int = 0
    """Polls for which the feed's proxy gave no connection; they count neither as polled nor as failed."""


class Tally:
    """Counts what polls come to and passes it on."""

    def __init__(self, report: Callable[[PollReport], None]) -> None:
        """Pass reports on to `report`."""
        self._report = report
        self._seen: set[int] = set()
        self._troubles: dict[int, str | None] = {}
        self.total = 0
        self.summary = Summary()

    @property
    def troubled(self) -> int:
        """How many feeds were in trouble at their latest poll."""
        return sum(error is not None for error in self._troubles.values())

    def add(self, item: Subscription, polled: Polled | None, late_s: float = 0.0) -> None:
        """Count one poll and report it; None for a feed that was held back. An excused poll counts for nothing."""
        state = item.state
        self._seen.add(state.id)
        trouble = self._troubles.get(state.id, "")
        self._troubles[state.id] = state.error
        counts = polled is not None and polled.stored
        if polled is not None and counts:
            self.summary = Summary(
                self.summary.polled + 1,
                self.summary.failed + (state.error is not None),
                self.summary.new + polled.new,
                self.summary.revised + polled.revised,
                self.summary.detained,
            )
        elif polled is not None and polled.detained:
            self.summary = replace(self.summary, detained=self.summary.detained + 1)
        self._report(
            PollReport(
                name=state.name,
                url=state.url,
                state=state.state,
                words=polled.words if polled is not None else _held_words(item),
                new=polled.new if polled is not None else 0,
                revised=polled.revised if polled is not None else 0,
                seconds=polled.seconds if polled is not None else 0.0,
                error=state.error,
                done=len(self._seen),
                total=self.total,
                late_s=late_s,
                polled=counts,
                fresh=state.error != trouble,
            )
        )


def _held_words(item: Subscription) -> str:
    state = item.state
    until = state.retry_after if state.retry_after is not None else state.next_poll
    if state.state not in ("paused", "gone") and state.retry_after is None:
        return "held back: its host asked for a pause"
    when = f" until {until:%Y-%m-%d %H:%M} UTC" if until is not None else ""
    reason = {"paused": "paused", "gone": f"gone; not asked again{when}"}.get(state.state)
    return reason or f"held back by the server{when}"
