"""The headless archiver: holds the lease, polls until told to stop, reloads its settings, prunes once a day."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import signal
from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from feeds.reports import PollReport, Summary, Tally
from feeds.settings import PollingSettings
from store.lease import Lease
from tagger.settings import TaggerSettings

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path

    from feeds.poller import Poller
    from feeds.workers import Workers
    from store.models import FeedSettings
    from store.reader import Reader
    from store.writer import Writer

__all__ = ["ArchiverSettings", "PollReport", "Summary", "archive"]

log = logging.getLogger(__name__)

_PRUNE_EVERY_S = 86_400.0
_PRUNE_BATCH = 500


@dataclass(frozen=True, slots=True)
class ArchiverSettings:
    """Everything the archiver needs to know."""

    archive: Path
    feeds: tuple[FeedSettings, ...]
    polling: PollingSettings = field(default_factory=PollingSettings)
    tagger: TaggerSettings = field(default_factory=TaggerSettings)
    keep: timedelta | None = None
    """How long articles are kept; None for ever."""
    keep_raw: timedelta = timedelta(days=30)
    """How long bodies as received are kept."""


async def archive(
    settings: ArchiverSettings,
    *,
    once: bool,
    report: Callable[[PollReport], None],
    stop: asyncio.Event,
    reload: Callable[[], ArchiverSettings] | None = None,
) -> Summary:
    """Archive feeds until `stop` is set, or with `once` until each was polled one time.

    Args:
        settings: What to archive, where, and how.
        once: Poll every feed one time, due or not, and return.
        report: Told after each poll, in the event loop.
        stop: Ends the run: polls in flight are dropped, the transaction being written is finished.
        reload: Gives new settings; called on SIGHUP. Where it raises, the old settings stay.

    Raises:
        ArchiveLocked: Another archiver holds the archive.
        ArchiveError: The archive can't be used, or can't be written any longer.
    """
    from store.reader import Reader
    from store.writer import Writer

    with Lease(settings.archive):
        writer = Writer(settings.archive)
        try:
            with Reader(settings.archive) as reader, _hangup(reload is not None) as hangup:
                tally = Tally(report)
                while not stop.is_set():
                    again = await _Session(settings, writer, reader, tally).run(once=once, stop=stop, hangup=hangup)
                    if not again or reload is None:
                        break
                    settings = _reloaded(settings, reload)
                return tally.summary
        finally:
            await asyncio.to_thread(writer.close)


class _Session:
    """Polling with one set of settings, until they change."""

    def __init__(self, settings: ArchiverSettings, writer: Writer, reader: Reader, tally: Tally) -> None:
        self._settings = settings
        self._writer = writer
        self._reader = reader
        self._tally = tally

    async def run(self, *, once: bool, stop: asyncio.Event, hangup: asyncio.Event) -> bool:
        """Poll; give True where it ended because settings are to be read again."""
        from feeds.workers import Workers

        workers = Workers(self._settings.tagger)
        try:
            poller = await self._poller(workers)
            signals = [asyncio.ensure_future(event.wait()) for event in (stop, hangup)]
            works = [asyncio.ensure_future(poller.once() if once else poller.run())]
            works += [] if once else [asyncio.ensure_future(self._prune_daily())]
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
        finally:
            await workers.close()

    async def _poller(self, workers: Workers) -> Poller:
        from feeds.fetcher import Fetcher
        from feeds.pipeline import Pipeline, utc_now
        from feeds.poller import Poller, Subscription
        from store.jobs import sync_feeds

        polling = self._settings.polling
        feeds = {feed.url: feed for feed in self._settings.feeds}
        states = await self._writer.run(sync_feeds(tuple(feeds.values()), utc_now()))
        self._tally.total = len(states)
        pipeline = Pipeline(
            fetcher=Fetcher(polling), workers=workers, writer=self._writer, reader=self._reader, settings=polling
        )
        # The config's first interval is where a feed never polled starts from.
        fresh = [
            s if s.last_poll else replace(s, interval_s=feeds[s.url].interval_s or polling.interval_s) for s in states
        ]
        return Poller(pipeline, [Subscription(feeds[s.url], s) for s in fresh], polling, self._tally.add)

    async def _prune_daily(self) -> None:
        from feeds.pipeline import utc_now
        from store.jobs import prune_articles, prune_raw

        while True:
            now = utc_now()
            await self._writer.run(prune_raw(now - self._settings.keep_raw))
            if self._settings.keep is not None:
                while await self._writer.run(prune_articles(now - self._settings.keep, _PRUNE_BATCH)):
                    pass
            await asyncio.sleep(_PRUNE_EVERY_S)


async def _cancelled(tasks: Sequence[asyncio.Future[Any]]) -> None:
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)


@contextlib.contextmanager
def _hangup(wanted: bool) -> Iterator[asyncio.Event]:
    """Give an event that SIGHUP sets while the context lasts, where one is `wanted` and signals can be had."""
    event = asyncio.Event()
    loop = asyncio.get_running_loop()
    installed = False
    if wanted:
        with contextlib.suppress(RuntimeError, ValueError):  # not in the main thread
            loop.add_signal_handler(signal.SIGHUP, event.set)
            installed = True
    try:
        yield event
    finally:
        if installed:
            loop.remove_signal_handler(signal.SIGHUP)


def _reloaded(settings: ArchiverSettings, reload: Callable[[], ArchiverSettings]) -> ArchiverSettings:
    try:
        fresh = reload()
    except Exception:  # whatever is wrong with the new config, going on with the old one is better than stopping
        log.exception("the config can't be read again; going on with the old one")
        return settings
    if fresh.archive != settings.archive:
        log.warning("the archive's path changes only with a restart")
    return replace(fresh, archive=settings.archive)
