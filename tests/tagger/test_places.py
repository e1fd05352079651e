"""Which names are places, which places they are, and when a place stands for its government."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from store.models import Place
    from tagger.tagger import Tagger


def named(tagger: Tagger, text: str, **options: str) -> dict[str, Place]:
    return {p.text: p for p in tagger.tag(text, **options).places}  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("text", "spelling", "shown"),
    [
        ("Trains left Kiev at noon.", "Kiev", "Kyiv"),
        ("Sirens sounded in Kharkov.", "Kharkov", "Kharkiv"),
        ("A ship reached Odessa, Ukraine.", "Odessa", "Odesa"),
        ("У Києві пролунала тривога.", "Києві", "Kyiv"),
        ("Ночью под Харьковом были слышны взрывы.", "Харьковом", "Kharkiv"),
        ("Бої точаться біля Авдіївки.", "Авдіївки", "Avdiivka"),
        ("Shelling went on near Robotyne.", "Robotyne", "Robotyne"),
        ("Crowds gathered in Deir Ezzor, Syria.", "Deir Ezzor", "Deir ez-Zor"),
        ("Fighters entered El-Fasher in Darfur.", "El-Fasher", "El Fasher"),
    ],
)
def test_any_spelling_gives_the_name_that_we_show(tagger: Tagger, text: str, spelling: str, shown: str) -> None:
    assert named(tagger, text)[spelling].name == shown


def test_a_region_is_one_span_and_not_its_seat(tagger: Tagger) -> None:
    place = named(tagger, "Villages in the Kharkiv region lost power.")["Kharkiv region"]
    assert (place.name, place.kind, place.country) == ("Kharkiv Oblast", "region", "UA")


def test_an_oblast_is_found_in_ukrainian_case_forms(tagger: Tagger) -> None:
    place = named(tagger, "Ворог обстріляв громади у Сумській області.")["Сумській області"]
    assert place.name == "Sumy Oblast"


def test_the_country_of_the_text_decides_between_places_of_one_name(tagger: Tagger) -> None:
    there = named(tagger, "Defenders in Ukraine held Pokrovsk, west of Donetsk.")["Pokrovsk"]
    assert there.country == "UA"


def test_the_region_named_after_a_place_decides(tagger: Tagger) -> None:
    assert named(tagger, "A storm hit Moscow, Idaho, on Friday.")["Moscow"].country == "US"


def test_home_decides_where_the_text_says_nothing(tagger: Tagger) -> None:
    text = "Crowds filled Tripoli."
    assert named(tagger, text)["Tripoli"].country == "LY"


def test_given_names_months_and_ordinary_words_are_no_places(tagger: Tagger) -> None:
    text = (
        "Vladimir and Vitali met Volodymyr in March. Reading the list, a Human Step away, he said: Nice. "
        "Mobile phones were off. Ukraine and Russia agreed. Of course it was Victoria who came."
    )
    assert set(named(tagger, text)) == {"Ukraine", "Russia"}


def test_names_inside_names_of_people_and_bodies_are_no_places(tagger: Tagger) -> None:
    text = "Jordan Hopkins of the Bank of England told Kharkiv University students in Ukraine so."
    assert "Jordan" not in named(tagger, text)
    assert "Kharkiv" not in named(tagger, text)


def test_adjectives_are_no_places(tagger: Tagger) -> None:
    assert named(tagger, "Ukrainian crews and Russian guards met US officials.") == {}


@pytest.mark.parametrize(
    "text",
    [
        "Kyiv said the bridge was down.",
        "Kyiv Says Bridge Is Down",
        "Officials hope for talks with Kyiv.",
        "The envoy accused Kyiv of delay.",
        "Kyiv's demands were read out.",
        "New sanctions on Kyiv were refused.",
    ],
)
def test_a_capital_that_speaks_acts_or_is_addressed_is_a_metonym(tagger: Tagger, text: str) -> None:
    assert named(tagger, text)["Kyiv"].sense == "metonym"


@pytest.mark.parametrize(
    "text", ["Rain fell in Kyiv.", "They drove to Kyiv.", "Kyiv's old town was dark.", "A school outside Kyiv said no."]
)
def test_a_capital_where_something_is_is_literal(tagger: Tagger, text: str) -> None:
    assert named(tagger, text)["Kyiv"].sense == "location"


def test_shouted_headlines_are_read(tagger: Tagger) -> None:
    assert named(tagger, "EXPLOSIONS HEARD IN MARIUPOL, UKRAINE")["MARIUPOL"].name == "Mariupol"


def test_boilerplate_is_never_tagged(tagger: Tagger) -> None:
    text = (
        "Shells fell on Sumy, Ukraine.\n\nAlso read: Japan weighs new law on coins\n\nAdvertisement\n\n"
        "Follow our live blog from Warsaw here.\nSign up for our newsletter from London"
    )
    assert set(named(tagger, text)) == {"Sumy", "Ukraine"}


@pytest.mark.parametrize("spelling", ["New York", "NEW YORK"])
def test_new_york_is_not_york(tagger: Tagger, spelling: str) -> None:
    assert named(tagger, f"Envoys met in {spelling} on Monday.")[spelling].country == "US"
    assert named(tagger, f"{spelling}, March 28 (Agency) - Envoys met.")[spelling].country == "US"


@pytest.mark.parametrize("mark", "'’ʼ")
def test_a_name_is_found_with_any_apostrophe_and_goes_to_the_town_that_bears_it_today(
    tagger: Tagger, mark: str
) -> None:
    found = named(tagger, f"Обстріляли Слов{mark}янськ і Барвінкове.")
    assert [p.name for p in found.values()] == ["Sloviansk", "Barvinkove"]


@pytest.mark.parametrize("form", ["Мала Рогань", "Малої Рогані", "Малу Рогань"])
def test_names_of_two_words_are_found_in_their_case_forms(tagger: Tagger, form: str) -> None:
    assert named(tagger, f"Є новини про {form}.")[form].name == "Mala Rohan"


@pytest.mark.parametrize(
    "text", ["The Moscow Times wrote on Monday.", "The University of Kharkiv closed.", "Bank of Moscow clerks left."]
)
def test_a_place_inside_the_name_of_a_body_is_no_place(tagger: Tagger, text: str) -> None:
    assert named(tagger, text) == {}


def test_the_residents_of_a_town_leave_it_a_place(tagger: Tagger) -> None:
    assert named(tagger, "Kherson residents queued for bread.")["Kherson"].event_place is False


def test_a_canadian_province_says_which_london_is_meant(tagger: Tagger) -> None:
    found = named(tagger, "Nurses from London, Ontario, came.")
    assert {text: (p.country, p.kind) for text, p in found.items()} == {
        "London": ("CA", "city"),
        "Ontario": ("CA", "region"),
    }
    assert named(tagger, "A fire in Victoria, British Columbia, was put out.")["Victoria"].country == "CA"


def test_nice_is_the_french_city_or_nothing(tagger: Tagger) -> None:
    assert "Nice" not in named(tagger, "US police in Nice, near Washington, met US officials.")
    assert named(tagger, "The French city of Nice was calm.")["Nice"].country == "FR"
    assert named(tagger, "French police in Nice, France, closed a road.")["Nice"].country == "FR"


@pytest.mark.parametrize(
    ("text", "country"),
    [
        ("Georgia governor Ann Hill spoke in Atlanta.", "US"),
        ("Ann Hill, governor of Georgia, spoke.", "US"),
        ("Voters in Georgia queued in Atlanta and Savannah.", "US"),
        ("Envoys left Atlanta for Tbilisi and found Georgia calm.", "GE"),
        ("Georgia, Tennessee and Ohio move to reopen.", "US"),
        ("Georgia's parliament sat in Tbilisi.", "GE"),
        ("US envoys flew to Georgia.", "GE"),
    ],
)
def test_georgia_is_the_state_beside_its_own_towns_and_offices(tagger: Tagger, text: str, country: str) -> None:
    assert named(tagger, text)["Georgia"].country == country


@pytest.mark.parametrize(
    ("text", "spelling", "shown"),
    [
        ("Buses left Hama and Homs in Syria.", "Hama", "Hama"),
        ("Мар'їнка зруйнована.", "Мар'їнка", "Marinka"),
        ("Бої точаться біля Мар'їнки.", "Мар'їнки", "Marinka"),
        ("Ворог обстріляв Марʼїнку.", "Марʼїнку", "Marinka"),
        ("Тихо в Мар’їнці.", "Мар’їнці", "Marinka"),
    ],
)
def test_towns_that_the_wires_name_daily_are_found(tagger: Tagger, text: str, spelling: str, shown: str) -> None:
    assert named(tagger, text)[spelling].name == shown


@pytest.mark.parametrize(
    "text",
    [
        "The cruiser Moskva was on fire.",
        "The Moskva sank with part of its crew.",
        "The navy lost the Moskva.",
        "Крейсер «Москва» затонув.",
    ],
)
def test_a_ship_is_no_town(tagger: Tagger, text: str) -> None:
    assert named(tagger, text) == {}


@pytest.mark.parametrize(
    "text",
    ["Заводы «Балтики» работают.", "Готель «Україна» пошкоджено.", "Вболівальники „Дніпра“ раді.", 'ЖК "Київ" горить.'],
)
def test_a_cyrillic_name_in_quotation_marks_is_no_place(tagger: Tagger, text: str) -> None:
    assert named(tagger, text) == {}


def test_a_place_that_a_quotation_opens_with_is_one(tagger: Tagger) -> None:
    assert set(named(tagger, "Він каже: «Київ не здасться».")) == {"Київ"}


@pytest.mark.parametrize("text", ["The ship left the Kyiv region.", "Sailors in Sevastopol saw the ship."])
def test_a_town_beside_a_ship_is_one(tagger: Tagger, text: str) -> None:
    assert named(tagger, text) != {}


@pytest.mark.parametrize("text", ["She plays for the W.N.B.A. team.", "Danilov: Russian troops mass at the border"])
def test_parts_of_initials_and_who_is_quoted_are_no_places(tagger: Tagger, text: str) -> None:
    assert named(tagger, text) == {}


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Fighting goes on in Homs and Hama provinces.", {"Homs Governorate", "Hama Governorate"}),
        ("Shells fell on Sumy, Kharkiv and Donetsk oblasts.", {"Sumy Oblast", "Kharkiv Oblast", "Donetsk Oblast"}),
        ("The town of Kreminna, in Luhansk, has fallen.", {"Kreminna", "Luhansk Oblast"}),
    ],
)
def test_seats_before_regions_and_after_their_towns_are_regions(tagger: Tagger, text: str, names: set[str]) -> None:
    assert {p.name for p in tagger.tag(text).places} == names


@pytest.mark.parametrize(
    "text",
    [
        "Riyadh and Sanaa agree to a truce",
        "Talks between Baku and Yerevan stall",
        "Damascus blames Israel",
        "Tehran warns Ankara",
        "Bamako expels the envoy",
    ],
)
def test_every_capital_of_a_headline_about_governments_is_a_metonym(tagger: Tagger, text: str) -> None:
    assert {p.sense for p in tagger.tag(text).places} == {"metonym"}


def test_a_country_that_says_where_a_town_is_does_not_speak(tagger: Tagger) -> None:
    assert named(tagger, "An envoy in Doha, Qatar has denied it.")["Qatar"].sense == "location"
