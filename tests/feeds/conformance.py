"""The conformance collections: their files, and the values that their authors expect, as claims to be checked."""

from __future__ import annotations

import ast
import calendar
import concurrent.futures
import json
import multiprocessing
import re
import tarfile
from datetime import UTC, datetime
from html import unescape
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple
from urllib.parse import urljoin

from feeds.html import to_plain

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from feeds.parsed import Entry, ParsedFeed, RawText

DATA = Path(__file__).resolve().parents[2].parent / "shared" / "data" / "feeds"
BASE = "http://127.0.0.1:8097/"
FIELDS = ("title", "link", "id", "date", "author", "summary", "content", "language")

_HEADER = re.compile(r"^Header:\s*([\w-]+)\s*[:=]\s*(.+?)\s*$", re.MULTILINE)
_EXPECT = re.compile(r"Expect:\s*(.+?)\s*(?:-->|\n\s*\n|$)", re.DOTALL)
_NAMES = {
    "title": "title", "link": "link", "id": "id", "guid": "id", "description": "summary", "summary": "summary",
    "author": "author", "published_parsed": "date", "updated_parsed": "date", "created_parsed": "date",
    "language": "language",
}  # fmt: skip
_DETAILS = {"title_detail": "title", "summary_detail": "summary", "author_detail": "author"}
_INVENTED = re.compile(r"[0-9a-f]{30,32}|[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")


class Case(NamedTuple):
    """One file of a collection."""

    path: str
    body: bytes


class Claim(NamedTuple):
    """What an entry of a document should give."""

    entry: int
    field: str
    value: str


def cases(pattern: str) -> Iterator[Case]:
    """Give every file of the collections whose name matches."""
    for archive in sorted(DATA.glob(pattern)):
        with tarfile.open(archive) as tar:
            for member in tar:
                file = tar.extractfile(member) if member.isfile() else None
                if file is not None:
                    yield Case(f"{archive.name.split('.')[0]}/{member.name}", file.read())


def headers(body: bytes) -> tuple[tuple[str, str], ...]:
    """Give the response headers that a feedparser case names in its comment."""
    found = dict(_HEADER.findall(body[:2_000].decode("latin-1")))
    return tuple(found.items())


def feedparser_claims(body: bytes) -> list[Claim]:
    """Give the claims about entries in the ``Expect`` line of a feedparser case."""
    expected = _EXPECT.search(body[:4_000].decode("utf-8", "replace"))
    if expected is None:
        return []
    try:
        tree = ast.parse(expected[1].strip(), mode="eval").body
    except (SyntaxError, ValueError):
        return []
    terms = tree.values if isinstance(tree, ast.BoolOp) and isinstance(tree.op, ast.And) else [tree]
    return [claim for term in terms if (claim := _claim(term)) is not None]


def _claim(term: ast.expr) -> Claim | None:
    if not isinstance(term, ast.Compare) or len(term.ops) != 1 or not isinstance(term.ops[0], ast.Eq):
        return None
    path: list[object] = []
    node = term.left
    while isinstance(node, ast.Subscript):
        if not isinstance(node.slice, ast.Constant):
            return None
        path.insert(0, node.slice.value)
        node = node.value
    try:
        value = ast.literal_eval(term.comparators[0])
    except ValueError:
        return None
    if not isinstance(node, ast.Name) or node.id != "entries" or len(path) < 2 or not isinstance(path[0], int):
        return None
    field = _field(path[1:])
    if field is None or value is None:
        return None
    if field == "date":
        value = _moment(value) if isinstance(value, tuple) else value
    return Claim(path[0], field, str(value))


def _moment(fields: Sequence[int]) -> str:
    return datetime.fromtimestamp(calendar.timegm(tuple(fields)), UTC).isoformat()


def _field(path: list[object]) -> str | None:
    if len(path) == 1:
        return _NAMES.get(str(path[0]))
    if path[0] in _DETAILS and path[1:] in (["value"], ["name"]):
        return _DETAILS[str(path[0])]
    return "content" if path == ["content", 0, "value"] else None


