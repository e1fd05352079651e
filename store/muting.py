"""What is muted: left out of a filter by conditions of its own, or asked for by ``is:muted``. Pure.

A mute is one more condition on each row, never a list of rows: it costs as much in a big archive as in a small one.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from store.query import And, Not, Or, Term

if TYPE_CHECKING:
    from store.query import Filter, Node

MUTED: Final = Term("muted", "is")
_NOTHING: Final = Term("0", "id")


def asked(where: Filter) -> Node | None:
    """Give what a filter asks of rows in all; None for nothing.

    What matches any of ``where.muted`` is left out, unless the query itself says ``is:muted`` or ``-is:muted``: whoever
    names what is muted decides about it.
    """
    muted = _any(where.muted)
    if names_muted(where):
        return _resolved(where.root, muted) if where.root is not None else None
    if not where.muted:
        return where.root
    return Not(muted) if where.root is None else And((where.root, Not(muted)))


def names_muted(where: Filter) -> bool:
    """Tell whether a query speaks of what is muted."""
    return MUTED in where.terms


def _any(nodes: tuple[Node, ...]) -> Node:
    if not nodes:
        return _NOTHING
    return nodes[0] if len(nodes) == 1 else Or(nodes)


def _resolved(node: Node, muted: Node) -> Node:
    match node:
        case Term():
            return muted if node == MUTED else node
        case Not(inner):
            return Not(_resolved(inner, muted))
        case And(nodes):
            return And(tuple(_resolved(child, muted) for child in nodes))
        case Or(nodes):
            return Or(tuple(_resolved(child, muted) for child in nodes))
