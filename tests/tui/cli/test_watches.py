"""Watches without a screen: the archiver tells of what matches, once; and the commands about them."""

from __future__ import annotations

import json
import os
import pty
import signal
import subprocess
import sys
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import pytest

from store import alerts
from store.reader import Reader
from store.watching import Lookout, sync_watches
from store.writer import Writer
from tests.feeds.loopback import Loopback
from tests.tui.cli.conftest import commit, irpin, spawn
from tests.tui.cli.test_archive import titles, wait_until

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from tests.tui.cli.conftest import Outcome

    Run = Callable[..., Outcome]

ITEM = (
    "<item><guid>{0}</guid><title>{1}</title><link>https://wire.example/{0}</link><description>{2}</description></item>"
)


@pytest.fixture
def server() -> Iterator[Loopback]:
    with Loopback() as server:
        yield server


class Watcher:
    """A config with one feed and one watch whose command notes what it is given."""

    def __init__(self, folder: Path, server: Loopback) -> None:
        self.folder, self.path, self.server = folder, folder / "war.db", server
        self.config = folder / "c.toml"
        self.serve(("a", "Rail line cut near Lviv", "A bridge fell."), ("b", "Talks go on", "Nothing was agreed."))
        self.watch('query = "rail"', 'notify = ["command"]')

    def serve(self, *items: tuple[str, str, str]) -> None:
        body = "".join(ITEM.format(*item) for item in items)
        self.server.serve("/rss", f'<rss version="2.0"><channel><title>Wire</title>{body}</channel></rss>')

    def watch(self, *lines: str) -> None:
        noting = json.dumps(["/bin/sh", "-c", 'cat >> "$0"', str(self.folder / "noted")])
        self.config.write_text(
            f'[polling]\nallow_private_networks = true\nfull_text = "never"\n'
            f'[[feeds]]\nurl = "{self.server.url("/rss")}"\nname = "Wire"\ninterval = "1s"\n'
            f'[[watch]]\nname = "Rail"\ncommand = {noting}\n' + "\n".join(lines) + "\n"
        )

    def once(self, **options: Any) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-m", "tui", "archive", "--once", "--config", str(self.config)]
        return subprocess.run(
            [*command, "--archive", str(self.path)],
            **({"capture_output": True, "text": True, "timeout": 120, "check": True} | options),
        )

    def noted(self) -> list[dict[str, Any]]:
        file = self.folder / "noted"
        return [json.loads(line) for line in file.read_text().splitlines()] if file.exists() else []


@pytest.fixture
def watcher(tmp_path: Path, server: Loopback) -> Watcher:
    return Watcher(tmp_path, server)


def test_the_archiver_runs_the_command_of_a_watch_once_for_each_match(watcher: Watcher, dateline: Run) -> None:
    told = watcher.once()
    assert "watch Rail: article" in told.stderr
    watcher.once()
    (noted,) = watcher.noted()
    assert noted["title"] == "Rail line cut near Lviv"
    shown = dateline(
        "show", str(noted["id"]), "--json", "--archive", str(watcher.path), "--config", str(watcher.config)
    )
    assert json.loads(shown.out) == noted, "a command gets the very object of the contract"
    watcher.serve(("a", "Rail line mended", "Trains run."), ("b", "Talks on rail traffic", "Nothing was agreed."))
    watcher.once()
    assert [one["title"] for one in watcher.noted()] == ["Rail line cut near Lviv", "Talks on rail traffic"]
    assert watcher.noted()[1]["revisions"] == 2


def test_what_is_muted_is_never_told_of(watcher: Watcher, dateline: Run) -> None:
    watcher.serve(("a", "Rail line cut near Lviv", "A bridge fell."), ("b", "Rail cup final", "Two goals."))
    watcher.watch('query = "rail OR talks"', 'notify = ["command"]', '[[mute]]\nquery = "cup OR goals"')
    watcher.once()
    assert [one["title"] for one in watcher.noted()] == ["Rail line cut near Lviv"]
    tried = dateline(
        *("watch", "test", "Rail", "--dry-run", "--archive", str(watcher.path), "--config", str(watcher.config))
    )
    assert "cup" not in tried.out


def test_a_new_watch_keeps_silent_about_what_is_archived_already(watcher: Watcher) -> None:
    watcher.watch('query = "zebra"', 'notify = ["command"]')
    watcher.once()
    watcher.watch('query = "rail"', 'notify = ["command"]')
    watcher.once()
    assert watcher.noted() == []


def test_a_running_archiver_takes_another_watch_on_sighup(watcher: Watcher) -> None:
    watcher.watch('query = "zebra"')
    command = ("archive", "--config", str(watcher.config), "--archive", str(watcher.path))
    with spawn(*command) as process:
        assert process.stderr is not None
        wait_until(lambda: watcher.path.exists() and len(titles(watcher.path)) == 2, 60)
        watcher.watch('query = "rail"', 'notify = ["command"]')
        process.send_signal(signal.SIGHUP)
        for line in process.stderr:
            if "config read again" in line:
                break
        asked = len(watcher.server.requests("/rss"))
        wait_until(lambda: len(watcher.server.requests("/rss")) > asked + 1)
        watcher.serve(("a", "Rail line cut near Lviv", "A bridge fell."), ("c", "Rail traffic stops", "Everywhere."))
        wait_until(lambda: bool(watcher.noted()))
        process.send_signal(signal.SIGTERM)
        process.communicate(timeout=60)
        assert process.returncode == 0
    assert [one["title"] for one in watcher.noted()] == ["Rail traffic stops"], "what was there before is no news"


