"""Measures edited headlines: ``python -m bench.story_edits FILE``; FILE is the archive that is made.

Every version of every headline is taken in as if it were an article of its own: how many join the story of what they
edit, and how many pairs of others of the same feed and day are of one story. Then every version is taken in as an
entry without a guid: how many are recognised as the same article.
"""

from __future__ import annotations

import argparse
import gzip
import json
import random
import sqlite3
import sys
from collections import defaultdict
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

from bench.stories import DATA, add_feeds, outcome, together
from store.features import features_of
from store.jobs import commit_poll
from store.likeness import AGAIN_H
from store.models import ArticleDraft, Tags
from store.writer import Writer

if TYPE_CHECKING:
    from collections.abc import Iterator


def main() -> int:
    """Run from the command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("file", type=Path, help="the archive; it must not be there yet")
    parser.add_argument("--seed", type=int, default=1, help="which random pairs")
    options = parser.parse_args()
    if options.file.exists():
        print(f"{options.file}: there already", file=sys.stderr)
        return 2
    measure_edits(options.file, random.Random(options.seed))
    with TemporaryDirectory() as folder:
        measure_identity(Path(folder))
    return 0


def measure_edits(path: Path, rng: random.Random) -> None:
    """Print how many edits of headlines join what they edit, and how many others of the same feed and day join."""
    versions = list(_versions())
    at: dict[tuple[int, int], int] = {}
    with Writer(path) as writer:
        feeds = add_feeds(writer, datetime(2020, 4, 1, tzinfo=UTC))
        names = {"aljazeera": "aljazeeraenglish"}
        for number, (seen, outlet, story, version, draft) in enumerate(sorted(versions, key=lambda one: one[:4]), 1):
            feed = feeds[names.get(outlet, outlet)]
            writer.submit(commit_poll(outcome(feed, seen, (draft,)))).result()
            at[story, version] = number
    with sqlite3.connect(path) as connection:
        rows = connection.execute("SELECT id, story, feed_id, published / 86400 FROM headlines").fetchall()
    story_of = {article: story for article, story, *_ in rows}
    edits = [(at[story, version], at[story, version - 1]) for story, version in at if version]
    found = sum(together(story_of, pair) for pair in edits)
    print(f"{found} of {len(edits)} edits joined what they edit ({found / len(edits):.1%})")
    drafts = {(story, version): draft for _, _, story, version, draft in versions}
    near = [
        (at[story, version], at[story, version - 1])
        for story, version in at
        if version and _are_comparable(drafts[story, version], drafts[story, version - 1])
    ]
    found = sum(together(story_of, pair) for pair in near)
    print(f"{found} of {len(near)} that are no live pages and keep their date ({found / len(near):.1%})")
    days: dict[tuple[int, int], list[int]] = defaultdict(list)
    origin = {article: story for (story, _), article in at.items()}
    for article, _, feed_id, day in rows:
        days[feed_id, day].append(article)
    others = [
        (one, two) for some in days.values() for one in some for two in some if one < two and origin[one] != origin[two]
    ]
    sample = rng.sample(others, min(1_000, len(others)))
    print(f"{sum(together(story_of, pair) for pair in sample)} of {len(sample)} pairs of others are of one story")


def _are_comparable(one: ArticleDraft, other: ArticleDraft) -> bool:
    """Tell whether two versions are no live pages, and published within the hours that one feed tells one event in."""
    if one.published is None or other.published is None:
        return False
    hours = abs((one.published - other.published).total_seconds()) / 3600
    features = (features_of(each.title, each.summary, "en", Tags(), hour=0, feed=1) for each in (one, other))
    return hours <= AGAIN_H and not any(each.roundup for each in features)


def measure_identity(folder: Path) -> None:
    """Print how many edits are recognised as the same article where no entry has a guid, only its link.

    Each outlet is a feed of its own, polled once for each version; whatever is not recognised becomes an article.
    """
    from feeds.parsed import Entry, RawText
    from tests.feeds.replay import Replay

    polls: dict[str, list[tuple[datetime, int, int, dict[str, Any], str]]] = defaultdict(list)
    for story, told in enumerate(_stories()):
        for number, one in enumerate(told["versions"]):
            seen = datetime.fromisoformat(one["first_poll"])
            polls[told["outlet"]].append((seen, story, number, one, told["link"]))
    edits = found = firsts = joined = 0
    for outlet, versions in polls.items():
        with Replay(folder / f"{outlet}.db") as archive:
            for seen, story, number, one, link in sorted(versions, key=lambda version: version[:3]):
                draft = _bare(f"{story} {number}", one, seen)
                title, summary = RawText(one["title"], html=False), RawText(draft.summary, html=False)
                entry = Entry(None, link, title, summary, None, None, draft.published, None, None, "en", link)
                new = archive.take([entry], seen).new
                edits, found = edits + (number > 0), found + (number > 0 and not new)
                firsts, joined = firsts + (number == 0), joined + (number == 0 and not new)
    print(f"{found} of {edits} edits without a guid were recognised ({found / edits:.1%}),")
    print(f"and {joined} of {firsts} new entries were taken for another one")


def _versions() -> Iterator[tuple[datetime, str, int, int, ArticleDraft]]:
    """Give when each version was first seen, its outlet, its story, its number, and it as an article of its own."""
    for story, told in enumerate(_stories()):
        for number, one in enumerate(told["versions"]):
            seen = datetime.fromisoformat(one["first_poll"])
            yield seen, told["outlet"], story, number, _bare(f"{story} {number}", one, seen)


def _stories() -> Iterator[dict[str, Any]]:
    with gzip.open(DATA / "clusters" / "headline_edits_same_guid.jsonl.gz", "rt", encoding="utf-8") as lines:
        yield from map(json.loads, lines)


def _bare(key: str, one: dict[str, Any], seen: datetime) -> ArticleDraft:
    try:
        published = parsedate_to_datetime(one["published"]).astimezone(UTC)
    except (ValueError, TypeError):
        published = seen
    return ArticleDraft(
        *(f"guid:{key}", key.encode(), key, None, one["title"], None, published, None, None, "en"),
        summary=one.get("summary") or "",
        body=None,
        links=(),
        tags=Tags(),
    )


if __name__ == "__main__":
    sys.exit(main())
