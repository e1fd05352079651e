"""What is read of articles for one line of a list each: the places and the figure that say most."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from store.documents import decode_events
from store.models import RowDetail
from store.reading import Reading

if TYPE_CHECKING:
    from collections.abc import Sequence

    from store.models import Event, Figure, Measure

_CHUNK = 300
_PLACES = 3
_WEIGHT: Final[dict[Measure, int]] = {
    "killed": 0,
    "killed_and_wounded": 1,
    "wounded": 2,
    "missing": 3,
    "trapped": 4,
    "captured": 5,
    "evacuated": 6,
    "displaced": 7,
    "destroyed": 8,
    "shot_down": 9,
    "fired": 10,
    "controlled_area": 11,
    "money": 12,
}
"""Which measure says most, lowest first; one that is not here is not worth a place on a line."""


class DetailReading(Reading):
    """The part of the reader that knows what else goes on an article's line."""

    def details(self, ids: Sequence[int]) -> dict[int, RowDetail]:
        """Give the details of those of `ids` that exist; some 40 µs each, because they stand in the documents."""
        found: dict[int, RowDetail] = {}
        with self._reading():
            for start in range(0, len(ids), _CHUNK):
                chunk = ids[start : start + _CHUNK]
                rows = self._connection.execute(
                    "SELECT h.id, h.title, h.dateline, d.data FROM headlines h CROSS JOIN documents d ON d.id = h.id"  # noqa: S608 - marks only
                    f" WHERE h.id IN ({','.join('?' * len(chunk))})",
                    chunk,
                )
                for article, title, dateline, data in rows:
                    events, figures = decode_events(data, self._connection)
                    found[article] = RowDetail(places_of(events, dateline), figure_of(figures, len(title)))
        return found


def places_of(events: Sequence[Event], dateline: str | None) -> tuple[str, ...]:
    """Give the names of the places that things happened in, that of the dateline first, each once."""
    happened = [event.place for event in events]
    return tuple(dict.fromkeys([*([dateline] if dateline else []), *(name for name in happened if name)]))[:_PLACES]


def figure_of(figures: Sequence[Figure], title: int) -> Figure | None:
    """Give the figure that says most: in the title before the text, then the gravest measure, then the first.

    `title` is the title's length in code points.
    """
    worth = [one for one in figures if one.measure in _WEIGHT and one.value]
    return min(worth, key=lambda one: (one.start >= title, _WEIGHT[one.measure], one.start), default=None)
