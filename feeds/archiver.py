"""The headless archiver: holds the lease, polls until told to stop, reloads its settings, prunes once a day."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import signal
from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import TYPE_CHECKING

from feeds.notify import Notifier
from feeds.reports import PollReport, Summary, Tally
from feeds.settings import PollingSettings
from store.errors import ArchiveBusy, ArchiveFull
from store.lease import Lease
from tagger.settings import TaggerSettings

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from feeds.metrics import Metrics
    from feeds.watching.settings import WatchSettings
    from feeds.watching.telling import Means
    from store.models import FeedSettings
    from store.writer import Writer

__all__ = ["ArchiverSettings", "PollReport", "Summary", "archive"]

log = logging.getLogger(__name__)

_RETRY_S = 60.0


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
    watches: tuple[WatchSettings, ...] = ()


async def archive(
    settings: ArchiverSettings,
    *,
    once: bool,
    report: Callable[[PollReport], None],
    stop: asyncio.Event,
    reload: Callable[[], ArchiverSettings] | None = None,
    metrics: Metrics | None = None,
    notifier: Notifier | None = None,
    means: Means | None = None,
) -> Summary:
    """Archive feeds until `stop` is set, or with `once` until each was polled one time.

    A disk that fills up, or an archive that another program locks, only holds a running archiver up: it goes on where
    it was when there is room again.

    Args:
        settings: What to archive, where, and how.
        once: Poll every feed one time, due or not, and return.
        report: Told after each poll, in the event loop.
        stop: Ends the run: polls in flight are dropped, the transaction being written is finished.
        reload: Gives new settings; called on SIGHUP. Where it raises, the old settings stay.
        metrics: Counts what happens.
        notifier: Tells systemd; by default where systemd asks for it.
        means: How watches tell of what they find; None where nothing is to be watched for.

    Raises:
        ArchiveLocked: Another archiver holds the archive.
        ArchiveError: The archive can't be used from the start, or is damaged.
    """
    from store.writer import Writer

    notifier = notifier or Notifier()
    with Lease(settings.archive):
        writer = Writer(settings.archive)
        try:
            run = _Run(writer, report, metrics, notifier, means)
            return await run.sessions(settings, once=once, stop=stop, reload=reload)
        finally:
            notifier.stopping()
            await asyncio.to_thread(writer.close)


class _Run:
    """One run of the archiver: a session for each time that the settings are read."""

    def __init__(
        self,
        writer: Writer,
        report: Callable[[PollReport], None],
        metrics: Metrics | None,
        notifier: Notifier,
        means: Means | None,
    ) -> None:
        self._writer = writer
        self._tally = Tally(report)
        self._metrics = metrics
        self._notifier = notifier
        self._means = means
        self._begun = False

    async def sessions(
        self,
        settings: ArchiverSettings,
        *,
        once: bool,
        stop: asyncio.Event,
        reload: Callable[[], ArchiverSettings] | None,
    ) -> Summary:
        """Archive until `stop` is set or all is done; see `archive`."""
        from feeds.session import Session
        from store.reader import Reader

        with Reader(settings.archive) as reader, _hangup(reload is not None) as hangup:
            while not stop.is_set():
                rest = (self._tally, self._metrics, self._notifier, self._means)
                session = Session(settings, self._writer, reader, *rest)
                try:
                    again = await session.run(once=once, stop=stop, hangup=hangup)
                except (ArchiveFull, ArchiveBusy) as error:
                    self._begun = self._begun or session.begun
                    if once or not self._begun:
                        raise
                    await self._hold_up(error, stop)
                    continue
                self._begun = True
                if not again or reload is None:
                    break
                self._notifier.reloading()
                settings = _reloaded(settings, reload)
        return self._tally.summary

    async def _hold_up(self, error: Exception, stop: asyncio.Event) -> None:
        if self._metrics is not None:
            self._metrics.standstill("archive")
        log.error("held up for %.0f s: %s", _RETRY_S, error)
        await _wait(stop, _RETRY_S)


async def _wait(stop: asyncio.Event, seconds: float) -> None:
    with contextlib.suppress(TimeoutError):
        async with asyncio.timeout(seconds):
            await stop.wait()


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
