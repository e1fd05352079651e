"""Frozen data classes that cross layers: what the tagger gives, what feeds write, what readers read.

Times are aware `datetime`s in UTC; offsets are half-open `str` code-point offsets; ids of places and actors are
opaque strings such as ``geonames:707753``. The names of fields that also stand in JSON output are those of the JSON.
"""

from __future__ import annotations

from store.models.intake import (
    Affiliation,
    ArticleDraft,
    FeedHealth,
    FeedKind,
    FeedSettings,
    FeedState,
    KnownEntry,
    PollOutcome,
    PollReceipt,
    RawBody,
    Sighting,
)
from store.models.tags import (
    Actor,
    ActorKind,
    Event,
    EventType,
    Figure,
    KnownName,
    Measure,
    Modifier,
    NameKind,
    Place,
    PlaceKind,
    Sense,
    Status,
    Tags,
)
from store.models.views import (
    ArchiveStatus,
    Article,
    CityTicker,
    Count,
    Headline,
    PublishedSource,
    Revision,
    Standstill,
    StandstillCause,
    TickerLine,
    article_text,
)

__all__ = [
    "Actor",
    "ActorKind",
    "Affiliation",
    "ArchiveStatus",
    "Article",
    "ArticleDraft",
    "CityTicker",
    "Count",
    "Event",
    "EventType",
    "FeedHealth",
    "FeedKind",
    "FeedSettings",
    "FeedState",
    "Figure",
    "Headline",
    "KnownEntry",
    "KnownName",
    "Measure",
    "Modifier",
    "NameKind",
    "Place",
    "PlaceKind",
    "PollOutcome",
    "PollReceipt",
    "PublishedSource",
    "RawBody",
    "Revision",
    "Sense",
    "Sighting",
    "Standstill",
    "StandstillCause",
    "Status",
    "Tags",
    "TickerLine",
    "article_text",
]
