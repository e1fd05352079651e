"""The query language: text to an immutable `Filter`, and back.

``word``, ``"a phrase"``, ``word*``, ``-not``, ``a OR b``, ``( … )`` and ``field:value``. Terms side by side must all
hold (``AND`` may stand between them) and bind closer than ``OR``. Only capitals are operators. A word without a letter
or digit, such as a dash, says nothing beside others and is dropped; alone it is an error. Spans such as ``since:24h``
slide along with the clock unless the filter was parsed for a fixed `now`.
"""

from __future__ import annotations

import unicodedata
from dataclasses import field
from typing import TYPE_CHECKING

from store.folding import index_form
from store.records import record

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime


@record
class Term:
    """One word or phrase, or one ``field:value``."""

    value: str
    field: str | None = None
    """None for plain words, which match title, body and author."""
    prefix: bool = False
    """True for ``word*``."""


@record
class Not:
    """What must not hold."""

    node: Node


@record
class And:
    """All must hold; at least two."""

    nodes: tuple[Node, ...]


@record
class Or:
    """One must hold; at least two."""

    nodes: tuple[Node, ...]


Node = Term | Not | And | Or


@record
class Filter:
    """A parsed query. ``Filter()`` matches everything; ``str()`` prints a query that parses to an equal filter."""

    root: Node | None = None
    now: datetime | None = field(default=None, compare=False)
    """What spans count back from; None for the moment of each search."""
    muted: tuple[Node, ...] = field(default=(), compare=False)
    """What is left out besides, whatever of these it matches (`store.muting`); no part of the query."""

    def __str__(self) -> str:
        """Give the query as text."""
        return "" if self.root is None else _show(self.root, top=True)

    def __bool__(self) -> bool:
        """Whether the query leaves anything out at all."""
        return self.root is not None

    @property
    def terms(self) -> tuple[Term, ...]:
        """Every term, negated ones too, from left to right."""
        return tuple(_terms(self.root))


EVERYTHING = Filter()
"""The filter of an empty query."""


def parse(text: str, now: datetime | None = None) -> Filter:
    """Read a query.

    Args:
        text: what the user typed; any text at all.
        now: what ``24h`` and its like count back from; None for the moment of each search.

    Raises:
        QueryError: with the 0-based code-point column where the query stops making sense.
    """
    from store.parser import Parser

    return Filter(Parser(text, now).parse(), now)


def has_word(text: str) -> bool:
    """Whether the search index sees any word in `text` (FTS5 unicode61: letters, numbers and private use)."""
    return any(char.isalnum() or (char > "\x7f" and _is_token(char)) for char in index_form(text))


def _is_token(char: str) -> bool:
    category = unicodedata.category(char)
    return category[0] in "LN" or category == "Co"


def _terms(node: Node | None) -> Iterator[Term]:
    if isinstance(node, Term):
        yield node
    elif isinstance(node, Not):
        yield from _terms(node.node)
    elif node is not None:
        for part in node.nodes:
            yield from _terms(part)


def _show(node: Node, *, top: bool = False) -> str:
    match node:
        case Term():
            return _show_term(node)
        case Not(inner):
            return f"-{_show(inner)}"
        case And(nodes):
            words = " ".join(_show(child) for child in nodes)
            return words if top else f"({words})"
        case Or(nodes):
            words = " OR ".join(_show(child) for child in nodes)
            return words if top else f"({words})"


def _show_term(term: Term) -> str:
    value = term.value
    # Bare "10:30" is a word but "a:b" a field; after a field, a colon says nothing any more.
    unsafe = (
        not value
        or value in ("OR", "AND", "NOT")
        or value[0] == "-"
        or value[-1] == "*"
        or (":" in value and term.field is None)
        or any(char in '()"' or breaks(char) for char in value)
    )
    shown = f'"{value}"' if unsafe else value
    return f"{term.field + ':' if term.field else ''}{shown}{'*' if term.prefix else ''}"


def breaks(char: str) -> bool:
    """Whether `char` divides words: white space, controls, and halves of surrogate pairs."""
    return char.isspace() or unicodedata.category(char) in ("Cc", "Cs")
