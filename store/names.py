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


def suggestions(connection: sqlite3.Connection, kind: NameKind, prefix: str, limit: int) -> list[str]:
    """Give the names with any spelling that starts with `prefix`: own names first, then by alphabet."""
    start = fold(storable(prefix))
    rows = connection.execute(
        "SELECT n.name, MIN(a.folded) FROM aliases a CROSS JOIN names n ON n.id = a.id"
        " WHERE a.kind = ? AND a.folded >= ? AND a.folded < ? GROUP BY n.name",
        (kind, start, start + "\U0010ffff"),
    ).fetchall()
    return sorted((row[0] for row in rows), key=lambda name: (not fold(name).startswith(start), name))[:limit]


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
