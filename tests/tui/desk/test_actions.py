"""Every action of the table, by its key, on a real archive."""

from __future__ import annotations

import asyncio
import re
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest
from textual.widgets import Input

from store.models import Tags
from store.query import EVERYTHING, parse
from store.reader import Reader as ArchiveReader
from tests.store.make import IRPIN, place
from tui.actions import ACTIONS
from tui.screens.desk import DeskScreen
from tui.settings import DeskSettings
from tui.widgets.headlines import HeadlineList
from tui.widgets.reader import Reader
from tui.widgets.ticker import Ticker

from .dispatches import add, dispatch
from .screen import open_desk

if TYPE_CHECKING:
    from collections.abc import Callable

    from store.writer import Writer

    from .screen import Desk


def window(desk: Desk) -> Any:
    return desk.app.screen.query_one(HeadlineList).window


def reader(desk: Desk) -> Reader:
    return desk.app.screen.query_one(Reader)


def shown(desk: Desk) -> int | None:
    article = reader(desk).article
    return article.id if article is not None else None


def stored(writer: Writer, query: str) -> list[int]:
    with ArchiveReader(writer.path) as archive:
        return [row.id for row in archive.headlines(parse(query) if query else EVERYTHING, limit=100)]


async def ready(desk: Desk) -> None:
    """Wait until the first page, its first article and the cities are there."""
    await desk.until(lambda: window(desk).rows and shown(desk) and desk.app.screen.query_one(Ticker).current)


async def test_j_and_k_move_the_cursor_and_the_reader_follows_once_it_rests(archive: Writer) -> None:
    async with open_desk(archive.path) as desk:
        await ready(desk)
        await desk.press("j", "j", "down", "k")
        assert window(desk).current.id == 58
        await desk.until(lambda: shown(desk) == 58)


async def test_pages_and_half_pages_move_by_what_is_in_sight(archive: Writer) -> None:
    async with open_desk(archive.path) as desk:
        await ready(desk)
        page = desk.app.screen.query_one(HeadlineList).page
        await desk.press("pagedown")
        assert window(desk).cursor == page - 1
        await desk.press("pageup")
        assert window(desk).cursor == 0
        await desk.press("ctrl+d")
        assert window(desk).cursor == page // 2
        await desk.press("ctrl+u")
        assert window(desk).cursor == 0
        await desk.press("space")
        assert window(desk).cursor == page - 1


async def test_capital_g_goes_to_the_oldest_and_g_to_the_newest(archive: Writer) -> None:
    async with open_desk(archive.path) as desk:
        await ready(desk)
        await desk.press("G")
        assert window(desk).current.id == 1
        await desk.press("g")
        assert window(desk).current.id == 60


async def test_capital_g_reaches_the_oldest_page_of_an_archive_larger_than_the_window(empty: Writer) -> None:
    add(empty, *(dispatch(number) for number in range(900)))
    async with open_desk(empty.path) as desk:
        await ready(desk)
        assert len(window(desk).rows) < 900
        await desk.press("G")
        await desk.until(lambda: window(desk).current.id == 1)
        await desk.press("g")
        await desk.until(lambda: window(desk).current.id == 900)


async def test_the_list_walks_page_by_page_through_everything_and_back(empty: Writer) -> None:
    add(empty, *(dispatch(number) for number in range(900)))
    async with open_desk(empty.path, (80, 70)) as desk:
        await ready(desk)
        seen = 900
        for _ in range(200):
            await desk.press("pagedown")
            assert window(desk).current.id <= seen, "the cursor never jumps back"
            seen = window(desk).current.id
            if seen == 1:
                break
        assert seen == 1
        ids = [row.id for row in window(desk).rows]
        assert ids == sorted(ids, reverse=True)
        assert len(set(ids)) == len(ids)


async def test_enter_opens_the_reader_and_marks_the_article_read(archive: Writer) -> None:
    async with open_desk(archive.path, (80, 24)) as desk:
        await ready(desk)
        await desk.press("enter")
        assert desk.focus == "reader"
        await desk.until(lambda: stored(archive, "is:read") == [60])
        await desk.press("escape")
        assert desk.focus == "headlines"
        assert "●" not in desk.lines()[2]


async def test_an_article_that_keeps_the_readers_focus_is_marked_read(archive: Writer) -> None:
    async with open_desk(archive.path) as desk:
        await ready(desk)
        await desk.press("2")
        await desk.until(lambda: stored(archive, "is:read") == [60])


