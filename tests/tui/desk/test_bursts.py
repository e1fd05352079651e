"""Keys that arrive all at once do what they would have done one by one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tui.widgets.filter_bar import FilterBar
from tui.widgets.headlines import HeadlineList

from .screen import open_desk
from .test_actions import reader, ready, shown, window
from .test_deeds import browser, opened

if TYPE_CHECKING:
    from pathlib import Path

    from store.writer import Writer

    from .screen import Desk

__all__ = ["browser"]
ENTER, ESC, CTRL_S, CTRL_P = "\r", "\x1b", "\x13", "\x10"


FOLLOWING = ("", "j", "gG", "/" + ESC, "l3r")


def only(desk: Desk, word: str) -> bool:
    rows = window(desk).rows
    return bool(rows) and all(word in row.title for row in rows)


async def test_a_filter_typed_and_kept_at_once_is_kept_whatever_follows(archive: Writer) -> None:
    async with open_desk(archive.path) as desk:
        await ready(desk)
        for after in FOLLOWING:
            await desk.burst(f"1/buses{ENTER}{after}")
            await desk.until(lambda: only(desk, "Buses"), after)
            await desk.shows("buses ×")
            assert not desk.app.screen.query_one(FilterBar).open
            await desk.burst(f"1{ESC}")
            await desk.until(lambda: not only(desk, "Buses"), f"the whole list after {after}")
            await desk.hides("buses ×")


async def test_a_key_that_follows_g_before_anything_is_drawn_is_meant_for_the_top(archive: Writer) -> None:
    async with open_desk(archive.path) as desk:
        await ready(desk)
        await desk.press("j", "j", "j")
        headlines = desk.app.screen.query_one(HeadlineList)
        headlines.to_first()
        headlines.keyed()
        assert headlines.window.cursor == 0


async def test_a_filter_typed_and_dropped_at_once_is_gone(archive: Writer) -> None:
    async with open_desk(archive.path) as desk:
        await ready(desk)
        await desk.burst(f"/buses{ESC}j")
        await desk.until(lambda: window(desk).current.id == 59)
        assert len(window(desk).rows) == 60
        assert "buses ×" not in desk.text()


async def test_escape_in_the_bar_goes_back_to_the_filter_that_was_kept_before(archive: Writer) -> None:
    async with open_desk(archive.path) as desk:
        await ready(desk)
        await desk.press("slash", *"buses", "enter")
        await desk.shows("buses · 15")
        await desk.press("slash", *" zebra")
        await desk.shows("0 articles match")
        await desk.press("escape")
        await desk.shows("buses · 15")
        assert only(desk, "Buses")
        await desk.press("escape")
        await desk.until(lambda: len(window(desk).rows) == 60)


async def test_a_filter_of_several_words_typed_at_once_loses_no_letter(archive: Writer) -> None:
    async with open_desk(archive.path) as desk:
        await ready(desk)
        await desk.burst(f"/city:Lviv buses OR (trams -x){ENTER}/")
        await desk.until(lambda: desk.app.screen.query_one(FilterBar).typed[0] == "city:Lviv buses OR (trams -x)")


async def test_a_search_in_the_article_typed_and_kept_at_once_is_kept(archive: Writer) -> None:
    async with open_desk(archive.path) as desk:
        await ready(desk)
        await desk.burst(f"2/night{ENTER}j")
        await desk.shows("“night” 1 of 1")
        assert desk.focus == "reader"


async def test_a_link_chosen_at_once_by_its_number_is_opened(archive: Writer, browser: Path) -> None:
    async with open_desk(archive.path) as desk:
        await ready(desk)
        await desk.burst("l2j")
        await desk.until(lambda: opened(browser))
        assert opened(browser) == "https://harbour.example/video?id=1&t=2\n"
        await desk.until(lambda: desk.focus == "reader")


async def test_a_name_for_a_filter_typed_and_kept_at_once_is_its_name(archive: Writer) -> None:
    async with open_desk(archive.path) as desk:
        await ready(desk)
        await desk.press("slash", *"buses", "enter")
        await desk.shows("buses · 15")
        await desk.burst(f"{CTRL_S}leave town{ENTER}j")
        await desk.shows("Saved as leave town")


async def test_a_command_typed_and_chosen_at_once_is_carried_out(archive: Writer) -> None:
    async with open_desk(archive.path) as desk:
        await ready(desk)
        await desk.burst(f"{CTRL_P}next unread{ENTER}")
        await desk.until(lambda: desk.app.screen.query("HeadlineList") and window(desk).cursor == 1)


async def test_why_its_tags_stand_is_told_of_the_article_that_the_cursor_went_to_just_before(archive: Writer) -> None:
    async with open_desk(archive.path) as desk:
        await ready(desk)
        await desk.burst("j2w")
        await desk.until(lambda: reader(desk).aside == "Tags" and shown(desk) == 59)
        await desk.burst("w1j2d")
        await desk.shows("This article was not revised.")
        await desk.until(lambda: shown(desk) == 58)


async def test_tab_takes_the_first_suggestion_as_it_comes(archive: Writer) -> None:
    async with open_desk(archive.path) as desk:
        await ready(desk)
        await desk.burst("/city:Lvo\t")
        await desk.until(lambda: desk.app.screen.query_one(FilterBar).typed[0].endswith(" "))
        await desk.burst(f"buses{ENTER}")
        await desk.shows("buses ×")
        await desk.until(lambda: only(desk, "Buses"))
