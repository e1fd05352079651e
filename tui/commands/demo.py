"""``dateline demo``: the desk on a day that was written for it, replayed over loopback HTTP."""

from __future__ import annotations

import argparse
import contextlib
import os
import signal
import sys
from dataclasses import replace
from datetime import UTC, datetime, time
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from feeds.watching.settings import WatchSettings
from store.paths import is_there
from tui.arguments import home_path
from tui.errors import UsageError
from tui.opening import archiver_command, load_config

if TYPE_CHECKING:
    from feeds.archiver import PollReport
    from feeds.demo.model import Day
    from feeds.demo.server import ReplayServer
    from tui.config import Config

MAX_SPEED = 3_600.0
"""At this speed the day takes 24 seconds; faster, most edits would be missed between two polls."""

CATCH_UP_POLLS = 4
"""Polls of each feed in which what was published before the start comes in."""

WATCHES = (
    WatchSettings("Mariupol", "city:Mariupol (event:evacuation OR has:figures)", notify=()),
    WatchSettings("Nuclear", "event:nuclear OR actor:IAEA", notify=()),
)
"""What a demonstration watches for, without a sound: the user's own commands are not run on invented news."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the command's own arguments."""
    parser.epilog = "The archive is temporary: nothing is kept, and --archive is not used. No network is needed."
    parser.add_argument("--speed", type=_speed, default=60.0, metavar="N", help="times the pace of real time (60)")
    parser.add_argument(
        "--start",
        type=_time_of_day,
        default=time(13),
        metavar="HH:MM",
        help="begin at this time of the day, UTC (13:00)",
    )
    parser.add_argument(
        "--archive-only", metavar="FILE", help="archive the whole day into FILE at once, without opening the desk"
    )


def run(args: argparse.Namespace) -> int:
    """Do the command and give its exit code.

    Raises:
        UsageError: There is no terminal to open the desk in, or the file of ``--archive-only`` is there already.
        ConfigError: The config can't be used.
        ArchiveError: The file of ``--archive-only`` can't be used.
    """
    config = load_config(args)
    if args.archive_only:
        return _archive_day(home_path(args.archive_only), config)
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        raise UsageError("the desk needs a terminal; `dateline demo --archive-only FILE` works without one")
    return _open_desk(config, args.start, args.speed, args.log_level)


def _open_desk(config: Config, start: time, speed: float, log_level: str) -> int:
    from feeds.demo.clock import CatchUpClock, ReplayClock
    from feeds.demo.loader import load_day
    from feeds.demo.server import ReplayServer
    from tui.commands import desk
    from tui.demo_folder import demo_folder

    for number in (signal.SIGTERM, signal.SIGHUP):  # the desk takes them over once it is open
        signal.signal(number, _leave)
    day = load_day()
    clock = ReplayClock(datetime.combine(day.date, start, UTC), speed)
    with (
        demo_folder() as folder,
        ReplayServer(day, CatchUpClock(clock, CATCH_UP_POLLS * len(day.outlets))) as server,
    ):
        archive = folder / "demo.db"
        demo = demo_config(config, folder / "config.toml", archive, day, server)
        child = archiver_command(demo, archive, log_level)
        return desk.run(demo, archive=archive, child=child, demo=True, clock=clock, told=clock.told)


def _leave(*_: object) -> None:
    """End in good order, so that the folder goes."""
    raise SystemExit(0)


def demo_config(config: Config, file: Path, archive: Path, day: Day, server: ReplayServer) -> Config:
    """Write the config of a demo to `file` and give it: the user's desk and tagger, the replay's feeds."""
    from feeds.demo.polls import feed_settings, polling_settings
    from tui.config.show import as_toml

    demo = replace(
        config,
        archive=replace(config.archive, path=str(archive), keep=None),
        polling=polling_settings(server),
        feeds=feed_settings(day, server),
        watch=WATCHES,
        source=file,
    )
    file.write_text(as_toml(demo), encoding="utf-8")
    return demo


def _archive_day(path: Path, config: Config) -> int:
    """Archive the day beside `path` and move it there whole: whatever ends us early leaves no half day."""
    if is_there(path):
        raise UsageError(f"{path}: already there; the demo goes into a file of its own")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        folder = TemporaryDirectory(prefix=f".{path.name}.", dir=path.parent)
    except OSError as error:
        raise UsageError(f"{path.parent}: {error.strerror}") from None
    with folder:
        draft = Path(folder.name) / path.name
        code = _replay_into(draft, path, config)
        try:
            os.link(draft, path)
        except OSError as error:
            raise UsageError(f"{path}: {error.strerror}") from None
    return code


def _replay_into(draft: Path, path: Path, config: Config) -> int:
    """Archive the day into `draft`, which will be `path`."""
    import asyncio

    from feeds.demo.replay import replay_day
    from tui.cli import DONE, FAILED
    from tui.output import say

    def report(poll: PollReport) -> None:
        if poll.error or poll.new or poll.revised:
            with contextlib.suppress(BrokenPipeError):  # whoever stopped reading still wants the archive
                say(f"{poll.name}: {poll.words}")

    summary = asyncio.run(replay_day(draft, config.tagger, report))
    with contextlib.suppress(BrokenPipeError):
        say(f"{path}: {summary.new} new, {summary.revised} revised, {summary.failed} of {summary.polled} polls failed")
    return FAILED if summary.failed else DONE


def _speed(given: str) -> float:
    """Read a number above 0, up to `MAX_SPEED`."""
    try:
        number = float(given)
    except ValueError:
        number = 0.0
    if not 0 < number <= MAX_SPEED:
        raise argparse.ArgumentTypeError(f"{given!r} is no number above 0 and up to {MAX_SPEED:.0f}")
    return number


def _time_of_day(given: str) -> time:
    """Read a time of day such as ``13:00``."""
    try:
        return datetime.strptime(given, "%H:%M").time()  # noqa: DTZ007 - a time of day has no zone
    except ValueError:
        raise argparse.ArgumentTypeError(f"{given!r} is no time of day, such as 13:00") from None
