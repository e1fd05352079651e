"""What is usual for a place: how many events the same hours of the days before had. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from store.records import record

if TYPE_CHECKING:
    from collections.abc import Sequence

DAYS: Final = 7
"""Days that are looked back on."""
FEWEST_DAYS: Final = 2
"""Of fewer days nobody can tell what is usual."""
_TRIMMED_FROM: Final = 5


@record
class Hours:
    """Clock hours, by their number since the epoch: those of a window, and the same ones of the days before."""

    first: int
    last: int
    """The running hour."""
    elapsed: float
    """Share of the running hour that is over: of the same hour before, only that much counts."""

    @property
    def length(self) -> int:
        """Hours in the window."""
        return self.last - self.first + 1

    @property
    def period(self) -> int:
        """Hours from one window to the one before: whole days, so that both have the same hours of the day."""
        return -(-self.length // 24) * 24

    def days(self, begun: int) -> int:
        """Give how many windows before this one lie wholly within an archive that began in the hour `begun`."""
        return max(0, min(DAYS, (self.first - begun - 1) // self.period))


def usual(counts: Sequence[float]) -> float | None:
    """Give the average of what the days before had, or None where they are too few.

    Of five days or more the busiest and the quietest do not count: one battle must not make the next look usual.
    """
    if len(counts) < FEWEST_DAYS:
        return None
    kept = sorted(counts)[1:-1] if len(counts) >= _TRIMMED_FROM else counts
    return sum(kept) / len(kept)
