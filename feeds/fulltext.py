"""Fetches the pages behind articles whose feed gives little text, one host after the other, beside the polls.

The list of wanted pages stands in the archive, so nothing is forgotten when the program ends. Whoever asks for pages
nobody subscribed to must be more polite than a poll: robots.txt counts, and a host gets one request at a time with a
pause between two. What somebody asked for goes before all else, by the same rules.
"""

from __future__ import annotations

import asyncio
import logging
from collections import defaultdict
from dataclasses import dataclass, field, replace
from datetime import timedelta
from functools import partial
from http import HTTPStatus
from typing import TYPE_CHECKING

from feeds.coding import TooLarge
from feeds.errors import FeedError, FetchError, ProxyError, Refused
from feeds.fetcher import Fetcher, Validators
from feeds.freshness import retry_after
from feeds.granting import granting
from feeds.liveblogs import MARKS, live_page
from feeds.outcomes import HOLDING, host_of, status_words
from feeds.pagework import other_kind, read_page
from feeds.robots import Robots
from feeds.subscription import guarded
from store import offers, page_texts, pages
from store.connection import ADVICE
from store.corrections import spoken
from store.errors import ArchiveBusy, ArchiveFull
from store.models import FeedSettings, PageText
from store.noise_list import learned_noise
from store.text import clean_line

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from datetime import datetime
    from pathlib import Path

    from feeds.fetcher import Fetched
    from feeds.pipeline import Clock
    from feeds.settings import PollingSettings
    from feeds.workers import Workers
    from store.models import WantedPage
    from store.writer import Writer

log = logging.getLogger(__name__)

ACCEPT = "text/html,application/xhtml+xml;q=0.9"
AT_ONCE = 4
"""Hosts that are asked at the same time."""
ROUND = 500
"""Pages that are looked up at a time."""
VISIT = 20
"""Pages of one host that are fetched before others get their turn."""
PAUSE_S = 2.0
"""Seconds between two requests to one host, unless its robots.txt asks for more."""
LONGEST_PAUSE_S = 120.0
FORBIDDEN = "the site's robots.txt forbids to fetch it"
DAMAGED = "what is stored of the article is damaged"
HELD = "the site wants no more requests just now"
_LARGEST = 8 * 2**20
_LOOK_S = 5.0
_IDLE_S = 60.0
_TIMEOUT_S = 20.0
_WORDS_LIMIT = 200
_WAITS = (timedelta(minutes=10), timedelta(hours=1), timedelta(hours=6))


@dataclass(frozen=True, slots=True)
class Parts:
    """What fetching pages needs."""

    archive: Path
    polling: PollingSettings
    writer: Writer
    workers: Workers
    """Not those of the polls, so that no poll ever waits for a page."""
    clock: Clock
    resting: Callable[[], bool] = field(default=lambda: False)
    """True while nothing is to be fetched: the network is down, say."""
    polled: Callable[[str], bool] = field(default=lambda _: False)
    """True while a poll asks a host, which pages then leave alone."""
    pause_s: float = PAUSE_S
    unasked: bool = True
    """Whether pages are fetched that nobody asked for."""
    proxies: Mapping[int, str] = field(default_factory=dict)
    """What feeds are asked through that name a proxy of their own, by their ids: their pages go the same way."""


