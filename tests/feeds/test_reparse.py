"""Kept bodies, read again."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING

import pytest

from feeds.reparse import Reparsed, reparse
from store.errors import ArchiveLocked
from store.lease import Lease
from store.query import Filter
from store.raw import RawReader
from store.reader import Reader
from tagger.settings import TaggerSettings
from tests.feeds.documents import numbered
from tests.feeds.test_archiver import once, settings, titles

if TYPE_CHECKING:
    from pathlib import Path

    from tests.feeds.loopback import Loopback


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "archive.db"


async def again(path: Path, only: str | None = None) -> list[Reparsed]:
    reports: list[Reparsed] = []
    assert await reparse(path, TaggerSettings(), reports.append, only) == len(reports)
    return reports


def forget(path: Path) -> None:
    """Make the archive as if the parser had found nothing in any body."""
    with closing(sqlite3.connect(path)) as connection, connection:
        for table in ("identities", "entries", "headlines", "documents", "revisions"):
            connection.execute(f"DELETE FROM {table}")
        connection.execute("UPDATE meta SET articles = 0, revisions = 0")
        connection.execute("UPDATE feeds SET articles = 0")
        connection.execute("INSERT INTO search(search) VALUES ('delete-all')")


async def polls(loopback: Loopback, path: Path) -> str:
    """Poll a feed three times: it grows, and an entry is edited."""
    url = loopback.serve("/feed", numbered(2))
    await once(settings(path, url))
    loopback.serve("/feed", numbered(3).replace("Body 2", "Corrected body 2"))
    await once(settings(path, url))
    loopback.serve("/feed", numbered(3, start=3))
    await once(settings(path, url))
    return url


async def test_reading_what_was_read_before_changes_nothing(loopback: Loopback, path: Path) -> None:
    url = await polls(loopback, path)
    with Reader(path) as reader:
        before = reader.headlines(Filter())
        rev = reader.rev()
    for _ in range(2):
        (report,) = await again(path)
        assert (report.url, report.bodies, report.unreadable, report.new, report.revised) == (url, 3, 0, 0, 0)
    with Reader(path) as reader:
        assert reader.headlines(Filter()) == before
        assert reader.rev() == rev


async def test_what_a_parser_missed_is_found_the_oldest_first_in_its_last_version(
    loopback: Loopback, path: Path
) -> None:
    url = await polls(loopback, path)
    expected = sorted(titles(path))
    forget(path)
    (report,) = await again(path)
    assert (report.new, report.revised) == (5, 0)
    assert sorted(titles(path)) == expected
    with Reader(path) as reader:
        articles = [reader.article(one.id) for one in reader.headlines(Filter())]
        assert reader.feeds()[0].articles == 5
        assert reader.feeds()[0].url == url
    assert "Corrected body 2." in {one.summary for one in articles if one is not None}
    assert (await again(path))[0].new == 0
    # And the next poll of the same feed brings nothing twice.
    loopback.serve("/feed", numbered(3, start=3).replace("Test Wire", "Wire"))
    summary, _ = await once(settings(path, url))
    assert (summary.new, summary.revised) == (0, 0)


async def test_better_words_for_a_known_article_are_a_revision_once(loopback: Loopback, path: Path) -> None:
    await polls(loopback, path)
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("UPDATE entries SET content_hash = zeroblob(16) WHERE article = 1")
    assert [(one.new, one.revised) for one in await again(path)] == [(0, 1)]
    assert [(one.new, one.revised) for one in await again(path)] == [(0, 0)]


async def test_a_body_that_can_not_be_read_is_counted_and_the_others_are_read(loopback: Loopback, path: Path) -> None:
    broken, good = loopback.serve("/broken", "<rss><channel>"), loopback.serve("/good", numbered(1))
    await once(settings(path, broken, good))
    assert [(one.bodies, one.unreadable) for one in await again(path)] == [(1, 1), (1, 0)]
    assert [one.url for one in await again(path, good)] == [good]


async def test_headers_and_address_are_kept_with_the_body(loopback: Loopback, path: Path) -> None:
    url = loopback.serve("/feed", numbered(1), "application/rss+xml")
    await once(settings(path, url))
    with RawReader(path) as raw:
        (sighting,) = raw.sightings(1)
        body = raw.body(sighting.id)
    assert (body.data, body.url) == (numbered(1).encode(), url)
    assert ("Content-Type", "application/rss+xml") in body.headers


async def test_it_refuses_while_an_archiver_runs(loopback: Loopback, path: Path) -> None:
    await once(settings(path, loopback.serve("/feed", numbered(1))))
    with Lease(path), pytest.raises(ArchiveLocked):
        await again(path)
