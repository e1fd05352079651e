"""What stands in the cells of a headline's line, each as short as its room asks for. Pure."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from rich.cells import cell_len

from store.text import ELLIPSIS, clean_line
from tui.widgets import signs
from tui.widgets.cells import clip, clip_ends, fit

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from store.models import Headline

_WITH_COUNTRY = 16
"""Cells of the source column from which on an affiliation mark carries the outlet's country."""
_LEAST_NAME = 4
_LONG_NUMBER = re.compile(r"\d{1,3}(?:,\d{3})+")
_ARTICLE = "The "
_STUB = 3
"""Characters of a word that was cut, with the ellipsis, that are not worth their room."""


@lru_cache(maxsize=256)
def source_cell(source: str, affiliation: str, width: int, country: str = "") -> tuple[str, str]:
    """Give the outlet's name and its affiliation mark, together `width` cells; the mark is never clipped away.

    Two outlets of different countries may have names that look alike, so the mark takes the country along, and the
    name keeps its last word.
    """
    if affiliation not in signs.AFFILIATIONS:
        return fit(short_name(source, width), width), ""
    sign, word, _ = signs.AFFILIATIONS[affiliation]
    room = width - 1 - cell_len(clean_line(source, width + 1))
    marks = [f"{sign[0]}{word} {country}", f"{sign[0]}{word}"] if country else [f"{sign[0]}{word}"]
    short = f"{sign} {country}" if country and width >= _WITH_COUNTRY else sign
    mark = next((mark for mark in marks if len(mark) <= room), short)
    return fit(clip_ends(source, width - len(mark) - 1), width - len(mark) - 1) + " ", mark


def short_name(name: str, width: int) -> str:
    """Give an outlet's name in at most `width` cells; where it is too long, its article goes first.

    Of a word that is cut, fewer than three letters say nothing, and go as well.
    """
    name = clean_line(name, 400)
    if cell_len(name) <= width:
        return name
    short = clip(name.removeprefix(_ARTICLE), width)
    whole, blank, rest = short.rpartition(" ")
    return whole + ELLIPSIS if blank and short.endswith(ELLIPSIS) and len(rest) <= _STUB else short


def place_words(names: Sequence[str], room: int) -> str:
    """Give as many places as fit whole into `room` cells, and how many others: ``Irpin · Kyiv``, ``Irpin +2``."""
    for count in range(len(names), 0, -1):
        words = " · ".join(names[:count]) + _others(len(names) - count)
        if cell_len(words) <= room:
            return words
    return clip(names[0], room) if names and room >= _LEAST_NAME else ""


def least_places(names: Sequence[str]) -> int:
    """Give the cells of the first place, whole, and the number of the others."""
    return cell_len(names[0] + _others(len(names) - 1)) if names else 0


def _others(count: int) -> str:
    return f" +{count}" if count else ""


def event_words(headline: Headline, figure: str) -> Iterator[tuple[str, str]]:
    """Give what can be said beside an event's sign, in words and as a figure, the most telling first.

    A figure says more than a word.
    """
    word = signs.event_word(headline.event)
    said = f"{word} · {headline.status}" if word and headline.status not in (None, "reported") else word
    if figure:
        yield said, figure
        yield "", figure
        yield "", figure_words(figure, 0)
    else:
        yield said, ""
        yield word, ""


def figure_words(figure: str, width: int) -> str:
    """Give a figure in at most `width` cells: a number that takes too many as ``160k`` or ``3.9M``."""
    return figure if cell_len(figure) <= width else _LONG_NUMBER.sub(_rounded, figure)


def _rounded(number: re.Match[str]) -> str:
    value = int(number[0].replace(",", ""))
    for size, unit in ((1_000_000_000, "bn"), (1_000_000, "M"), (1_000, "k")):
        if value >= size:
            return f"{value / size:.3g}{unit}"
    return number[0]


def notes_words(headline: Headline, *, reports: int, tells: bool, opened: bool, width: int) -> str:
    """Give what fits of: the other reports of its story, told before or not, and its versions.

    Args:
        headline: the article.
        reports: other reports of its story.
        tells: whether its line stands for the story.
        opened: whether the reports stand below the line.
        width: cells that there are.
    """
    notes = []
    if reports and tells:
        notes.append(f"{signs.OPEN if opened else '+'}{min(reports, 99)}")
    elif headline.story not in (None, headline.id):
        notes.append(signs.DUPLICATE)
    if headline.revisions > 1:
        notes.append(f"{signs.REVISED}{min(headline.revisions, 99)}")
    forms = (" ".join(notes), "".join(notes), notes[0] if notes else "")
    return next((words for words in forms if cell_len(words) <= width), "")
