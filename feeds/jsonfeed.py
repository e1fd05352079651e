"""JSON Feed 1.0 and 1.1 (https://www.jsonfeed.org/version/1.1/)."""

from __future__ import annotations

import json
from typing import Any

from feeds import dates
from feeds.errors import ParseError
from feeds.html import web_url
from feeds.parsed import Entry, ParsedFeed, RawText

_VERSION = "jsonfeed.org/version/"
_MOST_DIGITS = 640


def parse_json(text: str, url: str) -> ParsedFeed:
    """Read a JSON Feed; relative links start from `url`.

    Raises:
        ParseError: It is broken or some other JSON.
    """
    try:
        document = json.loads(text, strict=False, parse_int=_whole)
    except RecursionError as error:
        raise ParseError("malformed JSON: nested too deep") from error
    except json.JSONDecodeError as error:
        raise ParseError(f"malformed JSON: {error.msg}") from error
    if not isinstance(document, dict) or _VERSION not in str(document.get("version")):
        raise ParseError("JSON, but not a JSON Feed")
    items = document.get("items")
    language = _string(document.get("language"))
    authors = _authors(document)
    return ParsedFeed(
        title=_string(document.get("title")) or "",
        link=web_url(_string(document.get("home_page_url")), url),
        lang=language,
        entries=tuple(
            _entry(item, url, language, authors)
            for item in (items if isinstance(items, list) else ())
            if isinstance(item, dict)
        ),
        version="json11" if "1.1" in str(document["version"]) else "json10",
        complete=isinstance(items, list),
        note=None if isinstance(items, list) else "a JSON Feed without items",
    )


def _entry(item: dict[str, Any], url: str, language: str | None, authors: str | None) -> Entry:
    html, plain = _string(item.get("content_html")), _string(item.get("content_text"))
    summary = _string(item.get("summary"))
    published_raw = _string(item.get("date_published"))
    modified = _string(item.get("date_modified"))
    tags = item.get("tags")
    content = html or plain
    return Entry(
        guid=_identifier(item.get("id")),
        link=web_url(_string(item.get("url")), url) or web_url(_string(item.get("external_url")), url),
        title=RawText(_string(item.get("title")) or "", html=False),
        summary=RawText(summary, html=False) if summary else None,
        content=RawText(content, html=html is not None) if content else None,
        author=_authors(item) or authors,
        published=dates.read(published_raw) if published_raw else None,
        published_raw=published_raw,
        updated=dates.read(modified) if modified else None,
        lang=_string(item.get("language")) or language,
        base=web_url(_string(item.get("url")), url) or url,
        categories=tuple(tag for tag in (tags if isinstance(tags, list) else ()) if isinstance(tag, str)),
    )


def _whole(digits: str) -> int | str:
    """Give a number; its digits where Python converts no more of them (`sys.get_int_max_str_digits`)."""
    return int(digits) if len(digits) <= _MOST_DIGITS else digits


def _identifier(value: object) -> str | None:
    """Give an id as text; the specification asks readers to take numbers too."""
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        return None
    return _string(str(value))


def _authors(item: dict[str, Any]) -> str | None:
    listed = item.get("authors")
    people = listed if isinstance(listed, list) else [item.get("author")]  # 1.1 and 1.0
    names = (_string(person.get("name")) for person in people if isinstance(person, dict))
    return ", ".join(name for name in names if name) or None


def _string(value: object) -> str | None:
    """Give a non-empty text that can be stored: JSON may hold lone surrogates."""
    if not isinstance(value, str) or not value.strip():
        return None
    return value.encode("utf-8", "replace").decode("utf-8")
