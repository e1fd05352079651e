"""The filter as the reader types it: results at once, errors calmly, and always a way back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from store.errors import QueryError

if TYPE_CHECKING:
    from collections.abc import Callable

    from tui.screens.jobs import Jobs
    from tui.screens.listing import Listing
    from tui.widgets.filter_bar import FilterBar

GROUP = "list"
"""The worker group of everything that replaces the list's rows."""


class Filtering:
    """Carries queries from the filter bar to the list."""

    def __init__(self, jobs: Jobs, listing: Listing, bar: FilterBar, shown: Callable[[], None]) -> None:
        """Take the runner of jobs, the list to filter, the bar, and what to call after new results are shown."""
        self._jobs = jobs
        self._listing = listing
        self._bar = bar
        self._shown = shown

    def open(self) -> None:
        """Open the bar on the present filter; remember what there is."""
        self._listing.remember()
        self._bar.start(self._listing.text)

    def typed(self, query: str) -> None:
        """Show what matches; a query still running is interrupted."""
        self._jobs.start(self._filter(query), GROUP)

    def keep(self, query: str) -> None:
        """Close the bar on this filter, unless it can't be understood."""
        self._jobs.start(self._keep(query), GROUP)

    def city(self, place: str) -> None:
        """Filter by a place."""
        self._listing.remember()
        self._jobs.start(self._filter('place:"{}"'.format(place.replace('"', ""))), GROUP)

    def back(self) -> bool:
        """Put filter, rows and cursor back as they were before; gives False where nothing was filtered."""
        self._jobs.cancel(GROUP)
        was_open = self._bar.open
        self._bar.close()
        if not was_open and not self._listing.where:
            return False
        self._listing.go_back()
        self._shown()
        self._jobs.start(self._listing.arrived(), "arrived")
        return True

    async def _filter(self, query: str) -> bool:
        """Show what matches; an error leaves the last results standing. Gives whether the query was understood."""
        try:
            matches = await self._listing.filter(query)
        except QueryError as error:
            self._bar.complain(error.message, query, error.column)
            return False
        self._bar.found(str(matches) if self._listing.where else "")
        self._shown()
        return True

    async def _keep(self, query: str) -> None:
        """Filter and close the bar."""
        if not await self._filter(query):
            return
        self._bar.close()
        self._listing.view.focus()
        if not self._listing.where:
            self._listing.forget()
