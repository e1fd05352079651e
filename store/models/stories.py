"""What readers get of stories: reports of one event, and whose words they are."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from store.records import record

if TYPE_CHECKING:
    from store.models.views import Headline

OriginReason = Literal["own", "credit", "copy"]


@record
class StoryCount:
    """How much there is of a story."""

    id: int
    """Id of its first report."""
    reports: int
    outlets: int
    """Feeds that tell it."""
    origins: int
    """Independent origins: a wire report counts once, however many print it."""
    latest: int
    """Id of its newest report."""


@record
class StoryRow:
    """A row of the list in which each story is one."""

    headline: Headline
    story: StoryCount | None
    """None for a report that stands alone."""


@record
class Report:
    """One report of a story."""

    headline: Headline
    origin: str
    """Whose words it is: an agency, a publisher, or an outlet."""
    because: OriginReason
    """``credit``: it names the origin itself; ``copy``: its text is that of another report."""
    copied: int | None = None
    """Id of that other report."""

    @property
    def reason(self) -> str:
        """How the origin is known, in words."""
        if self.because == "copy":
            return f"the words of article {self.copied}"
        return f"credits {self.origin}" if self.because == "credit" else "its own words"


@record
class Story:
    """All reports of one event."""

    id: int
    """Id of its first report."""
    reports: tuple[Report, ...]
    """In the order of their coming; two at least."""

    @property
    def first(self) -> Report:
        """The report that came first."""
        return self.reports[0]

    @property
    def latest(self) -> Report:
        """The report that came last."""
        return self.reports[-1]

    @property
    def outlets(self) -> tuple[str, ...]:
        """The outlets that tell it, in the order of their coming."""
        return tuple(dict.fromkeys(report.headline.source for report in self.reports))

    @property
    def origins(self) -> tuple[str, ...]:
        """Its independent origins, in the order of their coming."""
        return tuple(dict.fromkeys(report.origin for report in self.reports))
