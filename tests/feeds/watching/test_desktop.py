"""Desktop notifications: the right program, plain words, and calm where there is no desktop."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest

from feeds.watching.desktop import Desktop

if TYPE_CHECKING:
    from pathlib import Path

HOSTILE = 'Irpin \x1b]52;c;aGk=\x07 <b>bold</b> <img src="http://tracker.example"> \u202egnp.exe & --urgency=critical'


@pytest.fixture
def programs(tmp_path: Path) -> Path:
    """A folder with a notify-send and an osascript that write down their arguments, one a line."""
    for name in ("notify-send", "osascript"):
        file = tmp_path / name
        file.write_text(f'#!/bin/sh\nprintf "%s\\n" "$@" > {tmp_path}/told\n')
        file.chmod(0o755)
    return tmp_path


def environment(folder: Path) -> dict[str, str]:
    return {"PATH": f"{folder}{os.pathsep}{os.environ['PATH']}"}


async def test_a_notification_has_title_and_source_as_plain_words(programs: Path) -> None:
    assert await Desktop(environment(programs), "linux").show("Irpin: " + HOSTILE, "Wire & Co <b>")
    *options, summary, body = (programs / "told").read_text().splitlines()
    assert options[-1] == "--", "no title is ever read as an option"
    assert summary == 'Irpin: Irpin <b>bold</b> <img src="http://tracker.example"> gnp.exe & --urgency=critical'
    assert body == "Wire &amp; Co &lt;b&gt;", "servers read markup in the body"


async def test_on_a_mac_the_words_are_arguments_of_a_fixed_script(programs: Path) -> None:
    assert await Desktop(environment(programs), "darwin").show('a" & (do shell script "id")', "Wire")
    *script, summary, body = (programs / "told").read_text().splitlines()
    assert (summary, body) == ('a" & (do shell script "id")', "Wire")
    assert "on run argv" in script


async def test_without_a_program_for_it_nothing_happens_but_a_word_in_the_log(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    desktop = Desktop({"PATH": str(tmp_path)}, "linux")
    assert not await desktop.show("a", "b")
    assert not await desktop.show("a", "b")
    assert caplog.text.count("no desktop notifications") == 1


async def test_a_program_that_fails_is_said_once(programs: Path, caplog: pytest.LogCaptureFixture) -> None:
    (programs / "notify-send").write_text("#!/bin/sh\necho Cannot autolaunch D-Bus without X11 >&2\nexit 1\n")
    desktop = Desktop(environment(programs), "linux")
    assert [await desktop.show("a", "b") for _ in range(3)] == [False] * 3
    assert caplog.text.count("Cannot autolaunch") == 1
