"""Which entries of a feed the archive knows, by identity key."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from store.models import KnownEntry

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Sequence

_CHUNK = 500  # values in one IN (...)


def key_hash(key: str) -> bytes:
    """Give the 16 bytes under which an identity key is kept."""
    return hashlib.blake2b(key.encode("utf-8", "replace"), digest_size=16).digest()


def known_entries(connection: sqlite3.Connection, feed_id: int, keys: Sequence[str]) -> dict[str, KnownEntry]:
    """Give what is stored under those `keys` of a feed; a pruned article is known, too."""
    hashes = {key_hash(key): key for key in keys}
    wanted = list(hashes)
    found = {}
    for start in range(0, len(wanted), _CHUNK):
        chunk = wanted[start : start + _CHUNK]
        marks = ",".join("?" * len(chunk))
        sql = f"SELECT key_hash, article, content_hash FROM identities WHERE feed_id = ? AND key_hash IN ({marks})"  # noqa: S608
        for key, article, content in connection.execute(sql, (feed_id, *chunk)):
            found[hashes[key]] = KnownEntry(article, content)
    return found
