"""What newsboat leaves behind: its ``cache.db`` with articles, its ``urls`` file with feeds.

The layout of the cache is that of newsboat's ``src/cache.cpp``; columns that older versions lack count as empty. Both
files are read as untrusted: texts of feeds stand in them as they came.
"""

from __future__ import annotations

import contextlib
import os
import re
import sqlite3
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from feeds.errors import ParseError
from feeds.html import web_url
from feeds.incoming import Incoming
from feeds.parsed import Entry, RawText
from store.models import FeedSettings
from store.text import clean_line

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

SHORT = 4_000
"""Characters of markup up to which a text counts as a summary: newsboat doesn't tell a summary from a whole article.

Where the guess is wrong, the next poll that still finds the entry stores another version of it.
"""
_COLUMNS = (
    *("guid", "title", "author", "url", "feedurl", "pubDate", "content", "unread", "flags", "deleted"),
    *("enclosure_url", "base"),
)
_TOKEN = re.compile(r'"((?:[^"\\]|\\.)*)"|(\S+)')
_ESCAPED = re.compile(r"\\(.)")
_NAME_LIMIT = 200


class Cache:
    """A ``cache.db``, open for reading."""

    def __init__(self, path: Path) -> None:
        """Open the file at `path`.

        Raises:
            ParseError: It is no cache of newsboat, or newsboat has it locked.
        """
        self._name = str(path)
        uri = f"file:{quote(os.fsencode(path))}?mode=ro"
        self._connection = sqlite3.connect(uri, uri=True, isolation_level=None)
        try:
            self._connection.text_factory = lambda raw: raw.decode("utf-8", "replace")
            self._connection.execute("PRAGMA trusted_schema = OFF").close()
            self._connection.execute("PRAGMA query_only = ON").close()
            self._columns = self._check()
        except BaseException:
            self._connection.close()
            raise

    def __enter__(self) -> Cache:
        """Give the cache itself."""
        return self

    def __exit__(self, *_: object) -> None:
        """Close the file."""
        self._connection.close()

    @property
    def count(self) -> int:
        """How many articles it holds, without those that were deleted."""
        return len(self._ids())

    def articles(self) -> Iterator[Incoming]:
        """Give its articles, the oldest publication first; a flag of any kind is a star.

        Raises:
            ParseError: The file is damaged.
        """
        with self._reading():
            titles = {
                str(url): str(title) for url, title in self._connection.execute("SELECT rssurl, title FROM rss_feed")
            }
            sql = f"SELECT {', '.join(self._columns)} FROM rss_item WHERE id = ?"  # noqa: S608 - our own names
            for one in self._ids():
                row = dict(zip(_COLUMNS, self._connection.execute(sql, (one,)).fetchone(), strict=True))
                feed = web_url(str(row["feedurl"]), "")
                if feed is not None:
                    yield _incoming(row, feed, titles.get(str(row["feedurl"]), ""))

    def _ids(self) -> list[int]:
        deleted = "deleted" if "deleted" in self._columns else "0"
        with self._reading():
            sql = f"SELECT id FROM rss_item WHERE NOT {deleted} ORDER BY pubDate, id"  # noqa: S608 - our own names
            return [row[0] for row in self._connection.execute(sql)]

    def _check(self) -> tuple[str, ...]:
        """Give what to select: the columns that are there, and an empty text for others."""
        with self._reading():
            sql = "SELECT COUNT(*) FROM sqlite_master WHERE type = 'table' AND name IN ('rss_feed', 'rss_item')"
            if self._connection.execute(sql).fetchone() != (2,):
                raise ParseError(f"{self._name}: an SQLite file, but no cache of newsboat")
            there = {row[1] for row in self._connection.execute("PRAGMA table_info(rss_item)")}
        if missing := {"id", "guid", "title", "feedurl", "pubDate", "content"} - there:
            raise ParseError(f"{self._name}: no cache of newsboat: rss_item has no {min(missing)}")
        return tuple(name if name in there else "''" for name in _COLUMNS)

    @contextlib.contextmanager
    def _reading(self) -> Iterator[None]:
        try:
            yield
        except sqlite3.Error as error:
            raise ParseError(f"{self._name}: {error}; is newsboat running?") from error


@dataclass(frozen=True, slots=True)
class Urls:
    """What a ``urls`` file lists."""

    feeds: tuple[FeedSettings, ...]
    tags: dict[str, str]
    """Tags by URL, cleaned."""
    skipped: tuple[str, ...]
    """Lines that are no feed on the web, in words."""


def read_urls(text: str) -> Urls:
    """Read newsboat's list of feeds: a URL a line, then tags, quoted where they hold blanks; ``~`` begins a name."""
    feeds: dict[str, FeedSettings] = {}
    tags: dict[str, str] = {}
    skipped = []
    for number, line in enumerate(text.splitlines(), 1):
        tokens = [_ESCAPED.sub(r"\1", quoted) if quoted else plain for quoted, plain in _TOKEN.findall(line)]
        if not tokens or tokens[0].startswith("#"):
            continue
        url = None if "`" in tokens[0] else web_url(tokens[0], "")  # between backticks stands a command
        if url is None:
            skipped.append(f"line {number}: {clean_line(tokens[0], 60)} is no feed on the web")
            continue
        name = next((token[1:] for token in tokens[1:] if token.startswith("~")), "")
        feeds.setdefault(url, FeedSettings(url=url, name=clean_line(name, _NAME_LIMIT)))
        kept = [clean_line(token, _NAME_LIMIT) for token in tokens[1:] if token[:1] not in ("~", "!", "")]
        if kept:
            tags.setdefault(url, ", ".join(kept))
    return Urls(tuple(feeds.values()), tags, tuple(skipped))


def _incoming(row: dict[str, Any], feed: str, title: str) -> Incoming:
    content = str(row["content"] or "")
    text = RawText(content, html=True) if content else None
    link = web_url(str(row["url"] or ""), feed)
    published = _time(row["pubDate"])
    enclosure = web_url(str(row["enclosure_url"] or ""), feed)
    return Incoming(
        feed=feed,
        source=clean_line(title, _NAME_LIMIT),
        entry=Entry(
            guid=str(row["guid"] or "") or None,
            link=link,
            title=RawText(str(row["title"] or ""), html=False),
            summary=text if len(content) <= SHORT else None,
            content=text if len(content) > SHORT else None,
            author=str(row["author"] or "") or None,
            published=published,
            published_raw=None if published is None else published.isoformat(),
            updated=None,
            lang=None,
            base=web_url(str(row["base"] or ""), feed) or link or feed,
        ),
        read=row["unread"] == 0,
        starred=bool(row["flags"]),
        links=(enclosure,) if enclosure else (),
    )


def _time(seconds: object) -> datetime | None:
    """Give newsboat's time of publication; what is none, or 0, is missing."""
    if not isinstance(seconds, int) or seconds <= 0:
        return None
    try:
        return datetime.fromtimestamp(seconds, UTC)
    except (OverflowError, ValueError, OSError):
        return None
