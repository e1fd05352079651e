"""What the map shows: where it opens, where a place lies, which names have room."""

from __future__ import annotations

from array import array
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from tui.atlas.borders import Line
from tui.atlas.braille import draw
from tui.atlas.fit import fit
from tui.atlas.labels import label, sign
from tui.atlas.rows import compose, overlay, scale_bar
from tui.atlas.view import FARTHEST, NEAREST, View

from .places import KHARKIV, KYIV, ODESA, SYDNEY, WASHINGTON, at

if TYPE_CHECKING:
    from store.models import ActivePlace
    from tui.atlas.borders import Kind

UKRAINE = View(31.0, 48.5, 0.05, 80, 24)
views = st.builds(
    View,
    st.floats(-180, 180),
    st.floats(-85, 85),
    st.floats(NEAREST, FARTHEST),
    st.integers(1, 60),
    st.integers(1, 20),
)
places = st.lists(
    st.builds(at, st.text(max_size=30), st.floats(-90, 90), st.floats(-180, 180), st.integers(1, 500)), max_size=12
)


def line(*points: tuple[float, float], kind: Kind = "coast") -> Line:
    east, north = [point[0] for point in points], [point[1] for point in points]
    return Line(kind, array("f", east), array("f", north), min(east), min(north), max(east), max(north))


def cell(latitude: float, longitude: float) -> tuple[int, int]:
    found = UKRAINE.cell(longitude, latitude)
    assert found is not None
    return found


def text(rows: list[list[tuple[str, Kind | None]]]) -> list[str]:
    return ["".join(piece for piece, _ in row) for row in rows]


# --- where it opens --------------------------------------------------------------------------------------------


def test_it_opens_on_the_theatre_where_most_happens() -> None:
    view = fit([KYIV, KHARKIV, ODESA, WASHINGTON, SYDNEY], 80, 24)
    for place in (KYIV, KHARKIV, ODESA):
        assert view.cell(place.longitude, place.latitude) is not None
    assert view.cell(WASHINGTON.longitude, WASHINGTON.latitude) is None


def test_a_lone_stray_event_does_not_make_the_theatre_small() -> None:
    stray = at("Stray", 42.5, 38.0, 1)
    crowd = [at(f"Town {number}", 50.0 + number / 100, 30.0, 30) for number in range(10)]
    assert fit([*crowd, stray], 80, 24).cell(stray.longitude, stray.latitude) is None


def test_from_far_off_no_rows_are_spent_on_what_lies_beyond_the_poles() -> None:
    near = View(37.5, 47.1, 0.1, 160, 44)
    far = near.zoomed_on(0.01, 37.5, 47.1)
    assert far.north <= 86
    assert far.cell(37.5, 47.1) is not None
    assert fit([], 160, 44).north <= 86


def test_without_places_it_shows_the_world() -> None:
    assert fit([], 80, 24).scale == FARTHEST


def test_one_place_is_shown_with_what_lies_round_it() -> None:
    view = fit([KYIV], 80, 24)
    assert view.cell(KYIV.longitude, KYIV.latitude) == (40, 12)
    assert view.north - view.south > 1


@given(places, st.integers(0, 300), st.integers(0, 100))
def test_any_places_give_a_view(some: list[ActivePlace], width: int, height: int) -> None:
    assert NEAREST <= fit(some, width, height).scale <= FARTHEST


# --- where a place lies ----------------------------------------------------------------------------------------


def test_north_is_up_and_east_is_right() -> None:
    middle, north, east = cell(48.45, 31.05), cell(50.0, 31.05), cell(48.45, 34.0)
    assert north[1] < middle[1] == east[1]
    assert north[0] == middle[0] < east[0]


def test_a_kilometre_is_as_long_across_as_down() -> None:
    across, down = cell(48.5, 31.0 + 2 / 0.6626), cell(46.5, 31.0)  # cos 48.5° = 0.6626
    assert across[0] - 40 == pytest.approx((down[1] - 12) * 2, abs=2)


@given(views, st.integers(-9, 9), st.integers(-9, 9), st.floats(0.1, 10))
def test_moving_and_zooming_never_leaves_the_world(view: View, across: int, down: int, factor: float) -> None:
    after = view.panned(across, down).zoomed(factor)
    assert -180 <= after.longitude <= 180
    assert -85 <= after.latitude <= 85
    assert NEAREST <= after.scale <= FARTHEST


