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


@pytest.mark.parametrize(
    ("text", "value", "measure"),
    [
        ("The army lost nearly 400 soldiers.", 400, "killed"),
        ("The army lost some 90 tanks.", 90, "destroyed"),
        ("A blast killed and wounded 70 people.", 70, "killed_and_wounded"),
        ("The mayor said three men were in hospital.", 3, "wounded"),
        ("A shell killed 50 prisoners.", 50, "killed"),
        ("Two gunmen killed a guard.", 2, "other"),
        ("Five sailors came to evacuate the wounded.", 5, "other"),
        ("Some 9,000 men were driven from their homes.", 9000, "displaced"),
        ("The death toll in the strike on the market in Sumy rose to 28.", 28, "killed"),
        ("The number of fighters in the town does not exceed 500.", 500, "other"),
        ("The army lost 70 to 80,000 soldiers.", 70_000, "killed"),
        ("They sent 900 U.S. troops.", 900, "other"),
        ("Police said that 40 women had been wounded.", 40, "wounded"),
        ("Загинули двадцять п'ять людей.", 25, "killed"),
        ("Ранены шестеро детей.", 6, "wounded"),
        ("Погибли двенадцать человек.", 12, "killed"),
    ],
)
def test_the_verb_and_the_noun_tell_what_became_of_the_counted(
    tagger: Tagger, text: str, value: float, measure: str
) -> None:
    assert [(f.value, f.measure) for f in figures(tagger, text)] == [(value, measure)]


def test_hundreds_without_a_number_have_no_value(tagger: Tagger) -> None:
    (figure,) = figures(tagger, "Hundreds were buried in Sumy.")
    assert (figure.value, figure.measure) == (None, "killed")


@pytest.mark.parametrize(
    "text",
    [
        "Jane Roe, 24, from Leeds, was killed.",
        "Two girls, aged 5 and 14, slept.",
        "They fired the Type 12 gun.",
        "They met 30 times.",
        "He lost 3 games.",
    ],
)
def test_ages_in_apposition_types_and_times_are_no_counts_of_the_killed(tagger: Tagger, text: str) -> None:
    assert {f.measure for f in figures(tagger, text)} <= {"other"}
    assert not {24, 5, 14, 12, 30, 3} & {f.value for f in figures(tagger, text)}


def test_a_number_with_a_verb_of_its_own_does_not_share_the_one_before(tagger: Tagger) -> None:
    found = figures(tagger, "In Sumy 10 people were killed and 11 more were injured.")
    assert [(f.value, f.measure) for f in found] == [(10, "killed"), (11, "wounded")]
    found = figures(tagger, "Three men died, and more than twenty are among the wounded.")
    assert [(f.value, f.measure) for f in found] == [(3, "killed"), (20, "wounded")]


def test_hardware_in_a_list_of_losses_is_destroyed(tagger: Tagger) -> None:
    found = figures(tagger, "The army lost 400 soldiers, 90 tanks and 12 howitzers.")
    assert [(f.value, f.measure) for f in found] == [(400, "killed"), (90, "destroyed"), (12, "destroyed")]


def test_parts_of_a_whole_are_counted_without_a_noun(tagger: Tagger) -> None:
    found = figures(tagger, "The 3,000 troops include 2,000 from one base, and 1,000 who are in Kyiv.")
    assert [f.value for f in found] == [3000, 2000, 1000]


def test_the_unit_ends_with_the_noun(tagger: Tagger) -> None:
    (figure,) = figures(tagger, "Rescuers told of 87 people found in the cellar.")
    assert figure.unit == "people"


def test_a_verb_before_another_clause_tells_nothing_of_its_numbers(tagger: Tagger) -> None:
    assert [f.measure for f in figures(tagger, "He was killed as 300 people held a vigil.")] == ["other"]


def test_personnel_carriers_are_no_personnel(tagger: Tagger) -> None:
    (figure,) = figures(tagger, "They eliminated four armored personnel carriers.")
    assert (figure.unit, figure.measure) == ("armored personnel carriers", "destroyed")


def test_a_capital_letter_scales_money_too(tagger: Tagger) -> None:
    (figure,) = figures(tagger, "Aid came to $1.6B.")
    assert figure.value == 1_600_000_000


