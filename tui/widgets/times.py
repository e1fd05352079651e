"""Times as people read them, in the terminal's own time zone."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime

AGE_WIDTH = 3
"""Cells that `age` needs for whatever is younger than a week."""
STAMP_WIDTH = 6
"""Cells that `stamp` needs at most, and `age` for what is older."""
DATED_WIDTH = 9
"""Cells that either needs so that also days long ago are whole: ``28 Mar 22``."""
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_HALF_A_YEAR = 183 * 86_400
_WEEK = 7 * 86_400
_AHEAD = 3_600
"""Seconds by which an outlet's clock may be ahead of ours for its news to be of now."""


def age(moment: datetime, now: datetime, width: int = STAMP_WIDTH) -> str:
    """Give how long ago something was: ``now``, ``4m``, ``3h``, ``2d``, and from a week on its day, as `stamp` does."""
    seconds = (now - moment).total_seconds()
    if not -_AHEAD <= seconds < _WEEK:
        return _day(moment, now, width)
    if seconds < 60:
        return "now"
    if seconds < 3_600:
        return f"{seconds // 60:.0f}m"
    return f"{seconds // 3_600:.0f}h" if seconds < 86_400 else f"{seconds // 86_400:.0f}d"


def age_width(earliest: datetime | None, now: datetime, most: int = DATED_WIDTH) -> int:
    """Give the cells that the ages of a list need whose oldest article is `earliest`; at most `most`."""
    if earliest is None or (now - earliest).total_seconds() < _WEEK:
        return AGE_WIDTH
    return most if is_old(earliest, now) else STAMP_WIDTH


def stamp(moment: datetime, now: datetime, width: int = STAMP_WIDTH) -> str:
    """Give ``14:32`` for today, ``27 Mar`` for other days, and for those more than half a year away the year too.

    That is ``28 Mar 22`` where there are `DATED_WIDTH` cells, else ``Mar’22``.
    """
    here, today = moment.astimezone(), now.astimezone()
    return f"{here:%H:%M}" if here.date() == today.date() else _day(moment, now, width)


def _day(moment: datetime, now: datetime, width: int) -> str:
    here = moment.astimezone()
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
