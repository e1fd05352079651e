"""Marked lines, what is done to all of them at once, and the way back."""

from __future__ import annotations

import asyncio
import threading
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest

import store.writer
from store.models import Headline
from tui.link_list import links, markdown_list
from tui.settings import DeskSettings
from tui.views import toggle_unread, view_words
from tui.widgets.headlines import HeadlineList

from .screen import open_desk
from .test_actions import ready, stored, window

if TYPE_CHECKING:
    from pathlib import Path

    from store.writer import Writer

    from .screen import Desk

WHEN = datetime(2022, 3, 28, 9, 12, tzinfo=UTC)


def marked(desk: Desk) -> list[int]:
    return list(desk.app.screen.query_one(HeadlineList).besides.marked)


def headline(title: str, url: str | None) -> Headline:
    return Headline(1, 1, "A_B", title, url, WHEN, WHEN, None, None, None, False, False, 1, 1, "")


async def test_v_marks_a_line_and_goes_on_and_takes_a_mark_away_again(archive: Writer) -> None:
    async with open_desk(archive.path) as desk:
        await ready(desk)
        await desk.press("v", "v")
        assert marked(desk) == [60, 59]
        assert window(desk).current.id == 58
        await desk.shows("✓ 2 marked")
        assert sum(line.startswith("✓") for line in desk.lines()) == 2
        await desk.press("k", "v")
        assert marked(desk) == [60]
        await desk.press("escape")
        assert marked(desk) == []
        await desk.hides("marked")


async def test_a_mark_made_right_before_the_desk_is_quit_is_kept(
    archive: Writer, monkeypatch: pytest.MonkeyPatch
) -> None:
    open_slowly = threading.Event()

    class Slow(store.writer.Writer):
        def __init__(self, path: Path) -> None:
            open_slowly.wait()
            super().__init__(path)

    monkeypatch.setattr(store.writer, "Writer", Slow)
    async with open_desk(archive.path) as desk:
        await ready(desk)
        await desk.strike("s")
        (star,) = [worker._task for worker in desk.app.workers if worker.name == "star" and worker._task is not None]
        await desk.strike("q")
        await asyncio.wait([star])
        open_slowly.set()
    assert stored(archive, "is:starred") == [60]


async def test_capital_v_marks_every_line_from_the_last_mark_to_here_in_both_directions(archive: Writer) -> None:
    async with open_desk(archive.path) as desk:
        await ready(desk)
        await desk.press("j", "j", "v", "j", "V")
        assert sorted(marked(desk)) == [56, 57, 58]
        await desk.press("g", "V")
        assert sorted(marked(desk)) == [56, 57, 58, 59, 60]


async def test_marks_stay_while_the_list_is_filtered(archive: Writer) -> None:
    async with open_desk(archive.path) as desk:
        await ready(desk)
        await desk.press("v", "slash", *"city:Lvov", "enter")
        await desk.until(lambda: len(window(desk).rows) == 15)
        assert marked(desk) == [60]
        await desk.press("v", "m")
        await desk.until(lambda: stored(archive, "is:read") == [60, 59])


async def test_m_marks_all_read_then_all_unread_and_u_takes_each_back(archive: Writer) -> None:
    async with open_desk(archive.path) as desk:
        await ready(desk)
        await desk.press("j", "m")
        await desk.until(lambda: stored(archive, "is:read") == [59])
        await desk.press("k", "v", "v", "v", "m")
        await desk.until(lambda: stored(archive, "is:read") == [60, 59, 58])
        await desk.shows("2 articles marked read.")
        await desk.press("m")
        await desk.until(lambda: stored(archive, "is:read") == [])
        await desk.press("u")
        await desk.until(lambda: stored(archive, "is:read") == [60, 59, 58])
        await desk.press("u")
        await desk.until(lambda: stored(archive, "is:read") == [59])
        await desk.press("u")
        await desk.until(lambda: stored(archive, "is:read") == [])
        await desk.press("u")
        await desk.shows("There is nothing to take back.")


