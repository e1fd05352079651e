"""What readers say against the tagger, kept in the archive: applied whenever texts are tagged again."""

from __future__ import annotations

import sqlite3
from typing import TYPE_CHECKING

from store.connection import translate
from store.models import Correction
from store.schema import open_reader

if TYPE_CHECKING:
    from datetime import datetime
    from pathlib import Path

    from store.writer import Job


def corrections(path: Path) -> dict[int, Correction]:
    """Give every correction by its number, oldest first.

    Raises:
        ArchiveError: the archive can't be read.
    """
    connection = open_reader(path)
    try:
        rows = connection.execute("SELECT id, name, place, context FROM corrections ORDER BY id").fetchall()
        return {number: Correction(name, place, context) for number, name, place, context in rows}
    except sqlite3.Error as error:
        raise translate(error, path) from error
    finally:
        connection.close()


def spoken(path: Path) -> tuple[Correction, ...]:
    """Give the corrections alone, as `tagger.tagger.Tagger.tag` takes them.

    Raises:
        ArchiveError: the archive can't be read.
    """
    return tuple(corrections(path).values())


def add(correction: Correction, made: datetime) -> Job[int]:
    """Give the job that keeps a correction, in place of one for the same name and passage; it gives its number."""

    def job(connection: sqlite3.Connection) -> int:
        row = connection.execute(
            "INSERT OR REPLACE INTO corrections(made, name, place, context) VALUES (?, ?, ?, ?) RETURNING id",
            (int(made.timestamp()), correction.name, correction.place, correction.context),
        ).fetchone()
        return int(row[0])

    return job


def remove(number: int) -> Job[bool]:
    """Give the job that forgets a correction; it tells whether there was one."""

    def job(connection: sqlite3.Connection) -> bool:
        return connection.execute("DELETE FROM corrections WHERE id = ?", (number,)).rowcount > 0

    return job
