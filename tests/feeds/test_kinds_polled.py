"""Sources that are no feeds, polled from end to end: a loopback server, real workers, a real archive."""

from __future__ import annotations

import asyncio
import gzip
from typing import TYPE_CHECKING

import pytest

from feeds.archiver import ArchiverSettings, archive
from feeds.settings import PollingSettings
from store.models import FeedSettings
from store.query import EVERYTHING
from store.reader import Reader
from tests.feeds.loopback import Answer
from tests.feeds.pages import blog, page, update

if TYPE_CHECKING:
    from pathlib import Path

    from store.models import FeedKind
    from tests.feeds.loopback import Loopback


class Desk:
    """An archive of one source, polled on demand."""

    def __init__(self, path: Path, url: str, kind: FeedKind = "auto", *, max_body: int = 2**20) -> None:
        polling = PollingSettings(allow_private_networks=True, timeout_s=20, max_body=max_body, full_text="never")
        self.path = path
        self._settings = ArchiverSettings(archive=path, feeds=(FeedSettings(url, kind=kind),), polling=polling)

    async def poll(self) -> str:
        """Poll, and give what is said about it."""
        words: list[str] = []
        await archive(self._settings, once=True, report=lambda one: words.append(one.words), stop=asyncio.Event())
        return words[0]

    @property
    def titles(self) -> list[str]:
        with Reader(self._settings.archive) as reader:
            return [one.title for one in reader.headlines(EVERYTHING)][::-1]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "archive.db"


def sitemap(*urls: str, root: str = "urlset", item: str = "url") -> str:
    items = "".join(f"<{item}><loc>{url}</loc></{item}>" for url in urls)
    return f'<{root} xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{items}</{root}>'


def index(*urls: str) -> str:
    return sitemap(*urls, root="sitemapindex", item="sitemap")


async def test_a_live_blog_is_polled_like_a_feed(loopback: Loopback, path: Path) -> None:
    url = loopback.serve("/live", page(blog(update(1))), "text/html")
    desk = Desk(path, url)
    assert await desk.poll() == "1 new"
    loopback.serve("/live", page(blog(update(2), update(1, "Update 1, corrected"))), "text/html")
    assert await desk.poll() == "1 new, 1 revised"
    assert desk.titles == ["Update 1, corrected", "Update 2"]


async def test_a_live_blog_that_is_over_is_said_to_be_and_left_for_a_day(loopback: Loopback, path: Path) -> None:
    url = loopback.serve("/live", page(blog(update(1), coverageEndTime="2026-03-01T20:00:00Z")), "text/html")
    assert await Desk(path, url).poll() == "1 new; ended on 2026-03-01; looked at once a day"
    with Reader(path) as reader:
        (state,) = reader.feeds()
    assert state.next_poll is not None
    assert state.last_poll is not None
    assert (state.next_poll - state.last_poll).total_seconds() >= 86_400


async def test_the_sitemaps_of_an_index_are_read_together(loopback: Loopback, path: Path) -> None:
    url = loopback.serve("/index.xml", index(loopback.url("/1.gz"), loopback.url("/2")))
    loopback.serve("/1.gz", gzip.compress(sitemap(loopback.url("/fire-in-lviv")).encode()), "application/gzip")
    loopback.serve("/2", sitemap(loopback.url("/floods-in-odesa")))
    desk = Desk(path, url)
    assert await desk.poll() == "2 new; an index of 2 sitemaps, of which 2 are read"
    loopback.serve("/2", sitemap(loopback.url("/floods-in-odesa"), loopback.url("/trains-run-again")))
    assert (await desk.poll()).startswith("1 new")
    assert sorted(desk.titles) == ["Fire in lviv", "Floods in odesa", "Trains run again"]


async def test_a_sitemap_that_an_index_names_in_vain_costs_only_itself(loopback: Loopback, path: Path) -> None:
    url = loopback.serve("/index.xml", index(loopback.url("/1"), loopback.url("/2")))
    loopback.serve("/2", sitemap(loopback.url("/fire-in-lviv")))
    assert (await Desk(path, url).poll()).endswith(f"{loopback.url('/1')}: HTTP 404 Not Found")
    loopback.route("/2", lambda _: Answer(status=500))
    assert "HTTP 404 Not Found" in await Desk(path, url).poll()


async def test_a_channel_that_redirects_away_keeps_its_posts_and_says_so(loopback: Loopback, path: Path) -> None:
    text = '<div class="tgme_widget_message_text">Fire.</div>'
    post = f'<div class="tgme_widget_message" data-post="frontline/1">{text}</div>'
    url = loopback.serve("/s/frontline", f"<!doctype html><html><body>{post}</body></html>", "text/html")
    desk = Desk(path, url, "telegram")
    assert await desk.poll() == "1 new"
    loopback.serve("/frontline", '<html><body><div class="tgme_page"></div></body></html>', "text/html")
    loopback.route("/s/frontline", lambda _: Answer(status=302, headers={"Location": "/frontline"}))
    assert (await desk.poll()).startswith("Telegram leads away from the preview")
    assert desk.titles == ["Fire."]


async def test_a_page_that_is_too_large_is_not_read(loopback: Loopback, path: Path) -> None:
    url = loopback.serve("/live", page(blog(update(1)), body="x" * 2**20), "text/html")
    assert await Desk(path, url, "liveblog").poll() == "the body is larger than 1 MiB"


async def test_a_configured_kind_is_never_read_as_another(loopback: Loopback, path: Path) -> None:
    url = loopback.serve("/live", page(blog(update(1))), "text/html")
    assert await Desk(path, url, "feed").poll() == "an HTML page, not a feed"
