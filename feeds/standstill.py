"""Holds polling up while it makes no sense, finds out when it does again, and excuses what was nobody's fault."""

from __future__ import annotations

import logging
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING, NamedTuple

from feeds.outage import Outage
from feeds.pipeline import Clock, utc_now
from store.errors import ArchiveBusy, ArchiveFull
from store.models import Standstill as Note

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Sequence
    from datetime import datetime

    from feeds.outage import Reason
    from store.errors import StoreError
    from store.models import FeedState, PollOutcome

    Forgive = Callable[[Sequence[FeedState]], Awaitable[None]]
    """Puts the archive's health of feeds back to what it was."""
    Tell = Callable[[Note | None], Awaitable[None]]
    """Writes down why polls are or were held up, or with None that they no longer are."""

log = logging.getLogger(__name__)

_RECENT = timedelta(minutes=15)


class Verdict(NamedTuple):
    """What a poll says about ourselves."""

    ended: bool = False
    """A standstill is over: go on."""
    excused: bool = False
    """The poll says nothing of its feed: our own network is down."""
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
        clock: Clock = utc_now,
    ) -> None:
        """Watch so many `hosts`; without `forgive`, nothing is taken back, and without `tell`, nothing written down."""
        self._outage = Outage(hosts, dice)
        self._forgive = forgive
        self._tell = tell
        self._monotonic = monotonic
        self._clock = clock
        self._probe_at = 0.0
        # Of feeds whose last polls got no answer: since when, and their state before.
        self._before: dict[int, tuple[datetime, FeedState]] = {}
        # Why the archive can't be written, until that is written down in it.
        self._unwritten: Note | None = None

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

    async def stuck(self, error: StoreError) -> None:
        """Hold polls up because the archive can't be written for now."""
        if self._outage.stuck():
            self._rearm()
            log.error("polling is held up until the archive can be written again: %s", error)
        still = self._unwritten or Note(self._clock(), str(error), cause="archive")
        self._unwritten = replace(still, until=None)
        if isinstance(error, ArchiveFull):  # a few bytes may fit where a poll doesn't
            await self._written(self._unwritten)

    async def weigh(self, before: FeedState, host: str, outcome: PollOutcome) -> Verdict:
        """Judge a poll of a feed that was as in `before`, before it is stored: while our network is down, it is not.

        An archive that could not be written is to be tried whatever the poll says, so then all of them are stored.
        """
        if not is_silent(outcome) or self._outage.reason == "archive":
            return Verdict()
        return await self._silent(before, host, outcome, stored=False)

    async def judge(self, before: FeedState, host: str, outcome: PollOutcome) -> Verdict:
        """Learn from a poll of a feed that was as in `before`; it was stored, so the archive can be written."""
        await self._write_past()
        if is_silent(outcome):
            was_stuck = self._outage.reason == "archive"
            verdict = await self._silent(before, host, outcome, stored=True)
            return verdict._replace(ended=was_stuck and self._outage.reason is None)
        self._before.pop(before.id, None)
        ended = self._outage.answered(host)
        if ended:
            log.info("polling goes on")
            await self._note(None)
        return Verdict(ended)

    async def _silent(self, before: FeedState, host: str, outcome: PollOutcome, *, stored: bool) -> Verdict:
        self._before.setdefault(before.id, (outcome.polled_at, before))
        begun = self._outage.silent(host)
        if self._outage.reason != "network":
            return Verdict()
        # A feed that was silent long before is not pardoned: it is as silent as ever.
        lately = [(at, state) for at, state in self._before.values() if at >= outcome.polled_at - _RECENT]
        self._before.clear()
        pardoned = tuple(state for _, state in lately)
        if begun or stored:
            await self._pardon(pardoned)
        if begun:
            self._rearm()
            log.warning("hardly any host answers, so the network must be down; polling is held up (%s)", outcome.error)
            since = min((at for at, _ in lately), default=outcome.polled_at)
            await self._note(Note(since, outcome.error or "no answer"))
        return Verdict(excused=True, pardoned=pardoned)

    async def _pardon(self, states: tuple[FeedState, ...]) -> None:
        """Take back what the silent polls of late said of their feeds."""
        if self._forgive is None or not states:
            return
        try:
            await self._forgive(states)
        except (ArchiveFull, ArchiveBusy) as error:
            await self.stuck(error)

    async def _note(self, note: Note | None) -> None:
        """Write down where polling stands, for those who ask why nothing arrives."""
        error = await self._written(note)
        if error is not None:
            await self.stuck(error)

    async def _write_past(self) -> None:
        """Write down for how long the archive could not be written, now that it can."""
        if self._unwritten is not None:
            self._unwritten = replace(self._unwritten, until=self._unwritten.until or self._clock())
            if await self._written(self._unwritten) is None:
                self._unwritten = None

    async def _written(self, note: Note | None) -> StoreError | None:
        """Write `note` down, and give what was in the way."""
        try:
            if self._tell is not None:
                await self._tell(note)
        except (ArchiveFull, ArchiveBusy) as error:
            return error
        return None

    def _rearm(self) -> None:
        self._probe_at = self._monotonic() + self._outage.next_wait_s()


def is_silent(outcome: PollOutcome) -> bool:
    """Tell whether no answer came at all, of whatever kind."""
    if outcome.ok or outcome.http_status is not None:
        return False
    return not (outcome.error or "").startswith(("refused", "internal error"))
