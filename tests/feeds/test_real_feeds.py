"""The archiver over real feeds as publishers serve them, on loopback."""

from __future__ import annotations

import asyncio
import json
import sqlite3
import tarfile
from collections import defaultdict
from pathlib import Path
from typing import TYPE_CHECKING

import feedparser
import pytest

from feeds.archiver import ArchiverSettings, PollReport, Summary, archive
from feeds.settings import PollingSettings
from store.models import FeedSettings

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.feeds.loopback import Loopback

DATA = Path(__file__).resolve().parents[2].parent / "shared" / "data" / "feeds"
WHOLE = ("real_feeds_netnewswire_A.tar.gz", "publisher_feeds_2016_A.tar.gz", "conformance_feed-rs.tar.gz")
HISTORIES = ("republished_kyiv_independent_2024.tar.gz",)
POLLS = "polls_2020_*.tar.xz"

pytestmark = [
    pytest.mark.shared,
    pytest.mark.skipif(not DATA.is_dir(), reason="the shared data folder is not beside the checkout"),
    pytest.mark.timeout(300),
]


def documents() -> Iterator[tuple[str, bytes]]:
    """Give the path and body of every feed: whole collections, and one version of each history."""
    for name in WHOLE:
        yield from ((f"/{name}/{path}", body) for path, body in _files(DATA / name))
    for archive_path in [DATA / name for name in HISTORIES] + sorted(DATA.glob(POLLS)):
        versions: defaultdict[str, list[tuple[str, bytes]]] = defaultdict(list)
        for path, body in _files(archive_path):
            folder = str(Path(path).parent)
            versions[folder if archive_path.suffix == ".xz" else Path(path).name].append((path, body))
        for found in versions.values():
            path, body = sorted(found)[len(found) // 2]
            yield f"/{archive_path.name}/{path}", body


def _files(path: Path) -> Iterator[tuple[str, bytes]]:
    with tarfile.open(path) as tar:
        for member in tar:
            file = tar.extractfile(member) if member.isfile() else None
            if file is not None and not member.name.endswith((".md", ".txt", ".opml")):
                yield member.name.replace(" ", "%20"), file.read()


def expected(body: bytes) -> int:
    """Give the number of entries that can be read from `body` at all, by feedparser, or as JSON Feed."""
    if body.lstrip().startswith(b"{"):
        document = json.loads(body)
        return len(document.get("items", ())) if "jsonfeed.org" in str(document.get("version")) else 0
    return len(feedparser.parse(body, sanitize_html=False, resolve_relative_uris=False).entries)


async def poll(path: Path, urls: list[str]) -> tuple[Summary, dict[str, PollReport]]:
    settings = ArchiverSettings(
        archive=path,
        feeds=tuple(FeedSettings(url=url) for url in urls),
        polling=PollingSettings(allow_private_networks=True, per_host=16),
    )
    reports: dict[str, PollReport] = {}
    summary = await archive(settings, once=True, report=lambda r: reports.__setitem__(r.url, r), stop=asyncio.Event())
    return summary, reports


def stored(path: Path) -> dict[str, int]:
    with sqlite3.connect(path) as connection:
        counts = dict(connection.execute("SELECT url, articles FROM feeds"))
    connection.close()
    return counts


async def test_every_parseable_entry_is_stored_once_and_a_second_run_stores_nothing_new(
    loopback: Loopback, tmp_path: Path
) -> None:
    wanted = {loopback.serve(path, body): expected(body) for path, body in documents()}
    path = tmp_path / "archive.db"

    first, reports = await poll(path, list(wanted))
    counts = stored(path)
    short = {url: (counts[url], wanted[url], reports[url].words) for url in wanted if counts[url] != wanted[url]}
    for url, figures in sorted(short.items()):
        print(url.rpartition(".tar.")[2], *figures)  # noqa: T201 - shown when the test fails, and with -s
    print(first, sum(counts.values()), "of", sum(wanted.values()))  # noqa: T201
    assert first.new == sum(counts.values())
    assert sum(counts.values()) >= 0.98 * sum(wanted.values())
    good = {url for url, report in reports.items() if report.error is None}
    assert all(url in good for url, count in wanted.items() if count)

    loopback.seen.clear()
    second, again = await poll(path, list(wanted))
    assert (second.new, second.revised) == (0, 0)
    assert stored(path) == counts
    whole = {url for url in good if "malformed" not in reports[url].words}
    assert {again[url].words for url in whole} == {"not modified"}
    assert all(loopback.requests(url.removeprefix(loopback.url("")))[0].conditional for url in whole)
