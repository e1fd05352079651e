"""Frozen data classes that cross layers: what the tagger gives, what feeds write, what readers read.

Times are aware `datetime`s in UTC; offsets are half-open `str` code-point offsets; ids of places and actors are
opaque strings such as ``geonames:707753``. The names of fields that also stand in JSON output are those of the JSON.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

PlaceKind = Literal["city", "town", "village", "region", "country", "facility", "water", "other"]
Sense = Literal["location", "metonym"]
ActorKind = Literal["person", "government", "organisation", "armed_force", "armed_group", "office"]
EventType = Literal[
    "strike",
    "battle",
    "control",
    "casualties",
    "damage",
    "evacuation",
    "humanitarian",
    "talks",
    "diplomacy",
    "statement",
    "sanctions",
    "military_aid",
    "nuclear",
    "detention",
    "protest",
    "crime",
    "other",
]
Status = Literal["reported", "claimed", "unverified", "denied", "confirmed"]
Modifier = Literal["exact", "at_least", "about", "more_than", "up_to", "vague"]
Measure = Literal[
    "killed",
    "wounded",
    "killed_and_wounded",
    "missing",
    "captured",
    "trapped",
    "displaced",
    "evacuated",
    "destroyed",
    "shot_down",
    "fired",
    "controlled_area",
    "money",
    "other",
]
FeedKind = Literal["auto", "feed", "sitemap", "liveblog", "telegram"]
Affiliation = Literal["independent", "state", "party", "military", "agency", ""]
FeedHealth = Literal["ok", "failing", "gone", "moved", "paused"]
PublishedSource = Literal["feed", "page", "first_seen"]
NameKind = Literal["place", "actor"]


# --- What the tagger gives -------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Place:
    """One mention of a toponym, resolved."""

    start: int
    end: int
    text: str
    """The span as it stands in the text."""
    id: str
    name: str
    """The name we show, in its current English spelling."""
    country: str | None
    """ISO 3166-1 alpha-2 code, or None (seas, regions across borders)."""
    kind: PlaceKind
    lat: float | None
    lon: float | None
    sense: Sense
    """``metonym`` where the place's government or army speaks or acts ("Kyiv said")."""
    event_place: bool
    """True where the text reports that something happened here."""


@dataclass(frozen=True, slots=True)
class Actor:
    """One mention of a person, body, force or office."""

    start: int
    end: int
    text: str
    id: str
    name: str
    kind: ActorKind
    role: str | None
    """The role as given in the text or, failing that, as known on the day of publication."""


@dataclass(frozen=True, slots=True)
class Event:
    """Something that happened, or is said to have happened, at a place."""

    place: str
    place_id: str
    type: EventType
    status: Status
    by: str | None
    """Who says so; None for the outlet's own voice."""
    start: int
    end: int
    text: str
    """The evidence: the sentence at ``start:end``."""
    time: str | None
    """The ISO date it happened on, where the text gives one."""


@dataclass(frozen=True, slots=True)
class Figure:
    """A number of people or things that somebody reports."""

    start: int
    end: int
    text: str
    value: float | None
    """None where the text gives no number ("dozens")."""
    modifier: Modifier
    measure: Measure
    unit: str
    place: str | None
    by: str | None
    status: Status


@dataclass(frozen=True, slots=True)
class Tags:
    """Everything the tagger found in one text."""

    places: tuple[Place, ...] = ()
    actors: tuple[Actor, ...] = ()
    events: tuple[Event, ...] = ()
    figures: tuple[Figure, ...] = ()


@dataclass(frozen=True, slots=True)
class KnownName:
    """A place or actor as the gazetteer knows it; kept in the archive so that any spelling finds all of them."""

    id: str
    kind: NameKind
    name: str
    type: str
    """A `PlaceKind` or an `ActorKind`."""
    country: str | None = None
    region_id: str | None = None
    """Id of the first-level region that holds the place; None for regions, countries and actors."""
    lat: float | None = None
    lon: float | None = None
    aliases: tuple[str, ...] = ()
    """Every other spelling, in any script."""


# --- What feeds hand to the archive ----------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
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


@dataclass(frozen=True, slots=True)
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
    """The date exactly as the feed wrote it."""
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


@dataclass(frozen=True, slots=True)
class Sighting:
    """An entry that is stored already, word for word, seen with another link or under keys not yet known."""

    article_id: int
    aliases: tuple[str, ...]
    link_mark: bytes
    title_mark: bytes


@dataclass(frozen=True, slots=True)
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
    retry_after: datetime | None
    """Not before this time, because the server said so."""
    articles: int
    asked: datetime | None = None
    """When somebody asked for a poll that hasn't been made yet."""
    moved: str | None = None
    """What is known of the feed's move to another address; only `feeds.moves` reads it."""
    rhythm: str | None = None
    """What is known of the feed's rhythm; only `feeds.rhythm` reads it."""


@dataclass(frozen=True, slots=True)
class RawBody:
    """A feed's body and headers as received, kept before anything reads it."""

    hash: bytes
    """BLAKE2b-128 of ``data``."""
    data: bytes
    headers: tuple[tuple[str, str], ...]
    url: str = ""
    """Where the answer came from after redirects; empty for the feed's own URL."""


@dataclass(frozen=True, slots=True)
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


@dataclass(frozen=True, slots=True)
class PollReceipt:
    """What one committed poll changed."""

    new: int
    revised: int
    rev: int
    """The archive's `rev` after the commit."""


@dataclass(frozen=True, slots=True)
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


# --- What readers get ------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
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


@dataclass(frozen=True, slots=True)
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

    @property
    def text(self) -> str:
        """The text that the offsets of `tags` point into: title, blank line, body (else summary)."""
        return article_text(self.title, self.summary, self.body)


@dataclass(frozen=True, slots=True)
class Revision:
    """One stored version of an article."""

    number: int
    """1 for the first version."""
    seen_at: datetime
    title: str
    summary: str
    body: str | None


@dataclass(frozen=True, slots=True)
class TickerLine:
    """One event on a place's ticker. `time` is when the dispatch was published."""

    id: int
    time: datetime
    place: str
    place_id: str
    country: str | None
    type: str
    status: str
    by: str | None
    text: str
    article: int
    source: str
    figures: tuple[Figure, ...] = ()


@dataclass(frozen=True, slots=True)
class CityTicker:
    """A place on the ticker: its newest lines and how busy it was."""

    place: str
    place_id: str
    country: str | None
    latest: datetime
    events: int
    """Events within the window."""
    hours: tuple[int, ...]
    """Events an hour, oldest first, one number for each hour of the window."""
    lines: tuple[TickerLine, ...]
    """The newest lines, newest first."""


@dataclass(frozen=True, slots=True)
class Count:
    """A number of rows; ``capped`` means "at least this many"."""

    value: int
    capped: bool = False

    def __str__(self) -> str:
        """``1000+`` for a capped count."""
        return f"{self.value}+" if self.capped else str(self.value)


@dataclass(frozen=True, slots=True)
class Standstill:
    """Polls are held up for a reason that is no feed's fault."""

    since: datetime
    reason: str
    """The reason in words, as the last poll had it."""


@dataclass(frozen=True, slots=True)
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


def article_text(title: str, summary: str, body: str | None) -> str:
    """Give the text that is tagged and that tag offsets point into: title, blank line, body (else summary)."""
    return f"{title}\n\n{body or summary}"
