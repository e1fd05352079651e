"""Completion of a query: what is offered where, and that whatever is completed can be understood."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from store.errors import QueryError
from store.query import parse
from tui.completion import MOST, NAMED, Spot, asked, complete, goes_on, known, merged, named, spot

PIECES = ["city:", "is:", "since:", "-", "(", ")", '"', " ", "OR", "Ky", "Київ", "drone", "*", "救援", "\x1b", ":", "'"]
QUERIES = st.lists(st.sampled_from(PIECES) | st.text(max_size=4), max_size=12).map("".join)
NAMES = st.tuples(st.text(max_size=20), st.sampled_from(["city", "actor", "source", "place"]), st.text(max_size=10))


def texts(query: str, cursor: int | None = None) -> list[str]:
    where = spot(query, len(query) if cursor is None else cursor)
    return [suggestion.text for suggestion in known(where)] if where else []


@pytest.mark.parametrize(
    ("query", "suggested"),
    [
        ("ci", ["city:"]),
        ("drone st", ["status:", "story:"]),
        ("(drone OR ev", ["event:"]),
        ("-au", ["author:"]),
        ("event:ev", ["event:evacuation"]),
        ("status:c", ["status:claimed", "status:confirmed"]),
        ("is:un", ["is:unread"]),
        ("HAS:f", ["has:figures", "has:fulltext"]),
        ("since:", ["since:1h", "since:6h", "since:24h", "since:7d", "since:30d", "since:today", "since:yesterday"]),
        ("since:2", ["since:24h"]),
        ("on:y", ["on:yesterday"]),
        *[(query, []) for query in ("", "drone ", "zebra", "title:Ky", '"a phrase"', "id:1", "mood:g", 'city:"Kyiv"')],
    ],
)
def test_fields_values_and_presets_are_offered_as_they_are_typed(query: str, suggested: list[str]) -> None:
    assert texts(query) == suggested


@pytest.mark.parametrize(
    ("query", "fields", "typed"),
    [
        ("city:Mari", ("city",), "Mari"),
        ('source:"BBC Wo', ("source",), "BBC Wo"),
        ("-actor:Zel", ("actor",), "Zel"),
        ("lang:", ("lang",), ""),
        ("mari", NAMED, "mari"),
        ("drone Мар", NAMED, "Мар"),
        ('"in Mari', NAMED, "in Mari"),
        ("m", (), "m"),
        ("title:mari", (), "mari"),
    ],
)
def test_names_are_asked_of_the_archive(query: str, fields: tuple[str, ...], typed: str) -> None:
    where = spot(query, len(query))
    assert where is not None
    assert (asked(where), where.typed) == (fields, typed)


def test_a_name_takes_the_place_of_what_was_typed_and_the_next_word_can_follow() -> None:
    query = "drone city:Mari"
    where = spot(query, len(query))
    assert where is not None
    (suggestion,) = named(where, [("Mariupol", "city", "city · UA")])
    assert complete(query, where, suggestion) == ("drone city:Mariupol ", 20)


def test_a_name_with_blanks_is_quoted_and_one_with_quotation_marks_loses_them() -> None:
    query = 'source:"BBC'
    where = spot(query, len(query))
    assert where is not None
    names = [("BBC World", "source", ""), ('The "Wire"', "source", ""), ("—", "source", "")]
    assert [one.text for one in named(where, names)] == ['source:"BBC World"', 'source:"The Wire"']


def test_a_bare_word_becomes_the_field_that_finds_the_name() -> None:
    where = Spot(0, 4, None, "kyiv")
    found = named(where, [("Kyiv", "city", ""), ("Kyiv Oblast", "region", ""), ("Kyiv Post", "source", "")])
    assert [one.text for one in found] == ["city:Kyiv", 'region:"Kyiv Oblast"', 'source:"Kyiv Post"']


def test_a_field_is_completed_without_a_blank_and_its_value_stays() -> None:
    where = spot("ci", 2)
    assert where is not None
    assert complete("ci", where, known(where)[0]) == ("city:", 5)
    middle = spot("ev:strike x", 1)
    assert middle is not None
    assert complete("evnt:strike x", Spot(0, 5, None, "ev"), known(Spot(0, 5, None, "ev"))[0]) == ("event:strike x", 6)


def test_what_follows_the_cursor_stays() -> None:
    query = "city:Mari since:6h"
    where = spot(query, 7)
    assert where is not None
    assert where.typed == "Ma"
    (suggestion,) = named(where, [("Mariupol", "city", "")])
    assert complete(query, where, suggestion) == ("city:Mariupol since:6h", 14)


@pytest.mark.parametrize(
    ("query", "unfinished"),
    [("is:", True), ("is:un", True), ("city:", True), ("is:x", False), ("cty:", False), ("a (", False)],
)
def test_a_value_that_may_still_become_one_is_no_error_yet(query: str, unfinished: bool) -> None:
    assert goes_on(query, len(query)) is unfinished
    assert not goes_on(query, 0)


def test_hostile_names_are_plain_words() -> None:
    where = Spot(0, 2, "source", "x")
    hostile = 'Wire \x1b]52;c;aGk=\x07 [red]x[/red] \u202egnp" OR city:Kyiv ("'
    (suggestion,) = named(where, [(hostile, "source", "\x1b[31mred")])
    assert suggestion.text.isprintable()
    assert suggestion.about == "red"
    assert parse(suggestion.text).terms[0].field == "source"
    assert len(parse(suggestion.text).terms) == 1


def test_fields_leave_room_for_names() -> None:
    fields = known(Spot(0, 1, None, "s"))
    names = named(Spot(0, 1, None, "s"), [(f"Place {number}", "city", "") for number in range(8)])
    both = merged(fields, names)
    assert len(both) == MOST
    assert both[: len(fields)] == fields[: MOST // 2]


@given(QUERIES, st.integers(0, 60), st.lists(NAMES, max_size=4))
def test_completing_never_raises_and_gives_what_can_be_understood(
    query: str, cursor: int, names: list[tuple[str, str, str]]
) -> None:
    where = spot(query, cursor)
    if where is None:
        return
    assert 0 <= where.start < where.end <= len(query) or where.start == where.end
    asked(where)
    for suggestion in merged(known(where), named(where, names)):
        completed, at = complete(query, where, suggestion)
        assert 0 <= at <= len(completed)
        word, _ = complete(query, where, replace(suggestion, text="word"))
        if suggestion.ends and _parses(word):
            parse(completed)


def _parses(query: str) -> bool:
    try:
        parse(query)
    except QueryError:
        return False
    return True
