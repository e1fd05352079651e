"""Names that are a person's by an age, a kinship or a later surname, and what such a name can't begin or end with."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from tagger.lexicon import Lexicon

_SHORTEST_SURNAME: Final = 4
_LATER: Final = 4_000
"""Code points within which a surname stands again."""
_COMPOUND = re.compile(r"-(?:backed|based|controlled|led|old|held|born|run|style|made)\b|'s ")
_PEOPLE = re.compile(
    r"(?:[a-z](?:ian|ean|can|ese)s?|[a-z]ish|Republicans?|Democrats?|Muslims?|Asians?|Arabs?|Kurds?)\Z"
)
_AGE = re.compile(r", (?:aged )?\d{1,2}(?:,|\.|;| from\b)|,? \((?:aged )?\d{1,2}\)")
_CALLED_BEFORE = re.compile(
    r"\b(?:named|named as|identified as|called|-year-old|years old,|father|mother|brother|sister|son|"
    r"daughter|wife|husband|widow|uncle|cousin|friend|neighbou?r|resident|survivor|student|teacher|farmer|"
    r"killed|arrested|detained) \Z"
)
_NO_GIVEN: Final = frozenset(
    (
        *("Giant", "Missing", "Indigenous", "Fantastic", "Winter", "Summer", "Team", "Little", "Big", "New", "Old"),
        *("North", "South", "East", "West", "Northern", "Southern", "Eastern", "Western", "Central", "Upper", "Lower"),
        *(
            "Great",
            "Greater",
            "Grand",
            "Royal",
            "Super",
            "Mega",
            "Operation",
            "Project",
            "Camp",
            "Fort",
            "Lake",
            "Mount",
        ),
        *("Inside", "Behind", "Meet", "Watch", "Live", "Breaking", "Black", "White", "Red", "Blue", "Green", "Golden"),
        *("First", "Second", "Third", "Last", "Next", "Final", "Local", "National", "Global", "World", "Young", "Real"),
        *("Free", "Open", "Hot", "Cold", "High", "Low", "Dead", "Holy", "Saint", "Happy", "Good", "Bad", "Best", "Top"),
        *("Like", "Oh", "Turning", "Typhoon", "Hurricane", "Storm", "Cyclone", "Mercury", "Jihadi", "Locked"),
        *("Curtiss", "Boeing", "Airbus", "Apple", "Google", "Architectural", "Engine", "Data", "Virtual", "Public"),
    )
)
"""What opens the name of a thing, a team or a place rather than of a person."""


def is_named_again(folded: str, start: int, end: int, lexicon: Lexicon) -> bool:
    """Tell whether the last word of a name stands by itself later on, as surnames do: "Zork Quibble … Quibble"."""
    last = folded[folded.rfind(" ", start, end) + 1 : end]
    lower = last.lower()
    if len(last) < _SHORTEST_SURNAME or last in lexicon.organisation_words or lower in lexicon.role_words:
        return False
    if is_no_person(folded, start, end):
        return False
    reach = end + _LATER
    at = folded.find(f" {last}", end, reach)
    if at < 0 or folded.find(f" {lower} ", max(0, start - _LATER), reach) >= 0:
        return False
    after = folded[at + 1 + len(last) : at + 3 + len(last)]
    before = folded[folded.rfind(" ", max(0, at - 40), at) + 1 : at]
    if before in lexicon.locative:  # "Will Sumy be held? … troops in Sumy"
        return False
    return before[:1].islower() and not after[:1].isalnum() and not after[1:].isupper()


def is_called(folded: str, start: int, end: int) -> bool:
    """Tell whether an age stands behind a name or a word such as "named" or "brother" before it."""
    beside = _AGE.match(folded, end) or _CALLED_BEFORE.search(folded, max(0, start - 16), start)
    return beside is not None and not is_no_person(folded, start, end)


def is_no_person(folded: str, start: int, end: int) -> bool:
    """Tell whether a capitalised phrase is no person's name by its first word, its last or what is joined to it."""
    if start and (folded[start - 1].isalnum() or folded[start - 1] in ".-"):
        return True
    first = folded[start : folded.find(" ", start, end)]
    return first in _NO_GIVEN or _COMPOUND.search(folded, start, end) is not None or _ends_in_people(folded[start:end])


def _ends_in_people(name: str) -> bool:
    """Tell whether the last word is a people or a party: "Prominent Republicans", "Giant Asian"."""
    return _PEOPLE.search(name) is not None and not name.endswith(("ian", "yan"))
