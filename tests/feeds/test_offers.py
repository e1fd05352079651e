"""Live blogs are offered as the articles that link to them arrive, and followed by nobody."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from typing import TYPE_CHECKING

import pytest

from feeds.liveblogs import live_page
from feeds.workers import Workers
from store.reader import Reader
from tests.feeds.documents import item, rss
from tests.feeds.pages import BLOG, blog, page, update
from tests.feeds.test_fulltext import PAGE
from tests.feeds.test_fulltext import Desk as Pages
from tests.feeds.test_kinds_polled import Desk

if TYPE_CHECKING:
    from pathlib import Path

    from tests.feeds.loopback import Loopback

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
ROUNDUP = '<p>Shelling went on.</p><p>Follow it <a href="https://wire.example/news/live/war-day-33?utm_source=rss#top">here</a>.</p>'


def offered(path: Path) -> list[tuple[str, str]]:
    with Reader(path) as reader:
        return [(one.url, one.title) for one in reader.offered_blogs()]


async def test_a_live_blog_that_an_article_links_to_is_offered_and_not_followed(
    loopback: Loopback, tmp_path: Path
) -> None:
    url = loopback.serve("/feed", rss(item("a", "Roundup", "https://wire.example/a", ROUNDUP)))
    desk = Desk(tmp_path / "archive.db", url)
    assert await desk.poll() == "1 new"
    assert [title for _, title in offered(desk.path)] == ["Roundup"]
    assert "/news/live/war-day-33" in offered(desk.path)[0][0]
    with Reader(desk.path) as reader:
        assert [feed.url for feed in reader.feeds()] == [url]


async def test_another_spelling_of_its_address_is_no_other_offer(loopback: Loopback, tmp_path: Path) -> None:
    plain = ROUNDUP.replace("?utm_source=rss#top", "").replace("https:", "http:")
    one, other = (
        item(key, f"Roundup {key}", f"https://wire.example/{key}", body) for key, body in (("a", ROUNDUP), ("b", plain))
    )
    desk = Desk(tmp_path / "archive.db", loopback.serve("/feed", rss(one, other)))
    await desk.poll()
    assert len(offered(desk.path)) == 1


async def test_articles_of_days_ago_offer_nothing(loopback: Loopback, tmp_path: Path) -> None:
    date = format_datetime(datetime.now(UTC) - timedelta(days=5))
    url = loopback.serve("/feed", rss(item("a", "Roundup", "https://wire.example/a", ROUNDUP, date)))
    desk = Desk(tmp_path / "archive.db", url)
    await desk.poll()
    assert offered(desk.path) == []


async def test_a_live_blog_offers_itself_to_nobody(loopback: Loopback, tmp_path: Path) -> None:
    desk = Desk(tmp_path / "archive.db", loopback.serve("/live/war", page(blog(update(1))), "text/html"))
    await desk.poll()
    assert offered(desk.path) == []


async def test_a_page_that_says_it_is_a_live_blog_is_offered_whatever_its_address(
    loopback: Loopback, tmp_path: Path
) -> None:
    workers = Workers(None, count=1)
    try:
        desk = Pages(tmp_path / "archive.db", loopback, workers)
        where = loopback.url("/1")
        loopback.serve("/1", PAGE.replace("<article>", page(blog(update(1), url=where)) + "<article>"), "text/html")
        await desk.polled("/1")
        assert offered(desk.path) == []
        await desk.fetch()
        assert offered(desk.path) == [(where, "War, day 33")]
    finally:
        await workers.close()


def test_a_live_blog_that_is_over_is_no_offer() -> None:
    over = page(blog(update(1), coverageEndTime="2026-03-01T10:00:00Z")).encode()
    assert live_page(over, (), BLOG, NOW) is None
    lasting = page(blog(update(1), coverageEndTime="2026-03-01T20:00:00Z")).encode()
    found = live_page(lasting, (), BLOG, NOW)
    assert found is not None
    assert (found.url, found.title) == (BLOG, "War, day 33")


@pytest.mark.parametrize("body", [b"", b"LiveBlogPosting", page("{broken").encode(), b"\xff\xfe\x00"])
def test_a_page_that_holds_none_is_no_offer(body: bytes) -> None:
    assert live_page(body, (), BLOG, NOW) is None
