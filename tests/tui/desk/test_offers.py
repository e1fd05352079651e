"""Offered live blogs in the desk: a calm line, a key to follow, a key to say no."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from store.models import LiveLink
from store.offers import offer
from tests.store.make import NOON
from tui.errors import UsageError
from tui.screens import offers

from .screen import open_desk

if TYPE_CHECKING:
    from store.models import OfferedBlog
    from store.writer import Writer

URL = "https://wire.example/live/war-day-33"


@pytest.fixture(autouse=True)
def _soon(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(offers, "LOOK_EVERY_S", 0.02)


def offered(writer: Writer, title: str = "War, day 33", url: str = URL, hours: float = 1) -> None:
    writer.submit(offer(1, LiveLink(url, url[6:], title), NOON - timedelta(hours=hours))).result()


def left(writer: Writer) -> int:
    count: int = writer.submit(
        lambda connection: connection.execute("SELECT COUNT(*) FROM live_offers WHERE state = 'offered'").fetchone()[0]
    ).result()
    return count


async def test_nothing_is_said_while_nothing_is_offered(archive: Writer) -> None:
    async with open_desk(archive.path) as desk:
        await desk.shows("Kyiv")
        assert "Live blog" not in desk.text()
        await desk.press("L")
        await desk.shows("No live blog is offered.")


async def test_what_is_offered_stands_on_a_line_with_its_keys(archive: Writer) -> None:
    async with open_desk(archive.path, size=(80, 24)) as desk:
        await desk.shows("Kyiv")
        offered(archive)
        offered(archive, "Another", f"{URL}-b", hours=2)
        await desk.shows("Live blog War, day 33  wire.example, and 1 more")
        assert desk.line_with("Live blog").endswith("L follow  Ctrl+l no")


async def test_l_follows_it_and_the_line_goes(archive: Writer) -> None:
    offered(archive)
    followed: list[str] = []

    def follow(blog: OfferedBlog) -> str:
        followed.append(blog.url)
        return "Followed from now on."

    async with open_desk(archive.path, follow=follow) as desk:
        await desk.shows("Live blog War")
        await desk.press("L")
        await desk.shows("Followed from now on.")
        await desk.hides("Live blog War")
    assert followed == [URL]
    assert left(archive) == 0


async def test_a_config_that_can_not_be_written_leaves_it_offered(archive: Writer) -> None:
    offered(archive)

    def follow(blog: OfferedBlog) -> str:
        raise UsageError(f"{blog.url}: can't be written")

    async with open_desk(archive.path, follow=follow) as desk:
        await desk.shows("Live blog War")
        await desk.press("L")
        await desk.shows("can't be written")
        assert "Live blog War" in desk.text()
    assert left(archive) == 1


async def test_no_dismisses_it_and_the_next_is_offered(archive: Writer) -> None:
    offered(archive)
    offered(archive, "Another", f"{URL}-b", hours=2)
    async with open_desk(archive.path) as desk:
        await desk.shows("Live blog War")
        await desk.press("ctrl+l")
        await desk.shows("Live blog Another")
        await desk.press("ctrl+l")
        await desk.hides("Live blog")
    assert left(archive) == 0


async def test_without_a_config_to_write_it_says_so(archive: Writer) -> None:
    offered(archive)
    async with open_desk(archive.path) as desk:
        await desk.shows("Live blog War")
        await desk.press("L")
        await desk.shows("can't be followed in a demonstration")


async def test_what_nobody_linked_to_for_a_day_is_not_offered(archive: Writer) -> None:
    offered(archive, hours=25)
    offered(archive, "Young", f"{URL}-b")
    async with open_desk(archive.path) as desk:
        await desk.shows("Live blog Young")
        assert "more" not in desk.line_with("Live blog")


async def test_a_hostile_title_is_drawn_as_plain_text(archive: Writer) -> None:
    offered(archive, "[b]War[/b]\x1b]52;c;x\x07 \u202edne")
    async with open_desk(archive.path) as desk:
        await desk.shows("Live blog [b]War[/b]")
        assert "\x1b" not in desk.text()
