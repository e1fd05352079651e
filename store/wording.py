"""What a report says, as far as its story is found by it."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from store import documents
from store.features import features_of, prepared
from store.lines import without_noise

if TYPE_CHECKING:
    import sqlite3

    from store.features import Features
    from store.models import Tags

_STORED = (
    "SELECT h.feed_id, MIN(h.published, h.first_seen), h.title, d.data FROM headlines h"
    " JOIN documents d ON d.id = h.id WHERE h.id = ?"
)


class Wording(NamedTuple):
    """What a report says, and when and where it was published."""

    feed: int
    published: int
    """Epoch seconds; not after it arrived."""
    title: str
    text: str
    lang: str | None
    tags: Tags
    is_update: bool
    """Whether it is an update of a live blog."""
    prepared: bytes = b""
    """What `store.features.prepare` gave of it, if anything."""


def read(connection: sqlite3.Connection, article: int) -> Wording | None:
    """Give what a stored report says; None where it has no text."""
    row = connection.execute(_STORED, (article,)).fetchone()
    document = None if row is None else documents.readable(row[-1], connection)
    if document is None:
        return None
    feed, published, title, _ = row
    text = document.body or document.summary
    return Wording(feed, published, title, text, document.lang, document.tags, document.parent is not None)


def features(wording: Wording, noise: frozenset[bytes]) -> Features:
    """Give what a report is compared by, without the lines that are `noise` in its feed."""
    feed, hour = wording.feed, max(0, wording.published // 3600)
    text = without_noise(wording.text, noise)
    return prepared(wording.prepared, wording.title, text, hour=hour, feed=feed) or features_of(
        wording.title, text, wording.lang, wording.tags, hour=hour, feed=feed, update=wording.is_update
    )