async def test_an_article_that_is_only_passed_in_the_list_stays_unread(archive: Writer) -> None:
    async with open_desk(archive.path) as desk:
        await ready(desk)
        await desk.press("j", "j", "j")
        await desk.until(lambda: shown(desk) == 57)
        assert stored(archive, "is:read") == []


async def test_a_rest_that_ended_as_the_cursor_moved_on_does_not_keep_the_reader_from_the_next_article(
    archive: Writer,
) -> None:
    async with open_desk(archive.path) as desk:
        await ready(desk)
        widget, reading = reader(desk), desk.app.screen._reading  # type: ignore[attr-defined]
        reading._clock = lambda: reading._moved_at  # the key is held: each move comes right after the one before
        ended: list[Callable[[], Any]] = []
        begin = widget.set_timer

        def began(delay: float, callback: Callable[[], Any], **more: Any) -> Any:
            ended.append(callback)
            return begin(10 * delay, callback, **more)

        widget.set_timer = began  # type: ignore[method-assign, assignment]
        await desk.press("j", "j")
        ended[0]()
        await desk.until(lambda: shown(desk) == 58)


async def test_going_back_to_the_article_shown_stops_the_one_on_its_way(archive: Writer) -> None:
    async with open_desk(archive.path) as desk:
        await ready(desk)
        reading = desk.app.screen._reading  # type: ignore[attr-defined]
        reading.show(59)
        reading.show(60)
        await desk.until(lambda: not any(worker.group == "article" for worker in desk.app.workers))
        assert shown(desk) == 60


async def test_d_shows_what_a_revised_article_changed_and_its_text_again(archive: Writer) -> None:
    add(archive, dispatch(59, title="救援 convoy reaches Irpin 🚑 with 70 tonnes"), feed=2)
    async with open_desk(archive.path) as desk:
        await ready(desk)
        await desk.press("d")
        await desk.shows("2 Changes · Новини Степу")
        assert "Version 2" in desk.text()
        assert desk.marked("70", "reader--came-word")
        await desk.press("d")
        await desk.shows("2 Article · Новини Степу")
        await desk.press("d")
        await desk.shows("2 Changes")
        await desk.press("j")
        await desk.until(lambda: shown(desk) == 59)
        await desk.shows("2 Article · Vesti Severa")
        await desk.press("d")
        await desk.shows("This article was not revised.")


async def test_changes_asked_for_before_the_cursor_has_rested_are_not_lost_when_it_has(archive: Writer) -> None:
    add(archive, dispatch(59, title="救援 convoy reaches Irpin 🚑 with 70 tonnes"), feed=2)
    async with open_desk(archive.path) as desk:
        await ready(desk)
        await desk.press("j")
        await desk.until(lambda: shown(desk) == 59)
        rested: list[Callable[[], Any]] = []
        widget, data = reader(desk), desk.app.screen._session.data  # type: ignore[attr-defined]
        reading = desk.app.screen._reading  # type: ignore[attr-defined]
        reading._clock = lambda: reading._moved_at  # the next key comes right after this one
        begin, ask, both_asked = widget.set_timer, data.ask, asyncio.Event()

        def began(delay: float, callback: Callable[[], Any], **more: Any) -> Any:
            rested.append(callback)
            return begin(60 * delay, callback, **more)

        async def slowly(question: Callable[[Any], Any]) -> Any:
            await both_asked.wait()
            return await ask(question)

        widget.set_timer = began  # type: ignore[method-assign, assignment]
        data.ask = slowly
        await desk.strike("k", "d")
        rested[0]()
        both_asked.set()
        await desk.shows("2 Changes · Новини Степу")


async def test_w_says_why_each_tag_stands_and_shows_the_text_again(archive: Writer) -> None:
    where = replace(place(IRPIN, 0), rule="known", confidence=0.83)
    add(archive, dispatch(60, title="Irpin <b>[red] quiet", key="why", tags=Tags(places=(where,))))
    async with open_desk(archive.path) as desk:
        await ready(desk)
        await desk.press("w")
        await desk.shows("2 Tags · Harbour Wire")
        await desk.shows("Irpin, UA: town  83%")
        await desk.shows("known: everybody knows it")
        await desk.press("w")
        await desk.shows("2 Article · Harbour Wire")
        await desk.press("w", "d")
        await desk.shows("This article was not revised.")
        await desk.press("j")
        await desk.shows("2 Article · Новини Степу")


