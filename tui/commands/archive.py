"""``dateline archive``: poll the feeds and archive them, without a screen. Nothing here imports Textual."""

from __future__ import annotations

import argparse
import asyncio
import logging
import os
import signal
import sys
import threading
from contextlib import suppress
from functools import partial
from typing import TYPE_CHECKING

from tui.errors import ConfigError
from tui.opening import load_config
from tui.wording import count_of

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from feeds.archiver import ArchiverSettings, PollReport, Summary

log = logging.getLogger("dateline.archive")

GRACE_S = 4.0
"""How long what is under way may take once we were asked to stop; with the clean-up, less than 5 s."""
WIDEST = 40
"""Columns that the names of feeds may take on a terminal; longer ones push the rest of their line."""
NICE = 10
"""How much lower than a desk's our priority is, so that a busy poll never makes a key wait."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the options."""
    parser.add_argument("--once", action="store_true", help="poll every feed one time, due or not, and exit")
    parser.add_argument("--with-desk", action="store_true", help=argparse.SUPPRESS)


def run(args: argparse.Namespace) -> int:
    """Archive until told to stop, or with ``--once`` one time round.

    Gives:
        0, or with ``--once`` 1 if a feed failed.

    Raises:
        ConfigError, ArchiveError: Config or archive can't be used, or another archiver holds the archive.
    """
    from tui import logs

    settings = _settings(args)
    if args.with_desk:
        os.nice(NICE)
        _log_beside_desk(args)
    else:
        logs.setup(args.log_level, args.log_format)
    bars = not args.with_desk and args.log_format == "text" and sys.stderr.isatty()
    report = _Report([feed.name or feed.url for feed in settings.feeds], bars=bars)
    summary = asyncio.run(_archive(args, settings, report))
    report.summary(summary)
    return 1 if args.once and summary is not None and summary.failed else 0


def _settings(args: argparse.Namespace) -> ArchiverSettings:
    from feeds.archiver import ArchiverSettings

    config = load_config(args)
    return ArchiverSettings(
        archive=config.archive_path(args.archive),
        feeds=config.feeds,
        polling=config.polling,
        tagger=config.tagger,
        keep=config.archive.keep,
        keep_raw=config.archive.keep_raw,
    )


def _log_beside_desk(args: argparse.Namespace) -> None:
    """Log to a file, because the terminal is the desk's; to standard error where the file can't be written."""
    from xdg_base_dirs import xdg_state_home

    from tui import logs

    try:
        logs.setup(args.log_level, args.log_format, xdg_state_home() / "dateline" / "dateline.log")
    except OSError:
        logs.setup(args.log_level, args.log_format)


class _Reload:
    """Reads the config again; where it can't be used, says so and keeps what holds."""

    def __init__(self, args: argparse.Namespace, settings: ArchiverSettings) -> None:
        self._args = args
        self._settings = settings

    def __call__(self) -> ArchiverSettings:
        try:
            self._settings = _settings(self._args)
        except ConfigError as error:
            log.error("config not read again, the old one holds: %s", error)  # noqa: TRY400 - no traceback for a typo
        else:
            log.info("config read again: %s", count_of(len(self._settings.feeds), "feed"))
        return self._settings


async def _archive(args: argparse.Namespace, settings: ArchiverSettings, report: _Report) -> Summary | None:
    """Run the archiver until it is done or told to stop; None if it had to be cut short."""
    from feeds.archiver import archive

    stop = asyncio.Event()
    work = asyncio.ensure_future(
        archive(settings, once=args.once, report=report, stop=stop, reload=_Reload(args, settings))
    )
    _listen(stop, work)
    if args.with_desk:
        _watch_desk(asyncio.get_running_loop(), stop)
    stopping = asyncio.ensure_future(stop.wait())
    await asyncio.wait({work, stopping}, return_when=asyncio.FIRST_COMPLETED)
    if not work.done():
        await asyncio.wait({work}, timeout=GRACE_S)
        work.cancel()
    stopping.cancel()
    with suppress(asyncio.CancelledError):
        return await work
    return None


def _listen(stop: asyncio.Event, work: asyncio.Future[Summary]) -> None:
    """Stop on SIGTERM and on Ctrl+C; a second one doesn't wait for what is under way."""
    loop = asyncio.get_running_loop()

    def asked() -> None:
        if stop.is_set():
            work.cancel()
        stop.set()

    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, asked)


def _watch_desk(loop: asyncio.AbstractEventLoop, stop: asyncio.Event) -> None:
    """Stop when our standard input closes: the desk that started us is gone, however it ended."""

    def wait_for_end() -> None:
        with suppress(OSError, ValueError):
            while os.read(0, 4096):
                pass
        with suppress(RuntimeError):  # the loop may be closed already
            loop.call_soon_threadsafe(stop.set)

    threading.Thread(target=wait_for_end, name="desk-watch", daemon=True).start()


class _Report:
    """Tells of each poll: a line on a terminal, a log record elsewhere."""

    def __init__(self, names: Sequence[str], *, bars: bool) -> None:
        from tui.output import cell_width

        width = min(max(map(cell_width, names), default=0), WIDEST)
        self._tell: Callable[[PollReport], None] = partial(_line, width) if bars else _record
        self._bars = bars

    def __call__(self, poll: PollReport) -> None:
        self._tell(poll)

    def summary(self, summary: Summary | None) -> None:
        if summary is None:
            log.warning("stopped before everything under way had ended; nothing that was stored is lost")
            return
        words = (
            f"{count_of(summary.polled, 'poll')}, {summary.failed or 'none'} failed; "
            f"{count_of(summary.new, 'new article')}, {summary.revised} revised"
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


def _record(poll: PollReport) -> None:
    log.log(
        logging.WARNING if poll.error else logging.INFO,
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
