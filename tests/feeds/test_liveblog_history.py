"""Months of a real live blog, replayed poll by poll: each update is stored once, in order, edits as revisions.

A sample of the polls by default, all of them with ``DATELINE_FULL=1`` in the environment; ``-s`` shows the figures.
The polls hold headlines only, so pages are made of them: by id, and again without ids and times.
"""

from __future__ import annotations

import asyncio
import gzip
import json
import os
from collections import Counter
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import pytest

from feeds.fetcher import Fetcher
from feeds.pipeline import Pipeline
from feeds.settings import PollingSettings
from feeds.workers import Workers
from store.jobs import sync_feeds
from store.models import FeedSettings
from store.query import EVERYTHING
from store.reader import Reader
from store.text import clean_line
from store.writer import Writer
from tests.feeds.loopback import Answer
from tests.feeds.pages import blog, page

if TYPE_CHECKING:
    from tests.feeds.loopback import Loopback, Seen

DATA = Path(__file__).resolve().parents[2].parent / "shared" / "data" / "feeds"
POLLS = DATA / "cnn_live_polls_2022.jsonl.gz"
SAMPLE = None if os.environ.get("DATELINE_FULL") else 120

pytestmark = [
    pytest.mark.shared,
    pytest.mark.skipif(not POLLS.exists(), reason="the shared data folder is not beside the checkout"),
    pytest.mark.timeout(1_800),
]


class Poll(NamedTuple):
    """One poll: when, and which updates the page showed, in its order."""

    at: datetime
    ids: tuple[int, ...]


def polls() -> list[Poll]:
    rows = map(json.loads, gzip.decompress(POLLS.read_bytes()).splitlines())
    return [Poll(datetime.fromisoformat(row["poll"]), tuple(row["ids"])) for row in rows][:SAMPLE]


def headlines() -> dict[int, str]:
    rows = map(json.loads, gzip.decompress((DATA / "cnn_live_headlines_2022.jsonl.gz").read_bytes()).splitlines())
    return {row["id"]: clean_line(row["headline"]) for row in rows}


def squeezed(text: str) -> str:
    return "".join(text.split())


class Blog:
    """The page as its publisher would serve it at each poll."""

    def __init__(self, *, ids: bool) -> None:
        self._headlines = headlines()
        self._ids = ids
        by_words = {squeezed(words): number for number, words in reversed(self._headlines.items())}
        # Without ids, updates of the same words are one: nobody could tell them apart.
        self.number = {
            number: number if ids else by_words[squeezed(words)] for number, words in self._headlines.items()
        }
        self._first: dict[int, datetime] = {}
        self.edited: set[int] = set()

    def serve(self, poll: Poll) -> bytes:
        return page(blog(*(self._update(number, poll.at) for number in poll.ids))).encode()

    def _update(self, number: int, now: datetime) -> dict[str, Any]:
        """Give an update; every tenth is edited an hour after it appeared."""
        number = self.number[number]
        first = self._first.setdefault(number, now)
        text = f"What is known of number {number}."
        if number % 10 == 0 and (now - first).total_seconds() > 3_600:
            self.edited.add(number)
            text += " One more thing is known."
        plain = {"@type": "BlogPosting", "headline": self._headlines[number], "articleBody": text}
        return plain | ({"@id": f"#{number}", "datePublished": first.isoformat()} if self._ids else {})


@pytest.mark.parametrize("ids", [True, False], ids=["with ids and times", "with headlines only"])
async def test_every_update_of_a_live_blog_is_stored_once_and_every_edit_is_a_revision(
    ids: bool, tmp_path: Path, loopback: Loopback
) -> None:
    history, source = polls(), Blog(ids=ids)
    current = [history[0]]

    def route(_: Seen) -> Answer:
        return Answer(source.serve(current[0]), headers={"Content-Type": "text/html; charset=utf-8"})

    feed = FeedSettings(loopback.route("/live", route), kind="liveblog")
    writer, workers = Writer(tmp_path / "archive.db"), Workers(None, count=1)
    settings = PollingSettings(allow_private_networks=True)
    new = revised = failed = 0
    try:
        with Reader(writer.path) as reader:
            (state,) = await writer.run(sync_feeds([feed], history[0].at))
            pipeline = Pipeline(
                fetcher=Fetcher(settings),
                workers=workers,
                writer=writer,
                reader=reader,
                settings=settings,
                clock=lambda: current[0].at,
            )
            for poll in history:
                current[0] = poll
                polled = await pipeline.poll(feed, state)
                state = polled.state
                new, revised = new + polled.new, revised + polled.revised
                failed += not polled.outcome.ok
            stored = reader.headlines(EVERYTHING, limit=100_000)[::-1]
    finally:
        await workers.close()
        await asyncio.to_thread(writer.close)
    told, seen = headlines(), {source.number[number] for poll in history for number in poll.ids}
    print(  # noqa: T201 - shown with -s
        f"\n{len(history)} polls, {sum(not poll.ids for poll in history)} of them empty, {failed} failed:"
        f" {len(seen)} updates, {new} articles, {len(source.edited)} edited, {revised} revisions"
    )
    assert failed == 0
    assert Counter(one.title for one in stored) == Counter(told[number] for number in seen)
    assert sum(one.revisions - 1 for one in stored) == revised
    assert revised == len(source.edited)
    if ids:
        assert [one.published for one in stored] == sorted(one.published for one in stored)
