"""What changed in the tags from one version of an article to the next. Pure.

Figures of the same measure, unit and place are one figure told anew; events of the same kind at the same place are one
event. What is left over went or came.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace
from itertools import zip_longest
from typing import TYPE_CHECKING, Literal, TypeVar

from store.text import clean_line
from tui.wording import figure as figure_words

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence

    from store.models import Actor, Event, Figure, Place, Tags

T = TypeVar("T")
_Told = defaultdict["Hashable", dict["Hashable", T]]

Kind = Literal["figure", "disclaimer", "status", "event", "place", "actor"]
_UNVERIFIED = "unverified"
_NAME_LIMIT = 80


@dataclass(frozen=True, slots=True)
class TagChange:
    """One thing that is told otherwise."""

    kind: Kind
    what: str
    """What it is about, such as ``killed (Kyiv)`` or ``Irpin``."""
    before: str | None
    """None for what came."""
    after: str | None
    """None for what went."""

    @property
    def words(self) -> str:
        """Give it in one line: ``killed (Kyiv): 100 → 112``, ``place added: Irpin``."""
        if self.kind == "disclaimer":
            way = "removed" if self.before == _UNVERIFIED else "added"
            return f"disclaimer {way}: {self.what}, {self.before} → {self.after}"
        if self.before is not None and self.after is not None:
            return f"{self.what}: {self.before} → {self.after}"
        told = self.after if self.before is None else self.before
        return f"{self.kind} {'added' if self.before is None else 'removed'}: {told}"


def tag_changes(old: Tags, new: Tags) -> tuple[TagChange, ...]:
    """Give what differs: figures first, then what is said of events, then events, places and actors."""
    return tuple(
        dict.fromkeys(
            (
                *_figures(old.figures, new.figures),
                *_events(old.events, new.events),
                *_came_and_went("place", _named(old.places), _named(new.places)),
                *_came_and_went("actor", _named(old.actors), _named(new.actors)),
            )
        )
    )


def _figures(old: Iterable[Figure], new: Iterable[Figure]) -> Iterator[TagChange]:
    for gone, come in _differing(old, new, lambda one: (one.measure, one.unit.lower(), one.place), _figure_form):
        for before, after in zip_longest(gone, come):
            if before is None or after is None:
                yield TagChange("figure", "figure", _whole(before), _whole(after))
                continue
            if _amount(before) != _amount(after):
                yield TagChange("figure", _subject(after), _amount(before), _amount(after))
            if before.status != after.status:
                yield _told(_subject(after), before.status, after.status)


def _events(old: Sequence[Event], new: Sequence[Event]) -> Iterator[TagChange]:
    for gone, come in _differing(old, new, _happening, lambda one: one.status):
        for before, after in zip(gone, come, strict=False):
            yield _told(_event_words(after), before.status, after.status)
    there, here = ({_happening(one): _event_words(one) for one in events} for events in (old, new))
    yield from _came_and_went("event", there, here)


def _told(what: str, before: str, after: str) -> TagChange:
    return TagChange("disclaimer" if _UNVERIFIED in (before, after) else "status", what, before, after)


def _came_and_went(kind: Kind, old: Mapping[Hashable, str], new: Mapping[Hashable, str]) -> Iterator[TagChange]:
    yield from (TagChange(kind, kind, None, name) for key, name in new.items() if key not in old)
    yield from (TagChange(kind, kind, name, None) for key, name in old.items() if key not in new)


def _named(mentions: Iterable[Place | Actor]) -> dict[Hashable, str]:
    return {one.id: clean_line(one.name, _NAME_LIMIT) for one in mentions}


def _differing(
    old: Iterable[T], new: Iterable[T], subject: Callable[[T], Hashable], form: Callable[[T], Hashable]
) -> Iterator[tuple[list[T], list[T]]]:
    """Give, subject by subject, what is told in no such form any more and what was told in no such form before."""
    sides: tuple[_Told[T], _Told[T]] = (defaultdict(dict), defaultdict(dict))
    for things, side in zip((old, new), sides, strict=True):
        for one in things:
            side[subject(one)].setdefault(form(one), one)
    before, after = sides
    for key in dict.fromkeys((*after, *before)):
        there, here = before[key], after[key]
        yield [there[one] for one in there if one not in here], [here[one] for one in here if one not in there]


def _happening(one: Event) -> Hashable:
    return one.place_id, one.type


def _event_words(one: Event) -> str:
    return f"{one.type.replace('_', ' ')} in {clean_line(one.place, _NAME_LIMIT)}"


def _figure_form(one: Figure) -> Hashable:
    return _amount(one), one.status


def _amount(one: Figure) -> str:
    """Give how many: ``at least 100``, or the text's own words where it gives no number."""
    return clean_line(figure_words(replace(one, unit="", measure="other")), _NAME_LIMIT)


def _subject(one: Figure) -> str:
    """Give what is counted: ``people killed (Kyiv)``."""
    measure = "" if one.measure == "other" else one.measure.replace("_", " ")
    counted = " ".join(f"{one.unit} {measure}".split()) or "figure"
    return clean_line(f"{counted} ({one.place})" if one.place else counted, _NAME_LIMIT)


def _whole(one: Figure | None) -> str | None:
    if one is None:
        return None
    words = figure_words(one)
    return clean_line(f"{words} ({one.place})" if one.place else words, _NAME_LIMIT)
