"""The filter bar: results while typing, calm errors, and the way back."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from rich.cells import cell_len
from textual.widgets import Input

from tui.screens.filtering import beginning

from .dispatches import add, dispatch
from .screen import open_desk
from .test_actions import ready, stored, window

if TYPE_CHECKING:
    from store.writer import Writer


async def test_the_list_narrows_as_the_query_is_typed(archive: Writer) -> None:
    async with open_desk(archive.path) as desk:
        await ready(desk)
        await desk.press("slash")
        await desk.shows("city:Kyiv")
        await desk.press(*"buses")
        await desk.until(lambda: len(window(desk).rows) == 15)
        await desk.shows("15 articles match")


async def test_what_was_typed_is_marked_in_list_and_article_and_no_longer_once_the_filter_is_gone(
    archive: Writer,
) -> None:
    async with open_desk(archive.path) as desk:
        await ready(desk)
        await desk.press("slash", *"bus")
        await desk.until(lambda: desk.marked("Buses", "headline--match") and desk.marked("Buses", "reader--match"))
        await desk.press("escape")
        await desk.until(lambda: len(window(desk).rows) > 15)
        assert not desk.marked("Buses", "headline--match")
        assert not desk.marked("Buses", "reader--match")


async def test_any_spelling_of_a_city_finds_it(archive: Writer) -> None:
    async with open_desk(archive.path) as desk:
        await ready(desk)
        await desk.press("slash", *"city:Lvov", "enter")
        await desk.until(lambda: len(window(desk).rows) == 15)
        await desk.shows("City Lvov · 15 · Esc goes back")
        assert desk.focus == "headlines"


async def test_a_broken_query_is_explained_and_the_last_results_stay(archive: Writer) -> None:
    async with open_desk(archive.path) as desk:
        await ready(desk)
        await desk.press("slash", *"buses")
        await desk.until(lambda: len(window(desk).rows) == 15)
        await desk.press(*' "six')
        await desk.shows("^")
        assert len(window(desk).rows) == 15
        await desk.press("enter")
        assert desk.focus == "query", "a query that can't be understood is not kept"


async def test_a_caret_stands_under_the_place_where_the_query_stops_making_sense(archive: Writer) -> None:
    async with open_desk(archive.path) as desk:
        await ready(desk)
        await desk.press("slash", *"救援 cty:Kyiv")
        await desk.shows("^ ")
        caret, query = desk.line_with("^ "), desk.line_with(" / ")
        assert caret.index("^") == cell_len(query[: query.index("cty")])
        assert "city" in caret


async def test_escape_restores_the_list_and_the_cursor(archive: Writer) -> None:
    async with open_desk(archive.path) as desk:
        await ready(desk)
        await desk.press(*"jjjjjjjjjjjjjjjjjjjj")
        before, top = window(desk).current.id, window(desk).top
        await desk.press("slash", *"buses")
        await desk.until(lambda: len(window(desk).rows) == 15)
        await desk.press("escape")
        assert (window(desk).current.id, window(desk).top) == (before, top)
        assert len(window(desk).rows) == 60
        assert desk.focus == "headlines"


async def test_escape_in_the_list_clears_a_kept_filter(archive: Writer) -> None:
    async with open_desk(archive.path) as desk:
        await ready(desk)
        await desk.press("j", "j", "slash", *"buses", "enter")
        await desk.until(lambda: desk.focus == "headlines" and len(window(desk).rows) == 15)
        await desk.press("escape")
        assert window(desk).current.id == 58
        assert "buses" not in desk.text()


async def test_a_query_without_matches_says_so(archive: Writer) -> None:
    async with open_desk(archive.path) as desk:
        await ready(desk)
        await desk.press("slash", *"zebra")
        await desk.shows("Nothing matches zebra")
        await desk.shows("0 articles match")


async def test_the_city_key_on_a_city_filters_by_it(archive: Writer) -> None:
    async with open_desk(archive.path) as desk:
        await ready(desk)
        await desk.press("3", "comma")
        await desk.until(lambda: len(window(desk).rows) == 30)
        await desk.shows("City Irpin · 30 · Esc goes back")
        await desk.press("1", "escape")
        await desk.until(lambda: len(window(desk).rows) == 60)


async def test_enter_on_an_event_reads_its_article(archive: Writer) -> None:
    async with open_desk(archive.path) as desk:
        await ready(desk)
        await desk.press("3", "j", "j", "enter")
        await desk.shows("2 Article · Harbour Wire")
        assert desk.focus == "reader"
        await desk.until(lambda: stored(archive, "is:read") == [58])


async def test_an_unfinished_word_matches_as_a_beginning_while_it_is_typed(archive: Writer) -> None:
    async with open_desk(archive.path) as desk:
        await ready(desk)
        await desk.press("slash", *"conv")
        await desk.shows("15 articles match conv…")
        assert len(window(desk).rows) == 15
        await desk.press("home")
        assert desk.app.screen.query_one(Input).value == "conv", "the query itself is left alone"


async def test_enter_keeps_what_was_typed(archive: Writer) -> None:
    add(archive, dispatch(200, title="A bus waits in Lviv", body="Nothing more."))
    async with open_desk(archive.path) as desk:
        await ready(desk)
        await desk.press("slash", *"bus")
        await desk.shows("16 articles match bus…")
        await desk.press("enter")
        await desk.until(lambda: desk.focus == "headlines")
        assert len(window(desk).rows) == 1
        await desk.shows("bus · 1")


async def test_enter_on_a_beginning_that_is_no_word_keeps_it_as_one(archive: Writer) -> None:
    async with open_desk(archive.path) as desk:
        await ready(desk)
        await desk.press("slash", *"conv", "enter")
        await desk.until(lambda: desk.focus == "headlines")
        assert len(window(desk).rows) == 15
        await desk.shows("conv* · 15")


async def test_a_word_only_just_begun_leaves_the_list_as_it_would_be_without_it(archive: Writer) -> None:
    async with open_desk(archive.path) as desk:
        await ready(desk)
        await desk.press("slash", *"city:Lv")
        await desk.shows("nothing is called Lv alone; go on typing")
        assert len(window(desk).rows) == 60
        await desk.press("i")
        await desk.until(lambda: len(window(desk).rows) == 15)
        await desk.press("enter", "slash", *" bu")
        await desk.shows("nothing is called bu alone")
        assert len(window(desk).rows) == 15
        await desk.press("enter")
        await desk.shows("Nothing matches city:Lvi")


async def test_while_a_query_is_typed_the_last_line_says_what_the_keys_do_there(archive: Writer) -> None:
    async with open_desk(archive.path) as desk:
        await ready(desk)
        await desk.press("slash")
        await desk.shows("Esc as before")
        await desk.press("escape")
        await desk.hides("Esc as before")


async def test_names_match_by_their_beginning_too(archive: Writer) -> None:
    async with open_desk(archive.path) as desk:
        await ready(desk)
        await desk.press("slash", *"city:Lvi")
        await desk.until(lambda: len(window(desk).rows) == 15)


@pytest.mark.parametrize(
    ("query", "word"),
    [
        ("mariu", "mariu"),
        ("drone mariu", "mariu"),
        ("(drone OR мар", "мар"),
        ("city:Mar", "Mar"),
        *[(query, "") for query in ("ma", "", "mariu ", "mariu*", '"in mariu', '"mariu"', "-mariu", "drone AND")],
    ],
)
def test_only_a_bare_word_of_three_letters_at_the_end_may_go_on(query: str, word: str) -> None:
    assert beginning(query) == word
