"""What the desk shows first, read from the archive while the desk itself still loads."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from store.models import CityChoice
from store.query import EVERYTHING
from tui.filter_places import places_named

if TYPE_CHECKING:
    from datetime import datetime, timedelta

    from store.models import ArchiveStatus, Article, CityTicker, Headline
    from store.query import Filter
    from store.reader import Reader
    from tui.memory import Remembered

PAGE: Final = 200
"""Headlines asked for at a time."""
CITIES: Final = 50
EVERY_CITY: Final = CityChoice()
LINES: Final = 12
"""Events asked for of each city: many fold into one where they say the same."""


@dataclass(frozen=True, slots=True)
class FirstLook:
    """The first screen's contents."""

    rows: tuple[Headline, ...]
    article: Article | None
    """The article of the first row."""
    totals: ArchiveStatus
    cities: tuple[CityTicker, ...]


def city_choice(remembered: Remembered, where: Filter = EVERYTHING) -> CityChoice:
    """Give which cities are wanted: as the desk remembers, and none beside those that a filter names."""
    return CityChoice(remembered.ticker_order, remembered.pinned, places_named(where))


def first_look(
    reader: Reader, now: datetime, window: timedelta, choice: CityChoice = EVERY_CITY
) -> FirstLook:
    """Read the first screen's contents.

    Args:
        reader: the archive's.
        now: the present, for the desk.
        window: how far back the cities' events reach.
        choice: which cities are wanted.

    Raises:
        store.errors.ArchiveError: the archive can't be read.
    """
    rows = reader.headlines(EVERYTHING, limit=PAGE)
    return FirstLook(
        rows=tuple(rows),
        article=reader.article(rows[0].id) if rows else None,
        totals=reader.status(),
        cities=tuple(reader.cities(now=now, window=window, limit=CITIES, lines=LINES, choice=choice)),
    )
