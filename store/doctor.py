"""Whether an archive is as it should be: its pages, its references, its counters, its search index.

Everything is read at one commit, so an archiver may run meanwhile. Nothing is written.
"""

from __future__ import annotations

import contextlib
import re
import sqlite3
from dataclasses import dataclass
from hashlib import blake2b
from typing import TYPE_CHECKING

from store import documents, tokens
from store.batch import indexed
from store.comparing import allow_draft, compare
from store.compression import decompress
from store.conditions import quote
from store.connection import translate
from store.query import has_word
from store.rows import require_text
from store.rules import COUNTERS, REFERENCES, Rule
from store.schema import open_reader

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path
    from typing import Literal

SAMPLE = 100
"""Articles that are looked up in the index unless all of it is compared: some milliseconds each."""
_MOST_FAULTS = 20
_EVERY = f'{{tags}} : "{tokens.EVERY}"'
_FEW = 3  # unreadable texts that are damage of their own, however few are looked at
_LEAD = 8  # words of a body that are looked up
# What integrity_check says of indexes; REINDEX makes them anew from their tables.
_INDEX_FAULT = re.compile(
    r"wrong # of entries in index|row \S+ missing from index|non-unique entry in index|values differ from index"
)


@dataclass(frozen=True, slots=True)
class Finding:
    """What one check found."""

    subject: Literal["pages", "references", "counters", "index", "texts"]
    faults: tuple[str, ...] = ()
    """What is wrong, in words; empty where nothing is."""
    fixable: bool = True
    """Whether `store.repair` can mend it."""


def examine(path: Path, *, full: bool = False) -> list[Finding]:
    """Check the archive at `path`; where its pages are damaged, nothing else is looked at.

    Args:
        path: the archive.
        full: True to compare every index and read every text, and not just some: minutes where there are many.

    Raises:
        ArchiveError: it is missing, something else, too new, or too damaged to be opened.
    """
    try:
        with contextlib.closing(open_reader(path)) as connection:
            if full:
                allow_draft(connection)
            connection.execute("BEGIN")  # one commit for all checks
            pages = _pages(connection, full=full)
            return [pages] if pages.faults else [pages, *_contents(connection, full=full)]
    except sqlite3.Error as error:
        raise translate(error, path) from error


def _pages(connection: sqlite3.Connection, *, full: bool) -> Finding:
    """Check the file's structure."""
    check = "integrity_check" if full else "quick_check"
    try:
        found = tuple(str(row[0]) for row in connection.execute(f"PRAGMA {check}({_MOST_FAULTS})"))
    except (sqlite3.DatabaseError, ValueError) as error:
        found = (str(error),)
    if found == ("ok",):
        return Finding("pages")
    return Finding("pages", found, fixable=all(_INDEX_FAULT.search(fault) for fault in found))


def _contents(connection: sqlite3.Connection, *, full: bool) -> Iterator[Finding]:
    yield Finding("references", _breaches(connection, REFERENCES))
    yield Finding("counters", _breaches(connection, COUNTERS))
    sample = list(_sample(connection))
    texts = _texts(connection, list(_ids(connection)) if full else sample, full=full)
    faults = tuple(_index_faults(connection, sample))
    if full and not faults and not texts.faults:  # a text that can't be read is no word of any index
        faults = tuple(compare(connection))
    yield Finding("index", faults)
    yield texts


def _breaches(connection: sqlite3.Connection, rules: Sequence[Rule]) -> tuple[str, ...]:
    counts = ((connection.execute(rule.find).fetchone()[0], rule.words) for rule in rules)
    return tuple(f"{words}: {count:,}" for count, words in counts if count)


def _index_faults(connection: sqlite3.Connection, ids: Sequence[int]) -> Iterator[str]:
    """Compare the articles with what the index holds: each row of it has the token `tokens.EVERY`."""
    there, indexed = "SELECT id FROM headlines", "SELECT rowid FROM search WHERE search MATCH ?"
    pairs = ((there, indexed, "articles that are not in it"), (indexed, there, "rows of no article"))
    try:
        for one, other, words in pairs:
            sql = f"SELECT COUNT(*) FROM ({one} EXCEPT {other})"  # noqa: S608 - our own words
            count = connection.execute(sql, (_EVERY,)).fetchone()[0]
            if count:
                yield f"{words}: {count:,}"
        unfound = [one for one in ids if not _is_found(connection, one)]
    except sqlite3.DatabaseError as error:
        yield str(error)
        return
    if unfound:
        yield f"articles that their own words don't find: {len(unfound):,}, the first is {unfound[0]}"


