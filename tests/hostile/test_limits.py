"""Limits that keep one feed from costing more than it is worth; these need no catalogue."""

from __future__ import annotations

import asyncio
import json
import time
from typing import TYPE_CHECKING

import pytest

from feeds import transport
from feeds.archiver import ArchiverSettings, archive
from feeds.settings import PollingSettings
from feeds.xmlfeed import parse_xml
from store.models import FeedSettings, FeedState
from store.reader import Reader
from tests.feeds.loopback import Answer, Loopback, Seen

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

URL = "https://wire.example/feed"

pytestmark = pytest.mark.usefixtures("shared_workers")


@pytest.fixture
def loopback() -> Iterator[Loopback]:
    with Loopback() as server:
        yield server


async def polled(path: Path, url: str) -> FeedState:
    polling = PollingSettings(allow_private_networks=True)
    settings = ArchiverSettings(archive=path, feeds=(FeedSettings(url),), polling=polling)
    await archive(settings, once=True, report=lambda _: None, stop=asyncio.Event())
    with Reader(path) as reader:
        return reader.feeds()[0]


def test_a_flood_of_attributes_costs_its_tag_alone() -> None:
    flood = " ".join(f'a{number}="1"' for number in range(200_000))
    item = "<item><title>Before</title><link>https://wire.example/1</link></item>"
    started = time.process_time()
    feed = parse_xml(f'<rss version="2.0"><channel>{item}<x {flood}/>{item}</channel></rss>', URL, None)
    assert time.process_time() - started < 5
    assert [entry.title.value for entry in feed.entries] == ["Before", "Before"]


def test_an_item_keeps_its_first_categories_of_too_many() -> None:
    categories = "".join(f"<category>c{number}</category>" for number in range(20_000))
    started = time.process_time()
    feed = parse_xml(
        f'<rss version="2.0"><channel><item><title>One</title>{categories}</item></channel></rss>', URL, None
    )
    assert time.process_time() - started < 5
    assert feed.entries[0].categories == tuple(f"c{number}" for number in range(100))


def test_a_flood_of_empty_items_costs_nothing_and_a_single_one_stays() -> None:
    item = "<item><title>One</title></item>"
    flood = parse_xml(f'<rss version="2.0"><channel>{"<item/>" * 200_000}{item}</channel></rss>', URL, None)
    assert len(flood.entries) == 1
    slip = parse_xml(f'<rss version="2.0"><channel><item/>{item}</channel></rss>', URL, None)
    assert len(slip.entries) == 2


def test_a_long_attribute_of_an_honest_tag_stays() -> None:
    picture = "A" * 100_000
    item = f'<item><title>One</title><link>https://wire.example/1?{picture}</link><enclosure url="x:{picture}"/></item>'
    feed = parse_xml(f'<rss version="2.0"><channel>{item}</channel></rss>', URL, None)
    assert [entry.title.value for entry in feed.entries] == ["One"]


async def test_the_title_of_a_feed_is_cleaned_like_any_text(loopback: Loopback, tmp_path: Path) -> None:
    feed = {"version": "https://jsonfeed.org/version/1.1", "title": "Wire \x1b]0;PWNED\x07\u202e one " + "x" * 9_999}
    url = loopback.serve("/feed", json.dumps(feed | {"items": []}), "application/feed+json")
    state = await polled(tmp_path / "archive.db", url)
    assert state.error is None
    assert state.name.startswith("Wire one xxx")
    assert len(state.name) <= 200


async def test_a_server_that_never_answers_has_not_the_whole_deadline(
    loopback: Loopback, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(transport, "HEAD_TIMEOUT_S", 0.2)

    def never(_: Seen) -> Answer:
        loopback.closing.wait()
        return Answer()

    state = await polled(tmp_path / "archive.db", loopback.route("/feed", never))
    assert state.error == "no answer within 0.2 s"
