"""Text by terminal cells: safe, clipped and wrapped, so that Chinese and emoji keep columns straight."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from rich.cells import cell_len, set_cell_size
from rich.segment import Segment
from textual.strip import Strip

from store.text import ELLIPSIS, clean_line

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from rich.style import Style

_WORD = re.compile(r"\S+\s*|\s+")


def clip(text: str, width: int) -> str:
    """Give `text` as one safe line of at most `width` cells, an ellipsis at its end where something was cut."""
    if width <= 0:
        return ""
    text = clean_line(text, limit=max(4 * width, 16))
    if cell_len(text) <= width:
        return text
    return set_cell_size(text, width - 1).rstrip() + ELLIPSIS


def clip_ends(text: str, width: int) -> str:
    """Give a name as one safe line of at most `width` cells: how it begins and its last word, ``Demo…Monitor``.

    Names that begin alike differ in their end. One of two words, or whose last word takes all the room, is cut there.
    """
    text = clean_line(text, limit=400)
    words = text.split(" ")
    room = width - 1 - cell_len(words[-1])
    if cell_len(text) <= width or len(words) < 3 or room < 1:
        return clip(text, width)
    head = set_cell_size(text, room)
    whole = head if text[len(head) : len(head) + 1] == " " else head.rpartition(" ")[0]
    return (whole or head).rstrip() + ELLIPSIS + words[-1]


def clip_link(url: str, width: int) -> str:
    """Give an address as one safe line of at most `width` cells: its host whole, cut where it says least.

    The scheme goes first, then the middle of the path; of a host that is too long its end stays: it says whose it is.
    """
    url = clean_line(url, limit=4_000)
    if cell_len(url) <= width:
        return url
    short = url.partition("://")[2] or url
    host, slash, path = short.partition("/")
    room = width - cell_len(host) - len(f"/{ELLIPSIS}")
    if cell_len(short) <= width:
        return short
    if room < 1:
        return _end(host, width)
    return f"{host}{slash}{_end(path, room + 1)}"


def _end(text: str, width: int) -> str:
    """Give the end of `text` in `width` cells, an ellipsis before it where something was cut."""
    if cell_len(text) <= width or width < 1:
        return text if width > 0 else ""
    kept = ""
    for char in reversed(text):
        if cell_len(char + kept) > width - 1:
            break
        kept = char + kept
    return ELLIPSIS + kept


def fit(text: str, width: int, *, right: bool = False) -> str:
    """Give `text` clipped and padded to exactly `width` cells; `right` puts the padding in front."""
    if width <= 0:
        return ""
    text = clip(text, width)
    padding = " " * (width - cell_len(text))
    return padding + text if right else text + padding


def wrap(text: str, width: int) -> Iterator[tuple[int, int]]:
    """Give the code-point spans of `text`'s lines when it is wrapped at `width` cells.

    Lines break after white space; a word wider than a line (a long link, Chinese) breaks between characters.
    """
    start, used = 0, 0
    for match in _WORD.finditer(text):
        word = match.group()
        bare = cell_len(word.rstrip())
        if used and used + bare > width:
            yield start, match.start()
            start, used = match.start(), 0
        if bare <= width:
            used += cell_len(word)
            continue
        for offset, char in enumerate(word):
            wide = cell_len(char)
            if used + wide > width and used:
                yield start, match.start() + offset
                start, used = match.start() + offset, 0
            used += wide
    if start < len(text):
        yield start, len(text)


def turned(parts: Iterable[tuple[str, Style]], *, here: bool) -> Iterator[tuple[str, Style]]:
    """Give the parts of a row; of one that is turned round (`here`), their weight alone.

    In the terminal's own colours the row under the cursor stands reversed: a ground of its own for every piece of it
    would be a motley.
    """
    return ((text, style.without_color if here else style) for text, style in parts)


def strip(parts: Iterable[tuple[str, Style]], width: int, base: Style) -> Strip:
    """Give one line of exactly `width` cells from styled `parts`; `base` lies under all and fills the rest."""
    segments = [Segment(text, base + style) for text, style in parts if text]
    return Strip(segments).adjust_cell_length(width, base)
