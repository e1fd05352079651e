"""Keys pressed while the archive still answers to the ones before do what they would have done one by one."""

from __future__ import annotations

import asyncio
import contextlib
from concurrent.futures import Future
from dataclasses import replace
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

import pytest
from textual.screen import Screen
from textual.worker import NoActiveWorker, get_current_worker

from store.reader import Reader as ArchiveReader
from tui.first import first_look
from tui.screens.feeds import FeedsScreen
from tui.settings import SavedFilter
from tui.widgets.feed_table import FeedTable
from tui.widgets.filter_bar import FilterBar

from .dispatches import add, dispatch
from .screen import open_desk
from .test_actions import reader, ready, shown, stored, window
from .test_bursts import only
from .test_saved_filters import give

if TYPE_CHECKING:
    from collections.abc import Callable

    from store.writer import Writer
    from tui.first import FirstLook

    from .screen import Desk

BUSES = SavedFilter("Buses", "buses", "7")


class Gate:
    """Holds back every answer of the archive until it is opened."""

    def __init__(self) -> None:
        self._open = asyncio.Event()

    async def passed(self) -> None:
        await self._open.wait()

    def hold(self, ask: Callable[..., Any]) -> Callable[..., Any]:
        async def late(question: Callable[[Any], Any]) -> Any:
            await self.passed()
            return await ask(question)

        return late

    def open(self) -> None:
        self._open.set()


async def hastily(desk: Desk, *keys: str) -> None:
    """Press keys while the archive answers nothing, and then have it answer."""
    gate, data = Gate(), desk.app._session.data
    ask = data.ask
    data.ask = gate.hold(ask)  # type: ignore[method-assign]
    await desk.strike(*keys)
    gate.open()
    data.ask = ask  # type: ignore[method-assign]
    await desk.settle()


@pytest.mark.parametrize(("keys", "cursor"), [(("7", "n"), 1), (("7", "n", "n"), 2), (("7", "S"), 0)])
async def test_a_saved_filter_is_there_whatever_follows(archive: Writer, keys: tuple[str, ...], cursor: int) -> None:
    async with open_desk(archive.path) as desk:
        give(desk, BUSES)
        await ready(desk)
        await hastily(desk, *keys)
        assert only(desk, "Buses")
        assert window(desk).cursor == cursor


async def test_the_filter_of_a_saved_one_goes_on_from_there(archive: Writer) -> None:
    async with open_desk(archive.path) as desk:
        give(desk, BUSES)
        await ready(desk)
        await hastily(desk, "7", "slash", *" 58")
        assert desk.app.screen.query_one(FilterBar).typed[0] == "buses 58"


async def test_esc_takes_a_saved_filter_back_that_is_not_there_yet(archive: Writer) -> None:
    async with open_desk(archive.path) as desk:
        give(desk, BUSES)
        await ready(desk)
        await hastily(desk, "7", "escape")
        assert len(window(desk).rows) == 60
        await desk.press("7", "escape")
        assert len(window(desk).rows) == 60


async def test_each_unread_article_that_was_asked_for_is_gone_past(archive: Writer) -> None:
    async with open_desk(archive.path) as desk:
        await ready(desk)
        await hastily(desk, "slash", *"buses", "enter", "n", "n", "n")
        assert only(desk, "Buses")
        assert window(desk).cursor == 3


async def test_stories_stay_grouped_whatever_follows(archive: Writer) -> None:
    async with open_desk(archive.path) as desk:
        await ready(desk)
        await hastily(desk, "S", "G")
        await desk.shows("1 Stories")
        assert window(desk).cursor == len(window(desk).rows) - 1
        await hastily(desk, "S", "slash", *"buses", "enter")
        await desk.shows("1 Headlines")
        assert only(desk, "Buses")


async def test_what_is_read_is_hidden_and_shown_again_however_fast(archive: Writer) -> None:
    async with open_desk(archive.path) as desk:
        await ready(desk)
        await hastily(desk, "H", "H")
        assert len(window(desk).rows) == 60
        await desk.hides("is:unread ×")
        await hastily(desk, "H", "G")
        await desk.shows("is:unread ×")


async def test_a_filter_that_was_just_kept_can_be_saved(archive: Writer) -> None:
    async with open_desk(archive.path) as desk:
        await ready(desk)
        await hastily(desk, "slash", *"buses", "enter", "ctrl+s")
        await desk.shows("Save this filter as")


async def test_parts_are_taken_off_a_filter_one_after_the_other_however_fast(archive: Writer) -> None:
    async with open_desk(archive.path) as desk:
        await ready(desk)
        await desk.press("slash", *"buses Lviv people", "enter")
        await desk.shows("people ×")
        await hastily(desk, "backspace", "backspace", "backspace")
        await desk.hides("people ×")
        await desk.hides("Lviv ×")
        await desk.shows("buses ×")


async def test_changes_are_shown_though_the_article_is_chosen_right_after(archive: Writer) -> None:
    add(archive, dispatch(59, title="救援 convoy reaches Irpin 🚑 with 70 tonnes"), feed=2)
    async with open_desk(archive.path) as desk:
        await ready(desk)
        await desk.until(lambda: shown(desk) == 60)
        await hastily(desk, "d", "enter")
        await desk.shows("2 Changes · Новини Степу")
        await desk.press("d")
        await hastily(desk, "d", "d")
        assert reader(desk).aside == ""


