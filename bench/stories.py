"""Measures stories: ``python -m bench.stories polls|rate FILE``; FILE is an archive, for ``polls`` a new one.

``polls`` replays the seven poll histories of 2020 together and prints how many stories came of them, stories of three
or more outlets at random, and pairs of reports near the threshold at random, to be labelled by hand. ``rate``
takes more articles into an archive that `bench.make_archive` made, and tells how long it takes to group the last ones.
"""

from __future__ import annotations

import argparse
import random
import sqlite3
import sys
from collections import defaultdict
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from time import thread_time
from typing import TYPE_CHECKING, Any, NamedTuple

from bench.articles import Maker
from store import grouping
from store.jobs import commit_poll, sync_feeds
from store.models import FeedSettings, PollOutcome
from store.query import EVERYTHING
from store.reader import Reader
from store.writer import Writer

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from store.grouping import Match
    from store.models import ArticleDraft, FeedState

DATA = Path(__file__).resolve().parents[1].parent / "shared" / "data"
HOUSES = {
    "aljazeeraenglish": "https://www.aljazeera.com/feed",
    "bbc": "https://feeds.bbci.co.uk/news/rss.xml",
    "fox": "https://feeds.foxnews.com/latest",
    "latimes": "https://www.latimes.com/rss2.0.xml",
    "nytimes": "https://rss.nytimes.com/services/xml/rss/nyt/HomePage.xml",
    "rnz": "https://www.rnz.co.nz/rss/national.xml",
    "smh": "https://www.smh.com.au/rss/feed.xml",
}
NEAR = (0.15, 0.25)
"""Scores near the threshold."""
MANY_OUTLETS = 3
STEP = timedelta(days=180) / 1_000_000
BATCH = 50
MORE = 25_000
"""Articles that ``rate`` takes in."""
MEASURED = 2_500
"""How many of them, the last ones, are measured."""


class Pair(NamedTuple):
    """Two reports that were compared."""

    score: float
    article: int
    other: int


def main() -> int:
    """Run from the command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("what", choices=("polls", "rate"))
    parser.add_argument("file", type=Path, help="an archive: for polls a new one")
    parser.add_argument("--seed", type=int, default=1, help="which random sample")
    parser.add_argument("--number", type=int, default=50, help="how many stories and pairs are printed")
    options = parser.parse_args()
    if options.file.exists() != (options.what == "rate"):
        print(f"{options.file}: {'there already' if options.file.exists() else 'not there'}", file=sys.stderr)
        return 2
    match options.what:
        case "polls":
            pairs = replay_polls(options.file)
            print_sample(options.file, pairs, random.Random(options.seed), options.number)
        case _:
            measure_rate(options.file)
    return 0


class Stopwatch:
    """Counts reports and the CPU seconds of the writer's thread that grouping them takes, while it is entered."""

    def __init__(self) -> None:
        self.seconds = 0.0
        self.reports = 0
        self._plain = grouping.Grouping.finish

    def __enter__(self) -> Stopwatch:
        """Begin to count."""
        watch, plain = self, self._plain

        def finish(self: grouping.Grouping) -> None:
            watch.reports += len(self._waiting)
            before = thread_time()
            plain(self)
            watch.seconds += thread_time() - before

        grouping.Grouping.finish = finish  # type: ignore[method-assign]
        return self

    def __exit__(self, *_: object) -> None:
        """Count no more."""
        grouping.Grouping.finish = self._plain  # type: ignore[method-assign]


