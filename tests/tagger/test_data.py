"""The curated names: every row well-formed, every theatre with its places and people."""

from __future__ import annotations

from collections import Counter
from datetime import date
from typing import TYPE_CHECKING, Any, get_args

import pytest

from store.models import ActorKind, PlaceKind
from tagger.sources import data_files, read_all, read_toml

if TYPE_CHECKING:
    from tagger.tagger import Tagger

THEATRES = {
    "Ukraine": {"UA"},
    "Gaza and Lebanon": {"IL", "PS", "LB"},
    "Sudan": {"SD"},
    "Syria": {"SY"},
    "Yemen": {"YE"},
    "Myanmar": {"MM"},
    "Sahel": {"ML", "BF", "NE"},
    "eastern Congo": {"CD", "RW"},
}


def rows(kind: str, table: str) -> list[Any]:
    return [row for data in read_all(kind) for row in data[table]]


def test_every_file_says_where_its_names_come_from() -> None:
    assert [name for name, data in data_files() if b"# Origin:" not in data] == []


def test_people_have_dated_roles_in_order_and_names_of_their_own() -> None:
    people = rows("actors", "people")
    assert [name for name, n in Counter(p[0] for p in people).items() if n > 1] == []
    for name, country, famous, roles, latin, cyrillic in people:
        assert (len(country) in (0, 2), isinstance(famous, bool), bool(roles)) == (True, True, True), name
        assert name not in latin
        assert not any(c.isascii() and c.isalpha() and c not in "XIV" for other in cyrillic for c in other), name
        for _, *days in roles:
            assert days == sorted(days, key=date.fromisoformat), name


def test_bodies_have_a_known_kind_and_names_of_their_own() -> None:
    bodies = rows("actors", "bodies")
    assert [name for name, n in Counter(b[0] for b in bodies).items() if n > 1] == []
    assert {b[1] for b in bodies} <= set(get_args(ActorKind))


def test_villages_lie_on_the_globe_and_have_a_known_kind() -> None:
    for name, country, _, lat, lon, *_, last in rows("villages", "places"):
        assert len(country) == 2, name
        assert (-40 < lat < 75, -20 < lon < 140) == (True, True), name
        assert isinstance(last, list) or last in get_args(PlaceKind), name


def test_every_village_of_a_country_lies_near_it() -> None:
    centres = read_toml("centres")["countries"]
    reach = {"RU": 90, "MM": 15, "CD": 16, "IN": 18}
    for name, country, _, lat, lon, *_ in rows("villages", "places"):
        away = abs(lat - centres[country][0]) + abs(lon - centres[country][1])
        assert away < reach.get(country, 14), (name, country, away)


@pytest.mark.parametrize("theatre", THEATRES)
def test_every_theatre_has_its_people_bodies_and_places(theatre: str) -> None:
    countries = THEATRES[theatre]
    actors = [r for r in rows("actors", "people") if r[1] in countries]
    bodies = [r for r in rows("actors", "bodies") if r[2] in countries]
    places = [r for r in rows("villages", "places") if r[1] in countries]
    assert len(actors) + len(bodies) >= 30
    assert len(places) >= 25


@pytest.mark.parametrize(
    ("text", "places", "actors"),
    [
        ("Russian troops advanced near Predtechyne, said Viktor Trehubov.", {"Predtechyne"}, {"Viktor Trehubov"}),
        ("Israeli tanks entered Khiam, Hezbollah's Radwan Force said.", {"Khiam"}, {"Hezbollah Radwan Force"}),
        ("The RSF shelled Babanusa, the Sudan Doctors Network reported.", {"Babanusa"}, {"Sudan Doctors Network"}),
        ("Druze leader Hikmat al-Hijri spoke after clashes in Jaramana, Syria.", {"Jaramana"}, {"Hikmat al-Hijri"}),
        ("Strikes hit Ras Isa, Houthi official Mahdi al-Mashat said in Yemen.", {"Ras Isa"}, {"Mahdi al-Mashat"}),
        ("The Arakan Army took Buthidaung, said Khaing Thu Kha.", {"Buthidaung"}, {"Arakan Army", "Khaing Thu Kha"}),
        ("JNIM fighters blocked the road to Djibo in Burkina Faso.", {"Djibo"}, {"JNIM"}),
        ("M23 rebels took Minova, Willy Ngoma said.", {"Minova"}, {"M23", "Willy Ngoma"}),
        ("Окупанти обстріляли Костянтинопіль і Предтечине на Донеччині.", {"Kostiantynopil", "Predtechyne"}, set()),
        ("Бои идут в Покровском районе, заявил Сергей Добряк.", {"Pokrovsk Raion"}, {"Serhii Dobriak"}),
    ],
)
def test_names_of_each_theatre_are_found(tagger: Tagger, text: str, places: set[str], actors: set[str]) -> None:
    tags = tagger.tag(text)
    assert places <= {p.name for p in tags.places}
    assert actors <= {a.name for a in tags.actors}
