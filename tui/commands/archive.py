"""``dateline archive``: poll the feeds and archive them, without a screen. Nothing here imports Textual."""

from __future__ import annotations

import argparse
import asyncio
import logging
import os
import select
import signal
import stat
import sys
import threading
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import replace
from typing import TYPE_CHECKING, TextIO

from tui.errors import ConfigError, UsageError
from tui.leaving import leave
from tui.opening import load_config
from tui.wording import count_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from feeds.archiver import ArchiverSettings, PollReport, Summary
    from feeds.metrics import Metrics
    from feeds.watching.telling import Means
    from store.models import Article
    from tui.reporting import Report

log = logging.getLogger("dateline.archive")

GRACE_S = 4.0
"""How long what is under way may take once we were asked to stop; with the clean-up, less than 5 s."""
NICE = 10
"""How much lower than a desk's our priority is, so that a busy poll never makes a key wait."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the options."""
    parser.add_argument("--once", action="store_true", help="poll every feed one time, due or not, and exit")
    parser.add_argument(
        "--metrics", metavar="ADDRESS:PORT", help="serve figures for Prometheus there, on loopback: 127.0.0.1:9464"
    )
    parser.add_argument("--with-desk", action="store_true", help=argparse.SUPPRESS)


def run(args: argparse.Namespace) -> int:
    """Archive until told to stop, or with ``--once`` one time round.

    Gives:
        0, or with ``--once`` 1 if a feed failed.

    Raises:
        ConfigError, ArchiveError: Config or archive can't be used, or another archiver holds the archive.
        UsageError: The figures can't be served at that address.
    """
    from tui import logs
    from tui.reporting import Report

    settings = _settings(args)
    if args.with_desk:
        os.nice(NICE)
        _log_beside_desk(args)
    else:
        logs.setup(args.log_level, args.log_format)
    bars = not args.with_desk and args.log_format == "text" and sys.stderr.isatty()
    report = Report([feed.name or feed.url for feed in settings.feeds], bars=bars, every=args.once)
    summary = asyncio.run(_archive(args, settings, report))
    if _is_unread(sys.stderr):
        return 0
    with suppress(OSError):
        report.summary(summary)
    if args.with_desk:
        leave()
    return 1 if args.once and summary is not None and (summary.failed or summary.detained) else 0


def _settings(args: argparse.Namespace) -> ArchiverSettings:
    from feeds.archiver import ArchiverSettings
    from tui.muting import watched

    config = load_config(args)
    return ArchiverSettings(
        archive=config.archive_path(args.archive),
        feeds=config.feeds,
        polling=config.polling,
        tagger=config.tagger,
        keep=config.archive.keep,
        keep_raw=config.archive.keep_raw,
        watches=tuple(replace(watch, query=watched(watch.query, config.mutes)) for watch in config.watch),
    )


def _means(args: argparse.Namespace) -> Means:
    """Give how watches tell of what they find; only a terminal of our own is rung."""
    from feeds.watching.telling import Means
    from tui import jsonshape
    from tui.output import json_line

    def as_json(article: Article) -> str:
        return json_line(jsonshape.article(article))

    own = not args.with_desk and sys.stderr.isatty()
    return Means(as_json, _ring) if own else Means(as_json)


def _ring() -> None:
    with suppress(OSError):  # a terminal that is gone
        sys.stderr.write("\a")
        sys.stderr.flush()


@contextmanager
def _metrics(address: str | None, settings: ArchiverSettings) -> Iterator[Metrics | None]:
    """Serve figures while the context lasts, where somebody wants them."""
    if address is None:
        yield None
        return
    from feeds.metrics import Metrics, loopback_address

    try:
        host, port = loopback_address(address)
    except ValueError as error:
        raise UsageError(f"--metrics: {error}") from None
    metrics = Metrics(settings.archive)
    with ExitStack() as stack:
        try:
            port = stack.enter_context(metrics.served(host, port))
        except OSError as error:
            raise UsageError(f"--metrics: {address} can't be had: {error.strerror}") from None
        log.info("figures for Prometheus at http://%s:%d/metrics", f"[{host}]" if ":" in host else host, port)
        yield metrics


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


async def _archive(args: argparse.Namespace, settings: ArchiverSettings, report: Report) -> Summary | None:
    """Run the archiver until it is done or told to stop; None if it had to be cut short."""
    stop = asyncio.Event()
    work: asyncio.Task[Summary | None] | None = None

    def asked() -> None:
        if stop.is_set() and work is not None:
            work.cancel()
        stop.set()

    _listen(asked)  # before anybody can see that we run
    with _metrics(args.metrics, settings) as metrics:
        work = asyncio.ensure_future(_work(args, settings, report, metrics, stop))
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


async def _work(
    args: argparse.Namespace, settings: ArchiverSettings, report: Report, metrics: Metrics | None, stop: asyncio.Event
) -> Summary | None:
    """Archive until `stop` is set."""
    from feeds.archiver import archive

    def tell(poll: PollReport) -> None:
        with suppress(OSError):  # a terminal that is gone is no reason to stop archiving
            report(poll)
        if _is_unread(sys.stderr):
            stop.set()
        if metrics is not None:
            metrics.observe(poll)

    return await archive(
        settings,
        once=args.once,
        report=tell,
        stop=stop,
        reload=_Reload(args, settings),
        metrics=metrics,
        means=_means(args),
    )


def _is_unread(stream: TextIO) -> bool:
    """Tell whether `stream` is a pipe whose reader has gone, as ``head`` goes when it has had enough."""
    with suppress(OSError, ValueError):
        number = stream.fileno()
        if stat.S_ISFIFO(os.fstat(number).st_mode):
            watch = select.poll()
            watch.register(number, 0)
            return any(event & select.POLLERR for _, event in watch.poll(0))
    return False


def _listen(asked: Callable[[], None]) -> None:
    """Stop on SIGTERM and on Ctrl+C; a second one doesn't wait for what is under way."""
    loop = asyncio.get_running_loop()
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
