"""Texts of megabytes: cut for display, stored whole, and no burden on anything else in the archive."""

from __future__ import annotations

import asyncio
import time
from typing import TYPE_CHECKING

import pytest

from feeds.archiver import ArchiverSettings, archive
from feeds.drafts import TAGGED_LIMIT, Context, Task, draft, plain_draft
from feeds.parsed import Entry, RawText
from feeds.settings import PollingSettings
from store.models import FeedSettings, Tags
from store.query import parse
from store.reader import Reader
from tests.feeds.documents import item, rss

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from store.models import ArticleDraft
    from tests.feeds.loopback import Loopback

QUICK_S = 1.0
"""A page of headlines or a search takes milliseconds; this is for machines that do much else besides."""
TITLE = "Сирени лунали в Сумах " * 250_000 + "zeppelin"
BODY = "Shelling went on in Kherson. " * 360_000 + "dirigible"


def giant(title: str, *, summary: str = "", content: str = "") -> Task:
    entry = Entry(
        guid="g",
        link="https://wire.example/g",
        title=RawText(title, html=False),
        summary=RawText(summary, html=False) if summary else None,
        content=RawText(content, html=False) if content else None,
        author=None,
        published=None,
        published_raw=None,
        updated=None,
        lang=None,
        base="",
    )
    return Task(entry, "guid:g", b"\0" * 16)


class Recorder:
    """Stands where the tagger does, and keeps the text it was given."""

    text = ""

    def tag(self, text: str, **_: object) -> Tags:
        self.text = text
        return Tags()


def plain(task: Task, context: Context) -> ArticleDraft:
    return draft(task, context, None)


@pytest.fixture(scope="module")
def context() -> Context:
    from datetime import UTC, datetime

    return Context(datetime(2022, 3, 28, tzinfo=UTC), None)


@pytest.mark.parametrize("make", [plain, plain_draft])
@pytest.mark.parametrize(
    ("texts", "body"),
    [
        ({"content": "The body."}, "{title}\n\nThe body."),
        ({"summary": "A summary."}, "{title}\n\nA summary."),
        ({}, "{title}"),
    ],
)
def test_a_title_that_is_cut_stands_whole_at_the_head_of_the_body(
    make: Callable[[Task, Context], ArticleDraft], context: Context, texts: dict[str, str], body: str
) -> None:
    title = "word " * 400 + "end"
    made = make(giant(title, **texts), context)
    assert len(made.title) <= 1_000
    assert made.title.endswith("…")
    assert made.body == body.format(title=title)


def test_a_title_of_a_thousand_code_points_stands_alone(context: Context) -> None:
    made = draft(giant("x" * 1_000, summary="A summary."), context, None)
    assert (made.title, made.body, made.summary) == ("x" * 1_000, None, "A summary.")


def test_the_tagger_reads_the_head_of_a_giant_text(context: Context) -> None:
    tagger = Recorder()
    made = draft(giant("Title", content=BODY), context, tagger)  # type: ignore[arg-type]
    assert tagger.text == f"Title\n\n{made.body}"[:TAGGED_LIMIT]


@pytest.mark.timeout(240)
async def test_megabytes_are_stored_whole_and_slow_nothing_down(loopback: Loopback, tmp_path: Path) -> None:
    path = tmp_path / "archive.db"
    document = rss(item("t", TITLE), item("b", "Short", body=BODY), item("n", "Quiet in Odesa"))
    polling = PollingSettings(allow_private_networks=True, timeout_s=60)
    settings = ArchiverSettings(path, (FeedSettings(loopback.serve("/feed", document)),), polling)
    summary = await archive(settings, once=True, report=lambda _: None, stop=asyncio.Event())
    assert (summary.new, summary.failed) == (3, 0)
    with Reader(path) as reader:
        start = time.process_time()
        assert len(reader.headlines(parse(""))) == 3
        found = {word: [one.id for one in reader.headlines(parse(word))] for word in ("zeppelin", "dirigible", "odesa")}
        assert reader.ticker()
        assert time.process_time() - start < QUICK_S
        assert [len(ids) for ids in found.values()] == [1, 1, 1]
        titled, long = reader.article(found["zeppelin"][0]), reader.article(found["dirigible"][0])
    assert titled is not None
    assert long is not None
    assert titled.body == TITLE
    assert long.summary == BODY
    assert len({titled.title, long.title}) == 2
    assert all(place.end <= TAGGED_LIMIT for place in long.tags.places)
    text = f"{long.title}\n\n{long.body or long.summary}"
    assert long.tags.places
    assert all(text[place.start : place.end] == place.text for place in long.tags.places)
