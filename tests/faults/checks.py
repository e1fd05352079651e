"""What must hold of an archive after any fault: it is whole, and every validator has its articles."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING

from store.query import EVERYTHING
from store.reader import Reader

if TYPE_CHECKING:
    from pathlib import Path

    from .growing import GrowingFeed, GrowingFeeds


def assert_whole(path: Path) -> None:
    """Check the file, the references and the search index; nobody else may have the archive open."""
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchone()[0] == "ok"
        assert connection.execute("PRAGMA foreign_key_check").fetchall() == []
        if connection.execute("SELECT 1 FROM sqlite_master WHERE name = 'search'").fetchone():
            connection.execute("INSERT INTO search(search) VALUES ('integrity-check')")


def assert_nothing_lost(path: Path, feeds: GrowingFeeds) -> set[str]:
    """Check each feed against the validator that the archive holds of it; give the links of all articles."""
    with Reader(path) as reader:
        headlines = reader.headlines(EVERYTHING, limit=10**6)
        articles = {article.url or "": article.title for article in headlines}
        states, status = reader.feeds(), reader.status()
    assert len(articles) == len(headlines) == status.articles, "an article is stored or counted twice"
    edits = 0
    for state in states:
        feed = feeds.feeds[state.url]
        version = _version(feed, state.etag)
        mine = {link: title for link, title in articles.items() if link.startswith(feed.prefix)}
        assert mine == feed.titles(version), "validator and articles disagree"
        assert state.articles == len(mine)
        edits += max(0, version)
    assert status.revisions == edits, "a version of an edited article is lost, or stored twice"
    return set(articles)


def _version(feed: GrowingFeed, etag: str | None) -> int:
    """Give the version that a stored ETag vouches for; -1 for none."""
    if etag is None:
        return -1
    number, _, version = etag.strip('"').partition("-")
    assert int(number) == feed.number
    return int(version)
