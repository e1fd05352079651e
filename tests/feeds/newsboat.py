"""A cache as newsboat 2.21 makes it."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pathlib import Path

FEED = "https://wire.example/rss"
SCHEMA = """
CREATE TABLE rss_feed (rssurl VARCHAR(1024) PRIMARY KEY NOT NULL, url VARCHAR(1024) NOT NULL,
    title VARCHAR(1024) NOT NULL, lastmodified INTEGER(11) NOT NULL DEFAULT 0, is_rtl INTEGER(1) NOT NULL DEFAULT 0,
    etag VARCHAR(128) NOT NULL DEFAULT "");
CREATE TABLE rss_item (id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL, guid VARCHAR(64) NOT NULL,
    title VARCHAR(1024) NOT NULL, author VARCHAR(1024) NOT NULL, url VARCHAR(1024) NOT NULL,
    feedurl VARCHAR(1024) NOT NULL, pubDate INTEGER NOT NULL, content VARCHAR(65535) NOT NULL,
    unread INTEGER(1) NOT NULL, enclosure_url VARCHAR(1024), enclosure_type VARCHAR(1024),
    enqueued INTEGER(1) NOT NULL DEFAULT 0, flags VARCHAR(52), deleted INTEGER(1) NOT NULL DEFAULT 0,
    base VARCHAR(128) NOT NULL DEFAULT "");
CREATE TABLE metadata (db_schema_version_major INTEGER NOT NULL, db_schema_version_minor INTEGER NOT NULL);
INSERT INTO metadata VALUES (2, 11);
"""


def item(guid: str, title: str, **changes: Any) -> dict[str, Any]:
    """Give one row of ``rss_item``."""
    plain = {
        "guid": guid,
        "title": title,
        "author": "Desk",
        "url": f"https://wire.example/{guid}",
        "feedurl": FEED,
        "pubDate": 1648454400,
        "content": "<p>A bridge fell.</p>",
        "unread": 1,
    }
    return {**plain, **changes}


def make_cache(path: Path, *items: dict[str, Any], title: str = "The Wire") -> Path:
    """Write a cache with one feed and `items`."""
    with closing(sqlite3.connect(path)) as connection:
        connection.executescript(SCHEMA)
        connection.execute("INSERT INTO rss_feed(rssurl, url, title) VALUES (?, '', ?)", (FEED, title))
        for row in items:
            columns, marks = ", ".join(row), ", ".join("?" * len(row))
            connection.execute(f"INSERT INTO rss_item({columns}) VALUES ({marks})", tuple(row.values()))
        connection.commit()
    return path
