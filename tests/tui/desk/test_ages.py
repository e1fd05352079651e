"""Ages on the headlines' lines grow while the desk stands open, and only lines that read otherwise are drawn again."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

from textual.app import App

from tests.store.make import NOON
from tui.widgets.headlines import HeadlineList

from .settling import settled
from .test_headline_row import headline

if TYPE_CHECKING:
    from datetime import datetime

    from textual.app import ComposeResult
    from textual.strip import Strip

AGES = (timedelta(0), timedelta(minutes=5), timedelta(minutes=5, seconds=30), timedelta(hours=3))


class Drawn(HeadlineList):
    """A list that counts the lines it draws."""

    def __init__(self) -> None:
        self.now: datetime = NOON
        self.lines: dict[int, str] = {}
        super().__init__(lambda: self.now)

    def render_line(self, y: int) -> Strip:
        strip = super().render_line(y)
        self.lines[y] = strip.text[4:11].split()[0] if strip.text.strip() else ""
        return strip


class Only(App[None]):
    """Nothing but the list."""

    CSS_PATH = "../../../tui/app.tcss"

    def __init__(self) -> None:
        super().__init__()
        self.list = Drawn()

    def get_theme_variable_defaults(self) -> dict[str, str]:
        return {"quiet": "grey", "rule": "grey", "place": "green", "figure": "red"}

    def compose(self) -> ComposeResult:
        yield self.list


async def test_a_line_is_drawn_again_when_its_age_reads_otherwise_and_no_other() -> None:
    app = Only()
    async with app.run_test(size=(80, 24)) as pilot:
        rows = [replace(headline(), id=9 - i, published=NOON - ago) for i, ago in enumerate(AGES)]
        app.list.show(rows, at_newest=True, at_oldest=True)
        await settled(pilot.app)
        assert [app.list.lines[y] for y in range(4)] == ["now", "5m", "5m", "3h"]
        for seconds, lines in ((20, {}), (30, {2: "6m"}), (60, {0: "1m", 1: "6m"}), (61, {})):
            app.list.lines.clear()
            app.list.now = NOON + timedelta(seconds=seconds)
            app.list.renew()
            await settled(pilot.app)
            assert app.list.lines == lines, seconds


async def test_all_lines_make_room_for_a_day_once_one_is_a_week_old() -> None:
    app = Only()
    async with app.run_test(size=(80, 24)) as pilot:
        rows = [headline(published=NOON), replace(headline(), id=3, published=NOON - timedelta(days=6, hours=23))]
        app.list.show(rows, at_newest=True, at_oldest=True)
        await settled(pilot.app)
        assert app.list.lines[1] == "6d"
        app.list.now = NOON + timedelta(hours=1)
        app.list.renew()
        await settled(pilot.app)
        assert (app.list.lines[0], app.list.lines[1]) == ("1h", "21")
