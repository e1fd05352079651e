"""Frozen data classes that cross layers: what the tagger gives, what feeds write, what readers read.

Times are aware `datetime`s in UTC; offsets are half-open `str` code-point offsets; ids of places and actors are
opaque strings such as ``geonames:707753``. The names of fields that also stand in JSON output are those of the JSON.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from store.models.alerts import Alert
from store.models.cities import ActivePlace, CityChoice, CityOrder, CityRecord, CityTicker, TickerLine
from store.models.feeds import Affiliation, FeedHealth, FeedKind, FeedSettings, FeedState
from store.models.stories import OriginReason, Report, Story, StoryCount, StoryRow
from store.models.tags import (
    Actor,
    ActorKind,
    Correction,
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
    Count,
    Headline,
    OfferedBlog,
    PublishedSource,
    Revision,
    RowDetail,
    Standstill,
    StandstillCause,
    article_text,
)

if TYPE_CHECKING:
    from store.models.intake import (
        ArticleDraft,
        KnownEntry,
        LiveLink,
        PageText,
        PollOutcome,
        PollReceipt,
        RawBody,
        Sighting,
        WantedPage,
    )

__all__ = [
    "ActivePlace",
    "Actor",
    "ActorKind",
    "Affiliation",
    "Alert",
    "ArchiveStatus",
    "Article",
    "ArticleDraft",
    "CityChoice",
    "CityOrder",
    "CityRecord",
    "CityTicker",
    "Correction",
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
    "LiveLink",
    "Measure",
    "Modifier",
    "NameKind",
    "OfferedBlog",
    "OriginReason",
    "PageText",
    "Place",
    "PlaceKind",
    "PollOutcome",
    "PollReceipt",
    "PublishedSource",
    "RawBody",
    "Report",
    "Revision",
    "RowDetail",
    "Sense",
    "Sighting",
    "Standstill",
    "StandstillCause",
    "Status",
    "Story",
    "StoryCount",
    "StoryRow",
    "Tags",
    "TickerLine",
    "WantedPage",
    "article_text",
]


def __getattr__(name: str) -> object:
    """Load what only those who write the archive need when one of them asks for it: the desk starts without it."""
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from store.models import intake

    return getattr(intake, name)
