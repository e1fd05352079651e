"""The words and phrases of ``data/cues.toml`` in the form that the stages use."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from tagger.prefilter import split_by_heads

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping


@dataclass(frozen=True, slots=True)
class EventCue:
    """The words and phrases that tell of one type of event."""

    type: str
    anchored: re.Pattern[str]
    """Those that begin with one of `heads`: to be matched where one stands."""
    heads: frozenset[str]
    floating: re.Pattern[str] | None
    """The others: to be searched for."""


@dataclass(frozen=True, slots=True)
class Lexicon:
    """Word sets by use; see ``data/cues.toml`` for what each is."""

    given: frozenset[str]
    locative: frozenset[str]
    cyrillic_countries: frozenset[str]
    speech: frozenset[str]
    acts: frozenset[str]
    addressed: frozenset[str]
    relations: frozenset[str]
    state_acts: frozenset[str]
    passive: frozenset[str]
    titles: frozenset[str]
    organisation_words: frozenset[str]
    organisation_heads: frozenset[str]
    roles: frozenset[str]
    role_words: frozenset[str]
    said: frozenset[str]
    force_words: frozenset[str]
    events: tuple[EventCue, ...]
    unverified: re.Pattern[str]
    after_claim: re.Pattern[str]
    denied: re.Pattern[str]


def split_cues(raw: Mapping[str, Any]) -> dict[str, Any]:
    """Give ``data/cues.toml`` with the patterns of the events taken apart, which takes too long for every start."""
    events = {}
    for name, pattern in raw["events"].items():
        anchored, floating, heads = split_by_heads(pattern)
        events[name] = "|".join(anchored), "|".join(floating), sorted(heads)
    return {**raw, "events": events}


def make_lexicon(raw: Mapping[str, Any]) -> Lexicon:
    """Give the lexicon that an index carries: the cues as `split_cues` gives them, and given names."""

    def words(key: str) -> frozenset[str]:
        value = raw[key]
        return frozenset(value.split() if isinstance(value, str) else value)

    sets = {n: words(n) for n in Lexicon.__dataclass_fields__ if n not in ("events", *raw["status"])}
    events = tuple(_event_cue(name, *cue) for name, cue in raw["events"].items())
    parts: dict[str, Any] = {**sets, "events": events, **{n: _cue(p) for n, p in raw["status"].items()}}
    return Lexicon(**parts)


def _event_cue(name: str, anchored: str, floating: str, heads: Iterable[str]) -> EventCue:
    return EventCue(name, _cue(anchored), frozenset(heads), _cue(floating) if floating else None)


def _cue(pattern: str) -> re.Pattern[str]:
    return re.compile(rf"\b(?:{pattern})", re.IGNORECASE)
