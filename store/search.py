"""`Filter` to SQL: as much as possible becomes one FTS5 match, walked newest first; the rest are conditions on rows.

City, actor, event, source and their like are tokens in the index (`store.tokens`), so they mix with words in one
match. Names are resolved to ids through the archive first; a name that the archive doesn't know matches nothing,
because no article was tagged with it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from store import tokens
from store.fields import TIME_FIELDS, read_time
from store.folding import fold, index_form
from store.names import SETTLEMENTS, resolve, starting_with
from store.query import And, Filter, Node, Not, Or, Term

if TYPE_CHECKING:
    import sqlite3

    from store.models import NameKind

_NOTHING = '{tags} : "xnothing"'
_WORDS = "{title body author}"


@dataclass(frozen=True, slots=True)
class Selection:
    """What a query on ``headlines h`` needs: an FTS5 match, or None for all rows, and conditions on rows."""

    match: str | None
    where: str
    """``1`` where there is nothing to ask of the rows themselves."""
    parameters: tuple[str | int, ...]

    @property
    def key(self) -> str:
        """The column that pages are ordered and bounded by."""
        return "h.id" if self.match is None else "search.rowid"

    def parts(
        self, *, after: int | None, before: int | None, bare: bool = False
    ) -> tuple[str, str, tuple[str | int, ...]]:
        """Give tables, condition and values of a query for rows newer than `after` and older than `before`.

        Args:
            after: an id, or None.
            before: an id, or None.
            bare: True where only the number of rows counts; the index alone then often does.
        """
        conditions: list[str] = []
        values: list[str | int] = []
        tables = "headlines h"
        if self.match is not None:
            # CROSS JOIN fixes the order: the index is walked by row id, and rows are fetched as the page needs them.
            tables = "search" if bare and self.where == "1" else "search CROSS JOIN headlines h ON h.id = search.rowid"
            conditions, values = ["search MATCH ?"], [self.match]
        for sign, bound in ((">", after), ("<", before)):
            if bound is not None:
                conditions.append(f"{self.key} {sign} ?")
                values.append(bound)
        if self.where != "1":
            conditions.append(f"({self.where})")
            values.extend(self.parameters)
        return tables, " AND ".join(conditions) or "1", tuple(values)


def select(connection: sqlite3.Connection, wanted: Filter) -> Selection:
    """Translate a filter; the connection is asked for the ids behind names and feeds.

    Raises:
        sqlite3.Error: the archive can't be read.
    """
    if wanted.root is None:
        return Selection(None, "1", ())
    return _Compiler(connection, wanted.now or datetime.now(UTC)).compile(wanted.root)


class _Compiler:
    """Holds what a translation looks things up in."""

    def __init__(self, connection: sqlite3.Connection, now: datetime) -> None:
        self._connection = connection
        self._now = now

    def compile(self, root: Node) -> Selection:
        """Divide the top level into what the index answers and what rows answer."""
        parts = root.nodes if isinstance(root, And) else (root,)
        indexed = [part for part in parts if _is_indexed(part)]
        conditions = [self._condition(part) for part in parts if not _is_indexed(part)]
        match = self._match(And(tuple(indexed))) if indexed else None
        where = " AND ".join(f"({sql})" for sql, _ in conditions) or "1"
        return Selection(match, where, tuple(value for _, values in conditions for value in values))

    def _match(self, node: Node) -> str:
        match node:
            case And(nodes):
                positive = [self._match(child) for child in nodes if not isinstance(child, Not)]
                negative = [self._match(child.node) for child in nodes if isinstance(child, Not)]
                head = " AND ".join(positive or [_token(tokens.EVERY)])
                # One NOT for all of them: FTS5 refuses trees that are deep.
                return f"(({head}) NOT ({' OR '.join(negative)}))" if negative else f"({head})"
            case Or(nodes):
                return f"({' OR '.join(self._match(child) for child in nodes)})"
            case Not(inner):
                return f"({_token(tokens.EVERY)} NOT {self._match(inner)})"
            case Term():
                return self._term(node)

    def _term(self, term: Term) -> str:
        if term.field in (None, "title", "body", "author"):
            columns = _WORDS if term.field is None else f"{{{term.field}}}"
            return f"({columns} : {quote(index_form(term.value))}{' *' if term.prefix else ''})"
        found = self._tokens(term)
        return "(" + " OR ".join(map(_token, found)) + ")" if found else f"({_NOTHING})"

    def _tokens(self, term: Term) -> list[str]:
        match term.field:
            case "event":
                return [tokens.event(term.value)]
            case "status":
                return [tokens.status(term.value)]
            case "lang":
                return [tokens.lang(term.value)]
            case "has":
                return [tokens.has(term.value)]
            case "source":
                return [tokens.feed(feed) for feed in self._feeds(term.value)]
            case "actor":
                ids = (*self._ids("actor", term), *self._ids("place", term))
                return [tokens.actor(identifier) for identifier in ids]
            case _:
                return self._places(term)

    def _places(self, term: Term) -> list[str]:
        """City, region, country or any: each place with that spelling, by what kind of place it is."""
        found: dict[str, None] = {}
        if term.field in ("country", "place") and len(term.value) == 2 and term.value.isalpha():
            found[tokens.country(term.value)] = None
        for identifier in self._ids("place", term):
            row = self._connection.execute("SELECT type, country FROM names WHERE id = ?", (identifier,)).fetchone()
            kind = row[0] if row else "other"
            if kind == "country" and term.field in ("country", "place") and row[1]:
                found[tokens.country(row[1])] = None
            elif kind == "region" and term.field in ("region", "place"):
                found[tokens.region(identifier)] = None
            elif term.field == "place" or (term.field == "city" and kind in SETTLEMENTS):
                found[tokens.place(identifier)] = None
        return list(found)

    def _ids(self, kind: NameKind, term: Term) -> tuple[str, ...]:
        return (starting_with if term.prefix else resolve)(self._connection, kind, term.value)

    def _feeds(self, text: str) -> list[int]:
        """Feeds whose name or host holds `text`."""
        wanted = fold(text)
        rows = self._connection.execute("SELECT id, label, url FROM feeds")
        return [row[0] for row in rows if wanted in fold(row[1]) or wanted in fold(urlsplit(row[2]).netloc)]

    def _condition(self, node: Node) -> tuple[str, tuple[str | int, ...]]:
        """A condition on one row of ``headlines h``; never NULL, so that NOT turns it round."""
        if _is_indexed(node):
            return "h.id IN (SELECT rowid FROM search WHERE search MATCH ?)", (self._match(node),)
        match node:
            case Not(inner):
                sql, values = self._condition(inner)
                return f"NOT ({sql})", values
            case And(nodes) | Or(nodes):
                # Neighbours that the index can answer become one match, not one each.
                indexed = tuple(child for child in nodes if _is_indexed(child))
                rest = [child for child in nodes if not _is_indexed(child)]
                parts = [self._condition(child) for child in ([type(node)(indexed), *rest] if indexed else rest)]
                word = " AND " if isinstance(node, And) else " OR "
                return word.join(f"({sql})" for sql, _ in parts), tuple(value for _, many in parts for value in many)
            case Term(value, field):
                return self._row(field or "", value)

    def _row(self, field: str, value: str) -> tuple[str, tuple[str | int, ...]]:
        if field in TIME_FIELDS:
            span = read_time(value, self._now)
            start, end = int(span.start.timestamp()), int(span.end.timestamp())
            # The plus keeps SQLite from walking by time: pages are in order of arrival.
            return {
                "since": ("+h.published >= ?", (start,)),
                "before": ("+h.published < ?", (start,)),
                "on": ("+h.published >= ? AND +h.published < ?", (start, end)),
            }[field]
        if field == "url":
            # SQLite's own function is far quicker, but knows no capitals beyond ASCII.
            lower = "lower" if value.isascii() else "lower_all"
            return f"instr({lower}(coalesce(h.url, '')), ?) > 0", (value.lower(),)
        if field == "id":
            return "h.id = ?", (int(value),)
        if field == "story":
            return "coalesce(h.story, 0) = ?", (int(value),)
        return _ROW_CHOICES[field, value], ()


_ROW_CHOICES = {
    ("is", "unread"): "h.read = 0",
    ("is", "read"): "h.read = 1",
    ("is", "starred"): "h.starred = 1",
    ("is", "live"): "h.feed_id IN (SELECT id FROM feeds WHERE kind = 'liveblog')",
    ("is", "revised"): "h.revisions > 1",
    ("is", "withdrawn"): "h.withdrawn IS NOT NULL",
    ("is", "duplicate"): "coalesce(h.story, h.id) <> h.id",
    ("has", "revisions"): "h.revisions > 1",
}
_ROW_FIELDS = TIME_FIELDS | {"url", "id", "story", "is"}


def quote(text: str) -> str:
    """Give `text` as one FTS5 string: nothing in it is an operator any more."""
    return '"' + text.replace("\0", " ").replace('"', '""') + '"'


def _token(token: str) -> str:
    return f"{{tags}} : {quote(token)}"


def _is_indexed(node: Node) -> bool:
    """Whether the index alone can answer `node`."""
    match node:
        case Term(value, field):
            return field not in _ROW_FIELDS and (field, value) != ("has", "revisions")
        case Not(inner):
            return _is_indexed(inner)
        case And(nodes) | Or(nodes):
            return all(_is_indexed(child) for child in nodes)
