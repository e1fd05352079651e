"""What happened where, newest first: the lines of the ticker."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from store.documents import decode_events
from store.happenings import within
from store.models import TickerLine
from store.names import resolve
from store.rows import require_text
from store.times import moment, seconds

if TYPE_CHECKING:
    import sqlite3
    from datetime import datetime

    from store.models import Event, Figure

_LINES = (
    "SELECT e.id, e.time, e.place_id, e.country, e.article, f.label, e.number, d.data"
    " FROM events e INDEXED BY events_{}"
    " CROSS JOIN headlines h ON h.id = e.article CROSS JOIN feeds f ON f.id = h.feed_id"
    " CROSS JOIN documents d ON d.id = e.article WHERE "
)
# The index is named, because statistics of a small archive can make SQLite take another one, and sort.
_NEWEST = " ORDER BY e.time DESC, e.id DESC LIMIT ?"


def lines(
    connection: sqlite3.Connection, *, since: datetime | None, place: str | None, after: int | None, limit: int
) -> list[TickerLine]:
    """Give the newest lines by time of publication.

    Args:
        connection: a reader's.
        since: only dispatches published at or after this time.
        place: any spelling or id of a place; a region or country stands for every place in it. None for all cities.
        after: only lines with a higher id, that is stored later.
        limit: how many lines at most.
    """
    bounds, values = "", []
    if since is not None:
        bounds, values = " AND e.time >= ?", [seconds(since)]
    if after is not None:
        # The plus keeps SQLite on the index that gives lines in order.
        bounds, values = bounds + " AND +e.id > ?", [*values, after]
    if place is None:
        return _fetch(connection, "city", "e.city = 1" + bounds + _NEWEST, (*values, limit))
    found: list[TickerLine] = []
    for column, value in _conditions(connection, place):
        condition = f"e.{'country' if column == 'country' else f'{column}_id'} = ?"
        found += _fetch(connection, column, condition + bounds + _NEWEST, (value, *values, limit))
    unique = {line.id: line for line in found}
    return sorted(unique.values(), key=lambda line: (line.time, line.id), reverse=True)[:limit]


def newest_of_type(
    connection: sqlite3.Connection, place_id: str, kind: str, *, since: int, limit: int
) -> list[TickerLine]:
    """Give a place's newest lines of one type of event since an epoch second."""
    condition = "e.place_id = ? AND e.time >= ? AND e.type = ?"
    return _fetch(connection, "place", condition + _NEWEST, (place_id, since, kind, limit))


def newest(connection: sqlite3.Connection, place_id: str, *, since: int, before: int, limit: int) -> list[TickerLine]:
    """Give a place's newest lines between two epoch seconds, `before` not included."""
    condition = "e.place_id = ? AND e.time >= ? AND e.time < ?"
    return _fetch(connection, "place", condition + _NEWEST, (place_id, since, before, limit))


def _conditions(connection: sqlite3.Connection, place: str) -> list[tuple[str, str]]:
    found: dict[tuple[str, str], None] = {}
    for place_id in resolve(connection, "place", place):
        row = connection.execute("SELECT type, country FROM names WHERE id = ?", (place_id,)).fetchone()
        kind, country = row or ("other", None)
        if kind == "country" and country:
            found["country", country] = None
        elif kind == "region":
            found["region", place_id] = None
        found["place", place_id] = None
    return list(found)


def _fetch(connection: sqlite3.Connection, index: str, condition: str, values: tuple[Any, ...]) -> list[TickerLine]:
    """Give the lines for which `condition` holds, by ``events_INDEX``."""
    found: list[TickerLine] = []
    told: dict[int, tuple[tuple[Event, ...], tuple[Figure, ...]]] = {}
    for line, time, place_id, country, article, source, number, data in connection.execute(
        _LINES.format(index) + condition, values
    ):
        if article not in told:
            told[article] = decode_events(data, connection)
        events, figures = told[article]
        event = events[number]
        require_text(place_id, country, source, event.place, event.type, event.status, event.by, event.text)
        found.append(
            TickerLine(
                *(line, moment(time), event.place, place_id, country, event.type, event.status, event.by),
                *(event.text, article, source, within(event, figures)),
            )
        )
    return found
