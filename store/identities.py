"""Which entries of a feed the archive knows, by identity key. Several keys may lead to one article."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from store.models import KnownEntry

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable, Sequence

    from store.models import ArticleDraft, Sighting

_CHUNK = 500  # values in one IN (...)
_SELECT = (
    "SELECT i.key_hash, i.article, e.content_hash, e.link_mark, e.title_mark, e.aliases, i.shared, e.withdrawn"
    " FROM identities i JOIN entries e ON e.article = i.article WHERE i.feed_id = ? AND i.key_hash"
)


def key_hash(key: str) -> bytes:
    """Give the 16 bytes under which an identity key is kept."""
    return hashlib.blake2b(key.encode("utf-8", "replace"), digest_size=16).digest()


def known_entries(connection: sqlite3.Connection, feed_id: int, keys: Sequence[str]) -> dict[str, KnownEntry]:
    """Give what is stored under those `keys` of a feed; a pruned article is known, too."""
    if (
        not keys
        or connection.execute("SELECT 1 FROM identities WHERE feed_id = ? LIMIT 1", (feed_id,)).fetchone() is None
    ):
        return {}
    hashes = {key_hash(key): key for key in keys}
    return {hashes[hashed]: known for hashed, known in look_up(connection, feed_id, list(hashes)).items()}


def look_up(connection: sqlite3.Connection, feed_id: int, hashes: Sequence[bytes]) -> dict[bytes, KnownEntry]:
    """Give what is stored under the `key_hash` of keys of a feed."""
    found = {}
    for start in range(0, len(hashes), _CHUNK):
        chunk = hashes[start : start + _CHUNK]
        marks = ",".join("?" * len(chunk))
        for row in connection.execute(f"{_SELECT} IN ({marks})", (feed_id, *chunk)):
            found[row[0]] = _known(row)
    return found


def remember(connection: sqlite3.Connection, feed_id: int, article: int, draft: ArticleDraft) -> None:
    """Note what tells the newest version of a known article, and every key that leads to it."""
    connection.execute(
        "UPDATE entries SET content_hash = ?, link_mark = ?, title_mark = ? WHERE article = ?",
        (draft.content_hash, draft.link_mark, draft.title_mark, article),
    )
    lead(connection, feed_id, article, draft.aliases)


def resight(connection: sqlite3.Connection, feed_id: int, sighting: Sighting) -> None:
    """Note the link and the keys under which an unchanged entry was seen."""
    connection.execute(
        "UPDATE entries SET link_mark = ?, title_mark = ?, content_hash = COALESCE(?, content_hash) WHERE article = ?",
        (sighting.link_mark, sighting.title_mark, sighting.content_hash, sighting.article_id),
    )
    lead(connection, feed_id, sighting.article_id, sighting.aliases)


def share(connection: sqlite3.Connection, feed_id: int, keys: Iterable[str]) -> None:
    """Note that those keys stand on several entries."""
    connection.executemany(
        "UPDATE identities SET shared = 1 WHERE feed_id = ? AND key_hash = ?",
        [(feed_id, key_hash(key)) for key in keys],
    )


def lead(connection: sqlite3.Connection, feed_id: int, article: int, aliases: Iterable[str]) -> None:
    """Make keys lead to an article, also those that led to another one."""
    added = 0
    for key in aliases:
        identity = (feed_id, key_hash(key))
        moved = connection.execute(
            "UPDATE identities SET article = ? WHERE feed_id = ? AND key_hash = ?", (article, *identity)
        ).rowcount
        if not moved:
            connection.execute("INSERT INTO identities VALUES (?, ?, ?, 0)", (*identity, article))
            added += 1
    if added:
        connection.execute("UPDATE entries SET aliases = aliases + ? WHERE article = ?", (added, article))


def _known(row: tuple[bytes, int, bytes, bytes, bytes, int, int, int]) -> KnownEntry:
    _, article, content_hash, link_mark, title_mark, aliases, shared, withdrawn = row
    return KnownEntry(article, content_hash, link_mark, title_mark, aliases, bool(shared), bool(withdrawn))
