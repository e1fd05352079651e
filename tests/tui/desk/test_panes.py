"""How the panes share the room, and that the desk remembers it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from tui.memory import Memory
from tui.widgets.panes import Panes

from .screen import open_desk
from .test_actions import ready

if TYPE_CHECKING:
    from pathlib import Path

    from store.writer import Writer

    from .screen import Desk


def panes(desk: Desk) -> Panes:
    return desk.app.screen.query_one(Panes)


def in_sight(desk: Desk) -> list[str | None]:
    return [pane.id for pane in panes(desk).children if pane.display]


def widths(desk: Desk) -> list[int]:
    return [pane.size.width for pane in panes(desk).children]


@pytest.mark.parametrize(
    ("size", "shown", "rows"),
    [
        ((200, 60), ["headlines", "reader", "ticker"], 1),
        ((160, 50), ["headlines", "reader", "ticker"], 1),
        ((159, 50), ["headlines", "reader"], 2),
        ((120, 40), ["headlines", "reader"], 2),
        ((80, 24), ["headlines"], 1),
    ],
)
async def test_as_many_panes_show_as_there_is_room_for(
    archive: Writer, size: tuple[int, int], shown: list[str], rows: int
) -> None:
    async with open_desk(archive.path, size) as desk:
        await ready(desk)
        assert in_sight(desk) == shown
        assert len({pane.region.y for pane in panes(desk).children if pane.display}) == rows


async def test_of_two_panes_the_lower_one_is_the_article_or_the_cities_and_comes_back(archive: Writer) -> None:
    memory = Memory()
    async with open_desk(archive.path, (120, 40), memory=memory) as desk:
        await ready(desk)
        await desk.press("3")
        assert in_sight(desk) == ["headlines", "ticker"]
        await desk.press("1")
        assert in_sight(desk) == ["headlines", "ticker"]
        await desk.until(lambda: memory.now.lower == "ticker")
    async with open_desk(archive.path, (120, 40), memory=memory) as desk:
        await ready(desk)
        assert (in_sight(desk), desk.focus) == (["headlines", "ticker"], "headlines")
        await desk.press("enter")
        assert (in_sight(desk), desk.focus) == (["headlines", "reader"], "reader")
        await desk.press("tab")
        assert (in_sight(desk), desk.focus) == (["headlines", "ticker"], "ticker")


async def test_the_pane_that_was_zoomed_is_in_sight_once_two_share_the_room_again(archive: Writer) -> None:
    async with open_desk(archive.path, (120, 40), memory=Memory()) as desk:
        await ready(desk)
        await desk.press("3", "z")
        memory = desk.app._session.memory
        await desk.until(lambda: memory.now.zoomed == "ticker")
    memory.keep(replace(memory.now, lower="reader"))
    async with open_desk(archive.path, (120, 40), memory=memory) as desk:
        await desk.press("z")
        assert (in_sight(desk), desk.focus) == (["headlines", "ticker"], "ticker")


async def test_of_two_panes_each_can_be_made_larger_and_zoomed(archive: Writer) -> None:
    async with open_desk(archive.path, (120, 40)) as desk:
        await ready(desk)
        reader = panes(desk).children[1]
        usual = reader.size.height
        await desk.press("2", "plus")
        assert reader.size.height > usual
        await desk.press("z")
        assert (in_sight(desk), reader.size.height) == (["reader"], panes(desk).size.height - 1)


async def test_sizes_and_zoom_are_there_in_the_next_run(archive: Writer, tmp_path: Path) -> None:
    file = tmp_path / "state" / "desk.json"
    memory = Memory(file)
    async with open_desk(archive.path, (160, 50), memory=memory) as desk:
        await ready(desk)
        usual = widths(desk)
        await desk.press("plus", "plus", "2", "z")
        larger = panes(desk)._weights["wide"]["headlines"]
    memory.close()
    async with open_desk(archive.path, (160, 50), memory=Memory(file)) as desk:
        await ready(desk)
        assert in_sight(desk) == ["reader"]
        assert desk.focus == "reader"
        await desk.press("z")
        assert panes(desk)._weights["wide"]["headlines"] == larger
        assert widths(desk)[0] > usual[0]


async def test_the_pane_that_is_zoomed_when_the_desk_ends_is_the_one_to_come_back(archive: Writer) -> None:
    memory = Memory()
    async with open_desk(archive.path, (160, 50), memory=memory) as desk:
        await ready(desk)
        await desk.press("z", "3")
        await desk.until(lambda: memory.now.zoomed == "ticker")
        await desk.press("z")
        await desk.until(lambda: memory.now.zoomed == "")


async def test_sizes_that_make_no_sense_are_bounded(archive: Writer, tmp_path: Path) -> None:
    file = tmp_path / "desk.json"
    file.write_text('{"sizes": {"wide": {"reader": 900, "nowhere": 3}, "tall": {}}, "zoomed": "nowhere"}')
    async with open_desk(archive.path, (160, 50), memory=Memory(file)) as desk:
        await ready(desk)
        assert in_sight(desk) == ["headlines", "reader", "ticker"]
        assert min(widths(desk)) > 10
