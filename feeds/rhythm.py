"""A feed's rhythm: what its publisher declares, and what the dates of its entries show. Pure."""

from __future__ import annotations

import json
import math
import re
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable

_HEAD = 65_536
_FIRST_ENTRY = re.compile(r"<(?:\w+:)?(?:item|entry)[\s>]")
_SKIP_HOURS = re.compile(r"<skipHours\b[^>]{0,100}>(.{0,2000}?)</skipHours", re.IGNORECASE | re.DOTALL)
_SKIP_DAYS = re.compile(r"<skipDays\b[^>]{0,100}>(.{0,1000}?)</skipDays", re.IGNORECASE | re.DOTALL)
_HOUR = re.compile(r"<hour>\s*(\d{1,2})\s*<", re.IGNORECASE)
_DAY = re.compile(r"<day>\s*(mon|tues|wednes|thurs|fri|satur|sun)day\s*<", re.IGNORECASE)
_PERIOD = re.compile(r"<\w+:updatePeriod>\s*(hourly|daily|weekly|monthly|yearly)\s*<", re.IGNORECASE)
_FREQUENCY = re.compile(r"<\w+:updateFrequency>\s*(\d{1,4})\s*<", re.IGNORECASE)
_DAYS = ("mon", "tues", "wednes", "thurs", "fri", "satur", "sun")
_PERIODS = {"hourly": 3_600, "daily": 86_400, "weekly": 604_800, "monthly": 2_592_000, "yearly": 31_536_000}
_LATEST = 10
"""So many of the latest dispatches tell the present pace."""
_AFTER_END_S = 10_800
_SLOT_S = 60
"""Dispatches of the same minute came as one."""


@dataclass(frozen=True, slots=True)
class Declared:
    """What the head of a feed document says about its rhythm."""

    update_s: int | None = None
    """Seconds between updates, by the RDF Site Summary syndication module (``sy:updatePeriod`` / ``-Frequency``)."""
    skip_hours: tuple[int, ...] = ()
    """Hours of the day, UTC, in which nobody need ask (RSS 2.0 ``skipHours``)."""
    skip_days: tuple[int, ...] = ()
    """Days of the week, Monday 0 (RSS 2.0 ``skipDays``)."""


UNDECLARED = Declared()


@dataclass(frozen=True, slots=True)
class Rhythm:
    """All that is known of a feed's rhythm; kept with the feed, because a 304 tells nothing of it."""

    ttl_s: int | None = None
    """Seconds the publisher asks to wait (RSS 2.0 ``ttl``)."""
    update_s: int | None = None
    skip_hours: tuple[int, ...] = ()
    skip_days: tuple[int, ...] = ()
    gap_s: int | None = None
    """Seconds between the latest dispatches, on average, the silence after the last one included."""
    newest: int | None = None
    """When the latest one was published, in epoch seconds."""
    span_s: int | None = None
    """Seconds from the oldest entry in the document to the newest: who waits longer misses some."""
    ended: int | None = None
    """When the publisher's coverage ends, in epoch seconds, where it says so."""

    def is_over(self, now: datetime) -> bool:
        """Tell whether the coverage has ended by `now`; some blogs go on for a while after the end they announced."""
        if self.ended is None:
            return False
        return now.timestamp() > max(self.ended, self.newest or 0) + _AFTER_END_S

    def gap_at(self, now: datetime) -> float | None:
        """Give the seconds between dispatches as they look at `now`: silence makes a feed slower."""
        if self.gap_s is None or self.newest is None:
            return None
        return max(self.gap_s, (now.timestamp() - self.newest) / _LATEST)


def declared(text: str) -> Declared:
    """Read the publisher's own words before the first entry of an XML feed; nonsense counts for nothing."""
    first = _FIRST_ENTRY.search(text, 0, _HEAD)
    head = text[: first.start() if first else _HEAD]
    if "skip" not in head and "update" not in head:
        return UNDECLARED
    hours = {int(hour) % 24 for hour in _listed(_SKIP_HOURS, _HOUR, head) if int(hour) <= 24}  # RSS 0.91 counts to 24
    days = {_DAYS.index(day.lower()) for day in _listed(_SKIP_DAYS, _DAY, head)}
    return Declared(
        update_s=_update_s(head),
        skip_hours=tuple(sorted(hours)) if len(hours) < 24 else (),
        skip_days=tuple(sorted(days)) if len(days) < 7 else (),
    )


def observed(published: Iterable[datetime | None], now: datetime, ttl_s: int | None, said: Declared) -> Rhythm:
    """Give the rhythm that a document shows.

    Args:
        published: When its entries were published, as far as they say so; dates to come are left out.
        now: The time of the poll.
        ttl_s: The document's ``ttl``.
        said: What else it declares.
    """
    ages = sorted(age for time in published if time and (age := (now - time).total_seconds()) >= 0)
    base = Rhythm(ttl_s, said.update_s, said.skip_hours, said.skip_days)
    if not ages:
        return base
    slots = list(dict.fromkeys(int(age // _SLOT_S) for age in ages))[:_LATEST]
    gap = max(_SLOT_S, (slots[-1] + 1) * _SLOT_S / len(slots))
    newest = int(now.timestamp() - ages[0])
    return Rhythm(
        *(ttl_s, said.update_s, said.skip_hours, said.skip_days),
        gap_s=math.ceil(gap),
        newest=newest,
        span_s=int(ages[-1] - ages[0]) or None,
    )


def pack(rhythm: Rhythm) -> str:
    """Give `rhythm` as it is kept in the archive."""
    return json.dumps({key: value for key, value in asdict(rhythm).items() if value}, separators=(",", ":"))


def unpack(text: str | None) -> Rhythm:
    """Give what `pack` made `text` of; whatever can't be read is not known."""
    try:
        found = json.loads(text or "{}")
    except ValueError:
        return Rhythm()
    if not isinstance(found, dict):
        return Rhythm()
    numbers = {key: _number(found.get(key)) for key in ("ttl_s", "update_s", "gap_s", "newest", "span_s", "ended")}
    return Rhythm(**numbers, skip_hours=_numbers(found, "skip_hours"), skip_days=_numbers(found, "skip_days"))


def ended_words(text: str | None, now: datetime) -> str | None:
    """Give what is to be said at `now` of a feed whose packed rhythm is `text`; None where its coverage goes on."""
    rhythm = unpack(text)
    if rhythm.ended is None or not rhythm.is_over(now):
        return None
    return f"ended on {datetime.fromtimestamp(rhythm.ended, UTC):%Y-%m-%d}; looked at once a day"


def _listed(outer: re.Pattern[str], inner: re.Pattern[str], head: str) -> list[str]:
    match = outer.search(head)
    return inner.findall(match[1]) if match else []


def _update_s(head: str) -> int | None:
    period, frequency = _PERIOD.search(head), _FREQUENCY.search(head)
    if not period and not frequency:
        return None
    # Both have defaults: daily, and once.
    seconds = _PERIODS[period[1].lower()] if period else _PERIODS["daily"]
    return seconds // max(int(frequency[1]) if frequency else 1, 1) or None


def _number(value: object) -> int | None:
    return value if type(value) is int and abs(value) < 2**40 else None


def _numbers(found: dict[str, Any], key: str) -> tuple[int, ...]:
    values = found.get(key)
    return tuple(value for value in values if type(value) is int) if isinstance(values, list) else ()
