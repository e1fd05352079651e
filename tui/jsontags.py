"""Reads the tags of an article that `export --format jsonl` wrote: nothing in them is trusted."""

from __future__ import annotations

import dataclasses
import math
import types
from functools import cache
from typing import Any, Literal, TypeVar, Union, get_args, get_origin, get_type_hints

from store.models import Actor, Event, Figure, Place, Tags
from store.text import cut, strip_controls

T = TypeVar("T")
Shape = dict[str, Any]

_LONGEST = 20_000_000
_WORDS_LIMIT = 10_000


def read_tags(shape: Shape) -> Tags | None:
    """Give the article's tags, or None where it has none that can be used: then it is tagged here."""
    try:
        return Tags(
            tuple(_made(Place, one) for one in shape["places"]),
            tuple(_made(Actor, one) for one in shape["actors"]),
            tuple(_made(Event, one) for one in shape["events"]),
            tuple(_made(Figure, one) for one in shape["figures"]),
        )
    except (KeyError, TypeError, ValueError):
        return None


def _made(kind: type[T], shape: Shape) -> T:
    """Build one tag, of whose fields each must be of its own type.

    Raises:
        KeyError, TypeError, ValueError: One is missing, or is not.
    """
    known = _fields(kind)  # type: ignore[arg-type]  # a class can be hashed, which typeshed doesn't know of type[T]
    return kind(**{name: _checked(shape[name], wanted) for name, wanted, needed in known if needed or name in shape})


@cache
def _fields(kind: type) -> tuple[tuple[str, Any, bool], ...]:
    """Give name, type and whether it must be there, of each field; what later versions added has a default."""
    hints = get_type_hints(kind)
    missing = dataclasses.MISSING
    return tuple((field.name, hints[field.name], field.default is missing) for field in dataclasses.fields(kind))


def _checked(value: Any, wanted: Any) -> Any:
    if get_origin(wanted) in (Union, types.UnionType):
        options = get_args(wanted)
        if value is None and type(None) in options:
            return None
        (wanted,) = (option for option in options if option is not type(None))
    if get_origin(wanted) is Literal:
        if value not in get_args(wanted):
            raise ValueError(value)
        return value
    if wanted is str and isinstance(value, str):
        return cut(strip_controls(value), _WORDS_LIMIT)
    if wanted is bool and isinstance(value, bool):
        return value
    if wanted is int and type(value) is int and 0 <= value <= _LONGEST:
        return value
    if wanted is float and type(value) in (int, float) and math.isfinite(value):
        return float(value)
    raise TypeError(value)
