"""The ``[[watch]]`` tables of the config."""

from __future__ import annotations

import re
from datetime import time
from typing import Literal

from store.records import record

Notice = Literal["bell", "desktop", "command"]
"""How a watch tells of a match."""
_HOURS = re.compile(r"\s*(\d\d?):(\d\d)\s*[-\N{EN DASH}]\s*(\d\d?):(\d\d)\s*\Z", re.ASCII)


@record
class Quiet:
    """The hours of each day, in local time, in which nobody is to be disturbed."""

    start: time
    end: time
    """The first moment after them; before `start` where they last past midnight."""

    def holds(self, now: time) -> bool:
        """Tell whether a time of day lies in them; hours that end as they begin are the whole day."""
        if self.start < self.end:
            return self.start <= now < self.end
        return now >= self.start or now < self.end

    def __str__(self) -> str:
        """Give ``22:00-07:00``."""
        return f"{self.start:%H:%M}-{self.end:%H:%M}"


def read_quiet(text: str) -> Quiet:
    """Read ``22:00-07:00``.

    Raises:
        ValueError: with words for the user.
    """
    found = _HOURS.match(text)
    hour, minute, end_hour, end_minute = [int(number) for number in found.groups()] if found else (24, 0, 24, 0)
    try:
        return Quiet(time(hour, minute), time(end_hour, end_minute))
    except ValueError:
        raise ValueError(f'"{text}" are no hours of the day: write such as "22:00-07:00"') from None


@record
class WatchSettings:
    """One ``[[watch]]`` table: a query whose new matches somebody wants to hear of."""

    name: str
    query: str
    notify: tuple[Notice, ...] = ("bell",)
    command: tuple[str, ...] = ()
    """The command's arguments; it takes the article as JSON on its standard input."""
    quiet: Quiet | None = None
    """When it is kept, but nobody is told."""

    def is_quiet(self, now: time) -> bool:
        """Tell whether nobody is to be told at this local time of day."""
        return self.quiet is not None and self.quiet.holds(now)
