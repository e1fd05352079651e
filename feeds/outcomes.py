"""What a poll comes to: the `PollOutcome` of each way it can end, and the feed's state after it. Pure."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta
from http import HTTPStatus
from typing import TYPE_CHECKING

from feeds import schedule
from feeds.parsed import header
from store.models import PollOutcome
from store.text import clean_line

if TYPE_CHECKING:
    from datetime import datetime

    from feeds.fetcher import Fetched
    from feeds.settings import PollingSettings
    from feeds.workers import Document, Prepared
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

    def not_modified(self, fetched: Fetched) -> PollOutcome:
        """A 304: everything stays, but the server may name newer validators (RFC 9111 4.3.4)."""
        return replace(
            self._good(schedule.hints(fetched.headers), news=False, status=fetched.status),
            etag=header(fetched.headers, "etag") or self.state.etag,
            last_modified=header(fetched.headers, "last-modified") or self.state.last_modified,
            body_hash=self.state.body_hash,
        )

    def unchanged(self, fetched: Fetched, body_hash: bytes) -> PollOutcome:
        """A 200 with the very body of last time. Its validators count only if that body's did."""
        validated = bool(self.state.etag or self.state.last_modified)
        return replace(
            self._good(schedule.hints(fetched.headers), news=False, status=fetched.status),
            etag=header(fetched.headers, "etag") if validated else None,
            last_modified=header(fetched.headers, "last-modified") if validated else None,
            body_hash=body_hash,
        )

    def read(self, fetched: Fetched, body_hash: bytes, document: Document, prepared: Prepared) -> PollOutcome:
        """A 200 whose entries were read. Validators belong to whole, well-formed documents only."""
        feed = document.feed
        hints = schedule.hints(fetched.headers, feed.ttl_s)
        return replace(
            self._good(hints, news=bool(prepared.drafts), status=fetched.status),
            etag=header(fetched.headers, "etag") if feed.complete else None,
            last_modified=header(fetched.headers, "last-modified") if feed.complete else None,
            body_hash=body_hash,
            title=clean_line(feed.title, TITLE_LIMIT) or None,
            drafts=prepared.drafts,
            names=prepared.names,
        )

    def refused(self, fetched: Fetched) -> PollOutcome:
        """An answer with an HTTP status that brings no feed."""
        if fetched.status == HTTPStatus.GONE:
            return replace(
                self._bad(status_words(fetched), fetched.status, schedule.GONE_S),
                state="gone",
                interval_s=schedule.GONE_S,
            )
        until = schedule.retry_after(fetched.headers, self.at)
        outcome = self.failed(status_words(fetched), fetched.status)
        if until is None:
            return outcome
        return replace(outcome, retry_after=until, next_poll=max(until, outcome.next_poll))

    def failed(self, error: str, status: int | None = None) -> PollOutcome:
        """No answer, or one that is no feed. Nothing that is stored changes but the feed's health."""
        wait = schedule.after_failure(
            self.state.failures + 1, self.state.interval_s, self.settings, slow=status in _SLOW, random=self.random
        )
        return self._bad(error, status, wait)

    def _good(self, hints: schedule.Hints, *, news: bool, status: int) -> PollOutcome:
        fixed = self.feed.interval_s
        interval = schedule.adapted(self.state.interval_s, fixed, news=news, settings=self.settings)
        wait = schedule.after_success(interval, fixed, hints, self.settings, random=self.random)
        return PollOutcome(
            feed_id=self.state.id,
            polled_at=self.at,
            next_poll=self.at + timedelta(seconds=wait),
            interval_s=interval,
            state="ok",
            failures=0,
            error=None,
            http_status=status,
            ok=True,
        )

    def _bad(self, error: str, status: int | None, wait: float) -> PollOutcome:
        return PollOutcome(
            feed_id=self.state.id,
            polled_at=self.at,
            next_poll=self.at + timedelta(seconds=wait),
            interval_s=self.state.interval_s,
            state="failing",
            failures=self.state.failures + 1,
            error=error,
            http_status=status,
        )


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
        articles=poll.state.articles + receipt.new,
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
