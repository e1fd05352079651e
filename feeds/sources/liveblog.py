"""The kind ``liveblog``: a page that says in JSON-LD, microdata or RDFa that it holds a live blog.

See https://schema.org/LiveBlogPosting. JSON-LD counts before what the page's elements say.

Each update is an entry. One without an id or an address of its own is known by its time, as far as no other in the
document has it, else by its title.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from feeds import dates
from feeds.errors import ParseError
from feeds.html import to_plain, web_url
from feeds.parsed import Entry, ParsedFeed, RawText
from feeds.sources.jsonld import is_type, read_graph
from feeds.sources.markup import read_markup
from feeds.sources.pages import obstacle

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from feeds.sources.jsonld import Graph, Node

MARKS = (b"LiveBlogPosting", b"liveBlogUpdate")
"""What stands in the bytes of every page with a live blog."""
MOST_UPDATES = 20_000
_MARKUP = re.compile(r"<\w[^<>]*>|&(?:#\d{1,7}|#x[\da-f]{1,6}|\w{2,30});", re.IGNORECASE)
_INDEX = re.compile(r"/(?:index\.\w{3,5})?$")
_UPDATES = "liveBlogUpdate"


def read(page: str, url: str) -> ParsedFeed:
    """Read the live blog in an HTML page.

    Args:
        page: The page as text.
        url: Where it came from.

    Raises:
        ParseError: There is none; the message says what there is instead.
    """
    graph = read_graph(page)
    nodes = graph.nodes if any(map(_is_blog, graph.nodes)) else read_markup(page)
    blogs = [node for node in nodes if _is_blog(node)]
    if not blogs:
        raise ParseError(_missing(page, graph))
    by_id = {key: node for node in nodes if len(node) > 1 and (key := _text(node.get("@id")))}
    main = _main(blogs, url)
    same = [blog for blog in blogs if blog is main or _name(blog, url) in ("", _name(main, url))]
    title = _first(same, "headline", "name") or ""
    if _MARKUP.search(title):
        title = to_plain(title, url).text
    entries = [replace(entry, parent=title or None) for entry in _entries(same, by_id, url)]
    broken = f"{graph.broken} of its JSON-LD blocks can't be read whole" if graph.broken else None
    more = f"only {MOST_UPDATES:,} of its updates are read" if len(entries) > MOST_UPDATES else None
    locked = obstacle(page) if not entries else None
    if locked:
        raise ParseError(f"{locked}, without the updates of the live blog")
    return ParsedFeed(
        title=title,
        link=_name(main, url) or url,
        lang=_language(_first_value(same, "inLanguage")),
        entries=tuple(_told_apart(entries[:MOST_UPDATES])),
        version="liveblog",
        complete=not graph.broken,
        note="; ".join(filter(None, (broken, more))) or None,
        ended=_date(_first(same, "coverageEndTime")),
    )


def _is_blog(node: Node) -> bool:
    return is_type(node, "LiveBlogPosting") or _UPDATES in node


def elsewhere(blog: ParsedFeed, url: str) -> str | None:
    """Give the address of a live blog that has a page of its own on the site of `url`; None for that page itself.

    A feed that is gone often leads to a front page, and that may show the live blog of the day.
    """
    own, here = urlsplit(blog.link or url), urlsplit(url)
    same = own.hostname != here.hostname or _INDEX.sub("", own.path) == _INDEX.sub("", here.path)
    return None if same else blog.link


def _missing(page: str, graph: Graph) -> str:
    what = obstacle(page) or "a page"
    if graph.broken:
        return f"{what} without a live blog that can be read: its JSON-LD is broken"
    return f"{what} without a live blog"


def _main(blogs: list[Node], url: str) -> Node:
    """Give the live blog that the page is about: the one with its address, else the one with most updates."""
    return max(blogs, key=lambda blog: (_name(blog, url) == url.partition("#")[0], len(_list(blog.get(_UPDATES)))))


def _name(blog: Node, url: str) -> str:
    """Give the address of a live blog, or an empty text where it has none."""
    for value in (blog.get("url"), blog.get("mainEntityOfPage"), blog.get("@id")):
        text = _text(value.get("@id") or value.get("url") if isinstance(value, dict) else value)
        if text and (found := web_url(text, url)):
            return found.partition("#")[0]
    return ""


def _entries(blogs: Iterable[Node], by_id: dict[str, Node], url: str) -> Iterable[Entry]:
    seen: set[int] = set()
    for blog in blogs:
        language = _language(blog.get("inLanguage"))
        for given in _list(blog.get(_UPDATES)):
            update = given
            if isinstance(given, dict) and set(given) <= {"@id", "@type"}:
                update = by_id.get(_text(given.get("@id")) or "")
            if isinstance(update, dict) and id(update) not in seen:
                seen.add(id(update))
                entry = _entry(update, _name(blog, url) or url, language)
                if entry.title.value or entry.content:
                    yield entry


def _entry(update: Node, blog: str, language: str | None) -> Entry:
    link = _link(update, blog)
    body = next((text for key in ("articleBody", "text", "description") if (text := _text(update.get(key)))), None)
    title = _text(update.get("headline")) or _text(update.get("name")) or _text(update.get("alternativeHeadline")) or ""
    raw = _text(update.get("datePublished")) or _text(update.get("dateCreated"))
    return Entry(
        guid=_guid(update),
        link=link or blog,
        title=_marked(title),
        summary=None,
        content=_marked(body) if body else None,
        author=_people(update.get("author") or update.get("creator")),
        published=_date(raw),
        published_raw=raw,
        updated=_date(_text(update.get("dateModified"))),
        lang=_language(update.get("inLanguage")) or language,
        base=blog,
        categories=tuple(text for one in _list(update.get("keywords")) if (text := _text(one))),
    )


def _guid(update: Node) -> str | None:
    identifier = update.get("identifier")
    if isinstance(identifier, dict):
        identifier = identifier.get("value") or identifier.get("@id")
    if isinstance(identifier, int) and not isinstance(identifier, bool):
        identifier = str(identifier)
    return _text(update.get("@id")) or _text(identifier)


def _link(update: Node, blog: str) -> str | None:
    for value in (update.get("url"), update.get("mainEntityOfPage"), update.get("@id")):
        text = _text(value.get("@id") or value.get("url") if isinstance(value, dict) else value)
        found = web_url(text, blog) if text else None
        if found and found != blog:
            return found
    return None


def _told_apart(entries: list[Entry]) -> Iterable[Entry]:
    """Give entries that have neither id nor address something to be known by: their time, else their title."""
    times = Counter(entry.published_raw for entry in entries)
    for entry in entries:
        if entry.guid is not None or entry.link != entry.base:
            yield entry
        elif entry.published_raw and times[entry.published_raw] == 1:
            yield replace(entry, guid=f"time:{entry.published_raw}")
        elif entry.title.value:
            yield replace(entry, guid=f"title:{entry.title.value}")
        else:
            yield replace(entry, link=None)  # the address of all of them tells none; what is left are its words


def _marked(text: str) -> RawText:
    return RawText(text, html=bool(_MARKUP.search(text)))


def _people(value: object) -> str | None:
    names = (_text(one.get("name")) if isinstance(one, dict) else _text(one) for one in _list(value))
    return ", ".join(dict.fromkeys(name for name in names if name)) or None


def _language(value: object) -> str | None:
    return _text(value.get("alternateName") or value.get("name") if isinstance(value, dict) else value)


def _first(nodes: Iterable[Node], *keys: str) -> str | None:
    return next((text for key in keys for node in nodes if (text := _text(node.get(key)))), None)


def _first_value(nodes: Iterable[Node], key: str) -> object:
    return next((node[key] for node in nodes if node.get(key)), None)


def _date(text: str | None) -> datetime | None:
    return dates.read(text) if text else None


def _list(value: object) -> list[Any]:
    return value if isinstance(value, list) else [] if value is None else [value]


def _text(value: object) -> str | None:
    """Give a non-empty text that can be stored; of several, the first."""
    if isinstance(value, list) and value:
        value = value[0]
    if not isinstance(value, str) or not value.strip():
        return None
    return value.strip().encode("utf-8", "replace").decode("utf-8")
