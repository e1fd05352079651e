"""The command line itself: options, exit codes, streams, and what it does not load."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.tui.cli.conftest import commit, draft, spawn
from tui.cli import COMMANDS

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.tui.cli.conftest import Outcome

    Run = Callable[..., Outcome]

ROOT = Path(__file__).resolve().parents[3]
LOADED = (
    "import sys; from tui.cli import main\ntry: main(sys.argv[1:])\nexcept SystemExit: pass\nprint('\\n', *sys.modules)"
)


def modules_after(*words: str) -> set[str]:
    """Give the modules that a fresh process has loaded after a command."""
    done = subprocess.run([sys.executable, "-c", LOADED, *words], capture_output=True, text=True, check=True)
    return set(done.stdout.splitlines()[-1].split())


def test_every_command_that_is_listed_is_built(dateline: Run) -> None:
    listed = dateline("--help").out
    for command in COMMANDS:
        assert command.name in listed
        found = dateline(command.name, "--help")
        assert found.code == 0
        assert found.out.startswith(f"usage: dateline {command.name}")
        assert "--archive FILE" in found.out


def test_version_is_printed(dateline: Run) -> None:
    from store import __version__

    assert dateline("--version").out == f"dateline {__version__}\n"


def test_help_and_version_load_no_command() -> None:
    for words in (("--version",), ("--help",)):
        loaded = modules_after(*words)
        assert not {name for name in loaded if name.startswith(("tui.commands.", "feeds", "tagger", "sqlite3"))}
        assert not loaded & {"httpx", "textual", "tomllib", "asyncio"}


@pytest.mark.parametrize(
    "command", ["archive", "search", "show", "ticker", "tag", "status", "feeds", "config", "backup"]
)
def test_a_command_without_a_screen_loads_no_textual(command: str) -> None:
    loaded = modules_after(command, "--help")
    assert f"tui.commands.{command}" in loaded
    assert not {name for name in loaded if name.split(".")[0] in {"textual", "rich"}}


def test_searching_loads_neither_textual_nor_the_network_nor_the_tagger(archive: Path) -> None:
    loaded = modules_after("search", "rail", "--archive", str(archive))
    assert not loaded & {"textual", "rich", "httpx", "feedparser", "asyncio", "tomlkit", "tagger.tagger"}


def test_shared_options_stand_before_the_command_or_after_it(dateline: Run, archive: Path) -> None:
    before = dateline("--archive", str(archive), "search", "--count")
    after = dateline("search", "--count", "--archive", str(archive))
    nested = dateline("feeds", "list", "--json", "--archive", str(archive))
    assert before.out == after.out == "3\n"
    assert nested.code == 0


def test_the_environment_names_config_and_archive(
    dateline: Run, archive: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DATELINE_ARCHIVE", str(archive))
    assert dateline("search", "--count").out == "3\n"
    config = tmp_path / "c.toml"
    config.write_text("[nonsense]\n")
    monkeypatch.setenv("DATELINE_CONFIG", str(config))
    found = dateline("search", "--count")
    assert (found.code, found.err.splitlines()[0].split(": ")[1:3]) == (2, [f"{config}:1", "nonsense"])
    monkeypatch.delenv("DATELINE_CONFIG")
    assert dateline("search", "--count", "--archive", str(tmp_path / "no.db")).code == 3


@pytest.mark.parametrize(
    "words", [("serch",), ("search", "--limt", "3"), ("--log-level", "loud", "search"), ("show",), ("feeds",)]
)
def test_arguments_that_make_no_sense_exit_with_2(dateline: Run, words: tuple[str, ...]) -> None:
    found = dateline(*words)
    assert (found.code, found.out) == (2, "")
    assert found.err.startswith("usage: dateline")


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("serch", "x"), "there is no command 'serch'; did you mean search?"),
        (("xyzzy",), "there is no command 'xyzzy'."),
        (("search", "-drone", "kyiv"), "goes behind --: dateline search -- -drone"),
        (("status", "-x"), "unrecognized arguments: -x\n"),
    ],
)
def test_what_was_meant_is_said_where_it_can_be_told(dateline: Run, words: tuple[str, ...], told: str) -> None:
    found = dateline(*words)
    assert found.code == 2
    assert told in found.err
    assert ("goes behind" in found.err) is ("goes behind" in told)


def test_times_are_written_as_in_queries(dateline: Run, archive: Path) -> None:
    for time in ("yesterday", "13:00", "7d", "2022-03-28", "2022-03-28T09:12:00.5+02:00"):
        assert dateline("ticker", "--since", time, "--archive", str(archive)).code == 0
    assert "is no time: write" in dateline("ticker", "--since", "tomorrow", "--archive", str(archive)).err


def test_the_desk_without_a_terminal_says_so(dateline: Run) -> None:
    found = dateline()
    assert found.code == 2
    assert "needs a terminal" in found.err


def test_a_reader_that_hangs_up_ends_the_command_quietly(tmp_path: Path) -> None:
    path = tmp_path / "many.db"
    commit(path, *(draft(str(number), f"Shelling {number}", "word " * 200) for number in range(300)))
    search = spawn("search", "shelling", "--json", "--limit", "300", "--archive", str(path))
    with search:
        assert search.stdout is not None
        json.loads(search.stdout.readline())
        search.stdout.close()
        assert search.stderr is not None
        assert search.stderr.read() == ""
        assert search.wait(timeout=90) == 0


@pytest.mark.parametrize("words", ["search", "search --json", "ticker", "show 2", "export", "status", "--help"])
def test_output_that_has_no_room_is_a_failure_in_words(archive: Path, words: str) -> None:
    done = _shell(f"dateline --archive {archive} {words} >/dev/full")
    assert done.returncode == 1
    assert done.stderr.splitlines()[-1] == "dateline: standard output: No space left on device"
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize("closed", ["<&-", ">&-", "2>&-", "<&- >&- 2>&-"])
@pytest.mark.parametrize("words", ["search", "ticker --json", "tag", "export --format csv"])
def test_a_stream_that_was_closed_fails_nothing(archive: Path, words: str, closed: str) -> None:
    before = archive.read_bytes()
    done = _shell(f"dateline --archive {archive} {words} {closed}")
    assert (done.returncode, done.stderr) == (0, "3 articles.\n" if words == "search" and "2" not in closed else "")
    assert archive.read_bytes() == before


def test_errors_that_have_no_room_keep_their_exit_code(archive: Path) -> None:
    assert _shell(f"dateline show 99 --archive {archive} 2>/dev/full").returncode == 2


def _shell(line: str) -> subprocess.CompletedProcess[str]:
    """Run a command line with redirections, as a shell does."""
    words = f'dateline() {{ "{sys.executable}" -m tui "$@"; }}; {line}'
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONUNBUFFERED"}
    return subprocess.run(
        ["/bin/sh", "-c", words], capture_output=True, text=True, check=False, input="", env=environment
    )


def test_a_stream_that_lacks_a_character_prints_a_question_mark(archive: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "tui", "search", "--archive", str(archive)],
        capture_output=True,
        env={"PYTHONIOENCODING": "ascii", "PATH": "", "HOME": str(archive.parent)},
        check=True,
    )
    assert b"?  Irpin retaken" in done.stdout


def test_json_on_such_a_stream_is_escaped_instead(tmp_path: Path) -> None:
    path = tmp_path / "uk.db"
    commit(path, draft("a", "Ірпінь звільнено 🎉", ""))
    done = subprocess.run(
        [sys.executable, "-m", "tui", "search", "--json", "--archive", str(path)],
        capture_output=True,
        env={"PYTHONIOENCODING": "ascii", "PATH": "", "HOME": str(tmp_path)},
        check=True,
    )
    assert json.loads(done.stdout)["title"] == "Ірпінь звільнено 🎉"


def test_a_backup_is_a_whole_archive_and_overwrites_nothing(dateline: Run, archive: Path, tmp_path: Path) -> None:
    copy = tmp_path / "copy.db"
    assert dateline("backup", str(copy), "--archive", str(archive)).code == 0
    assert dateline("search", "--count", "--archive", str(copy)).out == "3\n"
    again = dateline("backup", str(copy), "--archive", str(archive))
    assert again.code == 2
    assert "never overwrites" in again.err
    assert dateline("backup", str(tmp_path / "x" / "y.db"), "--archive", str(archive)).code == 2
    assert dateline("backup", str(tmp_path / "z.db"), "--archive", str(tmp_path / "none.db")).code == 3
    assert not [path for path in tmp_path.iterdir() if ".part" in path.name]


def test_ctrl_c_while_modules_are_loaded_says_nothing(tmp_path: Path) -> None:
    (tmp_path / "tui").mkdir()
    (tmp_path / "tui" / "cli.py").write_text("import time\nprint('loading', flush=True)\ntime.sleep(600)\n")
    program = (
        "import signal, sys, tui; signal.signal(signal.SIGINT, signal.default_int_handler)\n"
        f"tui.__path__.insert(0, {str(tmp_path / 'tui')!r})\n"
        "from tui.start import main; sys.exit(main())"
    )
    with subprocess.Popen(
        [sys.executable, "-c", program], cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "loading\n"
        process.send_signal(signal.SIGINT)
        _, err = process.communicate(timeout=90)
    assert (process.returncode, err) == (130, "")
