"""``noise``: what feeds repeat is listed, left out of the tags by ``retag``, and text again where a person says so."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from tests.tui.cli.conftest import FEED, commit, draft

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.tui.cli.conftest import Outcome

    Run = Callable[..., Outcome]

PROMOTION = "In pictures: how Kharkiv rebuilds its metro after the shelling"


@pytest.fixture
def told(dateline: Run, archive: Path) -> Run:
    """Run commands on an archive with five articles that have a line in common."""
    for number in range(5):
        body = f"Trains to Lviv were {number} hours late on Monday, the railway said.\n\n{PROMOTION}"
        commit(archive, replace(draft(f"n{number}", f"Trains late, part {number}", "Late."), body=body))

    def run(*words: str) -> Outcome:
        return dateline(*words, "--archive", str(archive))

    return run


def cities(told: Run) -> set[str]:
    told("retag")
    shown = json.loads(told("search", "title:trains", "--json", "--limit", "1").out)
    return {place["name"] for place in shown["places"]}


def test_a_learned_line_is_listed_with_its_feed(told: Run) -> None:
    (line,) = map(json.loads, told("noise", "list", "--json").lines)
    assert (line["feed"], line["text"], line["articles"], line["state"]) == (FEED, PROMOTION, 5, "learned")
    printed = told("noise", "list").out
    assert "Wire" in printed
    assert "5 articles" in printed
    assert PROMOTION in printed


def test_a_learned_line_is_not_tagged_until_a_person_keeps_it(told: Run) -> None:
    number = json.loads(told("noise", "list", "--json").out)["number"]
    assert cities(told) == {"Lviv"}
    assert told("noise", "keep", str(number)).code == 0
    assert cities(told) == {"Lviv", "Kharkiv"}
    assert json.loads(told("noise", "list", "--json").out)["state"] == "kept"


def test_a_forgotten_line_is_counted_from_the_start(told: Run) -> None:
    number = json.loads(told("noise", "list", "--json").out)["number"]
    assert told("noise", "forget", str(number)).code == 0
    assert told("noise", "list", "--counted", "--json").out == ""
    assert cities(told) == {"Lviv", "Kharkiv"}


def test_only_the_lines_of_one_feed_are_listed(told: Run) -> None:
    assert PROMOTION in told("noise", "list", "--feed", "Wire").out
    assert told("noise", "list", "--feed", "Broken").code == 2


def test_a_line_that_is_not_there_can_be_neither_kept_nor_forgotten(told: Run) -> None:
    for word in ("keep", "forget"):
        outcome = told("noise", word, "99")
        assert (outcome.code, outcome.err) == (2, "dateline: there is no line 99\n")


def test_a_number_that_no_line_can_have_is_refused(told: Run) -> None:
    for number in (str(2**70), "0"):
        outcome = told("noise", "keep", number)
        assert (outcome.code, "is no whole number" in outcome.err) == (2, True)


def test_an_archive_that_learned_nothing_says_so(dateline: Run, archive: Path) -> None:
    assert dateline("noise", "list", "--archive", str(archive)).out == "No lines are learned yet.\n"
