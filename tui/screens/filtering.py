"""The filter as the reader types it: results at once, errors calmly, and always a way back."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from store.errors import QueryError
from store.query import parse
from store.text import clean_line
from tui.filter_parts import parts_of, without

if TYPE_CHECKING:
    from collections.abc import Callable

    from tui.screens.jobs import Job, Jobs
    from tui.screens.listing import Listing
    from tui.session import Session
    from tui.widgets.filter_bar import FilterBar

GROUP = "list"
"""The worker group of everything that replaces the list's rows."""
MOST_FILTERS = 100
"""Earlier filters that are remembered."""
_LAST_WORD = re.compile(r'(?:^|[\s(:])(?!AND$)([^\s()":*-][^\s()":*]{2,})$')
"""A word at the end, three letters or longer: outside quotes, without a star, not left out by a dash."""
_FIRST_LETTERS = re.compile(r'(?:^|(?<=[\s(]))(?:\w+:)?([^\s()":*-][^\s()":*]?)$')
"""One or two letters at the end, which the archive has no index of beginnings for; with their field."""


class Filtering:
    """Carries queries from the filter bar to the list."""

    def __init__(
        self, jobs: Jobs, listing: Listing, bar: FilterBar, shown: Callable[[], None], session: Session
    ) -> None:
        """Take the runner of jobs, the list to filter, the bar, what to call after new results, and the session."""
        self._jobs = jobs
        self._listing = listing
        self._bar = bar
        self._shown = shown
        self._memory = session.memory
        self._now = session.replayed
        self._keeping: str | None = None
        """A query that was settled on, and that the list does not show yet."""

    @property
    def text(self) -> str:
        """The filter that holds, as text."""
        return self._listing.text

    def open(self) -> None:
        """Open the bar on the present filter; remember what there is."""
        self._listing.remember()
        text = self._listing.text if self._keeping is None else self._keeping
        self._bar.start(text, self._memory.now.filters)

    def typed(self, query: str, *, at_end: bool) -> None:
        """Show what matches; a query still running is interrupted.

        `at_end` says that the last word may go on, so everything that begins with it matches.
        """
        self._jobs.start(partial(self._filter_as_typed, query, at_end=at_end), GROUP)

    def keep(self, query: str) -> None:
        """Close the bar on this filter at once, unless it can't be understood."""
        try:
            parse(query, self._now())
        except QueryError as error:
            self._complain(query, error)
            return
        self._bar.close()
        self._listing.view.focus()
        self._listing.forget_but_first()
        self._keeping = query
        self._jobs.start(self._keep, GROUP)

    def then(self, job: Job) -> None:
        """Run a job that replaces the list's rows, once they are those of the filter that was kept last."""
        self._jobs.start(partial(self._after, job), GROUP)

    def only(self, field: str, name: str) -> None:
        """Filter by one field, such as a place."""
        self.show('{}:"{}"'.format(field, clean_line(name, 200).replace('"', "")))

    def show(self, query: str) -> None:
        """Filter by a query that was not typed just now, such as a saved one."""
        self._bar.close()
        self._listing.remember()
        self._listing.forget_but_first()
        self._keeping = None
        self._jobs.start(partial(self._show, query), GROUP)

    def take_off(self, index: int) -> None:
        """Go on without one part of the filter, counted from 0."""
        self.show(without(self._listing.where, index))

    def back(self) -> bool:
        """Put filter, rows and cursor back as they were before; gives False where nothing was filtered."""
        self._jobs.cancel(GROUP)
        was_open = self._bar.open
        self._bar.close()
        if not was_open and not self._listing.where and self._keeping is None:
            return False
        self._listing.go_back()
        self._bar.keep(parts_of(self._listing.where))
        self._shown()
        if was_open and self._keeping is not None:
            self._jobs.start(self._keep, GROUP)
        else:
            self._keeping = None
            self._jobs.start(self._listing.arrived, "arrived")
        return True

    async def _filter_as_typed(self, query: str, *, at_end: bool) -> None:
        """Show what matches; of a word that was only just begun and is none yet, nothing is asked for."""
        begun = _FIRST_LETTERS.search(query) if at_end else None
        if begun is None or not await self._matches_nothing(query):
            await self._filter(query, beginning(query) if at_end else "")
        elif await self._filter(query[: begun.start()]):
            self._bar.found_none_yet(begun[1])

    async def _matches_nothing(self, query: str) -> bool:
        """Tell whether a query can be understood and nothing matches it."""
        try:
            return not await self._listing.any_match(parse(query, self._now()))
        except QueryError:
            return False

    async def _filter(self, query: str, start: str = "") -> bool:
        """Show what matches, words that go on after `start` too; gives whether the query was understood.

        An error leaves the last results standing.
        """
        try:
            where = parse(query, self._now())
        except QueryError as error:
            self._complain(query, error)
            return False
        if start:
            try:
                where = parse(f"{query}*", self._now())
            except QueryError:  # the value of a field that takes no star
                start = ""
        await self._listing.filter(where, query)
        self._bar.keep(parts_of(where))
        self._shown()
        matches = await self._listing.count()  # of a query that has to look at every article, this takes longest
        self._bar.found(str(matches or ""), start)
        return True

    async def _show(self, query: str) -> None:
        """Filter by `query`; without one, there is no way back any more."""
        await self._filter(query)
        if not self._listing.where:
            self._listing.forget()
            if self._bar.in_chips:
                self._listing.view.focus()

    async def _keep(self) -> None:
        """Filter by what was settled on."""
        query = await self._to_keep(self._keeping or "")
        await self._filter(query)
        self._keeping = None
        if self._listing.where:
            self._remember(query)
        else:
            self._listing.forget()
        if self._bar.open:  # again by now: what to come back to is this filter
            self._listing.forget_but_first()
            self._listing.remember()

    async def _after(self, job: Job) -> None:
        """Run `job` once the filter that was kept is there: its own job may have been superseded by this one."""
        if self._keeping is not None:
            await self._keep()
        await job()

    def _complain(self, query: str, error: QueryError) -> None:
        """Say what is wrong with a query."""
        from tui.completion import goes_on

        self._bar.complain(error.message, query, error.column, calmly=goes_on(*self._bar.typed))

    def _remember(self, query: str) -> None:
        """Keep a filter for whoever wants it again; each stands there once."""
        others = [one for one in self._memory.now.filters if one != query.strip()]
        self._memory.keep(replace(self._memory.now, filters=(query.strip(), *others)[:MOST_FILTERS]))

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
