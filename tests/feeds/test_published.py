"""When an article counts as published: by the feed's date where that can be, else by its arrival; which is noted."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from typing import TYPE_CHECKING

import pytest

from tests.feeds.documents import item, rss
from tests.feeds.replay import START, Replay

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from store.models import Article


@pytest.fixture
def archive(tmp_path: Path) -> Iterator[Replay]:
    with Replay(tmp_path / "archive.db") as replay:
        yield replay


def stored(archive: Replay) -> Article:
    article = archive.reader.article(1)
    assert article is not None
    return article


@pytest.mark.parametrize(
    "date",
    [
        None,
        "breaking!! now",
        "Fri, 01 Jan 2099 00:00:00 GMT",
        format_datetime(START + timedelta(hours=5)),
        "Mon, 01 Jan 0001 00:00:00 +1400",
        "Thu, 01 Jan 1970 00:00:00 GMT",
        "Mon, 01 Jan 99999 00:00:00 GMT",
    ],
)
def test_a_date_that_is_missing_ahead_ancient_or_unreadable_gives_way_to_the_arrival(
    archive: Replay, date: str | None
) -> None:
    archive.poll(rss(item("g", date=date)))
    article = stored(archive)
    assert (article.published, article.published_source) == (archive.now, "first_seen")


@pytest.mark.parametrize(
    ("date", "published"),
    [
        ("Sat, 28 Feb 2026 12:00:00 GMT", datetime(2026, 2, 28, 12, tzinfo=UTC)),
        ("сб, 28 февраля 2026 15:00 МСК", datetime(2026, 2, 28, 12, tzinfo=UTC)),
        (format_datetime(START + timedelta(minutes=20)), START + timedelta(minutes=20)),
    ],
)
def test_a_date_that_can_be_is_taken_from_the_feed(archive: Replay, date: str, published: datetime) -> None:
    archive.poll(rss(item("g", date=date)))
    assert (stored(archive).published, stored(archive).published_source) == (published, "feed")


def test_a_date_that_comes_later_is_taken_but_not_one_after_the_arrival(archive: Replay) -> None:
    archive.poll(rss(item("g", body="One")))
    arrival = archive.now
    archive.poll(rss(item("g", body="Two", date=format_datetime(arrival + timedelta(minutes=10)))))
    assert (stored(archive).published, stored(archive).published_source) == (arrival, "first_seen")
    archive.poll(rss(item("g", body="Three", date=format_datetime(arrival - timedelta(hours=1)))))
    assert (stored(archive).published, stored(archive).published_source) == (arrival - timedelta(hours=1), "feed")


def test_a_date_that_moves_is_an_update_and_leaves_the_article_in_its_place(archive: Replay) -> None:
    first, later = START - timedelta(hours=2), START - timedelta(hours=1)
    archive.poll(rss(item("g", body="One", date=format_datetime(first))))
    archive.poll(rss(item("g", body="Two", date=format_datetime(later))))
    assert (stored(archive).published, stored(archive).updated) == (first, later)
