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
_LIST = re.compile(r",? (?:and )?")


def widen_to_regions(folded: str, toponyms: Sequence[Toponym], get: Callable[[str], Entry | None]) -> list[Toponym]:
    """Give `toponyms` with the seats after "region of", or listed after "regions of", turned into their regions."""
    out: list[Toponym] = []
    listing = False
    for i, t in enumerate(toponyms):
        if not listing and not folded.endswith(_OPENINGS, max(0, t.start - 8), t.start):
            out.append(t)
            continue
        head = _HEAD.search(folded[max(0, t.start - 24) : t.start])
        listed = listing and i > 0 and _LIST.fullmatch(folded, toponyms[i - 1].end, t.start) is not None
        region = get(t.entry.region_id) if (head or listed) and t.entry.region_id else None
        if region is not None and region.name.split(" ")[0] == t.entry.name.split(" ")[0]:
            out.append(replace(t, entry=region))
        else:
            out.append(t)
        listing = (head is not None and head[1] == "s") or listed
    return out
