"""Names to complete a query with: those that begin as typed, in any spelling, the ones that are in the news first."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from store import tokens
from store.documents import decode
from store.folding import fold
from store.names import SETTLEMENTS
from store.records import record
from store.surrogates import storable

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable, Sequence

_RECENT = 120
"""Articles that are looked through for the names of the moment."""
_SPELLINGS = 400
"""Spellings that are looked at: of one or two letters there may be thousands."""
_RANKED = 40
"""Names whose use is looked up, some 0.1 ms each."""
_DEPTH = 20
"""Articles back to which a name's use is followed."""
_FIELD_OF = dict.fromkeys(SETTLEMENTS, "city") | {"region": "region", "country": "country"}


@record
class Known:
    """A name that the archive knows."""

    name: str
    field: str
    """The query's field that finds it: city, region, country, place, actor, source or lang."""
    about: str
    """Kind and country, in words."""


def names_starting(connection: sqlite3.Connection, fields: Sequence[str], prefix: str, limit: int) -> list[Known]:
    """Give names of these fields of which any spelling starts with `prefix`, the ones lately in the news first.

    Args:
        connection: a reader's.
        fields: among city, region, country, place, actor, source and lang; place is all kinds of places.
        prefix: what was typed so far; nothing gives the names of the moment.
        limit: how many at most.
    """
    start = fold(storable(prefix))
    if not start and prefix.strip():
        return []
    found: list[Known] = []
    kinds = [kind for kind, its in (("place", _PLACES), ("actor", {"actor"})) if its.intersection(fields)]
    if kinds:
        found += _names(connection, fields, kinds, start, limit)
    if "source" in fields:
        found += _sources(connection, start, limit)
    if "lang" in fields:
        found += _languages(connection, start, limit)
    return found[:limit]


_PLACES = {"city", "region", "country", "place"}


def _names(
    connection: sqlite3.Connection, fields: Sequence[str], kinds: Iterable[str], start: str, limit: int
) -> list[Known]:
    lately = _lately(connection, kinds)
    ids = dict.fromkeys(identifier for identifier, name in lately if f" {start}" in f" {fold(name)}")
    if len(start) > 1 or (start and len(ids) < limit):
        for kind in kinds:
            rows = connection.execute(
                "SELECT a.id, a.folded, n.name FROM aliases a CROSS JOIN names n ON n.id = a.id"
                " WHERE a.kind = ? AND a.folded >= ? AND a.folded < ? LIMIT ?",
                (kind, start, f"{start}\U0010ffff", _SPELLINGS),
            ).fetchall()
            # A name of its own that begins so is likelier meant than a foreign spelling, and a short one than a long.
            rows.sort(key=lambda row: (not fold(row[2]).startswith(start), len(row[1])))
            ids |= dict.fromkeys(row[0] for row in rows)
    known: dict[tuple[str, str], tuple[Known, tuple[int, int]]] = {}
    for identifier in list(ids)[:_RANKED]:
        row = connection.execute("SELECT kind, name, type, country FROM names WHERE id = ?", (identifier,)).fetchone()
        if row is None:
            continue
        kind, name, type_, country = row
        field = "actor" if kind == "actor" else _FIELD_OF.get(type_, "place")
        if field not in fields and not (kind == "place" and "place" in fields):
            continue
        one = Known(name, field, " · ".join(filter(None, (type_.replace("_", " "), country))))
        use = _use(connection, _token(field, identifier, country))
        known[name, field] = max(known.get((name, field), (one, (-1, 0))), (one, use), key=lambda pair: pair[1])
    ranked = sorted(known.values(), key=lambda pair: pair[1], reverse=True)
    return [one for one, _ in ranked[:limit]]


def _lately(connection: sqlite3.Connection, kinds: Iterable[str]) -> list[tuple[str, str]]:
    """Give ids and names of what the newest articles mention, the most often mentioned first."""
    rows = connection.execute("SELECT data FROM documents ORDER BY id DESC LIMIT ?", (_RECENT,))
    counts: Counter[tuple[str, str]] = Counter()
    for (data,) in rows:
        tags = decode(data, connection).tags
        if "place" in kinds:
            counts.update({(place.id, place.name) for place in tags.places})
        if "actor" in kinds:
            counts.update({(actor.id, actor.name) for actor in tags.actors})
    return [pair for pair, _ in counts.most_common()]


def _use(connection: sqlite3.Connection, token: str) -> tuple[int, int]:
    """Give how much a token is in the news: how many of the last articles have it, up to `_DEPTH`, and since when."""
    rows = connection.execute(
        "SELECT rowid FROM search WHERE search MATCH ? ORDER BY rowid DESC LIMIT ?", (f'tags:"{token}"', _DEPTH)
    ).fetchall()
    return (len(rows), rows[-1][0] if rows else 0)


def _token(field: str, identifier: str, country: str | None) -> str:
    if field == "actor":
        return tokens.actor(identifier)
    if field == "region":
        return tokens.region(identifier)
    return tokens.country(country) if field == "country" and country else tokens.place(identifier)


def _sources(connection: sqlite3.Connection, start: str, limit: int) -> list[Known]:
    """Give outlets with a word that starts so, those with the most articles first."""
    rows = connection.execute(
        "SELECT label, affiliation, country FROM feeds ORDER BY articles DESC, position"
    ).fetchall()
    found: dict[str, Known] = {}
    for label, affiliation, country in rows:
        words = fold(label)
        if words and (words.startswith(start) or f" {start}" in words):
            found.setdefault(label, Known(label, "source", " · ".join(filter(None, ("source", affiliation, country)))))
    ordered = sorted(found.values(), key=lambda one: not fold(one.name).startswith(start))
    return ordered[:limit]


def _languages(connection: sqlite3.Connection, start: str, limit: int) -> list[Known]:
    """Give the languages of the newest articles, the most usual first."""
    rows = connection.execute("SELECT data FROM documents ORDER BY id DESC LIMIT ?", (_RECENT,))
    counts = Counter((decode(row[0], connection).lang or "").split("-")[0].lower() for row in rows)
    return [Known(code, "lang", "language") for code, _ in counts.most_common() if code and code.startswith(start)][
        :limit
    ]
