"""Mentions of actors, and the role of each person: as the text gives it, else as known for the day."""

from __future__ import annotations

import re
from bisect import bisect_left
from typing import TYPE_CHECKING, Final, NamedTuple

from tagger.clues import ROLE_OF
from tagger.people import role_beside
from tagger.prefilter import heads

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from tagger.entries import Entry
    from tagger.lexicon import Lexicon
    from tagger.match import Match, Source

_NAMELESS_ROLE = re.compile(
    r"\b(?:deputy )?(?:mayor|governor|head|chief|spokesman|spokeswoman|minister|commander) "
    r"of (?:the )?[A-Z][\w'-]+(?: [A-Z][\w'-]+)?"
)


_NAME_NEXT = re.compile(",? [A-Z]")
_DEPUTY: Final = "deputy "
CLUE_WORDS: Final = {ROLE_OF: heads(_NAMELESS_ROLE.pattern)}
_LINK_REACH: Final = 400


class Mention(NamedTuple):
    """One mention of an actor."""

    start: int
    end: int
    id: str
    name: str
    kind: str
    role: str | None
    country: str | None
    rule: str = ""
    """Why it is an actor: a key of `tagger.rules.ACTORS`."""


def text_id(kind: str, name: str) -> str:
    """Give the id of an actor that only the text names."""
    return f"text:{kind}:{'_'.join(name.split())}"


def with_roles(
    source: Source, mentions: list[Mention], matches: Sequence[Match], lexicon: Lexicon, published: datetime | None
) -> list[Mention]:
    """Give each person the role in the text, there or elsewhere; failing that, the role known for the day."""
    folded = source.folded
    entries = {r.entry.id: r.entry for m in matches for r in m.name.actors if r.entry.kind == "person"}
    roles: dict[str, str] = {}
    for m in mentions:
        if m.kind == "person" and m.id not in roles:
            role = m.role or role_beside(folded, m.start, m.end, lexicon)
            if role:
                roles[m.id] = role
    offices = [start for start, _, bits in source.hits if bits & ROLE_OF] if source.clues & ROLE_OF else ()
    out = []
    for m in mentions:
        if m.kind == "person":
            entry = entries.get(m.id)
            role = roles.get(m.id) or _linked_role(folded, m, entry, offices) or _known_role(entry, published)
            if role:
                roles.setdefault(m.id, role)
            out.append(m if role == m.role else m._replace(role=role))
        else:
            out.append(m)
    return out


def _linked_role(folded: str, m: Mention, entry: Entry | None, offices: Sequence[int]) -> str | None:
    """Give a role named without a person shortly before: "the mayor of X said … , NAME said".

    Args:
        folded: the folded text.
        m: the person.
        entry: what the index knows of it.
        offices: where words stand that may begin such a role, in order.
    """
    if not offices or (entry is not None and not entry.roles):
        return None
    reach = max(0, m.start - _LINK_REACH)
    first = max(reach, folded.rfind("\n", reach, m.start) + 1)
    for at in reversed(offices[bisect_left(offices, first) : bisect_left(offices, m.start)]):
        start = at - len(_DEPUTY) if folded.startswith(_DEPUTY, max(first, at - len(_DEPUTY))) else at
        found = _NAMELESS_ROLE.match(folded, start, m.start)
        if found is None:
            continue
        if _NAME_NEXT.match(folded, found.end(), m.start):
            return None
        role = found[0]
        if entry is None or any(r[0].split(" ")[0] == role.split(" ")[0] for r in entry.roles):
            return role
        return None
    return None


def _known_role(entry: Entry | None, published: datetime | None) -> str | None:
    if entry is None or not entry.roles:
        return None
    day = published.date().isoformat() if published else "9999"
    for role, since, until in reversed(entry.roles):
        if since <= day and (not until or day < until):
            return role
    return f"former {entry.roles[-1][0]}" if published and entry.roles[-1][2] else entry.roles[-1][0]
