"""Times as people read them, in the terminal's own time zone."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime

STAMP_WIDTH = 6
"""Cells that `stamp` needs at most."""
DATED_WIDTH = 9
"""Cells that a stamp needs so that also days long ago are whole: ``28 Mar 22``."""
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_HALF_A_YEAR = 183 * 86_400


def stamp(moment: datetime, now: datetime, width: int = STAMP_WIDTH) -> str:
    """Give ``14:32`` for today, ``27 Mar`` for other days, and for those more than half a year away the year too.

    That is ``28 Mar 22`` where there are `DATED_WIDTH` cells, else ``Mar’22``.
    """
    here, today = moment.astimezone(), now.astimezone()
    if here.date() == today.date():
        return f"{here:%H:%M}"
    month = _MONTHS[here.month - 1]
    if not is_old(moment, now):
        return f"{here.day} {month}"
    year = f"{here.year % 100:02d}"
    return f"{here.day} {month} {year}" if width >= DATED_WIDTH else f"{month}’{year}"


def is_old(moment: datetime, now: datetime) -> bool:
    """Tell whether a day is so far away that it needs its year."""
    return abs((now - moment).total_seconds()) > _HALF_A_YEAR


def full(moment: datetime) -> str:
    """Give ``28 Mar 2022, 09:12 UTC``: a whole time with its zone."""
    here = moment.astimezone()
    return f"{here.day} {_MONTHS[here.month - 1]} {here.year}, {here:%H:%M} {here.tzname() or ''}".rstrip()


def day_words(moment: datetime) -> str:
    """Give ``28 Mar``."""
    here = moment.astimezone()
    return f"{here.day} {_MONTHS[here.month - 1]}"


def wait_words(seconds: float) -> str:
    """Give a wait as ``now``, ``within a minute``, ``in 12 min``, ``in 3 h`` or ``in 2 days``.

    No seconds: a line that counts them down is drawn again every second, also where nobody looks.
    """
    if seconds < 1:
        return "now"
    return "within a minute" if seconds < 60 else f"in {span_words(seconds)}"


def ago_words(seconds: float) -> str:
    """Give a time gone by as ``just now``, ``12 min ago``, ``3 h ago`` or ``2 days ago``."""
    return "just now" if seconds < 60 else f"{span_words(seconds)} ago"


def span_words(seconds: float) -> str:
    """Give a length of time in its largest unit: ``40 s``, ``12 min``, ``3 h``, ``2 days``."""
    if seconds < 60:
        return f"{seconds:.0f} s"
    if seconds < 5_400:
        return f"{seconds / 60:.0f} min"
    return f"{seconds / 3600:.0f} h" if seconds < 2 * 86_400 else f"{seconds / 86_400:.0f} days"


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