async def test_m_marks_read_and_unread_again(archive: Writer) -> None:
    async with open_desk(archive.path) as desk:
        await ready(desk)
        await desk.press("m")
        await desk.until(lambda: stored(archive, "is:read") == [60])
        assert "●" not in desk.lines()[2]
        await desk.press("m")
        await desk.until(lambda: stored(archive, "is:read") == [])
        await desk.until(lambda: "●" in desk.lines()[2])


async def test_s_stars_and_unstars(archive: Writer) -> None:
    async with open_desk(archive.path) as desk:
        await ready(desk)
        await desk.press("s")
        await desk.until(lambda: stored(archive, "is:starred") == [60])
        assert "★" in desk.lines()[2]
        await desk.shows("★ starred")
        await desk.press("s")
        await desk.until(lambda: stored(archive, "is:starred") == [])


async def test_n_and_p_walk_over_unread_articles_only(archive: Writer) -> None:
    async with open_desk(archive.path) as desk:
        await ready(desk)
        await desk.press("j")
        await desk.press("m")
        await desk.press("g")
        await desk.press("n")
        await desk.until(lambda: window(desk).current.id == 58)
        await desk.press("p")
        await desk.until(lambda: window(desk).current.id == 60)


async def test_n_says_so_where_nothing_unread_is_left(empty: Writer) -> None:
    add(empty, dispatch(1))
    async with open_desk(empty.path) as desk:
        await ready(desk)
        await desk.press("n")
        await desk.shows("No unread article below.")


async def test_n_finds_an_unread_article_beyond_the_rows_held(empty: Writer) -> None:
    from store.jobs import set_read

    add(empty, *(dispatch(number) for number in range(900)))
    empty.submit(set_read(range(20, 901), True)).result()
    async with open_desk(empty.path) as desk:
        await ready(desk)
        await desk.press("n")
        await desk.until(lambda: window(desk).current.id == 19)


async def test_enter_in_the_reader_goes_on_to_the_next_unread_article(archive: Writer) -> None:
    async with open_desk(archive.path) as desk:
        await ready(desk)
        await desk.press("enter")
        await desk.press("enter")
        await desk.until(lambda: shown(desk) == 59)
        assert desk.focus == "reader"
        await desk.until(lambda: stored(archive, "is:read") == [60, 59])


@pytest.mark.parametrize("size", [(80, 24), (120, 40), (200, 60)])
async def test_digits_and_tab_choose_panes(archive: Writer, size: tuple[int, int]) -> None:
    async with open_desk(archive.path, size) as desk:
        await ready(desk)
        for keys, pane in ("2", "reader"), ("3", "ticker"), ("tab", "headlines"), ("shift+tab", "ticker"):
            await desk.press(keys)
            assert desk.focus == pane
            assert desk.app.screen.query_one(f"#{pane}").display
        await desk.press("1")
        assert desk.focus == "headlines"
        assert "[1 Headlines]" in desk.lines()[0]


async def test_one_pane_has_the_screen_at_80_columns_two_share_it_at_120_and_three_at_160(archive: Writer) -> None:
    def in_sight() -> list[str | None]:
        return [pane.id for pane in desk.app.screen.query(".pane") if pane.display]

    async with open_desk(archive.path, (80, 24)) as desk:
        await ready(desk)
        assert in_sight() == ["headlines"]
        await desk.pilot.resize_terminal(120, 40)
        await desk.until(lambda: in_sight() == ["headlines", "reader"])
        await desk.pilot.resize_terminal(160, 50)
        await desk.until(lambda: in_sight() == ["headlines", "reader", "ticker"])


async def test_z_zooms_and_unzooms(archive: Writer) -> None:
    async with open_desk(archive.path) as desk:
        await ready(desk)
        await desk.press("2", "z")
        assert [pane.id for pane in desk.app.screen.query(".pane") if pane.display] == ["reader"]
        await desk.press("z")
        assert len([pane for pane in desk.app.screen.query(".pane") if pane.display]) == 2


