"""“Lamar, Fannin and Hunt counties”: names that one word in the plural makes counties."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from tagger.match import Match

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tagger.index import NameIndex

_NAME: Final = r"[A-Z][\w.'-]+(?: [A-Z][\w.'-]+)?"
_LIST: Final = re.compile(rf"((?:{_NAME}, )*{_NAME},? and {_NAME}) [Cc]ounties\b")
_ONE: Final = re.compile(_NAME)


def with_counties(index: NameIndex, folded: str, matches: list[Match]) -> list[Match]:
    """Give `matches` with the counties that `folded` lists before "counties", instead of towns of their names."""
    if "ounties" not in folded:
        return matches
    found = [m for listed in _LIST.finditer(folded) for m in _counties(index, folded, *listed.span(1))]
    if not found:
        return matches
    kept = [m for m in matches if not any(m.start < c.end and c.start < m.end for c in found)]
    return sorted([*kept, *found])


def _counties(index: NameIndex, folded: str, start: int, end: int) -> Sequence[Match]:
    found = []
    for m in _ONE.finditer(folded, start, end):
        name = f"{m[0]} County"
        number = next((number for first, last, number in index.find(name) if (first, last) == (0, len(name))), None)
        if number is not None:
            known = index.name(number)
            found.append(Match(*m.span(), known.flags, known.readings, known))
    return found
