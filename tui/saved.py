"""The filters with a name: on keys, in a list and among the commands."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from tui.settings import FILTER_KEYS, SavedFilter

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence


class SavedFilters:
    """Holds them; each has a key as long as there are keys."""

    def __init__(self, filters: Sequence[SavedFilter] = (), write: Callable[[SavedFilter], None] | None = None) -> None:
        """Take those of the config, and what writes another one there; None keeps it for this run only."""
        self._filters = tuple(filters)
        self._write = write

    @property
    def lasting(self) -> bool:
        """Whether what is added outlives this run."""
        return self._write is not None

    def all(self) -> list[SavedFilter]:
        """Give them in order, with their keys: their own, else the first that is free."""
        taken = {one.key for one in self._filters}
        free = iter(key for key in FILTER_KEYS if key not in taken)
        return [one if one.key else replace(one, key=next(free, "")) for one in self._filters]

    def on(self, key: str) -> SavedFilter | None:
        """Give the one on a key, or None."""
        return next((one for one in self.all() if one.key == key), None)

    def add(self, name: str, query: str) -> SavedFilter:
        """Add a filter, or give the one of that name another query; gives it with its key. Writes a file.

        Raises:
            ConfigError: the config can't be used as it is.
            UsageError: it can't be written, or changed by a program.
        """
        old = next((one for one in self._filters if one.name == name), None)
        new = replace(old, query=query) if old else SavedFilter(name, query)
        if self._write is not None:
            self._write(new)
        kept = [new if one.name == name else one for one in self._filters]
        self._filters = tuple(kept if old else [*kept, new])
        return next(one for one in self.all() if one.name == name)
