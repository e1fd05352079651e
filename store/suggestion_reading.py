"""What is read to complete what somebody types."""

from __future__ import annotations

from typing import TYPE_CHECKING

from store.reading import Reading

if TYPE_CHECKING:
    from collections.abc import Sequence

    from store.completing import Known


class SuggestionReading(Reading):
    """The part of the reader that suggests names."""

    def names_starting(self, fields: Sequence[str], prefix: str, limit: int = 8) -> list[Known]:
        """Give names of these fields that start with `prefix`, those in the news first; see `store.completing`."""
        from store.completing import names_starting

        with self._reading():
            return names_starting(self._connection, fields, prefix, limit)
