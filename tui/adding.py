"""``dateline feeds add``: from the address somebody gave to the feed that is meant."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from typing import TYPE_CHECKING

from tui.errors import UsageError
from tui.output import say
from tui.wording import count_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from feeds.settings import PollingSettings
    from store.models import FeedSettings


def find(feed: FeedSettings, polling: PollingSettings) -> FeedSettings:
    """Give `feed` with the URL of the feed that is at its URL, or that the page there names; say what was found.

    Where nobody can be asked just now, the URL is taken as it is.

    Raises:
        UsageError: There is no feed.
    """
    from feeds.discovery import discover

    found = asyncio.run(discover(feed.url, polling, feed.proxy))
    if not found.feeds and found.answered:
        raise UsageError(f"{feed.url}: {found.problem}; nothing was added (--as-is adds it all the same)")
    if not found.feeds:
        say(f"{feed.url} is added as it is, because it can't be looked at: {found.problem}.")
        return feed
    best, *others = found.feeds
    title = best.title or "untitled"
    say(f"{best.url}: {title}, {best.entries:,} {'entry' if best.entries == 1 else 'entries'}.")
    if others:
        say(f"The page names {count_of(len(others), 'other feed')}:")
        for other in others:
            say(f"  {other.url}  {other.title}")
    print_live_blogs(best.live)
    return replace(feed, url=best.url, kind=best.kind if feed.kind == "auto" else feed.kind)


def print_live_blogs(urls: Sequence[str]) -> None:
    """Offer the live blogs that a feed links to; none is followed unless somebody adds it."""
    if urls:
        say("Its articles link to what look like live blogs; `dateline feeds add` follows one:")
        for url in urls:
            say(f"  {url}")
