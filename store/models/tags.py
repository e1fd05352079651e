"""What the tagger gives: mentions, events and figures in one text, and the names that it knows."""

from __future__ import annotations

from typing import Literal

from store.records import record

PlaceKind = Literal["city", "town", "village", "region", "country", "facility", "water", "other"]
Sense = Literal["location", "metonym"]
ActorKind = Literal["person", "government", "organisation", "armed_force", "armed_group", "office"]
EventType = Literal[
    "strike",
    "battle",
    "control",
    "casualties",
    "damage",
    "evacuation",
    "humanitarian",
    "talks",
    "diplomacy",
    "statement",
    "sanctions",
    "military_aid",
    "nuclear",
    "detention",
    "protest",
    "crime",
    "other",
]
Status = Literal["reported", "claimed", "unverified", "denied", "confirmed"]
Modifier = Literal["exact", "at_least", "about", "more_than", "up_to", "vague"]
Measure = Literal[
    "killed",
    "wounded",
    "killed_and_wounded",
    "missing",
    "captured",
    "trapped",
    "displaced",
    "evacuated",
    "destroyed",
    "shot_down",
    "fired",
    "controlled_area",
    "money",
    "other",
]
NameKind = Literal["place", "actor"]


@record
class Place:
    """One mention of a toponym, resolved."""

    start: int
    end: int
    text: str
    """The span as it stands in the text."""
    id: str
    name: str
    """The name we show, in its current English spelling."""
    country: str | None
    """ISO 3166-1 alpha-2 code, or None (seas, regions across borders)."""
    kind: PlaceKind
    lat: float | None
    lon: float | None
    sense: Sense
    """``metonym`` where the place's government or army speaks or acts ("Kyiv said")."""
    event_place: bool
    """True where the text reports that something happened here."""
    rule: str = ""
    """Why it stands: a rule of `tagger.rules`, or several joined by ``+``; empty in archives that are older."""
    confidence: float = 0.0
    """How sure the rule is, from 0 to 1."""


@record
class Actor:
    """One mention of a person, body, force or office."""

    start: int
    end: int
    text: str
    id: str
    name: str
    kind: ActorKind
    role: str | None
    """The role as given in the text or, failing that, as known on the day of publication."""
    rule: str = ""
    """Why it stands: a rule of `tagger.rules`, or several joined by ``+``; empty in archives that are older."""
    confidence: float = 0.0
    """How sure the rule is, from 0 to 1."""


@record
class Event:
    """Something that happened, or is said to have happened, at a place."""

    place: str
    place_id: str
    type: EventType
    status: Status
    by: str | None
    """Who says so; None for the outlet's own voice."""
    start: int
    end: int
    text: str
    """The evidence: the sentence at ``start:end``."""
    time: str | None
    """The ISO date it happened on, where the text gives one."""
    rule: str = ""
    """Why it stands: a rule of `tagger.rules`, or several joined by ``+``; empty in archives that are older."""
    confidence: float = 0.0
    """How sure the rule is, from 0 to 1."""


@record
class Figure:
    """A number of people or things that somebody reports."""

    start: int
    end: int
    text: str
    value: float | None
    """None where the text gives no number ("dozens")."""
    modifier: Modifier
    measure: Measure
    unit: str
    place: str | None
    by: str | None
    status: Status
    rule: str = ""
    """Why it stands: a rule of `tagger.rules`, or several joined by ``+``; empty in archives that are older."""
    confidence: float = 0.0
    """How sure the rule is, from 0 to 1."""


@record
class Tags:
    """Everything the tagger found in one text."""

    places: tuple[Place, ...] = ()
    actors: tuple[Actor, ...] = ()
    events: tuple[Event, ...] = ()
    figures: tuple[Figure, ...] = ()


@record
class Correction:
    """What a reader says of a name, against the tagger."""

    name: str
    """As it stands in texts."""
    place: str | None
    """Id of the place that it means; None where it is no place."""
    context: str = ""
    """A passage that holds the name: the correction counts there only; everywhere where it is empty."""


@record
class KnownName:
    """A place or actor as the gazetteer knows it; kept in the archive so that any spelling finds all of them."""

    id: str
    kind: NameKind
    name: str
    type: str
    """A `PlaceKind` or an `ActorKind`."""
    country: str | None = None
    region_id: str | None = None
    """Id of the first-level region that holds the place; None for regions, countries and actors."""
    lat: float | None = None
    lon: float | None = None
    aliases: tuple[str, ...] = ()
    """Every other spelling, in any script."""
