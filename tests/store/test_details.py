"""What a list's line says beside the headline: places and the figure that says most."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from store.detail_reading import figure_of, places_of
from store.jobs import commit_poll, sync_feeds
from store.models import FeedSettings, Figure, Tags
from store.reader import Reader
from store.writer import Writer
from tests.store.make import IRPIN, KYIV, NAMES, NOON, draft, event, outcome, place

if TYPE_CHECKING:
    from pathlib import Path

    from store.models import Measure

TITLE = "Five killed in Irpin"


def figure(start: int, measure: Measure, value: float | None = 5) -> Figure:
    return Figure(start, start + 4, "Five people", value, "exact", measure, "people", "Irpin", None, "unverified")


@pytest.mark.parametrize(
    ("figures", "chosen"),
    [
        ((figure(0, "wounded"), figure(40, "killed")), 0),
        ((figure(30, "displaced"), figure(40, "killed"), figure(50, "killed")), 1),
        ((figure(0, "killed", None), figure(3, "wounded")), 1),
        ((figure(0, "killed", 0), figure(40, "captured")), 1),
    ],
)
def test_the_figure_is_the_gravest_of_the_title_else_of_the_text(figures: tuple[Figure, ...], chosen: int) -> None:
    assert figure_of(figures, len(TITLE)) == figures[chosen]


def test_a_figure_of_unknown_kind_is_worth_no_place() -> None:
    assert figure_of((figure(0, "other"),), len(TITLE)) is None


def test_places_begin_with_the_dateline_and_stand_once() -> None:
    events = [event(where, TITLE) for where in (IRPIN, KYIV, IRPIN)]
    assert places_of(events, "Kyiv") == ("Kyiv", "Irpin")
    assert places_of(events, None) == ("Irpin", "Kyiv")
    assert places_of((), None) == ()


def test_details_are_read_from_the_archive_for_those_that_exist(tmp_path: Path) -> None:
    tags = Tags(places=(place(IRPIN, 15),), events=(event(IRPIN, TITLE),), figures=(figure(0, "killed"),))
    with Writer(tmp_path / "archive.db") as writer:
        (feed,) = writer.submit(sync_feeds((FeedSettings("https://a.example/feed", "A"),), NOON)).result()
        drafts = (draft(key="1", title=TITLE, tags=tags), draft(key="2", title="Quiet", tags=Tags()))
        writer.submit(commit_poll(outcome(feed.id, *drafts, names=NAMES))).result()
    with Reader(tmp_path / "archive.db") as reader:
        found = reader.details([1, 2, 99])
    assert found[1].places == ("Irpin",)
    assert found[1].figure == replace(figure(0, "killed"))
    assert found[2].figure is None
    assert set(found) == {1, 2}
