"""Which places a filter names, so that the cities can be narrowed to them too. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from store.query import And, Or, Term

if TYPE_CHECKING:
    from store.query import Filter, Node

PLACE_FIELDS: Final = frozenset({"city", "region", "country", "place"})


def places_named(where: Filter) -> tuple[Term, ...]:
    """Give the names of which every match must hold one; empty where it may be anywhere."""
    return _named(where.root)


def _named(node: Node | None) -> tuple[Term, ...]:
    match node:
        case Term(field=field) if field in PLACE_FIELDS:
            return (node,)
        case And(nodes):
            # The first part that names a place: a second one, such as its region, can only mean the same.
            return next((found for child in nodes if (found := _named(child))), ())
        case Or(nodes):
            each = [_named(child) for child in nodes]
            return tuple(dict.fromkeys(term for found in each for term in found)) if all(each) else ()
        case _:
            return ()
