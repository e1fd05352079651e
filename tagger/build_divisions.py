"""First-level regions of the whole world by the names that GeoNames gives them, as far as nothing better is known."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from tagger.entries import ALTERNATE, Entry
from tagger.sources import read_toml
from tagger.spelling import fold

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from tagger.build import Draft

_KIND: Final = re.compile(
    r" (Province|Governorate|Department|Region|State|County|District|Prefecture|Division|Municipality|Canton)\Z",
    re.IGNORECASE,
)
_WORDS: Final = ("Province", "Region", "State")
_BEARING: Final = re.compile(
    r"(?:(?:North|South|East|West|Central|Centre|Center|Upper|Lower|Capital)(?:ern|east|west)*[ -]?)+", re.IGNORECASE
)
_LEAST: Final = 4
"""Letters of the shortest name that may stand without a word like "province"."""


def add_divisions(draft: Draft, words: Mapping[str, Sequence[str]]) -> None:
    """Add the regions that hold a populated place; one that is known already only gets more spellings.

    Args:
        draft: the index being made, with all its populated places.
        words: what a country calls its regions, where regions.toml says so.
    """
    used = {e.region_id for e in draft.entries.values()}
    for country, code, name, lat, lon in _rows():
        entry_id = f"admin1:{country}.{code}"
        if entry_id not in used:
            continue
        kind = _KIND.search(name)
        base = fold(_KIND.sub("", name)).replace("'", "").removeprefix("Muhafazat ")
        known = draft.entries.get(entry_id)
        if known is None:
            entry = Entry(entry_id, name, "place", "region", country, None, lat, lon, 0, 1)
            draft.add(entry, 0 if kind else ALTERNATE)
        elif known.strength == 1:  # so far named after its largest town
            draft.entries[entry_id] = replace(known, name=f"{base} {words[country][0]}", lat=lat, lon=lon)
        alone = _stands_alone(draft, country, base)
        if alone:
            draft.name(entry_id, base, ALTERNATE)
        for word in {*words.get(country, _WORDS), *((kind[1],) if kind else ())}:
            draft.name(entry_id, f"{base} {word}")
            if not alone and country not in words:
                draft.name(entry_id, f"{base} {word.lower()}")


def _stands_alone(draft: Draft, country: str, base: str) -> bool:
    """Tell whether a region may be meant by its bare name: no place of the country and no word is called so."""
    if len(base) < _LEAST or base in draft.words or base in draft.given or _BEARING.fullmatch(base):
        return False
    return not any(e.strength == 3 or (e.country == country and e.kind != "region") for e in draft.readings(base))


def _rows() -> Iterator[tuple[str, str, str, float, float]]:
    for country, text in read_toml("divisions")["divisions"].items():
        for row in text.split(";"):
            code, name, lat, lon = row.strip().split("|")
            yield country, code, name, float(lat), float(lon)
