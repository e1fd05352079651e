"""What is read to complete what somebody types."""

from __future__ import annotations

from typing import TYPE_CHECKING

from store.completing import Known, names_starting
from store.reading import Reading

if TYPE_CHECKING:
    from collections.abc import Sequence


class SuggestionReading(Reading):
    """The part of the reader that suggests names."""

    def names_starting(self, fields: Sequence[str], prefix: str, limit: int = 8) -> list[Known]:
        """Give names of these fields that start with `prefix`, those in the news first; see `store.completing`."""
        with self._reading():
            return names_starting(self._connection, fields, prefix, limit)
