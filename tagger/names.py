"""What a name may mean: its readings, sorted once for all the texts that hold it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from tagger.entries import ALTERNATE, SURNAME, WORD

if TYPE_CHECKING:
    from tagger.entries import Candidate

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


def make_name(flags: int, readings: tuple[Candidate, ...]) -> Name:
    """Give what the index knows of a name with these readings, of which there is at least one."""
    return Name(
        flags,
        readings,
        max(readings, key=_fame),
        tuple(r for r in readings if r.entry.type == "place" and not r.bits & SURNAME),
        tuple(r for r in readings if r.entry.type == "actor"),
        _is_barred(flags, readings),
    )


def _fame(reading: Candidate) -> tuple[int, bool, bool, int]:
    entry = reading.entry
    rank = entry.strength - (1 if reading.bits & (ALTERNATE | SURNAME) else 0)
    return rank, entry.type != "place", entry.kind in ("country", "region"), entry.population


def _is_barred(flags: int, readings: tuple[Candidate, ...]) -> bool:
    if flags == WORD or any(r.entry.type == "adj" or r.entry.kind in _BODIES for r in readings):
        return True
    return not flags and any(r.entry.type == "place" and r.entry.strength == 3 for r in readings)
