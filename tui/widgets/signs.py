"""The signs of the desk. A sign never stands for a colour, and every sign has a word."""

from __future__ import annotations

from typing import Final

EVENTS: Final = {
    "strike": ("✹", "strike"),
    "battle": ("✕", "battle"),
    "control": ("⚑", "control"),
    "casualties": ("✚", "casualties"),
    "damage": ("◪", "damage"),
    "evacuation": ("⇥", "evacuation"),
    "humanitarian": ("✢", "humanitarian"),
    "talks": ("⇄", "talks"),
    "diplomacy": ("⚐", "diplomacy"),
    "statement": ("❝", "statement"),
    "sanctions": ("⊘", "sanctions"),
    "military_aid": ("⊞", "military aid"),
    "nuclear": ("☢", "nuclear"),
    "detention": ("⊡", "detention"),
    "protest": ("⚇", "protest"),
    "crime": ("⚖", "crime"),
    "other": ("∙", "other"),
}
"""Event type to its sign and word."""
AFFILIATIONS: Final = {
    "state": ("◆S", "state", "state outlet"),
    "party": ("◆P", "party", "party to the conflict"),
    "military": ("◆M", "military", "military outlet"),
}
"""Affiliation to its sign, its word, and how the reader says it. Independent outlets and agencies carry no sign."""
AFFILIATION_WORDS: Final = {"independent": "independent", "agency": "news agency"}
"""How the reader says the affiliations that carry no sign."""
UNREAD: Final = "●"
STARRED: Final = "★"
ALERT: Final = "✦"
CURSOR: Final = "▌"
MARKED: Final = "✓"
DUPLICATE: Final = "≈"
OPEN: Final = "▾"
BELOW: Final = "└ "
"""What leads a report that stands below its story's line."""
REVISED: Final = "✎"
PINNED: Final = "◉"
NEW: Final = "▲"
BARS: Final = "▁▂▃▄▅▆▇█"
"""Sparkline blocks, lowest first."""
LEGEND: Final = (
    (UNREAD, "unread"),
    (STARRED, "starred"),
    (MARKED, "marked, for what is done to all of them at once"),
    (f"{REVISED}2", "revised: two versions kept"),
    (f"+3 {OPEN}3", "three more reports of the same story; they stand below"),
    (DUPLICATE, "another report told the same before"),
    (f"{ALERT} name", "a watch of that name found it, and nobody has seen that yet"),
    ("◆S ◆P ◆M", "state outlet, party to the conflict, military outlet"),
    (f"{NEW} 12 new", "arrived while the list stands still for you"),
    (f"{PINNED} Kyiv", "a city that you pinned to the top"),
    ("3x usual", "events against the same hours of the days before"),
    ("Kyiv", "in an article, underlined: a place; slanted: a person or body; bold: a figure"),
)
"""Signs of the list and what they mean, for the help screen."""


def event_sign(event: str | None) -> str:
    """Give the sign of an event type, blank for none."""
    return EVENTS.get(event, EVENTS["other"])[0] if event else " "


def event_word(event: str | None) -> str:
    """Give the word of an event type, empty for none."""
    return EVENTS.get(event, EVENTS["other"])[1] if event else ""


def affiliation_words(affiliation: str) -> str:
    """Give an affiliation as the reader says it, empty where none is known."""
    if affiliation in AFFILIATIONS:
        return AFFILIATIONS[affiliation][2]
    return AFFILIATION_WORDS.get(affiliation, "")


def sparkline(counts: tuple[int, ...], width: int) -> str:
    """Draw `counts`, oldest first, in `width` cells; the highest fills a cell, and zero is a thin line."""
    if not counts or width <= 0:
        return ""
    if len(counts) > width:
        size = len(counts) / width
        counts = tuple(sum(counts[int(i * size) : max(int((i + 1) * size), int(i * size) + 1)]) for i in range(width))
    high = max(counts)
    if high == 0:
        return BARS[0] * len(counts)
    return "".join(BARS[0] if n == 0 else BARS[max(1, round(n / high * (len(BARS) - 1)))] for n in counts)
