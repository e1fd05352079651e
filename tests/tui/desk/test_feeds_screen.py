"""The feeds screen: how each feed does, in words, and what can be asked of it."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from rich.cells import cell_len

from store.jobs import commit_poll, set_paused
from store.models import FeedState
from store.reader import Reader
from tests.store.make import NOON, outcome
from tui.child import ArchiverState
from tui.widgets.feed_rows import detail, feed_row, heading, summary
from tui.widgets.feed_table import FeedTable

from .dispatches import feeds
from .screen import check_golden, open_desk
from .test_actions import ready, window

if TYPE_CHECKING:
    from store.writer import Writer

    from .screen import Desk

STATE = FeedState(
    id=1,
    url="https://harbour.example/feed",
    name="Harbour Wire",
    kind="feed",
    state="ok",
    country="UA",
    affiliation="agency",
    last_poll=NOON - timedelta(minutes=3),
    last_success=NOON - timedelta(minutes=3),
    next_poll=NOON + timedelta(minutes=7),
    interval_s=600,
    failures=0,
    error=None,
    http_status=200,
    etag=None,
    last_modified=None,
    body_hash=None,
    retry_after=None,
    articles=1_234,
)
FAILING = replace(STATE, state="failing", failures=3, error="HTTP 503 Service Unavailable", http_status=503)


def words(feed: FeedState, width: int = 120) -> str:
    return " ".join(" ".join("".join(text for text, _ in line).split()) for line in detail(feed, width, NOON))


def stored(writer: Writer) -> list[FeedState]:
    with Reader(writer.path) as reader:
        return reader.feeds()


def fail(writer: Writer, index: int) -> None:
    state = feeds(writer)[index]
    failed = outcome(state.id, state="failing", failures=4, error="HTTP 503", http_status=503, ok=False)
    writer.submit(commit_poll(failed)).result()


async def to_feeds(desk: Desk) -> FeedTable:
    await ready(desk)
    await desk.press("f")
    await desk.shows("Last success")
    await desk.shows("Harbour Wire")
    return desk.app.screen.query_one(FeedTable)


@pytest.mark.parametrize("width", [60, 80, 116, 120, 200])
def test_a_row_says_state_success_rhythm_articles_failures_and_next_poll(width: int) -> None:
    row = feed_row(FAILING, width, NOON, cursor=False)
    text = "".join(piece for piece, _ in row)
    assert cell_len(text) <= width
    assert cell_len(heading(width)) <= width
    for part in ("failing", "3 min ago", "1,234", "in 7 min", *((" 10 min ", " 3 ") if width >= 80 else ())):
        assert part in text
    assert ("HTTP 503 Service" in text) is (width >= 116)


def test_what_went_wrong_is_said_in_whole_sentences() -> None:
    assert "The poll failed 3 times in a row: HTTP 503 Service Unavailable." in words(FAILING)
    assert "Last read 28 Mar 2022, 11:57 UTC. Asked every 10 min. Next poll in 7 min." in words(FAILING)
    assert "Not asked yet." in words(replace(STATE, last_poll=None, last_success=None))
    assert "nothing had changed" in words(replace(STATE, http_status=304))
    assert "no poll before 28 Mar 2022, 13:00" in words(replace(FAILING, retry_after=NOON + timedelta(hours=1)))
    assert "not asked until it goes on" in words(replace(STATE, state="paused"))
    assert "not asked again" in words(replace(STATE, state="gone", error="HTTP 410"))
    assert "A poll was asked for" in words(replace(STATE, asked=NOON))


def test_a_hostile_error_stays_on_its_line_and_plain() -> None:
    lines = detail(replace(FAILING, error="no\x1b[31m\nway [b]here " + "x" * 3_000), 80, NOON)
    assert all(cell_len("".join(text for text, _ in line)) <= 80 for line in lines)
    assert "\x1b" not in words(replace(FAILING, error="no\x1b[31m"))


def test_the_head_counts_feeds_by_state() -> None:
    text = "".join(piece for piece, _ in summary([STATE, FAILING, replace(STATE, state="paused")]))
    assert text == "3 feeds  ·  1 ok  ·  1 failing  ·  1 paused"


async def test_f_shows_the_feeds_and_escape_leads_back(archive: Writer) -> None:
    fail(archive, 1)
    async with open_desk(archive.path) as desk:
        await to_feeds(desk)
        await desk.shows("3 feeds  ·  2 ok  ·  1 failing")
        assert "failing" in desk.line_with("Vesti Severa")
        check_golden(desk, "feeds-120x40")
        await desk.press("escape")
        assert desk.focus == "headlines"


async def test_the_feeds_at_80x24(archive: Writer) -> None:
    fail(archive, 1)
    async with open_desk(archive.path, (80, 24)) as desk:
        await to_feeds(desk)
        await desk.press("j")
        await desk.shows("The poll failed 4 times in a row: HTTP 503.")
        check_golden(desk, "feeds-80x24")


async def test_keys_move_between_feeds(archive: Writer) -> None:
    async with open_desk(archive.path) as desk:
        table = await to_feeds(desk)
        await desk.press("j")
        assert table.cursor == 1
        await desk.press("G")
        assert table.cursor == 2
        await desk.press("j", "k")
        assert table.cursor == 1
        await desk.press("g")
        assert table.cursor == 0


async def test_p_pauses_a_feed_and_lets_it_go_on(archive: Writer) -> None:
    async with open_desk(archive.path) as desk:
        await to_feeds(desk)
        await desk.press("j", "p")
        await desk.shows("Vesti Severa: paused")
        await desk.shows("1 paused")
        assert [feed.state for feed in stored(archive)] == ["ok", "paused", "ok"]
        await desk.press("p")
        await desk.shows("Vesti Severa: goes on.")
        await desk.shows("3 ok")


async def test_r_asks_for_a_poll(archive: Writer) -> None:
    async with open_desk(archive.path, archiver=lambda: ArchiverState("own", 7)) as desk:
        await to_feeds(desk)
        await desk.press("r")
        await desk.shows("Harbour Wire: asked for a poll now.")
        assert stored(archive)[0].asked is not None
        await desk.until(lambda: desk.line_with("Harbour Wire ").lstrip(" ▌").startswith("asked"))


async def test_r_says_so_where_nobody_polls(archive: Writer) -> None:
    async with open_desk(archive.path) as desk:
        await to_feeds(desk)
        await desk.press("r")
        await desk.shows("none does now")


async def test_what_changes_elsewhere_is_shown_and_the_cursor_stays_on_its_feed(archive: Writer) -> None:
    async with open_desk(archive.path) as desk:
        table = await to_feeds(desk)
        await desk.press("j")
        archive.submit(set_paused(stored(archive)[2].id, True)).result()
        await desk.shows("1 paused")
        assert table.current is not None
        assert table.current.name == "Vesti Severa"


async def test_enter_on_a_feed_shows_its_articles(archive: Writer) -> None:
    async with open_desk(archive.path) as desk:
        await to_feeds(desk)
        await desk.press("j", "enter")
        await desk.until(lambda: len(window(desk).rows) == 20)
        assert desk.focus == "headlines"
        await desk.shows("Feed Vesti Severa · 20 · Esc goes back")


async def test_without_feeds_it_says_how_to_add_one(empty: Writer) -> None:
    async with open_desk(empty.path, configured=0) as desk:
        await desk.press("f")
        await desk.shows("dateline feeds add URL")


async def test_one_click_too_many_on_a_feed_changes_nothing(archive: Writer) -> None:
    async with open_desk(archive.path) as desk:
        table = await to_feeds(desk)
        for _ in range(3):
            table.choose()
        await desk.shows("1 Headlines")
        await desk.until(lambda: len(window(desk).rows) == 20)
        assert desk.app.return_code is None
