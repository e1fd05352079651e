"""The help as lines of text: sections side by side where there is room, each in one piece. Pure."""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import zip_longest
from typing import TYPE_CHECKING, Final

from rich.cells import cell_len
from textual.content import Content

from tui.actions import ACTIONS, key_words
from tui.widgets import signs
from tui.widgets.cells import wrap

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

GAP: Final = 4
"""Cells between two columns."""
KEY_WIDTH: Final = 14
QUERY_WIDTH: Final = 39
LEAST_WORDS: Final = 32
"""Cells that words have at least beside a key that is longer than most; with less, they stand below it."""
_HEADING: Final = "bold $primary"
_KEY: Final = "bold $accent"
_QUERIES: Final = (
    ('word  "a phrase"  word*  -not  a OR b', "side by side means and"),
    ("city:Kyiv  region:  country:  place:", "any spelling finds all of them"),
    ("actor:UN  source:BBC  event:strike", "who, which outlet, what happened"),
    ("since:6h  on:2022-03-28  before:", "when"),
    ("is:unread  is:starred  is:revised", "in which state"),
)
Line = tuple[tuple[str, str], ...]
"""Texts with their styles."""


@dataclass(frozen=True, slots=True)
class Section:
    """A heading and what stands below it."""

    heading: str
    entries: tuple[tuple[str, str], ...]
    """A key, sign or query each, and what it means."""
    key_width: int = KEY_WIDTH


def sections(keymap: Mapping[str, str]) -> tuple[Section, ...]:
    """Give all of the help, with the keys of the user's `keymap`."""
    groups: dict[str, list[tuple[str, str]]] = {}
    for action in ACTIONS:
        if action.keys or action.id in keymap:
            groups.setdefault(action.group, []).append((key_words(action, keymap), action.help))
    return (
        *(Section(group, tuple(entries)) for group, entries in groups.items()),
        Section("Filter language", _QUERIES, QUERY_WIDTH),
        Section("Signs", (*signs.LEGEND, *signs.EVENTS.values())),
    )


def narrowed(every: Sequence[Section], text: str) -> tuple[Section, ...]:
    """Give the entries in which all words of `text` stand, whatever their case, and the sections with any.

    A word that a heading has counts for each of its entries.
    """
    words = text.casefold().split()

    def fits(heading: str, entry: tuple[str, str]) -> bool:
        said = f"{heading} {entry[0]} {entry[1]}".casefold()
        return all(word in said for word in words)

    kept = (replace(one, entries=tuple(e for e in one.entries if fits(one.heading, e))) for one in every)
    return tuple(one for one in kept if one.entries)


def lay_out(shown: Sequence[Section], columns: int, width: int) -> Content:
    """Give the help in so many columns, in `width` cells; the columns are as equally high as whole sections allow."""
    each = (width - GAP * (columns - 1)) // columns
    blocks = [list(_block(section, each)) for section in shown]
    sides = _columns(blocks, columns)
    lines = zip_longest(*sides, fillvalue=())
    return Content("\n").join(Content.assemble(*_row(line, each)) for line in lines)


def _columns(blocks: Sequence[list[Line]], columns: int) -> list[list[Line]]:
    """Put blocks into columns, in their order and each whole, in the least height that takes them."""
    height = max((sum(map(len, blocks)) + len(blocks)) // columns - len(blocks), *map(len, blocks), 1)
    while len(sides := _filled(blocks, height)) > columns:
        height += 1
    return sides


def _filled(blocks: Sequence[list[Line]], height: int) -> list[list[Line]]:
    """Fill columns of at most `height` lines one after the other, an empty line between two blocks."""
    sides: list[list[Line]] = [[]]
    for block in blocks:
        if sides[-1] and len(sides[-1]) + 1 + len(block) > height:
            sides.append([])
        sides[-1] += [*([()] if sides[-1] else []), *block]
    return sides


def _block(section: Section, width: int) -> Iterator[Line]:
    """Give a section's lines: a heading, then each key with its words, which go on below themselves."""
    yield ((section.heading, _HEADING),)
    indent = section.key_width if width - section.key_width >= LEAST_WORDS else KEY_WIDTH
    for key, words in section.entries:
        lines = [words[start:end].rstrip() for start, end in wrap(words, width - indent)]
        if cell_len(key) < indent:
            yield (key + " " * (indent - cell_len(key)), _KEY), (lines.pop(0), "")
        else:
            yield ((key, _KEY),)
        yield from (((" " * indent + line, ""),) for line in lines)


def _row(line: Sequence[Line], width: int) -> Iterator[tuple[str, str]]:
    """Give what stands side by side, each but the last as wide as its column."""
    for number, parts in enumerate(line):
        yield from parts
        if number < len(line) - 1:
            yield " " * (width + GAP - sum(cell_len(text) for text, _ in parts)), ""
