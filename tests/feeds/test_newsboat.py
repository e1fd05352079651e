"""What is read of newsboat's files, and what is refused."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest

from feeds.errors import ParseError
from feeds.newsboat import SHORT, Cache, read_urls

from .newsboat import FEED, SCHEMA, item, make_cache

if TYPE_CHECKING:
    from pathlib import Path

    from feeds.incoming import Incoming


def articles(path: Path) -> list[Incoming]:
    with Cache(path) as cache:
        found = list(cache.articles())
        assert cache.count == len(found)
        return found


def test_articles_come_with_their_feed_and_their_marks_the_oldest_first(tmp_path: Path) -> None:
    video = "https://wire.example/v.mp4"
    later = item("b", "Irpin retaken", pubDate=1648458000, unread=0, flags="s", enclosure_url=video)
    found = articles(make_cache(tmp_path / "cache.db", later, item("a", "Rail line cut")))
    assert [(one.entry.guid, one.read, one.starred, one.links) for one in found] == [
        ("a", False, False, ()),
        ("b", True, True, (video,)),
    ]
    first = found[0]
    assert (first.feed, first.source, first.entry.link) == (FEED, "The Wire", "https://wire.example/a")
    assert first.entry.published == datetime(2022, 3, 28, 8, tzinfo=UTC)
    assert first.tags is None


def test_what_was_deleted_is_left_out(tmp_path: Path) -> None:
    cache = make_cache(tmp_path / "cache.db", item("a", "Kept"), item("b", "Deleted", deleted=1))
    assert [one.entry.title.value for one in articles(cache)] == ["Kept"]


def test_a_long_text_is_a_body_and_a_short_one_a_summary(tmp_path: Path) -> None:
    cache = make_cache(tmp_path / "cache.db", item("a", "Short"), item("b", "Long", content="x" * (SHORT + 1)))
    assert [(one.entry.summary is None, one.entry.content is None) for one in articles(cache)] == [
        (False, True),
        (True, False),
    ]


@pytest.mark.parametrize("date", [0, -1, 2**62, "soon", b"\xff"])
def test_a_date_that_is_none_is_missing(tmp_path: Path, date: object) -> None:
    (one,) = articles(make_cache(tmp_path / "cache.db", item("a", "Undated", pubDate=date)))
    assert one.entry.published is None


def test_values_of_another_kind_do_no_harm(tmp_path: Path) -> None:
    wild = item("a", "x") | {
        "guid": 5,
        "title": b"\xff\xfe",
        "author": 1.5,
        "content": b"\0\1",
        "unread": "?",
        "flags": 7,
    }
    strange = item("b", "y", url="javascript:alert(1)", base="::", feedurl="file:///etc/passwd")
    found = articles(make_cache(tmp_path / "cache.db", wild, item("c", "z", url="javascript:alert(1)", base="[")))
    assert [one.entry.link for one in found] == ["https://wire.example/a", None]
    with Cache(make_cache(tmp_path / "other.db", strange)) as cache:
        assert list(cache.articles()) == []


def test_a_cache_of_an_older_newsboat_has_fewer_columns(tmp_path: Path) -> None:
    path = tmp_path / "cache.db"
    with closing(sqlite3.connect(path)) as connection:
        connection.executescript(SCHEMA)
        for column in ("flags", "deleted", "enclosure_url", "base"):
            connection.execute(f"ALTER TABLE rss_item DROP COLUMN {column}")
        row = item("a", "Old")
        connection.execute(
            f"INSERT INTO rss_item({', '.join(row)}) VALUES ({', '.join('?' * len(row))})", tuple(row.values())
        )
        connection.commit()
    (one,) = articles(path)
    assert (one.starred, one.read) == (False, False)


@pytest.mark.parametrize(
    ("script", "words"),
    [
        ("CREATE TABLE moz_places(id)", "no cache of newsboat"),
        ("CREATE TABLE rss_feed(rssurl, title); CREATE TABLE rss_item(id, guid)", "rss_item has no"),
        ("CREATE TABLE rss_feed(rssurl, title); CREATE VIEW rss_item AS SELECT 1 AS id", "no cache of newsboat"),
    ],
)
def test_another_database_is_refused(tmp_path: Path, script: str, words: str) -> None:
    path = tmp_path / "cache.db"
    with closing(sqlite3.connect(path)) as connection:
        connection.executescript(script)
    with pytest.raises(ParseError, match=words):
        Cache(path)


def test_a_cache_that_newsboat_is_writing_is_refused_in_words(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = make_cache(tmp_path / "cache.db", item("a", "x"))
    real = sqlite3.connect
    monkeypatch.setattr(sqlite3, "connect", lambda *given, **named: real(*given, **{**named, "timeout": 0}))
    with closing(real(path, isolation_level=None)) as connection:
        connection.execute("BEGIN EXCLUSIVE")
        with pytest.raises(ParseError, match="is newsboat running"):
            Cache(path)


def test_the_list_of_feeds_gives_names_and_tags() -> None:
    urls = read_urls(
        "# my feeds\n\n"
        'https://a.example/feed war "front line" "~The \\"A\\" wire"\n'
        "https://b.example/feed !hidden\n"
        "https://a.example/feed twice\n"
    )
    assert [(feed.url, feed.name) for feed in urls.feeds] == [
        ("https://a.example/feed", 'The "A" wire'),
        ("https://b.example/feed", ""),
    ]
    assert urls.tags == {"https://a.example/feed": "war, front line"}
    assert urls.skipped == ()


@pytest.mark.parametrize(
    "line",
    [
        '"query:Unread:unread = \\"yes\\""',
        "exec:~/bin/feed.sh",
        "filter:~/bin/f.sh:https://a.example/feed",
        "file:///etc/passwd",
        "https://a.example/?token=`pass show feed`",
        "javascript:alert(1)",
    ],
)
def test_what_is_no_feed_on_the_web_is_named_and_never_run(line: str) -> None:
    urls = read_urls(f"{line}\n")
    assert urls.feeds == ()
    assert urls.skipped[0].startswith("line 1: ")


def test_tags_can_hold_nothing_that_acts() -> None:
    (tags,) = read_urls('https://a.example/feed "a\x1b]52;c;x\x07b" "c\x85d"').tags.values()
    assert "\x1b" not in tags
    assert "\n" not in tags
