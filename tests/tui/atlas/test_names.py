"""Names of countries on the map: within the country, near the middle of what is in sight, over nothing else."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rich.cells import cell_len

from tui.atlas import areas
from tui.atlas.areas import PATH, Run, Site
from tui.atlas.ground import forget, ground
from tui.atlas.labels import label
from tui.atlas.names import country_names
from tui.atlas.view import FARTHEST, NEAREST, View

from .places import KHARKIV, KYIV, ODESA, at

UKRAINE = View(32.0, 48.5, 0.035, 120, 40)
CRIMEA = View(34.3, 45.3, 0.012, 120, 36)
WORLD = View(10.0, 25.0, FARTHEST, 200, 50)


def names(view: View, *places: tuple[str, float, float]) -> set[str]:
    labels = label([at(name, latitude, longitude) for name, latitude, longitude in places], view, None)
    return {name.text for name in country_names(ground(view).sites, labels)}


def test_a_country_in_sight_has_its_name() -> None:
    assert "UKRAINE" in names(UKRAINE)


def test_crimea_is_a_part_of_ukraine() -> None:
    assert names(CRIMEA) == {"UKRAINE"}


@pytest.mark.parametrize(
    ("view", "wanted"),
    [
        (View(30.0, 14.0, 0.1, 120, 40), {"SUDAN", "S. SUDAN", "CHAD", "ETHIOPIA", "ERITREA"}),
        (View(35.0, 31.5, 0.015, 120, 40), {"ISRAEL", "JORDAN", "EGYPT", "PALESTINE"}),
        (View(39.0, 35.0, 0.05, 120, 40), {"SYRIA", "IRAQ", "TURKEY"}),
        (WORLD, {"RUSSIA", "CANADA", "UNITED STATES", "BRAZIL", "AUSTRALIA", "CHINA"}),
    ],
    ids=["Sudan", "Israel and Gaza", "Syria", "the world"],
)
def test_each_theatre_names_its_countries(view: View, wanted: set[str]) -> None:
    assert wanted <= names(view)


def test_a_country_on_both_edges_of_the_map_has_no_name_between_them() -> None:
    view = View(37.5, 11.2, FARTHEST, 128, 41)
    russia = next(site for site in ground(view).sites if site.name == "Russia")
    assert all(view.west + run.start * 2 * view.stretch > 19 for run in russia.runs)


def test_a_name_gives_way_to_a_place_and_stands_elsewhere() -> None:
    alone = next(name for name in country_names(ground(UKRAINE).sites, []) if name.text == "UKRAINE")
    longitude = UKRAINE.west + alone.start * 2 * UKRAINE.stretch
    latitude = UKRAINE.north - (alone.row + 0.5) * 4 * UKRAINE.scale
    labels = label([at("A place in the way", latitude, longitude)], UKRAINE, None)
    beside = next(name for name in country_names(ground(UKRAINE).sites, labels) if name.text == "UKRAINE")
    assert (beside.row, beside.start) != (alone.row, alone.start)


def test_where_there_is_no_room_there_is_no_name() -> None:
    labels = label([at("Kyiv", 50.0, 30.0)], UKRAINE, None)
    row, column = labels[0].row, labels[0].column
    narrow = Site("Ukraine", column, row, (Run(row, column - 4, column + 12),))
    assert country_names([narrow], labels) == []
    assert country_names([narrow], [])


@settings(max_examples=25, deadline=None)
@given(
    st.builds(
        View,
        st.floats(-170, 170),
        st.floats(-60, 70),
        st.floats(NEAREST, FARTHEST),
        st.integers(40, 120),
        st.integers(12, 30),
    )
)
def test_no_name_lies_over_a_border_a_place_or_another_name(view: View) -> None:
    made, labels = ground(view), label([KYIV, KHARKIV, ODESA], view, None)
    taken = {
        (one.row, column) for one in labels for column in range(one.start - 1, one.start + cell_len(one.name) + 1)
    } | {(one.row, one.column) for one in labels}
    for name in country_names(made.sites, labels):
        assert 0 <= name.row < view.height - 1
        kinds = [kind for text, kind in made.rows[name.row] for _ in text]
        cells = range(name.start, name.start + len(name.text))
        assert 0 < cells.start < cells.stop < view.width
        assert not {kinds[cell] for cell in cells} & {"coast", "country"}
        assert not {(name.row, cell) for cell in cells} & taken
        taken |= {(name.row, cell) for cell in cells}


def test_the_file_is_small_and_its_memory_is_given_back() -> None:
    assert PATH.stat().st_size < 150_000
    areas.areas()
    forget()
    assert areas.areas.cache_info().currsize == 0
