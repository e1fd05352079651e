"""Who is named: known actors, people found by role, and later mentions by surname."""

from __future__ import annotations

import re
from bisect import bisect_left
from typing import TYPE_CHECKING, Final

from tagger.beside import surname_follows, word_before
from tagger.bodies import find_bodies
from tagger.entries import GIVEN, SURNAME, WORD
from tagger.people import find_people
from tagger.roles import Mention, text_id, with_roles

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import datetime

    from tagger.entries import Candidate
    from tagger.lexicon import Lexicon
    from tagger.match import Match, Source

_NAME_BEFORE = re.compile(r"([A-ZА-ЯІЇЄҐ][\w'.-]*) \Z")
_SURNAME_NEXT = re.compile(r" ([A-Z][a-z]+)")
_PREFIXED = re.compile(r"[A-ZА-ЯІЇЄҐ][\w'-]*\.? \Z")
_SURNAME_BESIDE = re.compile(r"[ -][A-ZА-ЯІЇЄҐ]")
_JOINING: Final = "_-"
_MOST_SURNAMES: Final = 300


def find_actors(
    source: Source, text: str, matches: Sequence[Match], lexicon: Lexicon, published: datetime | None
) -> list[Mention]:
    """Give every mention of an actor in order, none overlapping."""
    folded = source.folded
    known = _known_people(folded, matches, lexicon)
    blocked = _blocked_words(folded, matches, lexicon)
    starts = frozenset(m.start for m in known)
    found = list(known)
    for person in find_people(folded, lexicon, blocked, starts):
        at = bisect_left(known, person.end, key=lambda m: m.start) - 1
        if at >= 0 and known[at].kind == "person" and person.start < known[at].end:
            continue
        if _is_known_place(person.start, person.end, matches):
            continue
        name = text[person.start : person.end]
        entry_id = text_id("person", name)
        found.append(Mention(person.start, person.end, entry_id, name, "person", person.role, None, person.rule))
    found += _surname_mentions(folded, found)
    found += _given_mentions(folded, found, lexicon)
    found += find_bodies(source, matches)
    return with_roles(source, _without_overlaps(found), matches, lexicon, published)


def _is_known_place(start: int, end: int, matches: Sequence[Match]) -> bool:
    """Tell whether a capitalised name is, or begins with, a place of more than one word."""
    at = bisect_left(matches, start, key=lambda m: m.start)
    if at == len(matches) or matches[at].start != start:
        return False
    m = matches[at]
    long_enough = m.end >= end or (m.end - m.start) * 2 > end - start
    return long_enough and any(r.entry.type == "place" for r in m.readings) and not m.flags


def _known_people(folded: str, matches: Sequence[Match], lexicon: Lexicon) -> list[Mention]:
    """Give the actors that the index knows; a surname that is not famous counts after the full name only."""
    named: set[str] = set()
    found = []
    for m in matches:
        actors = m.name.actors
        if not actors:
            continue
        best = actors[0] if len(actors) == 1 else _best(actors, named)
        e = best.entry
        rule = "full-name"
        if " " in folded[m.start : m.end]:
            named.add(e.id)
        elif e.kind == "person":
            if not _surname_stands(folded, m, best, named, lexicon):
                continue
            rule = "surname-later" if e.id in named else "surname"
        found.append(Mention(m.start, m.end, e.id, e.name, e.kind, None, e.country, rule))
    return found


def _best(actors: Sequence[Candidate], named: set[str]) -> Candidate:
    return max(actors, key=lambda r: (r.entry.id in named, not r.bits & SURNAME, r.entry.strength))


def _surname_stands(folded: str, m: Match, best: Candidate, named: set[str], lexicon: Lexicon) -> bool:
    """Tell whether a lone surname is the known person: not after another given name, not before another surname."""
    if best.bits & SURNAME and best.entry.id not in named:
        return False
    before = _NAME_BEFORE.search(folded, max(0, m.start - 24), m.start) if folded.startswith(" ", m.start - 1) else None
    if before and before[1] in lexicon.given and before[1] not in best.entry.name:
        return False
    after = _SURNAME_NEXT.match(folded, m.end)
    return not (after and after[1] in lexicon.organisation_words)


def _blocked_words(folded: str, matches: Sequence[Match], lexicon: Lexicon) -> frozenset[str]:
    """Give the words that names of countries, adjectives, bodies and well-known places consist of."""
    words = set()
    surnames: set[str] = set()
    for m in matches:
        if m.flags & GIVEN and (after := _SURNAME_NEXT.match(folded, m.end)):
            if all(surname_follows(after[1], r.entry, lexicon) for r in m.readings):
                continue
        elif m.flags == WORD and word_before(folded, m.start) in lexicon.given:
            surnames.update(folded[m.start : m.end].split())
        if m.name.barred:
            words.update(folded[m.start : m.end].split())
    return frozenset(words - surnames)


def _surname_mentions(folded: str, people: Sequence[Mention]) -> list[Mention]:
    """Give later mentions, by surname, of people whom only the text names."""
    surnames: dict[str, Mention] = {}
    for p in people[:_MOST_SURNAMES]:
        if p.kind == "person" and p.id.startswith("text:"):
            surname = folded[p.start : p.end].split(" ")[-1]
            surnames.setdefault(surname, p)
    if not surnames:
        return []
    found = [
        person._replace(start=at, end=at + len(surname), role=None, rule="surname-later")
        for surname, person in surnames.items()
        for at in _standing(folded, surname, person.end)
    ]
    return sorted(found, key=lambda m: (m.start, -m.end))


def _given_mentions(folded: str, people: Sequence[Mention], lexicon: Lexicon) -> list[Mention]:
    """Give later mentions, by given name alone, of people whom only the text names; of two Annas neither is meant."""
    bearers: dict[str, Mention | None] = {}
    for p in people[:_MOST_SURNAMES]:
        given, _, rest = folded[p.start : p.end].partition(" ")
        if p.kind != "person" or not rest or given not in lexicon.given:
            continue
        known = bearers.setdefault(given, p)
        if known is not None and known.id != p.id:
            bearers[given] = None
    return [
        person._replace(start=at, end=at + len(given), role=None, rule="given-later")
        for given, person in bearers.items()
        if person is not None and person.id.startswith("text:")
        for at in _standing(folded, given, person.end)
        if not _SURNAME_BESIDE.match(folded, at + len(given)) and not _PREFIXED.search(folded, max(0, at - 24), at)
    ]


def _standing(folded: str, word: str, start: int) -> Iterator[int]:
    """Give where `word` stands by itself after `start`."""
    at = folded.find(word, start + 1)
    while at >= 0:
        end = at + len(word)
        around = folded[at - 1], folded[end : end + 1]
        if not any(c.isalnum() or c in _JOINING for c in around if c):
            yield at
        at = folded.find(word, end)


def _without_overlaps(found: list[Mention]) -> list[Mention]:
    kept: list[Mention] = []
    for m in sorted(found, key=lambda m: (m.start, -m.end)):
        if not kept or m.start >= kept[-1].end:
            kept.append(m)
    return kept
