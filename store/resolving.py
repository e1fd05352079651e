"""Names in a query to tokens of the search index, through what the archive knows of places, actors and feeds."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from store import tokens
from store.fields import NAME_FIELDS
from store.folding import fold
from store.names import SETTLEMENTS, region_called, resolve, similar, starting_with

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable

    from store.models import NameKind
    from store.query import Term


def name_tokens(connection: sqlite3.Connection, term: Term) -> list[str]:
    """Give the tokens for a term of the fields source, actor, city, region, country and place; one will do."""
    match term.field:
        case "source":
            return [tokens.feed(feed) for feed in _feeds(connection, term.value)]
        case "actor":
            ids = (*_ids(connection, "actor", term), *_ids(connection, "place", term))
            return [tokens.actor(identifier) for identifier in ids]
        case "region":
            return _regions(connection, term)
        case _:
            return _places(connection, term, _ids(connection, "place", term))


def unknown_names(connection: sqlite3.Connection, terms: Iterable[Term]) -> dict[Term, list[str]]:
    """Give the terms that ask for a name which nothing has, each with names that may have been meant."""
    asked = dict.fromkeys(term for term in terms if term.field in NAME_FIELDS)
    return {
        term: similar(connection, term.field or "place", term.value)
        for term in asked
        if not name_tokens(connection, term)
    }


def live_tokens(connection: sqlite3.Connection) -> list[str]:
    """Give the tokens of the feeds that are live blogs."""
    return [tokens.feed(row[0]) for row in connection.execute("SELECT id FROM feeds WHERE kind = 'liveblog'")]


def _ids(connection: sqlite3.Connection, kind: NameKind, term: Term) -> tuple[str, ...]:
    return (starting_with if term.prefix else resolve)(connection, kind, term.value)


def _regions(connection: sqlite3.Connection, term: Term) -> list[str]:
    """Give the regions of that name; without one, the region whose name is that of a place with a word such as Oblast.

    ``region:Donetsk`` means Donetsk Oblast, though no spelling of it is just Donetsk, and so does ``region:Донецк``.
    """
    found = _places(connection, term, _ids(connection, "place", term))
    return found or [tokens.region(identifier) for identifier in region_called(connection, term.value)]


def _places(connection: sqlite3.Connection, term: Term, ids: Iterable[str]) -> list[str]:
    """City, region, country or any: each place with that spelling, by what kind of place it is."""
    found: dict[str, None] = {}
    if term.field in ("country", "place") and len(term.value) == 2 and term.value.isalpha():
        found[tokens.country(term.value)] = None
    for identifier in ids:
        row = connection.execute("SELECT type, country FROM names WHERE id = ?", (identifier,)).fetchone()
        kind = row[0] if row else "other"
        if kind == "country" and term.field in ("country", "place") and row[1]:
            found[tokens.country(row[1])] = None
        elif kind == "region" and term.field in ("region", "place"):
            found[tokens.region(identifier)] = None
        elif term.field == "place" or (term.field == "city" and kind in SETTLEMENTS):
            found[tokens.place(identifier)] = None
    return list(found)


def _feeds(connection: sqlite3.Connection, text: str) -> list[int]:
    """Feeds whose name or host holds `text`."""
    wanted = fold(text)
    rows = connection.execute("SELECT id, label, url FROM feeds")
    return [row[0] for row in rows if wanted in fold(row[1]) or wanted in fold(urlsplit(row[2]).netloc)]
