"""“The region of Vinnytsia” is the region, not the city it is named after."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from tagger.entries import Entry
    from tagger.places import Toponym

_HEAD = re.compile(r"\b(?:region|province|oblast|governorate|state)(s?) of (?:the )?\Z", re.IGNORECASE)
_OPENINGS: Final = ("of ", "of the ", "OF ", "Of ", "of The ")
_LIST = re.compile(r"(?:, (?:just )?(?:north|south)?(?:east|west)?(?:ern)? of (?:the )?[A-Z][\w'-]+)?,? (?:and )?")
"""What stands between two items of a list; the first may be described: "Chernihiv, north of Kyiv, and Sumy"."""

_LONGEST: Final = 40


_PLURALS: Final = ("egions", "rovinces", "blasts", "overnorates")
_TAIL = re.compile(r" (?:[Rr]egions|[Pp]rovinces|[Oo]blasts|[Gg]overnorates)\b")
"""What makes regions of a list before it: "Homs and Hama provinces"."""
_WITHIN: Final = (" in ", ", in ")


def widen_to_regions(folded: str, toponyms: Sequence[Toponym], get: Callable[[str], Entry | None]) -> list[Toponym]:
    """Give `toponyms` with the seats that stand for their regions turned into these.

    That is after "region of", listed after "regions of" or before "regions", and after a town of the region: "Kreminna,
    in Luhansk".
    """
    out: list[Toponym] = []
    item: Toponym | None = None  # the last item of a list of regions
    for t in toponyms:
        within = bool(out) and folded[out[-1].end : t.start] in _WITHIN and _is_of_its_region(out[-1].entry, t.entry)
        if item is None and not within and not folded.endswith(_OPENINGS, max(0, t.start - 8), t.start):
            out.append(t)
            continue
        head = _HEAD.search(folded[max(0, t.start - 24) : t.start])
        listed = item is not None and _LIST.fullmatch(folded, item.end, t.start) is not None
        out.append(_widened(t, get) if head or listed or within else t)
        if listed or (head and head[1] == "s"):
            item = t
        elif head or item is None or t.start - item.end > _LONGEST:
            item = None
    if not any(word in folded for word in _PLURALS):
        return out
    for i in range(len(out) - 1, 0, -1):
        if _TAIL.match(folded, out[i].end):
            _widen_list(folded, out, i, get)
    return out


def _widen_list(folded: str, out: list[Toponym], last: int, get: Callable[[str], Entry | None]) -> None:
    """Turn the seats of a list that ends at `last` into their regions."""
    i = last
    while i >= 0 and (i == last or _LIST.fullmatch(folded, out[i].end, out[i + 1].start)):
        out[i] = _widened(out[i], get)
        i -= 1


def _is_of_its_region(town: Entry, seat: Entry) -> bool:
    held = town.kind not in ("region", "country") and town.id != seat.id
    return held and town.region_id is not None and town.region_id == seat.region_id


def _widened(t: Toponym, get: Callable[[str], Entry | None]) -> Toponym:
    """Give a seat as its region, if that bears its name."""
    region = get(t.entry.region_id) if t.entry.region_id else None
    if region is None or region.name.split(" ")[0] != t.entry.name.split(" ")[0]:
        return t
    return replace(t, entry=region)
