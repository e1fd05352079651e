"""What the config says of each feed, and what the archive knows of it."""

from __future__ import annotations

from dataclasses import field
from typing import TYPE_CHECKING, Literal

from store.records import record

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

FeedKind = Literal["auto", "feed", "sitemap", "liveblog", "telegram", "page"]
Affiliation = Literal["independent", "state", "party", "military", "agency", ""]
FeedHealth = Literal["ok", "failing", "gone", "moved", "paused"]


@record
class FeedSettings:
    """One ``[[feeds]]`` table of the config, checked."""

    url: str
    name: str = ""
    kind: FeedKind = "auto"
    country: str = ""
    """ISO code of the outlet's country."""
    affiliation: Affiliation = ""
    interval_s: int | None = None
    """A fixed interval in seconds, or None to adapt."""
    headers: Mapping[str, str] = field(default_factory=dict)
    """Extra request headers; a value ``env:NAME`` is read from the environment at request time."""
    proxy: str = field(default="", repr=False)
    """What it is asked through instead of the setting for all feeds; ``none`` for a direct way."""


@record
class FeedState:
    """Everything the archive knows of one feed: HTTP state, health and schedule."""

    id: int
    url: str
    name: str
    """The configured name, else the feed's own title, else host and path of its URL."""
    kind: FeedKind
    state: FeedHealth
    country: str
    affiliation: str
    last_poll: datetime | None
    last_success: datetime | None
    next_poll: datetime | None
    interval_s: int
    failures: int
    """Polls in a row that failed; 0 after a success."""
    error: str | None
    """Why the last poll failed, in words; None where it did not."""
    http_status: int | None
    etag: str | None
    last_modified: str | None
    body_hash: bytes | None
    """BLAKE2b-128 of the last whole body, then that of the same body as it was sent, before any decoding."""
    retry_after: datetime | None
    """Not before this time, because the server said so."""
    articles: int
    asked: datetime | None = None
    """When somebody asked for a poll that hasn't been made yet."""
    moved: str | None = None
    """What is known of the feed's move to another address; only `feeds.moves` reads it."""
    rhythm: str | None = None
    """What is known of the feed's rhythm; only `feeds.rhythm` reads it."""
    retry_host: str | None = None
    """Who asked for the pause until `retry_after`, where it is meant for a whole host."""
