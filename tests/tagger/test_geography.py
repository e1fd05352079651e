"""Which of the places of one name a text means: what stands beside it, and what else the text names."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.tagger.test_places import named

if TYPE_CHECKING:
    from tagger.tagger import Tagger

TEXAS = "admin1:US.TX"


def region_of(tagger: Tagger, place_id: str) -> str | None:
    return next(k.region_id for k in tagger.known([place_id]) if k.id == place_id)


def test_the_other_names_of_a_text_tell_which_town_is_meant(tagger: Tagger) -> None:
    found = named(tagger, "Sales tax rose in Paris. Reno and Honey Grove, in Lamar County, saw less of it.")
    assert region_of(tagger, found["Paris"].id) == region_of(tagger, found["Honey Grove"].id) == TEXAS
    assert region_of(tagger, found["Lamar County"].id) == TEXAS


def test_a_capital_stays_one_where_few_names_speak_against_it(tagger: Tagger) -> None:
    text = "US envoys from Texas met French ministers in Paris. A man from Honey Grove was among them."
    assert named(tagger, text)["Paris"].country == "FR"


def test_a_county_lies_where_it_lies(tagger: Tagger) -> None:
    county = named(tagger, "Deputies in Tarrant County, Texas, closed a road.")["Tarrant County"]
    assert county.lat == pytest.approx(32.8, abs=0.2)
    assert county.lon == pytest.approx(-97.3, abs=0.2)


def test_counties_are_read_from_a_list(tagger: Tagger) -> None:
    found = named(tagger, "Floods hit Becker, Otter Tail and Wilkin counties in Minnesota.")
    assert [found[name].name for name in ("Becker", "Otter Tail", "Wilkin")] == [
        "Becker County",
        "Otter Tail County",
        "Wilkin County",
    ]


@pytest.mark.parametrize(
    ("text", "name", "country", "lat"),
    [
        ("Flats in Indianapolis, Indiana and Atlanta, Georgia were sold.", "Atlanta", "US", 33.7),
        ("Flats in Nashville and Cordova, Tennessee, were sold.", "Nashville", "US", 36.2),
        ("LOUISVILLE, KY-- A bank opened.", "LOUISVILLE", "US", 38.3),
        ("Voters in New York, North Carolina and Virginia queued.", "New York", "US", 43.0),
        ("New York Gov. Ann Hill spoke.", "New York", "US", 43.0),
        ("Ann Hill spoke in New York.", "New York", "US", 40.7),
    ],
)
def test_the_state_beside_a_name_decides(tagger: Tagger, text: str, name: str, country: str, lat: float) -> None:
    place = named(tagger, text)[name]
    assert place.country == country
    assert place.lat == pytest.approx(lat, abs=0.3)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("BANTAM — A stonework mason was held by Danbury police.", "BANTAM"),
        ("BANTAM — A stonework mason was held by Danbury police.", "Danbury"),
        ("Fire spread in Iowa. The Atalissa Volunteer Fire Department put it out in Decorah.", "Decorah"),
        ("Mt. Pleasant and St. Paris, Ohio, are towns.", "St. Paris"),
        ("Fighting went on in Mashonaland East Province.", "Mashonaland East Province"),
        ("Voters queued in Iran, most of them in Fars.", "Fars"),
    ],
)
def test_words_beside_a_name_show_that_it_is_a_place(tagger: Tagger, text: str, name: str) -> None:
    assert name in named(tagger, text)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Voters in Kentucky know Johnson. He ran before.", "Johnson"),
        ("US officers in Texas chased a Toyota.", "Toyota"),
        ("In Iowa, US, police chased a 2001 Decorah.", "Decorah"),
        ("Kodie L. Decorah of Iowa, US, fled. Decorah was caught.", "Decorah"),
        ("Children in Iowa, US, at Decorah Elementary, near Decorah Road, went home.", "Decorah"),
        ("The Decorah-Press of Iowa, US, said so.", "Decorah"),
        ("The US Department of Justice sued in Ohio.", "Justice"),
        ("Officials at St. Paul's Hospital in Vancouver, Canada, said so.", "St. Paul"),
        ("Canada is large. A new Canadian came to Toronto, Canada.", "Canadian"),
    ],
)
def test_people_makes_and_offices_are_no_towns(tagger: Tagger, text: str, name: str) -> None:
    assert name not in named(tagger, text)


@pytest.mark.parametrize(
    ("text", "name", "lat", "lon"),
    [
        ("Russian troops took Oleksiivka in Donetsk region.", "Oleksiivka", 48.0, 36.97),
        ("Russian forces advanced near Oleksiivka.", "Oleksiivka", 48.0, 36.97),
        ("Бої біля Олексіївки на Сумщині.", "Олексіївки", 51.11, 34.86),
        ("Drones hit Tuzla in Odesa region.", "Tuzla", 45.87, 30.1),
        ("Удар по селу Тузла в Одеській області.", "Тузла", 45.87, 30.1),
        ("The river flooded Tuzla in Bosnia.", "Tuzla", 44.54, 18.67),
    ],
)
def test_villages_of_one_name_are_told_apart(tagger: Tagger, text: str, name: str, lat: float, lon: float) -> None:
    place = named(tagger, text)[name]
    assert place.lat == pytest.approx(lat, abs=0.05)
    assert place.lon == pytest.approx(lon, abs=0.05)


@pytest.mark.parametrize(
    ("text", "country"),
    [
        ("A man was hurt in London. London police asked for witnesses.", "CA"),
        ("British ministers met in London. London police asked for witnesses.", "GB"),
    ],
)
def test_a_city_of_the_outlets_country_is_meant_where_nothing_speaks_for_one_abroad(
    tagger: Tagger, text: str, country: str
) -> None:
    assert named(tagger, text, country="CA")["London"].country == country


def test_a_small_town_of_the_outlets_country_does_not_replace_a_capital(tagger: Tagger) -> None:
    assert named(tagger, "Talks in Paris went on.", country="US")["Paris"].country == "FR"


@pytest.mark.parametrize(
    ("text", "name", "country"),
    [
        ("Blasts were heard in Odessa overnight.", "Odessa", "UA"),
        ("Macron speaks of a rescue with Ankara and Athens, as Biden did in Warsaw.", "Athens", "GR"),
        ("Floods reached Melbourne.", "Melbourne", "AU"),
    ],
)
def test_an_outlet_that_reports_from_abroad_means_the_city_that_the_world_knows(
    tagger: Tagger, text: str, name: str, country: str
) -> None:
    assert named(tagger, text, country="US")[name].country == country


@pytest.mark.parametrize(
    ("text", "name", "shown"),
    [
        ("Корабель зайшов у Північне море.", "Північне море", "North Sea"),
        ("Морозы в Сибири усилились.", "Сибири", "Siberia"),
        ("Учения прошли в Прибалтике.", "Прибалтике", "Baltic states"),
        ("Птахи летять до Південної Америки.", "Південної Америки", "South America"),
        ("Пожар начался в Техасе.", "Техасе", "Texas"),
        ("Народ Карелии голосовал.", "Карелии", "Karelia"),
    ],
)
def test_world_regions_and_seas_are_known_in_ukrainian_and_russian(
    tagger: Tagger, text: str, name: str, shown: str
) -> None:
    assert named(tagger, text)[name].name == shown


def test_the_railway_is_no_village(tagger: Tagger) -> None:
    assert list(named(tagger, "З вокзалу Харкова вирушив потяг. Залізниця каже, що черги менші.")) == ["Харкова"]


def test_an_agreement_named_after_a_city_is_no_place(tagger: Tagger) -> None:
    assert "Минск" not in named(tagger, "Киев обходит Минск-2 по границе.")


@pytest.mark.parametrize(
    ("text", "name", "shown"),
    [
        ("A drone fell in Leningrad region of Russia.", "Leningrad region", "Leningrad Oblast"),
        ("Беспилотник упал в Подмосковье.", "Подмосковье", "Moscow Oblast"),
        ("Пожежа у Свердловській області Росії.", "Свердловській області", "Sverdlovsk Oblast"),
        ("Дрон збили над Краснодарським краєм.", "Краснодарським краєм", "Krasnodar Krai"),
        ("The war in Kyiv region went on.", "Kyiv region", "Kyiv Oblast"),
        ("Jets of Syria bombed al-Bab and Azaz.", "al-Bab", "Al-Bab"),
        ("Troops of Iraq retook Hawija and al-Sharqat.", "Hawija", "Hawija"),
    ],
)
def test_regions_of_russia_and_arabic_names_are_known_as_the_press_writes_them(
    tagger: Tagger, text: str, name: str, shown: str
) -> None:
    assert named(tagger, text)[name].name == shown
