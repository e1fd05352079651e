"""The words and phrases of ``data/cues.toml`` in the form that the stages use."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping


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
    events: Mapping[str, re.Pattern[str]]
    unverified: re.Pattern[str]
    after_claim: re.Pattern[str]
    denied: re.Pattern[str]


def make_lexicon(raw: Mapping[str, Any]) -> Lexicon:
    """Give the lexicon that an index carries."""

    def words(key: str) -> frozenset[str]:
        value = raw[key]
        return frozenset(value.split() if isinstance(value, str) else value)

    sets = {n: words(n) for n in Lexicon.__dataclass_fields__ if n not in ("events", *raw["status"])}
    events = {name: _cue(pattern) for name, pattern in raw["events"].items()}
    parts: dict[str, Any] = {**sets, "events": events, **{n: _cue(p) for n, p in raw["status"].items()}}
    return Lexicon(**parts)


def _cue(pattern: str) -> re.Pattern[str]:
    return re.compile(rf"\b(?:{pattern})", re.IGNORECASE)
