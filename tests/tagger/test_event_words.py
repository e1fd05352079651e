"""What the words for an event mean beside their neighbours, and which place they belong to."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.tagger.conftest import PUBLISHED

if TYPE_CHECKING:
    from tagger.tagger import Tagger


def kinds(tagger: Tagger, text: str) -> set[tuple[str, str]]:
    return {(e.place, e.type) for e in tagger.tag(text, published=PUBLISHED).events}


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Rebels have left Goma.", "control"),
        ("The army was forced to abandon Kherson.", "control"),
        ("Войска заняли город Купянск.", "control"),
        ("Над Херсоном підняли прапор.", "control"),
        ("Guerrillas made a breakthrough near Izium.", "battle"),
        ("Под Торецком начался контрнаступ.", "battle"),
        ("Біля Куп'янська тривають бойові дії.", "battle"),
        ("A bus came under heavy shelling in Kherson.", "strike"),
        ("Над Сумами збили шахед.", "strike"),
        ("Three men were gunned down in Goma.", "casualties"),
        ("The strike injures two in Sumy.", "casualties"),
        ("Debris fell on a kindergarten in Odesa.", "damage"),
        ("В Туле обесточены три района.", "damage"),
        ("Residents of Lyman were told to leave the town; thousands of citizens left Lyman.", "evacuation"),
        ("Children in Gaza City face sub-zero conditions.", "humanitarian"),
        ("A court in Lviv sentenced a spy.", "detention"),
        ("У Львові засудили агента.", "detention"),
        ("Experts exhumed bodies in Izium.", "crime"),
        ("В Буче нашли массовое захоронение.", "crime"),
        ("A hunger strike began in Tbilisi.", "protest"),
        ("A naval blockade of Odesa goes on.", "other"),
        ("Войска перебросили технику в Мелитополь.", "other"),
    ],
)
def test_each_kind_of_event_is_known_by_many_words(tagger: Tagger, text: str, kind: str) -> None:
    assert kind in {k for _, k in kinds(tagger, text)}


@pytest.mark.parametrize(
    "text",
    [
        "Two sailors were captured in Sumy.",
        "Guards captured 14 fighters near Sumy.",
        "Their capture in Sumy was filmed.",
    ],
)
def test_who_is_captured_in_a_town_is_held_and_the_town_does_not_change_hands(tagger: Tagger, text: str) -> None:
    assert {k for k in kinds(tagger, text) if k[1] in ("control", "detention")} == {("Sumy", "detention")}


@pytest.mark.parametrize(
    "text",
    [
        "Police seized three tonnes of drugs in Lviv.",
        "Президент звільнив начальника гарнізону Львова.",
        "В Киеве освободили от должности министра.",
        "Рада вимагає звільнення полонених у Києві.",
    ],
)
def test_goods_that_are_seized_and_officials_who_are_dismissed_are_no_change_of_hands(
    tagger: Tagger, text: str
) -> None:
    assert "control" not in {k for _, k in kinds(tagger, text)}


def test_an_attack_on_troops_is_a_battle(tagger: Tagger) -> None:
    assert kinds(tagger, "The army began attacks on rebel positions in Goma.") == {("Goma", "battle")}


def test_what_a_drone_attacks_is_struck_in_every_language(tagger: Tagger) -> None:
    assert kinds(tagger, "Дрони атакували Одесу.") == {("Odesa", "strike")}
    assert kinds(tagger, "Піхота атакувала під Вовчанськом.") == {("Vovchansk", "battle")}


@pytest.mark.parametrize(
    "text",
    [
        "A cyber attack hit banks in Warsaw.",
        "Teachers' strikes closed schools in Warsaw.",
        "A missile destroyer called at Odesa.",
        "A factory in Odesa makes launchers for missiles.",
        "The two sides struck a deal in Doha.",
    ],
)
def test_not_every_attack_strike_or_missile_is_a_strike(tagger: Tagger, text: str) -> None:
    assert "strike" not in {k for _, k in kinds(tagger, text)}


def test_where_missiles_start_is_not_where_they_hit(tagger: Tagger) -> None:
    assert kinds(tagger, "Rockets were fired from Belgorod at Sumy.") == {("Belgorod", "other"), ("Sumy", "strike")}
    text = "Missiles were launched from bombers over the Caspian Sea."
    assert kinds(tagger, text) == {("Caspian Sea", "other")}


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Buses evacuated 50 people from Mariupol.", ("Mariupol", "evacuation")),
        ("Rebels were driven from Goma.", ("Goma", "control")),
    ],
)
def test_what_is_left_is_a_scene(tagger: Tagger, text: str, found: tuple[str, str]) -> None:
    assert found in kinds(tagger, text)


def test_where_somebody_comes_from_is_no_scene(tagger: Tagger) -> None:
    assert kinds(tagger, "A teacher from Lviv was killed in Sumy.") == {("Sumy", "casualties")}
    assert kinds(tagger, "A baker from east Kharkiv was killed.") == set()


def test_people_in_a_town_are_there(tagger: Tagger) -> None:
    assert kinds(tagger, "People in Sumy are without food.") == {("Sumy", "humanitarian")}


def test_the_capital_of_a_group_is_that_city(tagger: Tagger) -> None:
    assert ("Raqqa", "strike") in kinds(tagger, "Airstrikes hit the group's capital of Raqqa.")


def test_there_are_is_no_place(tagger: Tagger) -> None:
    text = "Lviv is calm. Nobody sleeps in Sumy either.\n\nThere have been blasts in occupied towns."
    assert kinds(tagger, text) == set()


def test_a_ship_that_bears_a_city_s_name_is_not_that_city(tagger: Tagger) -> None:
    assert kinds(tagger, "A fire broke out after an explosion on the cruiser Moskva.") == set()


def test_only_the_district_of_a_city_is_the_scene(tagger: Tagger) -> None:
    assert kinds(tagger, "Shelling hit the Saltivka district of Kharkiv.") == {("Saltivka", "strike")}


def test_a_continent_is_a_scene_only_where_something_happens_in_it(tagger: Tagger) -> None:
    assert kinds(tagger, "Shelling hit Europe's largest mill.") == set()


@pytest.mark.parametrize(
    "text",
    [
        "Capturing Bakhmut would give the army a road.",
        "An assault on Sumy is imminent.",
        "Nobody knows whether troops will attack Sumy.",
        "They have no plans to storm Sumy.",
        "The army is not ready to storm Sumy.",
        "Россия ударит по Одессе.",
        "Армия готовит удар по Одессе.",
        "Дрон нанёс удар, чтобы зачистить Харьков.",
        "Росія погрожує ударом по Одесі.",
        "У Києві працює міністерство оборони.",
    ],
)
def test_what_may_come_or_is_aimed_at_is_no_event(tagger: Tagger, text: str) -> None:
    assert {k for k in kinds(tagger, text) if k[1] in ("strike", "battle", "control")} == set()


def test_what_is_only_planned_is_news_where_plans_are(tagger: Tagger) -> None:
    assert kinds(tagger, "The EU plans to impose sanctions on Belarus.") == {("Belarus", "sanctions")}
    assert kinds(tagger, "Troops plan to storm Sumy, and would shell Lviv.") == set()


def test_a_verb_with_its_adverb_describes_nothing(tagger: Tagger) -> None:
    assert kinds(tagger, "The army has completely liberated Sumy.") == {("Sumy", "control")}
    assert kinds(tagger, "A fair opened in the previously occupied city of Sumy.") == set()


def test_the_day_of_a_year_long_gone_is_background_unless_it_is_the_topic(tagger: Tagger) -> None:
    assert kinds(tagger, "The court heard of the 1998 attacks in Nairobi.") == set()
    assert ("Luhansk", "strike") in kinds(tagger, "2 июня 2014 года авиация нанесла удар по центру Луганска")


def test_an_opening_clause_keeps_its_own_event(tagger: Tagger) -> None:
    text = "While rockets hit Sumy, envoys met for talks in Doha."
    assert kinds(tagger, text) == {("Sumy", "strike"), ("Doha", "talks")}


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Canada imposed sanctions on Russia and Belarus.", {("Russia", "sanctions"), ("Belarus", "sanctions")}),
        ("The EU put new sanctions on Russian banks.", {("Russia", "sanctions")}),
        ("Drones hit Russian refineries.", {("Russia", "strike")}),
        ("The raid destroyed much of Ukraine's infrastructure.", {("Ukraine", "damage")}),
        ("Nine Ukrainian civilians were killed.", {("Ukraine", "casualties")}),
        ("Norway will provide Ukraine with more artillery systems.", {("Ukraine", "military_aid")}),
        ("Japan gave $5 million in humanitarian aid for Ukraine.", {("Ukraine", "humanitarian")}),
        (
            "The Pentagon will deploy 900 troops to Poland and Romania.",
            {("Poland", "other"), ("Romania", "other")},
        ),
    ],
)
def test_a_state_is_hit_by_name_by_its_people_s_name_and_in_a_list(
    tagger: Tagger, text: str, found: set[tuple[str, str]]
) -> None:
    assert kinds(tagger, text) == found


def test_a_fight_against_a_state_is_not_at_it(tagger: Tagger) -> None:
    assert kinds(tagger, "Volunteers joined the fight against Russia.") == set()


def test_a_weapon_that_is_given_hits_nobody(tagger: Tagger) -> None:
    assert kinds(tagger, "Norway sent missiles to Ukraine to strike tanks.") == {("Ukraine", "military_aid")}


def test_the_residents_of_a_town_are_in_it(tagger: Tagger) -> None:
    assert kinds(tagger, "About 90 Kherson residents were evacuated.") == {("Kherson", "evacuation")}


def test_a_city_that_is_named_stands_for_no_other(tagger: Tagger) -> None:
    text = "A nurse of Lewes, East Sussex, worked in the besieged city of Afrin."
    assert kinds(tagger, text) == {("Afrin", "battle")}


def test_a_town_that_has_fallen_changes_hands(tagger: Tagger) -> None:
    assert ("Kreminna", "control") in kinds(tagger, "The city of Kreminna has fallen.")


def test_the_toll_of_a_strike_on_a_state_is_that_state_s(tagger: Tagger) -> None:
    found = {("Ukraine", "strike"), ("Ukraine", "damage"), ("Ukraine", "casualties")}
    assert kinds(tagger, "Two men were killed and a mill was damaged in airstrikes on Ukraine.") == found


def test_sanctions_are_at_no_place_that_is_only_near_in_the_sentence(tagger: Tagger) -> None:
    assert kinds(tagger, "Pointing to atrocities in Bucha, he said fresh sanctions came late.") == {("Bucha", "crime")}


def test_combat_troops_that_are_stationed_fight_no_battle(tagger: Tagger) -> None:
    assert kinds(tagger, "He announced the stationing of 3,000 combat troops in Romania.") == {("Romania", "other")}
    assert kinds(tagger, "An additional 30,000 troops were deployed to neighbouring Belarus.") == {("Belarus", "other")}
