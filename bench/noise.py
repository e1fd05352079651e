"""Which lines are learned as noise from real feeds, to be looked at by eye; and what learning costs.

Usage: python -m bench.noise [--enough N] [--share S]
Reads the poll histories, publishers' feeds and full texts of the shared folder beside the repository, tags what comes
and stores it as polls do; the full texts name no outlet, so those of one country stand for a publisher.
"""

from __future__ import annotations

import argparse
import gzip
import json
import tarfile
import tempfile
import time
from collections import defaultdict
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from feeds.drafts import Context, draft
from feeds.errors import FeedError
from feeds.identity import identify
from feeds.matching import match_with
from feeds.parsed import Entry, RawText
from feeds.parser import parse
from store import ingest, noise
from store.jobs import commit_entries, sync_feeds
from store.models import FeedSettings
from store.noise_list import noise_lines
from store.reader import Reader
from store.writer import Writer
from tagger.settings import TaggerSettings
from tagger.tagger import Tagger

if TYPE_CHECKING:
    from collections.abc import Iterator

SHARED = Path(__file__).resolve().parents[1].parent / "shared" / "data"
NOW = datetime(2023, 6, 1, tzinfo=UTC)
Document = tuple[Entry, ...]


def archives() -> Iterator[tuple[str, bytes]]:
    """Give every kept document with the name of its feed; the polls of a history in their order."""
    for path in sorted((SHARED / "feeds").glob("*.tar.?z")):
        if not path.name.startswith(("polls", "publisher", "real", "republished")):
            continue
        with tarfile.open(path) as tar:
            for member in sorted(tar.getmembers(), key=lambda one: one.name):
                file = tar.extractfile(member) if member.isfile() else None
                if file is not None:
                    name = path.name if path.name.startswith(("polls", "republished")) else Path(member.name).name
                    yield name, file.read()


def documents() -> Iterator[tuple[str, Document]]:
    """Give the entries of every document with the name of its feed."""
    for name, body in archives():
        try:
            yield name, parse(body, (), f"https://{name}.example/").entries
        except FeedError:
            continue
    with gzip.open(SHARED / "articles" / "war_fulltext_2022-01_2023-03.jsonl.gz", "rt") as file:
        for line in file:
            shape = json.loads(line)
            text = RawText(shape["text"], html=False)
            title = RawText(shape["text"][:60], html=False)
            base = (shape["id"], None, title, None, text, None, None, None, None, None, "")
            yield f"full texts, {shape['source_country']}", (Entry(*base),)


def main() -> None:
    """Store everything, then print what was learned."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--enough", type=int, default=noise.ENOUGH)
    parser.add_argument("--share", type=float, default=noise.SHARE)
    parser.add_argument("--untaught", action="store_true", help="store without learning, to compare the time")
    given = parser.parse_args()
    noise.ENOUGH, noise.SHARE = given.enough, given.share
    if given.untaught:
        setattr(ingest, "Lines", _Untaught)  # noqa: B010 - only here is it replaced
    feeds: dict[str, list[Document]] = defaultdict(list)
    for name, entries in documents():
        feeds[name].append(entries)
    tagger = Tagger.load(TaggerSettings())
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "archive.db"
        articles, spent = _store(path, feeds, tagger)
        lines = noise_lines(path, counted=True)
    learned = [line for line in lines if line.state == "learned"]
    print(f"{articles:,} articles of {len(feeds)} feeds in {spent:.1f} s of CPU for storing")
    print(f"{len(lines):,} lines met more than once, {len(learned):,} learned")
    for line in learned:
        print(f"{line.source[:28]:28} {line.articles:5}  {line.text[:140]}")


def _store(path: Path, feeds: dict[str, list[Document]], tagger: Tagger) -> tuple[int, float]:
    spent = 0.0
    articles = 0
    with Writer(path) as writer, Reader(path) as reader:
        settings = [FeedSettings(f"https://{number}.example/", name) for number, name in enumerate(feeds)]
        states = writer.submit(sync_feeds(settings, NOW)).result()
        for state, entries in zip(states, feeds.values(), strict=True):
            for document in entries:
                matched = match_with(identify(document), partial(reader.known_entries, state.id))
                drafts = tuple(draft(task, Context(NOW, None), tagger) for task in matched.tasks())
                if drafts:
                    started = time.process_time()
                    done = writer.submit(commit_entries(state.id, NOW, drafts, (), matched.shared)).result()
                    spent += time.process_time() - started
                    articles += done.new
    return articles, spent


class _Untaught(noise.Lines):
    def finish(self) -> None:
        """Learn nothing."""


if __name__ == "__main__":
    main()
