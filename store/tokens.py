"""Filters as words: the tokens that the ``tags`` column of the search index holds of each article.

One FTS5 match answers any mixture of words, places and actors, where joins would take ten times as long. A token is
ASCII letters and digits only, so the tokenizer keeps it whole, and words of the text are matched in other columns,
so no text can forge one.
"""

from __future__ import annotations

import hashlib
from datetime import UTC, datetime
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from store.models import Tags

EVERY = "xz"
"""Stands in every row, so that "all but these" is a match like any other."""


def place(place_id: str) -> str:
    """The token of a place itself."""
    return f"xp{_digest(place_id)}"


def region(place_id: str) -> str:
    """The token of a region and of every place in it."""
    return f"xr{_digest(place_id)}"


def country(code: str) -> str:
    """The token of a country, by ISO 3166-1 alpha-2 code, and of every place in it."""
    return f"xk{_alnum(code)}"


def actor(actor_id: str) -> str:
    """The token of an actor; of a place that speaks or acts as one, too."""
    return f"xa{_digest(actor_id)}"


def event(kind: str) -> str:
    """The token of an event type."""
    return f"xe{_alnum(kind)}"


def status(name: str) -> str:
    """The token of an event's or figure's status."""
    return f"xs{_alnum(name)}"


def lang(code: str) -> str:
    """The token of a language tag, or of its first part."""
    return f"xl{_alnum(code)}"


def feed(feed_id: int) -> str:
    """The token of a feed."""
    return f"xf{feed_id}"


def has(what: str) -> str:
    """The token of something an article has: ``figures``, ``events``, ``fulltext``, ``revisions``."""
    return f"xh{_alnum(what)}"


def day(time: int) -> str:
    """The token of the UTC day that an epoch second lies in."""
    return f"xd{datetime.fromtimestamp(time, UTC):%Y%m%d}"


def month(time: int) -> str:
    """The token of the UTC month that an epoch second lies in."""
    return f"xm{datetime.fromtimestamp(time, UTC):%Y%m}"


def year(number: int) -> str:
    """The token of a year."""
    return f"xy{number}"


def tokens_of(
    tags: Tags,
    *,
    feed_id: int,
    published: int,
    language: str | None,
    fulltext: bool,
    revised: bool,
    region_of: Callable[[str], str | None],
) -> str:
    """Give every token of one article, divided by blanks, each once, in a fixed order.

    Args:
        tags: what the tagger found.
        feed_id: the feed it came from.
        published: when it counts as published, epoch seconds.
        language: its language tag.
        fulltext: whether a body is stored.
        revised: whether older versions are stored.
        region_of: gives the id of the region that holds a place.
    """
    found = dict.fromkeys((EVERY, feed(feed_id), *_of_time(published // 86_400)))
    if language:
        found |= {lang(language): None, lang(language.split("-")[0]): None}
    if fulltext:
        found[has("fulltext")] = None
    if revised:
        found[has("revisions")] = None
    found |= dict.fromkeys(_of_tags(tags, region_of))
    return " ".join(found)


def _of_tags(tags: Tags, region_of: Callable[[str], str | None]) -> Iterator[str]:
    for mention in tags.places:
        if mention.country:
            yield country(mention.country)
        if mention.sense == "metonym":
            yield actor(mention.id)
            continue
        yield place(mention.id)
        holder = mention.id if mention.kind == "region" else region_of(mention.id)
        if holder:
            yield region(holder)
    for someone in tags.actors:
        yield actor(someone.id)
    for kind, claim in dict.fromkeys((happening.type, happening.status) for happening in tags.events):
        yield event(kind)
        yield status(claim)
    for claim in dict.fromkeys(figure.status for figure in tags.figures):
        yield status(claim)
    if tags.events:
        yield has("events")
    if tags.figures:
        yield has("figures")


@lru_cache(maxsize=4_096)
def _of_time(days: int) -> tuple[str, str, str]:
    time = days * 86_400
    return day(time), month(time), year(datetime.fromtimestamp(time, UTC).year)


@lru_cache(maxsize=16_384)
def _digest(identifier: str) -> str:
    return hashlib.blake2b(identifier.encode("utf-8", "replace"), digest_size=8).hexdigest()


@lru_cache(maxsize=4_096)
def _alnum(text: str) -> str:
    return "".join(char for char in text.lower() if char.isascii() and char.isalnum())
