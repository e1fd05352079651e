"""The cities of the ticker: which had events of late, how many in each hour, and how many are usual there."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from store.models import CityRecord, CityTicker
from store.names import region_called, resolve, starting_with
from store.rows import require_text
from store.ticker import newest, newest_of_type
from store.times import moment, seconds
from store.usual import Hours, usual

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable, Sequence
    from datetime import datetime, timedelta

    from store.models import CityChoice
    from store.query import Term

DAYS: Final = 30
"""Days that a city's record reaches back."""
MOST_LINES: Final = 300
MOST_CONTROL: Final = 50
_HOURLY = (
    "SELECT time / 3600, COUNT(*) FROM events INDEXED BY events_place"
    " WHERE place_id = ? AND time >= ? AND time < ? GROUP BY 1"
)
_ORDERS = {"latest": "latest DESC, many DESC, place_id", "activity": "many DESC, latest DESC, place_id"}
_ACTIVE = (
    "WITH active AS (SELECT place_id, SUM(events) AS many FROM hours WHERE hour BETWEEN ? AND ? GROUP BY place_id)"
    " SELECT place_id, many, (SELECT MAX(time) FROM events e WHERE e.place_id = active.place_id AND e.time < ?)"
    " AS latest FROM active WHERE {} ORDER BY {} LIMIT ?"
)
_HELD = (
    "EXISTS (SELECT 1 FROM names n WHERE n.id = place_id AND (n.id IN ({ids}) OR n.region_id IN ({ids})"
    " OR n.country IN ({countries})))"
)
_BEFORE = (
    "SELECT place_id, (? - hour) / ? AS day, SUM(CASE (? - hour) % ? WHEN 0 THEN events * ? ELSE events END) FROM hours"
    " WHERE hour BETWEEN ? AND ? AND (? - hour) % ? < ? AND place_id IN ({}) GROUP BY place_id, day"
)


def cities(
    connection: sqlite3.Connection,
    choice: CityChoice,
    *,
    now: datetime,
    window: timedelta,
    limit: int,
    line_count: int,
) -> list[CityTicker]:
    """Give the cities with events in the `window` before `now`, at most `limit`, and those that are pinned before them.

    The window is in whole clock hours; the last is the running one.
    """
    hours = hours_until(now, window)
    end = (hours.last + 1) * 3600
    rows = [(place, 0, None) for place in choice.pinned] + _active(connection, choice, hours, end, limit)
    many = {place: (count, latest) for place, count, latest in rows}  # what is pinned stays before the others
    counts = _hourly(connection, hours, many)
    before = _usual(connection, hours, tuple(many))
    found = []
    for place_id, (count, latest) in many.items():
        lines = newest(connection, place_id, since=0, before=end, limit=max(line_count, 1))
        name = _named(connection, place_id) if not lines else (lines[0].place, lines[0].country)
        if name is None:
            continue
        shown, last = tuple(lines[:line_count]), moment(latest) if latest is not None else None
        found.append(
            CityTicker(
                *(name[0], place_id, name[1], last or (lines[0].time if lines else now)),
                *(count, tuple(counts[place_id]), shown if count else shown[:1], before.get(place_id)),
                pinned=place_id in choice.pinned,
            )
        )
    return found


