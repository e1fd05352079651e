"""What the desk shows first, read from the archive while the desk itself still loads."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from store.models import CityChoice
from store.query import EVERYTHING
from store.records import record
from tui.filter_places import places_named
from tui.pages import Page, read_page

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime, timedelta

    from store.models import ArchiveStatus, Article, CityTicker
    from store.query import Filter
    from store.reader import Reader
    from tui.memory import Remembered

CITIES: Final = 50
EVERY_CITY: Final = CityChoice()
LINES: Final = 12
"""Events asked for of each city: many fold into one where they say the same."""


@record
class FirstLook:
    """The first screen's contents, but for the cities: they take several times as long, and are often out of sight."""

    page: Page
    article: Article | None
    """The article of the first row."""
    totals: ArchiveStatus


def city_choice(remembered: Remembered, where: Filter = EVERYTHING) -> CityChoice:
    """Give which cities are wanted: as the desk remembers, and none beside those that a filter names."""
    return CityChoice(remembered.ticker_order, remembered.pinned, places_named(where))


def first_look(reader: Reader, where: Filter = EVERYTHING, *, grouped: bool = False) -> FirstLook:
    """Read the first screen's contents.

    Args:
        reader: the archive's.
        where: which articles.
        grouped: whether each story is one row of the list.

    Raises:
        store.errors.ArchiveError: the archive can't be read.
    """
    page = read_page(reader, where, grouped=grouped)
    return FirstLook(page, reader.article(page.rows[0].id) if page.rows else None, reader.status())


def read_cities(
    reader: Reader, now: datetime, window: timedelta, choice: CityChoice = EVERY_CITY
) -> Sequence[CityTicker]:
    """Read what the ticker shows.

    Args:
        reader: the archive's.
        now: the present, for the desk.
        window: how far back the cities' events reach.
        choice: which cities are wanted.

    Raises:
        store.errors.ArchiveError: the archive can't be read.
    """
    return reader.cities(now=now, window=window, limit=CITIES, lines=LINES, choice=choice)
