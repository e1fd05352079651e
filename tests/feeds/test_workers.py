from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest

from feeds import workers
from feeds.drafts import Context, Task, draft, plain_draft
from feeds.errors import ParseError
from feeds.identity import identify
from feeds.parser import parse
from feeds.workers import Workers
from tagger.settings import TaggerSettings
from tests.feeds.documents import item, numbered, rss

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from store.models import ArticleDraft

NOW = datetime(2026, 3, 28, 12, tzinfo=UTC)
CONTEXT = Context(NOW, None)
URL = "http://wire.example/feed"


def tasks(document: str) -> list[Task]:
    found = identify(parse(document.encode(), (), URL).entries)
    return [Task(one.entry, one.ladder[0], one.content_hash) for one in found]


def drafted(**parts: str) -> ArticleDraft:
    return draft(tasks(rss(item("g", **parts)))[0], CONTEXT, None)


@pytest.fixture
async def pool() -> AsyncIterator[Workers]:
    crew = Workers(None, count=1)
    yield crew
    await crew.close()


async def test_a_worker_reads_a_document(pool: Workers) -> None:
    document = await pool.parse("auto", numbered(3).encode(), (), URL)
    assert [one.ladder[0] for one in document.identified] == ["guid:n3", "guid:n2", "guid:n1"]


async def test_what_is_wrong_with_a_document_comes_back_in_words(pool: Workers) -> None:
    with pytest.raises(ParseError, match="an HTML page, not a feed"):
        await pool.parse("auto", b"<html></html>", (), URL)


async def test_a_document_that_hangs_the_parser_costs_one_worker_and_the_next_is_read(
    pool: Workers, monkeypatch: pytest.MonkeyPatch
) -> None:
    await pool.parse("auto", numbered(1).encode(), (), URL)
    monkeypatch.setattr(workers, "PARSE_TIMEOUT_S", 0.5)
    attributes = " ".join(f'a{n}="x"' for n in range(200_000))
    with pytest.raises(ParseError, match=r"longer than 0\.5 s"):
        await pool.parse("auto", rss(f"<item {attributes}/>").encode(), (), URL)
    monkeypatch.setattr(workers, "PARSE_TIMEOUT_S", 60.0)
    assert len((await pool.parse("auto", numbered(2).encode(), (), URL)).identified) == 2


async def test_every_entry_gives_a_draft_in_order_even_where_workers_fail(
    pool: Workers, monkeypatch: pytest.MonkeyPatch
) -> None:
    wanted = tasks(numbered(3))
    assert [one.key for one in (await pool.prepare(wanted, CONTEXT)).drafts] == ["guid:n3", "guid:n2", "guid:n1"]
    monkeypatch.setattr(workers, "DRAFT_TIMEOUT_S", 0.000_001)
    prepared = await Workers.prepare(pool, wanted, CONTEXT)
    assert [one.key for one in prepared.drafts] == ["guid:n3", "guid:n2", "guid:n1"]


async def test_workers_tag_what_they_clean() -> None:
    crew = Workers(TaggerSettings(), count=1)
    try:
        prepared = await crew.prepare(tasks(rss(item("1", "Rockets hit Kharkiv overnight"))), CONTEXT)
    finally:
        await crew.close()
    assert [place.name for place in prepared.drafts[0].tags.places] == ["Kharkiv"]
    assert "Kharkiv" in {name.name for name in prepared.names}


def test_a_draft_is_plain_text_with_absolute_links() -> None:
    made = drafted(title="Fire &amp; smoke\n in\tOdesa", body='<p>One <a href="/x">link</a></p><p>Two</p>', link=URL)
    assert (made.title, made.summary, made.body) == ("Fire & smoke in Odesa", "One link\n\nTwo", None)
    assert made.links == ("http://wire.example/x",)
    assert made.url == URL


def test_escape_sequences_reach_no_field() -> None:
    hostile = "a&#27;]52;c;cm0=&#7;b\u202ec"
    made = drafted(title=hostile, body=hostile, date=hostile)
    assert "\x1b" not in repr(made) + made.title + made.summary
    assert "\u202e" not in made.title + made.summary + (made.published_raw or "")


def test_an_entry_without_title_is_headed_by_its_first_words() -> None:
    assert drafted(title="", body="<p>Power is out in Sumy.</p><p>More</p>").title == "Power is out in Sumy."
    assert drafted(title="", link=URL).title == URL
    assert drafted(title="").title == "(untitled)"


@pytest.mark.parametrize("date", ["Mon, 01 Jan 2099 00:00:00 GMT", "Thu, 01 Jan 1970 00:00:00 GMT", "0001-01-01"])
def test_a_date_that_can_not_be_is_missing_but_kept_as_written(date: str) -> None:
    made = drafted(date=date)
    assert (made.published, made.published_raw) == (None, date)


def test_a_plain_draft_keeps_the_words() -> None:
    made = plain_draft(tasks(rss(item("g", "Title", body="<p>Words &amp; more</p>")))[0], CONTEXT)
    assert (made.key, made.title, made.summary) == ("guid:g", "Title", "Words & more")
