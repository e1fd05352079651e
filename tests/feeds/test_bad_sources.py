"""What sources do wrong: the feed's state or the article's mark says so in words, and nothing stored is harmed."""

from __future__ import annotations

import gzip
from typing import TYPE_CHECKING

from feeds.sources.kinds import read
from feeds.workers import Workers
from store.reader import Reader
from tagger.settings import TaggerSettings
from tests.feeds.loopback import Answer
from tests.feeds.pages import BLOG, blog, page, update
from tests.feeds.replay import Replay
from tests.feeds.test_fulltext import Desk as Pages
from tests.feeds.test_kinds_polled import Desk

if TYPE_CHECKING:
    from pathlib import Path

    from tests.feeds.loopback import Loopback

LARGE = 50 * 2**20
LOGIN = "<!DOCTYPE html><html><body><form><input type=password></form></body></html>"
CONSENT = "<!DOCTYPE html><html><head><title>Before you continue</title></head><body></body></html>"
BAD = (
    (page('{"@type": "LiveBlogPosting", "headline": "War'), "its JSON-LD is broken"),
    (LOGIN, "a page that asks for a login"),
    (CONSENT, "a page that asks for consent to cookies"),
    ("<!DOCTYPE html><html><body><p>Welcome.</p></body></html>", "a page without a live blog"),
    ("", "an empty answer"),
)


async def test_a_live_blog_that_turns_bad_says_how_and_keeps_its_updates(loopback: Loopback, tmp_path: Path) -> None:
    url = loopback.serve("/live", page(blog(update(1), update(2))), "text/html")
    desk = Desk(tmp_path / "archive.db", url, "liveblog")
    assert await desk.poll() == "2 new"
    for body, words in BAD:
        loopback.serve("/live", body, "text/html")
        assert words in await desk.poll()
        with Reader(desk.path) as reader:
            (feed,) = reader.feeds()
        assert feed.state == "failing"
        assert words in (feed.error or "")
        assert desk.titles == ["Update 1", "Update 2"]
    loopback.serve("/live", page(blog(update(1), update(2), update(3))), "text/html")
    assert await desk.poll() == "1 new"


async def test_a_live_blog_that_is_broken_in_part_gives_the_rest_and_says_so(
    loopback: Loopback, tmp_path: Path
) -> None:
    whole = page(blog(update(1), update(2)))
    desk = Desk(tmp_path / "archive.db", loopback.serve("/live", whole.replace("Update 2", 'Up"date 2'), "text/html"))
    words = await desk.poll()
    assert words.startswith("1 new; ")
    assert "can't be read whole" in words
    assert desk.titles == ["Update 1"]


def test_five_thousand_updates_are_stored_once_whatever_their_order(tmp_path: Path) -> None:
    updates = [update(1, f"Update {number}") | {"@id": f"{BLOG}#{number}", "url": None} for number in range(5_000)]
    with Replay(tmp_path / "archive.db") as archive:
        first = archive.take(read("liveblog", page(blog(*updates)).encode(), (), BLOG).entries)
        again = archive.take(read("liveblog", page(blog(*reversed(updates))).encode(), (), BLOG).entries)
    assert (first.new, again.new, again.revised) == (5_000, 0, 0)


async def test_a_live_blog_of_fifty_megabytes_is_not_read_packed_or_not(loopback: Loopback, tmp_path: Path) -> None:
    url = loopback.serve("/live", page(blog(update(1))), "text/html")
    desk = Desk(tmp_path / "archive.db", url, "liveblog")
    assert await desk.poll() == "1 new"
    body = page(blog(update(2)), body="x" * LARGE).encode()
    loopback.serve("/live", body, "text/html")
    assert await desk.poll() == "the body is larger than 1 MiB"
    packed = Answer(body=gzip.compress(body, 1), headers={"Content-Type": "text/html", "Content-Encoding": "gzip"})
    loopback.route("/live", lambda _: packed)
    assert await desk.poll() == "the body is larger than 1 MiB after decompression"
    assert desk.titles == ["Update 1"]


async def test_the_page_of_an_article_that_is_too_large_or_asks_for_a_login_is_marked(
    loopback: Loopback, tmp_path: Path
) -> None:
    workers = Workers(TaggerSettings(), count=1)
    try:
        desk = Pages(tmp_path / "archive.db", loopback, workers)
        packed = gzip.compress(f"<html><body><p>{'x' * LARGE}</p></body></html>".encode(), 1)
        headers = {"Content-Type": "text/html", "Content-Encoding": "gzip"}
        loopback.route("/1", lambda _: Answer(body=packed, headers=headers))
        loopback.serve("/2", LOGIN, "text/html")
        await desk.polled("/2", "/1")
        await desk.fetch()
    finally:
        await workers.close()
    words = {desk.article(number).title: desk.article(number).page or "" for number in (1, 2)}
    assert "the body is larger than 8 MiB" in words["Fire in Kharkiv, /1"]
    assert words["Fire in Kharkiv, /2"] == "the page asks for a login"
    assert {desk.article(number).summary for number in (1, 2)} == {"Fire in Kharkiv."}
