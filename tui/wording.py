"""Numbers, times and tags in words, as the commands print them. Times are in UTC."""

from __future__ import annotations

import math
from datetime import UTC
from typing import TYPE_CHECKING

from store.text import clean_line

if TYPE_CHECKING:
    from datetime import datetime

    from store.models import FeedState, Figure, Standstill, TickerLine

_MODIFIERS = {
    "exact": "",
    "at_least": "at least ",
    "about": "about ",
    "more_than": "more than ",
    "up_to": "up to ",
    "vague": "",
}


def count_of(number: int, noun: str) -> str:
    """Give ``1 article``, ``2 articles``, ``12,000 articles``."""
    return f"{number:,} {noun}{'' if number == 1 else 's'}"


def moment(when: datetime | None) -> str:
    """Give ``2022-03-28 09:12``, or a dash."""
    return "–" if when is None else when.astimezone(UTC).strftime("%Y-%m-%d %H:%M")


def state_word(feed: FeedState) -> str:
    """Give in one word how a feed does; one that was never asked is new, and not ok."""
    return "new" if feed.last_poll is None and feed.state == "ok" else feed.state


def in_trouble(feed: FeedState) -> bool:
    """Tell whether somebody should look after a feed; who paused one knows of it."""
    return feed.state not in ("ok", "paused")


def held_up(since: str, still: Standstill) -> str:
    """Say why a running archiver polls nothing, since a time that is given in words."""
    what = "No network" if still.cause == "network" else "Nothing could be stored"
    return f"{what} since {since}: {clean_line(still.reason, 80)}; trying again"


def gap_words(since: str, until: str, still: Standstill) -> str:
    """Say in a few words why nothing came for a time that is over."""
    return f"{'no network' if still.cause == 'network' else 'nothing stored'} {since}\N{EN DASH}{until}"


def was_held_up(since: str, until: str, still: Standstill) -> str:
    """Say why an archiver polled nothing for a time that is over."""
    what = "No network" if still.cause == "network" else "Nothing could be stored"
    return f"{what} from {since} to {until}: {clean_line(still.reason, 80)}"


def span(seconds: float) -> str:
    """Give a length of time in its two largest units: ``3 h 20 min``."""
    left = max(0, round(seconds))
    parts = []
    for unit, size in (("d", 86_400), ("h", 3_600), ("min", 60), ("s", 1)):
        if left >= size:
            parts.append(f"{left // size} {unit}")
            left %= size
    return " ".join(parts[:2]) or "0 s"


def size(number: int) -> str:
    """Give a number of bytes in the unit that suits it: ``812 B``, ``36.2 MiB``."""
    amount = float(number)
    for unit in ("B", "KiB", "MiB"):
        if amount < 1024:
            return f"{number} B" if unit == "B" else f"{amount:.1f} {unit}"
        amount /= 1024
    return f"{amount:.1f} GiB"


def figure(one: Figure) -> str:
    """Give ``at least 100 people killed``, or the text's own words where it gives no number."""
    if one.value is None or not math.isfinite(one.value):
        return one.text
    measure = "" if one.measure == "other" else one.measure.replace("_", " ")
    number = f"{int(one.value):,}" if one.value == int(one.value) else f"{one.value:,}"
    return " ".join(f"{_MODIFIERS[one.modifier]}{number} {one.unit} {measure}".split())


def happened(line: TickerLine) -> str:
    """Give what kind of event a ticker line is, how sure it is and who says so: ``control, claimed by the mayor``."""
    return claim(line.type, line.status, line.by)


def claim(kind: str, status: str, by: str | None) -> str:
    """Give an event's type and status, and who says so."""
    said = f"{status} by {by}" if by else status
    return f"{kind.replace('_', ' ')}, {said}"


def ended(feed: FeedState, now: datetime) -> str:
    """Say that a feed's live blog has ended; an empty text where it goes on, and for anything else."""
    from feeds.rhythm import ended_words

    return ended_words(feed.rhythm, now) or ""
