"""The filter as the reader types it: results at once, errors calmly, and always a way back."""

from __future__ import annotations

import re
from collections import deque
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from store.errors import QueryError, StoreError
from store.query import parse
from store.text import clean_line
from tui.filter_parts import parts_of, without

if TYPE_CHECKING:
    from collections.abc import Callable

    from store.query import Filter
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
        self._wanted: str | None = None
        """A query that was settled on, and that the list does not show yet."""
        self._settle: Job = self._keep
        """What has the list show it."""
        self._then: deque[Job] = deque()
        """What is to be done after that, one after the other."""
        self._at_it = False

    @property
    def text(self) -> str:
        """The filter that was settled on, as text, whether or not the list shows it yet."""
        return self._listing.text if self._wanted is None else self._wanted

    @property
    def where(self) -> Filter:
        """The filter that was settled on."""
        try:
            return self._listing.where if self._wanted is None else parse(self._wanted, self._now())
        except QueryError:
            return self._listing.where

    def open(self) -> None:
        """Open the bar on the present filter; remember what there is."""
        self._listing.remember()
        self._bar.start(self.text, self._memory.now.filters)

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
        self._want(query, self._keep)

    def then(self, job: Job) -> None:
        """Run a job that replaces the list's rows, once all is done that was asked for before."""
        if not self._then or self._then[-1] != job:  # to go to the oldest twice is to go there once
            self._then.append(job)
        if not self._at_it:
            self._jobs.start(self._work, GROUP)

    def only(self, field: str, name: str) -> None:
        """Filter by one field, such as a place."""
        self.show('{}:"{}"'.format(field, clean_line(name, 200).replace('"', "")))

    def show(self, query: str) -> None:
        """Filter by a query that was not typed just now, such as a saved one."""
        self._bar.close()
        self._listing.remember()
        self._listing.forget_but_first()
        self._want(query, partial(self._show, query))

    def take_off(self, index: int) -> None:
        """Go on without one part of the filter, counted from 0; without the last one where there are not so many."""
        where = self.where
        self.show(without(where, min(index, len(parts_of(where)) - 1)))

    def back(self) -> bool:
        """Put filter, rows and cursor back as they were before; gives False where nothing was filtered."""
        self._jobs.cancel(GROUP)
        was_open = self._bar.open
        self._bar.close()
        if not was_open and not self._listing.where and self._wanted is None:
            self._go_on()
            return False
        self._listing.go_back()
        self._bar.keep(parts_of(self._listing.where))
        self._shown()
        if was_open:
            self._go_on()
        else:
            self._wanted = None
            self._then.clear()
        self._jobs.start(self._listing.arrived, "arrived")
        return True

    def _want(self, query: str, settle: Job) -> None:
        """Have `settle` show a filter; what was to be done with the rows before it does not matter any more."""
        self._wanted, self._settle = query, settle
        self._then.clear()
        self._jobs.start(self._work, GROUP)

    def _go_on(self) -> None:
        """Do what was interrupted."""
        if self._wanted is not None or self._then:
            self._jobs.start(self._work, GROUP)

    async def _work(self) -> None:
        """Show the filter that was settled on, and do what was asked for since; what is superseded stays to be done."""
        self._at_it = True
        try:
            if self._wanted is not None:
                await self._settle()
            while self._then:
                await self._then[0]()
                self._then.popleft()
        except StoreError:
            self._wanted = None
            self._then.clear()
            raise
        finally:
            self._at_it = False

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
        self._wanted = None
        if not self._listing.where:
            self._listing.forget()
            if self._bar.in_chips:
                self._listing.view.focus()

    async def _keep(self) -> None:
        """Filter by what was settled on."""
        query = await self._to_keep(self._wanted or "")
        await self._filter(query)
        self._wanted = None
        if self._listing.where:
            self._remember(query)
        else:
            self._listing.forget()
        if self._bar.open:  # again by now: what to come back to is this filter
            self._listing.forget_but_first()
            self._listing.remember()

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
