"""What is learned as noise, for people: every line of it, and their word against it."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass
from typing import TYPE_CHECKING

from store.connection import translate
from store.noise import learned, learned_everywhere
from store.schema import open_reader
from store.times import moment

if TYPE_CHECKING:
    from datetime import datetime
    from pathlib import Path

    from store.noise import State
    from store.writer import Job


@dataclass(frozen=True, slots=True)
class NoiseLine:
    """One line that a feed repeats."""

    id: int
    feed: str
    """The feed's URL."""
    source: str
    """What the feed is called."""
    text: str
    """Its beginning, as it stood in one of the articles."""
    articles: int
    """Articles that it was counted in."""
    first_seen: datetime
    """When it was met the second time: before that it is not told from other lines."""
    last_seen: datetime
    state: State


def noise_lines(path: Path, *, counted: bool = False) -> list[NoiseLine]:
    """Give every line that is learned or that a person kept, by feed, the commonest first.

    Args:
        path: the archive.
        counted: also those that are only counted so far.

    Raises:
        ArchiveError: the archive can't be read.
    """
    connection = open_reader(path)
    try:
        rows = connection.execute(
            "SELECT n.id, f.url, f.label, n.sample, n.articles, n.first_seen, n.last_seen, n.state FROM noise n"
            " JOIN feeds f ON f.id = n.feed_id WHERE n.state <> 'counted' OR ? ORDER BY f.position, f.id,"
            " n.articles DESC, n.id",
            (counted,),
        ).fetchall()
    except sqlite3.Error as error:
        raise translate(error, path) from error
    finally:
        connection.close()
    return [
        NoiseLine(number, url, label, sample, articles, moment(first), moment(last), state)
        for number, url, label, sample, articles, first, last, state in rows
    ]


def learned_noise(path: Path, feed_id: int) -> frozenset[bytes]:
    """Give the keys (`store.lines.line_key`) of what is noise in one feed.

    Raises:
        ArchiveError: the archive can't be read.
    """
    connection = open_reader(path)
    try:
        return learned(connection, feed_id)
    except sqlite3.Error as error:
        raise translate(error, path) from error
    finally:
        connection.close()


def all_learned_noise(path: Path) -> dict[int, frozenset[bytes]]:
    """Give the keys of what is noise, by the feed's id.

    Raises:
        ArchiveError: the archive can't be read.
    """
    connection = open_reader(path)
    try:
        return learned_everywhere(connection)
    except sqlite3.Error as error:
        raise translate(error, path) from error
    finally:
        connection.close()


def keep(line: int) -> Job[bool]:
    """Give the job that takes a line for text, whatever is learned; it gives whether there is such a line."""

    def job(connection: sqlite3.Connection) -> bool:
        return connection.execute("UPDATE noise SET state = 'kept' WHERE id = ?", (line,)).rowcount > 0

    return job


def forget(line: int) -> Job[bool]:
    """Give the job that counts a line anew, as if it was never met; it gives whether there is such a line."""

    def job(connection: sqlite3.Connection) -> bool:
        return connection.execute("DELETE FROM noise WHERE id = ?", (line,)).rowcount > 0

    return job
