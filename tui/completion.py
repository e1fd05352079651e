"""Completes a query: what stands at the cursor, what it may be meant to become, and the query with that in it.

Pure: whatever is typed, nothing here raises, and what is completed is a query that can be understood.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from store.fields import CHOICES, FIELDS, TIME_FIELDS
from store.query import Filter, Term, breaks, has_word
from store.text import clean_line

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

PRESETS: Final = ("1h", "6h", "24h", "7d", "30d", "today", "yesterday")
"""What ``since:`` and its like are offered."""
MOST: Final = 8
"""Suggestions that are shown at once."""
ASKED: Final = frozenset({"city", "region", "country", "place", "actor", "source", "lang"})
"""Fields whose values only the archive knows."""
NAMED: Final = ("place", "actor", "source")
"""What a word without a field may be the beginning of: the fields to ask the archive for."""
_FIELD: Final = re.compile(r"([A-Za-z_]+):")
_ABOUT: Final = {
    "title": "words in the title",
    "body": "words in the text",
    "source": "outlet",
    "city": "city, town or village",
    "region": "oblast, province, state",
    "country": "country",
    "place": "any place",
    "actor": "person, body or army",
    "event": "what happened",
    "status": "how sure that is",
    "lang": "language",
    "author": "who wrote it",
    "url": "part of the address",
    "is": "state of the article",
    "has": "what the article holds",
    "since": "from then on",
    "before": "until then",
    "on": "that day",
    "story": "number of a story",
    "id": "number of an article",
}


@dataclass(frozen=True, slots=True)
class Spot:
    """What stands at the cursor."""

    start: int
    end: int
    """Where what a suggestion replaces starts and ends, in code points."""
    field: str | None
    """The field whose value is typed; None for a word, which may become the name of a field."""
    typed: str
    """What stands between its start and the cursor, without field and quotation mark."""


@dataclass(frozen=True, slots=True)
class Suggestion:
    """What may be meant."""

    text: str
    """What it becomes in the query."""
    about: str
    """A few words about it."""
    ends: bool = True
    """False for a field, whose value comes next."""


def spot(query: str, cursor: int) -> Spot | None:
    """Give what stands at the cursor; None between words, and behind what is complete."""
    at = 0
    while at < min(cursor, len(query)):
        if breaks(query[at]) or query[at] in "()-":
            at += 1
            continue
        found = _FIELD.match(query, at)
        field = found[1].lower() if found and found[1].lower() in FIELDS else None
        value = found.end() if found and field else at
        quoted = query.startswith('"', value)
        end = _end(query, value)
        if cursor <= end:
            if cursor < value:
                return Spot(at, value, None, query[at:cursor])
            if quoted and (cursor == value or (cursor == end and query.find('"', value + 1) >= 0)):
                return None
            return Spot(at, end, field, query[value + quoted : cursor])
        at = max(end, at + 1)
    return None


def _end(query: str, value: int) -> int:
    """Give the offset behind the word or quotation that starts at `value`."""
    if query.startswith('"', value):
        closing = query.find('"', value + 1)
        return len(query) if closing < 0 else closing + 1
    end = value
    while end < len(query) and query[end] not in '()"' and not breaks(query[end]):
        end += 1
    return end


def known(where: Spot) -> list[Suggestion]:
    """Give what can be suggested without asking anybody."""
    typed = where.typed.lower()
    if where.field is None:
        names = [name for name in FIELDS if typed and name.startswith(typed)]
        return [Suggestion(f"{name}:", _ABOUT.get(name, ""), ends=False) for name in names]
    values: Sequence[str] = PRESETS if where.field in TIME_FIELDS else CHOICES.get(where.field, ())
    about = "" if where.field not in TIME_FIELDS else _ABOUT[where.field]
    return [Suggestion(f"{where.field}:{value}", about) for value in values if value.startswith(typed)]


def asked(where: Spot) -> tuple[str, ...]:
    """Give the fields of names that the archive is to be asked for; none where what is typed says too little."""
    if where.field is None:
        return NAMED if len(where.typed) > 1 and has_word(where.typed) else ()
    return (where.field,) if where.field in ASKED else ()


def goes_on(query: str, cursor: int) -> bool:
    """Tell whether the value of a field is being typed that may still become one: nothing is wrong with it yet."""
    where = spot(query, cursor) if cursor >= len(query) else None
    return where is not None and where.field is not None and bool(known(where) or asked(where))


def named(where: Spot, names: Iterable[tuple[str, str, str]]) -> list[Suggestion]:
    """Give names of the archive as suggestions.

    Args:
        where: what stands at the cursor.
        names: each with the field that finds it and a few words about it.
    """
    found: dict[str, Suggestion] = {}
    for name, field, about in names:
        # No query can hold a quotation mark within a name, and none needs one: spellings are compared without.
        value = " ".join(clean_line(name, 100).replace('"', " ").split())
        if has_word(value):
            text = str(Filter(Term(value, where.field or field)))
            found.setdefault(text, Suggestion(text, clean_line(about, 60)))
    return list(found.values())


def merged(first: Sequence[Suggestion], names: Sequence[Suggestion]) -> list[Suggestion]:
    """Give fields and names together, as many as are shown: a few fields leave room for names."""
    room = MOST - min(len(names), MOST // 2)
    return [*first[:room], *names][:MOST]


def complete(query: str, where: Spot, suggestion: Suggestion) -> tuple[str, int]:
    """Give the query with the suggestion in place of what stood there, and where the cursor goes."""
    head, tail = query[: where.start], query[where.end :]
    if not suggestion.ends:
        return head + suggestion.text + tail, len(head) + len(suggestion.text)
    if tail[:1].isspace():
        return head + suggestion.text + tail, len(head) + len(suggestion.text) + 1
    return f"{head}{suggestion.text} {tail}", len(head) + len(suggestion.text) + 1
