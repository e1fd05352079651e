"""What happened where, newest first: the lines of the ticker, and the cities that had any lately."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from store.documents import decode_events
from store.happenings import within
from store.models import CityTicker, TickerLine
from store.names import resolve
from store.rows import require_text
from store.times import moment, seconds

if TYPE_CHECKING:
    import sqlite3
    from datetime import datetime, timedelta

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


def cities(
    connection: sqlite3.Connection, *, now: datetime, window: timedelta, limit: int, line_count: int
) -> list[CityTicker]:
    """Give the cities with events in the `window` before `now`, the one with the latest event first.

    The window is in whole clock hours; the last is the running one.
    """
    length = max(1, -(-int(window.total_seconds()) // 3600))
    last = seconds(now) // 3600
    first, end = last - length + 1, (last + 1) * 3600
    rows = connection.execute(
        "WITH active AS (SELECT place_id, SUM(events) AS many FROM hours WHERE hour BETWEEN ? AND ? GROUP BY place_id)"
        " SELECT place_id, many, (SELECT MAX(time) FROM events e WHERE e.place_id = active.place_id AND e.time < ?)"
        " AS latest FROM active ORDER BY latest DESC, many DESC, place_id LIMIT ?",
        (first, last, end, limit),
    ).fetchall()
    counts: dict[str, list[int]] = {row[0]: [0] * length for row in rows}
    for hour, place_id, many in connection.execute("SELECT * FROM hours WHERE hour BETWEEN ? AND ?", (first, last)):
        if place_id in counts:
            counts[place_id][hour - first] = many
    found = []
    for place_id, many, latest in rows:
        newest = _newest(connection, place_id, end, max(line_count, 1))
        head, shown = newest[0], tuple(newest[:line_count])
        found.append(
            CityTicker(head.place, place_id, head.country, moment(latest), many, tuple(counts[place_id]), shown)
        )
    return found


def _newest(connection: sqlite3.Connection, place_id: str, end: int, count: int) -> list[TickerLine]:
    return _fetch(connection, "place", "e.place_id = ? AND e.time < ?" + _NEWEST, (place_id, end, count))


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
