"""Completion in the filter bar: what is known is shown at once, names as soon as the archive has given them."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from tui.completion import MOST, asked, complete, known, merged, named, spot

if TYPE_CHECKING:
    from tui.completion import Spot, Suggestion
    from tui.data import ArchiveThread
    from tui.screens.jobs import Jobs
    from tui.widgets.filter_bar import FilterBar

GROUP = "completion"


class Completing:
    """Suggests what the word at the cursor may become."""

    def __init__(self, jobs: Jobs, bar: FilterBar, data: ArchiveThread) -> None:
        """Take the runner of jobs, the bar that is typed into, and the archive to ask."""
        self._jobs = jobs
        self._bar = bar
        self._data = data

    def typed(self) -> None:
        """Suggest for what stands in the bar now; answers for what stood there before no longer count."""
        query, cursor = self._bar.typed
        where = None if self._bar.recalled else spot(query, cursor)
        if where is None or not self._bar.open:
            self._jobs.cancel(GROUP)
            self._bar.suggest(())
            return
        self._bar.suggest(_useful(where, known(where)))
        if fields := asked(where):
            self._jobs.start(partial(self._names, query, cursor, where, fields), GROUP)
        else:
            self._jobs.cancel(GROUP)

    def take(self, suggestion: Suggestion) -> None:
        """Put a suggestion where the cursor is."""
        query, cursor = self._bar.typed
        where = spot(query, cursor)
        if where is not None:
            self._bar.put(*complete(query, where, suggestion))

    async def _names(self, query: str, cursor: int, where: Spot, fields: tuple[str, ...]) -> None:
        """Ask for names and show them, unless something else stands there by now."""
        found = await self._data.ask(lambda reader: reader.names_starting(fields, where.typed, MOST))
        if self._bar.typed == (query, cursor) and self._bar.suggestions.current is None:
            names = named(where, [(one.name, one.field, one.about) for one in found])
            self._bar.suggest(_useful(where, merged(known(where), names)))


def _useful(where: Spot, items: list[Suggestion]) -> list[Suggestion]:
    """Leave out what stands there already, word for word."""
    typed = f"{where.field}:{where.typed}" if where.field else where.typed
    return [] if [item.text for item in items] == [typed] else items[:MOST]
