"""Numbers: of what, what became of them, who says so; and what is no figure at all."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.tagger.conftest import PUBLISHED

if TYPE_CHECKING:
    from store.models import Figure
    from tagger.tagger import Tagger


def figures(tagger: Tagger, text: str) -> list[Figure]:
    return list(tagger.tag(text, published=PUBLISHED).figures)


@pytest.mark.parametrize(
    ("text", "value", "modifier", "measure"),
    [
        ("Nine people were killed in Sumy.", 9, "exact", "killed"),
        ("At least 40 civilians were wounded.", 40, "at_least", "wounded"),
        ("Shelling killed more than two hundred soldiers.", 200, "more_than", "killed"),
        ("Dozens of homes were destroyed.", None, "vague", "destroyed"),
        ("Crews shot down 14 of the drones.", 14, "exact", "shot_down"),
        ("About 1.5 million people fled the fighting.", 1_500_000, "about", "displaced"),
        ("Up to 30 miners were trapped.", 30, "up_to", "trapped"),
        ("Buses evacuated 1,250 residents.", 1250, "exact", "evacuated"),
        ("Guards captured three dozen fighters.", 36, "exact", "captured"),
        ("The ministry sent $300 million.", 300_000_000, "exact", "money"),
        ("Загинули щонайменше 12 людей.", 12, "at_least", "killed"),
        ("Ранены пять человек.", 5, "exact", "wounded"),
    ],
)
def test_value_modifier_and_measure(
    tagger: Tagger, text: str, value: float | None, modifier: str, measure: str
) -> None:
    (figure,) = figures(tagger, text)
    assert (figure.value, figure.modifier, figure.measure) == (value, modifier, measure)


@pytest.mark.parametrize("text", ["9" * 400, "9" * 307 + " trillion"])
def test_a_number_beyond_all_counting_has_no_value(tagger: Tagger, text: str) -> None:
    (figure,) = figures(tagger, f"{text} people were killed in Kyiv.")
    assert figure.value is None


@pytest.mark.parametrize(
    "text",
    [
        "A T-72 and an S-300 stood there.",
        "The boy, 12, is 3 years old.",
        "It lies 30 km north.",
        "On March 10 they met at 9:30.",
        "It was the 97th day.",
        "They waited three weeks and 5 hours.",
        "In 2014 it began.",
        "One of them smiled at the other one.",
    ],
)
def test_ages_dates_distances_durations_and_models_are_no_figures(tagger: Tagger, text: str) -> None:
    assert figures(tagger, text) == []


def test_two_figures_in_a_sentence_keep_their_own_verbs(tagger: Tagger) -> None:
    found = figures(tagger, "Five people were killed and 18 injured in Vinnytsia.")
    assert [(f.value, f.measure) for f in found] == [(5, "killed"), (18, "wounded")]


def test_a_part_shares_the_fate_of_the_whole(tagger: Tagger) -> None:
    found = figures(tagger, "A blast killed 20 people, including four children.")
    assert [(f.value, f.measure) for f in found] == [(20, "killed"), (4, "killed")]


def test_claimant_place_and_status_are_kept(tagger: Tagger) -> None:
    text = "In Chernihiv 33 people were killed, Viacheslav Chaus said. The toll could not be verified."
    (figure,) = figures(tagger, text)
    assert (figure.place, figure.by, figure.status) == ("Chernihiv", "Viacheslav Chaus", "unverified")


def test_the_speaker_nearest_before_the_number_is_the_claimant(tagger: Tagger) -> None:
    text = "Ukraine said it saw no end, while in Kyiv the mayor, Vitali Klitschko, said 60 people had been killed."
    (figure,) = figures(tagger, text)
    assert figure.by == "Vitali Klitschko"
