"""Where things happen: the places with events of late, and where they lie."""

from __future__ import annotations

from typing import TYPE_CHECKING

from store.models import ActivePlace
from store.rows import require_text
from store.times import seconds

if TYPE_CHECKING:
    import sqlite3
    from datetime import datetime, timedelta


def active_places(connection: sqlite3.Connection, *, now: datetime, window: timedelta, limit: int) -> list[ActivePlace]:
    """Give the settlements with events in the `window` before `now`, the busiest first, as far as they can be placed.

    The window is in whole clock hours; the last is the running one.
    """
    last = seconds(now) // 3600
    first = last - max(1, -(-int(window.total_seconds()) // 3600)) + 1
    rows = connection.execute(
        "WITH active AS (SELECT place_id, SUM(events) AS many FROM hours WHERE hour BETWEEN ? AND ? GROUP BY place_id)"
        " SELECT n.name, n.id, n.country, n.lat, n.lon, many FROM active CROSS JOIN names n ON n.id = active.place_id"
        " WHERE n.lat IS NOT NULL AND n.lon IS NOT NULL ORDER BY many DESC, n.id LIMIT ?",
        (first, last, limit),
    )
    found = []
    for name, place_id, country, latitude, longitude, many in rows:
        require_text(name, place_id, country)
        found.append(ActivePlace(name, place_id, country, float(latitude), float(longitude), int(many)))
    return found
