"""``correct``: what a reader says of a name is kept, applied by ``retag``, and exported as test cases."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.tui.cli.conftest import Outcome

    Run = Callable[..., Outcome]


@pytest.fixture
def told(dateline: Run, archive: Path) -> Run:
    def run(*words: str) -> Outcome:
        return dateline(*words, "--archive", str(archive))

    return run


def first_place(told: Run) -> tuple[int, dict[str, Any]]:
    """Give an article and a literal place that it names, after tagging it anew."""
    told("retag")
    for line in told("search", "--json").lines:
        article = json.loads(line)
        for place in article["places"]:
            return article["id"], place
    raise AssertionError("no article names a place")


def places(told: Run, article: int) -> dict[str, str]:
    shown = json.loads(told("show", str(article), "--json").out)
    return {place["text"]: place["id"] for place in shown["places"]}


def test_a_name_that_is_no_place_is_tagged_no_more(told: Run) -> None:
    article, place = first_place(told)
    assert told("correct", "no-place", place["text"]).code == 0
    told("retag")
    assert place["text"] not in places(told, article)
    assert told("correct", "remove", "1").code == 0
    told("retag")
    assert places(told, article)[place["text"]] == place["id"]


def test_a_name_means_the_place_that_was_said_and_tells_so(told: Run) -> None:
    article, place = first_place(told)
    assert told("correct", "place", place["text"], "iso:NZ", "--article", str(article)).code == 0
    told("retag")
    (shown,) = [one for one in map(json.loads, told("export").lines) if one["id"] == article]
    (one, *_) = [p for p in shown["places"] if p["text"] == place["text"] and p["id"] == "iso:NZ"]
    assert (one["rule"].split("+")[0], one["country"]) == ("corrected", "NZ")


def test_corrections_are_exported_as_test_cases(told: Run) -> None:
    article, place = first_place(told)
    told("correct", "no-place", place["text"], "--article", str(article))
    (line,) = told("correct", "export").lines
    case = json.loads(line)
    assert case["text"][case["start"] : case["end"]] == case["name"] == place["text"]
    assert case["place"] is None
    (listed,) = told("correct", "list", "--json").lines
    assert json.loads(listed)["context"] == case["text"]


@pytest.mark.parametrize(
    ("words", "why"),
    [
        (("place", "Kyiv", "geonames:1"), "no place has that id"),
        (("place", "Kyiv", "Qqqqq"), "no place of that name is known"),
        (("place", "Kyiv", "Andriivka"), "several places have that name"),
        (("no-place", "Qqqqq", "--article", "1"), "does not hold the name"),
        (("no-place", "Kyiv", "--article", "99999"), "no article 99999"),
        (("remove", "7"), "no correction 7"),
        (("remove", str(2**70)), "is no whole number"),
    ],
)
def test_what_cannot_be_kept_is_refused(told: Run, words: tuple[str, ...], why: str) -> None:
    found = told("correct", *words)
    assert found.code == 2
    assert why in found.err


def test_the_places_of_a_name_are_told_for_people_and_for_programs(told: Run) -> None:
    one = json.loads(told("correct", "places", "--json", "Kyiv", "Kiev").lines[0])
    assert (one["name"], one["country"], one["kind"]) == ("Kyiv", "UA", "city")
    assert one["id"] in told("correct", "places", "Київ").out
    assert "No place of that name" in told("correct", "places", "Nowhereville").out
