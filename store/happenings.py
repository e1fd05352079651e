"""The ticker's rows: events at places, and how many an hour each city had."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any
from zlib import crc32

from store.names import SETTLEMENTS

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable, Sequence

    from store.models import Event, Figure, KnownName, Tags

Row = tuple[int, int, int, str, str | None, str | None, int, str, str]
"""A ticker row without id and article, in the order of `_COLUMNS`."""
_COLUMNS = "number, mark, time, place_id, region_id, country, city, type, status"


def dateline(tags: Tags) -> str | None:
    """Give the name of the place a dispatch is about.

    That of its first event; else its first place of the finest kind, those where something happened before others,
    and never a metonym.
    """
    if tags.events:
        return tags.events[0].place
    places = [place for place in tags.places if place.sense == "location"]
    if not places:
        return None
    return min(places, key=lambda place: (_COARSENESS.get(place.kind, 3), not place.event_place, place.start)).name


_COARSENESS = {"city": 0, "town": 0, "village": 0, "facility": 0, "region": 1, "country": 2, "water": 3, "other": 3}


class Places:
    """Kind, region and country of places by id, each looked up once."""

    def __init__(self, connection: sqlite3.Connection, names: Iterable[KnownName] = ()) -> None:
        """Start from `names`, which the archive holds as they are here."""
        self._connection = connection
        self._known = {name.id: (name.type, name.region_id, name.country) for name in names if name.kind == "place"}

    def __getitem__(self, place_id: str) -> tuple[str, str | None, str | None]:
        """Give kind, region and country; a place that the archive doesn't know is of the kind ``other``."""
        found = self._known.get(place_id)
        if found is None:
            sql = "SELECT type, region_id, country FROM names WHERE id = ?"
            found = self._connection.execute(sql, (place_id,)).fetchone() or ("other", None, None)
            self._known[place_id] = found
        return found

    def region_of(self, place_id: str) -> str | None:
        """Give the id of the region that holds a place."""
        return self[place_id][1]


def event_rows(tags: Tags, time: int, places: Places) -> list[Row]:
    """Give the ticker rows of one article, without its id; one for each different event."""
    known = {place.id: (place.kind, place.country) for place in tags.places if place.sense == "location"}
    speaking = {place.id for place in tags.places if place.sense == "metonym"} - known.keys()
    rows: dict[tuple[Any, ...], Row] = {}
    for number, event in enumerate(tags.events):
        if event.place_id in speaking:  # "Kyiv said" is no event in Kyiv
            continue
        kind, region, country = places[event.place_id]
        if kind == "region":  # it counts as in itself
            region = event.place_id
        if event.place_id in known:
            kind, country = known[event.place_id]
        place = (event.place_id, region, country, int(kind in SETTLEMENTS))
        row = (number, _mark(event, tags.figures), time, *place, event.type, event.status)
        rows.setdefault(row[1:], row)
    return list(rows.values())


def within(event: Event, figures: Sequence[Figure]) -> tuple[Figure, ...]:
    """Give the figures that stand in an event's sentence."""
    return tuple([figure for figure in figures if event.start <= figure.start < event.end])


def _mark(event: Event, figures: Sequence[Figure]) -> int:
    """A checksum of what a line says beside its row: with it, a revision that changes a line makes a new one."""
    said = [(one.text, one.value, one.by, one.status) for one in within(event, figures)]
    return crc32(f"{event.text}\x1f{event.place}\x1f{event.by}\x1f{said or ''}".encode())


def add_events(connection: sqlite3.Connection, events: Iterable[tuple[int, list[Row]]]) -> None:
    """Put ticker rows of articles into the archive, in this order, and count them."""
    rows = [(article, *row) for article, many in events for row in many]
    if not rows:
        return
    connection.executemany(
        f"INSERT INTO events(article, {_COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",  # noqa: S608
        rows,
    )
    _count(connection, [row for _, many in events for row in many], 1)


def replace_events(connection: sqlite3.Connection, article: int, rows: list[Row]) -> int:
    """Make `rows` the ticker rows of an article; what stays the same keeps its id. Give the change in number."""
    stored = {
        tuple(row[2:]): (row[0], row[1])
        for row in connection.execute(f"SELECT id, {_COLUMNS} FROM events WHERE article = ?", (article,))  # noqa: S608
    }
    wanted = {row[1:]: row[0] for row in rows}
    gone = [(0, *key) for key in stored if key not in wanted]
    added = [row for row in rows if row[1:] not in stored]
    moved = [(wanted[key], one) for key, (one, number) in stored.items() if wanted.get(key, number) != number]
    connection.executemany("UPDATE events SET number = ? WHERE id = ?", moved)
    if gone:
        connection.executemany("DELETE FROM events WHERE id = ?", [(stored[row[1:]][0],) for row in gone])
        _count(connection, gone, -1)
    add_events(connection, [(article, added)])
    return len(added) - len(gone)


def _count(connection: sqlite3.Connection, rows: Sequence[Row], step: int) -> None:
    hours = Counter((row[2] // 3600, row[3]) for row in rows if row[6])
    connection.executemany(
        "INSERT INTO hours VALUES (?, ?, ?) ON CONFLICT DO UPDATE SET events = events + excluded.events",
        [(hour, place_id, step * number) for (hour, place_id), number in hours.items()],
    )
    if step < 0:
        connection.executemany("DELETE FROM hours WHERE hour = ? AND place_id = ? AND events <= 0", list(hours))
