"""The name that is proposed for a filter to be saved: its values, short, and not the one of another filter."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from store.text import clean_line
from tui.filter_names import LONGEST, name_for


@pytest.mark.parametrize(
    ("query", "name"),
    [
        ("city:Mariupol", "Mariupol"),
        ('region:"Kyiv Oblast"', "Kyiv Oblast"),
        ("city:Mariupol (event:strike OR has:figures)", "Mariupol, strike or figures"),
        ("is:unread", "Unread"),
        ("event:military_aid", "Military aid"),
        ("bridge since:24h -drone", "Bridge, last 24h, not drone"),
        ("since:2022-03-20 source:BBC", "Since 2022-03-20, BBC"),
        ('"air raid" lang:uk', "Air raid, in uk"),
        ("shell*", "Shell"),
        ("(a b) OR c", "A, b or c"),
    ],
)
def test_a_name_says_what_the_filter_asks_for(query: str, name: str) -> None:
    assert name_for(query) == name


def test_a_long_name_ends_between_two_words() -> None:
    name = name_for("city:Mariupol source:Reuters event:evacuation has:figures since:24h")
    assert name == "Mariupol, Reuters, evacuation…"
    assert len(name_for("x" * 200)) <= LONGEST


def test_a_name_that_another_filter_has_gets_a_number() -> None:
    assert name_for("city:Kyiv", {"Kyiv", "Kyiv 2"}) == "Kyiv 3"


@given(st.text(max_size=80))
def test_any_filter_has_a_name_of_one_line(query: str) -> None:
    name = name_for(query)
    assert len(name) <= LONGEST
    assert "\n" not in name
    assert name or not query.strip() or not clean_line(query, LONGEST)
