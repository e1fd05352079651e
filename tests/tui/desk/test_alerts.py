"""Alerts on the desk: rung, said, marked, counted, and read in a pane of their own."""

from __future__ import annotations

import re
from datetime import time, timedelta
from typing import TYPE_CHECKING

import pytest

from feeds.watching.settings import Quiet, WatchSettings
from store import alerts
from store.reader import Reader
from store.watching import Lookout, sync_watches
from tests.store.make import NOON
from tui.app import DatelineApp
from tui.widgets import signs

from .dispatches import add, dispatch
from .screen import Desk, check_golden, open_desk
from .test_actions import ready, window
from .test_hostile import FORBIDDEN, HOSTILE

if TYPE_CHECKING:
    from collections.abc import Iterator

    from store.models import Alert
    from store.writer import Writer

LVIV = WatchSettings("Lviv buses", "city:Lvov buses", ("bell",))
HURT = WatchSettings("Hurt", "hurt OR wounded", ())


@pytest.fixture
def rung(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Hears the bell."""
    rings: list[int] = []
    monkeypatch.setattr(DatelineApp, "bell", lambda _: rings.append(1))
    return rings


class Archiver:
    """Does what the archiver does about watches."""

    def __init__(self, writer: Writer, *watches: WatchSettings) -> None:
        self.writer = writer
        self.lookout = Lookout(writer.path)
        writer.submit(sync_watches([(watch.name, watch.query) for watch in watches])).result()

    def look(self) -> None:
        """Test what arrived, and write it down."""
        while (sight := self.lookout.look()) is not None:
            self.writer.submit(alerts.record(sight, NOON)).result()

    def dispatch(self, number: int, **changes: str) -> None:
        """Have a dispatch arrive, and the watches look at it."""
        add(self.writer, dispatch(number, **changes))
        self.look()

    def alerts(self) -> list[Alert]:
        with Reader(self.writer.path) as reader:
            return reader.alerts(limit=1000)


@pytest.fixture
def archiver(archive: Writer) -> Iterator[Archiver]:
    made = Archiver(archive, LVIV, HURT)
    with made.lookout:
        yield made


def watch(desk: Desk, *watches: WatchSettings) -> None:
    """Have the desk know watches, as from its config."""
    screen = desk.app.screen
    object.__setattr__(screen._session, "watches", watches)  # type: ignore[attr-defined]
    screen._alerting._watches = {one.name: one for one in watches}  # type: ignore[attr-defined]


def arrived_at(desk: Desk) -> object:
    return desk.app.screen._alerting._last  # type: ignore[attr-defined]


async def test_an_alert_rings_says_so_marks_the_line_and_is_counted(archiver: Archiver, rung: list[int]) -> None:
    async with open_desk(archiver.writer.path, (160, 50)) as desk:
        watch(desk, LVIV, HURT)
        await ready(desk)
        await desk.until(lambda: arrived_at(desk) == 0)
        archiver.dispatch(102)
        await desk.shows(f"{signs.ALERT} 1 alert ")
        assert rung == [1]
        await desk.shows(f"{signs.ALERT} Lviv buses: Buses leave Lviv")
        await desk.press("full_stop")
        await desk.until(lambda: re.search(rf"{signs.ALERT} Lviv buses +Buses leave", desk.text()))


async def test_alerts_of_before_are_counted_but_do_not_ring(archiver: Archiver, rung: list[int]) -> None:
    archiver.dispatch(102)
    async with open_desk(archiver.writer.path) as desk:
        watch(desk, LVIV, HURT)
        await desk.shows(f"{signs.ALERT} 1 alert ")
        archiver.dispatch(101)
        await desk.shows(f"{signs.ALERT} 2 alerts ")
        assert rung == [], "Hurt asks for no bell"


async def test_quiet_hours_are_quiet_on_the_desk_too(archiver: Archiver, rung: list[int]) -> None:
    whole_day = Quiet(time(0), time(0))
    async with open_desk(archiver.writer.path) as desk:
        watch(desk, WatchSettings(LVIV.name, LVIV.query, ("bell",), quiet=whole_day))
        await ready(desk)
        await desk.until(lambda: arrived_at(desk) == 0)
        archiver.dispatch(102)
        await desk.shows(f"{signs.ALERT} 1 alert ")
        assert rung == []
        assert "Lviv buses: Buses" not in desk.text()


async def test_the_pane_shows_watch_words_and_article_newest_first(archiver: Archiver) -> None:
    archiver.dispatch(102)
    archiver.dispatch(101)
    async with open_desk(archiver.writer.path, (120, 40)) as desk:
        watch(desk, LVIV, HURT)
        await ready(desk)
        await desk.press("A")
        await desk.shows("2 unseen · 2 watches")
        lines = [line for line in desk.lines() if signs.ALERT in line and "unseen" not in line]
        assert ["Hurt" in lines[0], "Lviv buses" in lines[1]] == [True, True]
        await desk.shows("found by  hurt")
        await desk.press("j")
        await desk.shows("found by  Buses, Lviv")
        await desk.shows("city:Lvov buses")


async def test_in_a_replay_an_alert_has_the_replay_s_time(archiver: Archiver) -> None:
    archiver.dispatch(101)
    async with open_desk(archiver.writer.path, (120, 40)) as desk:
        object.__setattr__(desk.app._session, "told", lambda when: when - timedelta(days=1, hours=2))
        watch(desk, LVIV)
        await ready(desk)
        await desk.press("A")
        await desk.shows("27 Mar 2022, 10:00 UTC")


async def test_enter_reads_the_article_and_the_alert_is_seen(archiver: Archiver) -> None:
    archiver.dispatch(102)
    async with open_desk(archiver.writer.path) as desk:
        watch(desk, LVIV)
        await ready(desk)
        await desk.press("A")
        await desk.shows("Lviv buses")
        await desk.press("enter")
        await desk.until(lambda: desk.focus == "reader")
        await desk.shows("Buses leave Lviv with 105 people")
        await desk.until(lambda: archiver.alerts()[0].seen is not None)
        await desk.hides(f"{signs.ALERT} 1 alert")


async def test_alerts_are_marked_seen_one_by_one_and_all_at_once(archiver: Archiver) -> None:
    for number in (102, 101, 106):
        archiver.dispatch(number)
    async with open_desk(archiver.writer.path) as desk:
        watch(desk, LVIV, HURT)
        await ready(desk)
        await desk.press("A")
        await desk.shows("3 unseen")
        await desk.press("m")
        await desk.shows("2 unseen")
        await desk.press("k", "m")
        await desk.shows("3 unseen")
        await desk.press("M")
        await desk.shows("3 alerts marked as seen.")
        await desk.shows("none unseen")
        await desk.press("escape")
        await desk.until(lambda: desk.focus == "headlines")
        assert all(alert.seen for alert in archiver.alerts())


async def test_the_pane_follows_what_comes_while_it_is_open(archiver: Archiver) -> None:
    async with open_desk(archiver.writer.path) as desk:
        watch(desk, LVIV)
        await ready(desk)
        await desk.press("A")
        await desk.shows("No alerts yet.")
        await desk.shows("Lviv buses · city:Lvov buses")
        archiver.dispatch(102)
        await desk.shows("1 unseen · 1 watch")


async def test_older_alerts_come_as_the_cursor_nears_the_end(archiver: Archiver) -> None:
    add(archiver.writer, *(dispatch(number, title=f"Hurt {number}") for number in range(200, 650)))
    archiver.look()
    async with open_desk(archiver.writer.path) as desk:
        watch(desk, HURT)
        await ready(desk)
        await desk.press("A")
        await desk.shows("450 unseen")
        table = desk.app.screen.query_one("#alerts")
        for expected in (400, 450):
            await desk.press("G")
            await desk.until(lambda expected=expected: len(table.items) == expected)  # type: ignore[misc,attr-defined]


async def test_hostile_titles_are_plain_words_everywhere(archiver: Archiver) -> None:
    everything = WatchSettings("All [/red]\x1b[31m", "-zebra", ())
    archiver.writer.submit(sync_watches([(everything.name, everything.query)])).result()
    async with open_desk(archiver.writer.path, (160, 50)) as desk:
        watch(desk, everything)
        await ready(desk)
        await desk.until(lambda: arrived_at(desk) == 0)
        add(archiver.writer, *(dispatch(200 + n, title=text, body=text) for n, text in enumerate(HOSTILE.values())))
        archiver.look()
        await desk.shows(f"{signs.ALERT} {len(HOSTILE)} alerts")
        assert not FORBIDDEN.search(desk.text())
        await desk.press("A")
        await desk.shows("E [/red] [/] [/bold title")
        for _ in HOSTILE:
            await desk.press("j")
            assert not FORBIDDEN.search(desk.text())
        await desk.press("escape")
        await desk.until(lambda: window(desk).rows)


@pytest.mark.parametrize("size", [(80, 24), (160, 50)])
async def test_the_pane_as_it_looks(archiver: Archiver, size: tuple[int, int]) -> None:
    for number in (102, 101, 106):
        archiver.dispatch(number)
    archiver.writer.submit(alerts.mark_seen([1], NOON)).result()
    async with open_desk(archiver.writer.path, size) as desk:
        watch(desk, LVIV, HURT)
        await ready(desk)
        await desk.press("A")
        await desk.shows("2 unseen")
        await desk.shows("found by")
        check_golden(desk, f"alerts-{size[0]}x{size[1]}")
