"""Tells systemd how the archiver is: ready, reloading, stopping, alive (sd_notify(3)). Without systemd, nothing.

The watchdog is fed only by progress: the writer has answered, and the scheduler has looked at the clock. An event loop
that merely turns proves neither.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
import os
import socket
import time
from typing import TYPE_CHECKING

from store.errors import StoreError

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable, Mapping

    from store.writer import Writer

log = logging.getLogger(__name__)

STATUS_EVERY_S = 30.0


class Notifier:
    """Sends datagrams to the socket that systemd named in ``NOTIFY_SOCKET``."""

    def __init__(self, environ: Mapping[str, str] = os.environ) -> None:
        """Read where to send to, and how often the watchdog wants to hear of us."""
        name = environ.get("NOTIFY_SOCKET", "")
        # "@" stands for the NUL byte of Linux's abstract names.
        self._address = "\0" + name[1:] if name.startswith("@") else name
        self.watchdog_s = _watchdog_s(environ) if name else None
        """Seconds within which systemd wants to hear of progress; None without a watchdog."""

    @property
    def wanted(self) -> bool:
        """Whether anybody listens."""
        return bool(self._address)

    def ready(self) -> None:
        """Say that polling has begun, or goes on after a reload."""
        self.send("READY=1")

    def reloading(self) -> None:
        """Say that the config is read again."""
        self.send("RELOADING=1", f"MONOTONIC_USEC={time.monotonic_ns() // 1000}")

    def stopping(self) -> None:
        """Say that we are about to end."""
        self.send("STOPPING=1")

    def alive(self) -> None:
        """Feed the watchdog."""
        self.send("WATCHDOG=1")

    def status(self, words: str) -> None:
        """Give one line for ``systemctl status``."""
        self.send("STATUS=" + words.replace("\n", " "))

    def send(self, *lines: str) -> None:
        """Send one message; a listener that is gone is no trouble of ours."""
        if not self._address:
            return
        with contextlib.suppress(OSError), socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as channel:
            channel.settimeout(1.0)
            channel.sendto("\n".join(lines).encode(), self._address)


async def keep_alive(
    notifier: Notifier, writer: Writer, looked: Callable[[], float], words: Callable[[], str], *, look_s: float
) -> None:
    """Feed the watchdog twice within its time, and keep the status line, until cancelled.

    Args:
        notifier: Where to.
        writer: Must answer each time: a job that changes nothing goes through its queue.
        looked: When the scheduler last looked at the clock, by the monotonic one.
        words: The status line.
        look_s: How often the scheduler looks.
    """
    every = min(STATUS_EVERY_S, (notifier.watchdog_s or STATUS_EVERY_S * 2) / 2)
    while notifier.wanted:
        notifier.status(words())
        if notifier.watchdog_s is not None:
            with contextlib.suppress(StoreError):  # busy or full: it did answer
                await writer.run(_nothing)
            if time.monotonic() - looked() < look_s + max(every, look_s):
                notifier.alive()
            else:
                log.error("the scheduler has not moved for %.0f s", time.monotonic() - looked())
        await asyncio.sleep(every)


def _nothing(connection: sqlite3.Connection) -> None:
    connection.execute("SELECT 1").close()


def _watchdog_s(environ: Mapping[str, str]) -> float | None:
    try:
        if int(environ.get("WATCHDOG_PID") or os.getpid()) != os.getpid():
            return None
        seconds = int(environ["WATCHDOG_USEC"]) / 1_000_000
    except (KeyError, ValueError):
        return None
    return seconds if seconds > 0 else None
