"""zstd frames (RFC 8878), and the dictionaries that an archive learns from its own articles.

An article is short, so most of what a compressor could leave out stands in other articles: with a dictionary it takes
a third less room, and less time. A frame names the dictionary it needs by number; table ``dictionaries`` keeps every
one ever used, and ``spares`` a second copy, so each frame can be read for as long as the archive lasts, also by
``zstd -D``.
"""

from __future__ import annotations

import sqlite3
import threading
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import zstandard

LEVEL = 3
"""zstd level: higher ones give a few per cent on texts of this size, for several times the time."""
LEARN_AT = (1_000, 30_000)
"""Numbers of articles at which a dictionary is learnt: early on, and once more from many feeds and languages."""
_SIZE = 65_536
_SAMPLES = 3_000
_NONE = 0


class _Local(threading.local):
    """zstd contexts take a megabyte to set up, and may not be shared between threads."""

    def __init__(self) -> None:
        self.compressors: dict[int, zstandard.ZstdCompressor] = {}
        self.decompressors: dict[int, zstandard.ZstdDecompressor] = {}


def compress(data: bytes, dictionary: int = _NONE) -> bytes:
    """Give `data` as one zstd frame.

    Args:
        data: anything.
        dictionary: what `newest` gave in this thread, or 0 for none.
    """
    ready = _local().compressors
    if dictionary not in ready:
        _add(dictionary, None)
    return ready[dictionary].compress(data)


def decompress(data: bytes, connection: sqlite3.Connection | None = None) -> bytes:
    """Give what `compress` was given.

    Args:
        data: a frame.
        connection: to the archive that keeps its dictionary; not needed for frames without one.

    Raises:
        ValueError: `data` is damaged, or its dictionary is missing.
    """
    from zstandard import ZstdError, get_frame_parameters

    try:
        number = get_frame_parameters(data).dict_id
        if number not in _local().decompressors:
            _load(number, connection)
        return _local().decompressors[number].decompress(data)
    except ZstdError as error:
        raise ValueError(str(error)) from error


def newest(connection: sqlite3.Connection) -> int:
    """Give the number of the dictionary that new articles are compressed with; 0 for none."""
    row = connection.execute("SELECT id FROM dictionaries ORDER BY articles DESC LIMIT 1").fetchone()
    if row is None:
        return _NONE
    number: int = row[0]
    if number not in _local().compressors:
        _load(number, connection)
    return number


def learn(connection: sqlite3.Connection, articles: int) -> None:
    """Learn a dictionary from the articles stored so far; nothing happens where they have nothing in common.

    Args:
        connection: inside a transaction.
        articles: the highest id of an article.
    """
    import zstandard

    step = max(1, articles // _SAMPLES)
    rows = connection.execute("SELECT data FROM documents WHERE id % ? = 0", (step,))
    samples: list[bytes | bytearray | memoryview[int]] = [decompress(row[0], connection) for row in rows]
    try:
        learnt = zstandard.train_dictionary(_SIZE, samples)
    except zstandard.ZstdError:
        return
    number, data = learnt.dict_id(), learnt.as_bytes()
    connection.execute("INSERT OR IGNORE INTO dictionaries VALUES (?, ?, ?)", (number, articles, data))
    connection.execute("INSERT OR IGNORE INTO spares VALUES (?, ?, ?)", (number, digest(data), data))


def stored(connection: sqlite3.Connection, number: int) -> bytes:
    """Give a dictionary, or where that is damaged its spare: one bad page must not cost every text.

    Raises:
        ValueError: there is none of that number, or neither copy is as it was.
    """
    spare = _row(connection, "SELECT hash, data FROM spares WHERE id = ?", number)
    row = _row(connection, "SELECT data FROM dictionaries WHERE id = ?", number)
    if row and row == spare[1:]:  # no damage does the same to both
        return row[0]
    for data in (*row, *spare[1:]):
        if not spare or digest(data) == spare[0]:
            return data
    raise ValueError(f"the dictionary {number} is missing or damaged")


def _row(connection: sqlite3.Connection, sql: str, number: int) -> tuple[bytes, ...]:
    """Give a row of blobs; nothing where there is none, or where it can't be read."""
    try:
        row = connection.execute(sql, (number,)).fetchone()
    except sqlite3.DatabaseError as error:
        # What is no UTF-8 in a column of text has no code.
        if getattr(error, "sqlite_errorcode", sqlite3.SQLITE_CORRUPT) & 0xFF != sqlite3.SQLITE_CORRUPT:
            raise
        return ()
    return row if row is not None and all(type(value) is bytes for value in row) else ()


def digest(data: bytes) -> bytes:
    """Give the hash by which a dictionary is known to be as it was."""
    from hashlib import blake2b  # OpenSSL comes with it

    return blake2b(data, digest_size=16).digest()


def _load(number: int, connection: sqlite3.Connection | None) -> None:
    data = None
    if number != _NONE:
        if connection is None:
            raise ValueError(f"the dictionary {number} is missing")
        data = stored(connection, number)
    _add(number, data)


def _add(number: int, data: bytes | None) -> None:
    import zstandard

    dictionary = zstandard.ZstdCompressionDict(data) if data is not None else None
    if dictionary is not None:
        dictionary.precompute_compress(level=LEVEL)
    local = _local()
    # SQLite has no checksums of its own: with these, a bit that flipped on the disk is noticed.
    local.compressors[number] = zstandard.ZstdCompressor(level=LEVEL, dict_data=dictionary, write_checksum=True)
    local.decompressors[number] = zstandard.ZstdDecompressor(dict_data=dictionary)


@cache
def _local() -> _Local:
    return _Local()
