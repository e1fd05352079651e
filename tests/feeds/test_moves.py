from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feeds.moves import Move, failed, pack, sighted, unpack

OLD, NEW = "https://old.example/feed", "https://new.example/feed"
START = datetime(2026, 3, 1, tzinfo=UTC)


def week(move: Move, url: str | None, *, subscribed: str = OLD, days: int = 7) -> Move:
    for hours in range(0, days * 24 + 1, 6):
        move = sighted(move, subscribed, url, START + timedelta(hours=hours))
    return move


def test_a_week_of_permanent_redirects_to_one_address_is_a_move() -> None:
    assert week(Move(), NEW, days=6).using == ""
    assert week(Move(), NEW) == Move(using=NEW)


def test_a_week_in_which_hardly_anybody_looked_is_none() -> None:
    move = sighted(Move(), OLD, NEW, START)
    assert sighted(move, OLD, NEW, START + timedelta(days=30)).using == ""


def test_one_answer_without_or_with_another_redirect_begins_the_week_anew() -> None:
    nearly = week(Move(), NEW, days=6)
    later = START + timedelta(days=8)
    assert sighted(nearly, OLD, None, later) == Move()
    assert sighted(nearly, OLD, "https://portal.example/", later) == Move(
        "https://portal.example/", int(later.timestamp()), 1
    )


def test_nobody_is_led_from_https_to_http() -> None:
    assert week(Move(), "http://new.example/feed") == Move()
    assert week(Move(), "http://new.example/feed", subscribed="http://old.example/").using
    assert week(Move(using=NEW), "http://newer.example/", subscribed="http://old.example/") == Move(using=NEW)


def test_a_feed_that_moves_again_is_followed_after_another_week() -> None:
    assert week(Move(using=NEW), "https://newer.example/").using == "https://newer.example/"
    assert week(Move(using=NEW), OLD) == Move()


def test_good_answers_keep_an_adopted_address_and_three_failures_give_it_up() -> None:
    move = Move(using=NEW)
    assert sighted(move, OLD, None, START) == move
    assert failed(move, 2, gone=False) == move
    assert failed(move, 3, gone=False) == Move()
    assert failed(move, 1, gone=True) == Move()


def test_a_failure_says_nothing_about_a_move_that_is_not_adopted() -> None:
    move = week(Move(), NEW, days=3)
    assert failed(move, 9, gone=False) == move


def test_a_clock_set_back_adopts_nothing_early() -> None:
    move = week(Move(), NEW, days=2)
    assert sighted(move, OLD, NEW, START - timedelta(days=300)).using == ""


@given(st.builds(Move, st.text(), st.integers(0, 2**40), st.integers(0, 10**6), st.text()))
def test_what_is_known_survives_being_kept(move: Move) -> None:
    assert unpack(pack(move)) == move
    assert pack(Move()) == ""


@pytest.mark.parametrize("text", [None, "", "x", "[]", "{}", '{"to":1}', "null"])
def test_what_can_not_be_read_is_not_known(text: str | None) -> None:
    assert unpack(text) == Move()
