"""What is muted: not in the list, not counted as new, and there for whoever asks for it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tui.muting import nodes
from tui.settings import Mute

from .dispatches import add, dispatch
from .screen import open_desk
from .test_actions import ready, stored, window

if TYPE_CHECKING:
    from store.writer import Writer

BUSES = nodes([Mute("buses", "Buses")])
BOTH = nodes([Mute("buses"), Mute("title:convoy OR city:Kyiv")])


async def test_the_list_leaves_out_what_is_muted_however_old_and_says_so(archive: Writer) -> None:
    others = stored(archive, "-buses")
    async with open_desk(archive.path, muted=BUSES) as desk:
        await ready(desk)
        assert [row.id for row in window(desk).rows] == others
        await desk.shows("1 Headlines · 1 mute")
        await desk.press("G")
        assert window(desk).current.id == others[-1]


async def test_what_arrives_muted_is_not_counted_as_new(archive: Writer) -> None:
    async with open_desk(archive.path, muted=BUSES) as desk:
        await ready(desk)
        await desk.press("j")
        add(archive, dispatch(62), dispatch(63), dispatch(66))  # the first and the last are of buses
        await desk.shows("1 new")
        await desk.press("full_stop")
        await desk.until(lambda: window(desk).rows[0].id == 62)


async def test_a_filter_leaves_it_out_too_unless_it_asks_for_it(archive: Writer) -> None:
    async with open_desk(archive.path, muted=BOTH) as desk:
        await ready(desk)
        await desk.shows("2 mutes")
        await desk.press("slash", *"is:unread", "enter")
        await desk.until(lambda: [row.id for row in window(desk).rows] == stored(archive, "hurt is:unread"))
        await desk.press("slash", *["backspace"] * 9, *"is:muted", "enter")
        await desk.until(lambda: [row.id for row in window(desk).rows] == stored(archive, "-hurt"))
        await desk.hides("2 mutes")
        await desk.press("escape")
        await desk.until(lambda: [row.id for row in window(desk).rows] == stored(archive, "hurt"))


async def test_n_and_capital_r_pass_over_what_is_muted(archive: Writer) -> None:
    before = set(stored(archive, "is:unread"))
    kept = set(stored(archive, "is:unread buses"))
    assert 0 < len(kept) < len(before)
    async with open_desk(archive.path, muted=BUSES) as desk:
        await ready(desk)
        await desk.press("R")
        await desk.shows(f"{len(before - kept)} articles read")
        assert set(stored(archive, "is:unread")) == kept
        await desk.press("n")
        await desk.shows("No unread article below.")


async def test_a_story_whose_newest_report_is_muted_stands_there_with_another_one(archive: Writer) -> None:
    async with open_desk(archive.path, muted=BUSES) as desk:
        await ready(desk)
        await desk.press("S")
        await desk.shows("1 Stories · 1 mute")
        rows = {row.id for row in window(desk).rows}
        assert rows
        assert rows <= set(stored(archive, "-buses"))


async def test_what_is_read_ahead_of_the_first_screen_leaves_it_out(archive: Writer) -> None:
    async with open_desk(archive.path, muted=BUSES, ahead=True) as desk:
        await ready(desk)
        assert [row.id for row in window(desk).rows] == stored(archive, "-buses")
