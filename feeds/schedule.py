"""When to poll a feed next. Pure: the clock and the dice are arguments."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Literal

from feeds.freshness import DAY_S, Hints
from feeds.rhythm import Rhythm

if TYPE_CHECKING:
    from datetime import datetime

    from feeds.settings import PollingSettings

Found = Literal["nothing", "news", "missed", "first"]
"""What a good answer brought: nothing new; news; news and nothing known, so that entries may have come and gone
unseen; or anything, for the first time."""

HOUR_S = 3_600
_GONE_TRIES = 3
_SHRINK = 0.7
_GROW = 1.25
_JITTER = 0.1
_SHORTEST_S = 60
_SLOW_FAILURE_S = 3_600
_HOLD_S = 3_600
_STARTS_PER_S = 20
_AFTER_HOLD_S = 5
_LONGEST_AFTER_HOLD_S = 600
_UNKNOWN = Rhythm()
_UNSAID = Hints()


def adapted(
    interval_s: int,
    fixed_s: int | None,
    settings: PollingSettings,
    found: Found,
    *,
    rhythm: Rhythm = _UNKNOWN,
    hint: Hints = _UNSAID,
    now: datetime | None = None,
) -> int:
    """Give a feed's new interval: quicker after news, slower after none, within the settings' bounds.

    The aim is two polls for each dispatch. The dates of the latest entries shorten the way there: they say at once
    that a feed is busy, and keep one that is silent for a night from being forgotten.

    Args:
        interval_s: The interval so far.
        fixed_s: The configured interval of this feed, which never adapts.
        settings: Bounds.
        found: What the poll brought. Before the ``first`` answer, `interval_s` is only where all feeds begin.
        rhythm: What the feed declares and shows.
        hint: A max-age below the least interval is leave to come that often.
        now: The time of the poll.
    """
    if fixed_s is not None:
        return fixed_s
    gap = rhythm.gap_at(now) if now else None
    wanted: float
    if found == "missed":
        wanted = interval_s / 2
    elif found == "first":
        wanted = gap / 2 if gap else rhythm.update_s or interval_s
    elif found == "news":
        wanted = interval_s * _SHRINK
        if gap and gap / 2 < wanted:
            wanted = max(gap / 2, wanted / 2)
    else:
        wanted = min(interval_s * _GROW, 2 * gap) if gap else interval_s * _GROW
    return int(min(max(wanted, least_s(hint, settings)), settings.max_interval_s))


def least_s(hint: Hints, settings: PollingSettings) -> int:
    """Give the least seconds between polls: those of the settings, or less where the server says so by max-age."""
    if hint.max_age_s is None:
        return settings.min_interval_s
    return min(settings.min_interval_s, max(hint.max_age_s, _SHORTEST_S))


def after_success(
    interval_s: int,
    fixed_s: int | None,
    hint: Hints,
    settings: PollingSettings,
    *,
    random: float,
    rhythm: Rhythm = _UNKNOWN,
) -> float:
    """Give the seconds until the next poll after a good answer.

    A fixed interval is the user's own will and beats every hint. Otherwise the longest of interval, max-age and what
    the publisher declares counts, at most a day; but no declaration makes us wait until entries are pushed out of the
    document unseen.

    Args:
        interval_s: The feed's interval, `adapted`.
        fixed_s: The configured interval of this feed.
        hint: What the server says.
        settings: Bounds.
        random: A number in [0, 1): a tenth to either side of our own interval, but only later than the server asks.
        rhythm: What the publisher declares, and what the document covers.
    """
    spread = 1 + _JITTER * (2 * random - 1)
    if fixed_s is not None:
        return fixed_s * spread
    own = max(interval_s, least_s(hint, settings)) * spread
    asked = max(hint.fresh_s or 0, _declared_s(rhythm, settings))
    return max(min(own, DAY_S), min(asked, DAY_S) * (1 + _JITTER * random))


def past_skipped(due: datetime, now: datetime, rhythm: Rhythm) -> datetime:
    """Give `due`, or the first time after it at which the publisher doesn't say that asking is vain.

    Hints, not law: whatever they say, the feed is looked at within a day from `now`.
    """
    latest = max(due, now + timedelta(days=1))
    time = due
    while time <= latest:
        skipped = time.hour in rhythm.skip_hours or time.weekday() in rhythm.skip_days
        if not skipped:
            return time
        # The minutes stay as they fell: at the full hour everybody would come at once.
        time += timedelta(hours=1)
    return latest


def after_failure(failures: int, interval_s: int, settings: PollingSettings, *, slow: bool, random: float) -> float:
    """Give the seconds until the next try: exponential backoff with full jitter, between least interval and a day.

    It begins at the least interval also for a feed that is polled rarely: most failures are over in minutes.

    Args:
        failures: Failures in a row, this one included.
        interval_s: The feed's rhythm.
        settings: Bounds.
        slow: True where trying soon can't help (credentials, access denied).
        random: A number in [0, 1).
    """
    least = max(settings.min_interval_s, _SLOW_FAILURE_S) if slow else settings.min_interval_s
    first = max(least, min(interval_s, 2 * least))
    ceiling = min(DAY_S, first * 2.0 ** min(failures, 20))
    return min(least, DAY_S) + random * max(0.0, ceiling - least)


def gone_s(failures: int) -> int:
    """Give the seconds between looks at a feed that is gone (410): a day for the first few, then a week."""
    return DAY_S if failures <= _GONE_TRIES else 7 * DAY_S


def hold_s(wait_s: float) -> float:
    """Give the seconds a whole host is left alone that is overloaded without saying for how long.

    Args:
        wait_s: What the feed's own backoff comes to. Its other feeds may be well, so an hour is enough.
    """
    return min(wait_s, _HOLD_S)


def after_hold_s(feeds: int, random: float) -> float:
    """Give the seconds that a feed waits after the pause its host asked for, which all of its `feeds` kept.

    A host that was overloaded must not get them all at the same moment again.
    """
    return random * min(feeds * _AFTER_HOLD_S, _LONGEST_AFTER_HOLD_S)


def start_delays(count: int) -> list[float]:
    """Give the seconds by which each of `count` overdue feeds waits after a start, so that they don't stampede."""
    return [index / _STARTS_PER_S for index in range(count)]


def _declared_s(rhythm: Rhythm, settings: PollingSettings) -> float:
    """Give the seconds that the publisher asks for between polls, as far as they cost no entry.

    ``sy:`` counts only beyond an hour: that is what common software writes without being asked.
    """
    update = rhythm.update_s if rhythm.update_s and rhythm.update_s > HOUR_S else 0
    wanted = max(rhythm.ttl_s or 0, min(update, settings.max_interval_s))
    return min(wanted, rhythm.span_s / 2) if rhythm.span_s else wanted
