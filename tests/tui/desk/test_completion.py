"""Completion, chips and history of the filter bar, on a desk that runs."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from textual.widgets import Input

from tests.store.make import add_feed
from tui.widgets.chips import Chips
from tui.widgets.suggestions import Suggestions

from .screen import Desk, open_desk
from .test_actions import ready, window

if TYPE_CHECKING:
    from store.writer import Writer


def query(desk: Desk) -> str:
    return desk.app.screen.query_one(Input).value


def suggested(desk: Desk) -> list[str]:
    return [item.text for item in desk.app.screen.query_one(Suggestions).items]


async def test_fields_are_suggested_and_tab_takes_the_first(archive: Writer) -> None:
    async with open_desk(archive.path) as desk:
        await ready(desk)
        await desk.press("slash", *"ev")
        await desk.until(lambda: suggested(desk) == ["event:"])
        await desk.press("tab")
        await desk.until(lambda: query(desk) == "event:")
        await desk.press(*"ev", "tab")
        await desk.until(lambda: query(desk) == "event:evacuation ")
        await desk.until(lambda: len(window(desk).rows) == 15)
        assert suggested(desk) == []


async def test_a_city_is_suggested_by_any_spelling_and_right_takes_it(archive: Writer) -> None:
    async with open_desk(archive.path) as desk:
        await ready(desk)
        await desk.press("slash", *"city:Льв")
        await desk.until(lambda: suggested(desk) == ["city:Lviv"])
        await desk.shows("city · UA")
        await desk.press("right")
        await desk.until(lambda: query(desk) == "city:Lviv ")


async def test_a_plain_word_is_offered_as_the_name_it_begins(archive: Writer) -> None:
    async with open_desk(archive.path) as desk:
        await ready(desk)
        await desk.press("slash", *"harb")
        await desk.until(lambda: suggested(desk) == ['source:"Harbour Wire"'])
        await desk.press("tab", "enter")
        await desk.until(lambda: desk.focus == "headlines")
        assert len(window(desk).rows) == 20


async def test_down_and_up_choose_and_enter_takes_what_was_chosen(archive: Writer) -> None:
    async with open_desk(archive.path) as desk:
        await ready(desk)
        await desk.press("slash", *"is:")
        await desk.until(lambda: len(suggested(desk)) > 3)
        await desk.press("down", "down", "down", "up", "enter")
        await desk.until(lambda: query(desk) == "is:read ")
        assert desk.focus == "query", "a suggestion was taken, the filter is not kept yet"


async def test_enter_without_a_choice_keeps_the_filter_as_typed(archive: Writer) -> None:
    async with open_desk(archive.path) as desk:
        await ready(desk)
        await desk.press("slash", *"buses")
        await desk.press("enter")
        await desk.until(lambda: desk.focus == "headlines")
        assert len(window(desk).rows) == 15


async def test_since_has_presets(archive: Writer) -> None:
    async with open_desk(archive.path) as desk:
        await ready(desk)
        await desk.press("slash", *"since:")
        await desk.until(lambda: suggested(desk)[:4] == ["since:1h", "since:6h", "since:24h", "since:7d"])


async def test_a_click_takes_a_suggestion(archive: Writer) -> None:
    async with open_desk(archive.path) as desk:
        await ready(desk)
        await desk.press("slash", *"is:")
        await desk.until(lambda: "is:starred" in suggested(desk))
        await desk.pilot.click(Suggestions, offset=(5, suggested(desk).index("is:starred")))
        await desk.until(lambda: query(desk) == "is:starred ")


async def test_esc_first_lets_go_of_a_choice_and_then_of_the_filter(archive: Writer) -> None:
    async with open_desk(archive.path) as desk:
        await ready(desk)
        await desk.press("slash", *"is:", "down", "escape")
        assert suggested(desk) == []
        assert desk.focus == "query"
        await desk.press("escape")
        await desk.until(lambda: desk.focus == "headlines" and len(window(desk).rows) == 60)


async def test_a_late_answer_never_takes_the_place_of_a_newer_one(archive: Writer) -> None:
    async with open_desk(archive.path) as desk:
        await ready(desk)
        gate = asyncio.Event()
        completing = desk.app.screen._completing  # type: ignore[attr-defined]
        ask = completing._data.ask

        async def late(question: object) -> object:
            answer = await ask(question)
            if query(desk) == "city:l":
                await gate.wait()
            return answer

        completing._data = type("Late", (), {"ask": staticmethod(late)})()
        await desk.strike("slash", *"city:l", "v")
        await desk.until(lambda: suggested(desk) == ["city:Lviv"])
        await desk.strike("backspace", "backspace", "k")
        await desk.until(lambda: suggested(desk) == ["city:Kyiv"])
        gate.set()
        await desk.settle()
        assert suggested(desk) == ["city:Kyiv"]


async def test_a_hostile_source_is_suggested_as_plain_words(archive: Writer) -> None:
    add_feed(archive, "https://evil.example/feed", 'Evil \x1b]52;c;aGk=\x07[/red] "Wire" \u202egpj')
    async with open_desk(archive.path) as desk:
        await ready(desk)
        await desk.press("slash", *"source:evil")
        await desk.until(lambda: len(suggested(desk)) == 1)
        await desk.press("tab")
        await desk.until(lambda: query(desk) != "source:evil")
        assert query(desk).isprintable()
        assert "\x1b" not in desk.text()


async def test_earlier_filters_come_back_with_up_in_an_empty_bar(archive: Writer) -> None:
    async with open_desk(archive.path) as desk:
        await ready(desk)
        for typed in ("buses", "mayor", "buses"):
            await desk.press("slash", *typed, "enter")
            await desk.until(lambda: desk.focus == "headlines")
            await desk.press("escape")
        await desk.press("slash", "up")
        await desk.until(lambda: query(desk) == "buses")
        await desk.press("up")
        await desk.until(lambda: query(desk) == "mayor")
        await desk.press("up")
        await desk.settle()
        assert query(desk) == "mayor", "that was the first one"
        await desk.press("down", "down")
        await desk.until(lambda: query(desk) == "")
        assert desk.app.screen._session.memory.now.filters == ("buses", "mayor")  # type: ignore[attr-defined]


async def test_what_was_typed_is_not_taken_for_history(archive: Writer) -> None:
    async with open_desk(archive.path) as desk:
        await ready(desk)
        memory = desk.app.screen._session.memory  # type: ignore[attr-defined]
        memory.keep(replace(memory.now, filters=("mayor",)))
        await desk.press("slash", *"zebra", "up")
        assert query(desk) == "zebra"


async def test_the_parts_of_a_kept_filter_are_chips_and_each_can_be_taken_off(archive: Writer) -> None:
    async with open_desk(archive.path) as desk:
        await ready(desk)
        await desk.press("slash", *"buses (city:Lviv OR city:Kyiv) -zebra", "enter")
        await desk.until(lambda: desk.focus == "headlines")
        assert desk.lines()[1].split("×")[:3] == ["  buses ", "   (city:Lviv OR city:Kyiv) ", "   -zebra "]
        await desk.press("backspace", "left", "delete")
        await desk.shows("buses -zebra · 15")
        assert desk.focus == "chips"
        await desk.press("backspace", "backspace")
        await desk.until(lambda: len(window(desk).rows) == 60)
        await desk.hides("×")
        await desk.until(lambda: desk.focus == "headlines", "the last chip to hand the keys back")


async def test_a_click_on_a_chip_takes_it_off(archive: Writer) -> None:
    async with open_desk(archive.path) as desk:
        await ready(desk)
        await desk.press("slash", *"buses is:unread", "enter")
        await desk.shows("is:unread ×")
        await desk.pilot.click(Chips, offset=(desk.lines()[1].index("×"), 0))
        await desk.until(lambda: len(window(desk).rows) == 60)
        await desk.until(lambda: "buses" not in desk.lines()[1])


async def test_esc_leaves_the_chips_as_they_are(archive: Writer) -> None:
    async with open_desk(archive.path) as desk:
        await ready(desk)
        await desk.press("backspace")
        await desk.shows("Nothing is filtered.")
        await desk.press("slash", *"buses", "enter", "backspace")
        await desk.until(lambda: desk.focus == "chips")
        await desk.press("escape")
        await desk.until(lambda: desk.focus == "headlines")
        assert "buses ×" in desk.lines()[1]


async def test_a_filter_by_key_has_its_chip_too(archive: Writer) -> None:
    async with open_desk(archive.path) as desk:
        await ready(desk)
        desk.app.screen._only("place", "Irpin")  # type: ignore[attr-defined]
        await desk.shows("place:Irpin ×")
        await desk.press("escape")
        await desk.hides("×")


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
async def test_the_bar_as_it_looks_while_it_completes(archive: Writer, size: tuple[int, int]) -> None:
    async with open_desk(archive.path, size) as desk:
        await ready(desk)
        await desk.press("slash", *"city:Kiev mar")
        await desk.until(lambda: suggested(desk) == ['actor:"Oleksandr Markushyn"'])
        await desk.shows("articles match mar…")
        await desk.shows("person · Tab")
        assert desk.lines()[1] == " / city:Kiev mar"
        assert 'actor:"Oleksandr Markushyn"' in desk.lines()[3]
