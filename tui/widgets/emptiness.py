"""Why there are no headlines at all, and what to do about it, in words. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from tui.widgets.status import standstill_words
from tui.wording import count_of

if TYPE_CHECKING:
    from datetime import datetime

    from tui.widgets.status import Status

Words = tuple[str, ...]

SILENT_S: Final = 15.0
"""An archive that is still empty after so long says so."""
_REMEDIES: Final = {
    "network": "Check the network. Polling goes on by itself once a feed answers.",
    "archive": "Check the disk. Polling goes on by itself once there is room.",
}
_NO_FEEDS: Final = (
    "No feeds are configured.",
    "Add one in another terminal: dateline feeds add URL",
    "or take the list from another reader: dateline feeds import FILE.opml",
    "To look round first, on a day that was written for it: dateline demo",
)
_NOBODY: Final = (
    "The archive is empty, and nobody archives.",
    "Start an archiver in another terminal: dateline archive",
    "The desk shows articles as soon as they come.",
)


def empty_words(status: Status, configured: int, now: datetime) -> Words:
    """Give the lines, the one that sums up first.

    Args:
        status: what the desk knows of feeds and archiver.
        configured: feeds in the config; an archiver that has just begun may not have stored them yet.
        now: the time that polls are due by.
    """
    if status.trouble:
        return ("The archive can't be read.", status.trouble, "To have it examined: dateline doctor")
    total = status.feeds.total or configured
    if not total:
        return _NO_FEEDS
    if status.feeds.failing >= total:
        return _all_failing(status, total)
    if held := standstill_words(status):
        remedy = _REMEDIES[status.standstill.cause] if status.standstill else ""
        return (held, _who(status, total), remedy)
    return _awaited(status, total, now) if status.archiving else _NOBODY


def _all_failing(status: Status, total: int) -> Words:
    return (
        f"None of the {total} feeds could be read." if total > 1 else "The only feed could not be read.",
        status.feeds.trouble,
        "Check the network. Every feed is tried again by itself.",
        "For the reason of each, press f, or: dateline feeds check",
    )


def _awaited(status: Status, total: int, now: datetime) -> Words:
    """Say how far the first articles are."""
    feeds, who = status.feeds, _who(status, total)
    if feeds.polled:
        failing = f", {feeds.failing} failing" if feeds.failing else ""
        asked = f"{feeds.polled} of {count_of(total, 'feed')} asked so far{failing}."
        return ("Welcome to Dateline. The first articles are on their way.", asked, f"{status.archiver.capitalize()}.")
    if status.preparing:
        return (
            "Welcome to Dateline. The index of place names is being made.",
            "It happens once and takes ten seconds, or more where the machine is busy.",
            "Headlines follow by themselves.",
            who,
        )
    if feeds.next_poll is not None and (now - feeds.next_poll).total_seconds() > SILENT_S:
        return (
            "No feed has answered yet.",
            who,
            "Check the network. Polling goes on by itself once feeds answer.",
        )
    return ("Welcome to Dateline. The first articles are on their way.", who, "They take a few seconds.")


def _who(status: Status, total: int) -> str:
    """Say how many feeds there are, and who polls them."""
    return f"{count_of(total, 'feed')} configured. {status.archiver.capitalize()}."
