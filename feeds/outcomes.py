"""What a poll comes to: the `PollOutcome` of each way it can end, and the feed's state after it. Pure."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta
from functools import lru_cache
from http import HTTPStatus
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from feeds import moves, rhythm, schedule
from feeds.freshness import DAY_S, hints, retry_after
from feeds.parsed import header
from store.models import PollOutcome
from store.text import clean_line

if TYPE_CHECKING:
    from datetime import datetime

    from feeds.fetcher import Fetched
    from feeds.rhythm import Rhythm
    from feeds.settings import PollingSettings
    from feeds.worker import Document, Prepared
    from store.models import FeedSettings, FeedState, PollReceipt

_SLOW = frozenset({HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN, HTTPStatus.PROXY_AUTHENTICATION_REQUIRED})
TITLE_LIMIT = 200
"""Code points of a feed's own title that are kept."""
HOLDING = frozenset({HTTPStatus.TOO_MANY_REQUESTS, HTTPStatus.SERVICE_UNAVAILABLE})
"""Answers whose Retry-After is meant for the whole host."""


@dataclass(frozen=True, slots=True)
class Poll:
    """One poll of one feed: what every outcome is made from."""

    feed: FeedSettings
    state: FeedState
    settings: PollingSettings
    at: datetime
    random: float
    """The dice for jitter, in [0, 1)."""

    @property
    def address(self) -> str | None:
        """The address to ask instead of the subscribed one, where the feed has moved for good."""
        return moves.unpack(self.state.moved).using or None

    def not_modified(self, fetched: Fetched) -> PollOutcome:
        """A 304: everything stays, but the server may name newer validators (RFC 9111 4.3.4)."""
        return replace(
            self._good(fetched, "nothing", rhythm.unpack(self.state.rhythm)),
            etag=header(fetched.headers, "etag") or self.state.etag,
            last_modified=header(fetched.headers, "last-modified") or self.state.last_modified,
            body_hash=self.state.body_hash,
        )

    def unchanged(self, fetched: Fetched, body_hash: bytes) -> PollOutcome:
        """A 200 with the very body of last time. Its validators count only if that body's did."""
        validated = bool(self.state.etag or self.state.last_modified)
        return replace(
            self._good(fetched, "nothing", rhythm.unpack(self.state.rhythm)),
            etag=header(fetched.headers, "etag") if validated else None,
            last_modified=header(fetched.headers, "last-modified") if validated else None,
            body_hash=body_hash,
        )

    def read(
        self, fetched: Fetched, body_hash: bytes, document: Document, prepared: Prepared, *, missed: bool = False
    ) -> PollOutcome:
        """A 200 whose entries were read. Validators belong to whole, well-formed documents only.

        `missed` is True where nothing in it was known, though there are articles of this feed.
        """
        feed = document.feed
        dates = (item.entry.published for item in document.identified)
        seen = rhythm.observed(dates, self.at, feed.ttl_s, feed.declared)
        seen = replace(seen, ended=int(feed.ended.timestamp())) if feed.ended else seen
        found: schedule.Found = "missed" if missed else "news" if prepared.drafts else "nothing"
        return replace(
            self._good(fetched, found if self.state.last_success else "first", seen),
            etag=header(fetched.headers, "etag") if feed.complete else None,
            last_modified=header(fetched.headers, "last-modified") if feed.complete else None,
            body_hash=body_hash,
            title=clean_line(feed.title, TITLE_LIMIT) or None,
            drafts=prepared.drafts,
            names=prepared.names,
            rhythm=rhythm.pack(seen),
        )

    def refused(self, fetched: Fetched, received: datetime) -> PollOutcome:
        """An answer with an HTTP status that brings no feed; what it asks for counts from when it was `received`."""
        gone = fetched.status == HTTPStatus.GONE
        outcome = self.failed(status_words(fetched), fetched.status)
        if gone and not self.address:
            wait = schedule.gone_s(self.state.failures + 1)
            often = "day" if wait == DAY_S else "week"
            return replace(
                outcome,
                state="gone",
                error=f"{outcome.error}: the publisher took it down; looked at once a {often}",
                next_poll=self.at + timedelta(seconds=wait * (1 + self.random / 10)),
            )
        until = retry_after(fetched.headers, received)
        if until is None and fetched.status in HOLDING:
            until = received + timedelta(seconds=schedule.hold_s((outcome.next_poll - self.at).total_seconds()))
        if until is None:
            return outcome
        # Not all at the same moment, once the server may be asked again.
        late = timedelta(seconds=self.random * min(60.0, (until - received).total_seconds()))
        return replace(
            outcome,
            retry_after=until,
            retry_host=host_of(fetched.url) if fetched.status in HOLDING else None,
            next_poll=max(until + late, outcome.next_poll),
        )

    def failed(self, error: str, status: int | None = None) -> PollOutcome:
        """No answer, or one that is no feed. Nothing that is stored changes but the feed's health."""
        failures = self.state.failures + 1
        wait = schedule.after_failure(
            failures, self.state.interval_s, self.settings, slow=status in _SLOW, random=self.random
        )
        move = moves.failed(moves.unpack(self.state.moved), failures, gone=status == HTTPStatus.GONE)
        return PollOutcome(
            feed_id=self.state.id,
            polled_at=self.at,
            next_poll=self.at + timedelta(seconds=wait),
            interval_s=self.state.interval_s,
            state="failing",
            failures=failures,
            error=error,
            http_status=status,
            moved=moves.pack(move),
        )

    def ended_words(self, outcome: PollOutcome) -> str | None:
        """Give what is to be said after `outcome` of a live blog that has ended; None where it has not."""
        return rhythm.ended_words(outcome.rhythm, self.at)

    def moved_words(self, outcome: PollOutcome) -> str | None:
        """Give what is to be said about the feed's move after `outcome`; None where it hasn't moved."""
        before, move = moves.unpack(self.state.moved), moves.unpack(outcome.moved)
        if move.using and move.using != before.using:
            return f"moved for good to {move.using}, which is asked from now on"
        address = move.to or move.using
        return f"moved for good to {address}" if address else None

    def _good(self, fetched: Fetched, found: schedule.Found, seen: Rhythm) -> PollOutcome:
        hint = hints(fetched.headers)
        fixed = self.feed.interval_s
        interval = schedule.adapted(
            self.state.interval_s, fixed, self.settings, found, rhythm=seen, hint=hint, now=self.at
        )
        if found == "missed":
            seen = replace(seen, ttl_s=None, update_s=None, skip_hours=(), skip_days=())
        wait = schedule.after_success(interval, fixed, hint, self.settings, random=self.random, rhythm=seen)
        if seen.is_over(self.at):  # late edits still come, but no news
            wait = max(wait, DAY_S * (1 + self.random / 10))
        due = self.at + timedelta(seconds=wait)
        move = moves.sighted(
            moves.unpack(self.state.moved), self.feed.url, fetched.url if fetched.moved else None, self.at
        )
        return PollOutcome(
            feed_id=self.state.id,
            polled_at=self.at,
            next_poll=due if fixed is not None else schedule.past_skipped(due, self.at, seen),
            interval_s=interval,
            state="moved" if move.using else "ok",
            failures=0,
            error=None,
            http_status=fetched.status,
            ok=True,
            moved=moves.pack(move),
        )


