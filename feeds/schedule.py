"""When to poll a feed next. Pure: the clock and the dice are arguments."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING

from feeds.parsed import header

if TYPE_CHECKING:
    from feeds.parsed import Headers
    from feeds.settings import PollingSettings

DAY_S = 86_400
GONE_S = 7 * DAY_S
"""Seconds between looks at a feed that answered 410 Gone."""
_SHRINK = 0.7
_GROW = 1.25
_JITTER = 0.1
_SHORTEST_S = 60
_SLOW_FAILURE_S = 3_600
_MAX_AGE = re.compile(r"(?:^|[,\s])max-age\s*=\s*\"?(\d{1,12})", re.IGNORECASE)
_STARTS_PER_S = 20


@dataclass(frozen=True, slots=True)
class Hints:
    """What a server says about its own rhythm, in seconds; None where it says nothing sensible."""

    max_age_s: int | None = None
    ttl_s: int | None = None


def hints(headers: Headers, ttl_s: int | None = None) -> Hints:
    """Read Cache-Control max-age, else Expires against Date (RFC 9111 5.2.2.1, 5.3), and a feed's ``ttl``."""
    match = _MAX_AGE.search(header(headers, "cache-control") or "")
    if match:
        return Hints(int(match[1]) or None, ttl_s)
    expires, date = _http_date(header(headers, "expires")), _http_date(header(headers, "date"))
    if expires is None or date is None or expires <= date:
        return Hints(None, ttl_s)
    return Hints(int((expires - date).total_seconds()), ttl_s)


def retry_after(headers: Headers, now: datetime) -> datetime | None:
    """Give the time before which the server wants no request (RFC 9110 10.2.3), at most a day ahead.

    Seconds, or a date that counts from the server's own Date; nonsense and times past give None.
    """
    value = (header(headers, "retry-after") or "").strip()
    if value.isascii() and value.isdigit():
        seconds = float(min(int(value[:20]), DAY_S)) if len(value) < 20 else float(DAY_S)
    else:
        date = _http_date(value)
        if date is None:
            return None
        seconds = (date - (_http_date(header(headers, "date")) or now)).total_seconds()
    return now + timedelta(seconds=min(seconds, DAY_S)) if seconds > 0 else None


def adapted(interval_s: int, fixed_s: int | None, *, news: bool, settings: PollingSettings) -> int:
    """Give a feed's new rhythm: quicker after news, slower after none, within the settings' bounds."""
    if fixed_s is not None:
        return fixed_s
    wanted = interval_s * (_SHRINK if news else _GROW)
    return int(min(max(wanted, settings.min_interval_s), settings.max_interval_s))


def after_success(
    interval_s: int, fixed_s: int | None, hint: Hints, settings: PollingSettings, *, random: float
) -> float:
    """Give the seconds until the next poll after a good answer.

    A fixed interval is the user's own will and beats every hint. Otherwise the longest of rhythm, max-age and ttl
    counts, at most a day; a max-age below the least interval is leave to come that often.

    Args:
        interval_s: The feed's rhythm.
        fixed_s: The configured interval of this feed.
        hint: What the server says.
        settings: Bounds.
        random: A number in [0, 1) that spreads polls by a tenth to either side.
    """
    spread = 1 + _JITTER * (2 * random - 1)
    if fixed_s is not None:
        return fixed_s * spread
    floor = settings.min_interval_s
    if hint.max_age_s is not None and hint.max_age_s < floor:
        floor = max(hint.max_age_s, _SHORTEST_S)
        interval_s = min(interval_s, floor)
    wanted = max(interval_s, floor, hint.max_age_s or 0, hint.ttl_s or 0)
    return min(wanted, DAY_S) * spread


def after_failure(failures: int, interval_s: int, settings: PollingSettings, *, slow: bool, random: float) -> float:
    """Give the seconds until the next try: exponential backoff with full jitter, between least interval and a day.

    Args:
        failures: Failures in a row, this one included.
        interval_s: The feed's rhythm.
        settings: Bounds.
        slow: True where trying soon can't help (credentials, access denied).
        random: A number in [0, 1).
    """
    least = max(settings.min_interval_s, _SLOW_FAILURE_S) if slow else settings.min_interval_s
    ceiling = min(DAY_S, max(least, interval_s) * 2.0 ** min(failures, 20))
    return min(least, DAY_S) + random * max(0.0, ceiling - least)


def start_delays(count: int) -> list[float]:
    """Give the seconds by which each of `count` overdue feeds waits after a start, so that they don't stampede."""
    return [index / _STARTS_PER_S for index in range(count)]


def _http_date(value: str | None) -> datetime | None:
    if not value:
        return None
    try:
        date = parsedate_to_datetime(value)
        return date.replace(tzinfo=UTC) if date.tzinfo is None else date.astimezone(UTC)
    except (ValueError, TypeError, OverflowError, IndexError):
        return None
