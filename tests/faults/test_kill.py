"""``kill -9`` at random moments: the archive opens, holds all that was committed, and the next run brings the rest."""

from __future__ import annotations

import json
import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.feeds.loopback import Loopback

from .checks import assert_nothing_lost, assert_whole
from .growing import ITEMS, GrowingFeed, GrowingFeeds

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).resolve().parents[2]
KILLS = int(os.environ.get("KILLS", "6"))
FEEDS = 6
_ORPHANS_S = 20.0

pytestmark = pytest.mark.timeout(60 + 20 * KILLS)


class Archiver:
    """The real command in a process of its own, started again and again on one archive."""

    def __init__(self, folder: Path, urls: list[str]) -> None:
        self.path = folder / "archive.db"
        self._config = folder / "config.toml"
        self._log = folder / "log"
        feeds = "".join(f'[[feeds]]\nurl = "{url}"\ninterval = "1s"\n' for url in urls)
        self._config.write_text(f"[polling]\nallow_private_networks = true\n{feeds}")

    def start(self, *options: str) -> subprocess.Popen[bytes]:
        command = [sys.executable, "-m", "tui", "archive", "--config", str(self._config), "--archive", str(self.path)]
        with self._log.open("wb") as log:
            return subprocess.Popen([*command, "--log-format", "json", *options], cwd=ROOT, stdout=log, stderr=log)

    def told(self) -> int:
        """Give how many new articles the last run said that it stored."""
        lines = self._log.read_text().splitlines()
        records = [json.loads(line) for line in lines if line.startswith("{") and line.endswith("}")]
        return sum(record.get("new", 0) for record in records if "feed" in record)

    def words(self) -> str:
        return self._log.read_text()[-2_000:]


@pytest.fixture
def feeds() -> Iterator[GrowingFeeds]:
    with Loopback() as server:
        yield GrowingFeeds(server, FEEDS)


def test_an_archiver_killed_at_random_moments_loses_nothing(feeds: GrowingFeeds, tmp_path: Path) -> None:
    dice = random.Random(os.environ.get("SEED", "dateline"))
    archiver = Archiver(tmp_path, list(feeds.feeds))
    before: set[str] = set()
    for _ in range(KILLS):
        process = archiver.start()
        # By the first answers the workers are still starting; later ones fall into second and later polls.
        feeds.wait_for(feeds.answered + dice.randint(1, 4 * FEEDS))
        time.sleep(dice.uniform(0, dice.choice((0.02, 0.2, 1.5))))
        below = _children(process.pid)
        process.kill()
        assert process.wait() == -signal.SIGKILL, archiver.words()
        if archiver.path.exists():
            assert_whole(archiver.path)
            kept = assert_nothing_lost(archiver.path, feeds)
            assert before <= kept, "articles that were committed are gone"
            assert len(kept) - len(before) >= archiver.told(), "told of articles that are not there"
            before = kept
        _assert_gone(below)
    feeds.freeze()
    for _ in range(2):  # what a killed poll never fetched, then nothing
        process = archiver.start("--once")
        assert process.wait(timeout=120) == 0, archiver.words()
    assert archiver.told() == 0
    everything = {link for feed in feeds.feeds.values() for link in feed.titles(feed.version)}
    assert assert_nothing_lost(archiver.path, feeds) == everything
    assert sum(feed.version for feed in feeds.feeds.values()) > KILLS, "no second polls were killed"


def _children(pid: int) -> set[int]:
    """Give the processes below one."""
    found: set[int] = set()
    for task in Path(f"/proc/{pid}/task").glob("*/children"):
        for child in map(int, task.read_text().split()):
            found |= {child} | _children(child)
    return found


def _assert_gone(pids: set[int]) -> None:
    """Workers must not outlive an archiver that could not tell them to end."""
    until = time.monotonic() + _ORPHANS_S
    left = pids
    while left and time.monotonic() < until:
        left = {pid for pid in left if _alive(pid)}
        time.sleep(0.05)
    assert not left, "worker processes are left over"


def _alive(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


def test_the_items_of_a_version_are_worth_counting() -> None:
    feed = GrowingFeed(0)
    assert len(feed.titles(2)) == 3 * ITEMS
