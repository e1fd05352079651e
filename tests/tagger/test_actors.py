"""Who is named, by which name, in which role."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest

from tests.tagger.conftest import PUBLISHED

if TYPE_CHECKING:
    from store.models import Actor
    from tagger.tagger import Tagger


def actors(tagger: Tagger, text: str, published: datetime = PUBLISHED) -> list[Actor]:
    return list(tagger.tag(text, published=published).actors)


def test_a_surname_later_in_the_text_is_the_person_named_in_full(tagger: Tagger) -> None:
    found = actors(tagger, "Deputy governor Halyna Petrenko came. Later Petrenko left the hall.")
    assert [a.text for a in found] == ["Halyna Petrenko", "Petrenko"]
    assert len({a.id for a in found}) == 1


def test_titles_are_stripped_and_kept_as_roles(tagger: Tagger) -> None:
    found = actors(tagger, "Kremlin spokesman Dmitry Peskov spoke.")
    person = next(a for a in found if a.kind == "person")
    assert (person.text, person.role) == ("Dmitry Peskov", "Kremlin spokesman")


def test_a_role_after_the_name_is_taken(tagger: Tagger) -> None:
    (person,) = actors(tagger, "Taras Bondar, head of the regional council, opened the road.")
    assert person.role == "head of the regional council"


def test_a_known_person_without_a_role_in_the_text_gets_the_role_of_the_day(tagger: Tagger) -> None:
    text = "Nobody but Boris Johnson came."
    in_office = actors(tagger, text, datetime(2022, 3, 1, tzinfo=UTC))
    later = actors(tagger, text, datetime(2023, 3, 1, tzinfo=UTC))
    assert in_office[0].role == "prime minister of the United Kingdom"
    assert later[0].role == "former prime minister of the United Kingdom"


def test_two_people_of_one_given_name_stay_two(tagger: Tagger) -> None:
    text = 'Mayor Oleksandr Lysenko said so. Minister Oleksandr Tkach agreed. "Yes," Tkach said.'
    found = actors(tagger, text)
    assert [a.name for a in found] == ["Oleksandr Lysenko", "Oleksandr Tkach", "Oleksandr Tkach"]


def test_spellings_in_both_scripts_are_one_person(tagger: Tagger) -> None:
    texts = ("Zelensky arrived.", "Zelenskiy arrived.", "Зеленського чекали.", "Зеленский приехал.")
    assert {actors(tagger, t)[0].id for t in texts} == {"person:volodymyr-zelenskyy"}


def test_forces_and_ministries_are_found_by_pattern(tagger: Tagger) -> None:
    found = {a.text: a for a in actors(tagger, "Malian troops left. Norway's foreign ministry knew.")}
    assert found["Malian troops"].kind == "armed_force"
    assert found["foreign ministry"].name == "Norway Ministry of Foreign Affairs"


def test_acronyms_of_bodies_are_found(tagger: Tagger) -> None:
    assert [a.name for a in actors(tagger, "The IAEA and the UN warned NATO.")] == ["IAEA", "United Nations", "NATO"]


def test_a_substring_is_no_actor(tagger: Tagger) -> None:
    assert actors(tagger, "The ambassador assadited nothing; rewards were warm.") == []


@pytest.mark.parametrize(
    ("text", "role"),
    [
        ("Envoys met in Eilat. Prime Minister Benjamin Netanyahu was away.", "Prime Minister"),
        ("They left Manbij! President Recep Tayyip Erdogan was glad.", "President"),
        ("Тихо біля Мар'їнки. Президент Володимир Зеленський приїхав.", "Президент"),
        ("They met U.S. President Joe Biden.", "U.S. President"),
    ],
)
def test_a_role_never_reaches_over_a_full_stop(tagger: Tagger, text: str, role: str) -> None:
    assert [a.role for a in actors(tagger, text) if a.kind == "person"] == [role]


def test_a_man_called_like_a_country_is_a_man(tagger: Tagger) -> None:
    tags = tagger.tag("Chad Miller sang in Texas.")
    assert [a.name for a in tags.actors] == ["Chad Miller"]
    assert [p.name for p in tags.places] == ["Texas"]
    assert [a.name for a in actors(tagger, "John Baker sang in Texas.")] == ["John Baker"]
    assert [p.name for p in tagger.tag("Chad Closes Border With Sudan").places] == ["Chad", "Sudan"]


@pytest.mark.parametrize(
    "text",
    [
        "The man was named as Zork Quibble. Quibble was calm.",
        "Zork Quibble, 26, was calm. Quibble slept.",
        "They spoke of her brother Zork Quibble. Quibble slept.",
    ],
)
def test_an_age_a_kinship_or_a_naming_makes_a_name_a_person(tagger: Tagger, text: str) -> None:
    assert [a.name for a in actors(tagger, text)] == ["Zork Quibble", "Zork Quibble"]


def test_a_given_name_later_in_the_text_is_the_person_named_in_full(tagger: Tagger) -> None:
    found = actors(tagger, "Anna Quibble, 26, was killed. Anna was brave.")
    assert [(a.text, a.name) for a in found] == [("Anna Quibble", "Anna Quibble"), ("Anna", "Anna Quibble")]


def test_of_two_with_one_given_name_neither_is_meant_by_it(tagger: Tagger) -> None:
    found = actors(tagger, "Anna Petrenko and Anna Koval spoke. Anna left.")
    assert [a.name for a in found] == ["Anna Petrenko", "Anna Koval"]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("U.S. Forces left.", "US Armed Forces"),
        ("American soldiers left.", "US Armed Forces"),
        ("British soldiers left.", "UK Armed Forces"),
        ("Syrian regime forces left.", "Syrian Armed Forces"),
        ("The Romanian Air Force left.", "Romanian Air Force"),
        ("The UNSC met.", "UN Security Council"),
        ("The UN security council met.", "UN Security Council"),
        ("The Defense Department knew.", "Pentagon"),
        ("The ICRC knew.", "International Committee of the Red Cross"),
    ],
)
def test_bodies_go_by_one_name_however_they_are_written(tagger: Tagger, text: str, name: str) -> None:
    assert [a.name for a in actors(tagger, text)] == [name]


@pytest.mark.parametrize(
    ("day", "role"),
    [
        (datetime(2024, 6, 1, tzinfo=UTC), "prime minister of Ukraine"),
        (datetime(2025, 9, 1, tzinfo=UTC), "defence minister of Ukraine"),
        (datetime(2026, 2, 1, tzinfo=UTC), "energy minister of Ukraine"),
    ],
)
def test_who_changes_office_has_the_role_of_the_day(tagger: Tagger, day: datetime, role: str) -> None:
    assert [a.role for a in actors(tagger, "Shmyhal came.", day)] == [role]


def test_a_name_whose_last_word_stands_alone_later_is_a_person(tagger: Tagger) -> None:
    found = actors(tagger, "They held Zork Quibble. Nobody knew why Quibble was there.")
    assert [a.name for a in found] == ["Zork Quibble", "Zork Quibble"]
    assert actors(tagger, "They saw the Blue Kettle. The kettle was old, and so was Kettle Lane.") == []


@pytest.mark.parametrize(
    "text",
    [
        "Many Republicans left. The vote split Republicans.",
        "A crash in South Arlington shut a road. Later it rained in Arlington.",
        "Giant Hornets came. The town feared Hornets.",
        "A US-backed Quibble force marched. They call it Quibble.",
        "The raid, named Operation Olive Branch, began.",
        "The show, called Winter Olympics, began. All watched the Olympics.",
    ],
)
def test_a_capitalised_phrase_that_opens_or_ends_like_a_thing_is_nobody(tagger: Tagger, text: str) -> None:
    assert [a.text for a in tagger.tag(text).actors if a.kind == "person"] == []
