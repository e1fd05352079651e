"""Times as people read them, in the terminal's own time zone."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime

STAMP_WIDTH = 6
"""Cells that `stamp` needs at most."""
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_HALF_A_YEAR = 183 * 86_400


def stamp(moment: datetime, now: datetime) -> str:
    """Give ``14:32`` for today, ``27 Mar`` for other days, ``Mar’22`` for those more than half a year away."""
    here, today = moment.astimezone(), now.astimezone()
    if here.date() == today.date():
        return f"{here:%H:%M}"
    month = _MONTHS[here.month - 1]
    if abs((now - moment).total_seconds()) > _HALF_A_YEAR:
        return f"{month}’{here.year % 100:02d}"
    return f"{here.day} {month}"


def full(moment: datetime) -> str:
    """Give ``28 Mar 2022, 09:12 UTC``: a whole time with its zone."""
    here = moment.astimezone()
    return f"{here.day} {_MONTHS[here.month - 1]} {here.year}, {here:%H:%M} {here.tzname() or ''}".rstrip()


def wait_words(seconds: float) -> str:
    """Give a wait as ``now``, ``40 s``, ``12 min`` or ``3 h``."""
    if seconds < 1:
        return "now"
    if seconds < 90:
        return f"{seconds:.0f} s"
    return f"{seconds / 60:.0f} min" if seconds < 5400 else f"{seconds / 3600:.0f} h"


def size_words(size: int) -> str:
    """Give a number of bytes as ``512 B``, ``1.2 MB`` (powers of 1000)."""
    if size < 1000:
        return f"{size} B"
    value = float(size)
    for unit in ("kB", "MB", "GB"):
        value /= 1000
        if value < 999.5:
            return f"{value:.0f} {unit}" if value >= 100 else f"{value:.1f} {unit}"
    return f"{value / 1000:.1f} TB"
