"""A filter taken apart: what must hold together, each part as a query of its own."""

from __future__ import annotations

from store.query import And, Filter, Node, Or


def parts_of(where: Filter) -> list[str]:
    """Give the parts of a filter as text, from left to right; none of an empty one."""
    return [_text(node) for node in _nodes(where)]


def without(where: Filter, index: int) -> str:
    """Give the filter without one of its parts, as text."""
    return " ".join(_text(node) for number, node in enumerate(_nodes(where)) if number != index)


def _nodes(where: Filter) -> tuple[Node, ...]:
    if where.root is None:
        return ()
    return where.root.nodes if isinstance(where.root, And) else (where.root,)


def _text(node: Node) -> str:
    return f"({Filter(node)})" if isinstance(node, Or) else str(Filter(node))
