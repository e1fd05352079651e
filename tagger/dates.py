"""When: "on Sunday", "yesterday", "March 10", resolved against the day of publication."""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import TYPE_CHECKING, Final

from tagger.clues import DAY, YEAR

if TYPE_CHECKING:
    from datetime import datetime

    from tagger.sentences import Sentence

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
_REACH: Final = 16
"""Code points that a date reaches, at most, on either side of the word that gives it away."""
CLUE_WORDS: Final = {
    YEAR: (
        *("19", "20", "years ago", "years earlier", "decade", "centuries", "anniversary"),
        *("лет назад", "років тому", "со дня", "з дня", "годовщин", "річниц", "день освобо", "день визвол"),
    )
}
_YEAR = re.compile(
    r"\b(?:(?:in|since|of|until|from|by|the|during|after|before) (?:early |late |mid-?)?"
    r"|(?:\d{1,2} )?[A-Z][a-z]+,? (?:\d{1,2},? )?)"
    r"((?:19|20)\d\d)s?\b(?! (?:people|civilians|men|women|children|soldiers|troops))"
    r"|\b((?:19|20)\d\d)(?:-?(?:го|м|му|й|х))? (?:року|році|рік|года|году|год)\b"
)

_ADVERBIAL: Final = 40
"""Longest part of a clause, in code points, that only says when."""
_SINCE = re.compile(r"\b[Ss]ince\b")
_EVER_SINCE = re.compile(r"\b(?:has|have)\b")
_TRAILS = re.compile(r" (?:back )?(?:in|on|at|during|late|early|since|[A-Z][a-z]+)\b.{0,30}\Z", re.DOTALL)
_SAID = re.compile(r"\b(?:said|says|told|adds|added|adding|warned|warning|claimed|claims|saying)\b")
_LONG_AGO = re.compile(
    r"\b(?:years|decades?|centuries) (?:ago|earlier)\b|\banniversary\b|\b(?:лет назад|років тому|годовщин\w*|"
    r"річниц\w*)\b"
    r"|\b(?:лет|років|года|роки) (?:со|з) дня\b|\bдень (?:освобожден|визволен)\w+",
    re.IGNORECASE,
)
"""What dates an event to earlier years without their number."""
_TOPIC = re.compile(r"\d{1,2} [^\W\d]{3,9} (?:19|20)\d\d (?:року|года)\b")
"""A day at the head of a title is what it is about, not its background."""


def day_of(folded: str, s: Sentence, published: datetime | None) -> str | None:
    """Give the ISO date that a sentence says something happened on, or None."""
    if published is None or not s.clues & DAY:
        return None
    today = published.date()
    exact = _first(_MONTH_DAY, folded, s)
    if exact:
        found = _month_day(exact, today)
        if found:
            return found.isoformat()
    near = _first(_NEAR, folded, s)
    if near:
        return (today if near[1] else today - timedelta(days=1)).isoformat()
    weekday = _first(_WEEKDAY, folded, s)
    if weekday:
        back = (today.weekday() - _DAYS.index(weekday[2].lower())) % 7
        if weekday[1] and weekday[1].lower() == "next ":
            return (today + timedelta(days=(7 - back) % 7 or 7)).isoformat()
        return (today - timedelta(days=back)).isoformat()
    return None


def _first(pattern: re.Pattern[str], folded: str, s: Sentence) -> re.Match[str] | None:
    """Give the first match of a pattern in a sentence, which can only be round a clue."""
    windows = ((max(s.start, at - _REACH), min(s.end, end + _REACH)) for at, end, bits in s.hits if bits & DAY)
    return next((m for start, end in windows if (m := pattern.search(folded, start, end))), None)


def is_background(piece: str, at: int, published: datetime | None) -> bool:
    """Tell whether what `piece` tells of at offset `at` is dated to an earlier year than that of publication.

    The year speaks for its own part of the clause, between commas; for all of it where it opens the clause ("In 2014,
    …"), and for what stands before it where it trails ("…, in March 2014") without a verb of speech between.
    """
    if published is None or _TOPIC.match(piece):
        return False
    if any(_dates(piece, m, at) for m in _LONG_AGO.finditer(piece)):
        return True
    return any(int(m[1] or m[2]) < published.year and _dates(piece, m, at) for m in _YEAR.finditer(piece))


def _dates(piece: str, year: re.Match[str], at: int) -> bool:
    if _SINCE.search(piece, max(0, year.start() - 6), year.end()) and _EVER_SINCE.search(piece):
        return False
    first, last = sorted((at, year.start()))
    if ", " not in piece[first:last]:
        return True
    start = piece.rfind(", ", 0, year.start()) + 1
    end = piece.find(",", year.end())
    part = piece[start : end if end >= 0 else len(piece)]
    if start == 0:
        return len(part) <= _ADVERBIAL
    return at < start and _TRAILS.match(part) is not None and _SAID.search(piece, at, start) is None


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
