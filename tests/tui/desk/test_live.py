"""What arrives while the desk is open."""

from __future__ import annotations

import asyncio
from concurrent.futures import Future
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
from textual.widgets import Input

from store.errors import ArchiveError
from store.query import EVERYTHING
from store.reader import Reader as ArchiveReader
from tests.store.make import NOON
from tui.child import ArchiverState
from tui.first import first_look, read_cities
from tui.pages import read_page
from tui.screens import live
from tui.widgets.headlines import HeadlineList
from tui.widgets.reader import Reader
from tui.widgets.ticker import Ticker

from .dispatches import add, dispatch, feeds
from .screen import open_desk
from .test_actions import ready, shown, stored, window

if TYPE_CHECKING:
    from collections.abc import Sequence

    from store.models import CityTicker
    from store.writer import Writer
    from tui.first import FirstLook


async def test_a_desk_left_alone_is_live_the_cursor_on_the_newest_at_the_top(archive: Writer) -> None:
    async with open_desk(archive.path) as desk:
        await ready(desk)
        assert "live" in desk.lines()[1]
        for number in range(100, 104):
            add(archive, dispatch(number))
            await desk.until(lambda: window(desk).current.id == len(window(desk).rows))
            assert (window(desk).cursor, window(desk).top) == (0, 0)
        await desk.until(lambda: shown(desk) == 64)


async def test_an_archive_that_was_moved_away_is_told_on_the_screen_and_once_in_the_log(
    archive: Writer, caplog: pytest.LogCaptureFixture
) -> None:
    async with open_desk(archive.path) as desk:
        await ready(desk)
        archive.path.rename(archive.path.with_name("elsewhere.db"))
        await desk.shows("was moved, removed or replaced")
        for _ in range(2):
            await desk.app.screen._look()  # type: ignore[attr-defined]
    told = [record for record in caplog.records if "was moved" in record.getMessage()]
    assert len(told) == 1


async def test_from_the_first_key_on_the_list_stands_still_and_says_how_to_follow_again(archive: Writer) -> None:
    async with open_desk(archive.path) as desk:
        await ready(desk)
        await desk.press("s")
        await desk.shows(". to follow")
        rows = [line[3:] for line in desk.lines()[2:17]]
        add(archive, dispatch(100), dispatch(101))
        await desk.shows("▲ 2 new · . to follow")
        assert [line[3:] for line in desk.lines()[2:17]] == rows
        assert window(desk).current.id == 60
        await desk.press("full_stop")
        await desk.until(lambda: window(desk).current.id == 62)
        await desk.until(lambda: "live" in desk.lines()[1])
        add(archive, dispatch(102))
        await desk.until(lambda: window(desk).current.id == 63)


