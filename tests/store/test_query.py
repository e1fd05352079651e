"""The query language: what it accepts, what it prints, and where it says that something is wrong."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from store.errors import QueryError
from store.fields import CHOICES, FIELDS, read_time
from store.query import EVERYTHING, And, Filter, Not, Or, Term, parse

NOW = datetime(2022, 3, 28, 9, 12, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    ("text", "root"),
    [
        ("word", Term("word")),
        ('"a  phrase"', Term("a phrase")),
        ("wor*", Term("wor", prefix=True)),
        ('"a phr"*', Term("a phr", prefix=True)),
        ("-not", Not(Term("not"))),
        ("--twice", Term("twice")),
        ("a b", And((Term("a"), Term("b")))),
        ("a AND b", And((Term("a"), Term("b")))),
        ("a OR b", Or((Term("a"), Term("b")))),
        ("a or b", And((Term("a"), Term("or"), Term("b")))),
        ("a b OR c", Or((And((Term("a"), Term("b"))), Term("c")))),
        ("a (b OR c)", And((Term("a"), Or((Term("b"), Term("c")))))),
        ("(a b) c", And((Term("a"), Term("b"), Term("c")))),
        ("-(a b)", Not(And((Term("a"), Term("b"))))),
        ("City:Kyiv", Term("Kyiv", "city")),
        ('city:"Kryvyi Rih"', Term("Kryvyi Rih", "city")),
        ("city:Khar*", Term("Khar", "city", prefix=True)),
        ("event:STRIKE", Term("strike", "event")),
        ("id:007", Term("7", "id")),
        ("https://a.example/b", Term("https://a.example/b", "url")),
        ('"OR"', Term("OR")),
        ('"NOT"', Term("NOT")),
        ("NOT Kyiv", Not(Term("Kyiv"))),
        ("not", Term("not")),
        ("NOT (NOT Kyiv)", Term("Kyiv")),
        ("10:30", Term("10:30")),
        ("war: Kyiv", And((Term("war:"), Term("Kyiv")))),
        ("al-Shabaab", Term("al-Shabaab")),
    ],
)
def test_a_query_means(text: str, root: object) -> None:
    assert parse(text).root == root


def test_a_filter_gives_its_terms_from_left_to_right() -> None:
    assert [term.value for term in parse("a -(b OR city:Kyiv)").terms] == ["a", "b", "Kyiv"]
    assert EVERYTHING.terms == ()


@pytest.mark.parametrize("text", ["a -", "a — 🔥", "- a", "(—) a", "a OR —"])
def test_beside_others_a_word_without_letter_or_digit_says_nothing(text: str) -> None:
    assert parse(text) == parse("a")


@pytest.mark.parametrize("text", ["", "  ", "\n\t"])
def test_no_word_at_all_leaves_nothing_out(text: str) -> None:
    assert parse(text) == EVERYTHING


@pytest.mark.parametrize(
    ("text", "column", "words"),
    [
        ("ctiy:Kyiv", 0, "did you mean city:?"),
        ("kyiv zzzzz:1", 5, "fields are title,"),
        ("a event:strik", 8, "did you mean strike?"),
        ("is:seen", 3, "values are unread,"),
        ("city:", 5, "needs a value"),
        ('city:""', 5, "needs a value"),
        ("title:—", 6, "letter or digit"),
        ('one "two', 4, "never ends"),
        ("(a", 0, "never closed"),
        ("a (b (c)", 2, "never closed"),
        ("a)", 1, "closes nothing"),
        ("()", 1, "term is missing"),
        ("OR a", 0, "term is missing"),
        ("a OR", 4, "term is missing"),
        ("a AND", 5, "term is missing"),
        ("a AND OR b", 6, "term is missing"),
        ("since:soon", 6, "no date or time"),
        ("on:2022-02-30", 3, "no such date"),
        ("since:999999w", 6, "too far back"),
        ("before:9999", 7, "no such date"),
        ("id:x", 3, "whole number"),
        ("id:99999999999999999999", 3, "whole number"),
        ("is:rea*", 6, "takes no *"),
        ("-", 0, "no letter or digit"),
        (" 🔥", 1, "no letter or digit"),
        ("ʼ", 0, "no letter or digit"),
        ("- — *", 0, "no letter or digit"),
        ("(—)", 0, "no letter or digit"),
        ("— OR -—", 0, "no letter or digit"),
        ("since:25:00", 6, "no such date or time"),
        ("since:13", 6, "write 2022-03-28, 2022-03-28T09:12, 13:00, 90m"),
        ("(" * 30 + "a" + ")" * 30, 20, "levels deep"),
        ("a" * 5000, 4000, "longer than"),
    ],
)
def test_an_error_names_its_column(text: str, column: int, words: str) -> None:
    with pytest.raises(QueryError) as caught:
        parse(text)
    assert caught.value.column == column
    assert words in caught.value.message
    assert caught.value.query == text


def test_an_error_draws_a_caret_under_its_column() -> None:
    with pytest.raises(QueryError) as caught:
        parse("kyiv ctiy:x")
    assert caught.value.caret().splitlines()[1:] == ["  kyiv ctiy:x", "       ^"]


def test_the_caret_stands_right_behind_wide_letters_marks_and_line_breaks() -> None:
    with pytest.raises(QueryError) as caught:
        parse("基輔 и\u0301\nctiy:x")
    assert caught.value.caret().splitlines()[1:] == ["  基輔 и\u0301 ctiy:x", "         ^"]


@pytest.mark.parametrize(
    "text",
    [
        "city:Mariupol (event:evacuation OR has:figures)",
        'title:"no fly zone" -source:bbc since:24h',
        '"a:b" -"x y"* "OR" "-x"',
        "https://x.example/a?b=c",
        'url:"(x)" id:5 story:9',
    ],
)
def test_a_filter_prints_as_a_query_that_means_the_same(text: str) -> None:
    assert parse(str(parse(text))) == parse(text)


def test_a_filter_prints_as_it_was_typed() -> None:
    assert str(parse('city:"Kryvyi Rih"  -(a OR b)  since:24h')) == 'city:"Kryvyi Rih" -(a OR b) since:24h'


_PIECES = st.sampled_from(
    [
        *(f"{name}:" for name in FIELDS),
        *(value for values in CHOICES.values() for value in values),
        *(
            "OR",
            "AND",
            "NOT",
            "-",
            "(",
            ")",
            '"',
            "*",
            ":",
            " ",
            "\t",
            "\x00",
            "\u2028",
            "Kyiv",
            "Ірпінь",
            "24h",
            "2022-03",
        ),
        *("—", "\ud800", "e\u0301", "İ", "http://", "a:b", "''", "NEAR(", "{title}", "^", "+", "🙂", "1"),
    ]
)


@given(st.lists(_PIECES | st.text(max_size=4), max_size=14).map("".join))
def test_any_text_is_a_query_or_a_query_error_and_prints_back(text: str) -> None:
    try:
        filtered = parse(text)
    except QueryError as error:
        column = error.column
    else:
        column = 0
        assert parse(str(filtered)) == filtered
        assert hash(filtered) == hash(parse(text))
    assert 0 <= column <= len(text)


_WORDS = st.text(st.characters(codec="utf-8"), min_size=1, max_size=6)
_TERMS = st.builds(
    lambda field, word, prefix: f'{field}"{word.replace(chr(34), "")}x"{prefix}',
    st.sampled_from(["", "title:", "city:", "actor:"]),
    _WORDS,
    st.sampled_from(["", "*"]),
)
_QUERIES = st.recursive(
    _TERMS,
    lambda inner: (
        st.builds("-({})".format, inner)
        | st.lists(inner, min_size=2, max_size=3).map(" OR ".join).map("({})".format)
        | st.lists(inner, min_size=2, max_size=3).map(" ".join)
    ),
    max_leaves=8,
)


@given(_QUERIES)
def test_well_formed_queries_parse_and_print_back(text: str) -> None:
    assert parse(str(parse(text))) == parse(text)


def test_an_empty_filter_is_false_and_prints_as_nothing() -> None:
    assert not Filter()
    assert str(Filter()) == ""
    assert parse("x")


def test_the_clock_is_no_part_of_what_a_filter_means() -> None:
    assert parse("since:24h", NOW) == parse("since:24h")


@pytest.mark.parametrize(
    ("text", "start", "length"),
    [
        ("2022", datetime(2022, 1, 1, tzinfo=UTC), timedelta(days=365)),
        ("2022-02", datetime(2022, 2, 1, tzinfo=UTC), timedelta(days=28)),
        ("2022-12", datetime(2022, 12, 1, tzinfo=UTC), timedelta(days=31)),
        ("2022-03-28", datetime(2022, 3, 28, tzinfo=UTC), timedelta(days=1)),
        ("2022-03-28T09:12", datetime(2022, 3, 28, 9, 12, tzinfo=UTC), timedelta(minutes=1)),
        ("2022-03-28 09:12:05Z", datetime(2022, 3, 28, 9, 12, 5, tzinfo=UTC), timedelta(seconds=1)),
        ("2022-03-28T09:12+03:00", datetime(2022, 3, 28, 6, 12, tzinfo=UTC), timedelta(minutes=1)),
        ("09:00", datetime(2022, 3, 28, 9, 0, tzinfo=UTC), timedelta(minutes=1)),
        ("13:00", datetime(2022, 3, 27, 13, 0, tzinfo=UTC), timedelta(minutes=1)),
        ("9:12:30Z", datetime(2022, 3, 28, 9, 12, 30, tzinfo=UTC), timedelta(seconds=1)),
        ("today", datetime(2022, 3, 28, tzinfo=UTC), timedelta(days=1)),
        ("yesterday", datetime(2022, 3, 27, tzinfo=UTC), timedelta(days=1)),
        ("90m", NOW - timedelta(minutes=90), timedelta(days=1)),
        ("7d", NOW - timedelta(days=7), timedelta(days=1)),
    ],
)
def test_a_date_names_a_stretch_of_time(text: str, start: datetime, length: timedelta) -> None:
    span = read_time(text, NOW)
    assert (span.start, span.end - span.start) == (start, length)
