from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from feeds.check import check
from feeds.errors import ParseError
from feeds.opml import read_opml, write_opml
from feeds.settings import PollingSettings
from store.models import FeedSettings
from tests.feeds.documents import item, numbered, rss
from tests.feeds.loopback import Answer

if TYPE_CHECKING:
    from tests.feeds.loopback import Loopback

POLLING = PollingSettings(allow_private_networks=True, timeout_s=20)


async def test_a_good_feed_is_described_in_one_line(loopback: Loopback) -> None:
    url = loopback.serve("/feed", rss(item("1", date="Mon, 28 Mar 2022 09:00:00 GMT")))
    found = await check(FeedSettings(url=url), POLLING)
    assert found.ok
    assert found.words == "rss20, 1 entry; newest 2022-03-28 09:00 UTC"
    assert (found.title, found.entries, found.conditional, found.http_status) == ("Test Wire", 1, True, 200)


async def test_a_permanent_move_and_missing_validators_are_told(loopback: Loopback) -> None:
    loopback.route("/new", lambda _: Answer(numbered(2).encode()))
    url = loopback.route("/old", lambda _: Answer(status=301, headers={"Location": "/new"}))
    found = await check(FeedSettings(url=url), POLLING)
    assert found.words == (
        f"rss20, 2 entries; no validators, so every poll fetches all of it; moved for good to {loopback.url('/new')}"
    )


async def test_a_failure_is_a_result(loopback: Loopback) -> None:
    for url, words in ((loopback.url("/none"), "HTTP 404"), (loopback.serve("/page", "<html/>"), "an HTML page")):
        found = await check(FeedSettings(url=url), POLLING)
        assert not found.ok
        assert words in found.words


def test_a_list_of_feeds_survives_the_way_out_and_in() -> None:
    feeds = (FeedSettings("http://a.example/?x=1&y=2", "A & <B>"), FeedSettings("https://b.example/", 'The "Q"'))
    assert read_opml(write_opml(feeds).encode()) == feeds


def test_passwords_are_not_exported() -> None:
    text = write_opml([FeedSettings("https://me:s3cret@a.example/@x?q", headers={"Authorization": "s3cret"})])
    assert "s3cret" not in text
    assert 'xmlUrl="https://a.example/@x?q"' in text


def test_folders_are_opened_and_what_is_no_feed_is_left_out() -> None:
    text = """<opml version="1.0"><body><outline text="War"><outline text="A" xmlUrl="http://a.example/"/>
    <outline text="again" xmlUrl="http://a.example/"/><outline xmlUrl="javascript:x"/></outline></body></opml>"""
    assert read_opml(text.encode()) == (FeedSettings("http://a.example/", "A"),)


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"<rss/>", "not a list"),
        (b"<opml><body>", "malformed OPML"),
        (b"", "malformed OPML"),
        (b'<!DOCTYPE o [<!ENTITY a "x">]><opml><body><outline text="&a;"/></body></opml>', "document type"),
        (b"x" * (10 * 2**20 + 1), "larger than 10 MiB"),
    ],
)
def test_a_list_that_can_not_be_read_is_an_error_in_words(data: bytes, words: str) -> None:
    with pytest.raises(ParseError, match=words):
        read_opml(data)
