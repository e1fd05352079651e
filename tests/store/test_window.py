"""The index of what lately arrived: it gives the latest reports under a token, and mirrors what the archive holds."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from store.connection import WriterConnection
from store.features import features_of, flat, found_by, prepare, prepared
from store.grouping import KEPT_S
from store.jobs import commit_poll
from store.models import Tags
from store.reader import Reader
from store.window import Window, window_of
from store.writer import Writer

from .make import NOON, add_feed, draft, outcome, store

if TYPE_CHECKING:
    import sqlite3
    from pathlib import Path

    from store.models import FeedState

STORY = ("Kakhovka dam breached, villages flooded", "Thousands flee villages below the breached Kakhovka dam.")
AGAIN = ("Villages flooded after Kakhovka dam is breached", "The Kakhovka dam was breached and villages are flooded.")
LIMIT = 3

reports = st.tuples(st.just("add"), st.integers(0, 40), st.frozensets(st.integers(0, 5), min_size=1))
forgets = st.tuples(st.just("forget"), st.integers(0, 30), st.just(frozenset[int]()))
drops = st.tuples(st.just("drop"), st.just(0), st.just(frozenset[int]()))


@given(steps=st.lists(reports | forgets | drops, max_size=60), first=st.integers(0, 40), hours=st.integers(0, 20))
@settings(max_examples=80)
def test_it_gives_the_latest_reports_of_some_hours_that_hold_a_token(
    steps: list[tuple[str, int, frozenset[int]]], first: int, hours: int
) -> None:
    window, held = Window(), dict[int, tuple[int, frozenset[int]]]()
    for number, (what, value, tokens) in enumerate(steps, 1):
        if what == "add":
            window.add(number, value, tokens)
            held[number] = value, tokens
        elif what == "forget" and value in held:
            window.forget(value, *held.pop(value))
        elif what == "drop" and held:
            hour, _ = held.pop(min(held))
            window.drop(hour)
        assert window.bounds == ((min(held), max(held)) if held else None)
    found = window.latest(range(6), first, first + hours, LIMIT)
    for token in range(6):
        holders = sorted(
            (h, one) for one, (h, tokens) in held.items() if token in tokens and first <= h <= first + hours
        )
        assert sorted(found[token]) == sorted(one for _, one in holders[-LIMIT:])


def test_what_was_dropped_is_swept_out_in_the_end() -> None:
    window = Window()
    for article in range(1, 5_000):
        window.add(article, article // 10, {1, 10 + article % 7})
        if article > 100:
            window.drop(window.oldest(1)[0] // 10)
    assert window.bounds == (4_900, 4_999)
    assert window.latest((1,), 0, 600, 9_999) == {1: list(range(4_900, 5_000))}
    assert window.latest((1,), 0, 489, 9_999) == {1: []}


@pytest.fixture
def feeds(writer: Writer) -> tuple[FeedState, FeedState]:
    return tuple(add_feed(writer, f"https://{name}.example/feed") for name in ("one", "two"))  # type: ignore[return-value]


def _stories(path: Path) -> dict[int, int | None]:
    with Reader(path) as reader:
        return {row.id: row.story for row in reader.headlines_by_id(range(1, 9))}


def test_a_report_finds_what_came_before_the_archive_was_opened(path: Path, feeds: tuple[FeedState, FeedState]) -> None:
    for feed, words in zip(feeds, (STORY, AGAIN), strict=True):
        with Writer(path) as again:
            store(again, feed, draft(words[0], words[0], summary=words[1]))
    assert _stories(path) == {1: 1, 2: 1}


def test_a_report_finds_what_another_connection_stored(
    path: Path, writer: Writer, feeds: tuple[FeedState, FeedState]
) -> None:
    store(writer, feeds[0], draft("other", "Grain ship leaves Odesa", summary="It carries corn."))
    with Writer(path) as another:
        store(another, feeds[0], draft("first", STORY[0], summary=STORY[1]))
    store(writer, feeds[1], draft("second", AGAIN[0], summary=AGAIN[1]))
    assert _stories(path) == {1: None, 2: 2, 3: 2}


def test_what_was_rolled_back_is_found_by_nothing(
    path: Path, writer: Writer, feeds: tuple[FeedState, FeedState]
) -> None:
    store(writer, feeds[0], draft("other", "Grain ship leaves Odesa", summary="It carries corn."))

    def failing(connection: sqlite3.Connection) -> None:
        commit_poll(outcome(feeds[0].id, draft("first", STORY[0], summary=STORY[1])))(connection)
        raise RuntimeError("the disk is gone")

    with pytest.raises(RuntimeError):
        writer.submit(failing).result()
    store(writer, feeds[1], draft("second", AGAIN[0], summary=AGAIN[1]))
    assert _stories(path) == {1: None, 2: None}


def test_the_window_mirrors_what_is_stored_after_days_of_reports(
    writer: Writer, feeds: tuple[FeedState, FeedState]
) -> None:
    for day in range(8):
        one = draft(f"{day}", f"Day {day} of the war", summary=f"What was told on day {day}.")
        store(writer, feeds[0], one, at=NOON + timedelta(days=day))

    def compared(connection: sqlite3.Connection) -> tuple[object, ...]:
        assert isinstance(connection, WriterConnection)
        held = window_of(connection)
        connection.window = None
        made = window_of(connection)
        return held.bounds, made.bounds, held.span

    held, made, span = writer.submit(compared).result()
    assert held == made == (8 - KEPT_S // 86_400, 8)
    assert span == KEPT_S // 86_400


def test_features_that_a_worker_prepared_are_those_of_the_article() -> None:
    data = prepare(*STORY, "en", Tags(), update=True)
    known = prepared(data, *STORY, hour=7, feed=3)
    assert known == features_of(*STORY, "en", Tags(), hour=7, feed=3, update=True)


def test_features_of_another_text_are_not_taken() -> None:
    data = prepare(*STORY, "en", Tags(), update=False)
    assert prepared(data, STORY[0], AGAIN[1], hour=7, feed=3) is None
    assert prepared(data, AGAIN[0], STORY[1], hour=7, feed=3) is None
    assert prepared(b"", *STORY, hour=7, feed=3) is None
    assert prepared(data[:9], *STORY, hour=7, feed=3) is None


@given(title=st.text(max_size=80), text=st.text(max_size=300))
@settings(max_examples=40)
def test_a_report_is_found_by_its_tokens_and_the_least_of_its_shingles(title: str, text: str) -> None:
    features = features_of(title, text, "en", Tags(), hour=7, feed=3)
    found = found_by(flat(features))
    assert frozenset[int]().union(*features.tokens) <= found
    assert found <= frozenset(features.shingles).union(*features.tokens)
