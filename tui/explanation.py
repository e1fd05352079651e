"""A text with its tags marked in it, and why each stands."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from store.models import Actor, Event, Place
from tagger.rules import explain
from tui.output import Styled
from tui.wording import claim, figure

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from store.models import Figure, Tags
    from tui.output import Piece

    Tag = Place | Actor | Event | Figure


@dataclass(frozen=True, slots=True)
class Reason:
    """Why one tag stands."""

    mark: str
    """``p1`` for the first place, ``a1`` for the first actor; events are ``e``, figures ``f``."""
    words: str
    """The words of the text that it stands on."""
    what: str
    """What it says, in one line."""
    sure: str
    """How often its rule is right, such as ``83%``; empty where the rule is not known."""
    why: str
    """The rule by name and in words; empty where it is not known."""


def numbered(tags: Tags) -> list[tuple[str, Tag]]:
    """Give every tag with its mark, ``p1`` for the first place, in the order of the text."""
    groups: tuple[tuple[str, Sequence[Tag]], ...] = (
        ("p", tags.places),
        ("a", tags.actors),
        ("e", tags.events),
        ("f", tags.figures),
    )
    return [(f"{letter}{n}", one) for letter, found in groups for n, one in enumerate(found, 1)]


def marked(text: str, tags: Tags) -> Iterator[Piece]:
    """Give the text with a mark behind every place, actor and figure, and before the evidence of every event.

    Empty lines around the text are left out.
    """
    marks: list[tuple[int, str]] = []
    for mark, one in numbered(tags):
        at = one.start if mark.startswith("e") else one.end
        marks.append((at, mark))
    done = len(text) - len(text.lstrip("\n"))
    for at, mark in sorted(marks, key=lambda m: m[0]):
        yield text[done:at]
        yield Styled(f"[{mark}]", "bold")
        done = at
    yield text[done:].rstrip("\n")


def reasons(tags: Tags) -> Iterator[Reason]:
    """Give the reason of every tag, in the order of `numbered`."""
    for mark, one in numbered(tags):
        sure = f"{one.confidence:.0%}" if one.rule else ""
        why = f"{one.rule}: {explain(one.rule)}" if one.rule else ""
        yield Reason(mark, one.text, _what(one), sure, why)


def _what(one: Tag) -> str:
    """Give what a tag says, in one line."""
    if isinstance(one, Place):
        sense = "its government" if one.sense == "metonym" else one.kind
        return f"{one.name}, {one.country or 'no one country'}: {sense}"
    if isinstance(one, Actor):
        return f"{one.name}: {one.role or one.kind.replace('_', ' ')}"
    if isinstance(one, Event):
        return f"{one.place}: {claim(one.type, one.status, one.by)}"
    return f"{figure(one)}{f' in {one.place}' if one.place else ''}"
