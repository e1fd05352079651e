"""How a running archiver tells of its polls: a line each on a terminal, a log record elsewhere."""

from __future__ import annotations

import logging
from functools import partial
from typing import TYPE_CHECKING

from tui.wording import count_of

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from feeds.reports import PollReport, Summary

log = logging.getLogger("dateline.archive")

WIDEST = 40
"""Columns that the names of feeds may take on a terminal; longer ones push the rest of their line."""


class Report:
    """Tells of each poll: a line on a terminal, a log record elsewhere."""

    def __init__(self, names: Sequence[str], *, bars: bool, every: bool) -> None:
        """Tell of feeds with these `names`: by lines with `bars`, else by records, of `every` poll or only of news."""
        from tui.output import cell_width

        width = min(max(map(cell_width, names), default=0), WIDEST)
        self._tell: Callable[[PollReport], None] = partial(_line, width) if bars else partial(_record, every)
        self._bars = bars

    def __call__(self, poll: PollReport) -> None:
        """Tell of one poll."""
        self._tell(poll)

    def summary(self, summary: Summary | None) -> None:
        """Tell what a run came to; None for one that had to be cut short."""
        if summary is None:
            log.warning("stopped before everything under way had ended; nothing that was stored is lost")
            return
        waiting = f"; {count_of(summary.detained, 'feed')} not asked for want of a proxy" if summary.detained else ""
        words = (
            f"{count_of(summary.polled, 'poll')}, {summary.failed or 'none'} failed; "
            f"{count_of(summary.new, 'new article')}, {summary.revised} revised{waiting}"
        )
        if self._bars:
            from tui.output import say

            say(words)
        else:
            log.info(words, extra={name: getattr(summary, name) for name in ("polled", "failed", "new", "revised")})


def _line(width: int, poll: PollReport) -> None:
    from tui.output import Styled, cell_width, say

    name = poll.name or poll.url
    pad = " " * (2 + max(0, width - cell_width(name)))
    words = Styled(poll.words, "red") if poll.error else poll.words
    say(
        Styled(f"[{poll.done:>{len(str(poll.total))}}/{poll.total}] ", "dim"),
        name,
        pad,
        words,
        f"  {poll.seconds:.1f} s",
    )


def _record(every: bool, poll: PollReport) -> None:
    log.log(
        _level(every, poll),
        "%s: %s",
        poll.name or poll.url,
        poll.words,
        extra={
            "feed": poll.url,
            "state": poll.state,
            "new": poll.new,
            "revised": poll.revised,
            "seconds": round(poll.seconds, 3),
            "error": poll.error,
        },
    )


def _level(every: bool, poll: PollReport) -> int:
    """Tell of news and of changes of health, and not of every poll in months of them, unless `every` one is wanted."""
    if poll.error:
        return logging.WARNING if every or poll.fresh else logging.DEBUG
    return logging.INFO if every or poll.fresh or poll.new or poll.revised else logging.DEBUG
