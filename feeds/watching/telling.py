"""Tells of alerts: rings, shows them on the desktop, starts their commands; each alert once.

What is still to be told stands in the archive, not in memory. It is noted there that an alert is told of right before
that happens: a crash between the two may leave a notification out, and never gives one twice.
"""

from __future__ import annotations

import asyncio
import logging
import os
from collections import Counter
from dataclasses import dataclass
from datetime import datetime, time
from functools import partial
from time import monotonic
from typing import TYPE_CHECKING, TypeVar

from feeds.watching import programs
from feeds.watching.desktop import Desktop
from store.alerts import settle
from store.text import clean_line

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from feeds.watching.settings import WatchSettings
    from store.models import Alert, Article
    from store.reader import Reader
    from store.writer import Writer

log = logging.getLogger(__name__)
T = TypeVar("T")

AT_ONCE = 4
"""Commands that run side by side."""
COMMAND_S = 30.0
"""Seconds that a command may take."""
EVERY_S = 10.0
"""Seconds between two rounds of bell and notifications: what comes meanwhile is told of together."""
SINGLE = 3
"""So many alerts of one round have a notification each; more share one."""
_BATCH = 1_000
_NAME = 60  # code points


def _nothing() -> None:
    """Ring nowhere: there is no terminal."""


def _local_time() -> time:
    return datetime.now().astimezone().time()


@dataclass(frozen=True, slots=True)
class Means:
    """What telling needs from above."""

    as_json: Callable[[Article], str]
    """Gives an article as commands get it."""
    ring: Callable[[], None] = _nothing
    """Rings the terminal's bell, where there is a terminal."""
    desktop: Desktop | None = None
    """Shows notifications; None for the user's own desktop."""
    local: Callable[[], time] = _local_time
    """Gives the local time of day, by which hours are quiet."""
    every_s: float = EVERY_S
    """Seconds between two rounds of bell and notifications."""


