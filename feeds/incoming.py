"""Articles of another reader or archive: the vocabulary between what reads their files and what stores them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from store.deeds import NOTHING, Deeds

if TYPE_CHECKING:
    from datetime import datetime

    from feeds.parsed import Entry
    from store.importing import Version
    from store.models import Tags


@dataclass(frozen=True, slots=True)
class Incoming:
    """One article as it was elsewhere, still untrusted where it says so."""

    feed: str
    """The feed's URL, checked."""
    source: str
    """What the feed is called, cleaned."""
    entry: Entry
    """Untrusted."""
    seen: datetime | None = None
    """When it arrived there; None for now."""
    read: bool = False
    starred: bool = False
    tags: Tags | None = None
    """What was found in it there, checked, as is the language of `entry` then; None to have it tagged here."""
    links: tuple[str, ...] = ()
    """Checked; those in the text of `entry` are found anyway."""
    content_hash: bytes | None = None
    earlier: tuple[Version, ...] = ()
    """Cleaned."""
    changed: datetime | None = None
    withdrawn: datetime | None = None
    id: int | None = None
    story: int | None = None
    deeds: Deeds = NOTHING
