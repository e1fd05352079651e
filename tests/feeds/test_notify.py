"""What systemd hears of us."""

from __future__ import annotations

import asyncio
import os
import socket
import threading
import time
from typing import TYPE_CHECKING

import pytest

from feeds.archiver import archive
from feeds.notify import Notifier, keep_alive
from store.writer import Writer
from tests.feeds.documents import numbered
from tests.feeds.test_archiver import FIRST_S, settings

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from feeds.reports import PollReport
    from tests.feeds.loopback import Loopback


class Systemd:
    """The other end of ``NOTIFY_SOCKET``."""

    def __init__(self, name: str) -> None:
        self._socket = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
        self._socket.bind(name)
        self._lines: list[str] = []
        self._thread = threading.Thread(target=self._listen)
        self._thread.start()

    def _listen(self) -> None:
        while (message := self._socket.recv(4096)) != b"end":
            self._lines += message.decode().split("\n")

    def heard(self) -> list[str]:
        found, self._lines = self._lines, []
        return found

    def close(self) -> None:
        with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as ours:
            ours.sendto(b"end", self._socket.getsockname())
        self._thread.join()
        self._socket.close()


@pytest.fixture(params=["path", "abstract"])
def systemd(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[tuple[Systemd, dict[str, str]]]:
    if request.param == "path":
        name = shown = str(tmp_path / "s")
    else:
        name, shown = f"\0dateline-{os.getpid()}", f"@dateline-{os.getpid()}"
    listener = Systemd(name)
    yield listener, {"NOTIFY_SOCKET": shown, "WATCHDOG_USEC": "400000", "WATCHDOG_PID": str(os.getpid())}
    listener.close()


def test_without_systemd_nothing_is_sent() -> None:
    notifier = Notifier({"WATCHDOG_USEC": "400000"})
    notifier.ready()
    assert (notifier.wanted, notifier.watchdog_s) == (False, None)


def test_a_watchdog_of_another_process_is_not_ours() -> None:
    assert Notifier({"NOTIFY_SOCKET": "/none", "WATCHDOG_USEC": "1", "WATCHDOG_PID": "1"}).watchdog_s is None


def test_a_listener_that_is_gone_is_no_trouble(tmp_path: Path) -> None:
    Notifier({"NOTIFY_SOCKET": str(tmp_path / "gone")}).ready()


async def test_an_archiver_says_when_it_is_ready_alive_and_stopping(
    systemd: tuple[Systemd, dict[str, str]], loopback: Loopback, tmp_path: Path
) -> None:
    listener, environ = systemd
    reports: asyncio.Queue[PollReport] = asyncio.Queue()
    stop = asyncio.Event()
    wanted = settings(tmp_path / "a.db", loopback.serve("/feed", numbered(1)))
    task = asyncio.create_task(
        archive(wanted, once=False, report=reports.put_nowait, stop=stop, notifier=Notifier(environ))
    )
    await asyncio.wait_for(reports.get(), FIRST_S)
    await asyncio.sleep(0.5)  # two turns of the watchdog
    stop.set()
    await task
    heard = listener.heard()
    assert (heard[0], heard[-1]) == ("READY=1", "STOPPING=1")
    assert heard.count("WATCHDOG=1") >= 2
    assert "STATUS=1 feed, none in trouble; 1 new article so far" in heard


async def heard_while(
    systemd: tuple[Systemd, dict[str, str]], writer: Writer, looked: Callable[[], float], seconds: float
) -> list[str]:
    listener, environ = systemd
    task = asyncio.create_task(keep_alive(Notifier(environ), writer, looked, lambda: "words", look_s=0.05))
    await asyncio.sleep(seconds)
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)
    return listener.heard()


async def test_a_scheduler_that_stands_still_is_not_called_alive(
    systemd: tuple[Systemd, dict[str, str]], tmp_path: Path
) -> None:
    with Writer(tmp_path / "a.db") as writer:
        stuck = time.monotonic() - 60
        assert "WATCHDOG=1" not in await heard_while(systemd, writer, lambda: stuck, 0.5)
        assert "WATCHDOG=1" in await heard_while(systemd, writer, time.monotonic, 0.5)


async def test_a_writer_that_hangs_is_not_called_alive(systemd: tuple[Systemd, dict[str, str]], tmp_path: Path) -> None:
    with Writer(tmp_path / "a.db") as writer:
        done = writer.submit(lambda _: time.sleep(0.6))
        assert "WATCHDOG=1" not in await heard_while(systemd, writer, time.monotonic, 0.4)
        await asyncio.wrap_future(done)
