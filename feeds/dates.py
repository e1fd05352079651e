"""Dates as feeds write them: ISO 8601, RFC 822 with its variants and in other languages, Unix times. Pure.

A date without a zone, or with one that nobody knows, is taken as UTC; what is no date gives None.
"""

from __future__ import annotations

import re
import unicodedata
from datetime import UTC, datetime, timedelta, timezone

_STEMS = (
    "jan gen ene янв січ sty oca",
    "feb fev fév фев лют lut şub",
    "mar mär maa мар бер",
    "apr avr abr апр кві kwi nis",
    "may mai mag mei мая май тра maj",
    "jun juin giu июн чер cze haz",
    "jul juil lug июл лип lip tem",
    "aug ago aoû авг сер sie ağu",
    "sep set сен вер wrz eyl",
    "oct ott out okt окт жов paź eki",
    "nov ноя лис lis kas",
    "dec déc dic dez дек гру gru ara",
)
_MONTHS = {stem: number for number, stems in enumerate(_STEMS, 1) for stem in stems.split()}
_HOURS = {
    "edt": -4, "est": -5, "et": -5, "cdt": -5, "cst": -6, "ct": -6, "mdt": -6, "mst": -7, "mt": -7, "pdt": -7,
    "pst": -8, "pt": -8, "adt": -3, "ast": -4, "akst": -9, "akdt": -8, "hst": -10, "brt": -3, "art": -3,
    "wet": 0, "west": 1, "bst": 1, "cet": 1, "cest": 2, "met": 1, "mest": 2, "mez": 1, "mesz": 2, "eet": 2, "eest": 3,
    "msk": 3, "мск": 3, "trt": 3, "idt": 3, "gst": 4, "pkt": 5, "ict": 7, "wib": 7, "hkt": 8, "sgt": 8, "awst": 8,
    "jst": 9, "kst": 9, "aest": 10, "aedt": 11, "nzst": 12, "nzdt": 13,
}  # fmt: skip
_ISO = re.compile(
    r"\d{4}-\d\d-\d\d(?:[T ]\d\d:\d\d(?::\d\d(?:[.,]\d+)?)?)?\s*(?:Z|[+-]\d\d:?\d\d|UTC|GMT)?\Z",
    re.ASCII | re.IGNORECASE,
)
_UNIX = re.compile(r"1\d{9}(?:\d{3})?\Z", re.ASCII)
_NAME = r"([^\W\d_]{3,})\.?"
_DAY_FIRST = re.compile(rf"\b(\d{{1,2}})\.?(?:\s+de)?[\s-]+{_NAME},?(?:\s+de)?[\s-]+(\d{{4,9}}|\d\d)\b")
_MONTH_FIRST = re.compile(rf"\b{_NAME}\s+(\d{{1,2}})(?:,|\b)(?:.*?)\s(\d{{4}})\b")
_TIME = re.compile(r"\b(\d{1,2}):(\d\d)(?::(\d\d)(?:\.\d+)?)?\s*([AaPp]\.?[Mm]\b\.?)?")
_OFFSET = re.compile(r"\s*\(?(?:GMT|UTC)?\s*([+-])(\d{1,2}):?(\d\d)?\b")
_ZONE = re.compile(r"\s*\(?([^\W\d_]{1,5})\b")
_MAX_OFFSET_H = 14
_CENTURY = 100
_PIVOT = 50  # RFC 2822, 4.3


def is_date(raw: str) -> bool:
    """Tell whether `read` knows the form of `raw`, sensible or not."""
    text = raw.strip()
    return bool(_ISO.match(text) or _UNIX.match(text) or _calendar(text))


def read(raw: str) -> datetime | None:
    """Give the UTC time that `raw` stands for, or None where it stands for none."""
    text = unicodedata.normalize("NFC", raw.strip())
    try:
        if _ISO.match(text):
            return _iso(text)
        if _UNIX.match(text):
            return datetime.fromtimestamp(int(text[:10]), UTC)
        return _worded(text)
    except (ValueError, OverflowError):
        return None


def _iso(text: str) -> datetime:
    bare = re.sub(r"\s*(?:UTC|GMT)\Z", "Z", text, flags=re.IGNORECASE).replace(",", ".")
    time = datetime.fromisoformat(re.sub(r"\s+(?=[+Z-])", "", bare.upper()))
    return (time if time.tzinfo else time.replace(tzinfo=UTC)).astimezone(UTC)


def _worded(text: str) -> datetime | None:
    found = _calendar(text)
    if found is None:
        return None
    year, month, day = found
    clock = _TIME.search(text)
    if clock is None:
        return datetime(year, month, day, tzinfo=UTC)
    hour, minute, second = int(clock[1]), int(clock[2]), min(int(clock[3] or 0), 59)  # a leap second is no second here
    if clock[4]:
        hour = hour % 12 + (12 if clock[4][0] in "Pp" else 0)
    time = datetime(year, month, day, hour, minute, second, tzinfo=_zone(text[clock.end() :]))
    return time.astimezone(UTC)


def _calendar(text: str) -> tuple[int, int, int] | None:
    """Give year, month and day, where a month is named."""
    for found in _DAY_FIRST.finditer(text):
        if month := _month(found[2]):
            year = int(found[3])
            if year < _CENTURY and len(found[3]) == 2:
                year += 2000 if year < _PIVOT else 1900
            return year, month, int(found[1])
    for found in _MONTH_FIRST.finditer(text):
        if month := _month(found[1]):
            return int(found[3]), month, int(found[2])
    return None


def _month(name: str) -> int | None:
    folded = name.casefold()
    return _MONTHS.get(folded[:4]) or _MONTHS.get(folded[:3])


def _zone(rest: str) -> timezone:
    offset = _OFFSET.match(rest)
    if offset is not None:
        hours, minutes = int(offset[2]), int(offset[3] or 0)
        if hours > _MAX_OFFSET_H:
            return UTC
        span = timedelta(hours=hours, minutes=minutes)
        return timezone(-span if offset[1] == "-" else span)
    name = _ZONE.match(rest)
    return timezone(timedelta(hours=_HOURS.get(name[1].casefold(), 0))) if name else UTC
