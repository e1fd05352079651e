"""``dateline feeds pause|resume|poll|reparse``: what people do to feeds through the archive."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, TypeVar

from tui.errors import UsageError
from tui.opening import load_config
from tui.output import say
from tui.wording import count_of, moment

if TYPE_CHECKING:
    import argparse
    from pathlib import Path

    from feeds.reparse import Reparsed
    from store.models import FeedState
    from store.writer import Job

T = TypeVar("T")


def pause(args: argparse.Namespace) -> int:
    """Stop polling a feed until it is resumed."""
    return _set_paused(args, paused=True)


def resume(args: argparse.Namespace) -> int:
    """Go on polling a feed."""
    return _set_paused(args, paused=False)


def poll(args: argparse.Namespace) -> int:
    """Have a feed polled now by the archiver that runs, or first thing by the next one."""
    from datetime import UTC, datetime

    from store.jobs import ask_poll
    from store.lease import holder

    archive = _archive(args)
    feed = _feed(archive, args.url)
    _write(archive, ask_poll(feed.id))
    if holder(archive) is None:
        say(f"{feed.name}: no archiver is running; the next one polls it first thing.")
    elif feed.retry_after is not None and feed.retry_after > datetime.now(UTC):
        say(f"{feed.name}: its server wants no request before {moment(feed.retry_after)} UTC; it is polled then.")
    else:
        say(f"{feed.name}: being polled; `dateline status` tells what comes of it.")
    return 0


def reparse(args: argparse.Namespace) -> int:
    """Read the kept bodies again, and say what each feed's came to.

    Raises:
        UsageError: No body of that feed is kept.
        ArchiveError: The archive can't be used, or an archiver is running.
    """
    from feeds import reparse as rereading

    config = load_config(args)
    archive = config.archive_path(args.archive)
    _require(archive)
    reports: list[Reparsed] = []

    def tell(one: Reparsed) -> None:
        reports.append(one)
        unreadable = f", {one.unreadable} of them unreadable" if one.unreadable else ""
        bodies = f"{one.bodies:,} {'body' if one.bodies == 1 else 'bodies'}"
        say(f"{one.name}: {bodies}{unreadable}; {one.new:,} new, {one.revised:,} revised")

    count = asyncio.run(rereading.reparse(archive, config.tagger, tell, args.url))
    if not count and args.url:
        raise UsageError(f"{args.url}: no body of a feed with that URL is kept")
    found = count_of(sum(one.new for one in reports), "new article")
    say(f"{count_of(count, 'feed')} read again; {found}, {sum(one.revised for one in reports):,} revised")
    return 0


def _set_paused(args: argparse.Namespace, *, paused: bool) -> int:
    from store.jobs import set_paused

    archive = _archive(args)
    feed = _feed(archive, args.url)
    changed = _write(archive, set_paused(feed.id, paused))
    words = ("paused", "was paused already") if paused else ("goes on", "was not paused")
    say(f"{feed.name}: {words[not changed]}.")
    return 0


def _archive(args: argparse.Namespace) -> Path:
    archive = load_config(args).archive_path(args.archive)
    _require(archive)
    return archive


def _require(archive: Path) -> None:
    """Refuse to make an archive where there is none.

    Raises:
        ArchiveError: There is none, or it can't be used.
    """
    from store.schema import inspect

    inspect(archive)


def _feed(archive: Path, name: str) -> FeedState:
    from store.reader import Reader

    with Reader(archive) as reader:
        feeds = reader.feeds()
    for feed in feeds:
        if name in (feed.url, feed.name):
            return feed
    raise UsageError(f"{name}: no feed in the archive has that URL or name; a new one is there once an archiver ran")


def _write(archive: Path, job: Job[T]) -> T:
    from store.writer import Writer

    with Writer(archive) as writer:
        return writer.submit(job).result()
