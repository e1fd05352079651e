"""One event told twice in an article, in the title and the body or by the mayor and by his name, is one event."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from tagger.events import Happening
    from tagger.roles import Mention


def fold_repeats(found: Sequence[Happening], mentions: Iterable[Mention], title_end: int) -> list[Happening]:
    """Give each event once, where it is first told, with the fuller sentence as its evidence.

    Args:
        found: the events as the sentences tell them, in order.
        mentions: the actors of the text, for who holds which office.
        title_end: length of the title at the head of the text, 0 for none.
    """
    merged: dict[tuple[str, str, str, str | None], Happening] = {}
    for e in _with_names(found, mentions):
        key = e.entry.id, e.type, e.claim.status, e.claim.by
        known = merged.get(key)
        merged[key] = e if known is None else _fuller(known, e, title_end)
    body: defaultdict[tuple[str, str], list[str | None]] = defaultdict(list)
    for e in merged.values():
        if e.start >= title_end and e.claim.status != "denied":
            body[e.entry.id, e.type].append(e.claim.by)
    return [e for e in merged.values() if e.start >= title_end or not _told_again(e, body[e.entry.id, e.type])]


def _told_again(e: Happening, speakers: Sequence[str | None]) -> bool:
    """Tell whether the body says what the title says: on the same word, or where the title names no source."""
    return e.claim.status != "denied" and bool(speakers) and (e.claim.by is None or e.claim.by in speakers)


def _fuller(first: Happening, second: Happening, title_end: int) -> Happening:
    """Give the one whose sentence says more; a title says less than any sentence of the body."""
    best, other = first, second
    if (second.start >= title_end, second.end - second.start) > (first.start >= title_end, first.end - first.start):
        best, other = second, first
    return best if best.time or not other.time else replace(best, time=other.time)


def _with_names(found: Sequence[Happening], mentions: Iterable[Mention]) -> list[Happening]:
    """Put the name for the office where the one who holds it says the same: "the mayor" is Oleksandr Markushyn."""
    offices: dict[str, set[str]] = {}
    for m in mentions:
        if m.kind == "person" and m.role:
            offices.setdefault(m.name, set()).update(m.role.lower().replace(",", " ").split())
    named: defaultdict[tuple[str, str], set[str]] = defaultdict(set)
    for e in found:
        if e.claim.by in offices:
            named[e.entry.id, e.type].add(e.claim.by)
    out = []
    for e in found:
        by = e.claim.by
        if by and by.islower():
            head = by.partition(" of ")[0].split(" ")[-1]
            holders = [n for n in sorted(named[e.entry.id, e.type]) if head in offices[n]]
            if len(holders) == 1:
                e = replace(e, claim=replace(e.claim, by=holders[0]))
        out.append(e)
    return out