async def test_plus_and_minus_share_the_room(archive: Writer) -> None:
    async with open_desk(archive.path, (200, 60)) as desk:
        await ready(desk)
        before = reader(desk).size.width
        await desk.press("2", "plus")
        assert reader(desk).size.width > before
        await desk.press("minus", "minus")
        assert reader(desk).size.width < before


async def test_t_hides_and_shows_the_tags(archive: Writer) -> None:
    async with open_desk(archive.path) as desk:
        await ready(desk)

        def underlined() -> bool:
            strips = [reader(desk).render_line(y) for y in range(3)]
            return any(segment.style and segment.style.underline for strip in strips for segment in strip)

        assert underlined()
        await desk.press("t")
        assert not underlined()
        await desk.press("t")
        assert underlined()


async def test_y_copies_the_link(archive: Writer) -> None:
    async with open_desk(archive.path) as desk:
        await ready(desk)
        await desk.press("y")
        await desk.shows("Copied https://wire.example/59")
        assert desk.app.clipboard == "https://wire.example/59"


async def test_o_hands_the_link_to_the_browser_as_one_argument(
    archive: Writer, monkeypatch: pytest.MonkeyPatch, tmp_path: Any
) -> None:
    took = tmp_path / "took"
    browser = tmp_path / "browser"
    browser.write_text(f'#!/bin/sh\nprintf "%s|" "$@" > {took}.part\nmv {took}.part {took}\n')
    browser.chmod(0o755)
    monkeypatch.setenv("BROWSER", str(browser))
    async with open_desk(archive.path) as desk:
        await ready(desk)
        await desk.press("o")
        await desk.until(took.exists)
        assert took.read_text() == "https://wire.example/59|"
        await desk.until(lambda: stored(archive, "is:read") == [60])


@pytest.mark.parametrize("url", ["javascript:alert(1)", "file:///etc/passwd", "-option", "https://a b", None])
async def test_o_and_y_refuse_what_is_no_web_link(empty: Writer, url: str | None) -> None:
    add(empty, dispatch(1, url=url))
    async with open_desk(empty.path) as desk:
        await ready(desk)
        await desk.press("o")
        await desk.until(lambda: "link" in desk.lines()[-2] and "Opened" not in desk.lines()[-2])
        await desk.press("y")
        assert desk.app.clipboard == ""


async def test_question_mark_opens_and_closes_help(archive: Writer) -> None:
    async with open_desk(archive.path) as desk:
        await ready(desk)
        await desk.press("question_mark")
        await desk.shows("? closes")
        await desk.press("pagedown", "j", "k", "pageup")
        await desk.press("question_mark")
        await desk.hides("? closes")


async def test_slash_finds_lines_of_the_help_and_escape_shows_all_again(archive: Writer) -> None:
    async with open_desk(archive.path) as desk:
        await ready(desk)
        await desk.press("question_mark")
        await desk.shows("? closes")
        edge = desk.lines().index(desk.line_with("─ Help ─"))
        await desk.press("slash", *"unstar")
        await desk.shows("Star or unstar")
        assert desk.lines().index(desk.line_with("─ Help ─")) == edge, "the box stays where it is"
        await desk.hides("Next pane")
        await desk.press("enter")
        await desk.shows("Esc shows all of it")
        await desk.press("escape")
        await desk.shows("Next pane")
        await desk.press("slash", *"zzz")
        await desk.shows("No line of the help has these words.")
        await desk.press("escape")
        await desk.shows("? closes")
        await desk.press("escape")
        await desk.hides("Help")


@pytest.mark.parametrize(("width", "columns"), [(80, 1), (120, 2), (160, 2), (200, 3)])
async def test_the_help_has_as_many_columns_as_there_is_room_for(archive: Writer, width: int, columns: int) -> None:
    async with open_desk(archive.path, (width, 40)) as desk:
        await ready(desk)
        await desk.press("question_mark")
        await desk.shows("? closes")
        top = desk.line_with(" Move ")
        assert len(re.split(r"\s{4,}", top.partition("│")[2].partition("│")[0].strip())) == columns


async def test_the_palette_offers_the_table_and_carries_it_out(archive: Writer) -> None:
    async with open_desk(archive.path) as desk:
        await ready(desk)
        await desk.press("ctrl+p")
        await desk.press(*"Star or un")
        await desk.shows("Star or unstar")
        await desk.press("down", "enter")
        await desk.until(lambda: stored(archive, "is:starred") == [60])