@lru_cache(maxsize=16_384)
def host_of(url: str) -> str:
    """Give who is asked at `url`, with the port where it is not the usual one: what limits on requests go by."""
    try:
        parts = urlsplit(url.strip())
        host, port = (parts.hostname or "").rstrip("."), parts.port
        if not host.isascii():
            host = host.encode("idna").decode("ascii")
    except (ValueError, UnicodeError):
        return url
    host = f"[{host}]" if ":" in host else host
    return host if port in (None, 80, 443) else f"{host}:{port}"


def status_words(fetched: Fetched) -> str:
    """Give an HTTP status as people read it, with what is known about the reason."""
    words = f"HTTP {fetched.status} {fetched.reason}".strip()
    if fetched.status == HTTPStatus.UNAUTHORIZED:
        return f"{words}: it asks for credentials"
    if header(fetched.headers, "cf-mitigated"):
        return f"{words}: it asks for a browser check (Cloudflare)"
    return words


def after(poll: Poll, outcome: PollOutcome, receipt: PollReceipt) -> FeedState:
    """Give the feed's state as it stands once `outcome` is committed."""
    state = replace(
        poll.state,
        name=poll.feed.name or outcome.title or poll.state.name,
        state=outcome.state,
        last_poll=outcome.polled_at,
        next_poll=outcome.next_poll,
        interval_s=outcome.interval_s,
        failures=outcome.failures,
        error=outcome.error,
        http_status=outcome.http_status,
        retry_after=outcome.retry_after,
        retry_host=outcome.retry_host,
        articles=poll.state.articles + receipt.new,
        moved=poll.state.moved if outcome.moved is None else outcome.moved,
        rhythm=poll.state.rhythm if outcome.rhythm is None else outcome.rhythm,
    )
    if not outcome.ok:
        return state
    return replace(
        state,
        last_success=outcome.polled_at,
        etag=outcome.etag,
        last_modified=outcome.last_modified,
        body_hash=outcome.body_hash,
    )
