"""When: "on Sunday", "yesterday", "March 10", resolved against the day of publication."""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import TYPE_CHECKING, Final

from tagger.clues import DAY, YEAR

if TYPE_CHECKING:
    from datetime import datetime

_DAYS: Final = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_MONTHS: Final = (
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
)
_WEEKDAY = re.compile(rf"\b(last |next )?({'|'.join(_DAYS)})\b", re.IGNORECASE)
_NEAR = re.compile(
    r"\b(?:(today|tonight|this morning|сьогодні|сегодня)|(yesterday|last night|overnight|вчора|вчера))\b", re.IGNORECASE
)
_MONTH_DAY = re.compile(
    rf"\b({'|'.join(_MONTHS)})\.? (\d{{1,2}})(?:st|nd|rd|th)?(?:,? (\d{{4}}))?\b|\b(\d{{1,2}}) "
    rf"({'|'.join(_MONTHS)})(?: (\d{{4}}))?\b",
    re.IGNORECASE,
)
CLUES: Final = {DAY: [_WEEKDAY, _NEAR, _MONTH_DAY]}
CLUE_WORDS: Final = {YEAR: ("19", "20")}
_YEAR = re.compile(
    r"\b(?:(?:in|since|of|until|from|by|the|during|after|before) (?:early |late |mid-?)?"
    r"|(?:\d{1,2} )?[A-Z][a-z]+,? (?:\d{1,2},? )?)"
    r"((?:19|20)\d\d)\b(?! (?:people|civilians|men|women|children|soldiers|troops))"
    r"|\b((?:19|20)\d\d)(?:-?(?:го|м|му|й|х))? (?:року|році|рік|года|году|год)\b"
)

_TOPIC = re.compile(r"\d{1,2} [^\W\d]{3,9} (?:19|20)\d\d (?:року|года)\b")
"""A day at the head of a title is what it is about, not its background."""


def day_of(piece: str, published: datetime | None) -> str | None:
    """Give the ISO date that `piece` says something happened on, or None."""
    if published is None:
        return None
    today = published.date()
    exact = _MONTH_DAY.search(piece)
    if exact:
        found = _month_day(exact, today)
        if found:
            return found.isoformat()
    near = _NEAR.search(piece)
    if near:
        return (today if near[1] else today - timedelta(days=1)).isoformat()
    weekday = _WEEKDAY.search(piece)
    if weekday:
        back = (today.weekday() - _DAYS.index(weekday[2].lower())) % 7
        if weekday[1] and weekday[1].lower() == "next ":
            return (today + timedelta(days=(7 - back) % 7 or 7)).isoformat()
        return (today - timedelta(days=back)).isoformat()
    return None


def is_background(piece: str, published: datetime | None) -> bool:
    """Tell whether `piece` dates itself to an earlier year than that of publication."""
    if published is None:
        return False
    if _TOPIC.match(piece):
        return False
    return any(int(m[1] or m[2]) < published.year for m in _YEAR.finditer(piece))


def _month_day(m: re.Match[str], today: date) -> date | None:
    month = _MONTHS.index((m[1] or m[5]).lower()) + 1
    day, year = int(m[2] or m[4]), m[3] or m[6]
    try:
        found = date(int(year) if year else today.year, month, day)
    except ValueError:
        return None
    if not year and found > today + timedelta(days=60):
        return found.replace(year=found.year - 1)
    return found
