"""Finds the feeds of a site from the address of a page: by what the page says, else at the usual places."""

from __future__ import annotations

import asyncio
import re
from dataclasses import dataclass
from http import HTTPStatus
from typing import TYPE_CHECKING
from urllib.parse import urljoin, urlsplit

from feeds.errors import FeedError, ParseError
from feeds.fetcher import Fetcher, Validators
from feeds.liveblogs import linked
from feeds.outcomes import status_words
from feeds.sources.telegram import preview
from feeds.workers import Workers
from store.models import FeedSettings
from store.text import clean_line

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from feeds.fetcher import Fetched
    from feeds.settings import PollingSettings
    from feeds.worker import Document
    from store.models import FeedKind

COMMON_PATHS = ("/feed", "/rss", "/feed.xml", "/rss.xml", "/atom.xml", "/index.xml", "/feed.json", "/?feed=rss2")
"""Where sites keep their feed without saying so, the most usual first."""
MOST_LOOKS = 12
"""Requests that one discovery makes at most, beside the first."""
_MOST_FOUND = 5
_PAGE_LIMIT = 4 * 2**20
_TIMEOUT_S = 20.0
_TYPES = frozenset(
    ("application/rss+xml", "application/atom+xml", "application/rdf+xml", "application/feed+json", "application/json")
)
_FEEDISH = re.compile(r"(?:^|[/._=-])(?:rss2?|atom|feeds?|rdf)(?:$|[/._?&=-])|\.xml$", re.IGNORECASE)
_COMMENTS = re.compile(r"comment|reply|replies", re.IGNORECASE)
_HTML = re.compile(rb"<(?:!doctype\s+html|html|head|body)\b", re.IGNORECASE)
_MISSING = frozenset({HTTPStatus.NOT_FOUND, HTTPStatus.GONE})


KINDS: Mapping[str, FeedKind] = {
    "liveblog": "liveblog",
    "sitemap": "sitemap",
    "sitemapindex": "sitemap",
    "telegram": "telegram",
}
"""The kinds of sources that are no feeds, by the version that a parsed document names."""


@dataclass(frozen=True, slots=True)
class FoundFeed:
    """A feed that was fetched and read."""

    url: str
    title: str
    entries: int
    kind: FeedKind = "auto"
    """``auto`` for a feed; the kind of any other source."""
    live: tuple[str, ...] = ()
    """Addresses of what look like live blogs, which its entries link to."""


@dataclass(frozen=True, slots=True)
class Discovery:
    """What came of looking for feeds."""

    feeds: tuple[FoundFeed, ...] = ()
    """The likeliest first; the comments of a site come last."""
    problem: str | None = None
    """Why there are none, in words."""
    answered: bool = True
    """False where nobody could look: no answer came, or one that says to come back later."""


async def discover(url: str, polling: PollingSettings, proxy: str = "") -> Discovery:
    """Look for feeds at `url`: it may be a feed, or a page of a site that has some; `proxy` is as a feed names it.

    Every request goes through the guarded fetcher, one after another, and a feed counts only once it was read.
    """
    workers = Workers(None, count=1)
    try:
        return await _Search(Fetcher(polling), workers, proxy).run(url)
    finally:
        await workers.close()


