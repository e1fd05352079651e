"""Reads what `export --format jsonl` wrote, here or elsewhere: nothing in it is trusted."""

from __future__ import annotations

import json
import re
from datetime import UTC, datetime
from typing import IO, TYPE_CHECKING

from feeds.html import web_url
from feeds.incoming import Incoming
from feeds.parsed import Entry, RawText
from store.deeds import Deeds, FoundBy
from store.importing import Version
from store.text import clean_block, clean_line
from tui.jsontags import Shape, read_tags

if TYPE_CHECKING:
    from collections.abc import Iterator

LONGEST = 64 << 20
"""Bytes of a line."""
_TEXT_LIMIT = 20_000_000
_NAME_LIMIT = 200
_MOST = 100_000
_MOST_ALERTS = 1_000
_BLOCK = 1 << 20
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{1,8}){0,4}")  # RFC 5646, roughly


def lines_backwards(file: IO[bytes]) -> Iterator[tuple[int, bytes]]:
    """Give the lines of a file that can be sought in, the last one first, each with its number.

    Exports begin with the newest article, and articles arrive the oldest first.
    """
    starts, at = [0], 0
    while block := file.read(_BLOCK):
        start = -1
        while (start := block.find(b"\n", start + 1)) >= 0:
            starts.append(at + start + 1)
        at += len(block)
    for number in range(len(starts), 0, -1):
        file.seek(starts[number - 1])
        line = file.readline(LONGEST + 1)
        if line.strip():
            yield number, line


def read_article(line: bytes) -> Incoming:
    """Read one line.

    Raises:
        ValueError: It is no article, in words.
    """
    if len(line) > LONGEST:
        raise ValueError(f"longer than {LONGEST >> 20} MiB")
    try:
        shape = json.loads(line)
    except UnicodeDecodeError:
        raise ValueError("not UTF-8") from None
    except (ValueError, RecursionError) as error:
        raise ValueError(f"no JSON: {error}") from None
    if not isinstance(shape, dict):
        raise ValueError("no JSON object")  # noqa: TRY004 - it is the line's value that is wrong
    return _incoming(shape)


def _incoming(shape: Shape) -> Incoming:
    feed = web_url(_text(shape, "feed"), "")
    if feed is None:
        raise ValueError("feed is no URL of a feed")
    return Incoming(
        feed=feed,
        source=clean_line(_text(shape, "source") or "", _NAME_LIMIT),
        entry=_entry(shape, feed),
        seen=_time(shape, "first_seen"),
        read=shape.get("read") is True,
        starred=shape.get("starred") is True,
        tags=read_tags(shape),
        links=_links(shape, feed),
        content_hash=_hash(shape),
        earlier=_earlier(shape),
        changed=_changed(shape),
        withdrawn=_time(shape, "withdrawn"),
        id=_number(shape, "id"),
        story=_number(shape, "story"),
        deeds=Deeds(fixed=shape.get("story_fixed") is True, found=tuple(_found(shape))),
    )


def _entry(shape: Shape, feed: str) -> Entry:
    title, summary, body = _text(shape, "title"), _text(shape, "summary"), _text(shape, "body")
    if not (title or summary or body):
        raise ValueError("neither title nor summary nor body")
    # What first_seen stands for was never said by the feed.
    published = None if shape.get("published_source") == "first_seen" else _time(shape, "published")
    return Entry(
        guid=_text(shape, "guid"),
        link=web_url(_text(shape, "url"), feed),
        title=RawText(title or "", html=False),
        summary=None if summary is None else RawText(summary, html=False),
        content=None if body is None else RawText(body, html=False),
        author=_text(shape, "author"),
        published=published,
        published_raw=_text(shape, "published_raw"),
        updated=_time(shape, "updated"),
        lang=_language(_text(shape, "lang")),
        base=feed,
        point=_point(shape.get("point")),
        parent=_text(shape, "parent"),
    )


def _text(shape: Shape, key: str) -> str | None:
    value = shape.get(key)
    if value is None or isinstance(value, str):
        return value
    raise ValueError(f"{key} is no text")


def _language(tag: str | None) -> str | None:
    return tag if tag is not None and _LANGUAGE.fullmatch(tag) else None


def _time(shape: Shape, key: str) -> datetime | None:
    text = _text(shape, key)
    if text is None:
        return None
    try:
        time = datetime.fromisoformat(text)
        time = time.replace(tzinfo=UTC) if time.tzinfo is None else time.astimezone(UTC)
    except (ValueError, OverflowError):
        raise ValueError(f"{key} is no time") from None
    return time.replace(microsecond=0)


def _number(shape: Shape, key: str) -> int | None:
    value = shape.get(key)
    return value if type(value) is int and 0 < value < 2**53 else None


def _hash(shape: Shape) -> bytes | None:
    try:
        digest = bytes.fromhex(_text(shape, "content_hash") or "")
    except ValueError:
        return None
    return digest if len(digest) == 16 else None


def _links(shape: Shape, feed: str) -> tuple[str, ...]:
    links = shape.get("links")
    found = (web_url(one, feed) for one in links[:_MOST] if isinstance(one, str)) if isinstance(links, list) else ()
    return tuple(dict.fromkeys(link for link in found if link is not None))


def _point(value: object) -> tuple[float, float] | None:
    if not isinstance(value, dict):
        return None
    lat, lon = value.get("lat"), value.get("lon")
    if not (isinstance(lat, int | float) and isinstance(lon, int | float)):
        return None
    return (lat, lon) if abs(lat) <= 90 and abs(lon) <= 180 else None


def _found(shape: Shape) -> Iterator[FoundBy]:
    alerts = shape.get("alerts")
    for one in alerts[:_MOST_ALERTS] if isinstance(alerts, list) else ():
        if isinstance(one, dict):
            watch, made = clean_line(_text(one, "watch") or "", _NAME_LIMIT), _time(one, "made")
            if watch and made is not None:
                yield FoundBy(watch, _number(one, "revision") or 1, made, _time(one, "seen"))


def _versions(shape: Shape) -> list[Shape]:
    versions = shape.get("versions")
    return [one for one in versions[:_MOST] if isinstance(one, dict)] if isinstance(versions, list) else []


def _earlier(shape: Shape) -> tuple[Version, ...]:
    """Give all versions but the newest, which the article itself is."""
    found = []
    for version in _versions(shape)[:-1]:
        seen, body = _time(version, "seen_at"), _text(version, "body")
        if seen is None:
            raise ValueError("versions: seen_at is missing")
        found.append(
            Version(
                seen_at=seen,
                title=clean_line(_text(version, "title") or ""),
                summary=clean_block(_text(version, "summary") or "", _TEXT_LIMIT),
                body=clean_block(body, _TEXT_LIMIT) if body else None,
            )
        )
    return tuple(found)


def _changed(shape: Shape) -> datetime | None:
    versions = _versions(shape)
    return _time(versions[-1], "seen_at") if versions else None
