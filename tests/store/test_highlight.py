"""Matched words in a text: the same words that the search index matches."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from store.highlight import Highlighter
from store.query import EVERYTHING, parse

if TYPE_CHECKING:
    from collections.abc import Sequence


def marked(query: str, text: str, field: str = "body") -> Sequence[str]:
    return [text[start:end] for start, end in Highlighter(parse(query)).spans(text, field)]


@pytest.mark.parametrize(
    ("query", "text", "words"),
    [
        ("kyiv", "Kyiv, KYIV and Kyivan", ["Kyiv", "KYIV"]),
        ("kyi*", "Kyiv, skyish and Kyivan", ["Kyiv", "Kyivan"]),
        ("city:Mar*", "Mar, March and Mariupol", []),
        ("city:Mariupol", "Mar, March and Mariupol", ["Mariupol"]),
        ('"air raid"', "An air raid; air, then raid; AIR-RAID", ["air raid", "AIR-RAID"]),
        ("air raid", "An air raid", ["air", "raid"]),
        ("zelenskyy OR київ", "Зеленський у Києві, Київ", ["Київ"]),
        ("cafe", "A café and a cafe\u0301", ["café", "cafe\u0301"]),
        ("елка", "Ёлка, ёлка", ["Ёлка", "ёлка"]),
        ("strasse", "Straße", ["Straße"]),
        ("shelling -kyiv", "shelling of Kyiv", ["shelling"]),
        ("city:irpin", "In Irpin", ["Irpin"]),
        ("is:unread event:strike strike", "A strike is unread", ["strike"]),
        ("о'брайен", "О'Брайен", ["О'Брайен"]),
        ("snake_case", "snake case", ["snake case"]),
        ('"a b" b', "a b b", ["a b", "b"]),
    ],
)
def test_the_words_that_were_looked_for_are_marked(query: str, text: str, words: list[str]) -> None:
    assert marked(query, text) == words


def test_words_of_one_field_are_marked_there_alone() -> None:
    assert marked("title:fire", "fire", "title") == ["fire"]
    assert marked("title:fire", "fire", "body") == []


def test_nothing_is_marked_without_a_filter_or_for_fields_that_no_text_shows() -> None:
    assert not Highlighter(EVERYTHING)
    assert not Highlighter(parse("source:wire is:unread since:24h", now=datetime(2022, 3, 28, tzinfo=UTC)))


@given(st.text(max_size=60), st.sampled_from(["a*", '"a b"', "é", "kyiv OR a", "title:a b*"]))
def test_spans_lie_in_the_text_in_order_and_apart(text: str, query: str) -> None:
    at = 0
    for start, end in Highlighter(parse(query)).spans(text, "title"):
        assert at <= start < end <= len(text)
        at = end
