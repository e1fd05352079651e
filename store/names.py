"""Places and actors under every spelling: how spellings are compared, kept and looked up."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from store.folding import fold
from store.surrogates import storable

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Sequence

    from store.models import KnownName, NameKind

SETTLEMENTS = frozenset({"city", "town", "village", "facility"})
"""Kinds of place that have a line of their own on the per-city ticker."""


_TYPES = {"city": SETTLEMENTS, "region": {"region"}, "country": {"country"}}
_REGION_WORDS = frozenset(
    (
        *("oblast", "region", "raion", "rayon", "krai", "republic", "province", "governorate", "voivodeship", "county"),
        *("district", "state", "prefecture", "muhafazah", "область", "край", "район", "республика", "республіка"),
        *("губерния", "воеводство", "воєводство"),
    )
)
_CHUNK = 500  # values in one IN (...)


def save_names(connection: sqlite3.Connection, names: Sequence[KnownName]) -> None:
    """Store `names` with all their spellings; what is already there unchanged costs one look-up."""
    stored: dict[str, bytes] = {}
    for start in range(0, len(names), _CHUNK):
        ids = [name.id for name in names[start : start + _CHUNK]]
        marks = ",".join("?" * len(ids))
        stored.update(connection.execute(f"SELECT id, fingerprint FROM names WHERE id IN ({marks})", ids))  # noqa: S608
    for name in names:
        fingerprint = _fingerprint(name)
        if stored.get(name.id) != fingerprint:
            stored[name.id] = fingerprint
            _replace(connection, name, fingerprint)


def resolve(connection: sqlite3.Connection, kind: NameKind, text: str) -> tuple[str, ...]:
    """Give the ids of every place or actor that is spelled `text` (or has it as its id), in a fixed order."""
    text = storable(text)  # an argument that is not UTF-8 holds what SQLite can't take
    rows = connection.execute("SELECT id FROM aliases WHERE kind = ? AND folded = ?", (kind, fold(text)))
    ids = {row[0] for row in rows}
    ids.update(row[0] for row in connection.execute("SELECT id FROM names WHERE id = ? AND kind = ?", (text, kind)))
    return tuple(sorted(ids))


def starting_with(connection: sqlite3.Connection, kind: NameKind, prefix: str) -> tuple[str, ...]:
    """Give the ids of every place or actor with a spelling that starts with `prefix`, in a fixed order."""
    start = fold(storable(prefix))
    if not start:
        return ()
    rows = connection.execute(
        "SELECT DISTINCT id FROM aliases WHERE kind = ? AND folded >= ? AND folded < ? LIMIT 500",
        (kind, start, start + "\U0010ffff"),
    )
    return tuple(sorted(row[0] for row in rows))


def region_called(connection: sqlite3.Connection, text: str) -> tuple[str, ...]:
    """Give the regions that are called `text` with a word such as Oblast behind it, in a fixed order.

    The seat's own name will do, in any spelling: that of Donetsk Oblast is Донецьк.
    """
    starts = {fold(storable(text))}
    for identifier in resolve(connection, "place", text):
        row = connection.execute("SELECT name FROM names WHERE id = ?", (identifier,)).fetchone()
        starts.add(fold(row[0]) if row else "")
    found: set[str] = set()
    for start in starts - {""}:
        rows = connection.execute(
            "SELECT a.folded, n.id FROM aliases a CROSS JOIN names n ON n.id = a.id"
            " WHERE a.kind = 'place' AND a.folded > ? AND a.folded < ? AND n.type = 'region'",
            (f"{start} ", f"{start} \U0010ffff"),
        )
        found.update(row[1] for row in rows if row[0][len(start) + 1 :] in _REGION_WORDS)
    return tuple(sorted(found))


def similar(connection: sqlite3.Connection, field: str, text: str, limit: int = 3) -> list[str]:
    """Give names that somebody who wrote `text` may have meant, the likeliest first: those that start so, then slips.

    Args:
        connection: a reader's.
        field: a field of names: city, region, country, place or actor.
        text: what was written.
        limit: how many at most.
    """
    from difflib import get_close_matches

    wanted, kind = fold(storable(text)), "actor" if field == "actor" else "place"
    types = _TYPES.get(field)
    rows = connection.execute(
        "SELECT a.folded, n.name, n.type FROM aliases a CROSS JOIN names n ON n.id = a.id"
        " WHERE a.kind = ? AND a.folded >= ? AND a.folded < ?",
        (kind, wanted[:1], f"{wanted[:1]}\U0010ffff"),  # few people get the first letter wrong
    )
    spellings = {row[0]: row[1] for row in rows if types is None or row[2] in types}
    starting = sorted((one for one in spellings if len(wanted) > 2 and one.startswith(wanted)), key=len)
    close = get_close_matches(wanted, spellings, n=limit, cutoff=0.75)
    return list(dict.fromkeys(spellings[one] for one in (*starting[:limit], *close)))[:limit]


def _replace(connection: sqlite3.Connection, name: KnownName, fingerprint: bytes) -> None:
    connection.execute(
        "INSERT OR REPLACE INTO names VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (name.id, name.kind, name.name, name.type, name.country, name.region_id, name.lat, name.lon, fingerprint),
    )
    connection.execute("DELETE FROM aliases WHERE id = ?", (name.id,))
    spellings = {fold(spelling): spelling for spelling in (*name.aliases, name.name)}
    connection.executemany(
        "INSERT OR REPLACE INTO aliases(kind, folded, id, spelling) VALUES (?, ?, ?, ?)",
        [(name.kind, folded, name.id, spelling) for folded, spelling in spellings.items() if folded],
    )


def _fingerprint(name: KnownName) -> bytes:
    """16 bytes over all we store of a name, far cheaper than folding a hundred aliases at every poll."""
    fields = (name.kind, name.name, name.type, name.country, name.region_id, name.lat, name.lon)
    whole = "\x1f".join([*map(str, fields), *name.aliases])
    return hashlib.blake2b(whole.encode("utf-8", "replace"), digest_size=16).digest()
