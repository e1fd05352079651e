"""Mentions of actors, and the role of each person: as the text gives it, else as known for the day."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from tagger.people import role_beside

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from tagger.entries import Entry
    from tagger.lexicon import Lexicon
    from tagger.match import Match

_NAMELESS_ROLE = re.compile(
    r"\b((?:deputy )?(?:mayor|governor|head|chief|spokesman|spokeswoman|minister|commander) "
    r"of (?:the )?[A-Z][\w'-]+(?: [A-Z][\w'-]+)?)"
)


_LINK_REACH: Final = 400


@dataclass(frozen=True, slots=True)
class Mention:
    """One mention of an actor."""

    start: int
    end: int
    id: str
    name: str
    kind: str
    role: str | None
    country: str | None


def with_roles(
    folded: str, mentions: list[Mention], matches: Sequence[Match], lexicon: Lexicon, published: datetime | None
) -> list[Mention]:
    """Give each person the role in the text, there or elsewhere; failing that, the role known for the day."""
    entries = {r.entry.id: r.entry for m in matches for r in m.readings if r.entry.kind == "person"}
    roles: dict[str, str] = {}
    for m in mentions:
        if m.kind == "person":
            role = m.role or role_beside(folded, m.start, m.end, lexicon)
            if role and m.id not in roles:
                roles[m.id] = role
    out = []
    for m in mentions:
        if m.kind == "person":
            role = (
                roles.get(m.id)
                or _linked_role(folded, m, entries.get(m.id))
                or _known_role(entries.get(m.id), published)
            )
            if role:
                roles.setdefault(m.id, role)
            out.append(replace(m, role=role))
        else:
            out.append(m)
    return out


def _linked_role(folded: str, m: Mention, entry: Entry | None) -> str | None:
    """Give a role named without a person shortly before: "the mayor of X said … , NAME said"."""
    if entry is not None and not entry.roles:
        return None
    head = folded[max(0, m.start - _LINK_REACH) : m.start]
    head = head[head.rfind("\n") + 1 :]
    found = None
    for candidate in _NAMELESS_ROLE.finditer(head):
        found = candidate
    if found is None or re.match(r",? [A-Z]", head[found.end() :]):
        return None
    role = found[1]
    if entry is None or any(r[0].split(" ")[0] == role.split(" ")[0] for r in entry.roles):
        return role
    return None


def _known_role(entry: Entry | None, published: datetime | None) -> str | None:
    if entry is None or not entry.roles:
        return None
    day = published.date().isoformat() if published else "9999"
    for role, since, until in reversed(entry.roles):
        if since <= day and (not until or day < until):
            return role
    return f"former {entry.roles[-1][0]}" if published and entry.roles[-1][2] else entry.roles[-1][0]
