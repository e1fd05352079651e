"""What readers say against the tagger: "no place here", "this Pokrovsk"."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from tagger.places import Toponym
from tagger.spelling import fold

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from store.models import Correction
    from tagger.entries import Entry
    from tagger.match import Match, Source

_BLANKS = re.compile(r"\s+")
RULE = "corrected"


def corrected(
    source: Source,
    text: str,
    matches: Sequence[Match],
    toponyms: Sequence[Toponym],
    corrections: Sequence[Correction],
    get: Callable[[str], Entry | None],
) -> list[Toponym]:
    """Give the toponyms as the corrections have them; a correction to a place that is not known is left alone.

    Args:
        source: the prepared text.
        text: the text.
        matches: every name in it.
        toponyms: what the tagger found.
        corrections: those for a passage outweigh those for everywhere.
        get: gives the entry of an id.
    """
    found = {t.start: t for t in toponyms}
    for one in sorted(corrections, key=lambda c: bool(c.context)):
        entry = get(one.place) if one.place else None
        if one.place and (entry is None or entry.type != "place"):
            continue
        for start, end in _spans(source.folded, text, matches, one):
            found.pop(start, None)
            if entry is not None:
                found[start] = Toponym(start, end, entry, RULE)
    return [found[start] for start in sorted(found)]


def _spans(folded: str, text: str, matches: Sequence[Match], one: Correction) -> Iterator[tuple[int, int]]:
    """Give where the name stands as a name, and in its passage."""
    name = fold(one.name)
    passages = list(_passages(text, one.context))
    for m in matches:
        if folded[m.start : m.end] == name and (
            not one.context or any(start <= m.start and m.end <= end for start, end in passages)
        ):
            yield m.start, m.end


def _passages(text: str, context: str) -> Iterator[tuple[int, int]]:
    """Give where a passage stands, however its blanks and lines are broken."""
    words = _BLANKS.split(context.strip())
    if words != [""]:
        for m in re.finditer(r"\s+".join(map(re.escape, words)), text):
            yield m.span()
