"""Follows the alerts that the archiver writes: rings, says so, marks the lines, counts what nobody has seen."""

from __future__ import annotations

import time
from datetime import datetime
from typing import TYPE_CHECKING

from tui.widgets import signs

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from store.models import Alert
    from store.reader import Reader
    from tui.screens.jobs import Jobs
    from tui.session import Session
    from tui.widgets.bars import HeadBar
    from tui.widgets.headlines import HeadlineList

LOOK_S = 1.0
"""The alerts are looked at at most this often."""
RING_S = 3.0
"""Between two bells; a burst rings once."""
MARKED = 500
"""Unseen alerts whose lines are marked, the newest ones."""
_NEW = 100


class Alerting:
    """Brings alerts to the desk as they are written."""

    def __init__(
        self, session: Session, jobs: Jobs, head: HeadBar, headlines: HeadlineList, ring: Callable[[], None]
    ) -> None:
        """Take the session, where to say something, what shows counts and marks, and what rings."""
        self._session = session
        self._watches = {watch.name: watch for watch in session.watches}
        self._jobs = jobs
        self._head = head
        self._headlines = headlines
        self._ring = ring
        self._last: int | None = None
        self._state: tuple[int, str] = (0, "0")
        self._looked_at = self._rang_at = -RING_S

    async def look(self) -> None:
        """See what is new since the last look; nothing, in most seconds.

        Raises:
            store.errors.StoreError: the archive can't be read.
        """
        now = time.monotonic()
        if now - self._looked_at < LOOK_S:
            return
        self._looked_at = now
        last, unseen = await self._session.data.ask(lambda reader: (reader.last_alert(), str(reader.unseen_alerts())))
        if self._last is None:
            self._last = last  # what was found before the desk was opened rings no more
        if (last, unseen) == self._state:
            return
        before = self._last
        marks, fresh = await self._session.data.ask(lambda reader: _read(reader, before))
        self._last, self._state = max(last, before), (last, unseen)
        self._head.alert("" if unseen == "0" else unseen)
        self._headlines.alert(marks)
        self._tell([alert for alert in fresh if alert.id > before])

    def _tell(self, alerts: Sequence[Alert]) -> None:
        """Ring and say so, for those whose watches want it now."""
        local = datetime.now().astimezone().time()
        watches = [(alert, self._watches.get(alert.watch)) for alert in alerts]
        loud = [(alert, watch) for alert, watch in watches if watch is not None and not watch.is_quiet(local)]
        if not loud:
            return
        newest = loud[0][0]
        words = (
            f"{newest.watch}: {newest.title}" if len(loud) == 1 else f"{len(loud)} alerts, the newest {newest.watch}"
        )
        self._jobs.say(f"{signs.ALERT} {words}")
        now = time.monotonic()
        if any("bell" in watch.notify for _, watch in loud) and now - self._rang_at >= RING_S:
            self._rang_at = now
            self._ring()


def _read(reader: Reader, after: int) -> tuple[dict[int, str], list[Alert]]:
    """Give the watches that marked lines are to name, by article, and the alerts that came after one."""
    marks: dict[int, str] = {}
    for alert in reader.alerts(unseen=True, limit=MARKED):
        marks[alert.article] = alert.watch if alert.article not in marks else f"{marks[alert.article]}, {alert.watch}"
    return marks, reader.alerts(after=after, limit=_NEW)
