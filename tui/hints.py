"""Which actions the lines of key hints name, on each pane and screen, the most useful first. No key stands here."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tui.actions import ACTIONS, key_words

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

HINTS = (
    ("choose", "read"),
    ("filter", "filter"),
    ("next-unread", "next unread"),
    ("next-pane", "next pane"),
    ("star", "star"),
    ("open", "browser"),
    ("zoom", "zoom"),
    ("read", "mark read"),
    ("stories", "stories"),
    ("mark", "mark"),
    ("copy", "copy link"),
    ("live", "newest"),
    ("feeds", "feeds"),
    ("tags", "highlights"),
    ("help", "help"),
    ("quit", "quit"),
)
"""Action ids and words of the hint line, as far as the width goes; the last two always show."""
READER_HINTS = (
    ("choose", "next unread"),
    ("find", "search"),
    ("links", "open link"),
    ("open", "browser"),
    ("star", "star"),
    ("fetch", "whole text"),
    ("save", "save"),
    ("copy-text", "copy text"),
    ("page", "pager"),
    ("why", "why so tagged"),
    ("correct", "correct a place"),
    ("changes", "changes"),
    ("tags", "highlights"),
    ("help", "help"),
    ("quit", "quit"),
)
"""The same while the article has the keys."""
TICKER_HINTS = (
    ("choose", "open"),
    ("city", "city page"),
    ("by-city", "only this city"),
    ("pin", "pin"),
    ("city-order", "order"),
    ("filter", "filter"),
    ("next-pane", "next pane"),
    ("zoom", "zoom"),
    ("star", "star"),
    ("open", "browser"),
    ("help", "help"),
    ("quit", "quit"),
)
"""The same while the cities have the keys."""
PANE_HINTS: Mapping[str, Sequence[tuple[str, str]]] = {
    "headlines": HINTS,
    "reader": READER_HINTS,
    "ticker": TICKER_HINTS,
}
"""The hints of each pane."""
FEED_HINTS = (
    ("poll-feed", "poll now"),
    ("pause-feed", "pause or go on"),
    ("choose", "its articles"),
    ("down", "down"),
    ("up", "up"),
    ("first", "first"),
    ("last", "last"),
    ("palette", "commands"),
    ("leave-feeds", "back"),
)
"""The same for the feeds screen."""
FILTER_HINTS = (("chips", "take off"), ("save-filter", "save"), ("clear", "clear"))
"""The same for the line of a kept filter."""
ALERT_HINTS = (
    ("choose", "read"),
    ("see", "seen"),
    ("see-all", "all seen"),
    ("down", "down"),
    ("up", "up"),
    ("first", "newest"),
    ("last", "oldest"),
    ("palette", "commands"),
    ("leave-alerts", "back"),
)
"""The same for the alerts screen."""
CITY_HINTS = (
    ("choose", "read"),
    ("city-next", "next section"),
    ("city-1", "timeline"),
    ("city-days", "by hour or day"),
    ("city-filter", "filter by it"),
    ("city-pin", "pin"),
    ("down", "down"),
    ("up", "up"),
    ("palette", "commands"),
    ("leave-city", "back"),
)
"""The same for a city's page."""
MAP_HINTS = (
    ("down", "next place"),
    ("choose", "its headlines"),
    ("map-nearer", "nearer"),
    ("map-farther", "farther"),
    ("map-fit", "theatre"),
    ("map-window", "look back longer"),
    ("map-west", "move"),
    ("map-centre", "centre"),
    ("palette", "commands"),
    ("leave-map", "back"),
)
"""The same for the map."""


def hints(keymap: Mapping[str, str], wanted: Sequence[tuple[str, str]] = HINTS) -> list[tuple[str, str]]:
    """Give the hint line: pairs of the first key and a word for what it does, the most useful ones first and last."""
    by_id = {action.id: action for action in ACTIONS}
    return [(key_words(by_id[id_], keymap).split(" ")[0], word) for id_, word in wanted]
