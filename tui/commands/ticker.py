"""``dateline ticker``: what happened, city by city; with ``--follow``, as it comes in."""

from __future__ import annotations

import itertools
import sys
import textwrap
import threading
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from tui.arguments import past, positive
from tui.opening import load_config, open_reader
from tui.output import Styled, columns, put, put_json, say
from tui.wording import count_of, happened, moment, span

if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterable, Iterator

    from store.models import TickerLine
    from store.reader import Reader

PAUSE_S = 0.25
"""How long ``--follow`` waits before it looks for a new commit: reading `data_version` costs microseconds."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the place, the time and the forms of output."""
    parser.add_argument("place", nargs="*", metavar="PLACE", help="any spelling of a place; all places without it")
    parser.add_argument("--since", type=past, metavar="TIME", help="such as 24h, 7d or 2022-03-28 (the ticker_window)")
    parser.add_argument("--limit", type=positive, default=200, metavar="N", help="at most N of the newest events (200)")
    parser.add_argument("--follow", action="store_true", help="go on printing events as they come in")
    parser.add_argument("--json", action="store_true", help="one JSON object a line")


def run(args: argparse.Namespace) -> int:
    """Print the ticker.

    Grouped by place, the place with the newest event first; with ``--json`` line by line, newest publication first;
    with ``--follow`` line by line, oldest first, and then each commit's as it comes in.

    Raises:
        ConfigError, ArchiveError: Config or archive can't be used.
    """
    config = load_config(args)
    place = " ".join(args.place) or None
    window = config.desk.ticker_window
    since = args.since or datetime.now(UTC) - window
    with open_reader(args, config) as reader:
        lines = reader.ticker(since=since, place=place, limit=args.limit)
        if args.json:
            _print_json(lines if not args.follow else reversed(lines))
        elif args.follow:
            _print_lines(reversed(lines))
        else:
            _print_cities(lines)
            if not lines:
                _say_why_empty(reader, place, None if args.since else window)
        if args.follow:
            sys.stdout.flush()
            floor = lines[-1].time if len(lines) == args.limit else since
            for fresh in _arrivals(reader, place, floor, after=max((line.id for line in lines), default=0)):
                (_print_json if args.json else _print_lines)(fresh)
                sys.stdout.flush()
    return 0


def _arrivals(reader: Reader, place: str | None, since: datetime, after: int) -> Iterator[list[TickerLine]]:
    """Give the lines that are stored later than line `after`, commit by commit, for ever."""
    from store.changes import ChangeWatcher

    watcher = ChangeWatcher(reader)
    pause = threading.Event()
    while True:
        lines = reader.ticker(since=since, place=place, after=after, limit=100_000)
        if lines:
            after = max(line.id for line in lines)
            yield lines[::-1]
        while watcher.poll() is None:
            pause.wait(PAUSE_S)


def _print_json(lines: Iterable[TickerLine]) -> None:
    from tui import jsonshape

    for line in lines:
        put_json(jsonshape.ticker_line(line))


def _print_lines(lines: Iterable[TickerLine]) -> None:
    for line in lines:
        put(Styled(_place(line), "bold"), " · ", *_head(line))
        _print_evidence(line)


def _print_cities(lines: Iterable[TickerLine]) -> None:
    """Print the lines under their places; the place with the newest event first."""
    places: dict[str, list[TickerLine]] = {}
    for line in lines:
        places.setdefault(line.place_id, []).append(line)
    for number, events in enumerate(places.values()):
        if number:
            put()
        put(Styled(_place(events[0]), "bold"), f" · {count_of(len(events), 'event')}")
        for _, same in itertools.groupby(events, key=lambda line: (line.article, line.text)):
            sentence = list(same)
            put("  ", *_head(*sentence))
            _print_evidence(sentence[0])


def _place(line: TickerLine) -> str:
    return f"{line.place}, {line.country}" if line.country else line.place


def _head(line: TickerLine, *others: TickerLine) -> tuple[Styled | str, ...]:
    """Give time, source and what happened; `others` are further events of the same sentence."""
    return (
        moment(line.time),
        "  ",
        Styled("; ".join(map(happened, (line, *others))), "yellow"),
        " · ",
        Styled(line.source, "cyan"),
        Styled(f" · article {line.article}", "dim"),
    )


def _print_evidence(line: TickerLine) -> None:
    indent = "      "
    text = " ".join(line.text.split())
    put(textwrap.fill(text, columns(), initial_indent=indent, subsequent_indent=indent, break_long_words=False))


def _say_why_empty(reader: Reader, place: str | None, window: timedelta | None) -> None:
    """Say why nothing was printed, and what would find something."""
    if place and not reader.resolve("place", place):
        say(f"No place called {place} is in the archive.")
        return
    newest = reader.ticker(place=place, limit=1)
    where = f" at {place}" if place else ""
    if not newest:
        say(f"No event{where} is in the archive.")
    elif window:
        day = newest[0].time.astimezone(UTC).date()
        ago = "24 h" if window == timedelta(days=1) else span(window.total_seconds())
        say(f"No event{where} in the last {ago}; the newest is of {day}: try --since {day}.")
    else:
        say(f"No event{where} since then.")
