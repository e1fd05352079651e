"""What the desk shows first, read from the archive while the desk itself still loads."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from store.query import EVERYTHING

if TYPE_CHECKING:
    from datetime import datetime, timedelta

    from store.models import ArchiveStatus, Article, CityTicker, Headline
    from store.reader import Reader

PAGE: Final = 200
"""Headlines asked for at a time."""
CITIES: Final = 50
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


def first_look(reader: Reader, now: datetime, window: timedelta) -> FirstLook:
    """Read the first screen's contents.

    Args:
        reader: the archive's.
        now: the present, for the desk.
        window: how far back the cities' events reach.

    Raises:
        store.errors.ArchiveError: the archive can't be read.
    """
    rows = reader.headlines(EVERYTHING, limit=PAGE)
    return FirstLook(
        rows=tuple(rows),
        article=reader.article(rows[0].id) if rows else None,
        totals=reader.status(),
        cities=tuple(reader.cities(now=now, window=window, limit=CITIES, lines=LINES)),
    )
