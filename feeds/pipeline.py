"""One poll of one feed, from the request to the committed transaction."""

from __future__ import annotations

import logging
import random
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import blake2b
from http import HTTPStatus
from typing import TYPE_CHECKING, NamedTuple

from feeds.commits import Commits
from feeds.errors import FeedError, FetchError, ProxyError
from feeds.fetcher import Fetched, Fetcher, Validators
from feeds.outcomes import Poll, after, host_of
from store.errors import StoreError
from store.jobs import keep_raw
from store.models import PollOutcome, RawBody

if TYPE_CHECKING:
    from feeds.changed import ChangedBodies
    from feeds.settings import PollingSettings
    from feeds.workers import Workers
    from store.models import FeedSettings, FeedState
    from store.reader import Reader
    from store.writer import Writer

log = logging.getLogger(__name__)

_DIGEST = 16  # bytes of each half of a body hash

Clock = Callable[[], datetime]
Excuse = Callable[[PollOutcome], Awaitable[bool]]
"""Tells of a poll that is about to be stored whether it doesn't count, so that the feed stays as it was."""


def utc_now() -> datetime:
    """Give the time, in UTC."""
    return datetime.now(UTC)


@dataclass(frozen=True, slots=True)
class Polled:
    """What one poll came to."""

    state: FeedState
    """The feed's state after it."""
    outcome: PollOutcome
    words: str
    """What happened, in one short line."""
    new: int
    revised: int
    seconds: float
    host: str | None = None
    """Who answered, after redirects; None where nobody did."""
    stored: bool = True
    """False for a poll that was excused: the archive knows nothing of it."""
    detained: bool = False
    """True where the feed's proxy gave no connection, so that the feed was not asked at all."""


class _Result(NamedTuple):
    """An outcome, and what to say about it where that isn't a count of articles."""

    outcome: PollOutcome
    words: str = ""
    notes: tuple[str, ...] = ()
    host: str | None = None
    detained: bool = False


class Pipeline:
    """Polls feeds, one at a time or many at once, into one archive."""

    def __init__(
        self,
        *,
        fetcher: Fetcher,
        workers: Workers,
        writer: Writer,
        reader: Reader,
        settings: PollingSettings,
        clock: Clock = utc_now,
        dice: Callable[[], float] = random.random,
    ) -> None:
        """Put the parts together; `clock` and `dice` are arguments for tests."""
        self._fetcher = fetcher
        self._workers = workers
        self._writer = writer
        self._commits = Commits(writer)
        self._reader = reader
        self._bodies: ChangedBodies | None = None
        self._settings = settings
        self._clock = clock
        self._dice = dice

    async def settled(self) -> None:
        """Wait until the polls that are over stand in the archive."""
        await self._commits.settled()

    async def poll(self, feed: FeedSettings, state: FeedState, excuse: Excuse | None = None) -> Polled:
        """Poll `feed` and commit what came of it, unless that is to be excused, as what its proxy does always is.

        A feed's failure is a result, never an exception.

        Raises:
            StoreError: The archive can't be written.
        """
        started = time.monotonic()
        poll = Poll(feed, state, self._settings, self._clock(), self._dice())
        try:
            result = await self._attempt(poll)
            if result.detained or (excuse is not None and await excuse(result.outcome)):
                words, seconds = result.outcome.error or "", time.monotonic() - started
                return Polled(state, result.outcome, words, 0, 0, seconds, stored=False, detained=result.detained)
            receipt = await self._commits.add(result.outcome)
        except StoreError:
            raise
        except Exception as error:
            # Whatever one feed trips over must not stop the others: it is logged whole, and this feed backs off.
            log.exception("%s: unexpected error", state.name)
            result = _Result(poll.failed(f"internal error: {type(error).__name__}"))
            receipt = await self._commits.add(result.outcome)
        outcome = result.outcome
        if outcome.state == "moved" and poll.state.state != "moved":
            log.warning("%s: %s", poll.state.name, poll.moved_words(outcome))
        words = result.words or _counts(receipt.new, receipt.revised)
        return Polled(
            state=after(poll, outcome, receipt),
            outcome=outcome,
            words=outcome.error or "; ".join((words, *result.notes)),
            new=receipt.new,
            revised=receipt.revised,
            seconds=time.monotonic() - started,
            host=result.host,
        )

    async def _attempt(self, poll: Poll) -> _Result:
        validators = Validators(poll.state.etag, poll.state.last_modified, (poll.state.body_hash or b"")[_DIGEST:])
        try:
            fetched = await self._fetcher.fetch(poll.feed, validators, poll.address)
        except FeedError as error:
            return _Result(poll.failed(str(error)), detained=isinstance(error, ProxyError))
        try:
            result = await self._answered(poll, validators, fetched, self._clock())
        except ProxyError as error:  # it was gone before the parts of a document were here
            return _Result(poll.failed(str(error)), detained=True)
        except FeedError as error:
            result = _Result(poll.failed(str(error), fetched.status))
        return result._replace(host=host_of(fetched.url))

    async def _answered(self, poll: Poll, validators: Validators, fetched: Fetched, received: datetime) -> _Result:
        if fetched.status == HTTPStatus.NOT_MODIFIED:
            if not validators.any:
                raise FetchError("HTTP 304 Not Modified, though nothing was asked about")
            return _quiet(poll, poll.not_modified(fetched), "not modified")
        if fetched.status != HTTPStatus.OK:
            return _Result(poll.refused(fetched, received))
        known = poll.state.body_hash
        if known and fetched.sent == validators.sent:
            return _quiet(poll, poll.unchanged(fetched, known), "unchanged")
        raw = RawBody(blake2b(fetched.body, digest_size=_DIGEST).digest(), fetched.body, fetched.headers, fetched.url)
        body_hash = raw.hash + fetched.sent
        if known and known[:_DIGEST] == raw.hash:
            return _quiet(poll, poll.unchanged(fetched, body_hash), "unchanged")
        # Kept before anything reads it, so that no fault of a parser loses an article for good.
        await self._writer.run(keep_raw(poll.state.id, raw, poll.at))
        outcome, notes = await self._changed().read(poll, fetched, body_hash)
        return _Result(outcome, notes=notes)

    def _changed(self) -> ChangedBodies:
        if self._bodies is None:  # what reads them takes long to load, and most polls find nothing new
            from feeds.changed import ChangedBodies
            from feeds.parts import Parts

            parts = Parts(self._fetcher, self._workers, self._writer)
            self._bodies = ChangedBodies(self._workers, self._reader, parts)
        return self._bodies


def _quiet(poll: Poll, outcome: PollOutcome, words: str) -> _Result:
    moved = poll.moved_words(outcome)
    return _Result(outcome, words, (moved,) if moved else ())


def _counts(new: int, revised: int) -> str:
    if not new and not revised:
        return "nothing new"
    return ", ".join(f"{number} {word}" for number, word in ((new, "new"), (revised, "revised")) if number)
