"""The filter as the reader types it: results at once, errors calmly, and always a way back."""

from __future__ import annotations

import re
from functools import partial
from typing import TYPE_CHECKING

from store.errors import QueryError
from store.query import parse

if TYPE_CHECKING:
    from collections.abc import Callable

    from tui.screens.jobs import Jobs
    from tui.screens.listing import Listing
    from tui.widgets.filter_bar import FilterBar

GROUP = "list"
"""The worker group of everything that replaces the list's rows."""
_LAST_WORD = re.compile(r'(?:^|[\s(:])(?!AND$)([^\s()":*-][^\s()":*]{2,})$')
"""A word at the end, three letters or longer: outside quotes, without a star, not left out by a dash."""


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

    def typed(self, query: str, *, at_end: bool) -> None:
        """Show what matches; a query still running is interrupted.

        `at_end` says that the last word may go on, so everything that begins with it matches.
        """
        self._jobs.start(partial(self._filter, query, beginning(query) if at_end else ""), GROUP)

    def keep(self, query: str) -> None:
        """Close the bar on this filter, unless it can't be understood."""
        self._jobs.start(partial(self._keep, query), GROUP)

    def only(self, field: str, name: str) -> None:
        """Filter by one field, such as a place."""
        self._listing.remember()
        self._jobs.start(partial(self._filter, '{}:"{}"'.format(field, name.replace('"', ""))), GROUP)

    def back(self) -> bool:
        """Put filter, rows and cursor back as they were before; gives False where nothing was filtered."""
        self._jobs.cancel(GROUP)
        was_open = self._bar.open
        self._bar.close()
        if not was_open and not self._listing.where:
            return False
        self._listing.go_back()
        self._shown()
        self._jobs.start(self._listing.arrived, "arrived")
        return True

    async def _filter(self, query: str, start: str = "") -> bool:
        """Show what matches, words that go on after `start` too; gives whether the query was understood.

        An error leaves the last results standing.
        """
        try:
            where = parse(query)
        except QueryError as error:
            self._bar.complain(error.message, query, error.column)
            return False
        if start:
            try:
                where = parse(f"{query}*")
            except QueryError:  # the value of a field that takes no star
                start = ""
        matches = await self._listing.filter(where, query)
        self._bar.found(str(matches) if where else "", start)
        self._shown()
        return True

    async def _keep(self, query: str) -> None:
        """Filter by what was typed and close the bar."""
        if not await self._filter(await self._to_keep(query)):
            return
        self._bar.close()
        self._listing.view.focus()
        if not self._listing.where:
            self._listing.forget()

    async def _to_keep(self, query: str) -> str:
        """Give the query as typed; with the star it was shown with where nothing but words that go on matches."""
        try:
            if not beginning(query) or await self._listing.any_match(parse(query)):
                return query
            return f"{query}*" if await self._listing.any_match(parse(f"{query}*")) else query
        except QueryError:
            return query


def beginning(query: str) -> str:
    """Give the word at the end of `query` that whoever types may not have finished, or nothing."""
    match = _LAST_WORD.search(query)
    return match[1] if match and query.count('"') % 2 == 0 else ""
