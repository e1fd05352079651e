"""What a site's robots.txt allows (RFC 9309); asked about the pages of articles, which nobody subscribed to."""

from __future__ import annotations

import time
from collections import OrderedDict
from http import HTTPStatus
from typing import TYPE_CHECKING, NamedTuple

from feeds.address import read_address
from feeds.errors import FetchError, ProxyError, Refused
from feeds.fetcher import Validators
from store.models import FeedSettings

if TYPE_CHECKING:
    from collections.abc import Callable

    from feeds.fetcher import Fetcher
    from feeds.workers import Workers

AGENT = "Dateline"
"""The name by which a robots.txt may speak to us."""
KEPT_S = 86_400.0
"""Seconds that a robots.txt counts: RFC 9309 2.4 allows a day."""
_RETRY_S = 3_600.0
_LARGEST = 512_000  # RFC 9309 2.5: at least 500 KiB
_MOST = 500
_TIMEOUT_S = 10.0
_ALL = "User-agent: *\nDisallow: /"


class Rule(NamedTuple):
    """What a robots.txt says about one page."""

    allowed: bool
    delay_s: float
    """Seconds to leave between two requests, 0 where it names none."""


class Robots:
    """The robots.txt of sites, each asked for once a day."""

    def __init__(self, fetcher: Fetcher, workers: Workers, monotonic: Callable[[], float] = time.monotonic) -> None:
        """Ask through `fetcher`; the files are strangers', so `workers` read them."""
        self._fetcher = fetcher
        self._workers = workers
        self._monotonic = monotonic
        self._files: OrderedDict[tuple[str, str, int], tuple[str, float]] = OrderedDict()

    async def rule(self, url: str, proxy: str = "") -> Rule:
        """Give what the robots.txt of the site of `url` says about it, asked for through `proxy` as a feed names it.

        Raises:
            ProxyError: The proxy gives no connection to anybody.
            FeedError: The URL is none that is ever fetched, or the file can't be read.
        """
        text = await self._text(url, proxy)
        if not text:
            return Rule(allowed=True, delay_s=0.0)
        return await self._workers.call(judge, (text, url), _TIMEOUT_S)

    async def _text(self, url: str, proxy: str) -> str:
        origin = read_address(url).origin
        now = self._monotonic()
        text, until = self._files.get(origin, ("", 0.0))
        if until <= now:
            text, kept_s = await self._fetched(origin, proxy)
            self._files[origin] = text, now + kept_s
        self._files.move_to_end(origin)
        while len(self._files) > _MOST:
            self._files.popitem(last=False)
        return text

    async def _fetched(self, origin: tuple[str, str, int], proxy: str) -> tuple[str, float]:
        scheme, host, port = origin
        host = f"[{host}]" if ":" in host else host
        try:
            asked = FeedSettings(f"{scheme}://{host}:{port}/robots.txt", proxy=proxy)
            fetched = await self._fetcher.fetch(asked, Validators())
        except (Refused, ProxyError):
            raise
        except FetchError:
            return _ALL, _RETRY_S  # 2.3.1.4: who can't be asked allows nothing for now
        if fetched.status == HTTPStatus.OK:
            return fetched.body[:_LARGEST].decode("utf-8", "replace"), KEPT_S
        if fetched.status >= HTTPStatus.INTERNAL_SERVER_ERROR or fetched.status == HTTPStatus.TOO_MANY_REQUESTS:
            return _ALL, _RETRY_S
        return "", KEPT_S  # 2.3.1.3: there is none


def judge(text: str, url: str) -> Rule:
    """Give what the robots.txt `text` says about `url`; runs in a worker."""
    from protego import Protego

    rules = Protego.parse(text)
    return Rule(bool(rules.can_fetch(url, AGENT)), float(rules.crawl_delay(AGENT) or 0.0))