async def test_a_star_is_taken_back_though_it_is_not_yet_written(archive: Writer) -> None:
    async with open_desk(archive.path) as desk:
        await ready(desk)
        gate, marks = Gate(), desk.app._session.marks
        write = marks.set_starred

        async def late(*given: Any) -> None:
            await gate.passed()
            await write(*given)

        marks.set_starred = late  # type: ignore[method-assign, assignment]
        await desk.strike("s", "u")
        gate.open()
        await desk.settle()
        await desk.shows("Taken back")
        assert stored(archive, "is:starred") == []


async def test_why_its_tags_stand_is_told_of_one_article_after_the_other(archive: Writer) -> None:
    async with open_desk(archive.path) as desk:
        await ready(desk)
        await desk.until(lambda: shown(desk) == 60)
        await desk.press("w")
        await hastily(desk, "j", "w")
        assert (reader(desk).aside, shown(desk)) == ("Tags", 59)


@pytest.mark.parametrize("keys", [("n",), ("slash", "escape"), ("escape",), ("S", "S")])
async def test_keys_before_the_first_headlines_do_not_keep_them_away(
    archive: Writer, monkeypatch: pytest.MonkeyPatch, keys: tuple[str, ...]
) -> None:
    from tui.data import ArchiveThread

    gate, ask = Gate(), ArchiveThread.ask

    async def late(data: ArchiveThread, question: Callable[[Any], Any]) -> Any:
        async def asked(question: Callable[[Any], Any]) -> Any:
            return await ask(data, question)

        return await gate.hold(asked)(question)

    monkeypatch.setattr(ArchiveThread, "ask", late)
    async with open_desk(archive.path) as desk:
        await desk.strike(*keys)
        assert window(desk).rows == []
        gate.open()
        await desk.settle()
        assert len(window(desk).rows) == 60


@pytest.mark.parametrize("keys", [("n",), ("slash", "escape"), ("escape",), ("S", "S")])
async def test_nor_do_they_keep_away_what_is_still_read_ahead(archive: Writer, keys: tuple[str, ...]) -> None:
    first: Future[FirstLook] = Future()
    async with open_desk(archive.path, first=first) as desk:
        await desk.strike(*keys)
        assert window(desk).rows == []
        with ArchiveReader(archive.path) as reader:
            first.set_result(first_look(reader))
        await desk.settle()
        assert len(window(desk).rows) == 60


@pytest.mark.parametrize("key", ["f", "A", "M"])
async def test_a_screen_that_looks_again_and_again_gets_its_answer_however_late(
    archive: Writer, monkeypatch: pytest.MonkeyPatch, key: str
) -> None:
    async with open_desk(archive.path) as desk:
        await ready(desk)
        looks: list[Callable[[], object]] = []
        set_interval = Screen.set_interval

        def regularly(screen: Screen[Any], interval: float, look: Callable[[], object], **more: Any) -> Any:
            if more.get("name") != "look":
                return set_interval(screen, interval, look, **more)
            looks.append(look)
            return set_interval(screen, 3_600, look, **more)

        monkeypatch.setattr(Screen, "set_interval", regularly)
        gate, data = Gate(), desk.app._session.data
        asked: list[object] = []
        ask = data.ask

        async def late(question: Callable[[Any], Any]) -> Any:
            with contextlib.suppress(NoActiveWorker):  # the desk below looks by itself
                asked.append(get_current_worker().node)
            await gate.passed()
            return await ask(question)

        data.ask = late  # type: ignore[method-assign]
        await desk.strike(key)
        await desk.until(lambda: looks)
        (look,) = looks

        def asks() -> bool:
            look()
            return desk.app.screen in asked

        await desk.until(asks)
        for _ in range(3):
            look()
            await desk.pilot.pause()
        assert asked.count(desk.app.screen) == 1, "the first question still waits for its answer"
        gate.open()
        await desk.settle()


async def test_the_cities_of_a_filter_come_though_more_is_typed_meanwhile(archive: Writer) -> None:
    async with open_desk(archive.path, (200, 60)) as desk:
        await ready(desk)
        await desk.shows("3 Cities · last 24 h")
        screen: Any = desk.app.screen
        gate, data = Gate(), desk.app._session.data
        held: Any = SimpleNamespace(ask=gate.hold(data.ask), changes=data.changes)
        screen._live._session = replace(desk.app._session, data=held)
        await desk.strike("slash", *"city:Kyiv")
        await desk.until(lambda: screen._listing.text == "city:Kyiv" and screen._live._choice.within)
        await desk.strike("space", *"mayor")
        await desk.until(lambda: screen._listing.text == "city:Kyiv mayor")
        gate.open()
        await desk.settle()
        await desk.shows("only Kyiv")


async def test_an_answer_that_comes_while_a_screen_is_taken_down_does_no_harm(
    archive: Writer, monkeypatch: pytest.MonkeyPatch
) -> None:
    gate, begun, ended = Gate(), asyncio.Event(), asyncio.Event()

    async def look(screen: FeedsScreen) -> None:
        begun.set()
        try:
            await gate.passed()
        finally:
            ended.set()
        screen.query_one(FeedTable).renew()

    async with open_desk(archive.path) as desk:
        await ready(desk)
        monkeypatch.setattr(FeedsScreen, "_look", look)
        monkeypatch.setattr(FeedTable, "on_unmount", lambda _: gate.open(), raising=False)
        await desk.strike("f")
        await begun.wait()
        await desk.strike("escape")
        await ended.wait()
        await desk.shows("1 Headlines")
