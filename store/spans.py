"""Stretches of time as tokens of the search index: whole years, months and days, and the days that are cut."""

from __future__ import annotations

from calendar import monthrange
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

from store import tokens
from store.records import record

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_DAY_S = 86_400
_DAWN = int(datetime.min.replace(tzinfo=UTC).timestamp())
"""The first moment that a calendar knows; nothing is published before it."""


@record
class Stretch:
    """From `start` to before `end`, epoch seconds; None where it has no end on that side."""

    start: int | None
    end: int | None

    @property
    def whole(self) -> bool:
        """Whether it consists of whole UTC days, so that tokens alone tell it."""
        return all(edge is None or edge % _DAY_S == 0 for edge in (self.start, self.end))

    def tokens(self, years: Iterable[int]) -> list[str]:
        """Give the tokens of which each article published in this stretch has one.

        Args:
            years: every year that an article was published in.
        """
        if self.end is not None and self.end <= _DAWN:
            return []
        first = None if self.start is None else datetime.fromtimestamp(self.start, UTC).date()
        last = None if self.end is None else datetime.fromtimestamp(self.end - 1, UTC).date()
        return [token for year in sorted(years) for token in _of_year(year, first or date.min, last or date.max)]


def _of_year(year: int, first: date, last: date) -> Iterator[str]:
    if first <= date(year, 1, 1) and date(year, 12, 31) <= last:
        yield tokens.year(year)
        return
    for month in range(1, 13):
        days = monthrange(year, month)[1]
        if first <= date(year, month, 1) and date(year, month, days) <= last:
            yield tokens.month(_epoch(date(year, month, 1)))
        else:
            for day in range(1, days + 1):
                if first <= date(year, month, day) <= last:
                    yield tokens.day(_epoch(date(year, month, day)))


def _epoch(day: date) -> int:
    return (day.toordinal() - date(1970, 1, 1).toordinal()) * _DAY_S
