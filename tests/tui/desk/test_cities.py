"""The cities on the desk: their order, pinned ones, what is unusual, one city's page, everything filtered by one."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from store.models import CityRecord, Tags
from store.query import parse
from tests.store.make import IRPIN, KYIV, NOON, event, figure
from tui.city_view import city_view
from tui.filter_places import places_named
from tui.memory import Memory
from tui.screens.city import CityScreen
from tui.settings import DeskSettings
from tui.widgets.change import change_words
from tui.widgets.city_rows import SECTIONS, entries, head_rows
from tui.widgets.ticker import Ticker

from .dispatches import LVIV, add, dispatch
from .screen import check_golden, open_desk
from .test_actions import reader, ready, shown, window
from .test_drawing import ticker_line
from .test_hostile import FORBIDDEN, HOSTILE

if TYPE_CHECKING:
    from pathlib import Path

    from store.writer import Writer

    from .screen import Desk


def cities(desk: Desk) -> list[str]:
    return [city.place for city in desk.app.screen.query_one(Ticker)._cities]


async def to_cities(desk: Desk) -> None:
    await ready(desk)
    await desk.press("3")


# --- words -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("events", "usual", "words"),
    [
        *((60, 20.0, "3x usual"), (60, 30.0, "2x usual"), (47, 30.0, "1.6x usual"), (400, 20.0, "20x usual")),
        *((20, 40.0, "half of usual"), (13, 40.0, "third of usual"), (10, 40.0, "quarter of usual")),
        *((2, 40.0, "quieter than usual"), (0, 40.0, "quieter than usual"), (4, 0.2, "unusual")),
        *((0, None, ""), (9, None, ""), (40, 40.0, ""), (33, 30.0, ""), (2, 1.0, ""), (0, 1.0, ""), (1, 0.0, "")),
    ],
)
def test_a_change_is_told_in_words_and_only_where_it_is_no_chance(events: int, usual: float | None, words: str) -> None:
    assert change_words(events, usual) == words


@pytest.mark.parametrize(
    ("query", "names"),
    [
        *(("city:Kyiv", ["Kyiv"]), ("city:Kyiv drone", ["Kyiv"]), ('region:"Kyiv Oblast"', ["Kyiv Oblast"])),
        *(("city:Kyiv OR place:Lviv", ["Kyiv", "Lviv"]), ("city:Kyiv OR drone", []), ("-city:Kyiv", [])),
        *(("drone", []), ("", []), ("(city:Kyiv OR city:Lviv) country:UA", ["Kyiv", "Lviv"])),
    ],
)
def test_a_filter_names_a_place_where_every_match_must_hold_it(query: str, names: list[str]) -> None:
    assert [term.value for term in places_named(parse(query))] == names


# --- the list ----------------------------------------------------------------------------------------------------


async def test_capital_o_orders_the_cities_by_activity_and_back(empty: Writer) -> None:
    add(empty, dispatch(1), dispatch(3), dispatch(4))
    async with open_desk(empty.path) as desk:
        await to_cities(desk)
        assert cities(desk) == ["Kyiv", "Irpin"]
        await desk.press("O")
        await desk.until(lambda: cities(desk) == ["Irpin", "Kyiv"])
        await desk.shows("by activity")
        await desk.press("O")
        await desk.until(lambda: cities(desk) == ["Kyiv", "Irpin"])


async def test_a_pinned_city_stays_on_top_over_runs_of_the_desk(archive: Writer, tmp_path: Path) -> None:
    memory = Memory(tmp_path / "desk.json")
    async with open_desk(archive.path, memory=memory) as desk:
        await to_cities(desk)
        await desk.press("G", "P")
        await desk.shows("Kyiv stays on top of the cities.")
        await desk.until(lambda: cities(desk)[0] == "Kyiv")
        await desk.shows("◉ Kyiv UA")
    memory.close()
    async with open_desk(archive.path, memory=Memory(tmp_path / "desk.json")) as desk:
        await to_cities(desk)
        assert cities(desk) == ["Kyiv", "Irpin", "Lviv"]
        await desk.press("P")
        await desk.shows("Kyiv is no longer pinned.")
        await desk.until(lambda: cities(desk)[0] == "Irpin")


async def test_what_is_unusual_is_said_beside_the_city(empty: Writer) -> None:
    from tests.store.test_cities import DAY, report

    from .dispatches import feeds

    state = feeds(empty)[0]
    report(empty, state, LVIV, NOON - 9 * DAY)
    for number in range(12):
        report(empty, state, KYIV, NOON - timedelta(minutes=number), text=f"Thing {number} happened in the city.")
    async with open_desk(empty.path) as desk:
        await to_cities(desk)
        assert "Kyiv UA" in desk.line_with("unusual")


async def test_comma_shows_only_the_city_in_every_pane_and_everything_again(archive: Writer) -> None:
    async with open_desk(archive.path) as desk:
        await to_cities(desk)
        await desk.press("comma")
        await desk.until(lambda: cities(desk) == ["Irpin"])
        await desk.until(lambda: len(window(desk).rows) == 30)
        await desk.shows("only Irpin")
        assert desk.focus == "ticker"
        await desk.press("comma")
        await desk.until(lambda: len(cities(desk)) == 3 and len(window(desk).rows) == 60)
        await desk.hides("only Irpin")


async def test_in_the_other_panes_comma_takes_the_city_of_the_article(archive: Writer) -> None:
    async with open_desk(archive.path) as desk:
        await ready(desk)
        await desk.press("j", "comma")
        await desk.until(lambda: cities(desk) == ["Lviv"])


async def test_a_filter_that_names_a_region_narrows_the_cities_to_it(archive: Writer) -> None:
    async with open_desk(archive.path, (200, 60)) as desk:
        await ready(desk)
        await desk.press("slash", *'region:"Kyiv Oblast"', "enter")
        await desk.until(lambda: cities(desk) == ["Irpin"])
        await desk.shows("only Kyiv Oblast")
        await desk.press("escape")
        await desk.until(lambda: len(cities(desk)) == 3)


async def test_an_article_without_a_city_says_so(empty: Writer) -> None:
    add(empty, dispatch(2, tags=Tags()))
    async with open_desk(empty.path) as desk:
        await desk.until(lambda: shown(desk))
        await desk.press("comma")
        await desk.shows("This article names no city.")


async def test_a_line_of_a_city_opens_its_article_at_the_sentence(empty: Writer) -> None:
    body = (
        "\n\n".join(f"Paragraph {number} is about nothing." for number in range(60)) + "\n\nThe bridge of Irpin fell."
    )
    told = event(IRPIN, "The bridge of Irpin fell.", start=len("T\n\n" + body) - 25, end=len("T\n\n" + body))
    add(empty, dispatch(2, title="T", body=body, tags=Tags(events=(told,))), dispatch(3))
    async with open_desk(empty.path) as desk:
        await to_cities(desk)
        await desk.press("G", "enter")
        await desk.until(lambda: desk.focus == "reader" and shown(desk) == 1)
        await desk.shows("▌ The bridge of Irpin fell.")
        assert reader(desk).top > 50
        await desk.press("escape")
        assert desk.focus == "reader", "the first Esc takes the mark away"


# --- one city's page ---------------------------------------------------------------------------------------------


RECORD = CityRecord(
    *("Kyiv", KYIV.id, "UA", "Kyiv City", NOON, 5, 2.0, (0,) * 23 + (5,), (0,) * 29 + (5,)),
    lines=(
        ticker_line(3, text="The mayor said that twelve died.", by="The mayor", figures=(figure(),)),
        ticker_line(2, text="Two bridges fell in the night.", by="the mayor", time=NOON - timedelta(hours=2)),
        ticker_line(1, text="A quiet night.", by=None, time=NOON - timedelta(days=2)),
    ),
    control=(ticker_line(4, type="control", text="The mayor holds it.", by="The mayor"),),
)


def drawn(section: int, *, width: int = 80, by_day: bool = False) -> str:
    rows = [row for entry in entries(city_view(RECORD), section, width, by_day=by_day) for row in entry.rows]
    return "\n".join("".join(text for text, _ in row) for row in rows)


def test_the_timeline_stands_by_hour_or_by_day() -> None:
    assert [line for line in drawn(0).split("\n") if ":00  " in line] == [
        *("28 Mar, 12:00  1", "28 Mar, 10:00  1", "26 Mar, 12:00  1"),
    ]
    assert "28 Mar  2" in drawn(0, by_day=True)


def test_who_says_what_groups_claims_by_who_makes_them() -> None:
    (claimant,) = city_view(RECORD).claimants
    assert (claimant.name, claimant.lines) == ("The mayor", 2)
    assert drawn(1).startswith("The mayor  2 claims")


def test_a_figure_stands_with_its_claimant_and_whether_it_was_verified() -> None:
    assert "12 people killed · unverified, The mayor" in drawn(2)


def test_the_head_says_what_is_usual() -> None:
    text = "\n".join("".join(part for part, _ in row) for row in head_rows(RECORD, 100, pinned=True))
    assert "◉ Kyiv  Kyiv City · UA" in text
    assert "5 events in the last 24 h" in text
    assert "2 in the same hours of the days before" in text


@pytest.mark.parametrize("section", range(len(SECTIONS)))
@pytest.mark.parametrize("width", [60, 80, 120, 200])
def test_no_row_is_wider_than_the_page(section: int, width: int) -> None:
    from rich.cells import cell_len

    assert all(cell_len(line) < width for line in drawn(section, width=width).split("\n"))


async def test_enter_on_a_city_opens_its_page_and_a_line_of_it_the_article(archive: Writer) -> None:
    async with open_desk(archive.path) as desk:
        await to_cities(desk)
        await desk.press("enter")
        await desk.shows("30 events in the last 24 h")
        assert isinstance(desk.app.screen, CityScreen)
        await desk.press("tab")
        await desk.shows("▸2 Who says what")
        await desk.press("1", "j", "enter")
        await desk.until(lambda: desk.focus == "reader")
        await desk.until(lambda: shown(desk) == 58)


async def test_c_opens_the_page_of_the_articles_city(archive: Writer) -> None:
    async with open_desk(archive.path) as desk:
        await ready(desk)
        await desk.press("j", "c")
        await desk.shows("City   last 30 days")
        await desk.shows("15 events")
        await desk.press("escape")
        await desk.shows("1 Headlines")


async def test_every_section_has_a_key_and_says_so_where_it_is_empty(archive: Writer) -> None:
    async with open_desk(archive.path, (120, 40)) as desk:
        await to_cities(desk)
        await desk.press("enter")
        await desk.shows("▸1 Timeline")
        for key, words in (("2", "No claimant"), ("3", "60 people wounded"), ("4", "Nobody says"), ("5", "articles")):
            await desk.press(key)
            await desk.shows(words)
        await desk.press("t")
        await desk.shows("28 Mar  30")


async def test_the_pointer_turns_to_a_section_and_opens_a_line(archive: Writer) -> None:
    async with open_desk(archive.path, (120, 40)) as desk:
        await to_cities(desk)
        await desk.press("enter")
        await desk.shows("▸1 Timeline")
        tabs = desk.lines().index(desk.line_with("▸1 Timeline"))
        await desk.pilot.click(offset=(desk.lines()[tabs].index("Sources"), tabs))
        await desk.shows("▸5 Sources")
        await desk.pilot.double_click(offset=(10, tabs + 2))
        await desk.until(lambda: desk.focus == "reader")


async def test_from_the_page_a_city_can_be_pinned_and_filtered_by(archive: Writer) -> None:
    async with open_desk(archive.path) as desk:
        await to_cities(desk)
        await desk.press("enter")
        await desk.shows("30 events")
        await desk.press("P")
        await desk.shows("◉ Irpin")
        await desk.press("comma")
        await desk.until(lambda: cities(desk) == ["Irpin"])
        await desk.shows("◉ Irpin")


async def test_the_page_follows_what_arrives_and_the_cursor_stays_on_its_line(archive: Writer) -> None:
    async with open_desk(archive.path) as desk:
        await to_cities(desk)
        await desk.press("enter")
        await desk.shows("30 events")
        await desk.press("j")
        before = desk.line_with("▌")
        add(archive, dispatch(61, published=NOON))
        await desk.shows("31 events")
        assert desk.line_with("▌") == before


async def test_hostile_texts_are_plain_text_on_the_page(empty: Writer) -> None:
    for number, text in enumerate(HOSTILE.values()):
        told = event(IRPIN, text, place=text, by=text, end=99)
        tags = Tags(events=(told,), figures=(figure(text=text, by=text, unit=text, value=None),))
        add(empty, dispatch(59, key=f"hostile {number}", title=f"{number}", tags=tags), feed=number % 3)
    async with open_desk(empty.path, (80, 24)) as desk:
        await to_cities(desk)
        await desk.press("enter")
        await desk.shows(f"{len(HOSTILE)} events in the last")
        for key in ("1", "2", "3", "4", "5"):
            await desk.press(key, "g")
            for _ in range(8):
                assert not FORBIDDEN.search(desk.text())
                await desk.press("pagedown")


@pytest.mark.parametrize("size", [(80, 24), (160, 50)])
async def test_the_page_of_a_city(archive: Writer, size: tuple[int, int]) -> None:
    async with open_desk(archive.path, size, settings=DeskSettings()) as desk:
        await to_cities(desk)
        await desk.press("enter")
        await desk.shows("30 events")
        check_golden(desk, f"city-{size[0]}x{size[1]}")


async def test_the_reader_with_a_search(archive: Writer) -> None:
    async with open_desk(archive.path, (80, 24)) as desk:
        await ready(desk)
        await desk.press("2", "slash", *"could")
        await desk.shows("“could” 1 of 1")
        check_golden(desk, "search-80x24")
