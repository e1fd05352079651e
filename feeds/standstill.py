"""Holds polling up while it makes no sense, finds out when it does again, and takes back what was nobody's fault."""

from __future__ import annotations

import logging
from datetime import timedelta
from typing import TYPE_CHECKING, NamedTuple

from feeds.outage import Outage
from store.errors import ArchiveBusy, ArchiveFull
from store.models import Standstill as Note

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Sequence
    from datetime import datetime

    from feeds.outage import Reason
    from feeds.pipeline import Polled
    from store.errors import StoreError
    from store.models import FeedState

    Forgive = Callable[[Sequence[FeedState]], Awaitable[None]]
    """Puts the archive's health of feeds back to what it was."""
    Tell = Callable[[Note | None], Awaitable[None]]
    """Writes down why polls are held up, or that they no longer are."""

log = logging.getLogger(__name__)

_RECENT = timedelta(minutes=15)


class Verdict(NamedTuple):
    """What a poll says about ourselves."""

    ended: bool = False
    """A standstill is over: go on."""
    pardoned: tuple[FeedState, ...] = ()
    """Feeds that are as they were before, because their polls failed by no fault of theirs."""


class Standstill:
    """Whether polls are held up, why, and when one feed may try."""

    def __init__(
        self,
        hosts: int,
        forgive: Forgive | None,
        monotonic: Callable[[], float],
        dice: Callable[[], float],
        tell: Tell | None = None,
    ) -> None:
        """Watch so many `hosts`; without `forgive`, nothing is taken back, and without `tell`, nothing written down."""
        self._outage = Outage(hosts, dice)
        self._forgive = forgive
        self._tell = tell
        self._monotonic = monotonic
        self._probe_at = 0.0
        # Of feeds whose last polls got no answer: since when, and their state before.
        self._before: dict[int, tuple[datetime, FeedState]] = {}

    @property
    def reason(self) -> Reason | None:
        """Why polls are held up; None while they are not."""
        return self._outage.reason

    def wait_s(self) -> float:
        """Give the seconds until one feed may try."""
        return max(0.01, self._probe_at - self._monotonic())

    def may_try(self) -> bool:
        """Tell whether one feed may try now; the next one may only after a longer while."""
        if self._monotonic() < self._probe_at:
            return False
        self._rearm()
        return True

    def stuck(self, error: StoreError) -> None:
        """Hold polls up because the archive can't be written for now."""
        if self._outage.stuck():
            self._rearm()
            log.error("polling is held up until the archive can be written again: %s", error)

    async def judge(self, before: FeedState, host: str, polled: Polled) -> Verdict:
        """Learn from a poll of a feed that was as in `before`; it was stored, so the archive can be written."""
        if not is_silent(polled):
            self._before.pop(before.id, None)
            ended = self._outage.answered(host)
            if ended:
                log.info("polling goes on")
                await self._note(None)
            return Verdict(ended)
        self._before.setdefault(before.id, (polled.outcome.polled_at, before))
        was_stuck = self._outage.reason == "archive"
        if self._outage.silent(host):
            self._rearm()
            log.warning("hardly any host answers, so the network must be down; polling is held up (%s)", polled.words)
            since = min(at for at, _ in self._lately(polled.outcome.polled_at))
            await self._note(Note(since, polled.outcome.error or polled.words))
        if self._outage.reason == "network":
            return Verdict(False, await self._pardon(polled))
        return Verdict(was_stuck and self._outage.reason is None)

    async def _pardon(self, polled: Polled) -> tuple[FeedState, ...]:
        """Take back what the silent polls of late said of their feeds."""
        if self._forgive is None:
            return ()
        # A feed that was silent long before is not excused: it is as silent as ever.
        states = tuple(before for _, before in self._lately(polled.outcome.polled_at))
        self._before.clear()
        try:
            await self._forgive(states)
        except (ArchiveFull, ArchiveBusy) as error:
            self.stuck(error)
        return states

    def _lately(self, now: datetime) -> list[tuple[datetime, FeedState]]:
        """Give the feeds that fell silent within the last quarter of an hour."""
        return [(at, before) for at, before in self._before.values() if at >= now - _RECENT]

    async def _note(self, note: Note | None) -> None:
        """Write down where polling stands, for those who ask why nothing arrives."""
        if self._tell is None:
            return
        try:
            await self._tell(note)
        except (ArchiveFull, ArchiveBusy) as error:
            self.stuck(error)

    def _rearm(self) -> None:
        self._probe_at = self._monotonic() + self._outage.next_wait_s()


def is_silent(polled: Polled) -> bool:
    """Tell whether no answer came at all, of whatever kind."""
    outcome = polled.outcome
    if outcome.ok or outcome.http_status is not None:
        return False
    return not (outcome.error or "").startswith(("refused", "internal error"))
