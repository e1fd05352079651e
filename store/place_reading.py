"""What is read of places and names: the ticker, where things happen, and what a spelling stands for.

What knows how is loaded on the first question: no list of headlines waits for it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from store.models import CityChoice
from store.reading import Reading

if TYPE_CHECKING:
    from datetime import datetime, timedelta

    from store.models import ActivePlace, CityRecord, CityTicker, NameKind, TickerLine
    from store.query import Filter, Term

ANY_CITY = CityChoice()


class PlaceReading(Reading):
    """The part of the reader that knows places and names."""

    def ticker(
        self, *, since: datetime | None = None, place: str | None = None, after: int | None = None, limit: int = 50
    ) -> list[TickerLine]:
        """Give lines of the per-city ticker, newest publication first; see `store.ticker.lines`."""
        from store import ticker

        with self._reading():
            return ticker.lines(self._connection, since=since, place=place, after=after, limit=limit)

    def cities(
        self, *, now: datetime, window: timedelta, limit: int = 50, lines: int = 3, choice: CityChoice = ANY_CITY
    ) -> list[CityTicker]:
        """Give the cities with events in the `window` before `now`; see `store.cities`."""
        from store import cities

        with self._reading():
            return cities.cities(self._connection, choice, now=now, window=window, limit=limit, line_count=lines)

    def city(self, place_id: str, *, now: datetime, window: timedelta) -> CityRecord | None:
        """Give all that is told of one place lately, or None where there is no such place; see `store.cities`."""
        from store import cities

        with self._reading():
            return cities.record(self._connection, place_id, now=now, window=window)

    def active_places(self, *, now: datetime, window: timedelta, limit: int = 500) -> list[ActivePlace]:
        """Give the settlements with events in the `window` before `now` and where they lie, the busiest first."""
        from store import active

        with self._reading():
            return active.active_places(self._connection, now=now, window=window, limit=limit)

    def resolve(self, kind: NameKind, text: str) -> tuple[str, ...]:
        """Give the ids of every place or actor with that spelling, whatever its case and diacritics."""
        from store import names

        with self._reading():
            return names.resolve(self._connection, kind, text)

    def unknown_names(self, where: Filter) -> dict[Term, list[str]]:
        """Give the terms of `where` whose name nothing in the archive has, each with names that may have been meant."""
        from store.resolving import unknown_names

        with self._reading():
            return unknown_names(self._connection, where.terms)
