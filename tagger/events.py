"""What happened where: a cue and a literal place in one clause, and nothing on less evidence."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from tagger.dates import day_of, is_background

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from tagger.claims import Claim
    from tagger.index import Entry
    from tagger.lexicon import Lexicon
    from tagger.sentences import Sentence
    from tagger.sites import Site

_CLAUSE_BREAK = re.compile(
    r";|—|, (?:while|whereas|but|although|though|and (?:said|the|that))\b|\b(?:while|whereas)\b|: "
)
_HYPOTHETICAL = re.compile(
    r"\b(?:would|could|might|if|unless|plans? to|planned to|intends? to|threat(?:s|ens?|ened)? "
    r"(?:to|of)|prevent|avoid|fears? of|expected? (?:further|more|to)|deny|never)\b[^,;]{0,40}\Z"
)
_ATTEMPT = re.compile(
    r"\b(?:fail(?:ed|ing|s|ure)?|attempt(?:s|ed|ing)?|try|tries|tried|trying|aim(?:s|ed|ing)?|"
    r"seek(?:s|ing)?|sought|unable|effort|bid|battle|fight\w*|"
    r"hop(?:es?|ed|ing)|want(?:s|ed)?|push(?:es|ed|ing)?) (?:to|for|at|in) (?:\w+ )?\Z"
)
_ON_THE_GROUND = re.compile(r"\b(?:ground|infantry|armou?red|repell\w*|repuls\w*|fend\w* off)\b[^,.;]{0,30}\Z")
_DESCRIBED = re.compile(
    r"(?:-|\b(?:in|of|to|from|near|across|inside|for|the|a|an|newly|recently|temporarily|still) )\Z", re.IGNORECASE
)
_REACH: Final = 160


@dataclass(frozen=True, slots=True)
class Happening:
    """One event at a place; `mention` is the offset of the place's name, or None where it is implied."""

    entry: Entry
    type: str
    claim: Claim
    start: int
    end: int
    time: str | None
    mention: int | None


def find_events(
    folded: str,
    sentences: Sequence[Sentence],
    sites: Sequence[Sequence[Site]],
    claims: Sequence[Claim],
    lexicon: Lexicon,
    published: datetime | None,
) -> list[Happening]:
    """Give the events of a text, in order; `sites` and `claims` belong to the sentences."""
    found: list[Happening] = []
    known: set[tuple[str, str, str, str | None]] = set()
    for s, places, claim in zip(sentences, sites, claims, strict=True):
        if not places:
            continue
        piece = folded[s.start : s.end]
        time = day_of(piece, published)
        for event_type, cue in _cues(folded, s, lexicon):
            if is_background(_clause(folded, s, cue), published):
                continue
            for site in _scenes(folded, places, cue):
                said = claim.at(cue.start())
                key = site.entry.id, event_type, said.status, said.by
                if key not in known:
                    known.add(key)
                    found.append(Happening(site.entry, event_type, said, s.start, s.end, time, site.mention))
    return found


def _cues(folded: str, s: Sentence, lexicon: Lexicon) -> list[tuple[str, re.Match[str]]]:
    """Give (type, match) of every cue that is no hypothesis, in order of the text."""
    cues: list[tuple[str, re.Match[str]]] = []
    for event_type, pattern in lexicon.events.items():
        cues += [
            (_weighed(folded, s, event_type, m), m)
            for m in pattern.finditer(folded, s.start, s.end)
            if not _HYPOTHETICAL.search(folded[max(s.start, m.start() - 60) : m.start()])
            and not (event_type == "control" and _is_attribute(folded, s, m))
        ]
    return sorted(cues, key=lambda c: c[1].start())


def _is_attribute(folded: str, s: Sentence, m: re.Match[str]) -> bool:
    """Tell whether a participle only describes: "the recently-captured city", "in occupied Transnistria"."""
    return m[0].endswith("ed") and _DESCRIBED.search(folded[max(s.start, m.start() - 12) : m.start()]) is not None


def _weighed(folded: str, s: Sentence, event_type: str, m: re.Match[str]) -> str:
    """Give the type that a cue means beside the words before it: a failed attempt to capture is a battle."""
    head = folded[max(s.start, m.start() - 40) : m.start()]
    if event_type == "control" and _ATTEMPT.search(head):
        return "battle"
    if event_type == "strike" and m[0].lower().startswith("attack") and _ON_THE_GROUND.search(head):
        return "battle"
    return event_type


def _clause(folded: str, s: Sentence, cue: re.Match[str]) -> str:
    start, end = s.start, s.end
    for m in _CLAUSE_BREAK.finditer(folded, s.start, s.end):
        if m.end() <= cue.start():
            start = m.end()
        elif m.start() >= cue.end():
            end = m.start()
            break
    return folded[start:end]


def _scenes(folded: str, places: Sequence[Site], cue: re.Match[str]) -> list[Site]:
    """Give the places that a cue belongs to: the nearest in its clause, with those listed beside it."""
    reachable = [p for p in places if _gap(p, cue) <= _REACH and not _CLAUSE_BREAK.search(_between(folded, p, cue))]
    if not reachable:
        return [places[0]] if len(places) == 1 and _gap(places[0], cue) <= _REACH else []
    best = min(reachable, key=lambda p: (_gap(p, cue), p.start))
    group = [best]
    at = places.index(best)
    for i in range(at + 1, len(places)):
        if not _listed(folded, places[i - 1], places[i]):
            break
        group.append(places[i])
    for i in range(at - 1, -1, -1):
        if not _listed(folded, places[i], places[i + 1]):
            break
        group.append(places[i])
    return group


def _gap(p: Site, cue: re.Match[str]) -> int:
    return max(p.start - cue.end(), cue.start() - p.end, 0)


def _between(folded: str, p: Site, cue: re.Match[str]) -> str:
    return folded[p.end : cue.start()] if p.end <= cue.start() else folded[cue.end() : p.start]


def _listed(folded: str, first: Site, second: Site) -> bool:
    gap = folded[first.end : second.start]
    return (
        len(gap) <= 24
        and re.fullmatch(
            r",? ?(?:and |or |та |і |и |as well as |in |near )?(?:the )?(?:cit(?:y|ies) of |towns? of )?", gap
        )
        is not None
    )
