"""Invented dispatches for the desk's tests: three outlets, four places, every kind of row."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from store.jobs import commit_poll, sync_feeds
from store.models import Actor, FeedSettings, Figure, KnownName, Tags
from tests.store.make import IRPIN, KYIV, MAYOR, NAMES, NOON, draft, event, outcome, place

if TYPE_CHECKING:
    from store.models import ArticleDraft, FeedState
    from store.writer import Writer

LVIV = KnownName("geo:lviv", "place", "Lviv", "city", "UA", None, 49.8, 24.0, ("Львів", "Lvov"))
FEEDS = (
    FeedSettings("https://harbour.example/feed", "Harbour Wire", affiliation="agency"),
    FeedSettings("https://severa.example/feed", "Vesti Severa", affiliation="state", country="RU"),
    FeedSettings("https://steppe.example/feed", "Новини Степу", country="UA"),
)
SUBJECTS = (
    ("Mayor says {} is back under control after {} days", KYIV, "control", "claimed"),
    ("At least {1} people hurt as shells hit a market in {0}", IRPIN, "strike", "unverified"),
    ("Buses leave {} with {} people", LVIV, "evacuation", "reported"),
    ("救援 convoy reaches {} 🚑 with {} tonnes", IRPIN, "humanitarian", "reported"),
)
BODY = (
    "Residents spoke of a night of explosions. Emergency crews worked until dawn, and officials asked people to stay "
    "in shelters.\n\nThe figures could not be checked independently. Aid groups said that one road remained open."
)


def dispatch(number: int, **changes: Any) -> ArticleDraft:
    """Give the dispatch with this number: higher is later, one every three minutes up to noon."""
    pattern, where, kind, status = SUBJECTS[number % len(SUBJECTS)]
    amount = 3 + number
    title = pattern.format(where.name, amount)
    at, digits = title.index(where.name), title.index(str(amount))
    by = MAYOR.name if status == "claimed" else None
    body = f"{BODY}\n\n{MAYOR.name} said so." if by else BODY
    figure = Figure(
        *(digits, digits + len(str(amount)), f"{amount} people", float(amount), "at_least", "wounded", "people"),
        *(where.name, by, "unverified"),
    )
    start = len(title) + 2 + body.find(MAYOR.name)
    actors = (Actor(start, start + len(MAYOR.name), MAYOR.name, MAYOR.id, MAYOR.name, "person", "mayor"),) if by else ()
    given = {
        "key": str(number),
        "title": title,
        "body": body,
        "summary": BODY[:80],
        "published": NOON - timedelta(minutes=3 * (59 - number)),
        "links": ("https://harbour.example/map", "https://harbour.example/video?id=1&t=2") if number % 2 else (),
        "tags": Tags(
            places=(place(where, at),),
            actors=actors,
            events=(event(where, title, type=kind, status=status, by=by),),
            figures=(figure,),
        ),
    }
    return draft(**{**given, **changes})


def feeds(writer: Writer) -> tuple[FeedState, ...]:
    """Configure the three outlets."""
    return writer.submit(sync_feeds(FEEDS, NOON)).result()


def add(writer: Writer, *drafts: ArticleDraft, feed: int = 0) -> None:
    """Store articles from one of the outlets, in one commit."""
    state = feeds(writer)[feed]
    writer.submit(commit_poll(outcome(state.id, *drafts, names=(*NAMES, LVIV)))).result()


def fill(writer: Writer, count: int) -> None:
    """Store `count` dispatches, in turn from each outlet, each in a commit of its own."""
    states = feeds(writer)
    for number in range(count):
        made = outcome(states[number % 3].id, dispatch(number), names=(*NAMES, LVIV))
        writer.submit(commit_poll(made)).result()