async def test_the_palette_says_what_a_command_does_and_which_key_does_it(archive: Writer) -> None:
    async with open_desk(archive.path, settings=DeskSettings(keymap={"star": "ctrl+s"})) as desk:
        await ready(desk)
        await desk.press("ctrl+p")
        await desk.press(*"Star or un")
        await desk.shows("Star or unstar")
        await desk.shows("Key: Ctrl+s")


async def test_without_colours_the_palette_marks_the_command_that_enter_takes(
    archive: Writer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    async with open_desk(archive.path) as desk:
        await ready(desk)
        await desk.press("ctrl+p")
        await desk.shows("Copy the article")
        await desk.press("down")
        strips = desk.app.screen._compositor.render_strips()
        marked = [
            *(s.text.strip() for strip in strips[5:] for s in strip if s.style is not None and s.style.underline),
        ]
        assert {action.help for action in ACTIONS if action.palette} & set(marked)


async def test_ctrl_c_says_which_key_quits_and_quits_when_pressed_again(archive: Writer) -> None:
    async with open_desk(archive.path) as desk:
        await ready(desk)
        await desk.press("ctrl+c")
        await desk.shows("q quits, and so does Ctrl+C once more.")
        assert "ctrl+q" not in desk.text()
        await desk.press("ctrl+c")
        await desk.until(lambda: desk.app._exit)


async def test_the_palette_moves_the_pane_that_has_the_focus(archive: Writer) -> None:
    async with open_desk(archive.path) as desk:
        await ready(desk)
        await desk.press("colon")
        await desk.press(*"To the oldest")
        await desk.shows("To the oldest, or the end")
        await desk.press("down", "enter")
        await desk.until(lambda: window(desk).current.id == 1)


async def test_the_theme_can_be_light(archive: Writer) -> None:
    async with open_desk(archive.path, settings=DeskSettings(theme="dateline-light")) as desk:
        await ready(desk)
        assert desk.app.theme == "dateline-light"
        desk.app.action_toggle_theme()
        assert desk.app.theme == "dateline"


async def test_the_keymap_moves_an_action_to_another_key_and_help_says_so(archive: Writer) -> None:
    async with open_desk(archive.path, settings=DeskSettings(keymap={"star": "x"})) as desk:
        await ready(desk)
        await desk.press("s")
        await desk.press("x")
        await desk.until(lambda: stored(archive, "is:starred") == [60])
        assert "x star" in desk.lines()[-1]


async def test_q_quits(archive: Writer) -> None:
    async with open_desk(archive.path) as desk:
        await ready(desk)
        await desk.press("q")
        assert desk.app.return_code == 0


async def test_keys_typed_into_the_filter_are_text(archive: Writer) -> None:
    async with open_desk(archive.path) as desk:
        await ready(desk)
        await desk.press("slash", "q", "s", "m", "1")
        assert desk.app.screen.query_one(Input).value == "qsm1"
        assert desk.app.return_code is None
        assert stored(archive, "is:starred") == []


async def test_in_a_terminal_too_small_a_notice_says_so_and_q_still_quits(archive: Writer) -> None:
    async with open_desk(archive.path, (50, 12)) as desk:
        await desk.shows("It is 50x12 and needs 60x15.")
        assert "Headlines" not in desk.text()
        await desk.pilot.resize_terminal(80, 24)
        await desk.shows("1 Headlines")
        await desk.press("q")
        assert desk.app.return_code == 0


async def test_the_pointer_selects_scrolls_and_opens(archive: Writer) -> None:
    async with open_desk(archive.path) as desk:
        await ready(desk)
        await desk.pilot.click("#headlines", offset=(20, 4))
        assert window(desk).cursor == 3
        await desk.pilot.double_click("#headlines", offset=(20, 4))
        await desk.until(lambda: desk.focus == "reader")
        await desk.pilot.click("#head", offset=(14, 0))
        await desk.until(lambda: desk.focus == "headlines")


async def test_the_next_key_already_goes_to_the_pane_that_a_key_went_to(archive: Writer) -> None:
    async with open_desk(archive.path) as desk:
        await ready(desk)
        screen = desk.app.screen
        assert isinstance(screen, DeskScreen)
        for pane in ("reader", "ticker", "headlines"):
            screen.action_pane(pane)
            assert screen.focused is not None
            assert screen.focused.id == pane
