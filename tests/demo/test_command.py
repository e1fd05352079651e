"""``dateline demo``: its arguments, the config it writes for its archiver, and what it refuses."""

from __future__ import annotations

from argparse import Namespace
from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest

from feeds.archiver import PollReport, Summary
from feeds.demo.loader import load_day
from feeds.demo.server import ReplayServer
from feeds.watching.settings import WatchSettings
from tui.cli import main
from tui.commands import demo
from tui.commands.demo import demo_config
from tui.config import load
from tui.settings import DeskSettings

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

DAY = load_day()


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for name in ("CONFIG", "DATA", "STATE", "CACHE"):
        monkeypatch.setenv(f"XDG_{name}_HOME", str(tmp_path / name.lower()))
    monkeypatch.delenv("DATELINE_CONFIG", raising=False)
    monkeypatch.delenv("DATELINE_ARCHIVE", raising=False)
    return tmp_path


def test_the_archiver_reads_back_the_very_config_that_the_desk_has(tmp_path: Path) -> None:
    file, archive = tmp_path / "config.toml", tmp_path / "demo.db"
    with ReplayServer(DAY, lambda: datetime(2022, 3, 28, 9, tzinfo=UTC)) as server:
        made = demo_config(load(), file, archive, DAY, server)
    assert load(file) == made
    assert made.archive_path(None) == archive
    assert [feed.name for feed in made.feeds] == [outlet.name for outlet in DAY.outlets]


def test_the_user_s_desk_is_kept_but_no_watch_goes_off(tmp_path: Path) -> None:
    mine = replace(load(), desk=DeskSettings(theme="nord"), watch=(WatchSettings("a", "irpin"),))
    with ReplayServer(DAY, lambda: datetime(2022, 3, 28, 9, tzinfo=UTC)) as server:
        made = demo_config(mine, tmp_path / "config.toml", tmp_path / "demo.db", DAY, server)
    assert made.desk.theme == "nord"
    assert made.watch == demo.WATCHES, "commands of the user's own watches are not run on invented news"
    assert not any(watch.notify for watch in demo.WATCHES)


def test_without_a_terminal_it_says_what_works_without_one(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["demo"]) == 2
    assert "--archive-only FILE` works without one" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["--speed", "0"], "'0' is no number above 0"),
        (["--speed", "nan"], "'nan' is no number above 0"),
        (["--speed", "1e9"], "up to 3600"),
        (["--start", "25:00"], "'25:00' is no time of day"),
    ],
)
def test_an_argument_that_makes_no_sense_is_refused(
    capsys: pytest.CaptureFixture[str], arguments: list[str], words: str
) -> None:
    with pytest.raises(SystemExit) as refused:
        main(["demo", *arguments])
    assert refused.value.code == 2
    assert words in capsys.readouterr().err


def _archive_to(path: Path) -> int:
    return demo.run(Namespace(config=None, archive_only=str(path)))


def test_an_archiving_that_ends_early_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    async def ends_early(path: Path, *_: object) -> Summary:
        path.write_text("half a day")  # noqa: ASYNC240 - nothing else runs
        raise KeyboardInterrupt

    monkeypatch.setattr("feeds.demo.replay.replay_day", ends_early)
    there = tmp_path / "days"
    with pytest.raises(KeyboardInterrupt):
        _archive_to(there / "demo.db")
    assert list(there.iterdir()) == []


def test_an_archiving_whose_words_nobody_reads_goes_on(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    async def replay(path: Path, _: object, report: Callable[[PollReport], None]) -> Summary:
        report(PollReport("Wire", "http://127.0.0.1/", "ok", "1 new", 1, 0, 0.1, None, 1, 1))
        path.write_text("a day")  # noqa: ASYNC240 - nothing else runs
        return Summary(1, 0, 1, 0)

    def hang_up(*_: object) -> None:
        raise BrokenPipeError

    monkeypatch.setattr("feeds.demo.replay.replay_day", replay)
    monkeypatch.setattr("tui.output.say", hang_up)
    assert _archive_to(tmp_path / "demo.db") == 0
    assert (tmp_path / "demo.db").read_text() == "a day"
    assert [file.name for file in tmp_path.iterdir() if "demo.db" in file.name] == ["demo.db"]


def test_a_file_that_is_there_is_never_archived_into(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "demo.db").write_text("mine")
    assert main(["demo", "--archive-only", str(tmp_path / "demo.db")]) == 2
    assert (tmp_path / "demo.db").read_text() == "mine"
    (tmp_path / "file").touch()
    capsys.readouterr()
    assert main(["demo", "--archive-only", str(tmp_path / "file" / "demo.db")]) == 2
    assert capsys.readouterr().err == f"dateline: {tmp_path / 'file'}: File exists\n"
