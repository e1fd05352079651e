"""What the gazetteer holds: entries, the names that they go by, and the codes for both in the index."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

SURNAME: Final = 1
"""Candidate bit: the name is only the surname of a person who must be named in full first."""
ALTERNATE: Final = 2
"""Candidate bit: a foreign or old spelling from GeoNames, trusted less than the name shown."""
INFLECTED: Final = 4
"""Candidate bit: a case form made by rule."""
_BITS: Final = 3
WORD: Final = 1
"""Name flag: also an ordinary word."""
GIVEN: Final = 2
"""Name flag: also a person's given name."""
FAMILY: Final = 4
"""Name flag: borne by many people, and by no place that is known widely."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One place, actor or adjective of the gazetteer."""

    id: str
    name: str
    type: str
    """``place``, ``actor`` or ``adj``."""
    kind: str
    country: str | None
    region_id: str | None
    lat: float | None
    lon: float | None
    population: int
    strength: int
    """3 known to everybody, 2 known to readers of war news, 1 needs context."""
    aliases: tuple[str, ...] = ()
    roles: tuple[tuple[str, str, str], ...] = ()
    """(role, since, until) with ISO dates or empty strings."""
    capital: bool = False
    """True where the name may stand for a government."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """One reading of a name; see `tagger.names.make_reading`."""

    entry: Entry
    bits: int
    fame: int
    """How well it is known: 0 for an alternate spelling, else 1 to 3, and 4 for what is known to all and large."""
    standing: float
    """What speaks for it whatever the text says."""


def code_of(number: int, bits: int) -> int:
    """Give a reading, the number of its entry and its bits, as one number."""
    return number << _BITS | bits


def number_of(code: int) -> int:
    """Give the number of a reading's entry."""
    return code >> _BITS


def bits_of(code: int) -> int:
    """Give the bits of a reading."""
    return code & (1 << _BITS) - 1
