"""What a filter asks of a row, told by the index where that can be, and by the row itself where not.

City, actor, event, source, day and their like are tokens in the index (`store.tokens`), so they mix with words in one
match. Names are resolved to ids through the archive first; a name that the archive doesn't know matches nothing,
because no article was tagged with it.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from store import tokens
from store.fields import TIME_FIELDS, read_time
from store.folding import index_form
from store.query import And, Node, Not, Or, Term
from store.resolving import live_tokens, name_tokens
from store.selection import Condition, Selection, joined
from store.spans import Stretch

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Sequence

_NOTHING = '{tags} : "xnothing"'
_WORDS = "{title body author}"
_MOST_SELECTIONS = 8


class Compiler:
    """Holds what a translation looks things up in."""

    def __init__(self, connection: sqlite3.Connection, now: datetime | None) -> None:
        """Take the connection to ask for the ids behind names and feeds, and what `since:` counts back from."""
        self._connection = connection
        self._now = now or datetime.now(UTC)

    def compile(self, root: Node, narrowed: Sequence[Condition] = ()) -> tuple[Selection, ...]:
        """Give the selections of which a wanted row is in one at least; `narrowed` holds for all of them."""
        whole = self._condition(root, negated=False)
        found = dict.fromkeys(joined(self._connection, (*parts, *narrowed)) for parts in _alternatives(whole))
        return tuple(found)

    def _condition(self, node: Node, *, negated: bool) -> Condition:
        """Give what `node` asks of a row; negations go down to where the index or a column answers them."""
        if self._is_indexed(node):
            return Condition(match=self._match(Not(node) if negated else node))
        match node:
            case Not(inner):
                return self._condition(inner, negated=not negated)
            case And(nodes) | Or(nodes):
                kind = type(node)
                # Neighbours that the index can answer become one match, not one each.
                indexed = tuple(child for child in nodes if self._is_indexed(child))
                rest = [child for child in nodes if not self._is_indexed(child)]
                children = [*([kind(indexed) if len(indexed) > 1 else indexed[0]] if indexed else []), *rest]
                parts = tuple(dict.fromkeys(self._condition(child, negated=negated) for child in children))
                if len(parts) == 1:
                    return parts[0]
                return Condition(any_of=parts) if (kind is Or) is not negated else Condition(all_of=parts)
            case Term(value, field):
                if field in TIME_FIELDS:
                    return self._time(value, field, negated=negated)
                return _row(field or "", value, negated=negated)

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
            case Not(Not(inner)):
                return self._match(inner)
            case Not(inner):
                return f"({_token(tokens.EVERY)} NOT {self._match(inner)})"
            case Term():
                return self._term(node)

    def _term(self, term: Term) -> str:
        if term.field in (None, "title", "body", "author"):
            columns = _WORDS if term.field is None else f"{{{term.field}}}"
            return f"({columns} : {quote(index_form(term.value))}{' *' if term.prefix else ''})"
        return _any_token(self._tokens(term))

    def _tokens(self, term: Term) -> Sequence[str]:
        match term.field:
            case "event":
                return [tokens.event(term.value)]
            case "status":
                return [tokens.status(term.value)]
            case "lang":
                return [tokens.lang(term.value)]
            case "has":
                return [tokens.has(term.value)]
            case "is":
                return live_tokens(self._connection) if term.value == "live" else [tokens.has("revisions")]
            case "since" | "before" | "on":
                return self._stretch_tokens(self._stretches(term.value, term.field)[0])
            case _:
                return name_tokens(self._connection, term)

    def _time(self, value: str, field: str, *, negated: bool) -> Condition:
        """Give what a time that cuts through days asks: the index knows the days, the rows the moments."""
        parts = []
        for one in self._stretches(value, field, negated=negated):
            edges = [("+h.published >= ?", one.start), ("+h.published < ?", one.end)]
            known = [(sql, edge) for sql, edge in edges if edge is not None]
            where, values = " AND ".join(sql for sql, _ in known), tuple(edge for _, edge in known)
            parts.append(Condition(match=_any_token(self._stretch_tokens(one)), where=where, values=values))
        return parts[0] if len(parts) == 1 else Condition(any_of=tuple(parts))

    def _stretches(self, value: str, field: str, *, negated: bool = False) -> list[Stretch]:
        span = read_time(value, self._now)
        start, end = int(span.start.timestamp()), int(span.end.timestamp())
        if field == "on":
            return [Stretch(None, start), Stretch(end, None)] if negated else [Stretch(start, end)]
        return [Stretch(start, None) if (field == "since") is not negated else Stretch(None, start)]

    def _stretch_tokens(self, stretch: Stretch) -> list[str]:
        return stretch.tokens(row[0] for row in self._connection.execute("SELECT year FROM years"))

    def _is_indexed(self, node: Node) -> bool:
        """Whether the index alone can answer `node`."""
        match node:
            case Term(value, field):
                if field in TIME_FIELDS:
                    return all(one.whole for one in self._stretches(value, field))
                return field not in ("url", "id", "story") and (field != "is" or value in ("live", "revised"))
            case Not(inner):
                return self._is_indexed(inner)
            case And(nodes) | Or(nodes):
                return all(map(self._is_indexed, nodes))


def _alternatives(condition: Condition) -> list[tuple[Condition, ...]]:
    """Give sets of conditions, one of which must hold, without choices in them; too many stay conditions on rows."""
    if not condition.any_of and not condition.all_of:
        return [(condition,)]
    if condition.any_of:
        choices = [parts for child in condition.any_of for parts in _alternatives(child)]
        return choices if len(choices) <= _MOST_SELECTIONS else [(condition,)]
    found: list[tuple[Condition, ...]] = [()]
    for child in condition.all_of:
        more = _alternatives(child)
        if len(found) * len(more) > _MOST_SELECTIONS:
            more = [(child,)]
        found = [(*parts, *others) for parts in found for others in more]
    return found


def _row(field: str, value: str, *, negated: bool) -> Condition:
    """Give what a field that only the row itself knows asks."""
    if negated and value in _OPPOSITES:
        return _row(field, _OPPOSITES[value], negated=False)
    values: tuple[str | int, ...] = ()
    index: str | None = None
    if field == "url":
        # LIKE takes half the time, but knows no capitals beyond ASCII.
        where, values = "instr(lower_all(coalesce(h.url, '')), ?) > 0", (value.lower(),)
        if value.isascii():
            where, values = "coalesce(h.url, '') LIKE ? ESCAPE '!'", (f"%{_LIKE_SIGNS.sub('!', value)}%",)
    elif field == "id":
        where, values = "h.id = ?", (int(value),)
    elif field == "story":
        where, values, index = "h.story IS NOT NULL AND h.story = ?", (int(value),), "headlines_story"
    else:
        where, index = _ROW_CHOICES[value]
    if negated:
        return Condition(where=f"NOT ({where})", values=values)
    return Condition(where=where, values=values, listed=field != "url", index=index)


# What is asked of a row, and the index that lists the rows for which it holds.
_ROW_CHOICES = {
    "unread": ("h.read = 0", "headlines_read"),
    "read": ("h.read = 1", "headlines_read"),
    "starred": ("h.starred = 1", "headlines_starred"),
    "withdrawn": ("h.withdrawn IS NOT NULL", "headlines_withdrawn"),
    "duplicate": ("h.story IS NOT NULL AND h.story <> h.id", "headlines_duplicate"),
}
_LIKE_SIGNS = re.compile(r"(?=[!%_])")
_OPPOSITES = {"read": "unread", "unread": "read"}


def quote(text: str) -> str:
    """Give `text` as one FTS5 string: nothing in it is an operator any more."""
    return '"' + text.replace("\0", " ").replace('"', '""') + '"'


def _any_token(found: Sequence[str]) -> str:
    return f"({{tags}} : ({' OR '.join(map(quote, found))}))" if found else f"({_NOTHING})"


def _token(token: str) -> str:
    return f"{{tags}} : {quote(token)}"
