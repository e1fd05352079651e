"""Small things to store: drafts, names and outcomes of polls."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

from store.jobs import commit_poll, sync_feeds
from store.models import (
    Actor,
    ArticleDraft,
    Event,
    FeedSettings,
    FeedState,
    Figure,
    KnownName,
    Place,
    PollOutcome,
    PollReceipt,
    Tags,
)

if TYPE_CHECKING:
    from store.writer import Writer

NOON = datetime(2022, 3, 28, 12, 0, tzinfo=UTC)
URL = "https://wire.example/feed"

KYIV = KnownName("geo:kyiv", "place", "Kyiv", "city", "UA", "geo:kyiv-city", 50.45, 30.52, ("Київ", "Kiev", "Киев"))
IRPIN = KnownName("geo:irpin", "place", "Irpin", "town", "UA", "geo:kyivska", 50.52, 30.25, ("Ірпінь", "Irpen"))
OBLAST = KnownName("geo:kyivska", "place", "Kyiv Oblast", "region", "UA", None, 50.1, 30.5, ("Київська область",))
KYIV_CITY = KnownName("geo:kyiv-city", "place", "Kyiv City", "region", "UA", aliases=("Kyiv",))
UKRAINE = KnownName("geo:ua", "place", "Ukraine", "country", "UA", aliases=("Україна", "Украина"))
MAYOR = KnownName("actor:mayor", "actor", "Oleksandr Markushyn", "person", aliases=("Олександр Маркушин", "Markushyn"))
NAMES = (KYIV, IRPIN, OBLAST, KYIV_CITY, UKRAINE, MAYOR)


def place(name: KnownName, start: int = 0, **changes: Any) -> Place:
    kind: Any = name.type
    text = name.name
    mention = Place(
        *(start, start + len(text), text, name.id, name.name, name.country, kind, name.lat, name.lon),
        sense="location",
        event_place=False,
    )
    return replace(mention, **changes)


def actor(name: KnownName = MAYOR, start: int = 0) -> Actor:
    return Actor(start, start + len(name.name), name.name, name.id, name.name, "person", None)


def event(name: KnownName, text: str = "It happened.", **changes: Any) -> Event:
    happening = Event(name.name, name.id, "control", "claimed", None, 0, 20, text, None)
    return replace(happening, **changes)


def figure(start: int = 5, **changes: Any) -> Figure:
    number = Figure(start, start + 2, "12", 12.0, "exact", "killed", "people", "Irpin", None, "unverified")
    return replace(number, **changes)


def draft(key: str = "1", title: str = "Irpin is free", **changes: Any) -> ArticleDraft:
    plain = ArticleDraft(
        key=f"guid:{key}",
        content_hash=b"",
        guid=key,
        url=f"https://wire.example/{key}",
        title=title,
        author=None,
        published=NOON - timedelta(minutes=10),
        published_raw="Mon, 28 Mar 2022 11:50:00 GMT",
        updated=None,
        lang="en",
        summary="The mayor said so.",
        body=None,
        links=(),
        tags=Tags(),
    )
    made = replace(plain, **changes)
    content = f"{made.title}\0{made.summary}\0{made.body}".encode("utf-8", "replace")
    return replace(made, content_hash=hashlib.blake2b(content, digest_size=16).digest())


def outcome(feed_id: int, *drafts: ArticleDraft, at: datetime = NOON, **changes: Any) -> PollOutcome:
    plain = PollOutcome(
        feed_id=feed_id,
        polled_at=at,
        next_poll=at + timedelta(minutes=10),
        interval_s=600,
        state="ok",
        failures=0,
        error=None,
        http_status=200,
        ok=True,
        drafts=drafts,
        names=NAMES,
    )
    return replace(plain, **changes)


def add_feed(writer: Writer, url: str = URL, name: str = "Wire", **changes: Any) -> FeedState:
    settings = FeedSettings(url, name, **changes)
    return next(state for state in writer.submit(sync_feeds([settings], NOON)).result() if state.url == url)


def store(writer: Writer, feed: FeedState, *drafts: ArticleDraft, at: datetime = NOON) -> PollReceipt:
    return writer.submit(commit_poll(outcome(feed.id, *drafts, at=at))).result()
