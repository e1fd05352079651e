"""Figures for Prometheus, served on a loopback port: ``dateline archive --metrics 127.0.0.1:9464``.

Only loaded where it is asked for.
"""

from __future__ import annotations

import contextlib
import time
from ipaddress import ip_address
from pathlib import Path
from typing import TYPE_CHECKING, get_args

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, ProcessCollector, start_http_server

from store.models import FeedHealth

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator

    from feeds.reports import PollReport

_SECONDS = (0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 20, 45, 90)
_LATENESS = (1, 5, 15, 60, 300, 900, 3_600)


class Metrics:
    """What the archiver does, counted."""

    def __init__(self, archive: Path, monotonic: Callable[[], float] = time.monotonic) -> None:
        """Count from zero; `archive` is measured when somebody asks."""
        self._monotonic = monotonic
        self._since: tuple[str | None, float] = None, monotonic()
        self.registry = CollectorRegistry()
        ProcessCollector(registry=self.registry)
        self._polls = Counter("dateline_polls", "Polls by what came of them", ["result"], registry=self.registry)
        self._seconds = Histogram("dateline_poll_seconds", "Length of a poll", buckets=_SECONDS, registry=self.registry)
        self._late = Histogram(
            "dateline_poll_late_seconds", "Delay of a poll's begin", buckets=_LATENESS, registry=self.registry
        )
        self._new = Counter("dateline_articles_new", "Articles stored", registry=self.registry)
        self._revised = Counter("dateline_articles_revised", "Revisions stored", registry=self.registry)
        self._feeds = Gauge(
            "dateline_feeds", "Feeds by health, as of their latest polls", ["state"], registry=self.registry
        )
        self._last = Gauge("dateline_last_success_time_seconds", "When a poll last went well", registry=self.registry)
        self._still = Gauge("dateline_standstill", "1 while polling is held up", ["reason"], registry=self.registry)
        self._held = Counter(
            "dateline_standstill_seconds", "Time for which polling was held up", ["reason"], registry=self.registry
        )
        size = Gauge("dateline_archive_bytes", "Size of the archive with its write-ahead log", registry=self.registry)
        size.set_function(lambda: _size(archive))
        self._states: dict[str, FeedHealth] = {}
        for state in get_args(FeedHealth):
            self._feeds.labels(state)
        for reason in ("network", "archive"):
            self._still.labels(reason)
            self._held.labels(reason)

    def observe(self, report: PollReport) -> None:
        """Count one poll."""
        before = self._states.get(report.url)
        if before != report.state:
            if before is not None:
                self._feeds.labels(before).dec()
            self._feeds.labels(report.state).inc()
            self._states[report.url] = report.state
        if not report.polled:
            self._polls.labels("held").inc()
            return
        news = "news" if report.new or report.revised else "nothing"
        self._polls.labels("failed" if report.error else news).inc()
        self._seconds.observe(report.seconds)
        self._late.observe(report.late_s)
        self._new.inc(report.new)
        self._revised.inc(report.revised)
        if report.error is None:
            self._last.set_to_current_time()

    def keep(self, urls: Collection[str]) -> None:
        """Count the health of these feeds only, after the list of feeds was read again."""
        for url in self._states.keys() - urls:
            self._feeds.labels(self._states.pop(url)).dec()

    def standstill(self, reason: str | None) -> None:
        """Note whether polling is held up, and why; the time since the last call counts for what held it up then."""
        (before, since), now = self._since, self._monotonic()
        if before is not None:
            self._held.labels(before).inc(max(0.0, now - since))
        self._since = reason, now
        for one in ("network", "archive"):
            self._still.labels(one).set(one == reason)

    @contextlib.contextmanager
    def served(self, host: str, port: int) -> Iterator[int]:
        """Serve the figures over HTTP while the context lasts; gives the port, which 0 leaves to the system.

        Raises:
            OSError: The port can't be had.
        """
        server, thread = start_http_server(port, host, self.registry)
        try:
            yield int(server.server_address[1])
        finally:
            server.shutdown()
            server.server_close()
            thread.join()


def loopback_address(text: str) -> tuple[str, int]:
    """Read ``127.0.0.1:9464``, ``[::1]:9464`` or ``localhost:9464``.

    Raises:
        ValueError: It is something else, or no loopback address: the figures are nobody else's business.
    """
    host, _, port = text.strip().rpartition(":")
    host = "127.0.0.1" if host == "localhost" else host.strip("[]")
    try:
        address, number = ip_address(host), int(port)
    except ValueError:
        raise ValueError(f"{text!r} is no ADDRESS:PORT, such as 127.0.0.1:9464") from None
    if not address.is_loopback or not 0 <= number < 65_536:
        raise ValueError(f"{text!r} is no loopback address with a port, such as 127.0.0.1:9464")
    return host, number


def _size(archive: Path) -> int:
    total = 0
    for file in (archive, Path(f"{archive}-wal")):
        with contextlib.suppress(OSError):
            total += file.stat().st_size
    return total