class FullTexts:
    """Works through the list of wanted pages."""

    def __init__(self, parts: Parts) -> None:
        """Fetch with the polls' settings, but no page larger than 8 MiB."""
        self._parts = parts
        self._fetcher = Fetcher(replace(parts.polling, max_body=min(parts.polling.max_body, _LARGEST)))
        self._robots = Robots(self._fetcher, parts.workers)
        self._held: dict[str, datetime] = {}
        self._hosts = asyncio.Semaphore(AT_ONCE)
        self._turns: defaultdict[str, asyncio.Lock] = defaultdict(asyncio.Lock)
        self._asked = 0
        self._wish = asyncio.Event()

    async def run(self) -> None:
        """Fetch pages as they are wanted, until cancelled. A full disk or a locked archive only holds it up.

        Raises:
            StoreError: The archive can't be used any longer.
        """
        wishes = partial(pages.wishes, self._parts.archive, ROUND)
        works = [granting(wishes, self._grant, self._parts.clock, self._wish), self._tidy_up()]
        await guarded([*works, self._by_and_by()] if self._parts.unasked else works)

    def wished(self) -> None:
        """Hear that somebody asked for something, maybe a page."""
        self._wish.set()

    async def _by_and_by(self) -> None:
        """Fetch what nobody waits for."""
        while True:
            try:
                busy = not self._parts.resting() and await self.round()
            except (ArchiveFull, ArchiveBusy) as error:
                log.debug("texts of pages wait: %s", error)
                busy = False
            if not busy:
                await asyncio.sleep(_LOOK_S)

    async def _tidy_up(self) -> None:
        """End what reads pages while there are none: it takes more memory than all the rest."""
        idle_s, asked = 0.0, self._asked
        while True:
            await asyncio.sleep(_LOOK_S)
            idle = asked == self._asked and not any(lock.locked() for lock in self._turns.values())
            idle_s, asked = (idle_s + _LOOK_S if idle else 0.0), self._asked
            if idle_s == _IDLE_S:
                await self._parts.workers.close()

    async def round(self) -> int:
        """Fetch what is due, at most `ROUND` pages, and give how many were asked for."""
        found = await asyncio.to_thread(pages.due, self._parts.archive, ROUND, self._parts.clock())
        if len(found) == ROUND:
            await self._parts.writer.run(pages.give_up())
        hosts: defaultdict[str, list[WantedPage]] = defaultdict(list)
        for page in found:
            hosts[host_of(page.url)].append(page)
        asked = self._asked
        await guarded([self._visit(host, its[:VISIT]) for host, its in hosts.items()])
        return self._asked - asked

    async def _visit(self, host: str, its: Sequence[WantedPage]) -> None:
        """Fetch pages of one host, one after the other."""
        async with self._hosts:
            for page in its:
                if not await self._take_turn(host, page):
                    return

    async def _grant(self, page: WantedPage) -> None:
        if not self._parts.resting():
            await self._take_turn(host_of(page.url), page)

    async def _take_turn(self, host: str, page: WantedPage) -> bool:
        """Fetch one page when it is its turn; give False where the host is being polled, and the page stays due."""
        async with self._turns[host]:
            if page.damaged:
                log.warning("article %d is damaged, so no page is fetched for it; %s", page.article_id, ADVICE)
                await self._parts.writer.run(pages.settle(page, DAMAGED))
                return True
            until = self._held.get(host)
            if until is not None and until > self._parts.clock():
                await self._parts.writer.run(pages.put_off(page, until, page.tries, _later(HELD)))
                return True
            if self._parts.polled(host):
                return False
            self._asked += 1
            await asyncio.sleep(await self._take(host, page))
            return True

    async def _take(self, host: str, page: WantedPage) -> float:
        """Fetch one page and write what came of it; give the seconds to leave the host alone."""
        pause, proxy = self._parts.pause_s, self._parts.proxies.get(page.feed_id, "")
        write = self._parts.writer.run
        try:
            rule = await self._robots.rule(page.url, proxy)
            pause = min(max(pause, rule.delay_s), LONGEST_PAUSE_S)
            result = await self._read(host, page, proxy) if rule.allowed else FORBIDDEN
        except (Refused, TooLarge) as error:
            result = str(error)
        except ProxyError as error:  # says nothing of the page, which is as good as untried
            await write(pages.put_off(page, self._parts.clock() + _WAITS[0], page.tries, _later(str(error))))
            return pause
        except (FetchError, _LaterError) as error:
            await self._again(page, str(error))
            return pause
        except FeedError as error:
            result = str(error)
        except Exception as error:
            # Whatever one page trips over must not stop anything else: it is logged whole, and the page given up.
            log.exception("%s: unexpected error", page.url)
            result = f"internal error: {type(error).__name__}"
        if isinstance(result, PageText):
            await write(page_texts.fill(result))
        else:
            await write(pages.settle(page, clean_line(result, _WORDS_LIMIT)))
        return pause

    async def _read(self, host: str, page: WantedPage, proxy: str) -> PageText | str:
        asked = FeedSettings(page.url, headers={"Accept": ACCEPT}, proxy=proxy)
        fetched = await self._fetcher.fetch(asked, Validators())
        if fetched.status in HOLDING:
            now = self._parts.clock()
            self._held[host] = retry_after(fetched.headers, now) or now + _WAITS[1]
            raise _LaterError(status_words(fetched))
        if fetched.status >= HTTPStatus.INTERNAL_SERVER_ERROR:
            raise _LaterError(status_words(fetched))
        if fetched.status != HTTPStatus.OK:
            return status_words(fetched)
        if (kind := other_kind(fetched.headers)) is not None:
            return f"no page, but {kind}"
        await self._offer(page, fetched)
        said = await asyncio.to_thread(spoken, self._parts.archive)
        noise = await asyncio.to_thread(learned_noise, self._parts.archive, page.feed_id)
        arguments = (page, fetched.body, fetched.headers, fetched.url, said, noise)
        return await self._parts.workers.call(read_page, arguments, _TIMEOUT_S)

    async def _offer(self, page: WantedPage, fetched: Fetched) -> None:
        """Offer the live blog that a page holds, if any; it is not followed by itself."""
        if any(mark in fetched.body for mark in MARKS):
            now = self._parts.clock()
            arguments = (fetched.body, fetched.headers, fetched.url, now)
            live = await self._parts.workers.call(live_page, arguments, _TIMEOUT_S)
            if live is not None:
                await self._parts.writer.run(offers.offer(page.feed_id, live, now))

    async def _again(self, page: WantedPage, words: str) -> None:
        if page.tries >= len(_WAITS):
            await self._parts.writer.run(pages.settle(page, clean_line(words, _WORDS_LIMIT)))
            return
        due = self._parts.clock() + _WAITS[page.tries]
        await self._parts.writer.run(pages.put_off(page, due, page.tries + 1, _later(words)))


def _later(words: str) -> str:
    return f"{clean_line(words, _WORDS_LIMIT)}; it is tried again later"


class _LaterError(FeedError):
    """The server may have the page another time."""
