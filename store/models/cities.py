"""What readers get of places: lines of the ticker, cities with what is told of them, and where things happen."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from store.records import record

if TYPE_CHECKING:
    from datetime import datetime

    from store.models.tags import Figure
    from store.query import Term

CityOrder = Literal["latest", "activity"]


@record
class TickerLine:
    """One event on a place's ticker. `time` is when the dispatch was published."""

    id: int
    time: datetime
    place: str
    place_id: str
    country: str | None
    type: str
    status: str
    by: str | None
    text: str
    article: int
    source: str
    figures: tuple[Figure, ...] = ()


@record
class CityTicker:
    """A place on the ticker: its newest lines and how busy it was."""

    place: str
    place_id: str
    country: str | None
    latest: datetime
    events: int
    """Events within the window."""
    hours: tuple[int, ...]
    """Events an hour, oldest first, one number for each hour of the window."""
    lines: tuple[TickerLine, ...]
    """The newest lines, newest first."""
    usual: float | None = None
    """Events that the same hours of the days before had, on an average day; None where the archive is too young."""
    pinned: bool = False


@record
class CityRecord:
    """All that is told of one place lately."""

    place: str
    place_id: str
    country: str | None
    region: str | None
    """The first-level region that holds it."""
    now: datetime
    events: int
    """Events within the ticker's window."""
    usual: float | None
    """Events that the same hours of the days before had, on an average day; None where the archive is too young."""
    hours: tuple[int, ...]
    """Events an hour, oldest first; the last is the running hour."""
    days: tuple[int, ...]
    """Events a day (UTC), oldest first; the last is today."""
    lines: tuple[TickerLine, ...]
    """The newest lines of those days, newest first."""
    control: tuple[TickerLine, ...]
    """The newest lines of those days that tell who holds the place."""


@record
class CityChoice:
    """Which cities the ticker shows, and in which order."""

    order: CityOrder = "latest"
    pinned: tuple[str, ...] = ()
    """Ids of places that come first, in this order, also while nothing happens there."""
    within: tuple[Term, ...] = ()
    """Names of places, regions and countries that hold them; empty for everywhere."""


@record
class ActivePlace:
    """A place on the map: where it lies and how busy it was."""

    place: str
    """Its name."""
    place_id: str
    country: str | None
    latitude: float
    """Degrees north."""
    longitude: float
    """Degrees east."""
    events: int
    """Events within the window asked for."""