@pytest.mark.parametrize("key", ["s", "m"])
async def test_a_key_acts_on_the_article_that_was_drawn_under_the_cursor(
    archive: Writer, key: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with open_desk(archive.path) as desk:
        await ready(desk)
        listing = desk.app.screen._listing  # type: ignore[attr-defined]
        add(archive, dispatch(100))
        with ArchiveReader(archive.path) as reader:
            page = read_page(reader, EVERYTHING, grouped=False)
        listing.begin(page)  # the rows are there, but no frame was drawn with them yet
        assert window(desk).current.id == 61
        desk.app.screen.keyed()  # type: ignore[attr-defined]
        await desk.press(key)
        assert window(desk).current.id == 60
        marked = "is:starred" if key == "s" else "is:read"
        await desk.until(lambda: stored(archive, marked) == [60])


async def test_a_page_that_was_asked_for_before_a_key_does_not_move_the_cursor_after_it(archive: Writer) -> None:
    async with open_desk(archive.path) as desk:
        await ready(desk)
        listing = desk.app.screen._listing  # type: ignore[attr-defined]
        add(archive, dispatch(100))
        asked = asyncio.ensure_future(listing.arrived())
        await asyncio.sleep(0)
        desk.app.screen.keyed()  # type: ignore[attr-defined]
        await asked
        assert window(desk).current.id == 60
        assert listing.pending.value == 1


async def test_a_desk_just_opened_stays_on_the_newest_while_it_fills(empty: Writer) -> None:
    async with open_desk(empty.path) as desk:
        await desk.shows("nobody archives")
        for number in range(1, 4):
            add(empty, dispatch(number))
            await desk.until(
                lambda: window(desk).current is not None and window(desk).current.id == len(window(desk).rows)
            )
        await desk.until(lambda: shown(desk) == 3)


async def test_where_nobody_touched_the_list_for_long_it_goes_with_the_newest(archive: Writer) -> None:
    async with open_desk(archive.path) as desk:
        await ready(desk)
        await desk.press("j", "k")
        desk.app.screen.query_one(HeadlineList).touched_at -= 1_000
        add(archive, dispatch(100))
        await desk.until(lambda: shown(desk) == 61)
        assert window(desk).cursor == 0


async def test_elsewhere_nothing_moves_and_a_badge_counts(archive: Writer) -> None:
    async with open_desk(archive.path) as desk:
        await ready(desk)
        await desk.press(*"jjjjj")
        rows = desk.lines()[2:17]
        add(archive, *(dispatch(number) for number in range(100, 112)))
        await desk.shows("▲ 12 new")
        assert desk.lines()[2:17] == rows
        assert window(desk).current.id == 55
        await desk.press("full_stop")
        await desk.until(lambda: window(desk).current.id == 72)
        await desk.hides("▲ 12 new ─")
        assert "▲" not in desk.lines()[1]


async def test_walking_up_to_the_new_rows_clears_the_badge(archive: Writer) -> None:
    async with open_desk(archive.path) as desk:
        await ready(desk)
        await desk.press(*"jjj")
        add(archive, dispatch(100), dispatch(101))
        await desk.shows("▲ 2 new")
        await desk.press("k")
        assert "▲ 2 new" in desk.lines()[1], "rows not yet in sight still count as new"
        await desk.press("k", "k", "k")
        await desk.shows("▲ 1 new")
        await desk.press("k")
        await desk.until(lambda: window(desk).current.id == 62)
        await desk.until(lambda: "▲" not in desk.lines()[1])


async def test_a_revised_article_is_drawn_again_where_it_stands(archive: Writer) -> None:
    async with open_desk(archive.path) as desk:
        await ready(desk)
        await desk.press("j")
        await desk.until(lambda: shown(desk) == 59)
        # Article 59 is dispatch 58, from the second outlet.
        add(archive, dispatch(58, title="Lviv corrected its count"), feed=1)
        await desk.shows("Lviv corrected its count")
        assert "✎2" in desk.line_with("Lviv corrected")
        assert window(desk).current.id == 59
        await desk.shows("revised 1 time")


async def test_the_readers_place_stays_when_its_article_is_revised(empty: Writer) -> None:
    long = "\n\n".join(f"Paragraph {number} of a long account." for number in range(80))
    add(empty, dispatch(1, body=long))
    async with open_desk(empty.path) as desk:
        await ready(desk)
        await desk.press("2", "pagedown", "pagedown")
        top = desk.app.screen.query_one(Reader).top
        add(empty, dispatch(1, body=long + "\n\nAnd one more."))
        await desk.until(lambda: (desk.app.screen.query_one(Reader).article or object()).revisions == 2)  # type: ignore[attr-defined]
        assert desk.app.screen.query_one(Reader).top == top > 0


async def test_a_filter_counts_and_takes_in_only_what_matches(archive: Writer) -> None:
    async with open_desk(archive.path) as desk:
        await ready(desk)
        await desk.press("slash", *"zebra", "enter")
        await desk.shows("Nothing matches zebra")
        add(archive, dispatch(100), dispatch(101, title="A zebra in Lviv"))
        await desk.shows("A zebra in Lviv")
        await desk.until(lambda: len(window(desk).rows) == 1)


async def test_the_first_article_of_an_empty_archive_appears_by_itself(empty: Writer) -> None:
    async with open_desk(empty.path) as desk:
        await desk.shows("nobody archives")
        add(empty, dispatch(1))
        await desk.until(lambda: shown(desk) == 1)
        await desk.shows("1 new since start")


async def test_what_is_new_and_what_there_is_never_contradict_each_other(empty: Writer) -> None:
    async with open_desk(empty.path) as desk:
        await desk.shows("nobody archives")
        add(empty, dispatch(1))
        await desk.shows("1 article ")
        for number in range(2, 5):
            add(empty, dispatch(number))
            await desk.until(lambda number=number: f"▲ {number} new since start" in desk.text())  # type: ignore[misc]
            assert f"{number} articles" in desk.text()


async def test_articles_that_leave_the_archive_leave_the_list(archive: Writer) -> None:
    from datetime import timedelta

    from store.jobs import prune_articles
    from tests.store.make import NOON

    async with open_desk(archive.path) as desk:
        await ready(desk)
        archive.submit(prune_articles(NOON - timedelta(minutes=60), 500)).result()
        with ArchiveReader(archive.path) as reader:
            left = reader.status().articles
        if left < 60:
            await desk.until(lambda: len(window(desk).rows) == left)


async def test_the_status_line_tells_who_archives_and_what_fails(archive: Writer) -> None:
    from store.jobs import commit_poll
    from tests.store.make import outcome

    states = feeds(archive)
    failed = outcome(states[0].id, state="failing", failures=3, error="HTTP 503", http_status=503, ok=False)
    archive.submit(commit_poll(failed)).result()
    async with open_desk(archive.path, archiver=lambda: ArchiverState("other", 4242)) as desk:
        await desk.shows("2/3 feeds ok")
        await desk.shows("! 1 failing")
        await desk.shows("follows archiver pid 4242")


async def test_where_every_feed_fails_the_empty_list_says_why(empty: Writer) -> None:
    from store.jobs import commit_poll
    from tests.store.make import outcome

    for state in feeds(empty):
        failed = outcome(state.id, state="failing", failures=1, error="no route to host", http_status=None, ok=False)
        empty.submit(commit_poll(failed)).result()
    async with open_desk(empty.path, archiver=lambda: ArchiverState("own", 77)) as desk:
        await desk.shows("None of the 3 feeds could be read.")
        await desk.shows("no route to host")


async def test_while_the_network_is_down_the_desk_says_so_since_when_and_why(empty: Writer) -> None:
    from store.models import Standstill
    from store.standstill import note_standstill
    from tests.store.make import NOON

    feeds(empty)
    async with open_desk(empty.path, archiver=lambda: ArchiverState("own", 77)) as desk:
        empty.submit(note_standstill(Standstill(NOON, "Name or service not known"), NOON)).result()
        words = f"No network since {NOON:%H:%M}: Name or service not known; trying again"
        await desk.until(lambda: desk.text().count(words) == 2, "status line and empty desk")
        empty.submit(note_standstill(None, NOON)).result()
        await desk.hides("No network")


async def test_a_first_start_says_what_is_happening(empty: Writer) -> None:
    async with open_desk(empty.path, archiver=lambda: ArchiverState("starting"), configured=25) as desk:
        await desk.shows("Welcome to Dateline. The first articles are on their way.")
        await desk.shows("25 feeds configured. Archiver starting.")


async def test_typing_goes_on_while_articles_arrive(archive: Writer) -> None:
    async with open_desk(archive.path) as desk:
        await ready(desk)
        await desk.press("slash", *"bus")
        add(archive, dispatch(100))
        await desk.press(*"es")
        assert desk.app.screen.query_one(Input).value == "buses"
        await desk.until(lambda: len(desk.app.screen.query_one(HeadlineList).window.rows) == 15)


async def test_while_the_index_of_names_is_made_the_empty_list_says_so(empty: Writer) -> None:
    missing = [True]
    async with open_desk(
        empty.path, archiver=lambda: ArchiverState("own", 7), preparing=lambda: missing[0], configured=25
    ) as desk:
        await desk.shows("The index of place names is being made.")
        await desk.shows("It happens once and takes ten seconds")
        missing.clear()
        missing.append(False)
        await desk.shows("Welcome to Dateline. The first articles are on their way.")


async def test_what_was_read_ahead_is_on_the_first_screen(archive: Writer) -> None:
    async with open_desk(archive.path, ahead=True) as desk:
        assert len(window(desk).rows) == 60
        assert shown(desk) == 60
        await desk.shows("60 articles")
        assert "Irpin" in desk.text()


async def test_a_desk_that_is_there_before_its_first_screen_is_read_shows_it_as_soon_as_it_is(archive: Writer) -> None:
    first: Future[FirstLook] = Future()
    async with open_desk(archive.path, first=first) as desk:
        assert not window(desk).rows
        with ArchiveReader(archive.path) as reader:
            first.set_result(first_look(reader))
        await desk.until(lambda: shown(desk) == 60)
        await desk.shows("60 articles")


async def test_a_first_screen_that_could_not_be_read_is_asked_for_again(archive: Writer) -> None:
    first: Future[FirstLook] = Future()
    async with open_desk(archive.path, first=first) as desk:
        first.set_exception(ArchiveError("can't be read"))
        await desk.until(lambda: shown(desk) == 60)


async def test_cities_that_were_asked_for_ahead_are_shown_as_soon_as_they_are_read(archive: Writer) -> None:
    cities: Future[Sequence[CityTicker]] = Future()
    async with open_desk(archive.path, (200, 60), ahead=True, cities=cities) as desk:
        with ArchiveReader(archive.path) as reader:
            read = read_cities(reader, NOON, timedelta(hours=24))
        cities.set_result([replace(city, place="Read ahead") for city in read])
        await desk.shows("Read ahead")


async def test_what_was_committed_after_the_reading_ahead_still_arrives(archive: Writer) -> None:
    async with open_desk(archive.path, ahead=True) as desk:
        add(archive, dispatch(100, title="Just in"))
        await desk.shows("Just in")


async def test_an_idle_desk_draws_nothing(archive: Writer, monkeypatch: pytest.MonkeyPatch) -> None:
    async with open_desk(archive.path, (200, 60)) as desk:
        await ready(desk)
        await desk.shows("60 articles")
        await desk.pilot.pause(1.0)
        drawn: list[object] = []
        screen = desk.app.screen
        monkeypatch.setattr(desk.app, "_display", lambda *given: drawn.append(given))
        looked = screen._live._status_at  # type: ignore[attr-defined]
        await desk.pilot.pause(1.3)
        assert screen._live._status_at == looked  # type: ignore[attr-defined]
        assert drawn == []


async def test_the_cities_are_asked_for_only_where_they_are_seen_and_at_once_when_they_come_into_sight(
    archive: Writer, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with open_desk(archive.path, (120, 40)) as desk:
        await ready(desk)
        asked: list[object] = []

        def counted(*arguments: Any) -> Any:
            asked.append(arguments)
            return read_cities(*arguments)

        monkeypatch.setattr(live, "read_cities", counted)
        monkeypatch.setattr(live, "TICKER_EVERY_S", 0.0)
        ticker = desk.app.screen.query_one(Ticker)
        assert not ticker.display
        add(archive, dispatch(101))
        await desk.shows("1 new")
        await desk.settle()
        assert asked == []
        await desk.press("3")
        await desk.until(lambda: any(line.article == 61 for city in ticker._cities for line in city.lines))
        assert asked
