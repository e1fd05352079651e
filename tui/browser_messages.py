"""What a page in the browser sends over its web socket, checked before anything acts on it."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Final

MOST_COLUMNS: Final = 1_000
MOST_ROWS: Final = 500
"""Larger than any screen: the desk keeps a style for each cell, so a page must not ask for millions of them."""


@dataclass(frozen=True, slots=True)
class Typed:
    """Keys, as a terminal would send them."""

    keys: str


@dataclass(frozen=True, slots=True)
class Resized:
    """The page's new size in cells."""

    columns: int
    rows: int


@dataclass(frozen=True, slots=True)
class Pinged:
    """The page asks whether we are there, and wants this back."""

    token: str


@dataclass(frozen=True, slots=True)
class Focused:
    """The page has, or no longer has, the keyboard."""

    here: bool


Message = Typed | Resized | Pinged | Focused


def read_message(text: str) -> Message | None:
    """Give what a message of textual-serve's page says: a JSON array of its kind and its value; None for any other."""
    try:
        envelope = json.loads(text)
    except (ValueError, RecursionError):
        return None
    if not isinstance(envelope, list):
        return None
    match envelope:
        case ["stdin", str(keys)]:
            return Typed(keys.encode("utf-8", "replace").decode())
        case ["resize", {"width": int(columns), "height": int(rows)}] if fits(columns, rows):
            return Resized(columns, rows)
        case ["ping", str(token)]:
            return Pinged(token)
        case ["focus" | "blur" as kind, *_]:
            return Focused(kind == "focus")
        case _:
            return None


def fits(columns: int, rows: int) -> bool:
    """Tell whether a desk may be drawn at this size in cells."""
    return 1 <= columns <= MOST_COLUMNS and 1 <= rows <= MOST_ROWS
