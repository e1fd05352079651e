"""Words of war that tell of none, and those beside them that do."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tagger.tagger import Tagger


def kinds(tagger: Tagger, text: str) -> set[tuple[str, str]]:
    return {(e.place, e.type) for e in tagger.tag(text, title_end=len(text)).events}


@pytest.mark.parametrize(
    "text",
    [
        "Leipzig strike late to stay in league title race in Berlin",
        "Bakers' union calls a strike in Paris over wages",
        "Norwich defend lead with ten men",
        "Cloud sales explode in China",
        "Senator blasts Netflix over privacy in Washington",
        "Actor talks about his film in Cannes",
        "Tanker market collapsed in London",
        "Candidates clash in Atlanta",
        "Ministers clash in Rome over the budget",
        "Legal battle in Rome over a villa",
        "Fire crews battle flames in Athens",
        "Nurses on the frontline workers list in Madrid",
        "Minister under fire over a holiday in Greece",
        "A storm struck Florida on Monday",
        "Iran was hit by an earthquake",
        "The moment was captured on camera in Sydney",
        "Virus under control in Iran",
        "Fight against malaria in Kenya",
        "Coronavirus: two more deaths in Italy",
        "Dog attack in Perth",
        "Driver shortage in Germany",
        "Where to go on holiday: a visit to Rome",
        "A surprise hit in Berlin",
        "Gulf ‘dead zone’ off Louisiana grows",
        "Збірна атакувала ворота в матчі у Варшаві",
    ],
)
def test_sport_work_weather_sickness_and_quarrels_are_no_events(tagger: Tagger, text: str) -> None:
    assert kinds(tagger, text) == set()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Rockets hit a football pitch in Majdal Shams", ("Majdal Shams", "strike")),
        ("Bus hit by shell in Donetsk", ("Donetsk", "strike")),
        ("Factory workers killed in a strike on Kharkiv", ("Kharkiv", "strike")),
        ("City of Kherson under fire from tanks", ("Kherson", "strike")),
        ("Rebels battle army in Aleppo", ("Aleppo", "battle")),
        ("Army has Aleppo under full control", ("Aleppo", "control")),
        ("Ten dead in Rafah as virus spreads after air strike", ("Rafah", "casualties")),
        ("Militants defend the town of Baga", ("Baga", "battle")),
        ("Blasts rock Odesa", ("Odesa", "damage")),
        ("Peace talks open in Geneva", ("Geneva", "talks")),
        ("Floods kill 20 in Yemen", ("Yemen", "casualties")),
    ],
)
def test_war_beside_such_words_is_still_told(tagger: Tagger, text: str, expected: tuple[str, str]) -> None:
    assert expected in kinds(tagger, text)


@pytest.mark.parametrize(
    "text",
    [
        "Deputy charged with assault in Denver",
        "Envoys discuss annexation plan in Jericho",
        "Mayor compares it with the siege of Leningrad",
        "Invaders plotting strikes on Sumy",
    ],
)
def test_crimes_topics_comparisons_and_plots_are_no_events(tagger: Tagger, text: str) -> None:
    assert kinds(tagger, text) == set()


def test_soldiers_who_are_destroyed_are_casualties(tagger: Tagger) -> None:
    assert kinds(tagger, "Gunners destroyed 200 occupiers in Sumy") == {("Sumy", "casualties")}
