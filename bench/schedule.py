"""Simulates a day of polling many feeds by `feeds.schedule`: requests a minute, lateness, load on hosts, age of news.

Nothing is fetched. Feeds publish at random times, some every few minutes and most a few times a day, fewer at night;
some declare a ttl, a max-age, or hours to skip; some fail. The day begins with every feed due at once, and at ten the
computer sleeps for two hours.

    python -m bench.schedule --feeds 10000 --seed 1
"""

from __future__ import annotations

import argparse
import heapq
import math
import random
import time
from bisect import bisect_right
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from feeds import schedule
from feeds.freshness import Hints
from feeds.rhythm import Declared, Rhythm, observed
from feeds.settings import PollingSettings

DAY_S = 86_400
MIDNIGHT = datetime(2026, 3, 28, tzinfo=UTC)
SLEEP = (10 * 3_600.0, 12 * 3_600.0)
SETTLED_S = 2 * 3_600.0
SETTINGS = PollingSettings()
KINDS = (("wire", 0.05, 150.0), ("paper", 0.35, 30.0), ("blog", 0.60, 1.5))
"""Name, share, dispatches a day."""


@dataclass(slots=True)
class Feed:
    """A feed as the simulation knows it, and what the archiver would know of it."""

    host: int
    kind: str
    published: list[float]
    """Seconds since midnight, also before it, in order."""
    window: int
    """Entries in its document."""
    hint: Hints
    ttl_s: int | None
    declared: Declared
    broken: bool
    interval_s: int = SETTINGS.interval_s
    seen: int = 0
    failures: int = 0
    rhythm: Rhythm = field(default_factory=Rhythm)


@dataclass(slots=True)
class Tally:
    """What the day came to."""

    starts: list[float] = field(default_factory=list)
    late: list[float] = field(default_factory=list)
    hosts: defaultdict[int, Counter[int]] = field(default_factory=lambda: defaultdict(Counter))
    ages: defaultdict[str, list[float]] = field(default_factory=lambda: defaultdict(list))
    useful: int = 0
    missed: int = 0
    missed_asleep: int = 0


class Room:
    """Slots for requests in flight: so many over all, and so many for one host."""

    def __init__(self) -> None:
        self._free = [0.0] * SETTINGS.concurrency
        self._hosts: defaultdict[int, list[float]] = defaultdict(lambda: [0.0] * SETTINGS.per_host)

    def take(self, host: int, due: float, seconds: float) -> float:
        """Give when a request that is due can begin."""
        start = max(due, self._free[0], self._hosts[host][0])
        heapq.heapreplace(self._free, start + seconds)
        heapq.heapreplace(self._hosts[host], start + seconds)
        return start


def make_feed(dice: random.Random, hosts: int) -> Feed:
    kind, _, rate = dice.choices(KINDS, [share for _, share, _ in KINDS])[0]
    rate *= dice.lognormvariate(0, 0.6)
    max_age = dice.choices([None, 60, 300, 900, 3_600, DAY_S], [60, 10, 12, 10, 7, 1])[0]
    return Feed(
        # Half of the feeds have a host of their own; the other half share a few big ones, the first most of all.
        host=dice.randrange(hosts) if dice.random() < 0.5 else -1 - int(dice.random() ** 3 * 40),
        kind=kind,
        published=publish(dice, rate),
        window=dice.choice([10, 15, 20, 30, 50]),
        hint=Hints(max_age, max_age),
        ttl_s=dice.choices([None, 900, 3_600], [80, 5, 15])[0],
        declared=dice.choices(
            [Declared(), Declared(update_s=3_600), Declared(skip_hours=tuple(range(5)))], [70, 28, 2]
        )[0],
        broken=dice.random() < 0.02,
    )


def publish(dice: random.Random, rate: float) -> list[float]:
    """Give the times of about fifty dispatches before midnight and of the day after it, by day and by night."""
    times = []
    at = -50 * DAY_S / rate
    while at < DAY_S:
        at += dice.expovariate(1.6 * rate / DAY_S)
        if dice.random() < (1 + 0.6 * math.sin((at / DAY_S - 0.3) * 2 * math.pi)) / 1.6:
            times.append(at)
    return times


def poll(feed: Feed, at: float, dice: random.Random, tally: Tally) -> float:
    """Poll once; give the seconds until the next time."""
    now = MIDNIGHT + timedelta(seconds=at)
    if feed.broken:
        feed.failures += 1
        return schedule.after_failure(feed.failures, feed.interval_s, SETTINGS, slow=False, random=dice.random())
    out = bisect_right(feed.published, at)
    first = feed.seen == 0
    found: schedule.Found = "first" if first else "news" if out > feed.seen else "nothing"
    if found == "news":
        tally.useful += 1
        fresh = feed.published[feed.seen : out]
        tally.ages[feed.kind] += [at - time for time in fresh if not SLEEP[0] <= time < SLEEP[1]]
        lost = out - feed.seen - feed.window
        tally.missed += max(0, lost)
        tally.missed_asleep += max(0, lost) if SLEEP[1] <= at < SLEEP[1] + 1_800 else 0
        found = "missed" if lost >= 0 else "news"
    if found != "nothing":
        document = feed.published[max(0, out - feed.window) : out]
        dates = [MIDNIGHT + timedelta(seconds=time) for time in document]
        feed.rhythm = observed(dates, now, feed.ttl_s, feed.declared)
    feed.seen = out
    feed.interval_s = schedule.adapted(
        feed.interval_s, None, SETTINGS, found, rhythm=feed.rhythm, hint=feed.hint, now=now
    )
    wait = schedule.after_success(feed.interval_s, None, feed.hint, SETTINGS, random=dice.random(), rhythm=feed.rhythm)
    due = schedule.past_skipped(now + timedelta(seconds=wait), now, feed.rhythm)
    return (due - now).total_seconds()


