"""Regions of the index: first-level regions by seat, theatres of war, their seas and facilities."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tagger.entries import INFLECTED, Entry
from tagger.sources import read_toml
from tagger.spelling import fold

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tagger.build import Draft

Seats = dict[tuple[str, str], Entry]
"""(country, folded name) → the largest place of that name."""


def add_regions(
    draft: Draft, theatres: dict[str, Any], codes: dict[str, str], seats: Seats, largest: dict[str, str]
) -> None:
    """Add the regions of regions.toml and theatres.toml, and in their countries those named after their seats.

    Args:
        draft: the index being made.
        theatres: theatres.toml.
        codes: first-level code of each populated place by id.
        seats: places by country and name.
        largest: id of the largest place of each first-level code.
    """
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
        add_named(draft, "dl", row)
    for code, entry_id in largest.items():
        seat = draft.entries[entry_id]
        if code in named or code[:2] not in words:
            continue
        # A city that is a region of its own does not take the name of the one around it: Kyiv and Kyiv Oblast.
        if not any(e.strength == 3 for e in draft.readings(f"{seat.name} {words[code[:2]][0]}")):
            _add_region(draft, code, seat, {}, words[code[:2]])


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
            ("область", "області", "обл", "областю", "областей", "областях", "областям", "областями")
            if ukrainian
            else ("область", "области", "обл", "областью", "областей", "областях", "областям", "областями")
        )
        for ending in endings:
            for noun in nouns:
                bits = 0 if noun == "область" and ending in ("а", "ая") else INFLECTED
                draft.name(entry_id, f"{stem}{ending} {noun}", bits)
    draft.inflected(entry_id, row.get("short", ()))


def add_named(draft: Draft, prefix: str, row: dict[str, Any]) -> None:
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
