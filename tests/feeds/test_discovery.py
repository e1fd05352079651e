"""From the address of a page to the feeds of a site."""

from __future__ import annotations

from typing import TYPE_CHECKING

from feeds.discovery import COMMON_PATHS, discover, feed_links
from feeds.liveblogs import is_live
from feeds.settings import PollingSettings
from tests.feeds.documents import item, numbered, rss
from tests.feeds.loopback import Answer
from tests.feeds.pages import blog, update
from tests.feeds.pages import page as live_page

if TYPE_CHECKING:
    from tests.feeds.loopback import Loopback

POLLING = PollingSettings(allow_private_networks=True, timeout_s=10)
BASE = "https://wire.example/news/today.html"


def page(head: str = "", body: str = "") -> str:
    return f"<!doctype html><html><head><title>News</title>{head}</head><body>{body}</body></html>"


def links(head: str = "", body: str = "") -> list[str]:
    return feed_links(page(head, body).encode(), BASE)


def test_alternate_links_come_first_as_absolute_urls_and_each_once() -> None:
    assert links(
        '<link rel="alternate" type="application/rss+xml" href="/all.rss">'
        '<link rel="stylesheet" href="/feed.css"><link rel="alternate" hreflang="uk" href="/uk/">'
        '<LINK REL="feed Alternate" TYPE="application/atom+xml; charset=utf-8" HREF="atom">',
        '<a href="/all.rss">RSS</a><a href="/world/rss.xml">World</a><a href="/about">About</a>',
    ) == ["https://wire.example/all.rss", "https://wire.example/news/atom", "https://wire.example/world/rss.xml"]


def test_comments_come_last() -> None:
    kind = 'rel="alternate" type="application/rss+xml"'
    assert links(f'<link {kind} href="/comments/feed/"><link {kind} href="/feed/">') == [
        "https://wire.example/feed/",
        "https://wire.example/comments/feed/",
    ]


def test_a_base_counts_and_other_schemes_and_hosts_do_not() -> None:
    kind = 'rel="alternate" type="application/rss+xml"'
    assert links(
        f'<base href="https://cdn.example/x/"><link {kind} href="rss"><link {kind} href="javascript:alert(1)//rss">'
        f'<link {kind} href="http://["><link {kind} href="file:///etc/passwd">',
        '<a href="https://other.example/feed/">else</a>',
    ) == ["https://cdn.example/x/rss"]


async def test_a_feed_is_found_as_itself(loopback: Loopback) -> None:
    url = loopback.serve("/feed", numbered(3))
    (feed,) = (await discover(url, POLLING)).feeds
    assert (feed.url, feed.title, feed.entries) == (url, "Test Wire", 3)


async def test_a_page_leads_to_the_feeds_it_names_and_only_to_those_that_can_be_read(loopback: Loopback) -> None:
    good = loopback.serve("/good.rss", numbered(2))
    loopback.serve("/broken.rss", "<rss><channel>")
    kind = 'rel="alternate" type="application/rss+xml"'
    start = loopback.serve(
        "/", page("".join(f'<link {kind} href="/{name}.rss">' for name in ("broken", "gone", "good"))), "text/html"
    )
    found = await discover(start, POLLING)
    assert [one.url for one in found.feeds] == [good]


async def test_a_page_that_names_none_is_tried_at_the_usual_places(loopback: Loopback) -> None:
    start = loopback.serve("/news/", page(), "text/html")
    hidden = loopback.serve("/rss.xml", numbered(1))
    found = await discover(start, POLLING)
    assert [one.url for one in found.feeds] == [hidden]
    assert [seen.path for seen in loopback.seen] == ["/news/", "/feed", "/rss", "/feed.xml", "/rss.xml"]


async def test_a_site_without_feeds_says_so_after_few_requests(loopback: Loopback) -> None:
    start = loopback.serve("/", page(body='<a href="/rss">x</a>'), "text/html")
    found = await discover(start, POLLING)
    assert (found.feeds, found.answered) == ((), True)
    assert "no feed" in (found.problem or "")
    assert len(loopback.seen) == 1 + len(COMMON_PATHS)


async def test_a_feed_that_moved_for_good_is_named_where_it_is_now(loopback: Loopback) -> None:
    new = loopback.serve("/new", numbered(1))
    old = loopback.route("/old", lambda _: Answer(status=301, headers={"Location": new}))
    now = loopback.route("/now", lambda _: Answer(status=302, headers={"Location": new}))
    assert [(await discover(url, POLLING)).feeds[0].url for url in (old, now)] == [new, now]


async def test_who_can_not_be_asked_is_told_apart_from_who_has_no_feed(loopback: Loopback) -> None:
    for status, answered in ((404, True), (410, True), (403, False), (503, False)):
        url = loopback.route(f"/{status}", lambda _, status=status: Answer(status=status))  # type: ignore[misc]
        found = await discover(url, POLLING)
        assert (found.answered, str(status) in (found.problem or "")) == (answered, True)
    refused = await discover(loopback.url("/"), PollingSettings())
    assert (refused.answered, "private network" in (refused.problem or "")) == (False, True)


async def test_a_source_that_is_no_feed_is_found_with_its_kind(loopback: Loopback) -> None:
    url = loopback.serve("/live", live_page(blog(update(1), update(2))), "text/html")
    (found,) = (await discover(url, POLLING)).feeds
    assert (found.url, found.kind, found.title, found.entries) == (url, "liveblog", "War, day 33", 2)


async def test_live_blogs_that_articles_link_to_are_told_and_not_fetched(loopback: Loopback) -> None:
    live = loopback.url("/europe/live-news/war-03-01-26/index.html")
    body = f'<p>Follow our <a href="{live}#top">live blog</a> or <a href="{loopback.url("/live/tv")}">watch</a>.</p>'
    url = loopback.serve("/feed", rss(item("1", link=loopback.url("/story"), body=body)))
    (found,) = (await discover(url, POLLING)).feeds
    assert (found.kind, found.live) == ("auto", (live,))
    assert [seen.path for seen in loopback.seen] == ["/feed"]


def test_addresses_of_live_blogs_are_told_from_streams_and_articles() -> None:
    for path in (
        "live/2026/mar/01/war-live",
        "news/live/world-1",
        "liveblog/war",
        "a/war-live-updates-day-33",
        "onlayn/",
    ):
        assert is_live(f"https://wire.example/{path}"), path
    for path in ("story/how-people-live", "live/video/1", "sport/live/1", "delivery", "radio/live.mp3", ""):
        assert not is_live(f"https://wire.example/{path}"), path
