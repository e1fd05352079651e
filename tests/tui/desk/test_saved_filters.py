"""Filters with a name: from the config, saved from the desk, on keys, in a list and among the commands."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from textual.widgets import Input

from tui.config import load
from tui.config.saved import write_filter
from tui.errors import ConfigError, UsageError
from tui.saved import SavedFilters
from tui.settings import SavedFilter

from .screen import Desk, open_desk
from .test_actions import ready, window

if TYPE_CHECKING:
    from pathlib import Path

    from store.writer import Writer

BUSES = SavedFilter("Buses [/red]", "buses", "7")
MAYOR = SavedFilter("Mayor", "mayor")


def give(desk: Desk, *filters: SavedFilter, **more: object) -> None:
    desk.app._session.saved.__init__(filters, **more)  # type: ignore[misc]


def test_filters_without_a_key_take_the_free_ones_in_order() -> None:
    saved = SavedFilters((MAYOR, BUSES, *(SavedFilter(str(number), "a") for number in range(5))))
    assert [one.key for one in saved.all()] == ["5", "7", "6", "8", "9", "", ""]
    assert saved.on("6") == SavedFilter("0", "a", "6")


def test_a_filter_of_the_same_name_gets_another_query_and_keeps_its_key() -> None:
    written: list[SavedFilter] = []
    saved = SavedFilters((BUSES,), written.append)
    assert saved.add(BUSES.name, "trams") == SavedFilter(BUSES.name, "trams", "7")
    assert saved.add("New", "x").key == "5"
    assert [one.query for one in written] == ["trams", "x"]


async def test_a_key_filters_by_its_saved_filter(archive: Writer) -> None:
    async with open_desk(archive.path) as desk:
        give(desk, BUSES, MAYOR)
        await ready(desk)
        await desk.press("7")
        await desk.shows("buses · 15")
        await desk.press("5")
        await desk.shows("mayor · 15")
        await desk.press("escape")
        await desk.until(lambda: len(window(desk).rows) == 60)
        await desk.press("9")
        await desk.shows("No filter is saved on 9.")


async def test_the_list_shows_name_query_and_key_and_enter_chooses(archive: Writer) -> None:
    async with open_desk(archive.path) as desk:
        give(desk, BUSES, MAYOR)
        await ready(desk)
        await desk.press("ctrl+f")
        await desk.shows("Saved filters")
        assert re.search(r"7 +Buses \[/red\] +buses", desk.text())
        await desk.press("j", "enter")
        await desk.shows("mayor · 15")
        await desk.press("ctrl+f", "7")
        await desk.shows("buses · 15")
        await desk.press("ctrl+f", "escape")
        await desk.hides("Saved filters")


async def test_an_empty_list_says_how_to_save_one(archive: Writer) -> None:
    async with open_desk(archive.path) as desk:
        await ready(desk)
        await desk.press("ctrl+f")
        await desk.shows("No filter is saved yet.")
        await desk.press("enter", "5", "escape")
        await desk.hides("No filter is saved yet.")


async def test_the_filter_on_the_screen_is_saved_into_the_config(archive: Writer, tmp_path: Path) -> None:
    file = tmp_path / "config.toml"
    file.write_text("# mine\n[desk]\ntheme = 'nord'  # dark\n")
    async with open_desk(archive.path) as desk:
        give(desk, write=lambda saved: write_filter(saved, file))
        await ready(desk)
        await desk.press("ctrl+s")
        await desk.shows("Nothing is filtered.")
        await desk.press("slash", *"buses", "enter")
        await desk.until(lambda: desk.focus == "headlines")
        await desk.press("ctrl+s")
        await desk.shows("Save this filter as")
        desk.app.screen.query_one(Input).value = "Buses [/]"
        await desk.press("enter")
        await desk.shows("Saved as Buses [/], on the key 5.")
        await desk.press("escape", "5")
        await desk.shows("buses · 15")
    assert load(file).filters == (SavedFilter("Buses [/]", "buses"),)
    assert file.read_text().startswith("# mine\n[desk]\ntheme = 'nord'  # dark\n")


async def test_the_name_that_is_proposed_is_short_and_not_that_of_another_filter(archive: Writer) -> None:
    async with open_desk(archive.path) as desk:
        give(desk, SavedFilter("Irpin, strike", "fire"))
        await ready(desk)
        await desk.press("slash", *"city:Irpin event:strike", "enter")
        await desk.until(lambda: desk.focus == "headlines")
        await desk.press("ctrl+s")
        await desk.shows("Save this filter as")
        assert desk.app.screen.query_one(Input).value == "Irpin, strike 2"


async def test_a_config_that_can_not_be_written_is_told_calmly(archive: Writer, tmp_path: Path) -> None:
    file = tmp_path / "config.toml"
    file.write_text("[desk\n")
    async with open_desk(archive.path) as desk:
        give(desk, write=lambda saved: write_filter(saved, file))
        await ready(desk)
        await desk.press("slash", *"buses", "enter")
        await desk.until(lambda: desk.focus == "headlines")
        await desk.press("ctrl+s", "enter")
        await desk.shows("Not saved:")
        assert len(window(desk).rows) == 15


async def test_saved_filters_are_among_the_commands(archive: Writer) -> None:
    async with open_desk(archive.path) as desk:
        give(desk, BUSES)
        await ready(desk)
        await desk.press("ctrl+p", *"filter: bus")
        await desk.shows("Filter: Buses (/red)")
        await desk.press("enter")
        await desk.until(lambda: len(desk.app.screen_stack) == 1)
        await desk.shows("buses · 15")


def test_a_written_filter_keeps_all_else_in_the_file(tmp_path: Path) -> None:
    file = tmp_path / "config.toml"
    text = (
        '# top\n[[filter]]\nname = "a"\nquery = "x"  # mine\n\n# feeds follow\n[[feeds]]\nurl = "https://a.example"\n'
    )
    file.write_text(text)
    write_filter(SavedFilter("b", 'city:"New York"'), file)
    assert file.read_text().startswith(text)
    write_filter(SavedFilter("a", "y"), file)
    assert 'query = "y"' in file.read_text()
    assert "# feeds follow" in file.read_text()
    assert [(one.name, one.query) for one in load(file).filters] == [("a", "y"), ("b", 'city:"New York"')]


@pytest.mark.parametrize("text", ["", 'filter = [{name = "a", query = "x"}]\n', "[polling]\nper_host = 3\n"])
def test_a_filter_can_be_written_into_any_config(tmp_path: Path, text: str) -> None:
    file = tmp_path / "config.toml"
    file.write_text(text)
    write_filter(SavedFilter("b", "z", "9"), file)
    assert load(file).filters[-1] == SavedFilter("b", "z", "9")


def test_a_config_is_made_where_there_is_none(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    write_filter(SavedFilter("b", "z"))
    assert load().filters == (SavedFilter("b", "z"),)


def test_a_query_that_can_not_be_understood_is_not_written(tmp_path: Path) -> None:
    file = tmp_path / "config.toml"
    file.write_text("")
    with pytest.raises(ConfigError):
        write_filter(SavedFilter("b", "cty:x"), file)
    assert file.read_text() == ""
    with pytest.raises((UsageError, ConfigError)):
        write_filter(SavedFilter("b", "x"), tmp_path / "none" / "config.toml")
