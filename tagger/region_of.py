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


def widen_to_regions(folded: str, toponyms: Sequence[Toponym], get: Callable[[str], Entry | None]) -> list[Toponym]:
    """Give `toponyms` with the seats after "region of", or listed after "regions of", turned into their regions."""
    out: list[Toponym] = []
    item: Toponym | None = None  # the last item of a list of regions
    for t in toponyms:
        if item is None and not folded.endswith(_OPENINGS, max(0, t.start - 8), t.start):
            out.append(t)
            continue
        head = _HEAD.search(folded[max(0, t.start - 24) : t.start])
        listed = item is not None and _LIST.fullmatch(folded, item.end, t.start) is not None
        region = get(t.entry.region_id) if (head or listed) and t.entry.region_id else None
        if region is not None and region.name.split(" ")[0] == t.entry.name.split(" ")[0]:
            out.append(replace(t, entry=region))
        else:
            out.append(t)
        if listed or (head and head[1] == "s"):
            item = t
        elif head or item is None or t.start - item.end > _LONGEST:
            item = None
    return out
