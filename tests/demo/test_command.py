"""``dateline demo``: its arguments, the config it writes for its archiver, and what it refuses."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest

from feeds.demo.loader import load_day
from feeds.demo.server import ReplayServer
from tui.cli import main
from tui.commands.demo import demo_config
from tui.config import load
from tui.settings import DeskSettings, WatchSettings

if TYPE_CHECKING:
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
        demo = demo_config(load(), file, archive, DAY, server)
    assert load(file) == demo
    assert demo.archive_path(None) == archive
    assert [feed.name for feed in demo.feeds] == [outlet.name for outlet in DAY.outlets]


def test_the_user_s_desk_is_kept_but_no_watch_goes_off(tmp_path: Path) -> None:
    mine = replace(load(), desk=DeskSettings(theme="nord"), watch=(WatchSettings("a", "irpin"),))
    with ReplayServer(DAY, lambda: datetime(2022, 3, 28, 9, tzinfo=UTC)) as server:
        demo = demo_config(mine, tmp_path / "config.toml", tmp_path / "demo.db", DAY, server)
    assert demo.desk.theme == "nord"
    assert demo.watch == ()


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