class Teller:
    """Tells of alerts as the watches ask for it."""

    def __init__(
        self,
        watches: Sequence[WatchSettings],
        reader: Reader,
        writer: Writer,
        means: Means,
        clock: Callable[[], datetime],
    ) -> None:
        """Read alerts through `reader`, which nobody else uses, and note what is told of through `writer`."""
        self._watches = {watch.name: watch for watch in watches}
        self._reader = reader
        self._reading = asyncio.Lock()
        self._writer = writer
        self._means = means
        self._desktop = means.desktop or Desktop()
        self._clock = clock
        self._running: dict[int, asyncio.Task[None]] = {}
        self._trouble: BaseException | None = None
        self._next = 0.0
        self.wake = asyncio.Event()
        """Set when a command has ended, and another one may begin."""

    async def round(self, *, patient: bool = True) -> bool:
        """Tell what is due, and start commands as far as there is room; gives whether something is left to do.

        Args:
            patient: whether bell and notifications wait until it is time for them again.

        Raises:
            StoreError: the archive can't be used.
        """
        if self._trouble is not None:
            trouble, self._trouble = self._trouble, None
            raise trouble
        left = not await self._tell() if not patient or monotonic() >= self._next else True
        return await self._start() or left

    async def finish(self) -> None:
        """Tell all that is due, and wait for the commands.

        Raises:
            StoreError: the archive can't be used.
        """
        while await self.round(patient=False) or self._running:
            if self._running:
                await asyncio.wait(self._running.values(), return_when=asyncio.FIRST_COMPLETED)

    async def close(self, patience_s: float) -> None:
        """Let running commands end for a moment, then end them."""
        running = list(self._running.values())
        if running:
            await asyncio.wait(running, timeout=patience_s)
        for task in running:
            task.cancel()
        await asyncio.gather(*running, return_exceptions=True)

    # --- bell and notifications ---------------------------------------------------------------------------------

    async def _tell(self) -> bool:
        """Tell what is due; gives whether that was all."""
        alerts = await self._ask(lambda reader: reader.untold_alerts(_BATCH))
        if not alerts:
            return True
        await self._writer.run(settle([alert.id for alert in alerts], "told", self._clock()))
        for alert in alerts:
            log.info("watch %s: article %d: %s", _name(alert), alert.article, clean_line(alert.title, 120))
        wanted = {kind: [alert for alert in alerts if self._wants(alert, kind)] for kind in ("bell", "desktop")}
        if wanted["bell"]:
            self._means.ring()
        await self._show(wanted["desktop"])
        self._next = monotonic() + self._means.every_s
        return len(alerts) < _BATCH

    async def _show(self, alerts: Sequence[Alert]) -> None:
        if len(alerts) > SINGLE:
            counts = Counter(_name(alert) for alert in alerts).most_common()
            body = ", ".join(f"{name} {number}" for name, number in counts)
            await self._desktop.show(f"{len(alerts)} alerts", f"{body}. The newest: {alerts[-1].title}")
            return
        for alert in alerts:
            await self._desktop.show(f"{_name(alert)}: {alert.title}", alert.source)

    # --- commands -----------------------------------------------------------------------------------------------

    async def _start(self) -> bool:
        """Start commands as far as there is room; gives whether alerts are left."""
        room = AT_ONCE - len(self._running)
        if room <= 0:
            return True
        alerts = await self._ask(lambda reader: reader.unrun_alerts(_BATCH))
        waiting = [alert for alert in alerts if alert.id not in self._running]
        idle = [alert.id for alert in waiting if not self._wants(alert, "command")]
        if idle:
            await self._writer.run(settle(idle, "ran", self._clock()))
        waiting = [alert for alert in waiting if self._wants(alert, "command")]
        for alert in waiting[:room]:
            task = asyncio.create_task(self._run(alert, self._watches[alert.watch]))
            self._running[alert.id] = task
            task.add_done_callback(partial(self._ended, alert))
        return len(waiting) > room or len(alerts) == _BATCH

    async def _run(self, alert: Alert, watch: WatchSettings) -> None:
        article = await self._ask(lambda reader: reader.article(alert.article))
        await self._writer.run(settle([alert.id], "ran", self._clock()))
        if article is None:
            return
        try:
            words = await run_command(watch, self._means.as_json(article), alert.id)
        except Exception:
            # Whatever one command trips over must not stop the archiver: it is logged whole, and not tried again.
            log.exception("watch %s: its command was not run for article %d", _name(alert), alert.article)
            return
        if words:
            log.warning("watch %s: its command failed for article %d: %s", _name(alert), alert.article, words)

    def _ended(self, alert: Alert, task: asyncio.Task[None]) -> None:
        del self._running[alert.id]
        self.wake.set()
        if not task.cancelled():
            self._trouble = task.exception() or self._trouble

    def _wants(self, alert: Alert, kind: str) -> bool:
        """Tell whether the alert's watch asks for this kind of notice now; one that is gone asks for none."""
        watch = self._watches.get(alert.watch)
        return watch is not None and kind in watch.notify and not watch.is_quiet(self._means.local())

    async def _ask(self, question: Callable[[Reader], T]) -> T:
        async with self._reading:
            return await asyncio.to_thread(question, self._reader)


def _name(alert: Alert) -> str:
    return clean_line(alert.watch, _NAME)


async def run_command(watch: WatchSettings, article: str, alert: int) -> str | None:
    """Run a watch's command.

    Args:
        watch: whose command.
        article: the article as commands get it, on their standard input.
        alert: the alert's id; 0 where the command is only tried out.

    Gives:
        None, or what went wrong in words.
    """
    about = {"DATELINE_WATCH": clean_line(watch.name, _NAME), "DATELINE_ALERT": str(alert)}
    environ = programs.plain_environment(os.environ) | about
    return await programs.run(watch.command, f"{article}\n".encode(), environ, COMMAND_S)
