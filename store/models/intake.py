"""What feeds hand to the archive."""

from __future__ import annotations

from typing import TYPE_CHECKING

from store.records import record

if TYPE_CHECKING:
    from datetime import datetime

    from store.models.feeds import FeedHealth
    from store.models.tags import KnownName, Tags


@record
class ArticleDraft:
    """One new or changed entry: identified, cleaned and tagged, ready to be stored."""

    key: str
    """Identity within the feed: ``guid:…``, ``link:…`` or ``hash:…``."""
    content_hash: bytes
    """16 bytes over what makes a revision: title, summary, body."""
    guid: str | None
    url: str | None
    title: str
    author: str | None
    published: datetime | None
    """None where the feed gives no usable date; the archive then uses `first_seen`."""
    published_raw: str | None
    updated: datetime | None
    lang: str | None
    summary: str
    """Plain text, paragraphs divided by a blank line."""
    body: str | None
    links: tuple[str, ...]
    tags: Tags
    aliases: tuple[str, ...] = ()
    """More keys that from now on lead to this article."""
    link_mark: bytes = b""
    """8 bytes that tell this version's link from others; empty without one."""
    title_mark: bytes = b""
    """8 bytes that tell this version's title from others; empty without one."""
    point: tuple[float, float] | None = None
    """Latitude and longitude in degrees (WGS 84), where the feed itself gives a point."""
    wants_page: bool = False
    """True where the page behind `url` is to be fetched for the whole text."""
    credit: str | None = None
    """Whom the feed names as the source; see `store.credits.named`."""
    parent: str | None = None
    """The headline of the live blog that it is an update of."""
    compared: bytes = b""
    """What `store.features.prepare` gives of it; it is reckoned as the article is stored where that is empty."""


@record
class WantedPage:
    """An article whose page is to be fetched, as it stands in the archive."""

    article_id: int
    url: str
    title: str
    text: str
    """What the feed itself gives beside the title."""
    published: datetime
    lang: str | None
    country: str
    """ISO code of the outlet's country; empty where it is not known."""
    tries: int
    """How often it was tried before."""
    version: bytes
    """Tells this version of the article from others."""
    feed_id: int = 0
    damaged: bool = False
    """Whether what is stored of the article can't be read, so that no page can be put into it."""


@record
class LiveLink:
    """A live blog that an article links to, or is."""

    url: str
    key: str
    """Its address in one form, so that it is known in any other."""
    title: str
    """Its headline where that is known, else that of the article."""


@record
class PageText:
    """What the page behind an article gives, cleaned and tagged."""

    page: WantedPage
    body: str
    """Plain text, paragraphs divided by a blank line."""
    tags: Tags
    """Over title, blank line and `body`."""
    names: tuple[KnownName, ...] = ()
    """Every place and actor in `tags`, with the regions and countries that hold them."""
    url: str | None = None
    """Where the page says that it stands; None where that is not to be believed."""
    author: str | None = None
    published: datetime | None = None
    lang: str | None = None


@record
class Sighting:
    """An entry whose words are stored already, seen with another link or under keys not yet known."""

    article_id: int
    aliases: tuple[str, ...]
    link_mark: bytes
    title_mark: bytes
    content_hash: bytes | None = None
    """Replaces the one that is known, where only what is trivial changed; None leaves it."""


@record
class RawBody:
    """A feed's body and headers as received, kept before anything reads it."""

    hash: bytes
    """BLAKE2b-128 of ``data``."""
    data: bytes
    headers: tuple[tuple[str, str], ...]
    url: str = ""
    """Where the answer came from after redirects; empty for the feed's own URL."""


@record
class PollOutcome:
    """The result of one poll of one feed; `store.jobs.commit_poll` writes it in a single transaction."""

    feed_id: int
    polled_at: datetime
    next_poll: datetime
    interval_s: int
    state: FeedHealth
    failures: int
    error: str | None
    http_status: int | None
    etag: str | None = None
    last_modified: str | None = None
    body_hash: bytes | None = None
    retry_after: datetime | None = None
    title: str | None = None
    """The feed's own title, where this poll read one."""
    ok: bool = False
    """True for a complete 200 or a 304: validators and `body_hash` above then replace the stored ones."""
    drafts: tuple[ArticleDraft, ...] = ()
    """Only what is new or changed, oldest first."""
    names: tuple[KnownName, ...] = ()
    """Every place and actor that `drafts` mention, with the regions and countries that hold them."""
    sightings: tuple[Sighting, ...] = ()
    """What is to be remembered of entries that did not change."""
    shared_keys: tuple[str, ...] = ()
    """Keys that turned out to stand on several entries, so that alone they tell none of them."""
    moved: str | None = None
    """Replaces the feed's ``moved``; None leaves it."""
    rhythm: str | None = None
    """Replaces the feed's ``rhythm``; None leaves it."""
    retry_host: str | None = None
    """Who asked for the pause until `retry_after`, where it is meant for a whole host."""
    withdrawn: tuple[int, ...] = ()
    """Articles that their publisher took back."""
    returned: tuple[int, ...] = ()
    """Articles that were taken back and are there again."""
    live: tuple[LiveLink, ...] = ()
    """Live blogs that the articles link to."""


@record
class PollReceipt:
    """What one committed poll changed."""

    new: int
    revised: int
    rev: int
    """The archive's `rev` after the commit."""


@record
class KnownEntry:
    """What the archive holds under an identity key."""

    article_id: int
    """The article the key leads to, also where it was pruned."""
    content_hash: bytes
    link_mark: bytes = b""
    title_mark: bytes = b""
    aliases: int = 0
    """How many keys beside its first one lead to the article."""
    shared: bool = False
    """True where several entries had the key."""
    withdrawn: bool = False
    """True where its publisher took the article back."""