def measure_rate(path: Path) -> None:
    """Take more made-up articles into an archive of `bench.make_archive`, and print what grouping the last ones takes.

    They come as densely as a million in half a year, and enough of them before to fill the window.
    """
    with Writer(path) as writer, Reader(path) as reader, Stopwatch() as watch:
        states, held = reader.feeds(), reader.snapshot()
        maker = Maker(held.newest_id)
        now = reader.headlines(EVERYTHING, limit=1)[0].first_seen
        before = 0.0, 0
        for first in range(held.newest_id, held.newest_id + MORE, BATCH):
            drafts = tuple(maker.draft(number, now + STEP * (number - first)) for number in range(first, first + BATCH))
            now += STEP * BATCH
            if first >= held.newest_id + MORE - MEASURED > first - BATCH:
                before = watch.seconds, watch.reports
            poll = outcome(states[(first // BATCH) % len(states)], now, drafts)
            writer.submit(commit_poll(replace(poll, names=maker.mentioned(drafts)))).result()
    each = 1e3 * (watch.seconds - before[0]) / (watch.reports - before[1])
    print(f"in an archive of {held.articles} articles: {each:.3f} ms of CPU each to group")


def replay_polls(path: Path) -> list[Pair]:
    """Take in the seven poll histories in the order of their polls, and give the pairs that were compared."""
    from feeds.drafts import Context, draft
    from feeds.errors import ParseError
    from feeds.identity import identify
    from feeds.matching import match_with
    from feeds.parser import parse
    from tagger.settings import TaggerSettings
    from tagger.tagger import Tagger

    tagger = Tagger.load(TaggerSettings())
    polls = sorted(_polls())
    pairs: list[Pair] = []
    with Stopwatch() as watch, _Compared(pairs), Writer(path) as writer, Reader(path) as reader:
        feeds = add_feeds(writer, polls[0][0])
        for at, name, body in polls:
            try:
                entries = parse(body, (), feeds[name].url).entries
            except ParseError:
                continue
            known = match_with(identify(entries), partial(reader.known_entries, feeds[name].id))
            drafts = tuple(draft(task, Context(at, None), tagger) for task in known.tasks())
            poll = outcome(feeds[name], at, drafts)
            writer.submit(commit_poll(replace(poll, sightings=known.sightings(), shared_keys=known.shared))).result()
    print(f"{watch.reports} reports, {1e3 * watch.seconds / watch.reports:.2f} ms of CPU each to group")
    return pairs


class _Compared:
    """Notes every pair of reports that grouping compares, while it is entered."""

    def __init__(self, pairs: list[Pair]) -> None:
        self._pairs = pairs
        self._plain = grouping.Grouping._matches

    def __enter__(self) -> None:
        pairs, plain = self._pairs, self._plain

        def matches(self: grouping.Grouping, article: int, seen: Any) -> list[Match]:
            found = plain(self, article, seen)
            pairs.extend(Pair(one.likeness.score, article, one.article) for one in found)
            return found

        grouping.Grouping._matches = matches  # type: ignore[method-assign]

    def __exit__(self, *_: object) -> None:
        grouping.Grouping._matches = self._plain  # type: ignore[method-assign]


def print_sample(path: Path, pairs: Sequence[Pair], rng: random.Random, number: int) -> None:
    """Print counts, stories of several outlets, and pairs of two outlets near the threshold."""
    with sqlite3.connect(path) as connection:
        rows = connection.execute(
            "SELECT h.id, f.label, h.published, h.title, h.story FROM headlines h"
            " JOIN feeds f ON f.id = h.feed_id ORDER BY h.id"
        ).fetchall()
    told = {row[0]: f"{row[1][:6]:6} {datetime.fromtimestamp(row[2], UTC):%m-%d %H}h {row[3][:110]}" for row in rows}
    outlet = {row[0]: row[1] for row in rows}
    stories: dict[int, list[int]] = defaultdict(list)
    for article, *_, story in rows:
        if story is not None:
            stories[story].append(article)
    big = [story for story, some in stories.items() if len({outlet[one] for one in some}) >= MANY_OUTLETS]
    inside = sum(map(len, stories.values()))
    print(f"{len(rows)} articles, {inside} of them in {len(stories)} stories, {len(big)} of three or more outlets")
    for story in rng.sample(sorted(big), min(number, len(big))):
        print(f"\nstory {story}", *(f"  {one:6} {told[one]}" for one in stories[story]), sep="\n")
    near = [pair for pair in pairs if NEAR[0] <= pair.score < NEAR[1] and outlet[pair.article] != outlet[pair.other]]
    print(f"\n{len(near)} pairs of two outlets near the threshold")
    story_of = {row[0]: row[4] for row in rows}
    for score, article, other in rng.sample(near, min(number, len(near))):
        sign = "=" if together(story_of, (article, other)) else " "
        print(f"{score:.3f} {told[article]}\n    {sign} {told[other]}")


def together(story_of: dict[int, int | None], pair: tuple[int, int]) -> bool:
    return story_of[pair[0]] is not None and story_of[pair[0]] == story_of[pair[1]]


def _polls() -> Iterator[tuple[datetime, str, bytes]]:
    from tests.feeds.test_poll_histories import HISTORIES, versions

    for history in HISTORIES:
        name = history.removeprefix("polls_2020_").removesuffix(".tar.xz")
        for version in versions(history):
            yield version.at, name, version.body


def add_feeds(writer: Writer, at: datetime) -> dict[str, FeedState]:
    settings = [FeedSettings(url, name) for name, url in HOUSES.items()]
    return {state.name: state for state in writer.submit(sync_feeds(settings, at)).result()}


def outcome(feed: FeedState, at: datetime, drafts: tuple[ArticleDraft, ...]) -> PollOutcome:
    return PollOutcome(
        *(feed.id, at, at + timedelta(minutes=15), 900, "ok", 0, None, 200),
        ok=True,
        drafts=drafts,
    )


if __name__ == "__main__":
    sys.exit(main())
