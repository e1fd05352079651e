"""Paths that lead nowhere, or where we may not go: said in a sentence, with the exit code that fits."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.unprivileged import open_folder, unprivileged
from tui import examination
from tui.archive_checks import look_at

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from tests.tui.cli.conftest import Outcome

    Run = Callable[..., Outcome]

NOBODY = "~nobody-is-called-so/war.db"
MISSING = "there is no such home folder"


@pytest.fixture
def closed(monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Give a folder that may not be entered; XDG folders stand beside it."""
    with open_folder() as folder:
        for name in ("CONFIG", "DATA", "STATE", "CACHE"):
            monkeypatch.setenv(f"XDG_{name}_HOME", str(folder / name.lower()))
        (folder / "closed").mkdir(mode=0o700)
        with unprivileged():
            yield folder / "closed"


@pytest.mark.parametrize(
    "words",
    [
        ("search", "--archive", NOBODY),
        ("search", "--config", NOBODY),
        ("status", "--archive", NOBODY),
        ("config", "path", "--config", NOBODY),
        ("config", "show", "--config", NOBODY),
        ("feeds", "add", "https://wire.example/rss", "--config", NOBODY),
        ("doctor", "--config", NOBODY),
        ("doctor", "--archive", NOBODY),
        ("backup", NOBODY),
        ("demo", "--archive-only", NOBODY),
    ],
)
def test_the_home_of_nobody_is_an_unusable_argument(dateline: Run, words: tuple[str, ...]) -> None:
    found = dateline(*words)
    assert (found.code, found.err) == (2, f"dateline: {NOBODY}: {MISSING}\n")


def test_the_home_of_nobody_in_an_export_is_one_too(dateline: Run, archive: Path) -> None:
    found = dateline("export", "--output", NOBODY, "--archive", str(archive))
    assert (found.code, found.err) == (2, f"dateline: {NOBODY}: {MISSING}\n")


def test_the_home_of_nobody_in_the_config_is_named_with_line_and_key(dateline: Run, tmp_path: Path) -> None:
    config = tmp_path / "c.toml"
    config.write_text(f'[archive]\n# Here it is.\npath = "{NOBODY}"\n')
    found = dateline("search", "--config", str(config))
    assert found.code == 2
    assert found.err == f'dateline: {config}:3: archive.path: "{NOBODY}": {MISSING}\n'


@pytest.mark.parametrize("words", [("search",), ("status",), ("feeds", "list"), ("ticker",), ("show", "1")])
def test_an_archive_in_a_closed_folder_can_t_be_read(dateline: Run, closed: Path, words: tuple[str, ...]) -> None:
    found = dateline(*words, "--archive", str(closed / "war.db"))
    assert found.code == 3
    assert found.err == f"dateline: {closed / 'war.db'}: can't be read: Permission denied\n"


def test_a_backup_into_a_closed_folder_is_refused(dateline: Run, closed: Path) -> None:
    found = dateline("backup", str(closed / "deeper" / "copy.db"), "--archive", str(closed / "war.db"))
    assert (found.code, found.err) == (2, f"dateline: {closed / 'deeper' / 'copy.db'}: Permission denied\n")


def test_the_doctor_finds_a_closed_folder(closed: Path) -> None:
    archive = closed / "deeper" / "war.db"
    finding = next(look_at(archive, full=False))
    assert (finding.ok, finding.words) == (False, f"{archive}: can't be read: Permission denied")
    assert examination._disk(archive).words.startswith(f"{closed}: ")


def test_a_gazetteer_in_a_closed_folder_is_no_file(dateline: Run, closed: Path) -> None:
    config = closed.parent / "c.toml"
    config.write_text(f'[tagger]\ngazetteer = ["{closed / "places.toml"}"]\n')
    found = dateline("config", "check", "--config", str(config))
    assert found.code == 2
    assert f"{config}:2: tagger.gazetteer: " in found.err
