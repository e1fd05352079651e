"""The lines of the map: what they are, and that they tell whose Crimea is."""

from __future__ import annotations

import tracemalloc
from itertools import pairwise

import pytest

from tui.atlas.borders import LEVELS, Line, forget, lines, path, unpack
from tui.atlas.make import pack

CRIMEA_NECK = (33.5, 45.7, 35.1, 46.4)
"""The isthmus of Perekop: west, south, east, north."""


def within(line: Line, box: tuple[float, float, float, float]) -> bool:
    west, south, east, north = box
    return line.west >= west and line.east <= east and line.south >= south and line.north <= north


@pytest.mark.parametrize("level", range(len(LEVELS)))
def test_every_level_shows_coasts_and_borders_in_degrees(level: int) -> None:
    assert {line.kind for line in lines(level)} >= {"coast", "country"}
    for line in lines(level):
        assert len(line.longitudes) == len(line.latitudes)
        assert -180.1 <= line.west <= line.east <= 180.1
        assert -90.1 <= line.south <= line.north <= 90.1


@pytest.mark.parametrize("level", range(len(LEVELS)))
def test_no_line_runs_round_the_back_of_the_world(level: int) -> None:
    for line in lines(level):
        assert all(abs(after - before) < 180 for before, after in pairwise(line.longitudes))


def test_finer_levels_have_more_points() -> None:
    points = [sum(len(line.longitudes) for line in lines(level) if line.kind == "coast") for level in range(3)]
    assert points == sorted(points)
    assert points[0] < points[-1] / 4


@pytest.mark.parametrize("level", range(len(LEVELS)))
def test_no_border_of_countries_cuts_crimea_off(level: int) -> None:
    neck = [line for line in lines(level) if within(line, CRIMEA_NECK)]
    assert "country" not in {line.kind for line in neck}


def test_crimea_is_a_region_of_ukraine() -> None:
    assert "province" in {line.kind for line in lines(1) if within(line, CRIMEA_NECK)}


@pytest.mark.parametrize(
    ("country", "box"),
    [
        ("Ukraine", (35.0, 47.0, 38.5, 50.0)),
        ("Sudan", (23.0, 10.0, 30.0, 16.0)),
        ("Syria", (36.0, 33.0, 41.0, 36.5)),
        ("Yemen", (43.0, 13.0, 47.0, 17.0)),
        ("Myanmar", (94.0, 17.0, 98.0, 24.0)),
        ("Mali", (-8.0, 12.0, 0.0, 18.0)),
        ("Congo", (26.0, -5.0, 29.0, 1.0)),
    ],
)
def test_each_theatre_has_boundaries_of_provinces(country: str, box: tuple[float, float, float, float]) -> None:
    assert any(line.kind == "province" and within(line, box) for line in lines(1)), country


def test_the_files_are_small_enough_to_ship() -> None:
    assert sum(path(level).stat().st_size for level in range(len(LEVELS))) < 1_000_000


def test_the_finest_level_takes_less_than_three_mebibytes_and_gives_them_back() -> None:
    forget()
    tracemalloc.start()
    try:
        lines(len(LEVELS) - 1)
        held, _ = tracemalloc.get_traced_memory()
        forget()
        left, _ = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert held < 3 * 2**20
    assert left < 2**16


def test_lines_come_back_from_a_file_as_they_were_put_in() -> None:
    level = {"coast": [[1000, 2000, 500, -500], [-3000, 0, 0, 250, 0, 250]], "province": [[30_000, 50_000, 1, 1]]}
    found = [(line.kind, list(line.longitudes), list(line.latitudes)) for line in unpack(pack(level))]  # type: ignore[arg-type]
    assert found == [
        ("coast", [1.0, 1.5], [2.0, 1.5]),
        ("coast", [-3.0, -3.0, -3.0], [0.0, 0.25, 0.5]),
        ("province", [30.0, pytest.approx(30.001)], [50.0, pytest.approx(50.001)]),
    ]


def test_a_long_line_comes_in_pieces_that_share_their_ends() -> None:
    pieces = list(unpack(pack({"coast": [[0, 0] + [100, 0] * 150]})))
    assert [len(piece.longitudes) for piece in pieces] == [65, 65, 23]
    assert all(before.longitudes[-1] == after.longitudes[0] for before, after in pairwise(pieces))


def test_only_lines_in_sight_and_of_the_kinds_asked_for_are_given() -> None:
    borders = unpack(pack({"coast": [[0, 0, 100, 100], [9000, 0, 100, 100]], "country": [[0, 0, 100, 100]]}))
    assert [line.west for line in borders.within(5.0, -1.0, 20.0, 1.0)] == [9.0]
    assert [line.kind for line in borders.within(-1.0, -1.0, 1.0, 1.0, ("country",))] == ["country"]