def _ids(connection: sqlite3.Connection) -> Iterator[int]:
    return (row[0] for row in connection.execute("SELECT id FROM headlines ORDER BY id"))


def _sample(connection: sqlite3.Connection) -> Iterator[int]:
    """Give the ids of articles from the first to the last, evenly spread."""
    first, last = connection.execute("SELECT MIN(id), MAX(id) FROM headlines").fetchone()
    if first is None:
        return
    nearest = "SELECT id FROM headlines WHERE id >= ? ORDER BY id LIMIT 1"
    points = {first + (last - first) * step // SAMPLE for step in range(SAMPLE + 1)}
    found = dict.fromkeys(connection.execute(nearest, (point,)).fetchone()[0] for point in sorted(points))
    yield from found


def _is_found(connection: sqlite3.Connection, article: int) -> bool:
    """Tell whether the index knows an article by its words; what can't be read is another check's."""
    row = _article(connection, article)
    if row is None:
        return True
    sql = "SELECT 1 FROM search WHERE search MATCH ? AND rowid = ?"
    return connection.execute(sql, (_own_words(*row), article)).fetchone() is not None


def _texts(connection: sqlite3.Connection, ids: Sequence[int], *, full: bool) -> Finding:
    """Read texts; where many can't be, what they were compressed with is lost, and a backup may have it."""
    sql = "SELECT 1 FROM documents WHERE id = ?"
    damaged = [
        one
        for one in ids
        if _article(connection, one) is None and connection.execute(sql, (one,)).fetchone() is not None
    ]
    faults = [f"texts that can't be read: {len(damaged):,}, the first that of article {damaged[0]}"] if damaged else []
    faults += _dictionary_faults(connection)
    if full:
        faults += _body_faults(connection)
    return Finding("texts", tuple(faults), fixable=len(damaged) <= max(_FEW, len(ids) // 50))


def _dictionary_faults(connection: sqlite3.Connection) -> Iterator[str]:
    known = "SELECT id FROM dictionaries UNION SELECT id FROM spares"
    same = "SELECT d.data = s.data FROM dictionaries d JOIN spares s ON s.id = d.id WHERE d.id = ?"
    faults = sum(connection.execute(same, (row[0],)).fetchone() != (1,) for row in connection.execute(known).fetchall())
    if faults:
        yield f"dictionaries of which one copy is damaged: {faults:,}"


def _article(connection: sqlite3.Connection, article: int) -> tuple[str, documents.Document] | None:
    """Give title and document of an article, or None where they can't be read."""
    sql = "SELECT h.title, d.data FROM headlines h JOIN documents d ON d.id = h.id WHERE h.id = ?"
    row = connection.execute(sql, (article,)).fetchone()
    if row is None:
        return None
    try:
        require_text(row[0])
        return row[0], documents.decode(row[1], connection)
    except (ValueError, TypeError, LookupError):
        return None


def _own_words(title: str, document: documents.Document) -> str:
    """Give the match that finds an article by its tokens, its title and the beginning of its text, word for word."""
    title, body, _, tags = indexed(title, document)
    parts = (("tags", tags), ("title", title), ("body", " ".join(body.split()[:_LEAD])))
    return " AND ".join(f"({{{column}}} : {quote(text)})" for column, text in parts if has_word(text))


def _body_faults(connection: sqlite3.Connection) -> Iterator[str]:
    """Compare bodies as they were received with their hashes."""
    damaged = 0
    for digest, data in connection.execute("SELECT hash, data FROM raw_bodies"):
        try:
            damaged += blake2b(decompress(data), digest_size=16).digest() != digest
        except ValueError:
            damaged += 1
    if damaged:
        yield f"bodies of feeds that can't be read: {damaged:,}"
