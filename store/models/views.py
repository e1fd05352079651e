"""What readers get from the archive."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from store.records import record

if TYPE_CHECKING:
    from datetime import datetime

    from store.models.feeds import FeedState
    from store.models.tags import Figure, Tags

StandstillCause = Literal["network", "archive"]
PublishedSource = Literal["feed", "page", "first_seen"]


@record
class Headline:
    """One row of the headline list. Row id is arrival order, so a higher id arrived later."""

    id: int
    feed_id: int
    source: str
    title: str
    url: str | None
    published: datetime
    first_seen: datetime
    dateline: str | None
    """Name of the place the dispatch is about, or None."""
    event: str | None
    """Type of its first event, or None."""
    status: str | None
    """Status of its first event, or None."""
    read: bool
    starred: bool
    revisions: int
    """Versions stored: 1 for an article that never changed."""
    rev: int
    affiliation: str
    country: str = ""
    """The outlet's ISO 3166 code, empty where the config gives none."""
    withdrawn: bool = False
    """True where its publisher took it back; the text stays."""
    story: int | None = None
    """Id of the story that it is a report of, which is that of the story's first report; None where it stands alone."""


@record
class RowDetail:
    """What an article's line in a list says beside its headline."""

    places: tuple[str, ...]
    """Names of places that something happened in, the one of the dateline first."""
    figure: Figure | None
    """The figure that says most."""


@record
class Article:
    """One article whole, as `show` and the reader need it."""

    id: int
    feed: str
    """The feed's URL."""
    source: str
    title: str
    url: str | None
    author: str | None
    published: datetime
    published_source: PublishedSource
    first_seen: datetime
    updated: datetime | None
    lang: str | None
    summary: str
    body: str | None
    links: tuple[str, ...]
    read: bool
    starred: bool
    revisions: int
    story: int | None
    affiliation: str
    country: str
    tags: Tags
    withdrawn: datetime | None = None
    """When we saw that its publisher took it back; the text stays."""
    point: tuple[float, float] | None = None
    """Latitude and longitude in degrees (WGS 84), where the feed itself gives a point."""
    parent: str | None = None
    """The headline of the live blog that it is an update of."""
    noise: tuple[tuple[int, int], ...] = ()
    """Spans of `text` that the publisher puts under its articles: lines that were learned as noise."""
    page: str | None = None
    """Why the text of its page is not here, in words; None where it is, or is not wanted, or still awaited."""
    fetching: bool = False
    """True from the moment somebody asks for its page until something came of it."""

    @property
    def text(self) -> str:
        """The text that the offsets of `tags` point into: title, blank line, body (else summary)."""
        return article_text(self.title, self.summary, self.body)


@record
class Revision:
    """One stored version of an article."""

    number: int
    """1 for the first version."""
    seen_at: datetime
    title: str
    summary: str
    body: str | None
    tags: Tags | None = None
    """What was found in it; None where that is not known."""


@record
class OfferedBlog:
    """A live blog that articles link to."""

    id: int
    url: str
    title: str
    """Its headline where that is known, else that of the first article that links to it."""
    source: str
    """The feed of that article."""
    first_seen: datetime
    last_seen: datetime
    state: str
    """``offered``, ``followed`` or ``dismissed``."""
    feed: str = ""
    """The URL of that feed."""


@record
class Count:
    """A number of rows; ``capped`` means "at least this many"."""

    value: int
    capped: bool = False

    def __str__(self) -> str:
        """``1000+`` for a capped count."""
        return f"{self.value}+" if self.capped else str(self.value)


@record
class Standstill:
    """Polls are held up, or were, for a reason that is no feed's fault."""

    since: datetime
    reason: str
    """The reason in words, as the last poll had it."""
    cause: StandstillCause = "network"
    """``archive`` where the archive could not be written."""
    until: datetime | None = None
    """When it was over; None while it is not."""


@record
class ArchiveStatus:
    """The totals that ``dateline status`` prints."""

    articles: int
    revisions: int
    places: int
    events: int
    figures: int
    feeds: tuple[FeedState, ...]
    path: str
    bytes: int
    schema: int
    last_poll: datetime | None
    standstill: Standstill | None = None
    """What holds the archiver up; of no meaning where none runs."""
    last_standstill: Standstill | None = None
    """What held an archiver up the last time, and is over."""


def article_text(title: str, summary: str, body: str | None) -> str:
    """Give the text that is tagged and that tag offsets point into: title, blank line, body (else summary)."""
    return f"{title}\n\n{body or summary}"
