"""What a name may mean: its readings, sorted once for all the texts that hold it."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from tagger.entries import ALTERNATE, INFLECTED, SURNAME, WORD, Candidate

if TYPE_CHECKING:
    from tagger.entries import Entry

_LARGE: Final = frozenset(["country", "region", "water"])
_COMMON: Final = 12
"""Regions that may share a name which still tells something of where a text plays."""
_BODIES: Final = frozenset(["country", "region", "organisation", "office", "armed_force"])


@dataclass(frozen=True, slots=True)
class Name:
    """One name of the index."""

    flags: int
    """`tagger.entries.WORD` and `tagger.entries.GIVEN`."""
    readings: tuple[Candidate, ...]
    famous: Candidate
    """The reading that comes first without any context."""
    places: tuple[Candidate, ...]
    """The places that go by it."""
    actors: tuple[Candidate, ...]
    barred: bool
    """True where its words can't be those of a person's name."""
    homes: tuple[tuple[str, str, float], ...]
    """The first-level regions that it speaks for, each with its country and its share of the name; see `_homes`."""
    strength: int
    """That of the best known of the places; 0 without any."""
    little: bool
    """True where it stands for little-known places, and else only for surnames."""
    national: bool
    """True where it is that of a people or an army, or their adjective."""
    weight: float
    """How much one mention of it speaks for the country of its best known reading."""


def make_reading(entry: Entry, bits: int) -> Candidate:
    """Give a reading with what is known of it before any text is."""
    fame = 0 if bits & ALTERNATE else entry.strength + (entry.strength == 3 and entry.kind in ("country", "region"))
    standing = 1.2 * entry.strength + 0.25 * math.log10(entry.population + 10)
    standing += 3.0 if entry.kind in _LARGE else 0.0
    standing -= (2.0 if bits & ALTERNATE else 0.0) + (0.5 if bits & INFLECTED else 0.0)
    return Candidate(entry, bits, fame, standing)


def make_name(flags: int, readings: tuple[Candidate, ...]) -> Name:
    """Give what the index knows of a name with these readings, of which there is at least one."""
    famous = max(readings, key=_rank)
    places = tuple(r for r in readings if r.entry.type == "place" and not r.bits & SURNAME)
    return Name(
        flags,
        readings,
        famous,
        places,
        tuple(r for r in readings if r.entry.type == "actor"),
        _is_barred(flags, readings),
        _homes(flags, readings),
        max((r.entry.strength for r in places), default=0),
        all(r.bits & SURNAME or (r.entry.type == "place" and r.entry.strength < 3) for r in readings),
        any(r.entry.country and (r.entry.type == "adj" or r.entry.kind == "armed_force") for r in readings),
        _weight(famous),
    )


def _weight(famous: Candidate) -> float:
    e = famous.entry
    if e.type == "adj" or e.kind == "country":
        return 1.5
    if e.type == "actor":
        return 0.5
    if e.kind == "region" and e.region_id:
        return 1.0  # a county
    return 1.0 if e.strength >= 2 and not famous.bits & ALTERNATE else 0.0


def _rank(reading: Candidate) -> tuple[int, bool, bool, int]:
    entry = reading.entry
    rank = entry.strength - (1 if reading.bits & (ALTERNATE | SURNAME) else 0)
    return rank, entry.type != "place", entry.kind in ("country", "region"), entry.population


def _homes(flags: int, readings: tuple[Candidate, ...]) -> tuple[tuple[str, str, float], ...]:
    """Give the regions of the places that go by a name; none where it is a word, a person's, known to all or common."""
    if flags or any(r.bits & SURNAME or r.entry.type != "place" or r.entry.strength == 3 for r in readings):
        return ()
    places = [r.entry for r in readings if not r.bits & ALTERNATE and r.entry.country]
    homes = {e.region_id: e.country or "" for e in places if e.region_id}
    if len(homes) > _COMMON:
        return ()
    return tuple((region, country, 1 / len(homes)) for region, country in homes.items())


def _is_barred(flags: int, readings: tuple[Candidate, ...]) -> bool:
    if flags == WORD or any(r.entry.type == "adj" or r.entry.kind in _BODIES for r in readings):
        return True
    return not flags and any(r.entry.type == "place" and r.entry.strength == 3 for r in readings)
