"""What can be taken from an article: its links, its text, a Markdown file, a look in another program, its page."""

from __future__ import annotations

import contextlib
import os
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from rich.cells import cell_len

from store import page_texts, pages
from store.models import PageText, Tags
from store.pages import WantedPages
from tests.store.make import NOON
from tui.child import ArchiverState
from tui.handing import CannotHand, command, hand_over
from tui.notes import name_of
from tui.papers import MOST_COPIED, CannotSave, as_text, in_lines, save, to_copy
from tui.settings import DeskSettings
from tui.widgets.bars import StatusBar

from .dispatches import add, dispatch
from .screen import open_desk
from .test_actions import reader, ready
from .test_drawing import article
from .test_hostile import FORBIDDEN, HOSTILE

if TYPE_CHECKING:
    from collections.abc import Iterator

    from store.writer import Writer

    from .screen import Desk


@pytest.fixture
def browser(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A browser that writes down what it is given, and the file that it writes."""
    log = tmp_path / "opened"
    program = tmp_path / "browser"
    program.write_text(f'#!/bin/sh\nprintf "%s\\n" "$@" >> {log}.part && mv {log}.part {log}\n')
    program.chmod(0o755)
    monkeypatch.setenv("BROWSER", str(program))
    return log


def opened(log: Path) -> str:
    """Give what the browser was given; nothing where it was not started."""
    return log.read_text() if log.exists() else ""


async def in_the_reader(desk: Desk) -> None:
    await ready(desk)
    await desk.press("2")


# --- links -------------------------------------------------------------------------------------------------------


async def test_l_and_a_number_open_a_link_from_any_pane(empty: Writer, browser: Path) -> None:
    add(empty, dispatch(1))
    async with open_desk(empty.path) as desk:
        await ready(desk)
        await desk.press("l")
        await desk.shows("Open link 1 to 2:")
        await desk.press("2")
        await desk.until(lambda: opened(browser))
        assert opened(browser) == "https://harbour.example/video?id=1&t=2\n"
        assert desk.focus == "reader"
        assert "Opened https://harbour.example/video" in desk.text()


async def test_of_many_links_a_digit_that_may_go_on_waits_for_enter(empty: Writer, browser: Path) -> None:
    add(empty, dispatch(1, links=tuple(f"https://harbour.example/{number}" for number in range(1, 13))))
    async with open_desk(empty.path) as desk:
        await in_the_reader(desk)
        await desk.press("l", "1")
        await desk.shows("Open link 1 to 12:")
        await desk.press("enter")
        await desk.until(lambda: opened(browser))
        assert opened(browser) == "https://harbour.example/1\n"


async def test_a_number_that_no_link_has_is_said_to_have_none(empty: Writer, browser: Path) -> None:
    add(empty, dispatch(1))
    async with open_desk(empty.path) as desk:
        await in_the_reader(desk)
        await desk.press("l", "7")
        await desk.shows("There is no link 7; there are 2.")
        await desk.press("l", "escape")
        assert desk.focus == "reader"
        assert not opened(browser)


async def test_an_article_without_links_says_so(empty: Writer) -> None:
    add(empty, dispatch(2))
    async with open_desk(empty.path) as desk:
        await in_the_reader(desk)
        await desk.press("l")
        await desk.shows("This article has no links in its text.")


async def test_only_web_links_are_opened(empty: Writer, browser: Path) -> None:
    links = ("javascript:alert(1)", "file:///etc/passwd", "--help", "https://a.example/\x1b]0;x\x07")
    add(empty, dispatch(1, links=links))
    async with open_desk(empty.path) as desk:
        await in_the_reader(desk)
        for number in range(len(links)):
            desk.app.screen.query_one(StatusBar).say("")
            await desk.press("l", str(number + 1))
            await desk.until(lambda: "links are opened" in desk.text() or "not opened" in desk.text())
        assert not opened(browser)


# --- copies ------------------------------------------------------------------------------------------------------


async def test_capital_y_copies_the_text(empty: Writer, monkeypatch: pytest.MonkeyPatch) -> None:
    add(empty, dispatch(2, title="Buses leave Lviv", body="One.\n\nTwo."))
    async with open_desk(empty.path) as desk:
        await ready(desk)
        await desk.press("Y")
        await desk.shows("Copied the article's text.")
        assert desk.app.clipboard == (
            "Buses leave Lviv\n\nHarbour Wire, 2022-03-28 09:09 UTC\nhttps://wire.example/2\n\nOne.\n\nTwo.\n"
        )


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE.keys())
def test_a_hostile_text_leaves_its_controls_behind(text: str) -> None:
    written = as_text(article(title=text, source=text, url=text, body=f"{text}\n\n{text}"))
    assert not FORBIDDEN.search(written.replace("\n", ""))


def test_what_no_clipboard_takes_is_cut_between_two_characters() -> None:
    assert to_copy("short") == ("short", True)
    text, whole = to_copy("ї" * MOST_COPIED)
    assert (len(text), whole) == (MOST_COPIED // 2, False)


def test_a_pager_gets_lines_of_eighty_cells_that_break_between_words() -> None:
    text = "Title\n\n" + "слово " * 40 + "\n\n救援 " * 60 + "\n"
    lines = in_lines(text).split("\n")
    assert max(cell_len(line) for line in lines) <= 80
    assert " ".join(" ".join(lines).split()) == " ".join(text.split())
    assert in_lines("a\n\nb\n") == "a\n\nb\n"


# --- files -------------------------------------------------------------------------------------------------------


def test_an_article_is_saved_once_and_another_version_beside_it(tmp_path: Path) -> None:
    shown = article(id=7, title="Title", published=NOON, body="One.")
    first = save(shown, tmp_path / "new" / "folder")
    assert first.read_text().startswith("## Title\n")
    assert save(shown, tmp_path / "new" / "folder") == first
    second = save(article(id=7, title="Title", published=NOON, body="Two."), tmp_path / "new" / "folder")
    assert second.name == first.name.replace(".md", "-2.md")
    assert "One" in first.read_text()


def test_a_link_that_lies_in_the_way_is_not_followed(tmp_path: Path) -> None:
    shown = article(id=7, title="Title", published=NOON)
    precious = tmp_path / "precious"
    precious.write_text("mine")
    (tmp_path / name_of(shown)).symlink_to(precious)
    assert save(shown, tmp_path).name == name_of(shown).replace(".md", "-2.md")
    assert precious.read_text() == "mine"


def test_a_folder_that_can_not_be_written_is_told_in_words(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(CannotSave, match="could not be saved"):
        save(article(), tmp_path / "file")


async def test_capital_d_saves_the_article_as_markdown(empty: Writer, tmp_path: Path) -> None:
    add(empty, dispatch(2, title="Buses leave *Lviv*"))
    settings = DeskSettings(save_folder=str(tmp_path / "kept"))
    async with open_desk(empty.path, settings=settings) as desk:
        await ready(desk)
        await desk.press("D")
        await desk.shows("Saved as")
    (file,) = (tmp_path / "kept").iterdir()
    assert file.name == "2022-03-28-buses-leave-lviv-1.md"
    assert file.read_text().startswith("## Buses leave \\*Lviv\\*")


# --- other programs ----------------------------------------------------------------------------------------------


@pytest.fixture
def suspended(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Let a desk without a terminal be suspended all the same."""
    from textual.app import App

    seen: list[str] = []

    @contextlib.contextmanager
    def suspend(self: App[Any]) -> Iterator[None]:
        seen.append("out")
        yield
        seen.append("back")

    monkeypatch.setattr(App, "suspend", suspend)
    return seen


def script(path: Path, body: str) -> str:
    path.write_text(f"#!/bin/sh\n{body}\n")
    path.chmod(0o755)
    return str(path)


async def test_capital_e_shows_the_text_in_the_pager(
    empty: Writer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, suspended: list[str]
) -> None:
    mode = f'stat -c %a "$(dirname "$2")" > {tmp_path}/mode'
    pager = script(tmp_path / "pager", f'printf "%s " "$1" > {tmp_path}/how; cp "$2" {tmp_path}/seen; {mode}')
    monkeypatch.setenv("PAGER", f"{pager} -R")
    add(empty, dispatch(2, title="Buses leave Lviv"))
    async with open_desk(empty.path) as desk:
        await ready(desk)
        await desk.press("E")
        await desk.until(lambda: suspended == ["out", "back"])
    assert (tmp_path / "seen").read_text().startswith("Buses leave Lviv\n")
    assert (tmp_path / "how").read_text() == "-R "
    assert (tmp_path / "mode").read_text() == "700\n"


async def test_e_opens_a_copy_in_the_editor_and_keeps_what_was_written_into_it(
    empty: Writer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, suspended: list[str]
) -> None:
    monkeypatch.delenv("VISUAL", raising=False)
    monkeypatch.setenv("EDITOR", script(tmp_path / "editor", 'echo "My note." >> "$1"'))
    add(empty, dispatch(2, title="Buses leave Lviv"))
    async with open_desk(empty.path, settings=DeskSettings(save_folder=str(tmp_path / "kept"))) as desk:
        await ready(desk)
        await desk.press("e")
        await desk.shows("What you wrote is kept as")
        assert suspended == ["out", "back"]
    (file,) = (tmp_path / "kept").iterdir()
    assert file.read_text().endswith("My note.\n")


async def test_a_copy_that_was_only_looked_at_is_not_kept(
    empty: Writer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, suspended: list[str]
) -> None:
    monkeypatch.setenv("VISUAL", script(tmp_path / "editor", "true"))
    add(empty, dispatch(2))
    async with open_desk(empty.path, settings=DeskSettings(save_folder=str(tmp_path / "kept"))) as desk:
        await ready(desk)
        await desk.press("e")
        await desk.until(lambda: suspended == ["out", "back"])
    assert not (tmp_path / "kept").exists()


async def test_a_terminal_that_can_not_be_left_says_so(empty: Writer, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PAGER", "cat")
    add(empty, dispatch(2))
    async with open_desk(empty.path) as desk:
        await ready(desk)
        await desk.press("E")
        await desk.shows("This terminal can't be left to another program.")


def test_a_program_that_is_not_there_is_named() -> None:
    with pytest.raises(CannotHand, match=r"\$PAGER names no-such-pager, which is not there"):
        command("pager", {"PAGER": "no-such-pager -x", "PATH": "/bin"})
    with pytest.raises(CannotHand, match=r"Set \$EDITOR to one"):
        command("editor", {"PATH": "/nowhere"})
    with pytest.raises(CannotHand, match="can't be understood"):
        command("editor", {"EDITOR": "'", "PATH": "/bin"})


def test_visual_comes_before_editor() -> None:
    found = command("editor", {"VISUAL": "cat -n", "EDITOR": "ls", "PATH": os.environ["PATH"]})
    assert (Path(found[0]).name, found[1:]) == ("cat", ["-n"])


def test_nobody_else_can_read_the_copy_and_nothing_is_left_of_it(tmp_path: Path) -> None:
    where = tmp_path / "where"
    assert hand_over([script(tmp_path / "program", f'echo "$1" > {where}')], "text", "name.md") is None
    file = Path(where.read_text().strip())
    assert file.name == "name.md"
    assert not file.parent.exists()


# --- the page ----------------------------------------------------------------------------------------------------


async def test_capital_f_asks_for_the_page_and_shows_what_comes_of_it(empty: Writer) -> None:
    add(empty, dispatch(2, body=None, summary="Short."))
    running = ArchiverState("own")
    async with open_desk(empty.path, archiver=lambda: running) as desk:
        await in_the_reader(desk)
        await desk.press("F")
        await desk.until(lambda: (shown := reader(desk).article) is not None and shown.fetching)
        await desk.shows("Fetching the article's page…")
        with WantedPages(empty.path) as wanted:
            (page,) = wanted.asked(datetime.now(UTC), 1)
        empty.submit(page_texts.fill(PageText(page, "The whole text.", Tags()))).result()
        await desk.shows("The whole text.")
        assert "Fetching the article's page…" not in desk.lines()[5]


async def test_why_there_is_no_page_stands_in_the_article(empty: Writer) -> None:
    add(empty, dispatch(2, body=None, summary="Short."))
    async with open_desk(empty.path) as desk:
        await in_the_reader(desk)
        await desk.press("F")
        await desk.shows("as soon as an archiver runs; none does now.")
        with WantedPages(empty.path) as wanted:
            (page,) = wanted.asked(datetime.now(UTC), 1)
        empty.submit(pages.settle(page, "HTTP 404 Not Found")).result()
        await desk.shows("The text of its page is not here: HTTP 404 Not Found")


async def test_an_article_without_a_link_has_no_page_to_fetch(empty: Writer) -> None:
    add(empty, dispatch(2, url=None))
    async with open_desk(empty.path) as desk:
        await in_the_reader(desk)
        await desk.press("F")
        await desk.shows("This article has no link, so there is no page to fetch.")