async def test_s_stars_all_marked_and_u_takes_it_back(archive: Writer) -> None:
    async with open_desk(archive.path) as desk:
        await ready(desk)
        await desk.press("v", "v", "s")
        await desk.until(lambda: stored(archive, "is:starred") == [60, 59])
        await desk.until(lambda: desk.text().count("★") >= 2)
        await desk.press("u")
        await desk.until(lambda: stored(archive, "is:starred") == [])
        await desk.shows("Taken back: 2 articles starred")


async def test_y_copies_all_links_and_capital_y_a_markdown_list(archive: Writer) -> None:
    async with open_desk(archive.path) as desk:
        await ready(desk)
        await desk.press("v", "v", "y")
        await desk.shows("Copied 2 links.")
        assert desk.app.clipboard.split("\n") == ["https://wire.example/59", "https://wire.example/58"]
        await desk.press("Y")
        await desk.shows("Copied a Markdown list of 2 articles.")
        assert desk.app.clipboard.startswith(
            "- [救援 convoy reaches Irpin 🚑 with 62 tonnes](<https://wire.example/59>)"
        )


async def test_capital_d_saves_a_markdown_list(archive: Writer, tmp_path: Path) -> None:
    folder = tmp_path / "saved"
    async with open_desk(archive.path, settings=DeskSettings(save_folder=str(folder))) as desk:
        await ready(desk)
        await desk.press("v", "v", "D")
        await desk.shows("Saved 2 articles as")
    (file,) = folder.iterdir()
    assert file.read_text("utf-8").count("\n- ") == 1


async def test_capital_h_leaves_out_what_is_read_and_shows_it_again(archive: Writer) -> None:
    async with open_desk(archive.path) as desk:
        await ready(desk)
        await desk.press("m")
        await desk.until(lambda: stored(archive, "is:read") == [60])
        await desk.press("H")
        await desk.until(lambda: len(window(desk).rows) == 59)
        await desk.shows("unread only")
        await desk.press("H")
        await desk.until(lambda: len(window(desk).rows) == 60)
        await desk.hides("unread only")


def test_a_list_of_links_leaves_out_what_is_none_and_gives_each_once() -> None:
    given = ["https://a.example/1", "javascript:alert(1)", None, "https://a.example/1"]
    assert links([headline("", url) for url in given]) == ["https://a.example/1"]


@pytest.mark.parametrize(
    ("title", "url", "item"),
    [
        ("Plain", "https://a.example/1", "- [Plain](<https://a.example/1>) — A\\_B, 2022-03-28 09:12 UTC\n"),
        ("[x](evil) *b*", None, "- \\[x\\](evil) \\*b\\* — A\\_B, 2022-03-28 09:12 UTC\n"),
        ("\x1b]0;P\x07Two\nlines", "file:///etc", "- Two lines — A\\_B, 2022-03-28 09:12 UTC\n"),
        ("", None, "- (no title) — A\\_B, 2022-03-28 09:12 UTC\n"),
    ],
)
def test_nothing_in_a_title_is_markup_in_the_list(title: str, url: str | None, item: str) -> None:
    assert markdown_list([headline(title, url)]) == item


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "Headlines"),
        ("drone", "Headlines · drone"),
        ('source:"Harbour Wire"', "Feed Harbour Wire"),
        ("city:Київ", "City Київ"),
        ('place:"Kyiv" drone', 'Headlines · place:"Kyiv" drone'),
        ("is:unread", "Headlines · unread only"),
        ('(source:"Harbour Wire") is:unread', "Feed Harbour Wire · unread only"),
    ],
)
def test_a_filter_by_one_field_is_a_view_with_a_name(text: str, words: str) -> None:
    assert view_words(text, grouped=False) == words


@pytest.mark.parametrize("text", ["", "drone", "a OR b", "(a) OR (b)", "(a OR b)"])
def test_leaving_out_what_is_read_twice_changes_nothing(text: str) -> None:
    once = toggle_unread(text)
    assert once.endswith("is:unread")
    assert toggle_unread(once) == text
