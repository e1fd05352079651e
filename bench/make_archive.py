"""Make a big archive for measurements: ``python bench/make_archive.py OUT --articles 100000``.

Everything goes through `store.jobs.commit_poll`, as it would in earnest. The articles are those of `bench.articles`;
one in thirty changes later.
"""

from __future__ import annotations

import argparse
import sys
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from time import perf_counter, process_time
from typing import TYPE_CHECKING

if __package__ in (None, ""):
    sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from bench.articles import FEEDS, Maker
from store.documents import searchable
from store.jobs import commit_poll, sync_feeds
from store.models import FeedSettings, PollOutcome
from store.writer import Writer

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from store.models import ArticleDraft

BATCH = 50
END = datetime(2022, 9, 1, tzinfo=UTC)
DAYS = 180


@dataclass(slots=True)
class Made:
    """What storing so many articles took."""

    articles: int = 0
    seconds: float = 0.0
    """CPU time."""
    raw: int = 0
    """Bytes of the text in UTF-8: titles and whatever the search finds, each text once."""


def make(
    path: Path,
    articles: int,
    seed: int = 28,
    end: datetime = END,
    *,
    events: int | None = None,
    progress: Callable[[Made, Sequence[ArticleDraft]], None] | None = None,
) -> Made:
    """Fill the archive at `path` with that many articles up to `end`.

    Args:
        path: the archive; it is made.
        articles: how many.
        seed: the same seed gives the same archive.
        end: when the last of them was published.
        events: events in each article; None for what is usual.
        progress: told after each poll what was done so far, and the new articles of this one.
    """
    maker = Maker(seed, events)
    made = Made()
    feeds = [FeedSettings(f"https://outlet{number}.example/feed", f"Outlet {number}") for number in range(FEEDS)]
    step = timedelta(days=DAYS) / max(1, articles)
    start = end - step * articles
    with Writer(path) as writer:
        states = writer.submit(sync_feeds(feeds, start)).result()
        for first in range(0, articles, BATCH):
            numbers = range(first, min(first + BATCH, articles))
            drafts = [maker.draft(number, start + step * number) for number in numbers]
            fresh = tuple(drafts)
            drafts += [_revised(draft) for draft in drafts if maker.rng.random() < 1 / 30]
            now = start + step * (numbers[-1] + 1)
            outcome = PollOutcome(
                *(states[(first // BATCH) % FEEDS].id, now, now + timedelta(minutes=10), 600, "ok", 0, None, 200),
                etag=f'"{first}"',
                ok=True,
                drafts=tuple(drafts),
                names=maker.mentioned(drafts),
            )
            before = process_time()
            writer.submit(commit_poll(outcome)).result()
            made.seconds += process_time() - before
            made.articles += len(fresh)
            made.raw += sum(map(raw_size, fresh))
            if progress is not None:
                progress(made, fresh)
    return made


def raw_size(draft: ArticleDraft) -> int:
    """Give the bytes of an article's text in UTF-8."""
    return len(draft.title.encode()) + len(searchable(draft.summary, draft.body).encode())


def _revised(draft: ArticleDraft) -> ArticleDraft:
    return replace(draft, title=f"CORRECTED {draft.title}", content_hash=draft.content_hash[::-1])


def _end_of(day: str) -> datetime:
    """Give the end of a day such as ``2024-02-29``; of ``today``, the present moment."""
    if day == "today":
        return datetime.now(UTC)
    try:
        return datetime.combine(date.fromisoformat(day), time(), UTC) + timedelta(days=1)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{day!r} is neither a date such as 2024-02-29 nor today") from None


def main() -> int:
    """Run from the command line."""
    parser = argparse.ArgumentParser(description="Make a big archive for measurements.")
    parser.add_argument("out", type=Path)
    parser.add_argument("--articles", type=int, default=100_000)
    parser.add_argument("--seed", type=int, default=28)
    parser.add_argument("--events", type=int, help="events in each article, instead of 0 to 3")
    parser.add_argument(
        "--until", type=_end_of, default=END, metavar="DATE", help="the last day (2022-08-31), or today"
    )
    options = parser.parse_args()
    started = perf_counter()
    made = make(options.out, options.articles, options.seed, options.until, events=options.events)
    size = options.out.stat().st_size
    print(
        f"{made.articles} articles in {perf_counter() - started:.1f} s; storing took {made.seconds:.1f} s CPU, "
        f"{made.articles / max(made.seconds, 0.001):.0f} articles/s; {size / 2**20:.0f} MiB,"
        f" {size / max(made.raw, 1):.2f} times the text"
    )
    return 0


if __name__ == "__main__":
    sys.exit(main())
