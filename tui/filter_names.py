"""A short name for a filter, which whoever saves it may keep. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from store.errors import QueryError
from store.query import And, Not, Or, Term, parse
from store.text import ELLIPSIS, clean_line

if TYPE_CHECKING:
    from collections.abc import Collection

    from store.query import Node

LONGEST: Final = 32
"""Characters of a name: as many as a line of the list and of the palette show."""
_BEFORE: Final = {"since": "since ", "before": "before ", "on": "", "lang": "in ", "author": "by ", "story": "story "}
"""What a value needs in front to be understood without its field."""
_SPANS: Final = "mhdw"


def name_for(query: str, taken: Collection[str] = ()) -> str:
    """Give a name for a filter, ``Mariupol, strike or figures``; one that is `taken` gets a number.

    What can't be understood is its own name.
    """
    try:
        root = parse(query).root
    except QueryError:
        root = Term(query)
    words = _words(root) if root is not None else ""
    words = words[:1].upper() + words[1:]
    if len(words) > LONGEST:
        kept = words[:LONGEST].rpartition(" ")[0] or words[: LONGEST - 1]
        words = kept.rstrip(" ,") + ELLIPSIS
    number = 2
    name = words
    while name in taken:
        name, number = f"{words} {number}", number + 1
    return name


def _words(node: Node) -> str:
    match node:
        case Term():
            return _term_words(node)
        case Not(inner):
            return f"not {_words(inner)}"
        case And(nodes):
            return ", ".join(map(_words, nodes))
        case Or(nodes):
            return " or ".join(map(_words, nodes))


def _term_words(term: Term) -> str:
    """Give a term without its field, and the word that the value needs."""
    value = clean_line(term.value, LONGEST * 2).replace("_", " ")
    if term.field == "since" and value[-1:] in _SPANS and value[:-1].isdigit():
        return f"last {value}"
    return f"{_BEFORE.get(term.field or '', '')}{value}"
