"""The map screen: places where something happens, selected by key or mouse, and what is chosen there."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from store.jobs import commit_poll
from store.models import KnownName, Tags
from tests.store.make import NAMES, draft, event, outcome, place
from tui.atlas.borders import lines
from tui.widgets.map_view import MapView

from .dispatches import LVIV, feeds
from .screen import check_golden, open_desk

if TYPE_CHECKING:
    from store.writer import Writer

    from .screen import Desk

HOSTILE = KnownName("geo:hostile", "place", "\x1b]0;own\x07[b]Evil\u202e\u0600[/b]", "city", "UA", None, 48.0, 32.0)


async def to_map(desk: Desk) -> MapView:
    await desk.shows("Kyiv")
    await desk.press("M")
    await desk.shows("Borders: Natural Earth")
    view = desk.app.screen.query_one(MapView)
    await desk.until(lambda: view.view is not None, "the borders")
    return view


def name(view: MapView) -> str | None:
    return view.selected.place if view.selected is not None else None


async def test_the_map_opens_on_the_busiest_place_and_tells_what_happened_there(archive: Writer) -> None:
    async with open_desk(archive.path) as desk:
        view = await to_map(desk)
        assert name(view) == "Irpin"
        await desk.shows("30 events")
        await desk.shows("50.52° N 30.25° E")
        await desk.shows("convoy reaches Irpin")
        assert "3 places · 60 events" in desk.text()


async def test_keys_select_the_next_place_and_enter_filters_the_desk_by_it(archive: Writer) -> None:
    async with open_desk(archive.path) as desk:
        view = await to_map(desk)
        await desk.press("j")
        assert name(view) == "Kyiv"
        await desk.press("G")
        assert name(view) == "Lviv"
        await desk.press("g")
        assert name(view) == "Irpin"
        await desk.press("k", "j", "j", "enter")
        await desk.shows("place:Lviv")


@pytest.mark.parametrize("key", ["escape", "M", "q"])
async def test_the_map_is_left_without_a_filter(archive: Writer, key: str) -> None:
    async with open_desk(archive.path) as desk:
        await to_map(desk)
        await desk.press(key)
        await desk.shows("1 Headlines")
        assert "place:" not in desk.text()


async def test_the_memory_of_the_borders_is_given_back_with_the_map(archive: Writer) -> None:
    async with open_desk(archive.path) as desk:
        await to_map(desk)
        assert lines.cache_info().currsize == 1
        await desk.press("escape")
        await desk.until(lambda: lines.cache_info().currsize == 0)


@pytest.mark.parametrize("colours", [True, False])
async def test_without_colours_there_are_no_provinces_to_take_for_countries(
    archive: Writer, monkeypatch: pytest.MonkeyPatch, colours: bool
) -> None:
    monkeypatch.delenv("NO_COLOR", raising=False)
    if not colours:
        monkeypatch.setenv("NO_COLOR", "1")
    async with open_desk(archive.path) as desk:
        view = await to_map(desk)
        assert ("province" in {kind for row in view._ground.rows for _, kind in row}) is colours


async def test_whoever_comes_nearer_keeps_the_selected_place_in_sight(archive: Writer) -> None:
    async with open_desk(archive.path) as desk:
        view = await to_map(desk)
        assert view.view is not None
        assert view.selected is not None
        place = view.selected
        before = view.view.cell(place.longitude, place.latitude)
        await desk.press("plus", "plus", "plus")
        await desk.until(lambda: view.view == view._wanted)
        after = view.view.cell(place.longitude, place.latitude)
        assert before is not None
        assert after is not None
        assert abs(before[0] - after[0]) <= 2
        assert abs(before[1] - after[1]) <= 2


async def test_the_map_moves_zooms_and_comes_back_to_the_theatre(archive: Writer) -> None:
    async with open_desk(archive.path) as desk:
        view = await to_map(desk)
        home = view.view
        assert home is not None
        for key in ("right", "down", "plus", "plus", "left", "up", "minus"):
            before = view.view
            await desk.press(key)
            await desk.until(lambda before=before: view.view != before, f"{key} to change the map")  # type: ignore[misc]
        assert view.view is not None
        assert view.view.scale < home.scale
        await desk.press("0")
        await desk.until(lambda: view.view == home, "the theatre")


async def test_a_place_out_of_sight_comes_into_it_when_it_is_selected(archive: Writer) -> None:
    async with open_desk(archive.path) as desk:
        view = await to_map(desk)
        await desk.press(*["plus"] * 8, "G")
        await desk.until(lambda: view.view is not None and view.view.cell(LVIV.lon or 0, LVIV.lat or 0) is not None)
        await desk.press("full_stop")
        await desk.until(lambda: view.view is not None and view.view.longitude == pytest.approx(LVIV.lon), "the centre")


async def test_a_click_selects_and_a_second_one_chooses(archive: Writer) -> None:
    async with open_desk(archive.path) as desk:
        view = await to_map(desk)
        row = next(index for index, line in enumerate(desk.lines()) if "Lviv" in line and "UA" not in line[60:])
        column = desk.lines()[row].index("Lviv")
        await desk.pilot.click(offset=(column, row))
        await desk.until(lambda: name(view) == "Lviv", "the place under the pointer")
        await desk.pilot.click(offset=(column, row), times=2)
        await desk.shows("place:Lviv")


async def test_new_events_come_onto_the_map_and_the_selection_stays(archive: Writer) -> None:
    async with open_desk(archive.path) as desk:
        view = await to_map(desk)
        await desk.press("j")
        odesa = KnownName("geo:odesa", "place", "Odesa", "city", "UA", None, 46.48, 30.72)
        drafts = [
            draft(f"o{n}", f"Odesa {n}", tags=Tags((place(odesa),), (), (event(odesa, f"{n}"),))) for n in range(40)
        ]
        archive.submit(commit_poll(outcome(feeds(archive)[0].id, *drafts, names=(*NAMES, odesa)))).result()
        await desk.shows("4 places · 100 events")
        assert name(view) == "Kyiv"
        assert view.places[0].place == "Odesa"


async def test_the_time_looked_back_changes_by_key(archive: Writer) -> None:
    async with open_desk(archive.path) as desk:
        await to_map(desk)
        for words in ("last 7 days", "last 30 days", "last 6 h", "last 24 h"):
            await desk.press("t")
            await desk.shows(words)


async def test_an_empty_archive_shows_the_world_and_says_so(empty: Writer) -> None:
    async with open_desk(empty.path) as desk:
        await desk.press("M")
        await desk.shows("No event in this time in a place that is on the map")
        await desk.press("j", "k", "enter", "full_stop", "escape")
        await desk.shows("1 Headlines")


async def test_a_hostile_name_is_drawn_as_plain_text(empty: Writer) -> None:
    tags = Tags((place(HOSTILE),), (), (event(HOSTILE, "\x1b[31mred\x1b[0m \u202eevil"),))
    made = outcome(feeds(empty)[0].id, draft("h", "Hostile", tags=tags), names=(HOSTILE,))
    empty.submit(commit_poll(made)).result()
    async with open_desk(empty.path) as desk:
        await desk.shows("Hostile")
        await desk.press("M")
        await desk.shows("[b]Evil")
        assert not set("\x1b\x07\u202e") & set(desk.text())


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
async def test_the_map_as_drawn(archive: Writer, size: tuple[int, int]) -> None:
    async with open_desk(archive.path, size) as desk:
        await to_map(desk)
        await desk.shows("50.52° N")
        await desk.shows("convoy reaches Irpin")
        check_golden(desk, f"map-{size[0]}x{size[1]}")
