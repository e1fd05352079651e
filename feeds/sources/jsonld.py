"""JSON-LD in a page: the objects that its script blocks hold, recovered where a block is broken and that is safe.

What is recovered is always a whole object that the page holds word for word; nothing is guessed or completed.
"""

from __future__ import annotations

import json
import re
from html import unescape
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator

Node = dict[str, Any]
_OPENED = re.compile(r"<script\b([^<>]{0,2000})>", re.IGNORECASE)
_CLOSED = re.compile(r"</script\s*>", re.IGNORECASE)
_TYPE = re.compile(r"application/(?:[\w.-]*\+)?ld\+json", re.IGNORECASE)
# Wrappers that hid scripts from the browsers of the nineties, still written by some systems.
_WRAPPER = re.compile(r"^\s*(?:<!--|//\s*<!\[CDATA\[|/\*\s*<!\[CDATA\[\s*\*/|<!\[CDATA\[)|(?:-->|//\s*\]\]>|\]\]>)\s*$")
_TRAILING = re.compile(r'("(?:[^"\\]|\\.)*")|,(?=\s*[}\]])', re.DOTALL)
_UPDATES = re.compile(r'"(?:https?://schema\.org/|schema:)?liveBlogUpdate"\s*:\s*\[')
_NEXT = re.compile(r'\{\s*"')
_READER = json.JSONDecoder(strict=False)
_MOST_NODES = 200_000
_DEEPEST = 60
_MOST_TRIES = 20_000


class Graph(NamedTuple):
    """All JSON-LD of a page."""

    nodes: tuple[Node, ...]
    """Every object, the outer ones before those in them."""
    broken: int
    """Script blocks that are no JSON, whether or not something was recovered from them."""


def read_graph(page: str) -> Graph:
    """Give the JSON-LD objects of an HTML page; a page without any gives none."""
    nodes: list[Node] = []
    broken = 0
    for text in _scripts(page):
        values, sound = _read(text)
        broken += not sound
        for value in values:
            nodes.extend(_walk(value, _MOST_NODES - len(nodes)))
    return Graph(tuple(nodes), broken)


def is_type(node: Node, name: str) -> bool:
    """Tell whether a node is of the schema.org type `name`."""
    found = node.get("@type")
    return any(
        isinstance(one, str) and re.split(r"[/:#]", one)[-1] == name
        for one in (found if isinstance(found, list) else [found])
    )


def _scripts(page: str) -> Iterator[str]:
    """Give the JSON-LD script blocks of a page; one that is never closed ends with the page."""
    place = 0
    while (opened := _OPENED.search(page, place)) is not None:
        closed = _CLOSED.search(page, opened.end())
        place = closed.end() if closed else len(page)
        if _TYPE.search(opened[1]):
            yield page[opened.end() : closed.start() if closed else None]


def _read(text: str) -> tuple[list[Any], bool]:
    """Give the values in a script block, and whether it was sound JSON."""
    text = _WRAPPER.sub("", _WRAPPER.sub("", text)).strip()
    try:
        return [_READER.decode(text)], True
    except (ValueError, RecursionError):
        pass
    if '"' not in text and "&quot;" in text:
        text = unescape(text)
    text = _TRAILING.sub(lambda match: match[1] or "", text)
    found, end = _several(text)
    if end == len(text):
        return found, False
    # The rest is broken in itself; what is whole in it are single updates.
    updates = list(_updates(text, end))
    return ([*found, {"@type": "LiveBlogPosting", "liveBlogUpdate": updates}] if updates else found), False


def _several(text: str) -> tuple[list[Any], int]:
    """Give the values that stand one behind the other at the start of `text`, and where the rest begins."""
    found: list[Any] = []
    place = 0
    while place < len(text):
        try:
            value, place = _READER.raw_decode(text, place)
        except (ValueError, RecursionError):
            break
        found.append(value)
        while place < len(text) and text[place] in " \t\r\n;,":
            place += 1
    return found, place


def _updates(text: str, start: int) -> Iterator[Any]:
    """Give the whole updates in the lists of a broken document."""
    opened = _UPDATES.search(text, start)
    place = opened.end() if opened else len(text)
    for _ in range(_MOST_TRIES):
        brace = _NEXT.search(text, place)
        if brace is None:
            return
        try:
            value, place = _READER.raw_decode(text, brace.start())
        except (ValueError, RecursionError):
            place = brace.end()
            continue
        if any(is_type(value, kind) for kind in ("BlogPosting", "SocialMediaPosting", "NewsArticle", "Article")):
            yield value


def _walk(value: Any, room: int) -> Iterator[Node]:
    """Give every object in `value`, breadth first and bounded: a hostile page nests as deep as it likes."""
    level, depth = [value], 0
    while level and depth < _DEEPEST:
        below: list[Any] = []
        for one in level:
            if isinstance(one, dict):
                room -= 1
                if room < 0:
                    return
                yield one
                below.extend(one.values())
            elif isinstance(one, list):
                below.extend(one)
        level, depth = [one for one in below if isinstance(one, dict | list)], depth + 1
