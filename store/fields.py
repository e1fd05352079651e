"""The fields of the query language: what each is called, what its values may be, and times in words."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Literal, get_args

from store.models import EventType, Status
from store.records import record

TEXT_FIELDS = frozenset({"title", "body", "author"})
"""Fields whose value is words in the text."""
NAME_FIELDS = frozenset({"city", "region", "country", "place", "actor"})
"""Fields whose value is a name in any spelling."""
TIME_FIELDS = frozenset({"since", "before", "on"})
"""Fields whose value is a date, a time or a span before now."""
NUMBER_FIELDS = frozenset({"id", "story"})
"""Fields whose value is a number."""
CHOICES: dict[str, tuple[str, ...]] = {
    "event": get_args(EventType),
    "status": get_args(Status),
    "is": ("unread", "read", "starred", "live", "revised", "withdrawn", "duplicate", "muted"),
    "has": ("figures", "events", "fulltext", "revisions"),
}
"""Fields whose value is one of a few words."""
FIELDS = (
    *("title", "body", "source", "city", "region", "country", "place", "actor", "event", "status", "lang", "author"),
    *("url", "is", "has", "since", "before", "on", "story", "id"),
)
"""Every field, in the order in which help lists them."""

MAX_NUMBER = 2**63 - 1
"""The greatest id that SQLite holds."""
_SPAN = re.compile(r"(\d{1,6})([mhdw])\Z")
_UNITS: dict[str, timedelta] = {
    "m": timedelta(minutes=1),
    "h": timedelta(hours=1),
    "d": timedelta(days=1),
    "w": timedelta(weeks=1),
}
_DATE = re.compile(
    r"(?P<year>\d{4})(?:-(?P<month>\d\d?)(?:-(?P<day>\d\d?)"
    r"(?:[T ](?P<hour>\d\d?):(?P<minute>\d\d)(?::(?P<second>\d\d)(?:\.\d+)?)?(?P<zone>Z|[+-]\d\d:?\d\d)?)?)?)?\Z",
    re.IGNORECASE,
)

_CLOCK = re.compile(r"(\d\d?):(\d\d)(?::(\d\d))?Z?\Z", re.IGNORECASE)

Precision = Literal["year", "month", "day", "minute", "second"]


@record
class Span:
    """The half-open stretch of time that a date or time names."""

    start: datetime
    end: datetime


def nearest(word: str, known: tuple[str, ...]) -> str | None:
    """Give the known word that `word` is most likely a slip for, or None."""
    from difflib import get_close_matches

    starts = [candidate for candidate in known if len(word) > 1 and candidate.startswith(word)]
    close = get_close_matches(word, known, n=1, cutoff=0.6)
    return next(iter(starts or close), None)


def read_time(text: str, now: datetime) -> Span:
    """Give the stretch of time that `text` names: a year, month, day, minute or second, or ``7d`` before `now`.

    A time of day (``13:00``) is the last one that has been, in UTC as every time we print. A span before now
    (``90m``, ``24h``, ``7d``, ``2w``) starts at that moment; its stretch is the UTC day from there on, because
    ``on:1d`` asks for a day. ``today`` and ``yesterday`` are days too.

    Raises:
        ValueError: with words for the user.
    """
    lowered = text.strip().lower()
    if lowered in ("today", "yesterday"):
        midnight = now.astimezone(UTC).replace(hour=0, minute=0, second=0, microsecond=0)
        start = midnight - timedelta(days=1) if lowered == "yesterday" else midnight
        return Span(start, start + timedelta(days=1))
    if match := _SPAN.match(lowered):
        try:
            start = now.astimezone(UTC) - int(match[1]) * _UNITS[match[2]]
            return Span(start, start + timedelta(days=1))
        except OverflowError:
            raise ValueError(f"'{text}' reaches too far back") from None
    for pattern, read in ((_CLOCK, partial(_time_of_day, now.astimezone(UTC))), (_DATE, _calendar)):
        if match := pattern.match(text.strip()):
            try:
                return read(match)
            except (ValueError, OverflowError):
                raise ValueError(f"there is no such date or time as '{text}'") from None
    raise ValueError(f"'{text}' is no date or time; write 2022-03-28, 2022-03-28T09:12, 13:00, 90m, 24h or 7d")


def _time_of_day(now: datetime, match: re.Match[str]) -> Span:
    hour, minute, second = match.groups()
    start = now.replace(hour=int(hour), minute=int(minute), second=int(second or 0), microsecond=0)
    start -= timedelta(days=start > now)
    return Span(start, start + (timedelta(seconds=1) if second else timedelta(minutes=1)))


def _calendar(match: re.Match[str]) -> Span:
    year, month, day, hour, minute, second = (
        int(match[part]) if match[part] else None for part in ("year", "month", "day", "hour", "minute", "second")
    )
    if year is None:
        raise ValueError
    zone = datetime.strptime((match["zone"] or "Z").upper(), "%z").tzinfo
    start = datetime(year, month or 1, day or 1, hour or 0, minute or 0, second or 0, tzinfo=zone).astimezone(UTC)
    if month is None:
        return Span(start, start.replace(year=start.year + 1))
    if day is None:
        return Span(start, (start + timedelta(days=32)).replace(day=1))
    length = timedelta(days=1) if hour is None else timedelta(minutes=1) if second is None else timedelta(seconds=1)
    return Span(start, start + length)