def simulate(feeds: list[Feed], dice: random.Random) -> Tally:
    tally, room = Tally(), Room()
    due = spread([(0.0, index) for index in range(len(feeds))], 0.0, dice)
    slept = False
    while due[0][0] < DAY_S:
        if due[0][0] >= SLEEP[0] and not slept:
            slept = True
            overdue = [entry for entry in due if entry[0] < SLEEP[1]]
            due = [entry for entry in due if entry[0] >= SLEEP[1]] + spread(overdue, SLEEP[1], dice)
            heapq.heapify(due)
        at, index = heapq.heappop(due)
        feed = feeds[index]
        took = 0.1 + dice.expovariate(2.5)
        start = room.take(feed.host, at, took)
        tally.starts.append(start)
        tally.late.append(start - at)
        tally.hosts[feed.host][int(start // 60)] += 1
        heapq.heappush(due, (start + took + poll(feed, start, dice, tally), index))
    return tally


def spread(entries: list[tuple[float, int]], now: float, dice: random.Random) -> list[tuple[float, int]]:
    """Give new times to feeds that are all overdue, as the archiver does after a start and after sleep."""
    dice.shuffle(entries)
    return [(now + wait, index) for wait, (_, index) in zip(schedule.start_delays(len(entries)), entries, strict=True)]


def share(values: list[float], part: float) -> float:
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(part * len(ordered)))] if ordered else math.nan


def show(feeds: list[Feed], tally: Tally, seconds: float) -> None:
    minutes = Counter(int(start // 60) for start in tally.starts)
    settled = [minutes[m] for m in range(int(SETTLED_S // 60), 1_440) if not SLEEP[0] <= m * 60 < SLEEP[1] + 1_800]
    total = len(tally.starts)
    print(f"{len(feeds)} feeds, {len(tally.hosts)} hosts, {total} polls in a day; simulated in {seconds:.0f} s")
    print(f"requests a minute   settled: mean {sum(settled) / len(settled):.0f}, p95 {share([*settled], 0.95):.0f},"
          f" most {max(settled)}; start: most {max(minutes[m] for m in range(60))};"
          f" after two hours' sleep: most {max(minutes[m] for m in range(720, 780))}")  # fmt: skip
    print(f"lateness in seconds p50 {share(tally.late, 0.5):.2f}, p95 {share(tally.late, 0.95):.2f},"
          f" p99 {share(tally.late, 0.99):.2f}, most {max(tally.late):.1f}")  # fmt: skip
    members = Counter(feed.host for feed in feeds)
    for host, polls in sorted(tally.hosts.items(), key=lambda pair: -pair[1].total())[:2]:
        print(f"busiest host        {members[host]} feeds: mean {polls.total() / 1_440:.1f} a minute,"
              f" most {max(polls.values())}")  # fmt: skip
    single = [polls for host, polls in tally.hosts.items() if members[host] == 1]
    print(f"hosts of one feed   most in any minute {max(max(polls.values()) for polls in single)},"
          f" mean {sum(polls.total() for polls in single) / len(single) / 24:.2f} an hour")  # fmt: skip
    for kind, _, rate in KINDS:
        ages = tally.ages[kind]
        print(f"age of news, {kind:<6} p50 {share(ages, 0.5) / 60:.1f} min, p95 {share(ages, 0.95) / 60:.0f} min"
              f" ({len(ages)} dispatches, about {rate:g} a day each)")  # fmt: skip
    every = [age for ages in tally.ages.values() for age in ages]
    awake_s = DAY_S - (SLEEP[1] - SLEEP[0])
    print(f"over all            mean age {sum(every) / len(every) / 60:.1f} min; {tally.useful / total:.0%} of polls"
          f" brought news; {tally.missed} of {len(every)} entries missed,"
          f" {tally.missed_asleep} of them asleep")  # fmt: skip
    even_min = len(feeds) * awake_s / 60 / total
    print(f"in comparison       as many polls at one interval for all: every {even_min:.0f} min,"
          f" mean age {even_min / 2:.1f} min")  # fmt: skip


def main() -> None:
    parser = argparse.ArgumentParser(description="Simulate a day of polling.")
    parser.add_argument("--feeds", type=int, default=10_000)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    dice = random.Random(options.seed)
    feeds = [make_feed(dice, options.feeds * 10) for _ in range(options.feeds)]
    started = time.monotonic()
    tally = simulate(feeds, dice)
    show(feeds, tally, time.monotonic() - started)


if __name__ == "__main__":
    main()
