"""What happened where, and on whose word."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.tagger.conftest import PUBLISHED

if TYPE_CHECKING:
    from store.models import Event
    from tagger.tagger import Tagger


def events(tagger: Tagger, text: str) -> list[Event]:
    return list(tagger.tag(text, published=PUBLISHED).events)


def kinds(tagger: Tagger, text: str) -> set[tuple[str, str]]:
    return {(e.place, e.type) for e in events(tagger, text)}


def test_a_liberated_town_is_a_change_of_control(tagger: Tagger) -> None:
    (event,) = events(tagger, "Trostianets has been liberated.")
    assert (event.type, event.status, event.by) == ("control", "reported", None)


def test_the_speaker_is_kept_and_the_status_is_claimed(tagger: Tagger) -> None:
    (event,) = events(tagger, "Rockets hit Mykolaiv, Vitaliy Kim said.")
    assert (event.place, event.type, event.status, event.by) == ("Mykolaiv", "strike", "claimed", "Vitaliy Kim")


def test_a_following_doubt_makes_the_claim_unverified(tagger: Tagger) -> None:
    (event, *_) = events(tagger, "Rockets hit Sumy, officials said. The report could not be independently verified.")
    assert event.status == "unverified"


def test_a_denial_is_kept_as_denied(tagger: Tagger) -> None:
    statuses = {e.status for e in events(tagger, "The Kremlin denied that its missiles struck Poltava.")}
    assert statuses == {"denied"}


def test_a_metonym_never_gets_an_event(tagger: Tagger) -> None:
    assert kinds(tagger, "Moscow said rockets hit Lviv.") == {("Lviv", "strike")}


def test_no_cue_in_the_sentence_gives_no_event(tagger: Tagger) -> None:
    assert events(tagger, "The children of Lviv sang. They like Kharkiv.") == []


def test_dated_background_is_no_event(tagger: Tagger) -> None:
    assert events(tagger, "Donetsk was captured in 2014.") == []


def test_a_hypothetical_is_no_event(tagger: Tagger) -> None:
    assert events(tagger, "Generals feared that troops would attack Odesa.") == []


def test_only_the_finer_place_of_a_chain_is_the_scene(tagger: Tagger) -> None:
    assert kinds(tagger, "Shelling hit Lysychansk in the Luhansk region.") == {("Lysychansk", "strike")}


def test_places_in_a_list_share_the_event(tagger: Tagger) -> None:
    assert kinds(tagger, "Missiles struck Sumy, Poltava and Kharkiv.") == {
        ("Sumy", "strike"),
        ("Poltava", "strike"),
        ("Kharkiv", "strike"),
    }


def test_the_town_means_the_town_spoken_of(tagger: Tagger) -> None:
    found = events(tagger, "Bucha woke to silence. At dawn troops had seized the town.")
    assert [(e.place, e.type) for e in found] == [("Bucha", "control")]


def test_a_weekday_is_resolved_against_the_day_of_publication(tagger: Tagger) -> None:
    (event,) = events(tagger, "Missiles struck Lutsk on Sunday.")
    assert event.time == "2022-03-27"


def test_the_evidence_is_the_sentence(tagger: Tagger) -> None:
    text = "It rained. Missiles struck Lutsk. It rained again."
    (event,) = events(tagger, text)
    assert event.text == text[event.start : event.end] == "Missiles struck Lutsk."


def test_the_scene_is_marked_on_the_place(tagger: Tagger) -> None:
    tags = tagger.tag("Missiles struck Lutsk. Buses left Rivne.", published=PUBLISHED)
    assert {p.name: p.event_place for p in tags.places} == {"Lutsk": True, "Rivne": False}


def test_ukrainian_and_russian_sentences_give_events(tagger: Tagger) -> None:
    assert kinds(tagger, "Вночі росіяни обстріляли Нікополь.") == {("Nikopol", "strike")}
    assert kinds(tagger, "В Белгороде прогремели взрывы.") == {("Belgorod", "damage")}


@pytest.mark.parametrize(
    "text",
    [
        "No strike on Kyiv had been reported.",
        "There were no new attacks on Lviv.",
        "Lutsk was not hit.",
        "The army has not captured Sumy.",
        "No one was killed in Poltava.",
        "The rockets did not reach Kyiv.",
        "There is no evidence that troops attacked Rivne.",
        "Луцьк не обстріляли.",
    ],
)
def test_what_did_not_happen_is_no_event(tagger: Tagger, text: str) -> None:
    found = {k for k in kinds(tagger, text) if k[1] in ("strike", "control", "casualties")}
    assert found == set()


def test_no_fewer_than_is_no_negation(tagger: Tagger) -> None:
    assert ("Sumy", "casualties") in kinds(tagger, "No fewer than 10 people were killed in Sumy.")


def test_a_delegation_that_flies_in_is_no_strike(tagger: Tagger) -> None:
    assert ("Istanbul", "strike") not in kinds(tagger, "В Стамбул прилетели послы.")
    assert ("Warsaw", "strike") not in kinds(tagger, "Делегація прилетіла до Варшави.")
    assert ("Kharkiv", "strike") in kinds(tagger, "Вночі був приліт по Харкову.")


@pytest.mark.parametrize(
    "head",
    [
        "KYIV, March 28 (Agency) -",
        "KYIV, March 28 (Agency) —",
        "KYIV (Agency) -",
        "KYIV, Ukraine —",
        "Kyiv, 28 March 2022 (Agency) -",
        "КИЇВ, 28 березня (Агенція) -",
    ],
)
def test_a_dateline_is_a_place_but_no_scene(tagger: Tagger, head: str) -> None:
    tags = tagger.tag(f"{head} Three people were killed and a depot in Lutsk was hit.", published=PUBLISHED)
    assert {e.place for e in tags.events} == {"Lutsk"}
    assert [(p.name, p.event_place) for p in tags.places if p.name == "Kyiv"] == [("Kyiv", False)]


def test_a_title_with_a_dash_is_no_dateline(tagger: Tagger) -> None:
    assert ("Kyiv", "strike") in kinds(tagger, "Rockets hit Kyiv - mayor")


def told(tagger: Tagger, text: str) -> set[tuple[str, str, str, str | None]]:
    return {(e.place, e.type, e.status, e.by) for e in events(tagger, text)}


def test_a_denial_holds_for_what_follows_it_and_not_for_what_was_said_before(tagger: Tagger) -> None:
    text = "The Israel Defense Forces said it had hit a depot in Jenin and denied striking a clinic in Nablus."
    assert told(tagger, text) == {
        ("Jenin", "strike", "claimed", "Israel Defense Forces"),
        ("Nablus", "strike", "denied", "Israel Defense Forces"),
    }


@pytest.mark.parametrize(
    "text",
    [
        "M23 rebels captured Bukavu, Rwanda denied helping them.",
        "M23 rebels captured Bukavu but Rwanda denies having sent any men.",
    ],
)
def test_the_denial_of_something_else_leaves_an_event_as_it_was(tagger: Tagger, text: str) -> None:
    assert ("Bukavu", "control", "reported", None) in told(tagger, text)


def test_who_denies_one_thing_but_says_another_is_its_source(tagger: Tagger) -> None:
    text = "Ukraine denied that Pokrovsk was captured, but said troops fought in Myrnohrad."
    assert ("Myrnohrad", "battle", "claimed", "Ukraine") in told(tagger, text)


def test_a_denial_ends_where_another_clause_begins(tagger: Tagger) -> None:
    found = told(tagger, "Israel denies famine in Gaza City as a strike kills 12 in Rafah")
    assert {(place, status) for place, kind, status, _ in found if kind == "casualties"} == {("Rafah", "reported")}


def test_who_denies_is_named_after_the_verb(tagger: Tagger) -> None:
    text = "Reports that Kupiansk was captured were denied by Ukraine's General Staff."
    assert told(tagger, text) == {("Kupiansk", "control", "denied", "General Staff of Ukraine")}


def test_what_is_owned_up_to_after_a_denial_is_claimed(tagger: Tagger) -> None:
    text = "The Kremlin denied shelling Sumy, saying it had struck a depot in Poltava."
    assert {(place, status) for place, _, status, _ in told(tagger, text)} == {
        ("Sumy", "denied"),
        ("Poltava", "claimed"),
    }


@pytest.mark.parametrize(
    "text",
    [
        "The Israeli army denied striking the bakery in Gaza City.",
        "Israel's army denies hitting a bakery in Gaza City.",
        "The strike on Gaza City was denied by the Israeli army.",
        "A strike hit Gaza City, a claim that the Israeli army denied.",
    ],
)
def test_a_denied_strike_is_kept_as_denied(tagger: Tagger, text: str) -> None:
    assert {(place, kind, status) for place, kind, status, _ in told(tagger, text)} == {
        ("Gaza City", "strike", "denied")
    }


def test_a_denial_in_the_next_sentence_holds_for_the_one_before(tagger: Tagger) -> None:
    (event,) = events(tagger, "Rockets struck a bazaar in Omdurman. The army denied it.")
    assert (event.type, event.status, event.by) == ("strike", "denied", "army")


@pytest.mark.parametrize(
    "text",
    [
        "Rockets struck Sumy. The army did not deny it.",
        "Rockets struck Sumy. The town was denied access to water.",
    ],
)
def test_no_denial_is_read_where_none_is_made(tagger: Tagger, text: str) -> None:
    assert "denied" not in {e.status for e in events(tagger, text)}


@pytest.mark.parametrize(
    "text",
    [
        "If troops attack Lviv, trains will stop.",
        "Should Russia attack Lviv, trains will stop.",
        "Unless rockets hit Lviv again, schools will open.",
        "Якщо дрони атакують Львів, школи закриють.",
        "No casualties or damage were reported in Lviv.",
        "The army did not manage to capture Lviv.",
        "The envoys' talks in Lviv were cancelled.",
        "Talks in Lviv, due on Sunday, were called off.",
        "The president called off a visit to Lviv.",
        "A drone attack on Lviv was foiled.",
        "The mission does not help with any evacuation from Lviv.",
    ],
)
def test_a_condition_a_lack_or_a_plan_given_up_is_no_event(tagger: Tagger, text: str) -> None:
    assert kinds(tagger, text) == set()


def test_talks_after_cancelled_flights_are_an_event(tagger: Tagger) -> None:
    assert ("Doha", "talks") in kinds(tagger, "Talks went on in Doha as flights were cancelled.")


def test_a_refugee_camp_is_no_flight(tagger: Tagger) -> None:
    assert kinds(tagger, "Bakers work in the Jabalia refugee camp in Gaza.") == set()
    assert kinds(tagger, "Пекарні працюють у таборі для біженців у Львові.") == set()
    assert ("Lviv", "evacuation") in kinds(tagger, "Thousands of refugees reached Lviv.")


@pytest.mark.parametrize(
    "text",
    [
        "Минобороны РФ заявило о перехвате ракеты над Курском.",
        "Над Курском сбита ракета, сообщило Минобороны РФ.",
    ],
)
def test_a_russian_ministry_of_neuter_gender_speaks(tagger: Tagger, text: str) -> None:
    assert {(e.status, e.by) for e in events(tagger, text)} == {("claimed", "Russian Ministry of Defence")}


def test_a_union_that_names_no_person_speaks(tagger: Tagger) -> None:
    text = "A shell hit a market in Omdurman, wounding 9, the teachers' union said."
    assert {(e.status, e.by) for e in events(tagger, text)} == {("claimed", "teachers' union")}


def test_a_town_that_was_taken_changes_hands(tagger: Tagger) -> None:
    assert kinds(tagger, "Взята Авдеевка.") == {("Avdiivka", "control")}
    assert kinds(tagger, "После боёв взят Бахмут.") >= {("Bakhmut", "control")}
    assert ("Bakhmut", "control") not in kinds(tagger, "В Бахмуте солдат взят в плен.")


def test_a_title_that_the_body_repeats_is_told_once_by_the_fuller_sentence(tagger: Tagger) -> None:
    title = "Blasts damage homes in Poltava"
    body = "Blasts damaged nine homes in Poltava overnight, the governor said."
    found = tagger.tag(f"{title}\n\n{body}", title_end=len(title), published=PUBLISHED).events
    assert [(e.place, e.type, e.status, e.by, e.text) for e in found] == [
        ("Poltava", "damage", "claimed", "governor", body)
    ]


def test_a_title_that_the_body_denies_is_not_dropped(tagger: Tagger) -> None:
    title = "Rockets hit Poltava"
    body = "The Kremlin denied that rockets hit Poltava."
    found = tagger.tag(f"{title}\n\n{body}", title_end=len(title), published=PUBLISHED).events
    assert {e.status for e in found} == {"reported", "denied"}


def test_a_mayor_and_the_man_who_is_mayor_are_one_claimant(tagger: Tagger) -> None:
    text = (
        "Irpin was dark. Rockets hit homes in the town, the mayor said.\n\nIt was cold.\n\n"
        "Oleksandr Markushyn said on Monday that rockets had hit more homes in Irpin."
    )
    (event,) = [e for e in events(tagger, text) if e.type == "strike"]
    assert (event.by, event.status) == ("Oleksandr Markushyn", "claimed")
    assert event.text.startswith("Oleksandr")


def test_a_title_on_the_word_of_the_mayor_is_told_by_the_body_that_names_him(tagger: Tagger) -> None:
    title = "Irpin liberated, mayor says"
    body = "Oleksandr Markushyn said Irpin was liberated. The claim could not be independently verified."
    found = tagger.tag(f"{title}\n\n{body}", title_end=len(title), published=PUBLISHED).events
    assert [(e.type, e.status, e.by) for e in found] == [("control", "unverified", "Oleksandr Markushyn")]


def test_two_claimants_stay_two(tagger: Tagger) -> None:
    text = "Rockets hit Sumy, the governor said. The Kremlin said rockets hit Sumy."
    assert len([e for e in events(tagger, text) if e.type == "strike"]) == 2


def test_a_place_that_only_a_word_stands_for_is_no_list_with_the_next_one(tagger: Tagger) -> None:
    text = "Sumy was dark.\n\nThe mayor of Sumy said people had fled the city, while Lviv hosted talks."
    assert kinds(tagger, text) == {("Sumy", "evacuation"), ("Lviv", "talks"), ("Lviv", "diplomacy")}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Germany promised weapons deliveries to Ukraine.", ("Ukraine", "military_aid")),
        ("The deal gives military aid to Kyiv.", ("Ukraine", "military_aid")),
        ("Canada announced new sanctions on Moscow.", ("Russia", "sanctions")),
        ("The minister arrived during a state visit to Sudan.", ("Sudan", "diplomacy")),
        ("A million people have fled Sudan.", ("Sudan", "evacuation")),
        ("Families crossed into Poland.", ("Poland", "evacuation")),
        ("Israel launched an attack on Lebanon.", ("Lebanon", "strike")),
    ],
)
def test_what_happens_to_a_state_is_told_of_the_state(tagger: Tagger, text: str, expected: tuple[str, str]) -> None:
    assert expected in kinds(tagger, text)


def test_aid_is_not_placed_where_the_giver_is(tagger: Tagger) -> None:
    assert {p for p, t in kinds(tagger, "In Washington, he criticised arms shipments to Kyiv.")} == {"Ukraine"}


@pytest.mark.parametrize(
    "text",
    [
        "Moscow is planning to attack Kharkiv.",
        "They vowed to shoot down drones over Sumy.",
        "The station was used for evacuations from Sumy.",
        "The UN called for an evacuation of Sumy.",
        "Officials warned of an attack on Sumy.",
        "They prepared for a possible assault on Sumy.",
        "The army was preventing an attack on Sumy.",
        "Weapons of mass destruction were discussed in Sumy.",
        "In Sumy the court may not impose the death penalty.",
        "A factory in Sumy makes drones.",
    ],
)
def test_what_is_wanted_feared_or_meant_is_no_event(tagger: Tagger, text: str) -> None:
    assert events(tagger, text) == []


@pytest.mark.parametrize(
    "text", ["Forces continued to attack Sumy.", "Troops managed to destroy bridges in Sumy.", "Drones flew over Sumy"]
)
def test_what_goes_on_or_succeeds_is_an_event(tagger: Tagger, text: str) -> None:
    assert {place for place, _ in kinds(tagger, text)} == {"Sumy"}


def test_a_capital_in_apposition_is_the_scene(tagger: Tagger) -> None:
    assert kinds(tagger, "Missiles hit the capital Kyiv.") == {("Kyiv", "strike")}


def test_what_an_event_comes_with_is_not_where_it_happens(tagger: Tagger) -> None:
    text = "The strikes on Lviv came as leaders met in Geneva for a summit."
    assert kinds(tagger, text) == {("Lviv", "strike"), ("Geneva", "diplomacy")}


def test_places_listed_with_prepositions_share_the_event(tagger: Tagger) -> None:
    assert {p for p, _ in kinds(tagger, "Fighting raged in Svatove and near Kreminna.")} == {"Svatove", "Kreminna"}


def test_a_division_of_a_larger_region_is_the_finer_scene(tagger: Tagger) -> None:
    found = kinds(tagger, "Rockets struck stations in the central Ukraine region of Vinnytsia.")
    assert found == {("Vinnytsia Oblast", "strike")}


def test_a_region_near_the_capital_is_not_the_capital(tagger: Tagger) -> None:
    text = "Shells fell on Eastern Ghouta.\n\nThe region, near the capital Damascus, was bombed again."
    assert {p for p, _ in kinds(tagger, text)} == {"Eastern Ghouta"}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Partisans blew up a railway near Sumy.", "damage"),
        ("The army made territorial gains around Sumy.", "control"),
        ("The rebels were driven out of Sumy.", "control"),
        ("Shops were looted in Sumy.", "crime"),
        ("Troops launched a counterattack near Sumy.", "battle"),
        ("Speaking in Sumy, he thanked the crowd.", "statement"),
        ("He was held in custody in Sumy.", "detention"),
    ],
)
def test_more_words_of_war_tell_of_events(tagger: Tagger, text: str, expected: str) -> None:
    assert ("Sumy", expected) in kinds(tagger, text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The army later captured the town of Sudzha, which it held in 2014.", ("Sudzha", "control")),
        ("Speaking in Tokyo at a forum, Roe said the pact, signed in 2015, was naive.", ("Tokyo", "statement")),
        ("Since 2014, fighting in Donbas has killed thousands.", ("Donbas", "casualties")),
    ],
)
def test_a_year_dates_only_its_own_part_of_a_clause(tagger: Tagger, text: str, expected: tuple[str, str]) -> None:
    assert expected in kinds(tagger, text)


@pytest.mark.parametrize(
    "text", ["In 2014, rebels stormed Donetsk.", "Rebels stormed Donetsk, in the east, in April 2014."]
)
def test_a_year_that_opens_or_ends_a_clause_dates_all_of_it(tagger: Tagger, text: str) -> None:
    assert kinds(tagger, text) == set()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Troops kill three children in Sumy", ("Sumy", "casualties")),
        ("The UN counted 40 killings in Sumy.", ("Sumy", "casualties")),
        ("The army apprehended a rebel in Goma.", ("Goma", "detention")),
        ("The first ship carrying grain left Odesa.", ("Odesa", "humanitarian")),
        ("Both sides traded fire in Rafah.", ("Rafah", "battle")),
        ("Its guns are bombarding Sumy.", ("Sumy", "strike")),
        ("The Pentagon announced an aid package for Ukraine.", ("Ukraine", "military_aid")),
    ],
)
def test_further_words_for_events(tagger: Tagger, text: str, expected: tuple[str, str]) -> None:
    assert expected in kinds(tagger, text)


def test_if_makes_a_hypothesis_of_all_its_clause(tagger: Tagger) -> None:
    assert events(tagger, "It left a way out if the forces that hold the north were to be driven from Kherson.") == []


def test_a_town_described_by_its_country_is_the_scene(tagger: Tagger) -> None:
    text = "Raqqa, once the capital of a caliphate in eastern Syria, fell to the alliance."
    assert kinds(tagger, text) == {("Raqqa", "control")}


def test_what_a_capital_owns_is_no_scene_unless_it_is_part_of_the_town(tagger: Tagger) -> None:
    assert events(tagger, "Rebels under Ankara's tutelage fought on.") == []
    assert kinds(tagger, "Rockets hit Kyiv's northern districts.") == {("Kyiv", "strike")}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Evacuation of civilians from the city of Sumy began.", ("Sumy", "evacuation")),
        ("A crowd held a rally outside the Chinese Embassy in Kyiv.", ("Kyiv", "protest")),
        (
            f"In Huliaipole, after {'a long and senseless act of ' * 6} war, houses were damaged.",
            ("Huliaipole", "damage"),
        ),
    ],
)
def test_where_something_is_left_held_or_said_to_be_at_the_head(
    tagger: Tagger, text: str, expected: tuple[str, str]
) -> None:
    assert expected in kinds(tagger, text)


def test_those_who_defend_a_town_are_not_there_in_a_rally_elsewhere(tagger: Tagger) -> None:
    text = "A rally in support of defenders of Mariupol took place in Lviv."
    assert kinds(tagger, text) == {("Lviv", "protest")}


@pytest.mark.parametrize(
    "text",
    [
        "For Immediate Release   KABUL, Afghanistan (Feb. 27, 2011) — Forces detained two men in Zurmat today.",
        " KABUL, Afghanistan (Feb. 27) - Forces detained two men in Zurmat today.",
    ],
)
def test_a_dateline_behind_a_gap_is_no_scene(tagger: Tagger, text: str) -> None:
    assert kinds(tagger, text) == {("Zurmat", "detention")}


@pytest.mark.parametrize(
    "text",
    [
        "Rebels took control of Sumy eight years ago.",
        "People marked the anniversary of the siege of Sumy.",
        "Сумы: 80 лет со дня освобождения",
        "Десять років тому бойовики захопили Слов'янськ.",
    ],
)
def test_what_was_years_ago_is_background(tagger: Tagger, text: str) -> None:
    assert kinds(tagger, text) == set()


def test_a_sentence_that_goes_on_plays_where_the_one_before_did(tagger: Tagger) -> None:
    text = "Planes bombed Douma, near the capital Damascus. Dozens have died."
    assert ("Douma", "casualties") in kinds(tagger, text)