def test_a_bell_rings_on_a_terminal_and_nowhere_else(watcher: Watcher) -> None:
    watcher.watch('query = "rail"', 'notify = ["bell"]')
    terminal, line = pty.openpty()
    try:
        watcher.once(capture_output=False, text=False, stderr=line, stdout=subprocess.DEVNULL)
        assert b"\a" in os.read(terminal, 65_536)
    finally:
        os.close(terminal)
        os.close(line)
    watcher.serve(("c", "Rail traffic stops", "Again."))
    assert "\a" not in watcher.once().stderr


@pytest.fixture
def found(tmp_path: Path) -> Path:
    """Give an archive in which a watch found two articles; one of the alerts was seen."""
    path = tmp_path / "found.db"
    with Writer(path) as writer:
        writer.submit(sync_watches([("Irpin\x1b[31m", "irpin")])).result()
    commit(path, irpin("a", "Irpin retaken"), irpin("b", "Irpin \x1b]0;x\x07again"))
    now = datetime(2022, 3, 28, 9, 12, tzinfo=UTC)
    with Writer(path) as writer, Lookout(path) as lookout:
        sight = lookout.look()
        assert sight is not None
        writer.submit(alerts.record(sight, now)).result()
        writer.submit(alerts.mark_seen([1], now)).result()
    return path


def test_alerts_are_printed_newest_first_as_plain_words(found: Path, dateline: Run) -> None:
    printed = dateline("alerts", "--archive", str(found))
    assert printed.lines == [
        "2022-03-28 09:12  Irpin  Wire · Irpin again · article 2",
        "2022-03-28 09:12  Irpin  Wire · Irpin retaken · article 1",
    ]
    assert len(dateline("alerts", "--unseen", "--archive", str(found)).lines) == 1
    assert dateline("alerts", "--since", "1h", "--archive", str(found)).out == ""
    assert len(dateline("alerts", "--limit", "1", "--archive", str(found)).lines) == 1
    assert dateline("alerts", "--watch", "Kyiv", "--archive", str(found)).err.startswith("No alerts")


def test_alerts_as_json_lose_nothing_and_are_safe_to_look_at(found: Path, dateline: Run) -> None:
    newest, _ = dateline("alerts", "--json", "--archive", str(found)).lines
    assert "\x1b" not in newest
    assert json.loads(newest) == {
        "id": 2,
        "watch": "Irpin\x1b[31m",
        "time": "2022-03-28T09:12:00Z",
        "article": 2,
        "revision": 1,
        "source": "Wire",
        "title": "Irpin \x1b]0;x\x07again",
        "seen": None,
    }


def test_watches_are_listed(tmp_path: Path, dateline: Run) -> None:
    config = tmp_path / "c.toml"
    config.write_text('[[watch]]\nname = "Rail"\nquery = "rail"\nquiet = "22:00-7:00"\n')
    assert dateline("watch", "list", "--config", str(config)).lines == ["Rail  rail  bell, quiet 22:00-07:00"]
    listed = json.loads(dateline("watch", "list", "--json", "--config", str(config)).out)
    assert listed == {"name": "Rail", "query": "rail", "notify": ["bell"], "command": [], "quiet": "22:00-07:00"}


class Trial:
    """A config with one watch of the small archive, to be tried."""

    def __init__(self, folder: Path, archive: Path, dateline: Run) -> None:
        self._config, self._archive, self._dateline = folder / "c.toml", archive, dateline

    def __call__(self, name: str, *command: str, options: tuple[str, ...] = ()) -> Outcome:
        self._config.write_text(
            f'[[watch]]\nname = "Rail"\nquery = "irpin"\nnotify = ["command"]\ncommand = {json.dumps(command)}\n'
        )
        where = ("--archive", str(self._archive), "--config", str(self._config))
        return self._dateline("watch", "test", name, *options, *where)


@pytest.fixture
def trial(tmp_path: Path, archive: Path, dateline: Run) -> Trial:
    return Trial(tmp_path, archive, dateline)


def test_a_watch_is_tried_on_the_newest_match(trial: Trial, tmp_path: Path, archive: Path) -> None:
    noted = tmp_path / "noted"
    noting = ("/bin/sh", "-c", 'cat > "$0"', str(noted))
    tried = trial("Rail", *noting)
    assert (tried.code, tried.lines[0]) == (0, "Rail: 1 article of the last 7 days matches")
    assert "command: done" in tried.err
    assert json.loads(noted.read_text())["title"] == "Irpin retaken"
    noted.unlink()
    assert trial("Rail", *noting, options=("--dry-run",)).code == 0
    assert not noted.exists()
    with Reader(archive) as reader:
        assert reader.alerts() == [], "a trial makes no alert"


def test_a_way_of_telling_that_fails_and_a_name_that_is_none_are_said(trial: Trial) -> None:
    failed = trial("Rail", "/no/such/program")
    assert failed.code == 1
    assert "command: /no/such/program can't be started" in failed.err
    unknown = trial("nobody", "/bin/true")
    assert unknown.code == 2
    assert "no watch is called nobody; in the config: Rail" in unknown.err