@given(views)
def test_what_is_panned_to_the_east_lies_farther_to_the_west(view: View) -> None:
    assert view.panned(1, 0).longitude >= view.longitude


# --- borders as braille ----------------------------------------------------------------------------------------


def test_a_line_across_the_view_is_a_row_of_dots() -> None:
    rows = text(draw([line((0.0, 48.43), (60.0, 48.43))], UKRAINE))
    assert rows[12] == "⠒" * 80
    assert all(not row.strip() for index, row in enumerate(rows) if index != 12)


def test_where_lines_cross_the_border_of_a_country_gives_the_colour() -> None:
    across, down = line((0.0, 48.43), (60.0, 48.43), kind="country"), line((31.0, 40.0), (31.0, 55.0), kind="province")
    rows = draw([across, down], UKRAINE)
    assert {kind for _, kind in rows[12]} == {"country"}
    assert [kind for piece, kind in rows[3] if piece.strip()] == ["province"]


@given(views, st.lists(st.tuples(st.floats(-180, 180), st.floats(-90, 90)), min_size=2, max_size=6))
def test_any_line_is_drawn_within_the_view(view: View, points: list[tuple[float, float]]) -> None:
    rows = text(draw([line(*points)], view))
    assert [len(row) for row in rows] == [view.width] * view.height
    assert all(char == " " or "\u2801" <= char <= "\u28ff" for row in rows for char in row)


# --- names -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("events", "wanted"), [(1, "·"), (3, "·"), (4, "•"), (16, "●"), (64, "◉"), (9999, "◉")])
def test_a_busier_place_has_a_larger_sign(events: int, wanted: str) -> None:
    assert sign(events) == wanted


def test_the_busier_of_two_neighbours_keeps_its_name() -> None:
    busy, quiet = at("Busytown", 50.0, 31.05, 9), at("Quietvillage", 50.0, 31.25, 1)
    labels = label([quiet, busy], UKRAINE, None)
    assert [(one.name, one.start > one.column) for one in labels] == [("Busytown", True), ("", False)]


@pytest.mark.parametrize(("longitude", "wanted"), [(31.0, "⣿◉ Busytown⣿"), (UKRAINE.east - 0.2, "⣿Busytown ◉⣿")])
def test_no_border_stands_between_a_sign_and_its_name(longitude: float, wanted: str) -> None:
    solid: list[tuple[str, Kind | None]] = [("⣿" * UKRAINE.width, None)]
    labels = label([at("Busytown", 48.5, longitude, 90)], UKRAINE, None)
    assert wanted in "".join(piece for piece, _ in compose(solid, labels, None))


def test_the_selected_place_has_its_name_whatever_stands_round_it() -> None:
    crowd = [at(f"Busytown {number}", 50.0, 31.0 + number / 10, 90) for number in range(8)]
    labels = label([*crowd, at("Small", 50.0, 31.35, 1)], UKRAINE, 8)
    assert labels[0].name == "Small"


def test_names_at_the_edge_stand_left_of_their_sign() -> None:
    edge = at("Edgetown", 48.5, UKRAINE.east - 0.2)
    (only,) = label([edge], UKRAINE, None)
    assert only.start < only.column


@given(places, views, st.one_of(st.none(), st.integers(0, 11)))
def test_no_name_lies_over_another_and_every_row_is_full(
    some: list[ActivePlace], view: View, selected: int | None
) -> None:
    labels = label(some, view, selected)
    ground = draw([], view)
    for number in range(view.height):
        row = compose(ground[number], [one for one in labels if one.row == number], selected)
        assert sum(cell_len(piece) for piece, _ in row) == view.width


def test_wide_characters_keep_the_columns_straight() -> None:
    labels = label([at("基輔", 48.5, 31.0)], UKRAINE, 0)
    row = compose(draw([], UKRAINE)[12], labels, 0)
    assert sum(cell_len(piece) for piece, _ in row) == 80
    assert ("基輔", "selected") in row


@given(views)
def test_the_scale_tells_a_round_length_that_fits(view: View) -> None:
    column, words, style = scale_bar(view)
    assert (column, style) == (1, "scale")
    assert words.startswith("├")
    assert words.split()[-1] in ("km", "m")
    row = overlay(draw([], view)[0], [(column, words, style)])
    assert cell_len("".join(piece for piece, _ in row)) >= view.width
