"""The wire's dateline, "KYIV, March 28 (Agency) -": where a dispatch was filed, which need not be where it plays."""

from __future__ import annotations

import re
from bisect import bisect_right
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from tagger.places import Toponym

_MONTH = (
    r"(?:Jan|Feb|March|Mar|April|Apr|May|June|Jun|July|Jul|Aug|Sept|Sep|Oct|Nov|Dec)[a-z]*\.?"
    r"|січня|лютого|березня|квітня|травня|червня|липня|серпня|вересня|жовтня|листопада|грудня"
    r"|января|февраля|марта|апреля|мая|июня|июля|августа|сентября|октября|ноября|декабря"
)
_DATE = rf",? (?:(?:{_MONTH}) \d{{1,2}}|\d{{1,2}} (?:{_MONTH}))(?:,? \d{{4}})?"
_AGENCY = r" ?\([^()\n]{2,40}\)"
_CAPITAL = "[A-ZА-ЯІЇЄҐ]"
_SHOUTED = rf"{_CAPITAL}[A-ZА-ЯІЇЄҐ'’.-]{{2,}}(?: [A-ZА-ЯІЇЄҐ'’.-]{{2,}}){{0,3}}"
_LINE = re.compile(
    rf"(?:(?P<shouted>{_SHOUTED})|{_CAPITAL}[^\W\d_]+(?: {_CAPITAL}[\w'’-]+){{0,2}})"
    rf"(?:[,/] ?{_CAPITAL}[\w'’. -]{{2,30}}?)?(?P<date>{_DATE})?(?P<agency>{_AGENCY})?"
    rf"(?: ?(?:[—–]|--?)(?= ?[\"“«]?\w)|(?<=\)) *(?=\n|  ))"
)
_GAP = re.compile(r"  +")


def dateline_spans(text: str) -> list[tuple[int, int]]:
    """Give the spans of the datelines at the head of the lines of `text`.

    A name in capitals before a dash is enough; any other needs a date or an agency in brackets.
    """
    found = (_LINE.match(text, start) for start in _line_starts(text))
    return sorted({m.span() for m in found if m and (m["shouted"] or m["date"] or m["agency"])})


def _line_starts(text: str) -> Iterator[int]:
    """Give where the words of each line begin, and those behind a wide gap, as between a form's fields."""
    start = 0
    while True:
        while text.startswith(" ", start):
            start += 1
        yield start
        start = text.find("\n", start) + 1
        if not start:
            break
    if "  " in text:
        yield from (gap.end() for gap in _GAP.finditer(text))


def outside(toponyms: Sequence[Toponym], spans: Sequence[tuple[int, int]]) -> list[Toponym]:
    """Give the toponyms that stand in none of `spans`, which are in order."""
    if not spans:
        return list(toponyms)
    starts = [start for start, _ in spans]
    return [t for t in toponyms if not _within(t.start, spans, starts)]


def _within(offset: int, spans: Sequence[tuple[int, int]], starts: Sequence[int]) -> bool:
    at = bisect_right(starts, offset) - 1
    return at >= 0 and offset < spans[at][1]
