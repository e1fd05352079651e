"""An article's own page as one compressed value, and what the search index holds of it.

A document is JSON in a zstd frame. Tags are lists in the order of the fields of their data class, so a class may only
grow at its end, with defaults. The index tokens stand in the document because a contentless FTS5 table must be told
the old values, exactly, when a row goes.
"""

from __future__ import annotations

import json
from dataclasses import fields
from operator import attrgetter
from typing import TYPE_CHECKING, Any

from store.compression import compress, decompress
from store.models import Actor, Event, Figure, Place, Tags
from store.records import record

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable

    from store.models import PublishedSource

_json = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode
_place: Callable[[Place], tuple[Any, ...]] = attrgetter(*(field.name for field in fields(Place)))
_actor: Callable[[Actor], tuple[Any, ...]] = attrgetter(*(field.name for field in fields(Actor)))
_event: Callable[[Event], tuple[Any, ...]] = attrgetter(*(field.name for field in fields(Event)))
_figure: Callable[[Figure], tuple[Any, ...]] = attrgetter(*(field.name for field in fields(Figure)))


@record
class Document:
    """What only an article's own page shows."""

    summary: str
    body: str | None
    author: str | None
    guid: str | None
    published_raw: str | None
    published_source: PublishedSource
    updated: int | None
    """Epoch seconds."""
    lang: str | None
    links: tuple[str, ...]
    seen_at: int
    """When this version arrived, epoch seconds."""
    index: str
    """The tokens that stand in the ``tags`` column of the search index."""
    tags: Tags
    point: tuple[float, float] | None = None
    """Latitude and longitude, where the feed gives a point."""
    parent: str | None = None
    """The headline of the live blog that it is an update of."""
    credit: str | None = None
    """Whom the feed names as the source."""


def encode(document: Document, dictionary: int = 0) -> bytes:
    """Give the stored form of `document`.

    Args:
        document: what is stored.
        dictionary: what `store.compression.newest` gave.

    Raises:
        UnicodeEncodeError: a text holds a lone surrogate.
    """
    value = [*_plain(document), *_tag_rows(document.tags)]
    return compress(_json(value).encode(), dictionary)


_PLAIN = tuple(field.name for field in fields(Document) if field.name != "tags")
_plain: Callable[[Document], tuple[Any, ...]] = attrgetter(*_PLAIN)


def decode(data: bytes, connection: sqlite3.Connection | None = None) -> Document:
    """Give the document that `encode` stored; see `store.compression.decompress`.

    Raises:
        ValueError: `data` is damaged.
    """
    value = json.loads(decompress(data, connection))
    tags = _tags(value[-4:])
    plain = dict(zip(_PLAIN, value[:-4], strict=False))
    plain["links"] = tuple(plain["links"])
    if (point := plain.get("point")) is not None:
        plain["point"] = (point[0], point[1])
    return Document(**plain, tags=tags)


def readable(data: bytes, connection: sqlite3.Connection) -> Document | None:
    """Give what `encode` stored; None where it is damaged, for whoever can do without."""
    try:
        return decode(data, connection)
    except (ValueError, TypeError, LookupError):
        return None


def decode_events(data: bytes, connection: sqlite3.Connection) -> tuple[tuple[Event, ...], tuple[Figure, ...]]:
    """Give only events and figures of the document that `encode` stored."""
    value = json.loads(decompress(data, connection))
    return tuple(Event(*row) for row in value[-2]), tuple(Figure(*row) for row in value[-1])


def encode_version(title: str, summary: str, body: str | None, tags: Tags | None, dictionary: int = 0) -> bytes:
    """Give the stored form of a superseded version."""
    rows = [] if tags is None else _tag_rows(tags)
    return compress(_json([title, summary, body, *rows]).encode(), dictionary)


def decode_version(
    data: bytes, connection: sqlite3.Connection | None = None
) -> tuple[str, str, str | None, Tags | None]:
    """Give title, summary, body and, where they are known, the tags of a superseded version."""
    title, summary, body, *rows = json.loads(decompress(data, connection))
    return title, summary, body, _tags(rows) if rows else None


def _tag_rows(tags: Tags) -> list[list[tuple[Any, ...]]]:
    return [
        [_place(place) for place in tags.places],
        [_actor(actor) for actor in tags.actors],
        [_event(event) for event in tags.events],
        [_figure(figure) for figure in tags.figures],
    ]


def _tags(rows: list[Any]) -> Tags:
    places, actors, events, figures = rows
    return Tags(
        tuple(Place(*row) for row in places),
        tuple(Actor(*row) for row in actors),
        tuple(Event(*row) for row in events),
        tuple(Figure(*row) for row in figures),
    )


def searchable(summary: str, body: str | None) -> str:
    """Give the text that the ``body`` column of the index holds.

    Never change this without a migration that builds the index anew: rows are deleted by repeating it.
    """
    if not body:
        return summary
    return body if summary in body else f"{summary}\n{body}"
