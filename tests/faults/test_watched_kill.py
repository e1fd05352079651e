"""``kill -9`` while watches are told of: every article alerts once, and no command runs twice."""

from __future__ import annotations

import json
import os
import random
import signal
import time
from collections import Counter
from typing import TYPE_CHECKING

import pytest

from feeds.watching.telling import AT_ONCE
from store.reader import Reader
from tests.feeds.loopback import Loopback

from .growing import GrowingFeeds
from .test_kill import Archiver

if TYPE_CHECKING:
    from pathlib import Path

KILLS = int(os.environ.get("KILLS", "2"))
FEEDS = 2

pytestmark = pytest.mark.timeout(90 + 30 * KILLS)


def test_alerts_survive_kills_each_once(tmp_path: Path) -> None:
    dice = random.Random(os.environ.get("SEED", "dateline"))
    noted = tmp_path / "noted"
    noted.mkdir()
    # A file for each run of the command; killed with the archiver or not, it has its whole input.
    command = ["/bin/sh", "-c", 'cat > "$0/$DATELINE_ALERT.$$"', str(noted)]
    with Loopback() as server:
        feeds = GrowingFeeds(server, FEEDS)
        archiver = Archiver(tmp_path, list(feeds.feeds))
        with (tmp_path / "config.toml").open("a") as config:
            watch = f'query = "shelling"\nnotify = ["command"]\ncommand = {json.dumps(command)}\n'
            config.write(f'[[watch]]\nname = "All"\n{watch}')
        for _ in range(KILLS):
            process = archiver.start()
            feeds.wait_for(feeds.answered + dice.randint(2, 3 * FEEDS))
            time.sleep(dice.uniform(0, dice.choice((0.05, 0.5, 1.5))))
            process.kill()
            assert process.wait() == -signal.SIGKILL, archiver.words()
        feeds.freeze()
        for _ in range(2):
            process = archiver.start("--once")
            assert process.wait(timeout=120) == 0, archiver.words()
    with Reader(archiver.path) as reader:
        alerts, articles = reader.alerts(limit=100_000), reader.status().articles
        assert reader.untold_alerts(10) == reader.unrun_alerts(10) == []
    assert articles > 0
    assert Counter(alert.article for alert in alerts) == Counter(range(1, articles + 1))
    runs = Counter(int(file.name.split(".")[0]) for file in noted.iterdir())
    assert set(runs.values()) == {1}, "no command runs twice"
    # What a kill hit between its note in the archive and its start stays untold: never more than run side by side.
    assert len(alerts) - KILLS * AT_ONCE <= len(runs) <= len(alerts)
    assert all(json.loads(file.read_text())["id"] for file in noted.iterdir()), "each had its whole input"
