"""Forces, offices and armed groups that the index does not know, found by pattern."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from tagger.clues import BODY, GROUP, UNIT
from tagger.prefilter import alternatives, heads
from tagger.roles import Mention, text_id

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tagger.entries import Entry
    from tagger.match import Match, Source

_BODIES: Final = (
    r"(?P<force>[Ff]orces|(?:[Aa]rmed|[Gg]round|[Nn]aval|[Aa]ir|[Ss]pecial|[Ss]ecurity|[Aa]irborne) [Ff]orces|"
    r"(?:regime|government|loyalist|regular) (?:forces|troops|army|soldiers)|[Tt]roops|[Aa]rmy|[Mm]ilitary|"
    r"[Ss]oldiers|[Nn]avy|[Aa]ir [Ff]orce|[Bb]order [Gg]uards?|[Mm]arines|[Cc]oast [Gg]uard|[Nn]ational [Gg]uard)"
    r"|(?P<office>(?:[Dd]efen[cs]e|[Ff]oreign|[Ii]nterior|[Hh]ealth|[Jj]ustice|[Ee]nergy|[Ff]inance) [Mm]inistry|"
    r"(?:[Mm]inistry of (?:[Dd]efen[cs]e|[Ff]oreign [Aa]ffairs|[Hh]ealth|[Ii]nternal [Aa]ffairs|[Ii]nterior)))"
    r"|(?P<state>government|regime|authorities|officials|parliament|presidency|intelligence|police)"
    r"|(?P<group>rebels|fighters|militias?|paramilitaries|militants|partisans|insurgents|occupiers|peacekeepers)"
    r"|(?P<council>(?:[Rr]egional|[Cc]ity|[Tt]own|[Dd]istrict) (?:[Cc]ouncil|(?:[Mm]ilitary )?[Aa]dministration))"
)
_BODY = re.compile(rf"(?:'s)? (?:{_BODIES})\b")
_UNIT = re.compile(
    r"\b(?:the )?((?:\d{1,3}(?:st|nd|rd|th)|First|Second|Third|Fourth|Fifth)(?: (?:Separate|"
    r"Guards|Motorized|Motorised|Mechanized|Mechanised|"
    r"Assault|Airborne|Air|Tank|Marine|Infantry|Rifle|Mountain|Combined|Arms|Naval|Territorial|"
    r"Defense|Defence|Special|Purpose|Artillery|Jaeger|"
    r"Army|National|Presidential)){0,5} (?:Brigade|Regiment|Division|Battalion|Army|Corps))\b"
)
_BACKED: Final = ("led", "backed", "affiliated", "aligned", "allied")
_CREEDS: Final = (
    *("Kurdish ", "Shia ", "Shiite ", "Sunni ", "Druze ", "Islamist ", "Arab ", "Tuareg ", "jihadist "),
    *("separatist ", "tribal "),
)
_GROUP = re.compile(
    rf"\b(?:[A-Z][\w.]*-(?:{'|'.join(_BACKED)}) (?:\w+ )?|{'|'.join(_CREEDS)})"
    r"(?:coalition|rebels|fighters|militias?|militiamen|paramilitaries|militants|forces|insurgents|"
    r"jihadists|separatists)\b"
)
_ORDINAL = re.compile(r"\d(?:st|nd|rd|th)|First|Second|Third|Fourth|Fifth")
CLUES: Final = {UNIT: [_UNIT]}
CLUE_WORDS: Final = {
    BODY: frozenset().union(*(heads(p) for p in alternatives(_BODIES))),
    GROUP: (*(f"-{word} " for word in _BACKED), *_CREEDS),
}
_FORCE_NAMES: Final = {
    "navy": "Navy",
    "air force": "Air Force",
    "coast guard": "Coast Guard",
    "border guard": "Border Guard",
    "border guards": "Border Guard",
    "national guard": "National Guard",
    "marines": "Marine Corps",
    "airborne forces": "Airborne Forces",
}
_STATES: Final = {"American": "US", "United States": "US", "British": "UK", "United Kingdom": "UK"}
"""What a country is called in the name of its forces, where that is not its name or adjective."""
_OFFICE_NAMES: Final = {
    "foreign": "Foreign Affairs",
    "interior": "Internal Affairs",
    "health": "Health",
    "justice": "Justice",
    "energy": "Energy",
    "finance": "Finance",
}


def find_bodies(source: Source, matches: Sequence[Match]) -> list[Mention]:
    """Give forces, offices and armed groups by pattern: "Malian troops", "Odesa City Council", "72nd Brigade"."""
    folded = source.folded
    found = _bodies(source, matches) if source.clues & BODY else []
    if source.clues & GROUP:
        groups = (_GROUP.match(folded, _word_start(folded, at)) for at, _, bits in source.hits if bits & GROUP)
        found += [_mention(m.start(), m.end(), m[0], "armed_group", None, "group") for m in groups if m]
    if source.clues & UNIT and _names_unit(source):
        found += [_mention(*m.span(1), m[1], "armed_force", None, "unit") for m in _UNIT.finditer(folded)]
    return found


def _mention(start: int, end: int, name: str, kind: str, country: str | None, rule: str = "body") -> Mention:
    return Mention(start, end, text_id(kind, name), name, kind, None, country, rule)


def _word_start(folded: str, at: int) -> int:
    """Give the start of the word that a hyphen at `at` ends: "U.S.-backed"; else `at`."""
    if folded[at] == "-":
        while at and (folded[at - 1].isalnum() or folded[at - 1] in "._"):
            at -= 1
    return at


def _names_unit(source: Source) -> bool:
    """Tell whether an ordinal stands before the word for a unit."""
    return any(_ORDINAL.search(source.folded, max(0, at - 90), at) for at, _, bits in source.hits if bits & UNIT)


def _bodies(source: Source, matches: Sequence[Match]) -> list[Mention]:
    """Give the bodies that follow the name of a place or people."""
    folded = source.folded
    found = []
    ends = {m.end: m for m in matches}
    for at, _, bits in source.hits:
        m = (ends.get(at - 1) or ends.get(at - 3)) if bits & BODY else None
        body = _BODY.match(folded, m.end) if m else None
        if m is None or body is None:
            continue
        e = max((r.entry for r in m.readings), key=lambda x: (x.type == "adj", x.strength))
        if body["council"] and e.type == "place":
            name = folded[m.start : body.end()]
            found.append(_mention(m.start, body.end(), name, "office", e.country))
        elif e.type == "adj" or e.kind == "country":
            name, kind = _body_name(e, body)
            start = m.start if e.type == "adj" else body.start() + (3 if body[0].startswith("'s") else 1)
            found.append(_mention(start, body.end(), name, kind, e.country))
    return found


def _body_name(e: Entry, body: re.Match[str]) -> tuple[str, str]:
    state = _STATES.get(e.name, e.name)
    if body["state"]:
        return f"{e.name} {body['state']}", "office" if body["state"] in ("police", "intelligence") else "government"
    if body["group"]:
        return f"{e.name} {body['group']}", "armed_group"
    if body["force"]:
        return f"{state} {_FORCE_NAMES.get(body['force'].lower(), 'Armed Forces')}", "armed_force"
    words = body["office"].lower().split()
    topic = words[2] if words[0] == "ministry" else words[0]
    return f"{e.name} Ministry of {_OFFICE_NAMES.get(topic, 'Defence')}", "office"