def record(connection: sqlite3.Connection, place_id: str, *, now: datetime, window: timedelta) -> CityRecord | None:
    """Give what is told of a place in the last `DAYS` days, or None where the archive knows no such place."""
    row = connection.execute(
        "SELECT n.name, n.country, r.name FROM names n LEFT JOIN names r ON r.id = n.region_id"
        " WHERE n.id = ? AND n.kind = 'place'",
        (place_id,),
    ).fetchone()
    if row is None:
        return None
    require_text(*row)
    hours, today = hours_until(now, window), seconds(now) // 86_400
    since, end = (today - DAYS + 1) * 86_400, (hours.last + 1) * 3600
    first = min(since // 3600, hours.first)
    counted: dict[int, int] = dict(connection.execute(_HOURLY, (place_id, first * 3600, end)).fetchall())
    days = [0] * DAYS
    for hour, many in counted.items():
        if hour // 24 > today - DAYS:
            days[hour // 24 - today - 1] += many
    each = tuple(counted.get(hour, 0) for hour in range(hours.first, hours.last + 1))
    return CityRecord(
        *(row[0], place_id, row[1], row[2], now),
        *(sum(each), _usual(connection, hours, (place_id,)).get(place_id), each, tuple(days)),
        tuple(newest(connection, place_id, since=since, before=end, limit=MOST_LINES)),
        tuple(newest_of_type(connection, place_id, "control", since=since, limit=MOST_CONTROL)),
    )


def hours_until(now: datetime, window: timedelta) -> Hours:
    """Give the clock hours of the `window` that ends with the running hour."""
    last, over = divmod(seconds(now), 3600)
    return Hours(last - max(1, -(-int(window.total_seconds()) // 3600)) + 1, last, over / 3600)


def _active(
    connection: sqlite3.Connection, choice: CityChoice, hours: Hours, end: int, limit: int
) -> list[tuple[str, int, int | None]]:
    condition, values = "1", []
    if choice.within:
        ids, countries = _holders(connection, choice.within)
        condition = _HELD.format(ids=_marks(ids), countries=_marks(countries))
        values = [*ids, *ids, *countries]
    sql = _ACTIVE.format(condition, _ORDERS[choice.order])
    return connection.execute(sql, (hours.first, hours.last, end, *values, limit)).fetchall()


def _holders(connection: sqlite3.Connection, terms: Iterable[Term]) -> tuple[list[str], list[str]]:
    """Give the ids of the places and regions that `terms` name, and the codes of the countries."""
    ids: dict[str, None] = {}
    countries: dict[str, None] = {}
    for term in terms:
        if term.field in ("country", "place") and len(term.value) == 2 and term.value.isalpha():
            countries[term.value.upper()] = None
        found = (starting_with if term.prefix else resolve)(connection, "place", term.value)
        for identifier in found or (region_called(connection, term.value) if term.field == "region" else ()):
            row = connection.execute("SELECT type, country FROM names WHERE id = ?", (identifier,)).fetchone()
            if row is not None and row[0] == "country" and row[1]:
                countries[row[1]] = None
            elif row is None or (row[0] == "region") == (term.field == "region") or term.field == "place":
                ids[identifier] = None
    return list(ids), list(countries)


def _hourly(connection: sqlite3.Connection, hours: Hours, wanted: Iterable[str]) -> dict[str, list[int]]:
    counts = {place_id: [0] * hours.length for place_id in wanted}
    sql = "SELECT hour, place_id, events FROM hours WHERE hour BETWEEN ? AND ?"
    for hour, place_id, many in connection.execute(sql, (hours.first, hours.last)):
        if place_id in counts:
            counts[place_id][hour - hours.first] = many
    return counts


def _usual(connection: sqlite3.Connection, hours: Hours, places: Sequence[str]) -> dict[str, float | None]:
    """Give what is usual at each place in the same hours of the days before."""
    row = connection.execute("SELECT first_seen FROM headlines WHERE id = (SELECT MIN(id) FROM headlines)").fetchone()
    days, period, last = hours.days(row[0] // 3600) if row else 0, hours.period, hours.last
    if not days:
        return {}
    counts = {place_id: [0.0] * days for place_id in places}
    rows: Iterable[tuple[str, int, Any]] = connection.execute(
        _BEFORE.format(_marks(places)),
        (
            *(last, period, last, period, hours.elapsed),
            *(hours.first - days * period, last - period, last, period, hours.length),
            *places,
        ),
    )
    for place_id, day, many in rows:
        require_text(place_id)
        counts[place_id][day - 1] = float(many)
    return {place_id: usual(found) for place_id, found in counts.items()}


def _named(connection: sqlite3.Connection, place_id: str) -> tuple[str, str | None] | None:
    """Give the name and country of a place, or None where the archive does not know it."""
    row = connection.execute("SELECT name, country FROM names WHERE id = ? AND kind = 'place'", (place_id,)).fetchone()
    if row is None:
        return None
    require_text(*row)
    return row[0], row[1]


def _marks(values: Sequence[Any]) -> str:
    return ",".join("?" * len(values))
