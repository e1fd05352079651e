"""Polling with one set of settings: the poller, and what goes on beside it for as long as the archiver runs."""

from __future__ import annotations

import asyncio
import contextlib
import logging
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Any

from feeds.notify import keep_alive
from store.errors import ArchiveBusy, ArchiveFull, StoreError
from store.standstill import note_standstill

if TYPE_CHECKING:
    from collections.abc import Coroutine, Sequence

    from feeds.archiver import ArchiverSettings
    from feeds.fulltext import FullTexts
    from feeds.metrics import Metrics
    from feeds.notify import Notifier
    from feeds.poller import Poller
    from feeds.reports import Tally
    from feeds.watching.telling import Means
    from feeds.watching.watching import Watching
    from feeds.workers import Workers
    from store.models import FeedState, Standstill
    from store.reader import Reader
    from store.writer import Writer

log = logging.getLogger(__name__)

_PRUNE_EVERY_S = 86_400.0
_PRUNE_BATCH = 500
_RETRY_S = 60.0
_WISHES_EVERY_S = 0.5


class Session:
    """Polling with one set of settings, until they change."""

    def __init__(
        self,
        settings: ArchiverSettings,
        writer: Writer,
        reader: Reader,
        tally: Tally,
        metrics: Metrics | None,
        notifier: Notifier,
        means: Means | None = None,
    ) -> None:
        """Poll as `settings` say, into the archive that `writer` and `reader` are open on."""
        self._means = means
        self._settings = settings
        self._writer = writer
        self._reader = reader
        self._tally = tally
        self._metrics = metrics
        self._notifier = notifier
        self._told = False
        self.begun = False
        """Whether the archive could be written to."""

    async def run(self, *, once: bool, stop: asyncio.Event, hangup: asyncio.Event) -> bool:
        """Poll; give True where it ended because settings are to be read again."""
        from feeds.workers import Workers

        workers = Workers(self._settings.tagger)
        page_workers = Workers(self._settings.tagger, count=1)
        try:
            async with contextlib.AsyncExitStack() as stack:
                poller = await self._poller(workers)
                self.begun = True
                watching = await self._watching(stack)
                lasting = [] if once else self._lasting(poller, page_workers)
                if watching is not None and not once:
                    lasting.append(watching.run())
                again = await self._work([poller.once()] if once else lasting, stop, hangup)
                if once and watching is not None and not stop.is_set():
                    await watching.finish()
                return again
        finally:
            await workers.close()
            await page_workers.close()
            if self._told:
                with contextlib.suppress(StoreError):
                    await self._tell(None)

    async def _work(
        self, coroutines: Sequence[Coroutine[Any, Any, None]], stop: asyncio.Event, hangup: asyncio.Event
    ) -> bool:
        """Do things side by side until one ends or we are told to; give whether settings are to be read again."""
        signals = [asyncio.ensure_future(event.wait()) for event in (stop, hangup)]
        works = [asyncio.ensure_future(work) for work in coroutines]
        self._notifier.ready()
        try:
            done, _ = await asyncio.wait([*signals, *works], return_when=asyncio.FIRST_COMPLETED)
        finally:
            await _cancelled([*signals, *works])
        for work in works:
            if work in done:
                work.result()
        again = hangup.is_set() and not stop.is_set()
        hangup.clear()
        return again

    async def _watching(self, stack: contextlib.AsyncExitStack) -> Watching | None:
        """Begin to watch, for as long as `stack` lasts; without watches, end what was watched for before."""
        from feeds.pipeline import utc_now
        from store.watching import sync_watches

        if self._means is None or not self._settings.watches:
            await self._writer.run(sync_watches([]))
            return None
        from feeds.watching.watching import Watching

        return await stack.enter_async_context(Watching(self._settings.watches, self._writer, self._means, utc_now))

    async def _tell(self, note: Standstill | None) -> None:
        """Write down what holds or held polls up: readers learn it from the archive."""
        from feeds.pipeline import utc_now

        if note is not None:  # whoever reads it knows which archive it stands in
            note = replace(note, reason=note.reason.removeprefix(f"{self._settings.archive}: "))
        self._told = note is not None and note.until is None
        await self._writer.run(note_standstill(note, utc_now()))

    def _lasting(self, poller: Poller, page_workers: Workers) -> list[Coroutine[Any, Any, None]]:
        """Give what goes on side by side for as long as the archiver runs."""
        from feeds.poller import LOOK_S

        texts = self._full_texts(poller, page_workers)
        works = [poller.run(), texts.run(), self._grant_wishes(poller, texts), self._prune_daily()]
        if self._notifier.wanted:
            works.append(
                keep_alive(
                    self._notifier, self._writer, lambda: poller.looked, partial(self._words, poller), look_s=LOOK_S
                )
            )
        return works

    def _full_texts(self, poller: Poller, workers: Workers) -> FullTexts:
        """Give what fetches the pages behind articles, beside the polls and in a process of its own."""
        from feeds.fulltext import FullTexts, Parts
        from feeds.pipeline import utc_now

        parts = Parts(
            archive=self._settings.archive,
            polling=self._settings.polling,
            writer=self._writer,
            workers=workers,
            clock=utc_now,
            resting=lambda: poller.standstill.reason is not None,
            polled=poller.asks,
            unasked=self._settings.polling.full_text != "never",
            proxies=poller.own_proxies(),
        )
        return FullTexts(parts)

    def _words(self, poller: Poller) -> str:
        """Give the line for ``systemctl status``."""
        still, new = poller.standstill.reason, self._tally.summary.new
        health = f"{_count(self._tally.total, 'feed')}, {self._tally.troubled or 'none'} in trouble"
        held = f"; held up: {still}" if still else ""
        return f"{health}; {_count(new, 'new article')} so far{held}"

    async def _grant_wishes(self, poller: Poller, texts: FullTexts) -> None:
        """Notice within a second what people ask for through the archive."""
        from store.control import WishWatcher

        with WishWatcher(self._settings.archive) as watcher:
            while True:
                with contextlib.suppress(ArchiveBusy):
                    wishes = watcher.poll()
                    if wishes is not None:
                        poller.grant(wishes)
                        texts.wished()
                if self._metrics is not None:
                    self._metrics.standstill(poller.standstill.reason)
                await asyncio.sleep(_WISHES_EVERY_S)

    async def _poller(self, workers: Workers) -> Poller:
        from feeds.fetcher import Fetcher
        from feeds.pipeline import Pipeline, utc_now
        from feeds.poller import Poller
        from feeds.subscription import Subscription
        from store.jobs import restore_health, sync_feeds

        polling = self._settings.polling
        feeds = {feed.url: feed for feed in self._settings.feeds}
        states = await self._writer.run(sync_feeds(tuple(feeds.values()), utc_now()))
        await self._tell(None)
        self._tally.total = len(states)
        if self._metrics is not None:
            self._metrics.keep({state.url for state in states})
        pipeline = Pipeline(
            fetcher=Fetcher(polling), workers=workers, writer=self._writer, reader=self._reader, settings=polling
        )
        # The config's first interval is where a feed never polled starts from.
        fresh = [
            s if s.last_poll else replace(s, interval_s=feeds[s.url].interval_s or polling.interval_s) for s in states
        ]

        async def forgive(states: Sequence[FeedState]) -> None:
            await pipeline.settled()  # what is to be taken back must stand there first
            await self._writer.run(restore_health(states))

        return Poller(
            pipeline,
            [Subscription(feeds[s.url], s) for s in fresh],
            polling,
            self._tally.add,
            forgive=forgive,
            tell=self._tell,
        )

    async def _prune_daily(self) -> None:
        while True:
            wait = _PRUNE_EVERY_S
            try:
                await self._prune()
            except (ArchiveFull, ArchiveBusy) as error:
                log.warning("old articles and bodies could not be dropped: %s", error)
                wait = _RETRY_S
            await asyncio.sleep(wait)

    async def _prune(self) -> None:
        from feeds.pipeline import utc_now
        from store.jobs import prune_articles, prune_raw
        from store.story_backfill import catch_up

        now = utc_now()
        while await self._writer.run(catch_up(now)):
            pass
        await self._writer.run(prune_raw(now - self._settings.keep_raw))
        if self._settings.keep is not None:
            while await self._writer.run(prune_articles(now - self._settings.keep, _PRUNE_BATCH)):
                pass


async def _cancelled(tasks: Sequence[asyncio.Future[Any]]) -> None:
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)


def _count(number: int, noun: str) -> str:
    return f"{number:,} {noun}{'' if number == 1 else 's'}"
