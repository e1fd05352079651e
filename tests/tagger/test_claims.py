"""On whose word: speakers before and behind, in lesser clauses, at the end of headlines."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.tagger.conftest import PUBLISHED

if TYPE_CHECKING:
    from tagger.tagger import Tagger


def told(tagger: Tagger, text: str) -> set[tuple[str, str | None]]:
    return {(e.status, e.by) for e in tagger.tag(text, published=PUBLISHED).events}


@pytest.mark.parametrize(
    ("text", "by"),
    [
        ("Blasts heard in Lviv – mayor", "mayor"),
        ("Four people killed in Sumy: officials", "officials"),
        ("Rockets hit Sumy - Quibble", "Quibble"),
        ("Взрывы в Сумах — губернатор", "губернатор"),
        ("Вибухи у Харкові - Терехов", "Ihor Terekhov"),
        ('Depot in Melitopol "destroyed," says mayor', "mayor"),
        ("Shelling damaged a mill in Sumy, says Ukrainian official", "Ukrainian official"),
    ],
)
def test_a_headline_names_its_source_at_the_end(tagger: Tagger, text: str, by: str) -> None:
    assert told(tagger, text) == {("claimed", by)}


@pytest.mark.parametrize(
    "text", ["Blasts in Lviv - what we know", "Blasts in Lviv - Video", "Sumy under fire: a diary"]
)
def test_not_everything_behind_a_dash_or_colon_is_a_source(tagger: Tagger, text: str) -> None:
    assert told(tagger, text) == {("reported", None)}


def test_who_speaks_in_a_lesser_clause_vouches_for_nothing_before_it(tagger: Tagger) -> None:
    assert told(tagger, "Rockets hit Sumy hours after the mayor said the road was safe.") == {("reported", None)}
    assert told(tagger, "Rockets hit Sumy, the mayor said.") == {("claimed", "mayor")}


@pytest.mark.parametrize(
    ("text", "by"),
    [
        ("Rockets hit Sumy, authorities there said.", "authorities"),
        ("Leaders of the besieged villages claimed that rockets hit Sumy.", "villages"),
        ("Relatives said that rockets hit Sumy.", "relatives"),
        ("Rockets hit Sumy, according to the regional governor.", "regional governor"),
    ],
)
def test_speakers_are_known_by_office_and_kind(tagger: Tagger, text: str, by: str) -> None:
    ((status, who),) = told(tagger, text)
    assert status == "claimed"
    assert who is not None
    assert who.endswith(by)


def test_a_conjunction_is_no_part_of_a_speaker(tagger: Tagger) -> None:
    assert told(tagger, "While officials said rockets hit Sumy, nobody was hurt.") == {("claimed", "officials")}


def test_data_from_a_body_are_its_word(tagger: Tagger) -> None:
    text = "Ten people were killed in Sumy, according to data from the Prosecutor General's Office."
    assert told(tagger, text) == {("claimed", "Prosecutor General's Office of Ukraine")}


def test_a_name_with_two_appositions_speaks(tagger: Tagger) -> None:
    text = "Ivan Fedorov, the mayor of Melitopol, a city in the south, said blasts hit a depot in Melitopol."
    assert told(tagger, text) == {("claimed", "Ivan Fedorov")}


def test_that_somebody_gives_a_speech_is_the_outlet_s_own_word(tagger: Tagger) -> None:
    text = "Keir Starmer told a rally in Leeds that it was time."
    found = {(e.type, e.status, e.by) for e in tagger.tag(text, published=PUBLISHED).events}
    assert ("statement", "reported", "Keir Starmer") in found


def test_what_men_are_also_said_to_have_done_is_unverified(tagger: Tagger) -> None:
    assert told(tagger, "Two men are also said to have died in Sumy.") == {("unverified", None)}


def test_a_claim_that_is_called_untrue_is_denied(tagger: Tagger) -> None:
    text = "Claims that a missile hit Kramatorsk are not true, the Russian defence ministry said."
    assert {status for status, _ in told(tagger, text)} == {"denied"}


def test_a_pronoun_ends_the_name_of_a_speaker(tagger: Tagger) -> None:
    text = "The army is ready for a battle in Sumy that the military in a statement he says he read calls hard."
    assert not any(by and " he" in by for _, by in told(tagger, text))


def test_a_stamp_and_a_section_behind_the_source_do_not_hide_it(tagger: Tagger) -> None:
    title = "Rockets hit Sumy, - Quibble (11.03.22 08:52) « War | Example.net. It rained."
    assert told(tagger, title) == {("claimed", "Quibble")}


@pytest.mark.parametrize(
    ("text", "by"),
    [
        ("Local official: Two killed in drone attack on Sumy", "Local official"),
        ("Мэр: взрывы в Сумах", "мэр"),
        ("The UN has verified 40 deaths in Sumy.", "United Nations"),
        ("Health authorities counted 85 dead in Sumy.", "Health authorities"),
        ("UN records 12 civilians killed in Sumy", "United Nations"),
        ("Russia and Ukraine report combat near Sumy", "Ukraine"),
        ("Sumy was bombed at dawn, with the Red Cross reporting a dozen dead.", "Red Cross"),
    ],
)
def test_who_counts_records_and_is_named_before_a_colon_vouches_for_it(tagger: Tagger, text: str, by: str) -> None:
    assert by in {name for status, name in told(tagger, text) if status == "claimed"}


def test_those_who_are_urged_or_told_to_do_something_say_nothing(tagger: Tagger) -> None:
    assert told(tagger, "Residents urged to evacuate as shells hit Sumy") == {("reported", None)}


def test_who_speaks_in_a_relative_clause_vouches_only_for_it(tagger: Tagger) -> None:
    text = "The army shelled Sumy in a campaign that the government says has a limited aim."
    assert told(tagger, text) == {("reported", None)}


def test_what_happens_as_somebody_speaks_is_the_outlet_s_own_word(tagger: Tagger) -> None:
    text = "Troops took Izium, the army said, as missiles hit Sumy."
    claims = {(e.place, e.status) for e in tagger.tag(text).events}
    assert {("Izium", "claimed"), ("Sumy", "reported")} <= claims


def test_an_aside_before_the_speaker_is_the_outlet_s_own_word(tagger: Tagger) -> None:
    text = "Meanwhile in Sumy, which has been shelled for days, Kyiv said troops had arrested two spies."
    assert {(e.type, e.status) for e in tagger.tag(text).events} == {("strike", "reported"), ("detention", "claimed")}


def test_what_he_says_is_claimed_by_nobody_known(tagger: Tagger) -> None:
    text = "Officials said little.\n\nHe said rockets had hit Sumy."
    assert told(tagger, text) == {("claimed", None)}


@pytest.mark.parametrize(
    "text",
    [
        "Владимир Рогов об обстрелах Сум",
        "Vadym Boichenko on the shelling of Sumy",
        "ISW assesses that Sumy was hit by drones.",
    ],
)
def test_who_speaks_on_a_matter_vouches_for_it(tagger: Tagger, text: str) -> None:
    assert {status for status, _ in told(tagger, text)} == {"claimed"}


@pytest.mark.parametrize(
    "text",
    [
        "The battle for Sumy, self-declared capital of the Zork Front, went on.",
        "Shells hit Sumy, it was revealed he had fled.",
    ],
)
def test_a_compound_and_a_clause_of_its_own_make_no_speaker(tagger: Tagger, text: str) -> None:
    assert {status for status, _ in told(tagger, text)} == {"reported"}


def test_the_words_for_a_source_tell_of_no_event(tagger: Tagger) -> None:
    assert {e.type for e in tagger.tag("War crimes in Sumy were recorded - ambassador").events} == {"crime"}
