"""``dateline status``: what the archive holds, and how each feed is."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from tui.opening import load_config
from tui.output import Styled, put, put_json, table
from tui.wording import count_of, ended, held_up, in_trouble, moment, size, span, state_word, was_held_up

if TYPE_CHECKING:
    import argparse

    from store.models import ArchiveStatus, FeedState, Standstill
    from tui.output import Piece, Style

_STYLES: dict[str, Style] = {"ok": "green", "failing": "red", "gone": "red", "moved": "yellow", "paused": "yellow"}
_WONDERED_ABOUT = timedelta(days=1)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the form of output."""
    parser.add_argument("--json", action="store_true", help="as one JSON object")


def run(args: argparse.Namespace) -> int:
    """Print the status.

    Raises:
        ConfigError, ArchiveError: Config or archive can't be used.
    """
    from store.lease import holder
    from store.reader import Reader
    from tui import proxies

    config = load_config(args)
    path = config.archive_path(args.archive)
    with Reader(path) as reader:
        status = reader.status()
    archiver = holder(path)
    if archiver is None:  # one that was killed leaves its word behind
        status = replace(status, standstill=None)
    if args.json:
        from tui import jsonshape

        found = proxies.shapes(config)
        put_json(jsonshape.status(status) | ({"proxies": found} if found else {}))
    else:
        _print_totals(status, archiver)
        if said := proxies.words(config):
            put(said)
        put()
        print_feeds(status.feeds)
    return 0


def _print_totals(status: ArchiveStatus, archiver: int | None) -> None:
    put(Styled(status.path, "bold"), f"  {size(status.bytes)}, schema {status.schema}")
    put(f"{count_of(status.articles, 'article')}, {count_of(status.revisions, 'revision')}")
    found = f"{count_of(status.events, 'event')}, {count_of(status.figures, 'figure')}"
    put(f"{found}, {count_of(status.places, 'place')}")
    if status.last_poll is None:
        put("No feed was polled yet.")
    else:
        ago = span((datetime.now(UTC) - status.last_poll).total_seconds())
        put(f"Last poll {moment(status.last_poll)} UTC, {ago} ago")
    put(f"An archiver is running (process {archiver})." if archiver else "No archiver is running.")
    print_standstill(status.standstill)
    _print_last_standstill(status.last_standstill)


def print_standstill(standstill: Standstill | None) -> None:
    """Print what holds the archiver up, where anything does."""
    if standstill is not None:
        put(Styled(held_up(f"{moment(standstill.since)} UTC", standstill), "red"))


def _print_last_standstill(last: Standstill | None) -> None:
    """Say why nothing arrived for a time, as long as people may wonder about it."""
    if last is not None and last.until is not None and datetime.now(UTC) - last.until < _WONDERED_ABOUT:
        put(Styled(was_held_up(f"{moment(last.since)} UTC", f"{moment(last.until)} UTC", last), "yellow"))


def print_feeds(feeds: tuple[FeedState, ...]) -> None:
    """Print a table of feeds, those in trouble first."""
    rows: list[tuple[Piece, ...]] = [
        tuple(Styled(head, "dim") for head in ("feed", "state", "articles", "last success", "next poll", "every", ""))
    ]
    first = sorted(feeds, key=lambda one: (not in_trouble(one), one.state == "ok", one.name.casefold()))
    rows += map(_row, first)
    if len(rows) > 1:
        table(rows, right=frozenset({2}))
        failing = sum(map(in_trouble, feeds))
        put()
        put(f"{count_of(len(feeds), 'feed')}, {failing or 'none'} in trouble.")
    else:
        put("No feed is in the archive yet.")


def _row(feed: FeedState) -> tuple[Piece, ...]:
    trouble = feed.error or ended(feed, datetime.now(UTC))
    if feed.failures > 1:
        trouble = f"{trouble} ({feed.failures} times)"
    return (
        feed.name or feed.url,
        Styled(state_word(feed), _STYLES.get(feed.state, "yellow")),
        f"{feed.articles:,}",
        moment(feed.last_success),
        moment(feed.next_poll),
        span(feed.interval_s),
        trouble,
    )
