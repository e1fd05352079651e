"""Reports of one event from several feeds, polled over loopback, become one story with its true origins."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import pytest

from feeds.archiver import ArchiverSettings, archive
from feeds.settings import PollingSettings
from store.models import FeedSettings
from store.query import EVERYTHING, parse
from store.reader import Reader
from tests.feeds.documents import item, rss

if TYPE_CHECKING:
    from pathlib import Path

    from store.models import Story
    from tests.feeds.loopback import Loopback

WIRE = (
    "Three missiles struck the port of Chornomorsk on Tuesday evening, and two grain silos burned through the night"
    " while crews fought the flames, the head of the region said. Nobody was hurt. Loading will go on tomorrow."
)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "archive.db"


async def _poll(path: Path, *urls: str) -> None:
    polling = PollingSettings(allow_private_networks=True, timeout_s=20, full_text="never")
    feeds = tuple(FeedSettings(url, f"Outlet {number}") for number, url in enumerate(urls, 1))
    wanted = ArchiverSettings(archive=path, feeds=feeds, polling=polling)
    await archive(wanted, once=True, report=lambda _: None, stop=asyncio.Event())


def _story(path: Path) -> Story:
    with Reader(path) as reader:
        (row,) = [row for row in reader.grouped(EVERYTHING) if row.story is not None]
        story = reader.story(row.headline.id)
    assert story is not None
    return story


async def test_reprints_and_reports_of_one_event_are_one_story_with_two_origins(loopback: Loopback, path: Path) -> None:
    paper = item("1", "Grain silos burn in Chornomorsk", body=f"<p>{WIRE}</p>")
    wire = item("1", "Missiles strike Chornomorsk port", body=f"<p>ODESA (Reuters) - {WIRE}</p>")
    own = item(
        "1", "Chornomorsk port hit by three missiles, silos on fire", body="<p>Our reporter saw grain silos burn.</p>"
    )
    other = item("2", "Film festival opens in Lviv", body="<p>Forty films are shown this week.</p>")
    urls = [loopback.serve(f"/{number}", rss(*some)) for number, some in enumerate(((paper,), (wire, other), (own,)))]
    await _poll(path, *urls)
    story = _story(path)
    assert len(story.reports) == 3
    assert sorted(story.outlets) == ["Outlet 1", "Outlet 2", "Outlet 3"]
    assert sorted(story.origins) == ["127.0.0.1", "Reuters"]
    with Reader(path) as reader:
        assert reader.count(parse(f"story:{story.id}")).value == 3
        assert reader.count(parse("is:duplicate")).value == 2


async def test_an_aggregator_s_entry_has_the_origin_that_its_source_names(loopback: Loopback, path: Path) -> None:
    source = '<source url="https://www.reuters.com/world">Reuters</source></item>'
    taken = item("1", "Missiles strike Chornomorsk port and grain silos").replace("</item>", source)
    wire = item("1", "Missiles strike Chornomorsk port, grain silos burn", body=f"<p>ODESA (Reuters) - {WIRE}</p>")
    await _poll(path, loopback.serve("/a", rss(taken)), loopback.serve("/b", rss(wire)))
    assert _story(path).origins == ("Reuters",)


async def test_polling_again_and_edits_keep_the_story(loopback: Loopback, path: Path) -> None:
    wire = item("1", "Missiles strike Chornomorsk port", body=f"<p>{WIRE}</p>")
    urls = [loopback.serve(f"/{number}", rss(wire)) for number in range(2)]
    await _poll(path, *urls)
    before = _story(path).id
    loopback.serve("/1", rss(item("1", "Missiles strike Chornomorsk port, silos lost", body=f"<p>{WIRE}</p>")))
    await _poll(path, *urls)
    story = _story(path)
    assert (story.id, len(story.reports)) == (before, 2)
    assert max(report.headline.revisions for report in story.reports) == 2
