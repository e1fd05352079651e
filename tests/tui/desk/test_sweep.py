"""Everything that the filter matches marked as read by one key, and put back by another."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING, Any

import pytest

from store.errors import ArchiveBusy
from store.query import EVERYTHING, parse
from store.reader import Reader
from store.story_jobs import join, split
from tui import sweep
from tui.marks import Marks

from .dispatches import add, dispatch
from .screen import open_desk
from .test_actions import ready, stored, window
from .test_haste import hastily

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from store.writer import Writer


@pytest.fixture(autouse=True)
def _small_batches(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sweep, "BATCH", 7)


@pytest.fixture
def marks(archive: Writer) -> Iterator[Marks]:
    ours = Marks(archive.path)
    yield ours
    ours.close()


def unread(writer: Writer) -> set[int]:
    with Reader(writer.path) as reader:
        return set(reader.ids(parse("is:unread"), limit=5_000))


# --- on the desk -------------------------------------------------------------------------------------------------


async def test_capital_r_marks_everything_read_also_what_is_not_loaded_and_u_puts_it_back_as_it_was(
    empty: Writer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sweep, "BATCH", 250)
    add(empty, *(dispatch(number) for number in range(900)))
    async with open_desk(empty.path) as desk:
        await ready(desk)
        await desk.press("m", "j", "j", "m")
        before = unread(empty)
        assert len(before) == 898
        await desk.press("R")
        await desk.shows("898 articles read · u takes it back")
        assert unread(empty) == set()
        assert all(row.read for row in window(desk).rows)
        await desk.press("u")
        await desk.shows("Taken back: 898 articles read.")
        assert unread(empty) == before
        assert {row.id for row in window(desk).rows if row.read} == {900, 898}


async def test_only_what_the_filter_matches_is_marked(archive: Writer) -> None:
    lviv = set(stored(archive, "city:Lviv"))
    before = unread(archive)
    async with open_desk(archive.path) as desk:
        await ready(desk)
        await desk.press("slash", *"city:Lviv", "enter")
        await desk.until(lambda: {row.id for row in window(desk).rows} == lviv)
        await desk.press("R")
        await desk.shows(f"{len(before & lviv)} articles read")
    assert unread(archive) == before - lviv


async def test_a_filter_that_the_list_does_not_show_yet_holds_for_what_is_marked(archive: Writer) -> None:
    lviv = set(stored(archive, "city:Lviv"))
    before = unread(archive)
    async with open_desk(archive.path) as desk:
        await ready(desk)
        await hastily(desk, "slash", *"city:Lviv", "enter", "R")
        await desk.shows(f"{len(before & lviv)} articles read")
    assert unread(archive) == before - lviv


async def test_what_was_in_sight_stays_so_while_a_filter_matches_nothing(archive: Writer) -> None:
    async with open_desk(archive.path) as desk:
        await ready(desk)
        await desk.press("slash", *"zebra", "enter")
        await desk.until(lambda: not window(desk).rows)
        await desk.press("R")
        await desk.shows("None of them is unread.")


async def test_u_right_behind_it_takes_it_back_and_nothing_that_was_done_before(archive: Writer) -> None:
    async with open_desk(archive.path) as desk:
        await ready(desk)
        await desk.press("s")
        before, starred = unread(archive), stored(archive, "is:starred")
        await desk.strike("R", "u")
        await desk.settle()
        await desk.shows("Taken back: ")
        assert (unread(archive), stored(archive, "is:starred")) == (before, starred)


async def test_a_list_without_what_is_read_is_empty_then_and_whole_again_after_the_way_back(archive: Writer) -> None:
    before = unread(archive)
    async with open_desk(archive.path) as desk:
        await ready(desk)
        await desk.press("H")
        await desk.until(lambda: {row.id for row in window(desk).rows} == before)
        await desk.press("R")
        await desk.until(lambda: not window(desk).rows)
        await desk.shows("Nothing matches is:unread")
        await desk.press("u")
        await desk.until(lambda: {row.id for row in window(desk).rows} == before)
        assert unread(archive) == before


async def test_what_arrived_and_was_never_in_sight_stays_unread(archive: Writer) -> None:
    async with open_desk(archive.path) as desk:
        await ready(desk)
        await desk.press("G")
        add(archive, dispatch(70), dispatch(71))
        await desk.shows("2 new")
        await desk.press("R")
        await desk.shows("takes it back")
    assert unread(archive) == {61, 62}


async def test_where_nothing_is_unread_it_says_so_and_there_is_nothing_to_take_back(archive: Writer) -> None:
    async with open_desk(archive.path) as desk:
        await ready(desk)
        await desk.press("R", "R")
        await desk.shows("None of them is unread.")
        await desk.press("u")
        await desk.shows("Taken back: ")
        await desk.press("u")
        await desk.shows("There is nothing to take back.")


async def test_in_an_empty_list_there_is_nothing_to_mark(empty: Writer) -> None:
    async with open_desk(empty.path) as desk:
        await desk.press("R")
        await desk.shows("There is nothing to mark as read.")


async def test_r_marks_every_report_of_a_story_read_and_of_what_stands_alone_the_one(archive: Writer) -> None:
    archive.submit(join([60, 41, 33])).result()
    archive.submit(split([alone := 10])).result()
    before = unread(archive)
    with Reader(archive.path) as reader:
        story = reader.headlines_by_id([60])[0].story
        its = before & set(reader.ids(parse(f"story:{story}"), limit=100))
    assert len(its) > 2
    async with open_desk(archive.path) as desk:
        await ready(desk)
        await desk.press("r")
        await desk.shows(f"{len(its)} articles read · u takes it back")
        assert unread(archive) == before - its
        await desk.press("u")
        await desk.shows("Taken back")
        assert unread(archive) == before
        await desk.press("slash", *f"id:{alone}", "enter")
        await desk.until(lambda: [row.id for row in window(desk).rows] == [alone])
        await desk.press("r")
        await desk.shows("1 article read")
        assert unread(archive) == before - {alone}


# --- the sweep itself --------------------------------------------------------------------------------------------


def nobody(article_ids: Sequence[int], read: bool) -> None:
    """Hear of batches and say nothing."""


async def test_a_sweep_that_is_taken_back_while_it_runs_stops_and_puts_back_what_it_did(
    archive: Writer, marks: Marks
) -> None:
    before = unread(archive)
    whole = marks.sweep(EVERYTHING, 60)
    told: list[int] = []

    def once(article_ids: Sequence[int], read: bool) -> None:
        told.extend(article_ids)
        whole._stopped = True  # as `back` does, which waits for this very batch

    await whole.run(once)
    assert whole.stopped
    assert len(told) == whole.done == 7
    assert before - unread(archive) == set(told)
    await whole.back(nobody)
    assert unread(archive) == before


async def test_where_a_batch_can_not_be_written_the_ones_before_it_stand_and_can_be_put_back(
    archive: Writer, marks: Marks, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = unread(archive)
    real, calls = marks._write, 0

    async def failing(job: Any) -> Any:
        nonlocal calls
        calls += 1
        if calls == 3:
            raise ArchiveBusy("locked")
        return await real(job)

    monkeypatch.setattr(marks, "_write", failing)
    whole = marks.sweep(EVERYTHING, 60)
    with pytest.raises(ArchiveBusy):
        await whole.run(nobody)
    assert len(before) - len(unread(archive)) == whole.done == 14
    await whole.back(nobody)
    assert unread(archive) == before
    assert whole.done == 0


async def test_alerts_of_what_is_read_are_seen_and_only_those_are_put_back(archive: Writer, marks: Marks) -> None:
    def alert(connection: sqlite3.Connection) -> None:
        rows = [("W", 1, None), ("W", 2, 5), ("V", 2, None), ("W", 3, None)]
        sql = "INSERT INTO alerts(watch, article, revision, made, seen) VALUES (?, ?, 1, 0, ?)"
        connection.executemany(sql, rows)

    def unseen() -> list[int]:
        with closing(sqlite3.connect(archive.path)) as connection:
            return [row[0] for row in connection.execute("SELECT id FROM alerts WHERE seen IS NULL ORDER BY id")]

    archive.submit(alert).result()
    whole = marks.sweep(parse("id:1 OR id:2"), None)
    await whole.run(nobody)
    assert unseen() == [4]
    await whole.back(nobody)
    assert unseen() == [1, 3, 4]