class _Search:
    """One search, and the requests it may still make."""

    def __init__(self, fetcher: Fetcher, workers: Workers, proxy: str) -> None:
        self._fetcher = fetcher
        self._proxy = proxy
        self._workers = workers

    async def run(self, url: str) -> Discovery:
        url = preview(url) or url  # the page of a channel itself shows no posts
        try:
            fetched = await self._fetcher.fetch(FeedSettings(url, proxy=self._proxy), Validators())
        except FeedError as error:
            return Discovery(problem=clean_line(str(error)), answered=False)
        if fetched.status != HTTPStatus.OK:
            return Discovery(problem=status_words(fetched), answered=fetched.status in _MISSING)
        try:
            return Discovery((await self._read(fetched, url),))
        except ParseError as error:
            if not _HTML.search(fetched.body[:_PAGE_LIMIT]):
                return Discovery(problem=clean_line(str(error)))
        except FeedError as error:
            return Discovery(problem=clean_line(str(error)))
        named = await self._workers.call(feed_links, (fetched.body[:_PAGE_LIMIT], fetched.url), _TIMEOUT_S)
        found = await self._try(named[:MOST_LOOKS], _MOST_FOUND)
        if not found:
            usual = [urljoin(fetched.url, path) for path in COMMON_PATHS]
            found = await self._try([one for one in usual if one not in named], 1)
        if found:
            return Discovery(tuple(found))
        return Discovery(problem="a page that names no feed, and there is none at the usual places")

    async def _try(self, urls: Sequence[str], enough: int) -> list[FoundFeed]:
        found: list[FoundFeed] = []
        for url in urls:
            if len(found) == enough:
                break
            try:
                fetched = await self._fetcher.fetch(FeedSettings(url, proxy=self._proxy), Validators())
                if fetched.status == HTTPStatus.OK:
                    feed = await self._read(fetched, url)
                    if feed.url not in {one.url for one in found}:
                        found.append(feed)
            except FeedError:
                await asyncio.sleep(0)  # what a page names need not be there
        return found

    async def _read(self, fetched: Fetched, asked: str) -> FoundFeed:
        document = await self._workers.parse("auto", fetched.body, fetched.headers, fetched.url)
        # A permanent redirect is the publisher's word for the better address; a login in the URL would be lost by it.
        url = fetched.url if fetched.moved and "@" not in urlsplit(asked).netloc else asked
        kind = KINDS.get(document.feed.version, "auto")
        live = await live_blogs(document, self._workers)
        return FoundFeed(url, clean_line(document.feed.title), len(document.identified), kind, live)


async def live_blogs(document: Document, workers: Workers) -> tuple[str, ...]:
    """Give the addresses of what look like live blogs that the entries of a feed link to."""
    if document.feed.version in KINDS:
        return ()
    return await workers.call(linked, (tuple(item.entry for item in document.identified),), _TIMEOUT_S)


def feed_links(page: bytes, base: str) -> list[str]:
    """Give the feeds that an HTML page names, the likeliest first, as absolute http(s) URLs.

    Those in ``<link rel="alternate">`` with a feed's type come first, then ordinary links that look like feeds of the
    same site. Runs in a worker, because the page is a stranger's.
    """
    from selectolax.lexbor import LexborHTMLParser

    tree = LexborHTMLParser(page.decode("utf-8", "replace"))
    start = next((node.attributes.get("href") or "" for node in tree.css("base[href]")), "")
    base = _absolute(start, base) or base
    declared: list[tuple[str, str]] = []
    for node in tree.css("link[href]"):
        given = {name: value or "" for name, value in node.attributes.items()}
        kind = given.get("type", "").partition(";")[0].strip().lower()
        if "alternate" in given.get("rel", "").lower().split() and kind in _TYPES:
            declared.append((given["href"], given.get("title", "")))
    linked = [(node.attributes.get("href") or "", node.text()[:200]) for node in tree.css("a[href]")]
    host = urlsplit(base).hostname
    urls = [(_absolute(href, base), title) for href, title in declared]
    urls += [
        (url, title)
        for url, title in ((_absolute(href, base), title) for href, title in linked if _FEEDISH.search(href))
        if url and urlsplit(url).hostname == host
    ]
    found: dict[str, str] = {}
    for url, title in urls:
        if url:
            found.setdefault(url, title)
    return sorted(found, key=lambda url: bool(_COMMENTS.search(url + found[url])))


def _absolute(href: str, base: str) -> str | None:
    try:
        url = urljoin(base, href.strip()).partition("#")[0]
        parts = urlsplit(url)
    except ValueError:
        return None
    return url if parts.scheme in ("http", "https") and parts.hostname else None
