"""The desk as it looks, line by line, at the sizes people use."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from .screen import check_golden, open_desk
from .test_actions import ready

if TYPE_CHECKING:
    from store.writer import Writer

SIZES = [(80, 24), (120, 40), (160, 50), (200, 60)]


@pytest.mark.parametrize("size", SIZES)
async def test_the_full_desk(archive: Writer, size: tuple[int, int]) -> None:
    async with open_desk(archive.path, size) as desk:
        await ready(desk)
        await desk.shows("60 articles")
        check_golden(desk, f"desk-{size[0]}x{size[1]}")


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
async def test_an_empty_archive(empty: Writer, size: tuple[int, int]) -> None:
    async with open_desk(empty.path, size) as desk:
        await desk.shows("nobody archives")
        await desk.shows("kB")
        check_golden(desk, f"empty-{size[0]}x{size[1]}")


async def test_the_reader_alone_at_80x24(archive: Writer) -> None:
    async with open_desk(archive.path, (80, 24)) as desk:
        await desk.shows("62 tonnes")  # Enter means the line that is there when it is pressed
        await desk.press("enter")
        await desk.shows("Residents spoke")
        await desk.shows("60 articles")
        check_golden(desk, "reader-80x24")


async def test_the_cities_alone_at_80x24(archive: Writer) -> None:
    async with open_desk(archive.path, (80, 24)) as desk:
        await desk.shows("60 articles")
        await desk.press("3")
        await desk.shows("last 24 h")
        check_golden(desk, "cities-80x24")


async def test_help(archive: Writer) -> None:
    async with open_desk(archive.path, (120, 40)) as desk:
        await desk.shows("60 articles")
        await desk.press("question_mark")
        await desk.shows("? closes")
        check_golden(desk, "help-120x40")