def test_one_that_is_named_is_no_count(tagger: Tagger) -> None:
    assert figures(tagger, "One, Zork Quibble, was killed in Sumy.") == []
    assert figures(tagger, "According to one source, a man was killed.") == []


def test_destroyers_are_not_destroyed(tagger: Tagger) -> None:
    assert {f.measure for f in figures(tagger, "Two navy destroyers sailed.")} <= {"other"}


def test_hundreds_of_millions_of_pounds_are_money(tagger: Tagger) -> None:
    (figure,) = figures(tagger, "They gave hundreds of millions of pounds.")
    assert figure.measure == "money"


@pytest.mark.parametrize(
    "text",
    [
        "12:17 EU ministers talk about refugees.",
        "12:09 Mariupol: dead under the rubble of the theatre.",
        "4:09 people killed in Kharkiv, the police began to count.",
        "09.15 EU ministers talk about refugees.",
    ],
)
def test_a_time_of_day_is_no_figure(tagger: Tagger, text: str) -> None:
    assert figures(tagger, text) == []


def test_a_number_after_a_colon_is_still_counted(tagger: Tagger) -> None:
    (figure,) = figures(tagger, "Kharkiv: 12 people were killed.")
    assert figure.value == 12


@pytest.mark.parametrize(
    ("text", "value", "measure", "span"),
    [
        ("The deal is worth over $ 12 million.", 12e6, "money", "over $ 12 million"),
        ("It cost ¥6.8 trillion.", 6.8e12, "money", "¥6.8 trillion"),
        ("Ремонт коштував 15,4 млн грн.", 15.4e6, "money", "15,4 млн грн"),
        ("Forces stand at 70% of their strength.", 70, "other", "70%"),
        ("Prices rose by 26 per cent.", 26, "other", "26 per cent"),
        ("Sappers removed 125 explosive devices.", 125, "other", "125 explosive devices"),
        ("Only 15 rockets fell on the port.", 15, "fired", "15 rockets"),
        ("Over 1,000 protesters converge on the square.", 1000, "other", "Over 1,000 protesters"),
        ("The number of prisoners may be as high as 2,000.", 2000, "captured", "as high as 2,000"),
        ("A quarter of a million people fled.", 250_000, "displaced", "quarter of a million people"),
        ("Half a million people fled.", 500_000, "displaced", "Half a million people"),
        ("About 10% of the refugees are ill.", 10, "other", "About 10%"),
        ("The number of infections has risen to nearly 3,000.", 3000, "other", "nearly 3,000"),
        ("Армия уничтожила 90 боевиков.", 90, "killed", "90 боевиков"),
    ],
)
def test_the_span_ends_with_what_is_counted(tagger: Tagger, text: str, value: float, measure: str, span: str) -> None:
    assert [(f.value, f.measure, f.text) for f in figures(tagger, text)] == [(value, measure, span)]


def test_counts_joined_before_a_verb_share_it(tagger: Tagger) -> None:
    found = figures(tagger, "Three drivers and 12 police officers were hurt.")
    assert [(f.value, f.measure) for f in found] == [(3, "wounded"), (12, "wounded")]


def test_a_sum_with_a_letter_that_is_no_scale_is_no_figure(tagger: Tagger) -> None:
    assert figures(tagger, "Thieves took $20G in wine.") == []


@pytest.mark.parametrize(
    "text", ["The train crossed one border at a time.", "NORTHVILLE (Feb. 27, 2011) Forces detained rebels."]
)
def test_one_at_a_time_and_a_short_date_are_no_figures(tagger: Tagger, text: str) -> None:
    assert figures(tagger, text) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Crews shot down 2 missiles fired from the sea.", [(2, "shot_down")]),
        ("Norway gives $44 mln.", [(44e6, "money")]),
        ("The grim toll in homes: 3,500 infected.", []),
        ("The county reports 1,900 more cases and 44 deaths.", [(1900, "other"), (44, "killed")]),
    ],
)
def test_what_is_shot_down_paid_or_fallen_ill(tagger: Tagger, text: str, expected: list[tuple[float, str]]) -> None:
    assert [(f.value, f.measure) for f in figures(tagger, text)] == expected