def feed_rs_claims(expected: bytes) -> list[Claim]:
    """Give the claims of a feed-rs result; it invents ids, so those are left out."""
    claims = []
    for number, entry in enumerate(json.loads(expected).get("entries", ())):
        links = [link["href"] for link in entry["links"] if link["rel"] in (None, "alternate")]
        values = {
            "title": (entry["title"] or {}).get("content"),
            "link": links[0] if links else None,
            "id": None if _INVENTED.fullmatch(entry["id"]) else entry["id"],
            "date": entry["published"] or entry["updated"],
            "author": ", ".join(dict.fromkeys(person["name"] for person in entry["authors"] if person["name"])),
            "summary": (entry["summary"] or {}).get("content"),
            "content": (entry["content"] or {}).get("body"),
        }
        claims += [Claim(number, field, value.strip()) for field, value in values.items() if value and value.strip()]
    return claims


def meets(claim: Claim, values: dict[str, list[str]], base: str) -> bool:
    """Tell whether any of an entry's values for the claim's field says what it claims, markup and blanks aside."""
    wanted = _comparable(claim.field, claim.value, base)
    return any(_comparable(claim.field, value, base) == wanted for value in values.get(claim.field, ()))


def _comparable(field: str, value: str, base: str) -> object:
    if field == "date":
        return datetime.fromisoformat(value).replace(microsecond=0)
    if field in ("title", "summary", "content"):
        plain = to_plain(value, base)
        return "".join(unescape(plain.text).split()), tuple(link.rstrip("/") for link in plain.links)
    if field == "author":
        return value.split(" (")[0].strip()
    return (urljoin(base, value.strip()) if field == "link" else value.strip()).rstrip("/")


def base_of(feed: ParsedFeed | None, claim: Claim) -> str:
    """Give the address that relative links of the claim's entry start from."""
    return feed.entries[claim.entry].base if feed is not None and claim.entry < len(feed.entries) else BASE


def ours(feed: ParsedFeed, claim: Claim) -> dict[str, list[str]]:
    """Give what we read, by field; an entry's text may stand in its summary or in its content."""
    if claim.entry >= len(feed.entries):
        return {}
    entry: Entry = feed.entries[claim.entry]
    texts = [form for text in (entry.summary, entry.content) if text is not None for form in _forms(text)]
    return {
        "title": _forms(entry.title),
        "link": [entry.link] if entry.link else [],
        "id": [entry.guid] if entry.guid else [],
        "date": [time.isoformat() for time in (entry.published, entry.updated) if time is not None],
        "author": [entry.author] if entry.author else [],
        "summary": texts,
        "content": texts,
        "language": [entry.lang] if entry.lang else [],
    }


def _forms(text: RawText) -> list[str]:
    """Give a text as the authors of a case may have written it down: plain text with or without markup's escapes."""
    return [text.value] if text.html else [text.value, text.value.replace("&", "&amp;").replace("<", "&lt;")]


def theirs(result: dict[str, Any], claim: Claim) -> dict[str, list[str]]:
    """Give what feedparser reads with its own defaults, by field."""
    entries: list[Any] = result["entries"]
    if claim.entry >= len(entries):
        return {}
    entry = entries[claim.entry]
    times = [dict.get(entry, name) for name in ("published_parsed", "updated_parsed", "created_parsed")]
    texts = [dict.get(entry, "summary"), *(part["value"] for part in dict.get(entry, "content", ()))]
    found: dict[str, list[Any]] = {
        "title": [dict.get(entry, "title")],
        "link": [dict.get(entry, "link")],
        "id": [dict.get(entry, "id")],
        "date": [_moment(time) for time in times if time],
        "author": [dict.get(entry, "author"), *(one.get("name") for one in dict.get(entry, "authors", ()))],
        "summary": texts,
        "content": texts,
        "language": [dict.get(entry, "language")],
    }
    return {field: [value for value in values if value] for field, values in found.items()}


def read_by_feedparser(found: list[Case]) -> list[dict[int, dict[str, list[str]]]]:
    """Give what feedparser reads from each case, by entry, in a process where nothing of it was changed."""
    context = multiprocessing.get_context("spawn")
    with concurrent.futures.ProcessPoolExecutor(1, mp_context=context) as pool:
        return list(pool.map(_read, found, chunksize=100))


def _read(case: Case) -> dict[int, dict[str, list[str]]]:
    import warnings

    import feedparser

    warnings.simplefilter("ignore")
    given = {"content-location": BASE, **{name.lower(): value for name, value in headers(case.body)}}
    result: dict[str, Any] = feedparser.parse(case.body, response_headers=given)
    return {number: theirs(result, Claim(number, "", "")) for number in range(min(len(result["entries"]), 100))}
