"""What a publisher takes back (RFC 6721), and where an entry says that it is."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from feeds.xmlfeed import parse_xml
from store.query import parse
from store.reader import Reader
from tests.feeds.test_archiver import once, settings

if TYPE_CHECKING:
    from pathlib import Path

    from store.models import Article
    from tests.feeds.loopback import Loopback

TOMBSTONES = "http://purl.org/atompub/tombstones/1.0"


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "archive.db"


def entry(number: int, more: str = "") -> str:
    return (
        f"<entry><id>urn:wire:{number}</id><title>Dispatch {number}</title>"
        f"<updated>2026-03-28T12:0{number}:00Z</updated>"
        f'<link href="http://wire.example/{number}"/><summary>Text {number}.</summary>{more}</entry>'
    )


def stone(number: int, prefix: str = "at") -> str:
    name = f"{prefix}:deleted-entry"
    return f'<{name} xmlns:{prefix}="{TOMBSTONES}" ref="urn:wire:{number}" when="2026-03-28T13:00:00Z"/>'


def atom(*parts: str) -> str:
    return f'<feed xmlns="http://www.w3.org/2005/Atom"><title>Wire</title>{"".join(parts)}</feed>'


def articles(path: Path, query: str = "") -> list[Article]:
    with Reader(path) as reader:
        ids = [headline.id for headline in reader.headlines(parse(query))]
        return sorted(reader.articles(ids), key=lambda one: one.title)


async def polled(loopback: Loopback, path: Path, *documents: str) -> list[Article]:
    for document in documents:
        _, reports = await once(settings(path, loopback.serve("/feed", document)))
        assert all(report.error is None for report in reports.values())
    return articles(path)


async def test_an_article_that_was_taken_back_is_marked_and_stays_whole(loopback: Loopback, path: Path) -> None:
    first, second = await polled(loopback, path, atom(entry(2), entry(1)), atom(stone(1), entry(2)))
    assert (first.title, first.summary, first.revisions) == ("Dispatch 1", "Text 1.", 1)
    assert first.withdrawn is not None
    assert first.withdrawn >= first.first_seen
    assert second.withdrawn is None
    assert [one.id for one in articles(path, "is:withdrawn")] == [first.id]


async def test_the_mark_keeps_the_time_it_was_first_seen(loopback: Loopback, path: Path) -> None:
    first = (await polled(loopback, path, atom(entry(1)), atom(stone(1))))[0]
    again = (await polled(loopback, path, atom(stone(1), entry(3))))[0]
    assert again.withdrawn == first.withdrawn


async def test_an_article_that_comes_back_is_no_longer_marked(loopback: Loopback, path: Path) -> None:
    documents = atom(entry(1)), atom(stone(1)), atom(entry(1), "<!-- again -->")
    assert [one.withdrawn for one in await polled(loopback, path, *documents)] == [None]
    edited = atom(entry(1).replace("Text 1", "Text 1, corrected"))
    (only,) = await polled(loopback, path, atom(stone(1)), edited)
    assert (only.withdrawn, only.revisions) == (None, 2)


async def test_an_entry_beside_its_own_tombstone_is_there(loopback: Loopback, path: Path) -> None:
    (only,) = await polled(loopback, path, atom(entry(1)), atom(stone(1), entry(1)))
    assert only.withdrawn is None


async def test_what_was_never_there_or_belongs_to_another_feed_is_not_taken_back(
    loopback: Loopback, path: Path
) -> None:
    ours, theirs = loopback.serve("/ours", atom(entry(1))), loopback.serve("/theirs", atom(entry(2)))
    await once(settings(path, ours, theirs))
    loopback.serve("/theirs", atom(entry(2), stone(1), stone(9)))
    await once(settings(path, ours, theirs))
    assert [one.withdrawn for one in articles(path)] == [None, None]


@pytest.mark.parametrize("prefix", ["at", "x", "tombstone"])
def test_a_tombstone_is_known_by_its_namespace_and_not_by_its_prefix(prefix: str) -> None:
    assert parse_xml(atom(entry(2), stone(1, prefix)), "http://wire.example/", None).withdrawn == ("urn:wire:1",)


def test_a_flood_of_tombstones_is_cut_short() -> None:
    feed = parse_xml(atom(entry(1), *(stone(n) for n in range(5_000))), "http://wire.example/", None)
    assert len(feed.withdrawn) == 1_000


SPACES = (
    'xmlns:georss="http://www.georss.org/georss" xmlns:gml="http://www.opengis.net/gml" '
    'xmlns:geo="http://www.w3.org/2003/01/geo/wgs84_pos#"'
)


def point(inner: str) -> tuple[float, float] | None:
    document = atom(entry(1, inner)).replace("<feed ", f"<feed {SPACES} ", 1)
    feed = parse_xml(document, "http://wire.example/", None)
    assert feed.complete
    return feed.entries[0].point


@pytest.mark.parametrize(
    "inner",
    [
        "<georss:point>48.59 38.0</georss:point>",
        "<georss:point> 48.59, 38.0 </georss:point>",
        "<georss:where><gml:Point><gml:pos>48.59 38.0</gml:pos></gml:Point></georss:where>",
        "<geo:lat>48.59</geo:lat><geo:long>38.0</geo:long>",
        "<geo:Point><geo:lat>48.59</geo:lat><geo:long>38.0</geo:long></geo:Point>",
    ],
)
def test_the_point_of_an_entry_is_latitude_and_longitude(inner: str) -> None:
    assert point(inner) == (48.59, 38.0)


@pytest.mark.parametrize(
    "inner",
    [
        "",
        "<georss:point>nan nan</georss:point>",
        "<georss:point>inf 3</georss:point>",
        "<georss:point>91 3</georss:point>",
        "<georss:point>48.59 -181</georss:point>",
        "<georss:point>0 0</georss:point>",
        "<georss:point>48,59 38,0</georss:point>",
        "<georss:point>48.59</georss:point>",
        f"<georss:point>{'9' * 9_999} 1</georss:point>",
        "<geo:lat>48.59</geo:lat>",
        "<geo:lat>north</geo:lat><geo:long>38</geo:long>",
        "<georss:polygon>45 -110 46 -109 45 -109 45 -110</georss:polygon>",
        "<georss:where><gml:Point/></georss:where>",
    ],
)
def test_what_is_no_point_on_earth_is_none(inner: str) -> None:
    assert point(inner) is None


async def test_the_point_stands_in_the_archive(loopback: Loopback, path: Path) -> None:
    where = f"<georss:point {SPACES}>48.59 38.0</georss:point>"
    first, second = await polled(loopback, path, atom(entry(1, where), entry(2)))
    assert (first.point, second.point) == ((48.59, 38.0), None)
