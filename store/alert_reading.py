"""What is read of alerts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from store import alerts
from store.models import Count
from store.reading import Reading

if TYPE_CHECKING:
    from datetime import datetime

    from store.models import Alert


class AlertReading(Reading):
    """The part of the reader that knows what watches found."""

    def alerts(
        self,
        *,
        before: int | None = None,
        after: int | None = None,
        since: datetime | None = None,
        watch: str | None = None,
        unseen: bool = False,
        limit: int = 50,
    ) -> list[Alert]:
        """Give alerts, the newest first.

        Args:
            before: those older than the alert of this id.
            after: those newer than the alert of this id.
            since: those made from then on.
            watch: those of the watch of this name.
            unseen: whether only those that nobody has seen.
            limit: how many at most.
        """
        with self._reading():
            return alerts.newest(
                self._connection, before=before, after=after, since=since, watch=watch, unseen=unseen, limit=limit
            )

    def untold_alerts(self, limit: int) -> list[Alert]:
        """Give alerts that were not rung or shown for yet, in the order of arrival."""
        with self._reading():
            return alerts.due(self._connection, "told", limit)

    def unrun_alerts(self, limit: int) -> list[Alert]:
        """Give alerts whose command was not started yet, in the order of arrival."""
        with self._reading():
            return alerts.due(self._connection, "ran", limit)

    def unseen_alerts(self, cap: int = 1000) -> Count:
        """Count the alerts that nobody has seen, up to `cap`."""
        with self._reading():
            number = alerts.unseen(self._connection, cap + 1)
            return Count(min(number, cap), number > cap)

    def last_alert(self) -> int:
        """Give the id of the newest alert; 0 where there is none."""
        with self._reading():
            return alerts.last(self._connection)
