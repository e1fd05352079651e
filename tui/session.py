"""What a desk works with, handed from the command to the app and on to its screens."""

from __future__ import annotations

from dataclasses import field
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from store.records import record
from tui.memory import Memory
from tui.saved import SavedFilters

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Sequence
    from concurrent.futures import Future

    from feeds.watching.settings import WatchSettings
    from store.models import CityTicker, OfferedBlog
    from store.query import Node
    from tui.child import ArchiverState
    from tui.config import Config
    from tui.correcting import Candidate
    from tui.data import ArchiveThread
    from tui.first import FirstLook
    from tui.marks import Marks
    from tui.settings import DeskSettings


def utc_now() -> datetime:
    """Give the present time."""
    return datetime.now(UTC)


def as_it_is(when: datetime) -> datetime:
    """Give a time as it was noted."""
    return when


async def nowhere(_: Sequence[str]) -> list[Candidate]:
    """Know of no place."""
    return []


@record
class Again:
    """What a desk ends with to begin again at once."""

    config: Config
    """As it was read just now."""
    query: str = ""
    """The filter to go on with."""


@record
class Session:
    """One run of the desk on one archive."""

    data: ArchiveThread
    marks: Marks
    settings: DeskSettings
    archiver: Callable[[], ArchiverState]
    """Who archives right now."""
    preparing: Callable[[], bool] = lambda: False
    """Whether the archiver must first make the index of place names; reads files, so not for the loop."""
    configured: int = 0
    """Feeds in the config."""
    clock: Callable[[], datetime] = utc_now
    """What the desk takes for the present: a replay has a clock of its own."""
    wall: Callable[[], datetime] = utc_now
    """The time that polls are due by."""
    told: Callable[[datetime], datetime] = as_it_is
    """What a time that was noted by the wall clock is by `clock`."""
    first: Future[FirstLook] | None = None
    """The first screen's contents, asked for while the desk was loaded; None to ask once it is there."""
    cities: Future[Sequence[CityTicker]] | None = None
    """The cities, asked for after `first` where they will be in sight; None to ask for them behind the first screen."""
    label: str = "DATELINE"
    """The name at the head of the desk."""
    called: Callable[[Sequence[str]], Awaitable[list[Candidate]]] = nowhere
    """Gives every place that goes by one of some names."""
    follow: Callable[[OfferedBlog], str] | None = None
    """Puts an offered live blog into the config and says so; reads and writes files, so not for the loop."""
    memory: Memory = field(default_factory=Memory)
    """What the desk remembers between runs; by default, nothing beyond this one."""
    saved: SavedFilters = field(default_factory=SavedFilters)
    """The filters with a name."""
    watches: tuple[WatchSettings, ...] = ()
    """What is watched for; the archiver finds it, the desk rings and shows it."""

    muted: tuple[Node, ...] = ()
    """What is left out of the headlines."""
    query: str = ""
    """The filter to begin with."""
    reload: Callable[[], Config] | None = None
    """Reads the config again, or raises `ConfigError`; reads files, so not for the loop. None where there is none."""

    def replayed(self) -> datetime | None:
        """Give the present of a replay, which ``since:1h`` counts back from; None where the present is the present."""
        return None if self.clock is utc_now else self.clock()
