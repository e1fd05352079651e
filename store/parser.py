"""The parser behind `store.query.parse`: by hand, recursive, every error at its column."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from typing import TYPE_CHECKING, NoReturn

from store.errors import QueryError
from store.fields import (
    CHOICES,
    FIELDS,
    MAX_NUMBER,
    NAME_FIELDS,
    NUMBER_FIELDS,
    TEXT_FIELDS,
    TIME_FIELDS,
    nearest,
    read_time,
)
from store.query import And, Node, Not, Or, Term, breaks, has_word

if TYPE_CHECKING:
    from collections.abc import Callable

MAX_LENGTH = 4_000
"""Code points in a query."""
MAX_DEPTH = 20
"""Parentheses within parentheses: FTS5's own parser stops at about a hundred."""
_FIELD = re.compile(r"([A-Za-z_]+):")
_DROPPED = Term("")


class Parser:
    """One pass over one query."""

    def __init__(self, text: str, now: datetime | None) -> None:
        """Keep the text; nothing is read yet."""
        self._text = text
        self._now = now or datetime.now(UTC)
        self._at = 0
        self._depth = 0

    def parse(self) -> Node | None:
        """Give the tree, or None where there is nothing but white space.

        Raises:
            QueryError: the query can't be understood.
        """
        if len(self._text) > MAX_LENGTH:
            self._fail(f"the query is longer than {MAX_LENGTH} characters", MAX_LENGTH)
        self._skip()
        start = self._at
        if start == len(self._text):
            return None
        node = self._any_of()
        if self._at < len(self._text):
            self._fail("this parenthesis closes nothing", self._at)
        if node == _DROPPED:  # everything is no answer to somebody who asked for something
            self._fail("there is no letter or digit here to search for", start)
        return node

    def _any_of(self) -> Node:
        nodes = [self._all_of()]
        while self._operator("OR"):
            nodes.append(self._all_of())
        return _join(Or, nodes)

    def _all_of(self) -> Node:
        self._need_term()
        nodes = [self._one()]
        while True:
            self._skip()
            if self._ends() or self._peek("OR"):
                return _join(And, nodes)
            if self._operator("AND"):
                self._need_term()
            nodes.append(self._one())

    def _need_term(self) -> None:
        self._skip()
        if self._ends() or self._peek("OR") or self._peek("AND"):
            self._fail("a term is missing here", self._at)

    def _one(self) -> Node:
        start = self._at
        if self._operator("NOT"):
            self._need_term()
            return _negated(self._nested(self._one, start))
        if self._text[start] == "-":
            self._at += 1
            if self._ends() or breaks(self._text[self._at]):
                return _DROPPED  # a dash on its own, as in a pasted title
            return _negated(self._nested(self._one, start))
        if self._text[start] == "(":
            self._at += 1
            node = self._nested(self._any_of, start)
            if self._at == len(self._text):
                self._fail("this parenthesis is never closed", start)
            self._at += 1
            return node
        return self._term()

    def _nested(self, rule: Callable[[], Node], start: int) -> Node:
        self._depth += 1
        if self._depth > MAX_DEPTH:
            self._fail(f"more than {MAX_DEPTH} levels deep", start)
        node = rule()
        self._depth -= 1
        return node

    def _term(self) -> Node:
        field = self._field()
        start = self._at
        value, prefix = self._value()
        if field is None:
            return Term(value, None, prefix) if has_word(value) else _DROPPED
        if not value:
            self._fail(f"{field}: needs a value", start)
        if prefix and field not in TEXT_FIELDS and field not in NAME_FIELDS:
            self._fail(f"{field}: takes no *", self._at - 1)
        return Term(self._checked(field, value, start), field, prefix)

    def _field(self) -> str | None:
        """Read ``field:``; a word with a colon and nothing behind it is no field but a word of a pasted title."""
        match = _FIELD.match(self._text, self._at)
        if match is None:
            return None
        name = match[1].lower()
        if name in FIELDS:
            self._at = match.end()
            return name
        rest = self._text[match.end() : match.end() + 2]
        if not rest or breaks(rest[0]):
            return None
        if name in ("http", "https") and rest == "//":
            return "url"
        guess = nearest(name, FIELDS)
        hint = f"did you mean {guess}:?" if guess else f"fields are {', '.join(FIELDS)}"
        raise QueryError(f"unknown field '{match[1]}'; {hint}", self._text, self._at)

    def _value(self) -> tuple[str, bool]:
        start = self._at
        if self._text.startswith('"', start):
            end = self._text.find('"', start + 1)
            if end < 0:
                self._fail("this quotation never ends", start)
            self._at = end + 1
            prefix = self._text.startswith("*", self._at)
            self._at += prefix
            blanked = "".join(" " if breaks(char) else char for char in self._text[start + 1 : end])
            return " ".join(blanked.split()), prefix
        while self._at < len(self._text) and self._text[self._at] not in '()"' and not breaks(self._text[self._at]):
            self._at += 1
        raw = self._text[start : self._at]
        value = raw.rstrip("*")
        return value, value != raw

    def _checked(self, field: str, value: str, start: int) -> str:
        """Give `value` in the form in which it is kept, or say at its column what is wrong with it."""
        if field in CHOICES:
            value = value.lower()
            if value not in CHOICES[field]:
                guess = nearest(value, CHOICES[field])
                hint = f"did you mean {guess}?" if guess else f"values are {', '.join(CHOICES[field])}"
                self._fail(f"unknown value '{value}' of {field}:; {hint}", start)
        elif field in TIME_FIELDS:
            try:
                read_time(value, self._now)
            except ValueError as error:
                self._fail(str(error), start)
        elif field in NUMBER_FIELDS:
            if not (value.isascii() and value.isdigit() and int(value) <= MAX_NUMBER):
                self._fail(f"{field}: takes a whole number", start)
            value = str(int(value))
        elif field != "url" and not has_word(value):
            self._fail(f"{field}: needs a letter or digit", start)
        return value

    def _skip(self) -> None:
        while self._at < len(self._text) and breaks(self._text[self._at]):
            self._at += 1

    def _ends(self) -> bool:
        return self._at == len(self._text) or self._text[self._at] == ")"

    def _peek(self, operator: str) -> bool:
        if not self._text.startswith(operator, self._at):
            return False
        following = self._text[self._at + len(operator) : self._at + len(operator) + 1]
        return not following or following in '()"' or breaks(following)

    def _operator(self, operator: str) -> bool:
        if not self._peek(operator):
            return False
        self._at += len(operator)
        return True

    def _fail(self, message: str, column: int) -> NoReturn:
        raise QueryError(message, self._text, column)


def _negated(node: Node) -> Node:
    """Give the opposite of `node`; what says nothing stays so, and two negations are none."""
    return node if node == _DROPPED else node.node if isinstance(node, Not) else Not(node)


def _join(kind: type[And] | type[Or], nodes: list[Node]) -> Node:
    """Give one node for many: what says nothing goes, and nodes of the same kind become one."""
    flat: list[Node] = []
    for node in nodes:
        if isinstance(node, kind):
            flat.extend(node.nodes)
        elif node != _DROPPED:
            flat.append(node)
    if len(flat) < 2:
        return flat[0] if flat else _DROPPED
    return kind(tuple(flat))
