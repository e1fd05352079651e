"""A dispatch as one line of plain words, for screen readers, braille lines, pipes and logs. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING

from store.text import clean_line
from tui.wording import claim, figure

if TYPE_CHECKING:
    from datetime import datetime

    from store.models import Article, Event

MOST_EVENTS = 3
"""Places whose events are told; how many more there are is said."""
_TITLE = 300
_NAME = 80


def dispatch(article: Article, now: datetime) -> str:
    """Give time, source, title, then what happened where, who says so, and with which figures.

    Times are local; a day that is not the one of `now` is named.
    """
    at = _at(article.published.astimezone(), now.astimezone())
    source = clean_line(article.source, _NAME)
    owner = f", {_OWNERS[article.affiliation]}" if article.affiliation in _OWNERS else ""
    title = clean_line(article.title, _TITLE)
    return " ".join([f"{at}, {source}{owner}:", _sentence(title), *_events(article), f"Article {article.id}."])


def revised(article: Article, now: datetime) -> str:
    """Give the same for an article that changed after it came."""
    return f"Revised, version {article.revisions}. {dispatch(article, now)}"


_OWNERS = {"state": "state outlet", "party": "party to the conflict", "military": "military outlet"}


def _at(when: datetime, now: datetime) -> str:
    if when.date() == now.date():
        return f"{when:%H:%M}"
    year = "" if when.year == now.year else f" {when.year}"
    return f"{when.day} {when:%B}{year}, {when:%H:%M}"


def _events(article: Article) -> list[str]:
    """Give a sentence for each place where something happened."""
    first: dict[str, Event] = {}
    for event in article.tags.events:
        first.setdefault(event.place_id, event)
    told = []
    for event in list(first.values())[:MOST_EVENTS]:
        what = claim(event.type, event.status, clean_line(event.by, _NAME) if event.by else None)
        within = [one for one in article.tags.figures if event.start <= one.start < event.end]
        numbers = "".join(f"; {clean_line(figure(one), _NAME)}" for one in within[:2])
        told.append(_sentence(f"{clean_line(event.place, _NAME)}: {what}{numbers}"))
    more = len(first) - MOST_EVENTS
    return [*told, f"{more} more {'place' if more == 1 else 'places'}."] if more > 0 else told


def _sentence(words: str) -> str:
    """End words with a stop, so that a voice pauses."""
    return words if words.endswith((".", "!", "?", "…", ":", "”", '"')) else f"{words}."
