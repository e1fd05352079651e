"""Schema.org in a page's own elements: microdata (HTML, section 5) and RDFa Lite 1.1, as objects like those of JSON-LD.

Only what live blogs use of them: items within items, the usual elements that hold a value, and the address of an item.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from selectolax.lexbor import LexborHTMLParser

if TYPE_CHECKING:
    from collections.abc import Iterator

    from selectolax.lexbor import LexborNode

    from feeds.sources.jsonld import Node

_MOST_ELEMENTS = 100_000
_FARTHEST = 60  # elements between a property and its item


class _Dialect(NamedTuple):
    """How a way of marking up calls its attributes."""

    item: str
    """Marks an element as an item."""
    kind: str
    property: str
    address: str


_DIALECTS = (
    _Dialect("itemscope", "itemtype", "itemprop", "itemid"),
    _Dialect("typeof", "typeof", "property", "resource"),
)
# Where elements keep their value, if not in their text.
_VALUES = {
    "meta": "content",
    "a": "href",
    "area": "href",
    "link": "href",
    "img": "src",
    "audio": "src",
    "video": "src",
    "source": "src",
    "embed": "src",
    "iframe": "src",
    "object": "data",
    "data": "value",
    "meter": "value",
}


def read_markup(page: str) -> tuple[Node, ...]:
    """Give the items that a page marks up, the outer ones before those in them."""
    tree = LexborHTMLParser(page)
    return tuple(node for dialect in _DIALECTS for node in _items(tree, dialect))


def _items(tree: LexborHTMLParser, dialect: _Dialect) -> Iterator[Node]:
    """Give the items of one way of marking up, with their properties filled in."""
    found: dict[int, Node] = {}
    elements = tree.css(f"[{dialect.item}], [{dialect.property}]")[:_MOST_ELEMENTS]
    for element in elements:
        given = element.attributes
        is_item = dialect.item in given
        if is_item:
            found[element.mem_id] = _item(element, dialect)
        names = (given.get(dialect.property) or "").split()
        owner = _owner(element, found) if names else None
        if owner is None:
            continue
        value: Any = found[element.mem_id] if is_item else _value(element)
        for name in names:
            _add(owner, name.rpartition(":")[2].rpartition("/")[2], value)
    yield from found.values()


def _item(element: LexborNode, dialect: _Dialect) -> Node:
    given = element.attributes
    node: Node = {"@type": (given.get(dialect.kind) or "").split()}
    address = given.get(dialect.address)
    # An element's id is where links within the page lead, as good a name as any.
    if address or given.get("id"):
        node["@id"] = address or f"#{given['id']}"
    return node


def _owner(element: LexborNode, found: dict[int, Node]) -> Node | None:
    """Give the nearest item around an element."""
    parent = element.parent
    for _ in range(_FARTHEST):
        if parent is None:
            return None
        if parent.mem_id in found:
            return found[parent.mem_id]
        parent = parent.parent
    return None


def _value(element: LexborNode) -> str:
    """Give the value of a property: an attribute's where there is one, else what stands in the element, as markup."""
    given = element.attributes
    if given.get("content"):
        return given["content"] or ""
    tag = element.tag or ""
    if tag == "time" and given.get("datetime"):
        return given["datetime"] or ""
    if tag in _VALUES and given.get(_VALUES[tag]):
        return given[_VALUES[tag]] or ""
    return element.inner_html or ""


def _add(node: Node, name: str, value: Any) -> None:
    """Give an item one more value of a property; several become a list, as in JSON-LD."""
    if name not in node:
        node[name] = value
    elif isinstance(node[name], list):
        node[name].append(value)
    else:
        node[name] = [node[name], value]
