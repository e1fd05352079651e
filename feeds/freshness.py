"""What the headers of an answer say about the next request: freshness (RFC 9111) and Retry-After (RFC 9110). Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING

from feeds.parsed import header

if TYPE_CHECKING:
    from feeds.parsed import Headers

DAY_S = 86_400
"""No server is believed for longer than this."""
_DIRECTIVE = re.compile(r"([\w-]{1,40})\s*(?:=\s*(?:\"([^\"]{0,200})\"|([^\s,;\"]{0,200})))?")


@dataclass(frozen=True, slots=True)
class Hints:
    """What an answer's headers say about the next one."""

    max_age_s: int | None = None
    """Seconds for which an answer stays fresh after the server made it; None where nothing sensible is said."""
    fresh_s: int | None = None
    """Seconds of these that are left: a cache on the way may have held the answer for some time."""


def hints(headers: Headers) -> Hints:
    """Read how long an answer stays fresh (RFC 9111 4.2): max-age, else Expires, less its Age.

    An answer that may not be reused unasked (no-store, no-cache) says nothing about when to ask again.
    """
    lines = [value for key, value in headers if key.lower() == "cache-control"]
    directives = _directives(", ".join(lines)[:2_000])
    if not directives.keys().isdisjoint({"no-store", "no-cache"}):
        return Hints()
    lifetime = _seconds(directives["max-age"]) if "max-age" in directives else _expires_s(headers)
    if lifetime is None:
        return Hints()
    age = _seconds((header(headers, "age") or "").strip()) or 0
    return Hints(lifetime or None, lifetime - age if lifetime > age else None)


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


def _directives(text: str) -> dict[str, str]:
    """Give the directives of Cache-Control, the first of each name (RFC 9111 4.2.1, 5.2)."""
    found: dict[str, str] = {}
    for name, quoted, plain in _DIRECTIVE.findall(text):
        found.setdefault(name.lower(), quoted or plain)
    return found


def _seconds(text: str) -> int | None:
    """Give delta-seconds (RFC 9111 1.2.2), or None where `text` is none."""
    if not (text.isascii() and text.isdigit()):
        return None
    return int(text) if len(text) <= 10 else 2**31


def _expires_s(headers: Headers) -> int | None:
    expires, date = _http_date(header(headers, "expires")), _http_date(header(headers, "date"))
    if expires is None or date is None or expires <= date:
        return None
    return int((expires - date).total_seconds())


def _http_date(value: str | None) -> datetime | None:
    if not value:
        return None
    try:
        date = parsedate_to_datetime(value)
        return date.replace(tzinfo=UTC) if date.tzinfo is None else date.astimezone(UTC)
    except (ValueError, TypeError, OverflowError, IndexError):
        return None
