"""Stories on the command line: who tells what, whose words they are, and what a person says of them."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from tests.tui.cli.conftest import commit, draft

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.tui.cli.conftest import Outcome

    Run = Callable[..., Outcome]

WIRE = (
    "The port of Chornomorsk was struck by three missiles on Tuesday evening, and two grain silos burned through the"
    " night while crews fought the flames, the head of the region said."
)


@pytest.fixture
def told(dateline: Run, tmp_path: Path) -> Run:
    path = tmp_path / "stories.db"
    commit(
        path,
        draft("a", "Missiles strike Chornomorsk port", summary=f"CHORNOMORSK (Reuters) - {WIRE}"),
        draft("b", "Grain silos burn in Chornomorsk", summary=WIRE),
        draft("c", "Film festival opens", summary="Forty films are shown this week."),
    )

    def run(*words: str) -> Outcome:
        return dateline(*words, "--archive", str(path))

    return run


def test_show_tells_the_story_of_an_article(told: Run) -> None:
    found = told("show", "2")
    assert "Story 1: 2 reports by 1 outlet, 1 independent origin" in found.lines
    assert "Wire: Grain silos burn in Chornomorsk (the words of article 1)" in " ".join(found.out.split())
    assert "  Origins: Reuters" in found.lines
    assert not any("Story" in line for line in told("show", "3").lines)


def test_show_adds_keys_to_json_only_where_a_story_has_several_reports(told: Run) -> None:
    shape = json.loads(told("show", "1", "--json").out)
    assert shape["story"] == 1
    assert shape["origins"] == ["Reuters"]
    assert [(one["id"], one["origin"], one["because"], one.get("copied")) for one in shape["reports"]] == [
        (1, "Reuters", "credit", None),
        (2, "Reuters", "copy", 1),
    ]
    alone = json.loads(told("show", "3", "--json").out)
    assert alone["story"] is None
    assert not {"outlets", "origins", "reports"} & alone.keys()


def test_search_finds_the_reports_of_a_story(told: Run) -> None:
    assert [line.split()[0] for line in told("search", "story:1").lines] == ["2", "1"]
    assert [line.split()[0] for line in told("search", "is:duplicate").lines] == ["2"]


def test_a_story_can_be_printed_split_and_joined(told: Run) -> None:
    assert told("story", "show", "2").lines[0] == "Story 1: 2 reports by 1 outlet, 1 independent origin"
    assert json.loads(told("story", "show", "2", "--json").out)["story"] == 1
    assert told("story", "split", "2").err == "2 articles moved. It stays so until you say otherwise.\n"
    assert told("story", "split", "2").err == "It was so already.\n"
    assert told("search", "story:1").lines == []
    assert told("story", "join", "3", "2").code == 0
    assert [line.split()[0] for line in told("search", "story:2").lines] == ["3", "2"]


@pytest.mark.parametrize(
    ("words", "why"),
    [
        (("show", "3"), "article 3 stands alone"),
        (("show", "9"), "the archive has no article 9"),
        (("split", "9"), "the archive has no article 9"),
        (("join", "1", "9"), "the archive has no article 9"),
    ],
)
def test_what_is_not_there_is_refused(told: Run, words: tuple[str, ...], why: str) -> None:
    found = told("story", *words)
    assert found.code == 2
    assert why in found.err
