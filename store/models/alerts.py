"""What watches found."""

from __future__ import annotations

from typing import TYPE_CHECKING

from store.records import record

if TYPE_CHECKING:
    from datetime import datetime


@record
class Alert:
    """An article that a watch found: the first of its versions that matched."""

    id: int
    """A higher id came later: alerts stand in the order in which their articles came."""
    watch: str
    """The watch's name."""
    article: int
    revision: int
    """How many versions the article had by then: 1 for one that matched as it arrived."""
    made: datetime
    seen: datetime | None
    """When somebody looked at it."""
    title: str
    """The article's title as it is now."""
    source: str
