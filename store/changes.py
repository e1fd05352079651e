"""What changed in the archive since the last look, whoever changed it."""

from __future__ import annotations

from dataclasses import field
from typing import TYPE_CHECKING

from store.presence import Presence
from store.records import record

if TYPE_CHECKING:
    from store.reader import Reader

MAX_CHANGED = 1_000
"""Ids of changed rows that one `ChangeSet` names; beyond that, everything on the screen should be read again."""


@record
class ChangeSet:
    """What one or more commits changed."""

    rev: int
    inserted: int
    """How many articles are new."""
    newest_id: int
    """Id of the newest article; 0 in an empty archive."""
    changed_ids: tuple[int, ...]
    """Older articles that were revised or marked, the latest change first; at most `MAX_CHANGED`."""
    feeds_changed: bool
    """Whether a feed was polled, added or changed."""
    removed: int = 0
    """How many articles were taken out."""
    articles: int = field(default=0, compare=False)
    """How many there are now, at the same commit."""


class ChangeWatcher:
    """Compares the archive with what it was when last asked; starts from the moment it is made."""

    def __init__(self, reader: Reader) -> None:
        """Look at the archive through `reader`, from the thread that may use it."""
        self._reader = reader
        self._presence = Presence(reader.path)
        self._version = reader.data_version()
        self._then = reader.snapshot()

    def poll(self) -> ChangeSet | None:
        """Give what changed since the last call, or None; 10 µs where nothing did.

        Raises:
            ArchiveError: the archive can't be read, or is another file by now.
            QueryInterrupted: the reader was interrupted; ask again.
        """
        self._presence.check()
        version = self._reader.data_version()
        if version == self._version:
            return None
        then = self._then
        now, changed = self._reader.changes(then, MAX_CHANGED)
        self._version, self._then = version, now
        if now.rev == then.rev:
            return None
        # Ids are given without gaps, so what is new needs no counting.
        inserted = now.newest_id - then.newest_id
        removed = max(0, then.articles + inserted - now.articles)
        return ChangeSet(
            now.rev, inserted, now.newest_id, changed, now.feeds_rev > then.feeds_rev, removed, now.articles
        )
