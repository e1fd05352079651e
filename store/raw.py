"""The kept bodies of feeds, as they were received: for reading them again once a parser got better."""

from __future__ import annotations

import json
import sqlite3
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from store.compression import decompress
from store.connection import translate
from store.models import RawBody
from store.schema import open_reader
from store.times import moment

if TYPE_CHECKING:
    from datetime import datetime
    from pathlib import Path
    from types import TracebackType

    from store.models import FeedKind


@dataclass(frozen=True, slots=True)
class RawFeed:
    """A feed of which bodies are kept, configured or not."""

    id: int
    url: str
    name: str
    kind: FeedKind
    country: str


@dataclass(frozen=True, slots=True)
class RawSighting:
    """One body, the last time it came."""

    id: int
    received: datetime


class RawReader:
    """Reads kept bodies through one read-only connection of its own."""

    def __init__(self, path: Path) -> None:
        """Open the archive at `path`.

        Raises:
            ArchiveError: it is missing, damaged, something else or too new.
        """
        self._connection = open_reader(path)
        self._path = path

    def __enter__(self) -> RawReader:
        """Give the reader itself."""
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        """Close the connection."""
        self._connection.close()

    def feeds(self) -> list[RawFeed]:
        """Give the feeds of which bodies are kept, in the order they were first configured."""
        rows = self._rows(
            "SELECT id, url, label, kind, country FROM feeds f"
            " WHERE EXISTS (SELECT 1 FROM sightings s WHERE s.feed_id = f.id) ORDER BY id"
        )
        return [RawFeed(*row) for row in rows]

    def sightings(self, feed_id: int) -> list[RawSighting]:
        """Give each different body of a feed once, the one that came last first."""
        rows = self._rows(
            "SELECT MAX(id), MAX(received) FROM sightings WHERE feed_id = ? GROUP BY hash ORDER BY 1 DESC", feed_id
        )
        return [RawSighting(key, moment(received)) for key, received in rows]

    def body(self, sighting: int) -> RawBody:
        """Give a body with the headers and the address it came with.

        Raises:
            LookupError: There is none of that id.
        """
        rows = self._rows(
            "SELECT b.hash, b.data, s.headers, s.url FROM sightings s JOIN raw_bodies b ON b.hash = s.hash"
            " WHERE s.id = ?",
            sighting,
        )
        if not rows:
            raise LookupError(f"no body was sighted under the id {sighting}")
        key, data, headers, url = rows[0]
        pairs = json.loads(decompress(headers))
        return RawBody(key, decompress(data), tuple((name, value) for name, value in pairs), url)

    def _rows(self, sql: str, *values: int) -> list[tuple[Any, ...]]:
        try:
            return self._connection.execute(sql, values).fetchall()
        except sqlite3.Error as error:
            raise translate(error, self._path) from error
